package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Files that lie in the way, are open to others, or go away.
class HostileFilesTest {

    private static final int ROUNDS = 60;

    @TempDir Path home;

    private AuditPaths paths;
    private final AuditSession session = Samples.session();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("audit.db"));
    }

    @Test
    void aDatabaseThatOthersCouldReadIsClosed() throws Exception {
        Database.open(paths, 0).close();
        Files.setAttribute(paths.database(), "unix:mode", 0666);

        record(3);

        assertEquals(0600, mode(paths.database()));
        assertEquals("3", Samples.row(paths, "SELECT count(*) FROM messages"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".new", ".new-wal", ".new-journal", "-wal", "-shm", "-journal"})
    void aLinkBesideTheDatabaseIsNotFollowed(String suffix) throws Exception {
        Path target = home.resolve("target");
        Files.createSymbolicLink(paths.beside(suffix), target);

        record(3);

        assertFalse(Files.exists(target), "written through the link");
        Files.deleteIfExists(paths.beside(suffix));
        AuditLog.recover(paths, complaints::add);
        assertEquals("3", Samples.row(paths, "SELECT count(*) FROM messages"));
    }

    /// Somebody who may write in the directory plants links all the time, and removes his own.
    @Test
    void noLinkIsFollowedHoweverItIsTimed() throws Exception {
        Path targets = Files.createDirectory(home.resolve("targets"));
        Path place = Files.createDirectory(home.resolve("place"));
        paths = AuditPaths.of(place.resolve("audit.db"));
        int planted;
        try (var planter = new LinkPlanter(paths, targets)) {
            for (int round = 0; round < ROUNDS; round++) {
                AuditSession each = Samples.session();
                try (AuditLog log = AuditLog.open(paths, each, complaints::add)) {
                    append(log, 2);
                } catch (IOException e) {
                    // The spool is a link just now: refused.
                }
                for (Path file : List.of(paths.database(), paths.beside("-wal"))) {
                    Files.deleteIfExists(file);
                }
                try (var files = Files.list(targets)) {
                    assertEquals(0, files.count(), "followed in round " + round);
                }
            }
            planted = planter.planted();
        }
        assertTrue(planted > ROUNDS, planted + " links planted");
    }

    @Test
    void aLinkInPlaceOfASegmentIsRefused() throws Exception {
        Path target = home.resolve("target");
        SpoolDirectory directory = SpoolDirectory.prepare(paths);
        Files.createSymbolicLink(directory.segment(session.id(), 1), target);

        try {
            record(1);
            throw new AssertionError("opened");
        } catch (IOException e) {
            assertFalse(Files.exists(target));
        }
    }

    @Test
    void aDirectoryByALinkOfTheUsersOwnIsUsed() throws Exception {
        Path real = Files.createDirectory(home.resolve("real"));
        Files.createSymbolicLink(home.resolve("link"), real);
        paths = AuditPaths.of(home.resolve("link/audit.db"));

        record(3);

        assertTrue(Files.exists(real.resolve("audit.db")));
        assertEquals("3", Samples.row(paths, "SELECT count(*) FROM messages"));
        assertEquals(List.of(), complaints);
    }

    /// What would be lost is only lost with the process: so its files are looked at from outside.
    @Test
    void aRemovedJournalLosesNothing() throws Exception {
        var limits = new AuditLimits(500, 1 << 20, 10_000);
        Path after = Files.createDirectory(home.resolve("after"));
        try (AuditLog log = AuditLog.open(paths, session, complaints::add, limits)) {
            log.startDraining();
            append(log, 50);
            Samples.await("drained", log::isIdle);
            Files.delete(paths.beside("-wal"));
            append(log, 50);
            Samples.await("drained", log::isIdle);

            copy(home, after);
            copy(paths.spoolDirectory(), Files.createDirectory(after.resolve("audit.db-spool")));
        }

        AuditPaths left = AuditPaths.of(after.resolve("audit.db"));
        AuditLog.recover(left, complaints::add);
        assertEquals("100", Samples.row(left, "SELECT count(DISTINCT seq) FROM messages"));
    }

    @Test
    void aDatabaseThatANewerGateHasChangedIsLeftToIt() throws Exception {
        try (AuditLog log = AuditLog.open(paths, session, complaints::add)) {
            log.startDraining();
            append(log, 3);
            Samples.await("drained", log::isIdle);
            Samples.change(paths, "PRAGMA user_version = 99");

            append(log, 3);

            Samples.await("complaint", () -> !complaints.isEmpty());
            assertTrue(complaints.getFirst().contains("schema 99"), complaints.getFirst());
            assertEquals("3", Samples.row(paths, "SELECT count(*) FROM messages"));
        }
        assertEquals(1, SpoolDirectory.prepare(paths).segments(session.id()).size(), "kept");
    }

    private void record(int messages) throws IOException {
        try (AuditLog log = AuditLog.open(paths, session, complaints::add)) {
            append(log, messages);
        }
    }

    private static void append(AuditLog log, int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            log.append(Samples.message("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 0777;
    }
}
