package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/// A lock on a file, which the kernel takes back when the process dies, however it dies.
///
/// Such a lock belongs to the process, and goes when the process closes *any* descriptor of the
/// file: so the claims of this process are kept by name, and a file that is claimed is not even
/// opened a second time.
final class FileClaim implements AutoCloseable {

    /// Guarded by itself: several sessions and recoveries may live in one process.
    private static final Set<Path> CLAIMED = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private FileClaim(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Claims a file, creating it where it is missing; null if somebody else has it.
    static @Nullable FileClaim tryCreate(Path file) throws IOException {
        try {
            OwnFiles.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return tryClaim(file);
        }
        return tryClaim(file);
    }

    /// Claims a file; null if somebody else has it, or has removed it.
    static @Nullable FileClaim tryClaim(Path file) throws IOException {
        synchronized (CLAIMED) {
            if (!CLAIMED.add(file)) {
                return null;
            }
        }
        FileChannel channel = null;
        boolean claimed = false;
        try {
            var before = OwnFiles.attributes(file);
            if (before == null || !before.isRegularFile()) {
                return null;
            }
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            var after = OwnFiles.attributes(file);
            claimed =
                    lock != null
                            && after != null
                            && Objects.equals(before.fileKey(), after.fileKey());
            return claimed ? new FileClaim(file, channel) : null;
        } catch (NoSuchFileException e) {
            return null;
        } finally {
            if (!claimed) {
                if (channel != null) {
                    channel.close();
                }
                release(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            release(file);
        }
    }

    private static void release(Path file) {
        synchronized (CLAIMED) {
            CLAIMED.remove(file);
        }
    }
}
