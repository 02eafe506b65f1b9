package gate.app.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Replaces a file such that whoever reads it, at whatever moment, finds the old bytes or the new
/// ones: a second file in the same folder, flushed, takes its name.
///
/// Mode, owner and group, and the attributes that users can set, are kept. ACLs are not: Java
/// cannot read them.
public final class SafeWrite {

    /// What the second file's name ends in.
    public static final String SUFFIX = ".mcpgate-tmp";

    /// How old the lock of a program that was killed must be before it may be taken, as the library
    /// that Claude Code locks with has it (npm `proper-lockfile`, `stale`; decision 75).
    private static final long LOCK_STALE_MILLIS = 10_000;

    private static final long LOCK_MILLIS = 2_000;
    private static final long LOCK_STEP_MILLIS = 20;

    private SafeWrite() {}

    /// Replaces the file of a plan.
    ///
    /// @throws IOException if it is no longer what was read, or cannot be replaced as it is
    public static void apply(Plan plan) throws IOException {
        Path file = plan.file().file();
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        boolean isLocked = plan.file().place().client().equals("claude-code");
        if (isLocked) {
            lock(lock);
        }
        try {
            replace(file, plan.before(), plan.after());
        } finally {
            if (isLocked) {
                Files.deleteIfExists(lock);
            }
        }
    }

    /// The lock that Claude Code takes when it rewrites its file: a folder beside it, whose time
    /// its holder renews every five seconds. We hold it for milliseconds, and need not.
    private static void lock(Path lock) throws IOException {
        long end = System.nanoTime() + LOCK_MILLIS * 1_000_000;
        while (true) {
            try {
                Files.createDirectory(lock);
                return;
            } catch (FileAlreadyExistsException e) {
                if (isStale(lock)) {
                    Files.deleteIfExists(lock);
                    continue;
                }
                if (System.nanoTime() > end) {
                    throw new IOException(
                            "its client is writing it: try again, or remove " + lock, e);
                }
                pause();
            }
        }
    }

    private static boolean isStale(Path lock) throws IOException {
        try {
            long renewed = Files.getLastModifiedTime(lock).toMillis();
            return renewed < System.currentTimeMillis() - LOCK_STALE_MILLIS;
        } catch (NoSuchFileException e) {
            return false; // let go just now
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOCK_STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Replaces one file.
    ///
    /// @param expected what is in the file now, or nothing is done
    public static void replace(Path file, byte[] expected, byte[] next) throws IOException {
        Map<String, Object> unix =
                Files.readAttributes(file, "unix:mode,uid,gid,nlink", LinkOption.NOFOLLOW_LINKS);
        if (number(unix, "nlink") > 1) {
            throw new IOException("it has several names (hard links): edit it by hand");
        }
        if (!Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString(), null, "it is read-only");
        }
        Path temporary = temporary(file);
        try {
            var mode = PosixFilePermissions.fromString("rw-------");
            Files.deleteIfExists(temporary); // of an install that was killed
            Files.createFile(temporary, PosixFilePermissions.asFileAttribute(mode));
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(next);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                dress(temporary, file, unix);
                channel.force(true);
            }
            if (!Arrays.equals(Files.readAllBytes(file), expected)) {
                throw new IOException("it has changed meanwhile: run this again");
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        flush(file.resolveSibling("."));
    }

    /// The name of the second file.
    public static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + SUFFIX);
    }

    private static void dress(Path temporary, Path file, Map<String, Object> unix)
            throws IOException {
        Map<String, Object> fresh = Files.readAttributes(temporary, "unix:uid,gid");
        for (String owner : new String[] {"uid", "gid"}) {
            if (number(fresh, owner) != number(unix, owner)) {
                Files.setAttribute(temporary, "unix:" + owner, (int) number(unix, owner));
            }
        }
        Files.setAttribute(temporary, "unix:mode", (int) number(unix, "mode") & 07777);
        // Not asked of the file store: in a chroot nobody knows it.
        var from = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        var to = Files.getFileAttributeView(temporary, UserDefinedFileAttributeView.class);
        List<String> names;
        try {
            names = from == null ? List.of() : from.list();
        } catch (FileSystemException e) {
            return; // a file system that has none
        }
        for (String name : names) {
            ByteBuffer value = ByteBuffer.allocate(from.size(name));
            from.read(name, value);
            to.write(name, value.flip());
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : -1;
    }

    private static void flush(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
