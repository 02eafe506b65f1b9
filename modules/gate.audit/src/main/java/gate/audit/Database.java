package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.rules.Finding;

import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// One connection that writes the audit database.
///
/// After any exception it is to be closed: after an error SQLite may leave a prepared statement
/// dead for good. All that is written is written between [#begin] and [#commit], and may be written
/// twice. Owned by one thread.
final class Database implements AutoCloseable {

    /// `PRAGMA user_version` of the tables below.
    static final int VERSION = 1;

    private static final int CACHE_KIB = 1_024;
    private static final int JOURNAL_BYTES = 16 << 20;

    private final Path path;
    private final Path journal;
    private final @Nullable Object key;
    private final Connection connection;
    private final Statement statement;
    private @Nullable PreparedStatement insertMessage;

    private Database(Path path, @Nullable Object key, Connection connection) throws SQLException {
        this.path = path;
        this.journal = path.resolveSibling(path.getFileName() + "-wal");
        this.key = key;
        this.connection = connection;
        this.statement = connection.createStatement();
    }

    /// Opens the database, making it where there is none.
    ///
    /// @param waitMillis how long each transaction waits for those of other gates
    static Database open(AuditPaths paths, int waitMillis) throws IOException, SQLException {
        if (DatabaseFile.key(paths.database()) == null) {
            new DatabaseMaker(paths).make();
            if (DatabaseFile.key(paths.database()) == null) {
                throw Schema.isBeingMade();
            }
        }
        return openFile(paths.database(), waitMillis);
    }

