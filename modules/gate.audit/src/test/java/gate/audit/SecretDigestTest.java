package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;

class SecretDigestTest {

    @TempDir Path home;

    private final List<String> complaints = new ArrayList<>();

    /// RFC 4231, sections 4.2 and 4.3.
    @Test
    void itIsTheHmacOfTheStandard() {
        byte[] hi = "Hi There".getBytes(StandardCharsets.US_ASCII);
        byte[] what = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);

        assertEquals(
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                HexFormat.of()
                        .formatHex(
                                SecretDigest.hmac(
                                        HexFormat.of().parseHex("0b".repeat(20)),
                                        hi,
                                        0,
                                        hi.length)));
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                HexFormat.of()
                        .formatHex(
                                SecretDigest.hmac(
                                        "Jefe".getBytes(StandardCharsets.US_ASCII),
                                        what,
                                        0,
                                        what.length)));
    }

    @Test
    void theKeyIsKeptAndIsTheUsersAlone() throws IOException {
        String first = digest();

        assertEquals(first, digest());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())));
        assertEquals(List.of(keyFile()), files());
        Files.delete(keyFile());
        assertNotEquals(first, digest());
        assertEquals(List.of(), complaints);
    }

    @Test
    void gatesThatMakeOneAtOnceEndUpWithTheSame() throws Exception {
        for (int round = 0; round < 20; round++) {
            Files.deleteIfExists(keyFile());
            Set<String> digests = new HashSet<>();
            var barrier = new CyclicBarrier(4);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    String made = awaited(barrier);
                                    synchronized (digests) {
                                        digests.add(made);
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1, digests.size());
        }
    }

    private String awaited(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return digest();
    }

    @Test
    void aKeyThatCannotBeReadIsLeftAndSaid() throws IOException {
        Files.writeString(keyFile(), "something else");

        var digest = new SecretDigest(AuditPaths.of(home.resolve("audit.db")), this::complain);
        String one = digest.of(new byte[] {1}, 0, 1);

        assertEquals(one, digest.of(new byte[] {1}, 0, 1));
        assertEquals("something else", Files.readString(keyFile()));
        assertEquals(1, complaints.size());
        assertTrue(complaints.get(0).endsWith("is no key; move it away"), complaints.get(0));
    }

    @Test
    void aPlantedLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(home.resolve("elsewhere"), "theirs");
        Files.createSymbolicLink(keyFile(), elsewhere);

        digest();

        assertEquals("theirs", Files.readString(elsewhere));
        assertEquals(1, complaints.size());
    }

    private void complain(String what) {
        synchronized (complaints) {
            complaints.add(what);
        }
    }

    private String digest() {
        byte[] secret = "secret".getBytes(StandardCharsets.US_ASCII);
        return new SecretDigest(AuditPaths.of(home.resolve("audit.db")), this::complain)
                .of(secret, 0, secret.length);
    }

    private Path keyFile() {
        return home.resolve("audit.db-digest-key");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(home)) {
            return files.toList();
        }
    }
}
