package gate.audit;

import org.sqlite.SQLiteErrorCode;

import java.sql.SQLException;

/// The tables of the audit database, version 2 (docs/AUDIT.md says what the columns hold).
final class Schema {

    static final String[] CREATE = {
        """
        CREATE TABLE sessions(
          session_id TEXT PRIMARY KEY,
          started_at_ns INTEGER NOT NULL,
          ended_at_ns INTEGER,
          server_name TEXT NOT NULL,
          server_command TEXT NOT NULL,
          pid INTEGER NOT NULL,
          exit_code INTEGER,
          client_name TEXT)
        """,
        """
        CREATE TABLE messages(
          id INTEGER PRIMARY KEY,
          session_id TEXT NOT NULL,
          seq INTEGER NOT NULL,
          timestamp_ns INTEGER NOT NULL,
          direction TEXT NOT NULL,
          kind TEXT NOT NULL,
          rpc_id TEXT,
          method TEXT,
          tool_name TEXT,
          decision TEXT NOT NULL,
          decision_reason TEXT,
          server_name TEXT NOT NULL,
          findings TEXT,
          size_bytes INTEGER NOT NULL,
          judge_ns INTEGER NOT NULL,
          sha256 TEXT,
          message_json,
          UNIQUE(session_id, seq))
        """,
    };

    /// Adds the hash chain, also to a database of version 1, whose rows stay outside it.
    ///
    /// A message has its entry with its own `message_id`, an event with that of the last message
    /// before it. The index holds the few checkpoints only.
    static final String[] CHAIN = {
        """
        CREATE TABLE IF NOT EXISTS chain(
          position INTEGER PRIMARY KEY,
          message_id INTEGER NOT NULL,
          kind TEXT NOT NULL,
          event TEXT,
          salt BLOB,
          body_sha256 BLOB,
          hash BLOB NOT NULL)
        """,
        """
        CREATE INDEX IF NOT EXISTS chain_checkpoints ON chain(position)
          WHERE kind = 'checkpoint'
        """,
        "PRAGMA user_version = 2",
    };

    /// Parameter 17 says whether parameter 18, always bound as bytes, is a text: so a text reaches
    /// SQLite without becoming a Java string.
    static final String INSERT_MESSAGE =
            """
            INSERT INTO messages(id, session_id, seq, timestamp_ns, direction, kind, rpc_id, method,
              tool_name, decision, decision_reason, server_name, findings, size_bytes, judge_ns,
              sha256, message_json)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              CASE WHEN ?17 THEN CAST(?18 AS TEXT) ELSE ?18 END)
            ON CONFLICT(session_id, seq) DO NOTHING
            """;

    /// When a session that has not ended sent its last message.
    static final String LAST_SIGN_OF_LIFE =
            """
            SELECT max(started_at_ns, coalesce((
                SELECT timestamp_ns FROM messages WHERE session_id = ?1 AND seq > 0
                ORDER BY seq DESC LIMIT 1), 0))
            FROM sessions WHERE session_id = ?1 AND ended_at_ns IS NULL
            """;

    private Schema() {}

    static SQLException isNewer(int version) {
        return new SQLException(
                "it was written by a newer mcpgate (schema "
                        + version
                        + ", this one knows "
                        + Database.VERSION
                        + "); update mcpgate");
    }

    static SQLException isBeingMade() {
        return new SQLException(
                "another gate is just making it", null, SQLiteErrorCode.SQLITE_BUSY.code);
    }

    static SQLException isForeign() {
        return new SQLException("it is no audit database; name another file");
    }
}
