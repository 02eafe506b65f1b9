package gate.app;

import gate.protocol.Direction;
import gate.protocol.Fault;
import gate.protocol.Replies;
import gate.protocol.RpcId;
import gate.protocol.Session;
import gate.rules.Policy;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What a peer is told about a message that was not forwarded.
///
/// The model reads it, so it never quotes the message, and it says what to do in plain words.
final class Refusals {

    /// Cited where the message could not be recorded: what is not recorded is not forwarded.
    static final String AUDIT_UNAVAILABLE = "audit_unavailable";

    private Refusals() {}

    /// How a refusal looks on the wire.
    enum Form {
        /// Error -32000.
        ERROR,
        /// Error -31000, for clients that take -32000 for a lost connection.
        OTHER_ERROR,
        /// The result of a tool that failed.
        TOOL_RESULT
    }

    /// Error code for clients that take [Replies#REFUSED] for a lost connection.
    private static final int OTHER_CODE = -31_000;

    /// How this client learns that a call was refused.
    ///
    /// @param method what was called, or null where that is not known
    static Form form(Policy.Refusal refusal, @Nullable String method, Session session) {
        if (refusal == Policy.Refusal.ERROR) {
            return Form.ERROR;
        }
        if (refusal == Policy.Refusal.AUTO && !misreadsErrors(session.clientInfoName())) {
            return Form.ERROR;
        }
        if ("tools/call".equals(method)) {
            return Form.TOOL_RESULT;
        }
        return refusal == Policy.Refusal.AUTO ? Form.OTHER_ERROR : Form.ERROR;
    }

    /// Clients that take -32000 for a lost connection and start their server anew, by the name that
    /// they give at `initialize`.
    private static boolean misreadsErrors(String client) {
        return client.equals("claude-code");
    }

    /// For a request, which does not reach its receiver.
    static byte[] error(RpcId id, String refusedBy, String event, Session session, Form form) {
        return error(id, refusedBy, "", event, session, form);
    }

    /// In the place of an answer. What a tool did is done: an agent that took it for undone would
    /// call again.
    ///
    /// @param method what was called, or null where that is not known
    static byte[] answer(
            RpcId id,
            @Nullable String method,
            String refusedBy,
            String event,
            Session session,
            Form form) {
        return error(
                id,
                refusedBy,
                "tools/call".equals(method)
                        ? " in the answer; the call had reached the server and may have taken"
                                + " effect"
                        : "",
                event,
                session,
                form);
    }

    private static byte[] error(
            RpcId id, String refusedBy, String where, String event, Session session, Form form) {
        String message = message(refusedBy + where, session);
        if (form == Form.TOOL_RESULT) {
            return Replies.failedTool(id, message);
        }
        int code = form == Form.ERROR ? Replies.REFUSED : OTHER_CODE;
        return Replies.error(id, code, message, data(refusedBy, event));
    }

    static byte[] errors(List<RpcId> ids, String refusedBy, String event, Session session) {
        String message = message(refusedBy, session);
        if (session.allowsBatches()) {
            return Replies.errors(ids, Replies.REFUSED, message, data(refusedBy, event));
        }
        var lines = new java.io.ByteArrayOutputStream();
        for (RpcId id : ids) {
            lines.writeBytes(Replies.error(id, Replies.REFUSED, message, data(refusedBy, event)));
        }
        return lines.toByteArray();
    }

    /// For a request that the server can no longer answer.
    static byte[] serverGone(RpcId id, String how) {
        String message = "mcpgate: the server " + how + " before it answered";
        return Replies.error(id, Replies.REFUSED, message, Map.of());
    }

    /// A line for the person who runs the client.
    static String complaint(Direction direction, Fault fault) {
        String from = direction == Direction.UPSTREAM ? "client" : "server";
        return "not forwarded, from the " + from + ": " + fault.id() + " (" + fault.reason() + ")";
    }

    private static String message(String what, Session session) {
        return "mcpgate blocked: "
                + what
                + ". Do not try to get around this; tell the user, who can see why with: mcpgate"
                + " tail --session "
                + session.id();
    }

    private static Map<String, ?> data(String refusedBy, String event) {
        return Map.of("mcpgate", Map.of("rule", refusedBy, "event", event));
    }
}
