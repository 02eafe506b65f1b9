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
    static final int VERSION = 2;

    private static final int CACHE_KIB = 1_024;
    private static final int JOURNAL_BYTES = 16 << 20;

    /// `SQLITE_OPEN_NOFOLLOW` of SQLite's C interface, which the driver has no name for: no part of
    /// the path may be a link.
    private static final int NOFOLLOW = 0x0100_0000;

    private final Path path;
    private final Path journal;
    private final @Nullable Object key;
    private final Connection connection;
    private final Statement statement;
    private final Chain chain;
    private final Signer signer;
    private final Path headFile;
    private @Nullable PreparedStatement insertMessage;

    /// The journal that the first transaction found, and whether one is open.
    private @Nullable Object journalKey;

    private boolean isOpen;

    private @Nullable Checkpoint lastSigned;
    private @Nullable String signingTrouble;

    private Database(Path path, @Nullable Object key, Connection connection, AuditPaths paths)
            throws SQLException {
        this.path = path;
        this.journal = path.resolveSibling(path.getFileName() + "-wal");
        this.key = key;
        this.connection = connection;
        this.statement = connection.createStatement();
        this.headFile = paths.headFile();
        this.chain = new Chain(connection, headFile);
        this.signer = new Signer(paths);
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
        return openFile(paths.database(), waitMillis, paths);
    }

    /// Opens a file that exists.
    ///
    /// @param path the database, or what will become it
    static Database openFile(Path path, int waitMillis, AuditPaths paths)
            throws IOException, SQLException {
        Object key = DatabaseFile.key(path);
        DatabaseFile.closeToOthers(path);
        Connection connection = connect(path, waitMillis);
        boolean opened = false;
        try {
            var database = new Database(path, key, connection, paths);
            database.prepare();
            opened = true;
            return database;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    /// A bare connection; SQLite creates nothing, lest it be for others to read, and follows no
    /// link that was planted since somebody looked.
    static Connection connect(Path path, int waitMillis) throws SQLException {
        var properties = new Properties();
        properties.setProperty(
                SQLiteConfig.Pragma.OPEN_MODE.pragmaName,
                Integer.toString(
                        SQLiteOpenMode.READWRITE.flag | SQLiteOpenMode.NOMUTEX.flag | NOFOLLOW));
        properties.setProperty(
                SQLiteConfig.Pragma.BUSY_TIMEOUT.pragmaName, Integer.toString(waitMillis));
        // Else the driver asks for the id of each new row, which costs more than to write it.
        properties.setProperty(SQLiteConfig.Pragma.JDBC_GET_GENERATED_KEYS.pragmaName, "false");
        return JDBC.createConnection("jdbc:sqlite:" + real(path), properties);
    }

    /// Whether the names of database and journal still stand for the files that this connection
    /// writes.
    boolean isInPlace() throws IOException {
        return DatabaseFile.is(path, key)
                && (journalKey == null || DatabaseFile.is(journal, journalKey));
    }

    /// @throws SQLException also if a newer gate has changed the tables meanwhile
    void begin() throws IOException, SQLException {
        statement.execute("BEGIN IMMEDIATE");
        isOpen = true;
        int version = number("PRAGMA user_version");
        if (version > VERSION) {
            throw Schema.isNewer(version);
        }
        if (journalKey == null) {
            journalKey = DatabaseFile.key(journal);
        }
        chain.load();
    }

    /// Commits, with a checkpoint if one is due.
    void commit() throws SQLException {
        if (chain.unsigned() >= Chain.CHECKPOINT_ENTRIES) {
            sign();
        }
        statement.execute("COMMIT");
        isOpen = false;
    }

    /// Takes back what was written since [#begin], if it was not committed.
    void rollback() {
        if (isOpen) {
            isOpen = false;
            try {
                statement.execute("ROLLBACK");
            } catch (SQLException e) {
                return; // SQLite has done so itself, or the connection is about to be closed
            }
        }
    }

    void start(AuditSession session, @Nullable String clientName) throws SQLException, IOException {
        String command = JSON.std.asString(session.serverCommand());
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO sessions(session_id, started_at_ns, server_name, server_command, pid)
                        VALUES (?, ?, ?, ?, ?) ON CONFLICT(session_id) DO NOTHING
                        """)) {
            insert.setString(1, session.id());
            insert.setLong(2, session.startedNanos());
            insert.setString(3, session.serverName());
            insert.setString(4, command);
            insert.setLong(5, session.pid());
            if (insert.executeUpdate() > 0) {
                chain.event(
                        ChainEvents.SESSION,
                        ChainEvents.session(
                                session.id(),
                                session.startedNanos(),
                                session.serverName(),
                                command,
                                session.pid()));
            }
        }
        if (clientName != null) {
            name(session.id(), clientName);
        }
    }

    void name(String sessionId, String clientName) throws SQLException, IOException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        """
                        UPDATE sessions SET client_name = ?1
                        WHERE session_id = ?2 AND client_name IS NOT ?1
                        """)) {
            update.setString(1, clientName);
            update.setString(2, sessionId);
            if (update.executeUpdate() > 0) {
                chain.event(ChainEvents.CLIENT, ChainEvents.client(sessionId, clientName));
            }
        }
    }

    /// Notes the end of a session that has none yet.
    void end(String sessionId, long epochNanos, @Nullable Integer exitCode)
            throws SQLException, IOException {
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
            if (update.executeUpdate() > 0) {
                chain.event(ChainEvents.END, ChainEvents.end(sessionId, epochNanos, exitCode));
            }
        }
    }

    /// Notes the end of a session whose gate did not live to tell: with its last message.
    void endDead(String sessionId) throws SQLException, IOException {
        try (PreparedStatement query = connection.prepareStatement(Schema.LAST_SIGN_OF_LIFE)) {
            query.setString(1, sessionId);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                end(sessionId, row.getLong(1), null);
            }
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
        boolean isText = Utf8.isText(line);
        String findings = json(message.findings());
        insert.setLong(1, chain.nextMessageId());
        insert.setString(2, session.id());
        insert.setLong(3, seq);
        insert.setLong(4, message.epochNanos());
        insert.setString(5, message.direction().label());
        insert.setString(6, message.kind().label());
        insert.setString(7, message.rpcId());
        insert.setString(8, message.method());
        insert.setString(9, message.toolName());
        insert.setString(10, message.decision().label());
        insert.setString(11, message.reason());
        insert.setString(12, session.serverName());
        insert.setString(13, findings);
        insert.setLong(14, message.sizeBytes());
        insert.setLong(15, message.judgeNanos());
        insert.setString(16, message.sha256());
        insert.setBoolean(17, isText);
        insert.setBytes(18, line);
        int rows = insert.executeUpdate();
        if (line.length > SpoolEncoder.WHOLE_BYTES) {
            // SQLite keeps what is bound, and so does the driver: let them not keep 64 MiB.
            insert.clearParameters();
        }
        if (rows > 0) {
            chain.message(session, seq, message, findings, isText, line);
        }
        return rows;
    }

    /// How many entries of the chain no checkpoint covers, also those of other gates, as the last
    /// transaction saw it.
    long unsigned() {
        return chain.unsigned();
    }

    /// Signs the end of the chain, in a transaction of its own, and waits until the disk has it.
    ///
    /// @return how far the chain is, for the world to know
    String seal() throws SQLException, IOException {
        try {
            begin();
            if (chain.unsigned() > 0) {
                sign();
            }
            commit();
        } finally {
            rollback();
        }
        String head = chain.headLine();
        sync();
        Checkpoint signed = lastSigned;
        if (signed != null) {
            try {
                HeadFile.write(headFile, signed);
            } catch (IOException e) {
                signingTrouble = e.getMessage();
            }
        }
        return head;
    }

    /// From now on what is erased is overwritten, so that it does not stay in free pages.
    void eraseSecurely() throws SQLException {
        statement.execute("PRAGMA secure_delete = ON");
    }

    /// Loads what [#seal] will need.
    void warmUp() {
        signer.warmUp();
    }

    /// Why the last checkpoint could not be signed; null if it could.
    @Nullable String signingTrouble() {
        return signingTrouble;
    }

    /// For what is done to the log as a whole.
    Connection connection() {
        return connection;
    }

    Chain chain() {
        return chain;
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

    /// The path without the links that lead to the directory.
    private static Path real(Path path) throws SQLException {
        try {
            return path.resolveSibling("").toRealPath().resolve(path.getFileName());
        } catch (IOException e) {
            throw new SQLException(
                    "no such directory: " + e.getMessage(),
                    null,
                    SQLiteErrorCode.SQLITE_CANTOPEN.code,
                    e);
        }
    }

    private void prepare() throws IOException, SQLException {
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
        if (version < VERSION || isChainGone()) {
            try {
                migrate();
            } finally {
                rollback();
            }
        }
    }

    private void migrate() throws IOException, SQLException {
        statement.execute("BEGIN IMMEDIATE");
        isOpen = true;
        int version = number("PRAGMA user_version");
        if (version > VERSION) {
            throw Schema.isNewer(version);
        }
        if (version == 0) {
            requireEmpty();
            execute(Schema.CREATE);
        }
        boolean isNew = version < VERSION;
        execute(Schema.CHAIN);
        if (isNew) {
            chain.start(false);
        } else {
            chain.load(); // begins it anew if it is empty, and says that it was lost
        }
        statement.execute("COMMIT");
        isOpen = false;
    }

    private void execute(String... sql) throws SQLException {
        for (String each : sql) {
            statement.execute(each);
        }
    }

    private boolean isChainGone() throws SQLException {
        return number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'chain'")
                == 0;
    }

    /// A log that cannot be signed is still a log.
    private void sign() throws SQLException {
        try {
            lastSigned = chain.checkpoint(signer);
            signingTrouble = null;
        } catch (IOException e) {
            signingTrouble = e.getMessage();
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
