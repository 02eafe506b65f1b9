package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.audit.AuditLog;
import gate.audit.AuditPaths;
import gate.audit.AuditRecord;
import gate.audit.AuditSession;
import gate.audit.Decision;
import gate.audit.Kind;
import gate.protocol.Direction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

class VerifyTest {

    private static final String SESSION = "0123456789ab";

    @TempDir Path home;

    private AuditPaths paths;

    /// What a run of the command left behind.
    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("audit.db"));
    }

    @Test
    void anUntouchedLogIsIntact() throws Exception {
        record(5);

        Ran ran = verify();

        assertEquals(0, ran.code, ran.out + ran.err);
        assertTrue(ran.out.startsWith("intact, in entries 1 to 9 with 5 messages"), ran.out);
        assertTrue(ran.out.contains("signed through entry 9 by "), ran.out);
        assertEquals("", ran.err);
    }

    @Test
    void aChangedRowIsNamed() throws Exception {
        record(5);
        change("UPDATE messages SET decision = 'block' WHERE id IN (2, 3)");

        Ran ran = verify();

        assertEquals(1, ran.code);
        assertTrue(ran.out.startsWith("changed: rows 2 to 3: session " + SESSION), ran.out);
        assertTrue(ran.out.contains("CHANGED"), ran.out);
    }

    @Test
    void aSessionThatThereIsNotIsNoIntactOne() throws Exception {
        record(5);

        Ran ran = verify("--session", "zz");

        assertEquals(3, ran.code);
        assertEquals("mcpgate verify: the log has no session zz\n", ran.err);
        assertEquals(0, verify("--session", SESSION.substring(0, 4)).code);

        change("DELETE FROM sessions");
        assertEquals(1, verify("--session", SESSION.substring(0, 4)).code, "it was there");
    }

    @Test
    void asJsonItIsOneObject() throws Exception {
        record(5);
        change("DELETE FROM messages WHERE id = 4");

        Ran ran = verify("--json");

        assertEquals(1, ran.code);
        Map<String, Object> found = JSON.std.mapFrom(ran.out);
        assertEquals(false, found.get("intact"));
        assertEquals(1, ran.out.lines().count());
        var all = assertInstanceOf(List.class, found.get("evidence"));
        var evidence = assertInstanceOf(Map.class, all.getFirst());
        assertEquals("deleted", evidence.get("kind"));
        assertEquals(4, evidence.get("first_row"));
        assertEquals(4, evidence.get("last_row"));
    }

    @Test
    void whatTheDatabaseSaysDoesNotReachTheTerminal() throws Exception {
        record(5);
        change("UPDATE messages SET session_id = char(27) || '[2J' || char(10) WHERE id = 2");

        for (Ran ran : List.of(verify(), verify("--json"))) {
            assertEquals(1, ran.code);
            assertEquals(-1, ran.out.indexOf('\u001b'), ran.out);
        }
    }

    @Test
    void anAnchorMustLieOnTheChain() throws Exception {
        String head = record(5);
        Path log = home.resolve("client.log");
        Files.writeString(log, "mcpgate: audit head " + head + "\n");
        assertEquals(0, verify("--anchor", log.toString()).code);

        Files.writeString(log, "mcpgate: audit head " + head.replace(" 9 ", " 8 ") + "\n");
        Ran other = verify("--anchor", log.toString());
        assertEquals(1, other.code);
        assertTrue(other.out.startsWith("anchor: entries 1 to 8: "), other.out);

        Files.writeString(log, "mcpgate: audit head " + head.replace(" 9 ", " 90 ") + "\n");
        Ran beyond = verify("--anchor", log.toString());
        assertEquals(1, beyond.code);
        assertTrue(beyond.out.startsWith("truncated: entries 10 to 90: "), beyond.out);
    }

    @Test
    void aLogWithoutHeadsIsNoAnchor() throws Exception {
        record(1);
        Path log = Files.writeString(home.resolve("client.log"), "nothing\n");

        assertThrows(UsageException.class, () -> verify("--anchor", log.toString()));
        assertThrows(UsageException.class, () -> verify("--anchor", log + ".gone"));
    }

    @Test
    void wordsThatMakeNoSenseAreSaid() {
        for (List<String> words :
                List.of(
                        List.of("--nonsense"),
                        List.of("log"),
                        List.of("--since"),
                        List.of("--since", "whenever"),
                        List.of("--session", " "))) {
            assertThrows(UsageException.class, () -> verify(words.toArray(String[]::new)));
        }
    }

    @Test
    void whatWasPurgedOnPurposeIsNoEvidence() throws Exception {
        record(5);

        assertEquals("would erase the bodies of 1 messages; --yes does it\n", purge("--id", "2"));
        assertEquals("erased the bodies of 1 messages\n", purge("--id", "2", "--yes"));
        assertEquals("erased the bodies of 4 messages\n", purge("--session", "01", "--yes"));

        Ran ran = verify();
        assertEquals(0, ran.code, ran.out);
        assertTrue(ran.out.contains("5 bodies were erased on purpose"), ran.out);
        for (List<String> words :
                List.of(List.of("--yes"), List.of("--id", "x"), List.of("--before"))) {
            assertThrows(UsageException.class, () -> purge(words.toArray(String[]::new)));
        }
    }

    @Test
    void whatCannotBeReadIsNotIntact() throws Exception {
        assertEquals(3, verify().code);

        Files.writeString(paths.database(), "no database".repeat(1000));

        Ran ran = verify();
        assertEquals(3, ran.code);
        assertTrue(ran.err.startsWith("mcpgate verify: "), ran.err);
        assertEquals("", ran.out);
    }

    private Ran verify(String... args) throws UsageException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code =
                Verify.run(
                        List.of(args),
                        Map.of(AuditPaths.VARIABLE, paths.database().toString()),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Clock.system(ZoneOffset.UTC));
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String purge(String... args) throws UsageException {
        var out = new ByteArrayOutputStream();
        int code =
                Purge.run(
                        List.of(args),
                        Map.of(AuditPaths.VARIABLE, paths.database().toString()),
                        out,
                        System.err,
                        Clock.system(ZoneOffset.UTC));
        assertEquals(0, code);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + paths.database());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// @return how far the chain is
    private String record(int messages) throws IOException {
        var session = new AuditSession(SESSION, 1, "files", List.of("node"), 7);
        AuditLog log = AuditLog.open(paths, session, complaint -> {});
        for (int i = 0; i < messages; i++) {
            byte[] line = "{\"jsonrpc\":\"2.0\"}".getBytes(StandardCharsets.UTF_8);
            log.append(
                    new AuditRecord(
                            LogFixture.START_NANOS,
                            Direction.UPSTREAM,
                            Kind.NOTIFICATION,
                            null,
                            "ping",
                            null,
                            Decision.ALLOW,
                            null,
                            List.of(),
                            line.length,
                            1,
                            null,
                            ByteBuffer.wrap(line)));
        }
        log.close(0);
        while (log.head().isEmpty()) { // closing waits a second at most, and machines may be slow
            LockSupport.parkNanos(1_000_000);
        }
        return log.head().orElseThrow();
    }
}
