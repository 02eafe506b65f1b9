package gate.app;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// A log that a test writes by hand, also what no gate would write.
final class LogFixture implements AutoCloseable {

    /// 2026-11-23 18:02:21.006 UTC.
    static final long START_NANOS = 1_795_456_941_006_000_000L;

    private static final long STEP_NANOS = 40_000_000;

    private final Connection connection;
    private final PreparedStatement insert;
    private long seq;

    LogFixture(Path database) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        sql("PRAGMA journal_mode = WAL");
        sql("PRAGMA synchronous = OFF");
        sql(
                """
                CREATE TABLE IF NOT EXISTS sessions(session_id TEXT PRIMARY KEY,
                  started_at_ns INTEGER NOT NULL, ended_at_ns INTEGER, server_name TEXT NOT NULL,
                  server_command TEXT NOT NULL, pid INTEGER NOT NULL, exit_code INTEGER,
                  client_name TEXT)
                """);
        sql(
                """
                CREATE TABLE IF NOT EXISTS messages(id INTEGER PRIMARY KEY, session_id TEXT NOT NULL,
                  seq INTEGER NOT NULL, timestamp_ns INTEGER NOT NULL, direction TEXT NOT NULL,
                  kind TEXT NOT NULL, rpc_id TEXT, method TEXT, tool_name TEXT,
                  decision TEXT NOT NULL, decision_reason TEXT, server_name TEXT NOT NULL,
                  findings TEXT, size_bytes INTEGER NOT NULL, judge_ns INTEGER NOT NULL, sha256 TEXT,
                  message_json, UNIQUE(session_id, seq))
                """);
        sql("PRAGMA user_version = 1");
        insert =
                connection.prepareStatement(
                        "INSERT INTO messages VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL,"
                                + " ?, 21000, NULL, ?)");
    }

    /// A row by its columns, of which the time is 40 ms after the one before.
    ///
    /// @param up whether it went to the server
    /// @param message a string, or bytes, or nothing
    record Row(
            String session,
            String server,
            boolean up,
            String kind,
            @Nullable String rpcId,
            @Nullable String method,
            @Nullable String tool,
            String decision,
            @Nullable String reason,
            @Nullable Object message) {}

    static Row request(String session, String rpcId, String tool, String arguments) {
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + rpcId
                        + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + tool
                        + "\",\"arguments\":"
                        + arguments
                        + "}}";
        return new Row(
                session, "fs", true, "request", rpcId, "tools/call", tool, "allow", null, message);
    }

    static Row noise(String session, Object message) {
        return new Row(session, "fs", false, "noise", null, null, null, "warn", "noise", message);
    }

    LogFixture session(String id, String server) throws SQLException {
        seq++;
        sql(
                "INSERT INTO sessions VALUES('%s', %d, NULL, '%s', '[]', 1, NULL, NULL)"
                        .formatted(id, START_NANOS + seq, server));
        return this;
    }

    LogFixture add(Row row) throws SQLException {
        seq++;
        int at = 1;
        insert.setString(at++, row.session);
        insert.setLong(at++, seq);
        insert.setLong(at++, START_NANOS + (seq - 1) * STEP_NANOS);
        insert.setString(at++, row.up ? "client_to_server" : "server_to_client");
        insert.setString(at++, row.kind);
        insert.setString(at++, row.rpcId);
        insert.setString(at++, row.method);
        insert.setString(at++, row.tool);
        insert.setString(at++, row.decision);
        insert.setString(at++, row.reason);
        insert.setString(at++, row.server);
        insert.setLong(
                at++,
                switch (row.message) {
                    case String text -> text.getBytes(StandardCharsets.UTF_8).length;
                    case byte[] bytes -> bytes.length;
                    case null, default -> 1 << 27;
                });
        insert.setObject(at, row.message);
        insert.executeUpdate();
        return this;
    }

    void sql(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
