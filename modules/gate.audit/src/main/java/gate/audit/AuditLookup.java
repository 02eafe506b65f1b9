package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds single rows of the log, and what belongs to them.
///
/// Works on the connection of its reader, and belongs to the same thread.
public final class AuditLookup {

    private static final int NAME_BYTES = 4_096;
    private static final int COMMAND_CHARS = 1 << 20;

    private final AuditReader reader;

    public AuditLookup(AuditReader reader) {
        this.reader = reader;
    }

    /// The row with this id.
    public Optional<AuditRow> row(long id) throws IOException {
        return find("WHERE id = ?", id);
    }

    /// The row of an event, as refusals name it.
    ///
    /// @param prefix how the id of its session begins; of several that begin so, the one whose
    ///   message came last counts
    /// @param seq its number in the session
    public Optional<AuditRow> event(String prefix, long seq) throws IOException {
        return find(
                "WHERE session_id >= ? AND session_id < ? AND seq = ? ORDER BY id DESC LIMIT 1",
                prefix,
                prefix + Character.toString(Character.MAX_CODE_POINT),
                seq);
    }

    /// The answer to a request, or the request that an answer belongs to: that of the same session
    /// and id the other way.
    public Optional<AuditRow> pair(AuditRow row) throws IOException {
        String rpcId = row.rpcId();
        if (rpcId == null || rpcId.length() > NAME_BYTES) {
            return Optional.empty();
        }
        return switch (row.kind()) {
            case "request" ->
                    find(
                            "WHERE session_id = ? AND seq > ? AND rpc_id = ? AND direction <> ?"
                                    + " AND kind IN ('result', 'error') ORDER BY seq LIMIT 1",
                            row.sessionId(),
                            row.seq(),
                            rpcId,
                            row.direction());
            case "result", "error" ->
                    find(
                            "WHERE session_id = ? AND seq < ? AND rpc_id = ? AND direction <> ?"
                                    + " AND kind = 'request' ORDER BY seq DESC LIMIT 1",
                            row.sessionId(),
                            row.seq(),
                            rpcId,
                            row.direction());
            default -> Optional.empty();
        };
    }

    /// The id of the first row of a session, or 0 where there is none.
    public long first(String sessionId) throws IOException {
        try (PreparedStatement query =
                reader.prepare("SELECT min(id) FROM messages WHERE session_id = ?")) {
            query.setString(1, sessionId);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw reader.failed(e);
        }
    }

    /// A session by its whole id.
    public Optional<AuditSession> session(String sessionId) throws IOException {
        try (PreparedStatement query =
                reader.prepare(
                        "SELECT started_at_ns, server_name, substr(server_command, 1, "
                                + COMMAND_CHARS
                                + "), pid FROM sessions WHERE session_id = ?")) {
            query.setString(1, sessionId);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                String name = rows.getString(2);
                return Optional.of(
                        new AuditSession(
                                sessionId,
                                rows.getLong(1),
                                name == null ? "" : name,
                                words(rows.getString(3)),
                                rows.getLong(4)));
            }
        } catch (SQLException e) {
            throw reader.failed(e);
        }
    }

    /// The words of a command line, which the database holds as a JSON array; none where it holds
    /// anything else.
    private static List<String> words(@Nullable String json) {
        List<String> words = new ArrayList<>();
        try {
            for (Object word : JSON.std.listFrom(json == null ? "[]" : json)) {
                words.add(String.valueOf(word));
            }
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        return words;
    }

    private Optional<AuditRow> find(String where, Object... values) throws IOException {
        try (PreparedStatement query = reader.prepare("SELECT " + AuditReader.COLUMNS + where)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(AuditReader.row(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw reader.failed(e);
        }
    }
}
