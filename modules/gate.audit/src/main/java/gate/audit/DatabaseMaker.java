package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.protocol.Direction;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Makes the database where there is none, and replaces one that is corrupt.
///
/// One gate at a time does so. A new database is made under another name and gets its own when its
/// tables are in it: nobody ever sees half of one.
final class DatabaseMaker {

    /// The reason of the row that a replacement begins with.
    static final String REPLACED = "database_replaced";

    private static final String NEW = ".new";

    private final AuditPaths paths;

    DatabaseMaker(AuditPaths paths) {
        this.paths = paths;
    }

    /// Makes a database unless there is one, or somebody else is just making it.
    void make() throws IOException, SQLException {
        Path parent = paths.database().getParent();
        if (parent != null) {
            OwnFiles.createDirectories(parent);
        }
        try (FileClaim claim = claim()) {
            if (claim != null && OwnFiles.attributes(paths.database()) == null) {
                // The journal of a database that was removed must not become the new one's.
                moveSideFiles("orphan-" + System.currentTimeMillis());
                makeNew(null, null);
            }
        }
    }

    /// Gives a corrupt database another name, and its journal with it, and begins a new one with a
    /// row that says so.
    ///
    /// @param key the file that was found corrupt
    /// @param witness the session that the row belongs to
    /// @return its new name; null if somebody else has replaced it, or is about to
    @Nullable Path replace(Object key, AuditSession witness) throws IOException, SQLException {
        try (FileClaim claim = claim()) {
            if (claim == null || !DatabaseFile.is(paths.database(), key)) {
                return null;
            }
            String suffix = "corrupt-" + System.currentTimeMillis();
            Path aside = paths.beside("." + suffix);
            // The database first: once its name is free, no gate begins a journal beside it.
            Files.move(paths.database(), aside, StandardCopyOption.ATOMIC_MOVE);
            moveSideFiles(suffix);
            makeNew(witness, aside);
            return aside;
        }
    }

    private void makeNew(@Nullable AuditSession witness, @Nullable Path aside)
            throws IOException, SQLException {
        Path unfinished = paths.beside(NEW);
        Files.deleteIfExists(unfinished);
        for (String side : DatabaseFile.SIDE_FILES) {
            Files.deleteIfExists(paths.beside(NEW + side));
        }
        OwnFiles.createFile(unfinished);
        try (Database database = Database.openFile(unfinished, 0, paths)) {
            if (witness != null && aside != null) {
                database.begin();
                database.start(witness, null);
                database.add(witness, 0, replaced(aside));
                database.commit();
            }
        }
        Files.move(unfinished, paths.database(), StandardCopyOption.ATOMIC_MOVE);
        OwnFiles.syncDirectory(paths.database().resolveSibling(""));
    }

    private static AuditRecord replaced(Path aside) throws IOException {
        byte[] text =
                JSON.std
                        .asString(Map.of(REPLACED, aside.toString()))
                        .getBytes(StandardCharsets.UTF_8);
        return new AuditRecord(
                Clock.epochNanos(),
                Direction.DOWNSTREAM,
                Kind.FAULT,
                null,
                null,
                null,
                Decision.WARN,
                REPLACED,
                List.of(),
                text.length,
                0,
                null,
                ByteBuffer.wrap(text));
    }

    private void moveSideFiles(String suffix) throws IOException {
        for (String side : DatabaseFile.SIDE_FILES) {
            Path path = paths.beside(side);
            if (OwnFiles.attributes(path) != null) {
                Files.move(path, paths.beside("." + suffix + side), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private @Nullable FileClaim claim() throws IOException {
        return FileClaim.tryCreate(SpoolDirectory.prepare(paths).path().resolve("replace.claim"));
    }
}
