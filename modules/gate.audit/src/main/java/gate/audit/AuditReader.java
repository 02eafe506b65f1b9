package gate.audit;

import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the log while gates write it.
///
/// It opens the database read-only and ends every transaction before it returns: a reader that
/// holds one keeps the write-ahead log from ever shrinking. Rows come in pages, in the order of
/// their ids, which is the order of their commits.
///
/// Owned by one thread.
public final class AuditReader implements AutoCloseable {

    /// The newest layout of the tables that this version reads, `PRAGMA user_version`.
    public static final int SCHEMA = Database.VERSION;

    /// How much of a message comes with its row; [#message] reads the rest.
    public static final int HEAD_BYTES = 4096;

    /// How many characters of a method, a tool, an id come with a row.
    public static final int NAME_CHARS = 1024;

    /// How many characters of the findings come with a row.
    public static final int FINDINGS_CHARS = 65_536;

    /// Stands for every session.
    public static final String ALL = "";

    /// How many different questions are kept prepared.
    private static final int PREPARED = 16;

    private static final int BUSY_MILLIS = 2_000;

    static final String COLUMNS =
            "id, session_id, seq, timestamp_ns, direction, kind, substr(rpc_id, 1, "
                    + NAME_CHARS
                    + "), substr(method, 1, "
                    + NAME_CHARS
                    + "), substr(tool_name, 1, "
                    + NAME_CHARS
                    + "), decision, substr(decision_reason, 1, "
                    + NAME_CHARS
                    + "), substr(server_name, 1, "
                    + NAME_CHARS
                    + "), substr(findings, 1, "
                    + FINDINGS_CHARS
                    + "), size_bytes, judge_ns, sha256, octet_length(message_json),"
                    + " substr(CAST(message_json AS BLOB), 1, "
                    + HEAD_BYTES
                    + ") FROM messages ";

    /// One run of a gate.
    ///
    /// @param id twelve hex digits
    /// @param serverName what the user calls the server
    /// @param clientName how the client called itself, or nothing
    /// @param startedNanos in nanoseconds since 1970
    /// @param endedNanos the same, or 0 while it runs
    public record Heading(
            String id, String serverName, String clientName, long startedNanos, long endedNanos) {}

    /// How many rows there are, by what was decided.
    public record Tally(long all, long warned, long blocked) {}

    private final Path path;
    private final @Nullable Object fileKey;
    private final Connection connection;
    private final PreparedStatement version;

    /// Statements by their text; the one that was not used for longest gives way.
    private final Map<String, PreparedStatement> prepared =
            new LinkedHashMap<>(PREPARED, 0.75f, true);

    /// Looks for expressions, if anybody ever asked for one.
    private @Nullable ExpressionFunction function;

    private long seenVersion = -1;

    private AuditReader(Path path, @Nullable Object fileKey, Connection connection)
            throws SQLException {
        this.path = path;
        this.fileKey = fileKey;
        this.connection = connection;
        version = prepare("PRAGMA data_version");
    }

