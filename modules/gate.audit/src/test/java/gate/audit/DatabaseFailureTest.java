package gate.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/// Whatever happens to the database: append goes on, and in the end each record is one row.
class DatabaseFailureTest {

    @TempDir Path home;

    private AuditPaths paths;
    private final AuditSession session = Samples.session();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("audit.db"));
    }

    @Test
    void othersMayKeepItBusy() throws Exception {
        makeDatabase();
        try (AuditLog log = open();
                Connection other = Database.connect(paths.database(), 0);
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            log.startDraining();
            append(log, 100);
            Thread.sleep(1_500);
            append(log, 100);
            assertEquals(0, count());

            statement.execute("COMMIT");

            Samples.await("drained", () -> count() == 200);
        }
        assertEquals(List.of(), complaints, "a busy database is nothing to speak of");
    }

    @Test
    void aRemovedDatabaseIsMadeAnew() throws Exception {
        try (AuditLog log = open()) {
            log.startDraining();
            log.clientNamed("inspector");
            append(log, 10);
            Samples.await("drained", () -> count() == 10);

            Files.delete(paths.database());
            append(log, 10);

            Samples.await("drained", () -> Files.exists(paths.database()) && count() == 10);
            assertEquals("11|20", Samples.row(paths, "SELECT min(seq), max(seq) FROM messages"));
            assertEquals(
                    session.id() + "|inspector",
                    Samples.row(paths, "SELECT session_id, client_name FROM sessions"));
        }
        assertEquals("rw-------", mode(paths.database()));
    }

    @Test
    void aDatabaseThatIsRemovedDuringACommitLosesNothing() throws Exception {
        try (AuditLog log = open()) {
            log.startDraining();
            var seen = new TreeSet<Integer>();
            for (int round = 0; round < 20; round++) {
                append(log, 50);
                Thread.sleep(round);
                Path aside = home.resolve("aside-" + round);
                if (Files.exists(paths.database())) {
                    move(paths.database(), aside);
                    move(paths.beside("-wal"), Path.of(aside + "-wal"));
                    Files.deleteIfExists(paths.beside("-shm"));
                }
            }
            append(log, 50);
            Samples.await("drained", log::isIdle);
            collect(paths.database(), seen);
            for (int round = 0; round < 20; round++) {
                collect(home.resolve("aside-" + round), seen);
            }
            try (var orphans = Files.newDirectoryStream(home, "audit.db.orphan-*")) {
                for (Path orphan : orphans) {
                    Files.delete(orphan);
                }
            }

            assertEquals(21 * 50, seen.size());
        }
    }

    @Test
    void aCorruptDatabaseIsKeptAndReplaced() throws Exception {
        Files.write(
                paths.database(),
                "this is no database at all, whatever its name"
                        .repeat(99)
                        .getBytes(StandardCharsets.UTF_8));
        try (AuditLog log = open()) {
            log.startDraining();
            append(log, 10);
            Samples.await("drained", () -> count() == 11);
        }

        assertEquals(1, complaints.size(), complaints.toString());
        String aside = complaints.getFirst().replaceFirst(".* it is kept as ", "");
        assertTrue(Files.readString(Path.of(aside)).startsWith("this is no database"));
        assertTrue(aside.startsWith(paths.database() + ".corrupt-"), aside);
        assertEquals(
                "1|0|fault|warn|database_replaced|{\"database_replaced\":\"" + aside + "\"}",
                Samples.row(
                        paths,
                        """
                        SELECT id, seq, kind, decision, decision_reason, message_json
                        FROM messages ORDER BY id
                        """));
        assertEquals("rw-------", mode(paths.database()));
    }

    @Test
    void aDatabaseThatBecomesCorruptIsReplaced() throws Exception {
        try (AuditLog log = open()) {
            log.startDraining();
            append(log, 2_000);
            Samples.await("drained", () -> count() == 2_000);
            try (Connection other = Database.connect(paths.database(), 1_000);
                    var statement = other.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            try (var file = new RandomAccessFile(paths.database().toFile(), "rw")) {
                for (long page = 1; page * 4_096 < file.length(); page++) {
                    file.seek(page * 4_096);
                    file.write(new byte[] {77, 66, 55, 44, 33, 22, 11, 0, 99});
                }
            }

            append(log, 10);

            Samples.await(
                    "replaced",
                    () ->
                            complaints.size() == 1
                                    && Samples.row(paths, "SELECT max(seq) FROM messages")
                                            .equals("2010"));
            assertTrue(complaints.getFirst().contains("was corrupt"), complaints.getFirst());
        }
    }

    @Test
    void aFullDatabaseDrainsOnceThereIsRoom() throws Exception {
        makeDatabase();
        try (AuditLog log = open()) {
            // A limit of pages belongs to a connection, so the disk is made to look full instead:
            // by a trigger that fails as the disk would.
            Samples.change(
                    paths,
                    "CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(FAIL,"
                            + " 'full'); END");
            log.startDraining();
            append(log, 100);
            Samples.await("complaint", () -> !complaints.isEmpty());
            assertTrue(complaints.getFirst().contains("records wait in"), complaints.getFirst());
            append(log, 100);

            Samples.change(paths, "DROP TRIGGER full");

            Samples.await("drained", () -> count() == 200);
            Samples.await("relief", () -> complaints.size() == 2);
            assertTrue(complaints.getLast().contains("takes records again"));
        }
    }

    @Test
    void aNewerDatabaseIsNotWrittenTo() throws Exception {
        makeDatabase();
        Samples.change(paths, "PRAGMA user_version = 3");
        byte[] before = Files.readAllBytes(paths.database());
        try (AuditLog log = open()) {
            log.startDraining();
            append(log, 3);
            Samples.await("complaint", () -> !complaints.isEmpty());
        }

        assertTrue(complaints.getFirst().contains("schema 3"), complaints.getFirst());
        assertArrayEquals(before, Files.readAllBytes(paths.database()));
        assertEquals(1, SpoolDirectory.prepare(paths).segments(session.id()).size(), "kept");
    }

    @Test
    void somebodyElsesTablesAreNotTouched() throws Exception {
        Files.createFile(paths.database());
        Samples.change(paths, "CREATE TABLE notes(text)");
        byte[] before = Files.readAllBytes(paths.database());
        try (AuditLog log = open()) {
            append(log, 3);
        }

        assertTrue(complaints.getFirst().contains("no audit database"), complaints.toString());
        assertArrayEquals(before, Files.readAllBytes(paths.database()));
    }

    @Test
    void anEmptyFileBecomesADatabase() throws Exception {
        Files.createFile(paths.database());
        try (AuditLog log = open()) {
            append(log, 3);
        }

        assertEquals(3, count());
        assertEquals(List.of(), complaints);
    }

    @Test
    void aLinkIsRefused() throws Exception {
        Path target = home.resolve("target.db");
        Files.createSymbolicLink(paths.database(), target);
        try (AuditLog log = open()) {
            append(log, 3);
        }

        assertFalse(Files.exists(target));
        assertTrue(complaints.getFirst().contains("is a symbolic link"), complaints.toString());

        Files.delete(paths.database());
        assertEquals(3, AuditLog.recover(paths, complaints::add), "the spool has kept them");
    }

    @Test
    void aDirectoryInItsPlaceIsRefused() throws Exception {
        Files.createDirectory(paths.database());
        try (AuditLog log = open()) {
            append(log, 3);
        }

        assertTrue(complaints.getFirst().contains("is no file"), complaints.toString());
    }

    @Test
    void whatIsCreatedIsTheUsersAlone() throws Exception {
        paths = AuditPaths.of(home.resolve("a/b/audit.db"));
        try (AuditLog log = open()) {
            log.startDraining();
            append(log, 3);
            Samples.await("drained", () -> Files.exists(paths.database()) && count() == 3);

            assertEquals("rwx------", mode(home.resolve("a")));
            assertEquals("rwx------", mode(home.resolve("a/b")));
            assertEquals("rwx------", mode(paths.spoolDirectory()));
            for (Path directory : List.of(home.resolve("a/b"), paths.spoolDirectory())) {
                try (var files = Files.newDirectoryStream(directory)) {
                    for (Path file : files) {
                        assertEquals(
                                Files.isDirectory(file) ? "rwx------" : "rw-------",
                                mode(file),
                                file.toString());
                    }
                }
            }
        }
    }

    private void makeDatabase() throws Exception {
        Database.open(paths, 0).close();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private static void collect(Path database, Set<Integer> into) throws SQLException {
        if (!Files.exists(database)) {
            return;
        }
        for (String seq : Samples.rows(AuditPaths.of(database), "SELECT seq FROM messages")) {
            into.add(Integer.valueOf(seq));
        }
    }

    private int count() throws SQLException {
        return Integer.parseInt(Samples.row(paths, "SELECT count(*) FROM messages"));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void append(AuditLog log, int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            log.append(Samples.message("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}"));
        }
    }

    private AuditLog open() throws IOException {
        return AuditLog.open(paths, session, complaints::add);
    }
}
