package gate.audit;

import gate.audit.Verifier.Scope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// Changes copies of one log: fields, bits, rows, sessions, chain; with and without making the
/// chain fit.
final class Tampering {

    private static final String[] TABLES = {"messages", "sessions", "chain"};
    private static final String[] WORDS = {"'block'", "'allow'", "'x'", "7", "NULL", "x'00ff'"};

    /// What nobody found.
    final List<String> missed = new ArrayList<>();

    /// How often what was done.
    final TreeMap<String, Integer> done = new TreeMap<>();

    private final AuditPaths original;
    private final AuditPaths copy;
    private final List<String> before;
    private final Signer stranger;

    Tampering(Path home) throws Exception {
        original = AuditPaths.of(home.resolve("original/audit.db"));
        copy = AuditPaths.of(home.resolve("copy/audit.db"));
        Files.createDirectories(home.resolve("copy"));
        stranger = new Signer(AuditPaths.of(home.resolve("stranger.db")));
        for (int session = 0; session < 4; session++) {
            try (AuditLog log =
                    AuditLog.open(
                            original,
                            Samples.session(),
                            complaint -> {},
                            new AuditLimits(16L << 20, 4L << 30, 60_000))) {
                log.clientNamed("inspector");
                for (AuditRecord message : Samples.extremes()) {
                    log.append(message);
                }
                for (int i = 0; i < 100; i++) {
                    log.append(Samples.message("{\"id\":" + i + ",\"text\":\"ä\uFFFD\"}"));
                }
                log.close(session);
            }
        }
        before = dump(original);
        reset();
        if (!Verifier.verify(copy, Scope.all()).isIntact()) {
            throw new AssertionError("not even the original is intact");
        }
    }

    /// One change that does change something.
    void round(int seed) throws Exception {
        var random = new Random(seed);
        while (true) {
            reset();
            String how;
            try (Connection connection = Database.connect(copy.database(), 1_000);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA synchronous = OFF");
                statement.execute("BEGIN");
                how = change(random, connection, statement);
                statement.execute("COMMIT");
            } catch (SQLException e) {
                continue; // the tables do not allow it: another one
            }
            if (dump(copy).equals(before)) {
                continue;
            }
            done.merge(how.substring(0, how.indexOf(':')), 1, Integer::sum);
            if (Verifier.verify(copy, Scope.all()).isIntact()) {
                missed.add(seed + " " + how);
            }
            return;
        }
    }