    /// Opens this file, which exists.
    static Database openFile(Path path, int waitMillis) throws IOException, SQLException {
        Object key = DatabaseFile.key(path);
        Connection connection = connect(path, waitMillis);
        boolean opened = false;
        try {
            var database = new Database(path, key, connection);
            database.prepare();
            opened = true;
            return database;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    /// A bare connection; SQLite creates nothing, lest it be for others to read.
    static Connection connect(Path path, int waitMillis) throws SQLException {
        var properties = new Properties();
        properties.setProperty(
                SQLiteConfig.Pragma.OPEN_MODE.pragmaName,
                Integer.toString(SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.NOMUTEX.flag));
        properties.setProperty(
                SQLiteConfig.Pragma.BUSY_TIMEOUT.pragmaName, Integer.toString(waitMillis));
        // Else the driver asks for the id of each new row, which costs more than to write it.
        properties.setProperty(SQLiteConfig.Pragma.JDBC_GET_GENERATED_KEYS.pragmaName, "false");
        return JDBC.createConnection("jdbc:sqlite:" + path, properties);
    }

    /// Whether the database's name still stands for the file that this connection writes.
    boolean isInPlace() throws IOException {
        return DatabaseFile.is(path, key);
    }

    void begin() throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
    }

    void commit() throws SQLException {
        statement.execute("COMMIT");
    }

    void start(AuditSession session, @Nullable String clientName) throws SQLException, IOException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO sessions(session_id, started_at_ns, server_name, server_command, pid)
                        VALUES (?, ?, ?, ?, ?) ON CONFLICT(session_id) DO NOTHING
                        """)) {
            insert.setString(1, session.id());
            insert.setLong(2, session.startedNanos());
            insert.setString(3, session.serverName());
            insert.setString(4, JSON.std.asString(session.serverCommand()));
            insert.setLong(5, session.pid());
            insert.executeUpdate();
        }
        if (clientName != null) {
            name(session.id(), clientName);
        }
    }

    void name(String sessionId, String clientName) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE sessions SET client_name = ? WHERE session_id = ?")) {
            update.setString(1, clientName);
            update.setString(2, sessionId);
            update.executeUpdate();
        }
    }

    /// Notes the end of a session that has none yet.
    void end(String sessionId, long epochNanos, @Nullable Integer exitCode) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        """
                        UPDATE sessions SET ended_at_ns = ?, exit_code = ?
                        WHERE session_id = ? AND ended_at_ns IS NULL
                        """)) {
            update.setLong(1, epochNanos);
            if (exitCode == null) {
                update.setNull(2, Types.INTEGER);
            } else {
                update.setInt(2, exitCode);
            }
            update.setString(3, sessionId);
            update.executeUpdate();
        }
    }

    /// Notes the end of a session whose gate did not live to tell: with its last message.
    void endDead(String sessionId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(Schema.END_DEAD)) {
            update.setString(1, sessionId);
            update.executeUpdate();
        }
    }

    /// Writes a message unless it has been written.
    ///
    /// @return how many rows that made: none or one
    int add(AuditSession session, long seq, AuditRecord message) throws SQLException, IOException {
        PreparedStatement insert = insertMessage;
        if (insert == null) {
            insert = connection.prepareStatement(Schema.INSERT_MESSAGE);
            insertMessage = insert;
        }
        byte[] line = bytes(message.message());
        insert.setString(1, session.id());
        insert.setLong(2, seq);
        insert.setLong(3, message.epochNanos());
        insert.setString(4, message.direction().label());
        insert.setString(5, message.kind().label());
        insert.setString(6, message.rpcId());
        insert.setString(7, message.method());
        insert.setString(8, message.toolName());
        insert.setString(9, message.decision().label());
        insert.setString(10, message.reason());
        insert.setString(11, session.serverName());
        insert.setString(12, json(message.findings()));
        insert.setLong(13, message.sizeBytes());
        insert.setLong(14, message.judgeNanos());
        insert.setString(15, message.sha256());
        insert.setBoolean(16, Utf8.isText(line));
        insert.setBytes(17, line);
        int rows = insert.executeUpdate();
        if (line.length > SpoolEncoder.WHOLE_BYTES) {
            // SQLite keeps what is bound, and so does the driver: let them not keep 64 MiB.
            insert.clearParameters();
        }
        return rows;
    }

    /// Waits until what was committed would survive a power cut: only then may its spool go.
    void sync() throws IOException {
        // A second descriptor of the database would cost SQLite its locks; of the journal it does
        // not, for the locks are on the database and on the shared memory.
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.READ)) {
            channel.force(false);
        } catch (NoSuchFileException e) {
            return; // another has just moved it all into the database, and waited for that
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// Whether the file itself is broken, rather than busy, full or out of reach.
    static boolean isCorrupt(SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /// Whether somebody else is just writing, which passes.
    static boolean isBusy(SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        return code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code;
    }

    private void prepare() throws SQLException {
        // First of all the version: a database that is not ours is not to be changed at all.
        int version = number("PRAGMA user_version");
        if (version > VERSION) {
            throw Schema.isNewer(version);
        }
        if (version == 0) {
            requireEmpty();
        }
        statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = NORMAL");
        statement.execute("PRAGMA wal_autocheckpoint = 0");
        statement.execute("PRAGMA journal_size_limit = " + JOURNAL_BYTES);
        if (version == 0) {
            begin();
            version = number("PRAGMA user_version");
            if (version == 0) {
                requireEmpty();
                for (String sql : Schema.CREATE) {
                    statement.execute(sql);
                }
            } else if (version != VERSION) {
                throw Schema.isNewer(version);
            }
            commit();
        }
    }

    private void requireEmpty() throws SQLException {
        if (number("SELECT count(*) FROM sqlite_schema") > 0
                && number("PRAGMA user_version") == 0) {
            throw Schema.isForeign();
        }
    }

    private int number(String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static byte[] bytes(ByteBuffer line) {
        if (line.hasArray() && line.arrayOffset() == 0 && line.position() == 0) {
            byte[] array = line.array();
            if (array.length == line.limit()) {
                return array;
            }
        }
        var copy = new byte[line.remaining()];
        line.get(line.position(), copy);
        return copy;
    }

    private static @Nullable String json(List<Finding> findings) throws IOException {
        if (findings.isEmpty()) {
            return null;
        }
        List<Map<String, Object>> all = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("rule", finding.ruleId());
            one.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
            one.put("pointer", finding.span().pointer());
            one.put("start", finding.span().start());
            one.put("end", finding.span().end());
            one.put("reason", finding.reason());
            all.add(one);
        }
        return JSON.std.asString(all);
    }
}
