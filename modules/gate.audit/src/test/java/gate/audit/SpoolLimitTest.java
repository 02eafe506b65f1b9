package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class SpoolLimitTest {

    private static final long SEGMENT_BYTES = 100_000;
    private static final long WAITING_BYTES = 1_000_000;

    @TempDir Path home;

    private AuditPaths paths;
    private final AuditSession session = Samples.session();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("audit.db"));
    }

    @Test
    void whatIsDrainedIsDeletedSegmentBySegment() throws Exception {
        try (AuditLog log = open()) {
            log.startDraining();
            for (int i = 0; i < 3_000; i++) {
                append(log, 1_000);
                if (i % 100 == 0) {
                    Samples.await("drained", log::isIdle);
                }
                assertTrue(spoolBytes() <= WAITING_BYTES);
            }
            Samples.await("drained", log::isIdle);

            assertEquals(1, SpoolDirectory.prepare(paths).segments(session.id()).size());
        }
        assertEquals("3000", Samples.row(paths, "SELECT count(DISTINCT seq) FROM messages"));
        assertEquals(List.of(), complaints);
    }

    @Test
    void aFullSpoolRefusesMessagesUntilItIsDrained() throws Exception {
        try (AuditLog log = open()) {
            int accepted = 0;
            IOException refusal = null;
            while (refusal == null) {
                try {
                    append(log, 10_000);
                    accepted++;
                } catch (IOException e) {
                    refusal = e;
                }
            }
            assertTrue(refusal.toString().contains("audit unavailable: "), refusal.toString());
            assertTrue(accepted > 90 && accepted < 100, accepted + " accepted");
            assertTrue(spoolBytes() <= WAITING_BYTES);
            assertThrows(IOException.class, () -> append(log, 10_000));

            log.startDraining();
            Samples.await("drained", log::isIdle);

            assertEquals(accepted + 1, append(log, 10_000), "the refused do not count");
        }
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedAlone() throws Exception {
        try (AuditLog log = open()) {
            assertThrows(IOException.class, () -> append(log, (int) WAITING_BYTES));

            assertEquals(1, append(log, 10));
        }
    }

    @Test
    void withoutAPlaceForTheSpoolThereIsNoLog() throws Exception {
        Path file = Files.createFile(home.resolve("file"));
        paths = AuditPaths.of(file.resolve("audit.db"));

        var thrown = assertThrows(IOException.class, this::open);

        assertTrue(String.valueOf(thrown.getMessage()).contains(file.toString()));
    }

    @Test
    void aLinkInPlaceOfTheSpoolIsRefused() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createSymbolicLink(paths.spoolDirectory(), elsewhere);

        assertThrows(IOException.class, this::open);

        try (var files = Files.list(elsewhere)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void whatBelongsToAnotherUserIsRefused() throws Exception {
        assumeTrue(isRoot(), "only root can give files away");
        Files.createDirectory(paths.spoolDirectory());
        Files.setAttribute(paths.spoolDirectory(), "unix:uid", 65_534);

        var thrown = assertThrows(IOException.class, this::open);

        assertEquals(
                paths.spoolDirectory() + ": belongs to user 65534, not to user 0; move it away",
                thrown.getMessage());

        Files.setAttribute(paths.spoolDirectory(), "unix:uid", 0);
        Files.createFile(paths.database());
        Files.setAttribute(paths.database(), "unix:uid", 65_534);
        try (AuditLog log = open()) {
            append(log, 1);
        }
        assertTrue(complaints.getFirst().contains("belongs to user 65534"), complaints.toString());
        assertEquals(0, Files.size(paths.database()));
    }

    @Test
    void aDirectoryThatOthersCouldReadIsClosed() throws Exception {
        Files.createDirectory(paths.spoolDirectory());
        Files.setAttribute(paths.spoolDirectory(), "unix:mode", 0755);

        open().close();

        int mode = (Integer) Files.getAttribute(paths.spoolDirectory(), "unix:mode");
        assertEquals(0700, mode & 0777);
    }

    @Test
    void aSegmentDamagedWhileTheGateLivesCostsOnlyItsOwnRows() throws Exception {
        try (AuditLog log = open()) {
            append(log, 100);
            Path segment = SpoolDirectory.prepare(paths).segment(session.id(), 1);
            try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.seek(file.length() - 1);
                file.write(0);
            }
            append(log, 100);

            log.startDraining();
            Samples.await("damage seen", () -> !complaints.isEmpty());
            append(log, 100);
        }

        assertEquals(List.of("3"), Samples.rows(paths, "SELECT seq FROM messages"));
        assertTrue(complaints.getFirst().contains(".damaged"), complaints.toString());
    }

    private static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                && Files.getAttribute(self, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
    }

    private long spoolBytes() throws IOException {
        long bytes = 0;
        try (var files = Files.newDirectoryStream(paths.spoolDirectory(), "*.spool")) {
            for (Path file : files) {
                bytes += sizeOf(file);
            }
        }
        return bytes;
    }

    /// Its size, or nothing where it has just been drained.
    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static long append(AuditLog log, int bytes) throws IOException {
        return log.append(Samples.message("x".repeat(bytes)));
    }

    private AuditLog open() throws IOException {
        var limits = new AuditLimits(SEGMENT_BYTES, WAITING_BYTES, 10_000);
        return AuditLog.open(paths, session, complaints::add, limits);
    }
}
