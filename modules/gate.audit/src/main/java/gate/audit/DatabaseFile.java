package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// The database as a file: whose it is, and whether it is still the one that was opened.
final class DatabaseFile {

    /// What SQLite may keep beside a database, by the ends of their names.
    static final List<String> SIDE_FILES = List.of("-wal", "-shm", "-journal");

    private DatabaseFile() {}

    /// What tells this file from another that gets its name later; null where there is none.
    ///
    /// @throws IOException if it is a link, no file, or somebody else's
    static @Nullable Object key(Path path) throws IOException {
        BasicFileAttributes attributes = OwnFiles.attributes(path);
        if (attributes == null) {
            return null;
        }
        if (attributes.isSymbolicLink()) {
            throw new IOException(path + ": is a symbolic link; name the database itself");
        }
        if (!attributes.isRegularFile()) {
            throw new IOException(path + ": is no file; move it away");
        }
        OwnFiles.requireOwner(path);
        return attributes.fileKey();
    }

    /// Takes the database and its side files, which exist and are ours, away from all others.
    static void closeToOthers(Path path) throws IOException {
        OwnFiles.closeFile(path);
        for (String side : SIDE_FILES) {
            Path beside = path.resolveSibling(path.getFileName() + side);
            if (key(beside) != null) {
                OwnFiles.closeFile(beside);
            }
        }
    }

    /// Whether the name still stands for the file that had this key.
    static boolean is(Path path, @Nullable Object key) throws IOException {
        BasicFileAttributes attributes = OwnFiles.attributes(path);
        return attributes != null && attributes.fileKey().equals(key);
    }
}
