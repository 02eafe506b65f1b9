package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The texts of the chain's events: JSON with its members in one order, so that an event can be
/// written again from the row that it speaks of, and compared.
final class ChainEvents {

    static final String BEGIN = "begin";
    static final String SESSION = "session";
    static final String CLIENT = "client";
    static final String END = "end";
    static final String ERASE = "erase";

    private ChainEvents() {}

    /// @param nonce tells this chain from others
    /// @param messages how many rows are outside the chain, for they were there before
    /// @param messagesThrough the last id of them
    /// @param sessionsThrough the last rowid of the sessions before
    /// @param lost whether a chain was there, and is gone
    /// @param earlierEntries how long the chain was of a log that was here before; 0 if there was
    ///   none
    static String begun(
            String nonce,
            long messages,
            long messagesThrough,
            long sessionsThrough,
            boolean lost,
            long earlierEntries)
            throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("nonce", nonce);
        event.put("messages", messages);
        event.put("messages_through", messagesThrough);
        event.put("sessions_through", sessionsThrough);
        event.put("lost", lost);
        event.put("earlier_entries", earlierEntries);
        return JSON.std.asString(event);
    }

    /// @param command as the row has it, a JSON array
    static String session(
            String id,
            long startedNanos,
            @Nullable String server,
            @Nullable String command,
            long pid)
            throws IOException {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("session_id", id);
        event.put("started_at_ns", startedNanos);
        event.put("server_name", server);
        event.put("server_command", command);
        event.put("pid", pid);
        return JSON.std.asString(event);
    }

    static String client(String sessionId, @Nullable String name) throws IOException {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("session_id", sessionId);
        event.put("client_name", name);
        return JSON.std.asString(event);
    }

    /// @param rows the messages whose bodies were erased
    static String erase(RowRanges rows) throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("at_ns", Clock.epochNanos());
        event.put("rows", rows.all());
        return JSON.std.asString(event);
    }

    static String end(String sessionId, long endedNanos, @Nullable Integer exitCode)
            throws IOException {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("session_id", sessionId);
        event.put("ended_at_ns", endedNanos);
        event.put("exit_code", exitCode);
        return JSON.std.asString(event);
    }
}
