package gate.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How the audit log of one user is, for `doctor`. Looking changes nothing.
///
/// @param isThere whether there is a database; else what follows is empty
/// @param quickCheck `ok`, or what SQLite found first
/// @param bytes of the database
/// @param walBytes of what was written since the last checkpoint
/// @param fileSystem its name: `ext4`, `nfs4`; empty where the mount table does not tell, as in a
///   chroot
/// @param freeBytes left on it
/// @param open files and folders that others than the owner may use
/// @param living sessions whose gate is at work
/// @param dead sessions whose gate was killed, with messages that are not in the database yet
public record LogHealth(
        boolean isThere,
        String quickCheck,
        long bytes,
        long walBytes,
        String fileSystem,
        long freeBytes,
        List<Path> open,
        int living,
        int dead) {

    private static final Set<PosixFilePermission> OWNERS =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    public LogHealth {
        open = List.copyOf(open);
    }

    /// Whether other machines may write there too, whose locks do not hold.
    public boolean isOnNetwork() {
        return NetworkStore.isNetwork(fileSystem);
    }

    /// Looks at them.
    ///
    /// @throws IOException if the files cannot even be looked at
    public static LogHealth of(AuditPaths paths) throws IOException {
        Path database = paths.database();
        if (!Files.exists(database)) {
            return new LogHealth(false, "", 0, 0, "", 0, List.of(), 0, 0);
        }
        Path wal = database.resolveSibling(database.getFileName() + "-wal");
        List<Path> open = new ArrayList<>();
        Path folder = database.getParent();
        for (Path file :
                folder == null
                        ? List.of(database, paths.spoolDirectory())
                        : List.of(folder, database, wal, paths.spoolDirectory())) {
            if (Files.exists(file) && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                open.add(file);
            }
        }
        var spool = new SpoolDirectory(paths.spoolDirectory());
        int living = 0;
        int dead = 0;
        if (Files.isDirectory(spool.path())) {
            for (String session : spool.sessions()) {
                if (isClaimed(spool.lock(session))) {
                    living++;
                } else {
                    dead++;
                }
            }
        }
        return new LogHealth(
                true,
                quickCheck(database),
                Files.size(database),
                size(wal),
                fileSystem(database),
                database.toFile().getUsableSpace(),
                open,
                living,
                dead);
    }

    private static String fileSystem(Path database) {
        try {
            return Files.getFileStore(database).type();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isClaimed(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileClaim claim = FileClaim.tryClaim(lock)) {
            return claim == null;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static String quickCheck(Path database) {
        try (Connection connection = AuditReader.connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            return found.next() ? found.getString(1) : "no answer";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
