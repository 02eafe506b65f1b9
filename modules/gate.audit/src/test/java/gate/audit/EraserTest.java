package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.audit.Eraser.Which;
import gate.audit.Verifier.Scope;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class EraserTest {

    private static final long ANY_TIME = Long.MAX_VALUE;

    @TempDir Path home;

    private AuditPaths paths;
    private final AuditSession one = Samples.session();
    private final AuditSession other = Samples.session();

    @BeforeEach
    void record() throws IOException {
        paths = AuditPaths.of(home.resolve("audit.db"));
        for (AuditSession session : List.of(one, other)) {
            var limits = new AuditLimits(16L << 20, 4L << 30, 60_000);
            try (AuditLog log = AuditLog.open(paths, session, complaint -> {}, limits)) {
                for (int i = 0; i < 300; i++) {
                    log.append(Samples.message("{\"secret\":\"hunter2\"}"));
                }
            }
        }
    }

    @Test
    void whatIsErasedIsGoneAndTheChainStillVerifies() throws Exception {
        assertEquals(300, Eraser.erase(paths, new Which(ANY_TIME, one.id(), 0), false));

        Verification found = Verifier.verify(paths, Scope.all());
        assertEquals(List.of(), found.evidence());
        assertEquals(300, found.erased());
        assertEquals(
                "600|300",
                Samples.row(paths, "SELECT count(*), count(message_json) FROM messages"));
        assertEquals(0, Eraser.erase(paths, new Which(ANY_TIME, one.id(), 0), false), "again");
    }

    @Test
    void nothingOfItStaysInTheFiles() throws Exception {
        assertTrue(holds("hunter2"));

        Eraser.erase(paths, new Which(ANY_TIME, "", 0), false);

        assertFalse(holds("hunter2"));
    }

    @Test
    void oneRowOrOldRowsMayBeMeant() throws Exception {
        assertEquals(1, Eraser.erase(paths, new Which(ANY_TIME, "", 17), false));
        assertEquals(
                "17", Samples.row(paths, "SELECT id FROM messages WHERE message_json IS NULL"));
        long came = Long.parseLong(Samples.row(paths, "SELECT timestamp_ns FROM messages"));

        assertEquals(0, Eraser.erase(paths, new Which(came, "", 0), false));
        assertEquals(599, Eraser.erase(paths, new Which(came + 1, "", 0), true), "a trial");
        assertEquals(599, Eraser.erase(paths, new Which(came + 1, "", 0), false));

        assertEquals(List.of(), Verifier.verify(paths, Scope.all()).evidence());
    }

    @Test
    void anErasureThatNobodyDeclaredIsEvidence() throws Exception {
        Eraser.erase(paths, new Which(ANY_TIME, "", 17), false);
        Samples.change(paths, "UPDATE messages SET message_json = NULL WHERE id = 18");
        Samples.change(
                paths,
                "UPDATE chain SET salt = NULL, body_sha256 = (SELECT body_sha256 FROM chain WHERE"
                        + " message_id = 17 AND kind = 'message') WHERE message_id = 18 AND kind ="
                        + " 'message'");

        Verification found = Verifier.verify(paths, Scope.all());

        assertEquals(
                List.of(Evidence.Kind.CHANGED, Evidence.Kind.ERASED),
                found.evidence().stream().map(Evidence::kind).toList());
    }

    @Test
    void withoutALogThereIsNothingToErase() {
        AuditPaths nowhere = AuditPaths.of(home.resolve("nowhere.db"));

        assertThrows(
                IOException.class, () -> Eraser.erase(nowhere, new Which(ANY_TIME, "", 0), false));
        assertFalse(Files.exists(nowhere.database()));
    }

    private boolean holds(String text) throws IOException {
        boolean holds = false;
        try (var files = Files.newDirectoryStream(home, "audit.db*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    String bytes =
                            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    holds |= bytes.contains(text);
                }
            }
        }
        return holds;
    }
}
