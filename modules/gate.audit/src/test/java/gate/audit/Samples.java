package gate.audit;

import gate.protocol.Direction;
import gate.rules.Finding;
import gate.rules.Severity;
import gate.rules.Span;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What the tests of this package record, and how they look at what came of it.
final class Samples {

    private static final AtomicInteger SESSIONS = new AtomicInteger(0xA0D17);

    private Samples() {}

    static AuditSession session() {
        String id = "00000" + Integer.toHexString(SESSIONS.incrementAndGet());
        return session("0".repeat(Math.max(0, 12 - id.length())) + id);
    }

    static AuditSession session(String id) {
        return new AuditSession(
                id, 1_700_000_000_000_000_000L, "files", List.of("node", "a \"b\".js"), 4711);
    }

    static AuditRecord message(String line) {
        return message(line.getBytes(StandardCharsets.UTF_8));
    }

    static AuditRecord message(byte[] line) {
        return message(line, 1_700_000_000_000_000_001L);
    }

    static AuditRecord message(String line, long epochNanos) {
        return message(line.getBytes(StandardCharsets.UTF_8), epochNanos);
    }

    private static AuditRecord message(byte[] line, long epochNanos) {
        return new AuditRecord(
                epochNanos,
                Direction.UPSTREAM,
                Kind.REQUEST,
                "7",
                "tools/call",
                "echo",
                Decision.ALLOW,
                null,
                List.of(),
                line.length,
                1_234,
                null,
                ByteBuffer.wrap(line));
    }

    /// A record without a null, and one without anything but nulls.
    static List<AuditRecord> extremes() {
        byte[] line = "{\"jsonrpc\":\"2.0\"}".getBytes(StandardCharsets.UTF_8);
        var findings =
                List.of(
                        new Finding("hidden-text", Severity.LOW, new Span("/a/~1", 3, 9), "ünder"),
                        new Finding("rug-pull", Severity.HIGH, new Span("", 0, 0), "\"quoted\"\n"));
        return List.of(
                new AuditRecord(
                        1_700_000_000_123_456_789L,
                        Direction.DOWNSTREAM,
                        Kind.RESULT,
                        "\"ä\\n\"",
                        "tools/call",
                        "größe",
                        Decision.BLOCK,
                        "hidden-text",
                        findings,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE - 1,
                        "ab".repeat(32),
                        ByteBuffer.wrap(line)),
                new AuditRecord(
                        0,
                        Direction.UPSTREAM,
                        Kind.NOISE,
                        null,
                        null,
                        null,
                        Decision.WARN,
                        null,
                        List.of(),
                        0,
                        0,
                        null,
                        ByteBuffer.allocate(0)));
    }

    static byte[] bytes(AuditRecord message) {
        var bytes = new byte[message.message().remaining()];
        message.message().get(message.message().position(), bytes);
        return bytes;
    }

    /// Rows of a query, each with its columns joined by a bar.
    static List<String> rows(AuditPaths paths, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = Database.connect(paths.database(), 5_000);
                var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                var row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /// The first row, and the empty string where there is none.
    static String row(AuditPaths paths, String sql) throws SQLException {
        List<String> rows = rows(paths, sql);
        return rows.isEmpty() ? "" : rows.getFirst();
    }

    /// Changes the database behind the back of all gates.
    static void change(AuditPaths paths, String sql) throws SQLException {
        try (Connection connection = Database.connect(paths.database(), 5_000);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// What the threads of these names have spent of the processor so far (Linux only).
    static long cpuNanos(String namePrefix) throws IOException {
        long all = 0;
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).startsWith(namePrefix)) {
                    String[] stat = Files.readString(task.resolve("schedstat")).split(" ", -1);
                    all += Long.parseLong(stat[0]);
                }
            }
        } catch (NoSuchFileException e) {
            return all; // a thread has just ended
        }
        return all;
    }

    interface Claim {
        boolean holds() throws Exception;
    }

    /// Waits for something that another thread brings about.
    static void await(String what, Claim claim) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds(claim)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(5);
        }
    }

    /// A database that is not there, or not yet, shows that nothing holds.
    private static boolean holds(Claim claim) throws Exception {
        try {
            return claim.holds();
        } catch (SQLException e) {
            return false;
        }
    }
}