    /// Opens the log, or returns nothing where none has begun yet: no file, or no tables in it.
    ///
    /// @throws IOException if there is something that this version cannot read; the message names
    ///   the path and says what to do
    public static Optional<AuditReader> open(Path path) throws IOException {
        Object fileKey = fileKey(path);
        if (fileKey == null && !Files.exists(path)) {
            return Optional.empty();
        }
        Connection connection = null;
        try {
            connection = connect(path);
            long schema = number(connection, "PRAGMA user_version");
            if (schema > SCHEMA) {
                throw new IOException(
                        path
                                + " has schema "
                                + schema
                                + ", and this mcpgate reads schema "
                                + SCHEMA
                                + ": use the newer mcpgate that wrote it");
            }
            if (number(
                            connection,
                            "SELECT count(*) FROM sqlite_schema"
                                    + " WHERE name IN ('messages', 'sessions')")
                    < 2) {
                connection.close();
                return Optional.empty();
            }
            return Optional.of(new AuditReader(path, fileKey, connection));
        } catch (SQLException e) {
            closeQuietly(connection);
            throw new IOException("cannot read " + path + ": " + advice(path, e), e);
        } catch (IOException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /// The id after which the last rows come.
    ///
    /// @param count how many rows, one or more
    /// @return an id to hand to [#after]; 0 where there are no more rows than that
    public long startOfLast(long count, RowCondition condition) throws IOException {
        String sql = "SELECT id FROM messages WHERE " + condition.sql();
        try (ResultSet rows =
                query(sql + " ORDER BY id DESC LIMIT 1 OFFSET ?", condition, count - 1)) {
            return rows.next() ? rows.getLong(1) - 1 : 0;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The next rows, ascending.
    ///
    /// @param id the id before the first of them
    /// @param limit how many at most
    public List<AuditRow> after(long id, int limit, RowCondition condition) throws IOException {
        // Without an index SQLite goes along the ids, where a page continues the one before it.
        String sql = "SELECT " + COLUMNS + "NOT INDEXED WHERE " + condition.sql();
        try (ResultSet rows =
                query(sql + " AND id > ? ORDER BY id LIMIT ?", condition, id, limit)) {
            var found = new ArrayList<AuditRow>();
            while (rows.next()) {
                found.add(row(rows));
            }
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The row of this id, or nothing.
    public Optional<AuditRow> row(long id) throws IOException {
        String sql = "SELECT " + COLUMNS + "WHERE id = ?";
        try (ResultSet rows = query(sql, RowCondition.ALL, id)) {
            return rows.next() ? Optional.of(row(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The ids of the rows between two ids, without the first and with the second, newest first.
    public RowIds ids(RowCondition condition, long above, long upTo) throws IOException {
        String sql =
                "SELECT id, CASE decision WHEN 'allow' THEN 1 WHEN 'warn' THEN 2 WHEN 'block' THEN"
                        + " 3 ELSE 0 END FROM messages NOT INDEXED WHERE "
                        + condition.sql()
                        + " AND id > ? AND id <= ? ORDER BY id DESC";
        try (ResultSet rows = query(sql, condition, above, upTo)) {
            var ids = new RowIds();
            while (rows.next()) {
                ids.add(rows.getLong(1), rows.getInt(2));
            }
            return ids;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// How many rows meet the condition.
    public Tally count(RowCondition condition) throws IOException {
        String sql =
                "SELECT count(*), total(decision = 'warn'), total(decision = 'block') FROM messages"
                        + " WHERE "
                        + condition.sql();
        try (ResultSet rows = query(sql, condition)) {
            return rows.next()
                    ? new Tally(rows.getLong(1), rows.getLong(2), rows.getLong(3))
                    : new Tally(0, 0, 0);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The id of the answer to this request, or of the request that this answers; 0 where there is
    /// none near it in its session.
    public long pairOf(AuditRow row) throws IOException {
        boolean asks = row.kind().equals("request");
        String rpcId = row.rpcId();
        if (rpcId == null || !(asks || row.kind().equals("result") || row.kind().equals("error"))) {
            return 0;
        }
        String sql =
                "SELECT id FROM messages WHERE session_id = ? AND rpc_id = ? AND direction <> ? AND"
                        + (asks
                                ? " kind IN ('result', 'error') AND seq > ? AND seq < ?"
                                : " kind = 'request' AND seq < ? AND seq > ?")
                        + " ORDER BY seq "
                        + (asks ? "" : "DESC")
                        + " LIMIT 1";
        long farthest = row.seq() + (asks ? RowCondition.PAIR_ROWS : -RowCondition.PAIR_ROWS);
        try (ResultSet rows =
                query(
                        sql,
                        RowCondition.ALL,
                        row.sessionId(),
                        rpcId,
                        row.direction(),
                        row.seq(),
                        farthest)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// A piece of a message, for those that are longer than their head.
    ///
    /// @param id the row
    /// @param from where the piece starts, in bytes
    /// @param length how long it is at most, in bytes
    /// @return the piece; empty beyond the end, or where the row is gone
    public byte[] message(long id, long from, int length) throws IOException {
        String sql = "SELECT substr(CAST(message_json AS BLOB), ?, ?) FROM messages WHERE id = ?";
        try (ResultSet rows = query(sql, RowCondition.ALL, from + 1, length, id)) {
            return rows.next() ? bytes(rows, 1) : new byte[0];
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// The greatest id, or 0 in an empty log.
    public long newest() throws IOException {
        return ask("SELECT max(id) FROM messages");
    }

    /// The greatest id of the rows that are no newer than this, or 0.
    ///
    /// @param epochNanos nanoseconds since 1970
    public long newestUntil(long epochNanos) throws IOException {
        return ask("SELECT max(id) FROM messages WHERE timestamp_ns <= " + epochNanos);
    }

    /// Whether another connection committed since the last call; true at the first.
    public boolean isChanged() throws IOException {
        try (ResultSet rows = version.executeQuery()) {
            long now = rows.next() ? rows.getLong(1) : -1;
            boolean changed = now != seenVersion;
            seenVersion = now;
            return changed;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Whether another file stands at the path by now. What this reader still reads is the old one.
    public boolean isReplaced() {
        Object now = fileKey(path);
        return now != null && !now.equals(fileKey);
    }

    /// The sessions that began last, newest first.
    ///
    /// @param prefix how their ids begin, or [#ALL]
    public List<Heading> sessions(String prefix, int limit) throws IOException {
        RowCondition begins = RowCondition.session(prefix);
        String sql =
                "SELECT session_id, substr(server_name, 1, 1024), substr(client_name, 1, 1024),"
                        + " started_at_ns, ended_at_ns FROM sessions WHERE "
                        + begins.sql()
                        + " ORDER BY started_at_ns DESC, rowid DESC LIMIT ?";
        try (ResultSet rows = query(sql, begins, limit)) {
            var found = new ArrayList<Heading>();
            while (rows.next()) {
                found.add(
                        new Heading(
                                text(rows, 1),
                                text(rows, 2),
                                text(rows, 3),
                                rows.getLong(4),
                                rows.getLong(5)));
            }
            return found;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Whether a session's id begins so, be it that only its messages are known.
    public boolean hasSession(String prefix) throws IOException {
        if (!sessions(prefix, 1).isEmpty()) {
            return true;
        }
        RowCondition begins = RowCondition.session(prefix);
        String sql = "SELECT 1 FROM messages WHERE " + begins.sql() + " LIMIT 1";
        try (ResultSet rows = query(sql, begins)) {
            return rows.next();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /// Asks what stands in `sql`: first come the parameters of the condition, then these. Whoever
    /// closes the answer ends the transaction.
    private ResultSet query(String sql, RowCondition condition, Object... parameters)
            throws SQLException {
        for (Object parameter : condition.parameters()) {
            if (parameter instanceof Expression && function == null) {
                function = ExpressionFunction.on(connection);
            }
        }
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = prepare(sql);
            prepared.put(sql, statement);
            if (prepared.size() > PREPARED) {
                var eldest = prepared.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
        }
        int at = 1;
        for (Object parameter : condition.parameters()) {
            boolean isExpression = parameter instanceof Expression;
            statement.setObject(at++, isExpression ? number((Expression) parameter) : parameter);
        }
        for (Object parameter : parameters) {
            statement.setObject(at++, parameter);
        }
        return statement.executeQuery();
    }

    private int number(Expression expression) {
        return function == null ? 0 : function.number(expression);
    }

    private long ask(String sql) throws IOException {
        try {
            return number(connection, sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// After an error a prepared statement may stay useless: they are made anew.
    IOException failed(SQLException e) {
        prepared.clear();
        return new IOException("cannot read " + path + ": " + e.getMessage(), e);
    }

    static AuditRow row(ResultSet rows) throws SQLException {
        byte[] head = bytes(rows, 18);
        return new AuditRow(
                rows.getLong(1),
                text(rows, 2),
                rows.getLong(3),
                rows.getLong(4),
                text(rows, 5),
                text(rows, 6),
                rows.getString(7),
                rows.getString(8),
                rows.getString(9),
                text(rows, 10),
                rows.getString(11),
                text(rows, 12),
                rows.getString(13),
                rows.getLong(14),
                rows.getLong(15),
                rows.getString(16),
                rows.getLong(17),
                ByteBuffer.wrap(head));
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text;
    }

    private static byte[] bytes(ResultSet rows, int column) throws SQLException {
        byte[] bytes = rows.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// Connects read-only. Where nobody may write beside the database, SQLite cannot coordinate
    /// with writers; then there are none either, and the file is read as one that does not change,
    /// unless a write-ahead log holds rows that would go unseen.
    static Connection connect(Path path) throws SQLException {
        try {
            return connect(path, "?mode=ro");
        } catch (SQLException e) {
            if (size(path, "-wal") == 0 && isReadable(path)) {
                return connect(path, "?mode=ro&immutable=1");
            }
            throw e;
        }
    }

    private static Connection connect(Path path, String how) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(TransactionMode.DEFERRED);
        Connection connection =
                JDBC.createConnection("jdbc:sqlite:" + uri(path) + how, config.toProperties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            // The first access to the file: here it shows whether it can be read at all.
            statement.execute("SELECT count(*) FROM sqlite_schema");
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /// Connects to a log that has a hash chain.
    static Connection connectToVerify(Path path) throws IOException, SQLException {
        if (!Files.exists(path)) {
            throw new IOException("no audit log at " + path);
        }
        Connection connection = connect(path);
        boolean isFit = false;
        try {
            long schema = number(connection, "PRAGMA user_version");
            if (schema != SCHEMA) {
                throw new IOException(
                        path
                                + " has schema "
                                + schema
                                + (schema > SCHEMA
                                        ? ": use the newer mcpgate that wrote it"
                                        : " and no hash chain yet: the next mcpgate run begins"
                                                + " it"));
            }
            isFit = true;
            return connection;
        } finally {
            if (!isFit) {
                closeQuietly(connection);
            }
        }
    }

    /// The path as SQLite's URI: of what is not plain, each byte as `%3f`.
    private static String uri(Path path) {
        var uri = new StringBuilder("file:");
        for (byte b : path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || "/._-~+,@".indexOf(b) >= 0;
            if (plain) {
                uri.append((char) b);
            } else {
                uri.append('%')
                        .append(Character.forDigit((b >> 4) & 0xf, 16))
                        .append(Character.forDigit(b & 0xf, 16));
            }
        }
        return uri.toString();
    }

    private static String advice(Path path, SQLException e) {
        if (!isReadable(path)) {
            return "permission denied; it belongs to another user";
        }
        if (size(path, "-wal") > 0 && !Files.isWritable(path)) {
            return e.getMessage()
                    + "; copy it together with its -wal file to a directory of your own, and set"
                    + " MCPGATE_DB_PATH";
        }
        return String.valueOf(e.getMessage());
    }

    private static boolean isReadable(Path path) {
        return Files.isRegularFile(path) && Files.isReadable(path);
    }

    private static long size(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix).toFile().length();
    }

    private static @Nullable Object fileKey(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It was only read from: nothing is lost.
        }
    }
}
