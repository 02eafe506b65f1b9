package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The database as a file: whose it is, and whether it is still the one that was opened.
final class DatabaseFile {

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

    /// Whether the name still stands for the file that had this key.
    static boolean is(Path path, @Nullable Object key) throws IOException {
        BasicFileAttributes attributes = OwnFiles.attributes(path);
        return attributes != null && attributes.fileKey().equals(key);
    }
}
