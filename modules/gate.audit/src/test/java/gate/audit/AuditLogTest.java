package gate.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class AuditLogTest {

    @TempDir Path home;

    private AuditPaths paths;
    private final AuditSession session = Samples.session();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("sub/audit.db"));
    }

    @Test
    void everyFieldReachesTheDatabase() throws Exception {
        try (AuditLog log = open()) {
            log.startDraining();
            long seq = 1;
            for (AuditRecord message : Samples.extremes()) {
                assertEquals(seq++, log.append(message));
            }
            log.clientNamed("inspector");
            log.close(3);
        }

        assertEquals(
                List.of(
                        "1|1700000000123456789|server_to_client|result|\"ä\\n\"|tools/call|größe"
                            + "|block|hidden-text|files"
                            + "|[{\"rule\":\"hidden-text\",\"severity\":\"low\",\"pointer\":\"/a/~1\","
                            + "\"start\":3,\"end\":9,\"reason\":\"ünder\"},"
                            + "{\"rule\":\"rug-pull\",\"severity\":\"high\",\"pointer\":\"\","
                            + "\"start\":0,\"end\":0,\"reason\":\"\\\"quoted\\\"\\n\"}]"
                            + "|9223372036854775807|9223372036854775806|"
                                + "ab".repeat(32)
                                + "|{\"jsonrpc\":\"2.0\"}",
                        "2|0|client_to_server|noise|null|null|null|warn|null|files|null|0|0|null|"),
                Samples.rows(
                        paths,
                        """
                        SELECT seq, timestamp_ns, direction, kind, rpc_id, method, tool_name,
                          decision, decision_reason, server_name, findings, size_bytes, judge_ns,
                          sha256, message_json FROM messages ORDER BY id
                        """));
        assertEquals(
                List.of(
                        session.id()
                                + "|1700000000000000000|1|files|[\"node\",\"a"
                                + " \\\"b\\\".js\"]|4711|3|inspector"),
                Samples.rows(
                        paths,
                        """
                        SELECT session_id, started_at_ns, ended_at_ns > started_at_ns, server_name,
                          server_command, pid, exit_code, client_name FROM sessions
                        """));
        assertEquals(List.of(), complaints);
        assertEquals(List.of(), spool(), "nothing is left");
    }

    @Test
    void openDoesNotTouchTheDatabase() throws IOException {
        try (AuditLog log = open()) {
            log.append(Samples.message("{}"));

            assertFalse(Files.exists(paths.database()));
        }
        assertTrue(Files.exists(paths.database()));
    }

    @Test
    void aTextIsTextAndAllElseIsBytes() throws Exception {
        var texts = List.of("{\"a\":1}", "ä€😀", "", "\u2028");
        var blobs =
                List.of(
                        new byte[] {'a', 0, 'b'},
                        new byte[] {(byte) 0xC0, (byte) 0x80},
                        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                        new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                        new byte[] {'x', (byte) 0xE2, (byte) 0x82});
        try (AuditLog log = open()) {
            for (String text : texts) {
                log.append(Samples.message(text));
            }
            for (byte[] blob : blobs) {
                log.append(Samples.message(blob));
            }
        }

        try (Connection connection = Database.connect(paths.database(), 0);
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT typeof(message_json), message_json FROM messages ORDER BY"
                                        + " id")) {
            for (String text : texts) {
                assertTrue(rows.next());
                assertEquals("text", rows.getString(1), text);
                assertEquals(text, rows.getString(2));
            }
            for (byte[] blob : blobs) {
                assertTrue(rows.next());
                assertEquals("blob", rows.getString(1));
                assertArrayEquals(blob, rows.getBytes(2));
            }
        }
    }

    @Test
    void messagesOfEverySizeAreWhole() throws Exception {
        int edge = SpoolEncoder.WHOLE_BYTES;
        var sizes = List.of(0, 1, edge - 200, edge - 100, edge - 1, edge, edge + 1, 3 * edge + 17);
        try (AuditLog log = open()) {
            log.startDraining();
            for (int size : sizes) {
                byte[] line = new byte[size + 20];
                for (int i = 0; i < line.length; i++) {
                    line[i] = (byte) ('a' + (i * 7L % 25));
                }
                AuditRecord message = Samples.message(line);
                message.message().position(10).limit(10 + size);
                log.append(message);
            }
        }

        var found = Samples.rows(paths, "SELECT length(message_json) FROM messages ORDER BY id");
        assertEquals(sizes.stream().map(String::valueOf).toList(), found);
        String largest =
                Samples.row(paths, "SELECT message_json FROM messages ORDER BY id DESC LIMIT 1");
        for (int i = 0; i < largest.length(); i++) {
            assertEquals('a' + ((i + 10) * 7L % 25), largest.charAt(i));
        }
    }

    @Test
    void nothingIsAppendedAfterTheEnd() throws IOException {
        AuditLog log = open();
        log.close(0);

        var thrown = assertThrows(IOException.class, () -> log.append(Samples.message("{}")));

        assertEquals("audit unavailable: the session has ended", thrown.getMessage());
    }

    @Test
    void aSessionIdIsUsedOnce() throws IOException {
        try (AuditLog log = open()) {
            log.append(Samples.message("{}"));

            assertThrows(IOException.class, this::open);
        }
    }

    @Test
    void anIdleLogRests() throws Exception {
        try (AuditLog log = open()) {
            log.startDraining();
            log.append(Samples.message("{}"));
            Samples.await("idle", log::isIdle);
            Thread.sleep(100);

            // One that does not rest takes some in every second; the machine itself in some.
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 3 && least >= 5_000_000; i++) {
                long before = Samples.cpuNanos("gate-audit");
                Thread.sleep(1_000);
                least = Math.min(least, Samples.cpuNanos("gate-audit") - before);
            }

            assertTrue(least < 5_000_000, "spent " + least + " ns in a second of idleness");
            log.append(Samples.message("{}"));
            Samples.await(
                    "awake again",
                    () -> "2".equals(Samples.row(paths, "SELECT count(*) FROM messages")));
        }
    }

    private List<String> spool() throws IOException {
        try (var files = Files.list(paths.spoolDirectory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("replace.claim"))
                    .toList();
        }
    }

    private AuditLog open() throws IOException {
        return AuditLog.open(paths, session, complaints::add);
    }
}
