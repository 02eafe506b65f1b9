package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.audit.Evidence.Kind;
import gate.audit.Verifier.Scope;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The chain as gates make it, and what `verify` says of it.
class ChainTest {

    private static final AuditLimits PATIENT = new AuditLimits(16L << 20, 4L << 30, 60_000);

    @TempDir Path home;

    private AuditPaths paths;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("audit.db"));
    }

    @Test
    void whatGatesWriteIsIntact() throws Exception {
        record(Samples.session(), 700);
        record(Samples.session(), 3);

        Verification found = verify();

        assertEquals(List.of(), found.evidence());
        assertTrue(found.isIntact());
        assertEquals(703, found.messages());
        assertEquals(2, found.sessions());
        assertEquals(found.lastEntry(), found.signedThrough(), "signed to the end");
        assertEquals(found.lastEntry() - 1, found.headFile());
        assertEquals(0, found.rowsOutside());
        assertTrue(found.isKeyKnown());
        assertEquals(List.of(), complaints);
    }

    @Test
    void everyKindOfValueIsHashedAsItIsKept() throws Exception {
        AuditSession session = Samples.session();
        try (AuditLog log = AuditLog.open(paths, session, complaints::add, PATIENT)) {
            for (AuditRecord message : Samples.extremes()) {
                log.append(message);
            }
            log.clientNamed("ünüsual \u0000 \"name\"");
            log.clientNamed("another");
            log.append(Samples.message(new byte[] {'a', 0, (byte) 0xFF}));
            log.append(Samples.message("x\u0000y"));
            byte[] large = new byte[9 << 20];
            Arrays.fill(large, (byte) 'x');
            log.append(Samples.message(large));
            log.close(-1);
        }

        assertEquals(List.of(), verify().evidence());
    }

    @Test
    void checkpointsAreNeverFarApart() throws Exception {
        AuditSession session = Samples.session();
        try (AuditLog log = AuditLog.open(paths, session, complaints::add, PATIENT)) {
            log.startDraining();
            for (int i = 0; i < 5_000; i++) {
                log.append(Samples.message("{}"));
            }
            Samples.await("drained", log::isIdle);
            String unsigned =
                    Samples.row(
                            paths,
                            "SELECT max(position) - (SELECT max(position) FROM chain WHERE kind ="
                                    + " 'checkpoint') FROM chain");
            assertTrue(Integer.parseInt(unsigned) < 256, unsigned);
        }

        assertEquals(List.of(), verify().evidence());
    }

    @Test
    void theKeyIsTheUsersAlone() throws Exception {
        record(Samples.session(), 1);

        for (Path file : List.of(paths.keyFile(), paths.headFile())) {
            assertEquals(0600, (Integer) Files.getAttribute(file, "unix:mode") & 0777, "" + file);
        }
    }

    @Test
    void aDatabaseWithoutAChainGetsOne() throws Exception {
        Files.createFile(paths.database());
        for (String sql : Schema.CREATE) {
            Samples.change(paths, sql);
        }
        Samples.change(paths, "PRAGMA user_version = 1");
        Samples.change(
                paths, "INSERT INTO sessions VALUES('0123456789ab', 1, 2, 's', '[]', 1, 0, NULL)");
        for (int i = 1; i <= 5; i++) {
            Samples.change(
                    paths,
                    "INSERT INTO messages VALUES(NULL, '0123456789ab', "
                            + i
                            + ", 1, 'client_to_server', 'request', '1', 'ping', NULL, 'allow',"
                            + " NULL, 's', NULL, 2, 1, NULL, '{}')");
        }
        var thrown = assertThrows(IOException.class, this::verify);
        assertTrue(String.valueOf(thrown.getMessage()).contains("no hash chain yet"));

        record(Samples.session(), 4);

        Verification found = verify();
        assertEquals(List.of(), found.evidence());
        assertEquals(5, found.rowsOutside());
        assertEquals(5, found.rowsOutsideThrough());
        assertEquals(4, found.messages());

        Samples.change(paths, "DELETE FROM messages WHERE id = 2");
        assertEquals(List.of(Kind.DELETED), kinds(verify()));
    }

    @Test
    void aRemovedChainBeginsAnewAndSaysSo() throws Exception {
        record(Samples.session(), 300);
        Samples.change(paths, "DROP TABLE chain");

        record(Samples.session(), 3);

        Verification found = verify();
        assertEquals(List.of(), complaints);
        assertEquals(List.of(Kind.CHAIN, Kind.TRUNCATED), kinds(found));
        assertEquals(300, found.rowsOutside());
    }

    @Test
    void aRemovedDatabaseIsMissedUntilItsHeadIsRemovedToo() throws Exception {
        record(Samples.session(), 300);
        Files.delete(paths.database());
        record(Samples.session(), 3);

        assertEquals(List.of(Kind.TRUNCATED), kinds(verify()));

        Files.delete(paths.database());
        Files.delete(paths.headFile());
        record(Samples.session(), 3);
        assertEquals(List.of(), verify().evidence());
    }

    @Test
    void withoutItsKeyTheLogGoesOnAndSaysThatItIsUnsigned() throws Exception {
        Files.createDirectory(paths.keyFile());

        record(Samples.session(), 300);

        assertEquals("300", Samples.row(paths, "SELECT count(*) FROM messages"));
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.getFirst().contains("the log is not signed"), complaints.toString());
        assertEquals(List.of(Kind.UNSIGNED), kinds(verify()));
    }

    @Test
    void theHeadIsToldAtTheEndAndLiesOnTheChain() throws Exception {
        AuditSession session = Samples.session();
        AuditLog log = AuditLog.open(paths, session, complaints::add, PATIENT);
        log.append(Samples.message("{}"));
        assertTrue(log.head().isEmpty());

        log.close(0);

        String head = log.head().orElseThrow();
        Path clientLog = home.resolve("client.log");
        Files.writeString(
                clientLog, "noise\n[12:00] \"mcpgate: audit head " + head + "\"\nmore noise");
        record(Samples.session(), 2);
        var anchors = Anchors.read(clientLog);
        assertEquals(1, anchors.size());
        assertEquals(session.id(), anchors.getFirst().session());
        var scope = new Scope(Long.MIN_VALUE, "", anchors);
        assertEquals(List.of(), Verifier.verify(paths, scope).evidence());

        try (Connection connection = Database.connect(paths.database(), 1_000);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE messages SET decision = 'block' WHERE id = 1");
            Forger.rehash(connection, 2, new Signer(paths));
        }
        Files.delete(paths.headFile());
        assertTrue(verify().isIntact(), "who has the key can rewrite all of it");
        assertEquals(List.of(Kind.ANCHOR), kinds(Verifier.verify(paths, scope)));
    }

    @Test
    void sinceATimeOnlyLaterRowsAreLookedAt() throws Exception {
        record(Samples.session(), 300);
        long between = Clock.epochNanos();
        record(Samples.session(), 300);
        var later = new Scope(between, "", List.of());
        assertEquals(List.of(), Verifier.verify(paths, later).evidence());
        assertEquals(300, Verifier.verify(paths, later).messages());

        Samples.change(paths, "UPDATE messages SET method = 'x' WHERE id IN (7, 307)");

        assertEquals(2, verify().evidenceCount());
        List<Evidence> evidence = Verifier.verify(paths, later).evidence();
        assertEquals(1, evidence.size(), evidence.toString());
        assertEquals(307, evidence.getFirst().firstRow());
    }

    @Test
    void ofOneSessionOnlyItsEvidenceIsTold() throws Exception {
        AuditSession one = Samples.session();
        AuditSession other = Samples.session();
        record(one, 10);
        record(other, 10);
        Samples.change(paths, "UPDATE messages SET method = 'x' WHERE id IN (7, 17)");

        var scope = new Scope(Long.MIN_VALUE, other.id(), List.of());
        List<Evidence> evidence = Verifier.verify(paths, scope).evidence();

        assertEquals(1, evidence.size(), evidence.toString());
        assertEquals(17, evidence.getFirst().firstRow());
        assertEquals(other.id(), evidence.getFirst().session());
    }

    @Test
    void noLogIsNoIntactLog() {
        assertThrows(IOException.class, this::verify);
    }

    @Test
    void verifyWorksWhileGatesWrite() throws Exception {
        try (AuditLog log = AuditLog.open(paths, Samples.session(), complaints::add, PATIENT)) {
            log.startDraining();
            for (int round = 0; round < 30; round++) {
                for (int i = 0; i < 100; i++) {
                    log.append(Samples.message("{}"));
                }
                log.clientNamed("client " + round);
                if (Files.exists(paths.database())) {
                    assertEquals(List.of(), verify().evidence(), "round " + round);
                }
            }
        }
        assertFalse(verify().messages() < 3_000);
    }

    private static List<Kind> kinds(Verification found) {
        return found.evidence().stream().map(Evidence::kind).toList();
    }

    private Verification verify() throws IOException {
        return Verifier.verify(paths, Scope.all());
    }

    private void record(AuditSession session, int messages) throws IOException {
        try (AuditLog log = AuditLog.open(paths, session, complaints::add, PATIENT)) {
            log.clientNamed("inspector");
            for (int i = 0; i < messages; i++) {
                log.append(Samples.message("{\"id\":" + i + "}"));
            }
            log.close(0);
        }
    }
}