    private String change(Random random, Connection connection, Statement statement)
            throws SQLException, IOException {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> field(random, statement);
            case 4 -> bytes(random, statement);
            case 5 -> delete(random, statement);
            case 6 -> swap(random, statement);
            case 7 -> insert(random, statement);
            case 8 -> session(random, connection, statement);
            default -> rewrite(random, connection, statement);
        };
    }

    private String field(Random random, Statement statement) throws SQLException {
        String table = TABLES[random.nextInt(TABLES.length)];
        List<String> columns = columns(statement, table);
        String column = columns.get(random.nextInt(columns.size()));
        String now = "\"" + column + "\"";
        String value =
                switch (random.nextInt(5)) {
                    case 0 -> now + " || 'x'";
                    case 1 -> now + " + 1";
                    case 2 -> "CAST(" + now + " AS BLOB)";
                    case 3 -> "CAST(replace(" + now + ", 'a', x'ff') AS TEXT)";
                    default -> WORDS[random.nextInt(WORDS.length)];
                };
        return run(
                "field",
                statement,
                "UPDATE " + table + " SET " + now + " = " + value + " WHERE " + one(random, table));
    }

    /// One bit of a value, whatever it is.
    private String bytes(Random random, Statement statement) throws SQLException {
        String table = TABLES[random.nextInt(TABLES.length)];
        List<String> columns = columns(statement, table);
        String column = columns.get(random.nextInt(columns.size()));
        String where = one(random, table);
        byte[] value;
        String type;
        try (ResultSet row =
                statement.executeQuery(
                        "SELECT CAST("
                                + column
                                + " AS BLOB), typeof("
                                + column
                                + ") FROM "
                                + table
                                + " WHERE "
                                + where)) {
            row.next();
            value = row.getBytes(1);
            type = row.getString(2);
        }
        if (value == null || value.length == 0) {
            throw new SQLException("nothing to flip");
        }
        value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
        try (var update =
                statement
                        .getConnection()
                        .prepareStatement(
                                "UPDATE "
                                        + table
                                        + " SET "
                                        + column
                                        + " = CAST(? AS "
                                        + type
                                        + ") WHERE "
                                        + where)) {
            update.setBytes(1, value);
            update.executeUpdate();
        }
        return "bit: " + table + "." + column + " " + where;
    }

    private String delete(Random random, Statement statement) throws SQLException {
        long first = row(random);
        long last = first + random.nextLong(3) * random.nextInt(100);
        String range = " BETWEEN " + first + " AND " + last;
        if (random.nextBoolean()) {
            statement.execute("DELETE FROM chain WHERE message_id" + range);
        }
        return run("delete", statement, "DELETE FROM messages WHERE id" + range);
    }

    private String swap(Random random, Statement statement) throws SQLException {
        long one = row(random);
        long other = row(random);
        if (one == other) {
            throw new SQLException("the same");
        }
        String what = random.nextBoolean() ? "id" : "seq";
        statement.execute(
                "CREATE TABLE two AS SELECT id i, "
                        + what
                        + " w FROM messages WHERE id"
                        + " IN ("
                        + one
                        + ", "
                        + other
                        + ")");
        statement.execute(
                "UPDATE messages SET "
                        + what
                        + " = -"
                        + what
                        + " WHERE id IN ("
                        + one
                        + ", "
                        + other
                        + ")");
        if (what.equals("id")) {
            statement.execute("UPDATE messages SET id = " + other + " WHERE id = -" + one);
            run("swap", statement, "UPDATE messages SET id = " + one + " WHERE id = -" + other);
        } else {
            statement.execute(
                    "UPDATE messages SET seq = (SELECT w FROM two WHERE i <> id) WHERE id IN ("
                            + one
                            + ", "
                            + other
                            + ")");
        }
        statement.execute("DROP TABLE two");
        return "swap: " + what + " " + one + " " + other;
    }

    private String insert(Random random, Statement statement) throws SQLException {
        long id = random.nextInt(4) == 0 ? -random.nextInt(5) : 409 + random.nextInt(5);
        List<String> columns = columns(statement, "messages");
        String rest = String.join(", ", columns.subList(3, columns.size()));
        return run(
                "insert",
                statement,
                "INSERT INTO messages SELECT "
                        + id
                        + ", session_id, 100000, "
                        + rest
                        + " FROM messages WHERE id = "
                        + row(random));
    }

    private String session(Random random, Connection connection, Statement statement)
            throws SQLException, IOException {
        String of = "(SELECT session_id FROM sessions LIMIT 1 OFFSET " + random.nextInt(4) + ")";
        return switch (random.nextInt(4)) {
            case 0 ->
                    run("session row", statement, "DELETE FROM sessions WHERE session_id = " + of);
            case 1 ->
                    run(
                            "session row",
                            statement,
                            "INSERT INTO sessions SELECT 'abcabcabcabc', started_at_ns,"
                                    + " ended_at_ns, server_name, server_command, pid, exit_code,"
                                    + " client_name FROM sessions LIMIT 1");
            case 2 -> {
                statement.execute("DELETE FROM messages WHERE session_id = " + of);
                yield run(
                        "session whole",
                        statement,
                        "DELETE FROM sessions WHERE session_id = " + of);
            }
            default -> {
                // With all that the chain says of it, and the rest made to fit.
                statement.execute("CREATE TABLE gone AS SELECT " + of + " AS id");
                statement.execute(
                        "DELETE FROM chain WHERE (kind = 'message' AND message_id IN (SELECT"
                                + " m.id FROM messages m, gone WHERE session_id = gone.id)) OR"
                                + " (kind <> 'message' AND instr(event, (SELECT id FROM gone)) >"
                                + " 0)");
                statement.execute("DELETE FROM messages WHERE session_id = (SELECT id FROM gone)");
                statement.execute("DELETE FROM sessions WHERE session_id = (SELECT id FROM gone)");
                statement.execute("DROP TABLE gone");
                Forger.rehash(connection, 2, random.nextBoolean() ? stranger : null);
                yield "session whole, chain forged: " + of;
            }
        };
    }

    /// A change by somebody who makes the chain fit, or cuts it.
    private String rewrite(Random random, Connection connection, Statement statement)
            throws SQLException, IOException {
        long at = 2L + random.nextInt(400);
        return switch (random.nextInt(4)) {
            case 0 -> {
                run(
                        "",
                        statement,
                        "UPDATE messages SET decision = 'block' WHERE id = (SELECT message_id"
                                + " FROM chain WHERE position = "
                                + at
                                + ")");
                Forger.rehash(connection, at, random.nextBoolean() ? stranger : null);
                yield "chain forged: from " + at;
            }
            case 1 -> {
                statement.execute(
                        "DELETE FROM messages WHERE id > (SELECT message_id FROM chain WHERE"
                                + " position = "
                                + at
                                + ")");
                statement.execute(
                        "DELETE FROM sessions WHERE session_id NOT IN (SELECT session_id FROM"
                                + " messages)");
                yield run("cut", statement, "DELETE FROM chain WHERE position > " + at);
            }
            case 2 -> {
                run("", statement, "DELETE FROM chain WHERE kind = 'checkpoint'");
                Forger.rehash(connection, 2, null);
                yield "checkpoints removed: all";
            }
            default -> {
                Forger.rehash(connection, 1 + random.nextInt(2), stranger);
                yield "checkpoints forged: all";
            }
        };
    }

    private static String run(String kind, Statement statement, String sql) throws SQLException {
        statement.execute(sql);
        return kind + ": " + sql;
    }

    private static long row(Random random) {
        return 1L + random.nextInt(408);
    }

    private static String one(Random random, String table) {
        return "rowid = " + (1 + random.nextInt(table.equals("sessions") ? 4 : 408));
    }

    private static List<String> columns(Statement statement, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet row =
                statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        return columns;
    }

    private void reset() throws IOException {
        for (String suffix : List.of("", "-key", "-head")) {
            Files.copy(
                    original.beside(suffix),
                    copy.beside(suffix),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(copy.beside("-wal"));
        Files.deleteIfExists(copy.beside("-shm"));
    }

    /// All that the tables hold, type and bytes of each value.
    private static List<String> dump(AuditPaths of) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = Database.connect(of.database(), 1_000);
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                var values = new StringBuilder("rowid");
                for (String column : columns(statement, table)) {
                    values.append(
                            " || typeof(" + column + ") || hex(coalesce(" + column + ", ''))");
                }
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT " + values + " FROM " + table + " ORDER BY rowid")) {
                    while (row.next()) {
                        all.add(row.getString(1));
                    }
                }
            }
        }
        return all;
    }
}
