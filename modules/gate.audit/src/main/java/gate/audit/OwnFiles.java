package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Creates and looks at files that are the user's alone: mode 0600 in directories of mode 0700,
/// whatever the umask, which is never changed.
final class OwnFiles {

    private static final Set<PosixFilePermission> FILE_MODE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> DIRECTORY_MODE =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);
    private static final FileAttribute<Set<PosixFilePermission>> AS_FILE =
            PosixFilePermissions.asFileAttribute(FILE_MODE);
    private static final FileAttribute<Set<PosixFilePermission>> AS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(DIRECTORY_MODE);
    private static final int MODE_BITS = 0777;
    private static final int OTHERS_BITS = 0077;

    private OwnFiles() {}

    /// @throws FileAlreadyExistsException if something has this name
    static void createFile(Path file) throws IOException {
        Files.createFile(file, AS_FILE);
        if ((mode(file) & MODE_BITS) != 0600) {
            Files.setPosixFilePermissions(file, FILE_MODE);
        }
    }

    /// Creates a directory unless something has its name.
    static void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, AS_DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        if ((mode(directory) & MODE_BITS) != 0700) {
            Files.setPosixFilePermissions(directory, DIRECTORY_MODE);
        }
    }

    static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        createDirectory(directory);
    }

    /// Makes sure that nobody else reads or writes here.
    static void requireOwnDirectory(Path directory) throws IOException {
        var attributes = attributes(directory);
        if (attributes == null || !attributes.isDirectory()) {
            throw new IOException(directory + ": is no directory; move it away");
        }
        requireOwner(directory);
        if ((mode(directory) & OTHERS_BITS) != 0) {
            Files.setPosixFilePermissions(directory, DIRECTORY_MODE);
        }
    }

    /// Makes sure that nobody else reads or writes this file. Nothing is opened: SQLite would lose
    /// its locks on it.
    static void closeFile(Path file) throws IOException {
        if ((mode(file) & OTHERS_BITS) != 0) {
            Files.setPosixFilePermissions(file, FILE_MODE);
        }
    }

    static void requireOwner(Path path) throws IOException {
        int uid = uid(path);
        int own = ownUid(path);
        if (uid != own) {
            throw new IOException(
                    path + ": belongs to user " + uid + ", not to user " + own + "; move it away");
        }
    }

    /// Waits until the names in this directory would survive a power cut.
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// What has this name, itself and not what a link points to; null where nothing has.
    static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static int mode(Path path) throws IOException {
        return attribute(path, "unix:mode");
    }

    private static int uid(Path path) throws IOException {
        return attribute(path, "unix:uid");
    }

    private static int attribute(Path path, String name) throws IOException {
        return (Integer) Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS);
    }

    /// The user that this process acts for: the owner of what it makes.
    private static int ownUid(Path near) throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            return uid(self);
        }
        Path directory = Files.isDirectory(near) ? near : near.toAbsolutePath().getParent();
        Path probe = Files.createTempFile(directory, ".owner-", "");
        try {
            return uid(probe);
        } finally {
            Files.delete(probe);
        }
    }
}
