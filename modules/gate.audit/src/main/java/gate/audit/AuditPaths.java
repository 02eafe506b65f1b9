package gate.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Where the audit log of one user lies: the database, and beside it what belongs to it.
///
/// @param database the SQLite file, as an absolute path
public record AuditPaths(Path database) {

    /// The environment variable that names the database file.
    public static final String VARIABLE = "MCPGATE_DB_PATH";

    /// @throws IllegalArgumentException if the path holds a `?`, which a database URL cannot name,
    ///   or names no file
    public AuditPaths {
        if (database.toString().indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    database + ": a database path must not hold a question mark");
        }
        database = database.toAbsolutePath().normalize();
        if (database.getFileName() == null) {
            throw new IllegalArgumentException(database + ": names no database file");
        }
    }

    public static AuditPaths of(Path database) {
        return new AuditPaths(database);
    }

    /// `MCPGATE_DB_PATH` where it is set, else `.mcpgate/audit.db` in the home directory.
    ///
    /// @throws IOException if there is no home directory either
    public static AuditPaths fromEnvironment(Map<String, String> env) throws IOException {
        String database = env.get(VARIABLE);
        if (database != null && !database.isEmpty()) {
            return of(Path.of(database));
        }
        String home = env.get("HOME");
        if (home == null || home.isEmpty()) {
            home = System.getProperty("user.home", "?");
        }
        if (home.isEmpty() || home.equals("?")) {
            throw new IOException(
                    "no place for the audit log: neither HOME nor "
                            + VARIABLE
                            + " is set; set one of them");
        }
        return of(Path.of(home, ".mcpgate", "audit.db"));
    }

    /// Holds what is not in the database yet.
    public Path spoolDirectory() {
        return beside("-spool");
    }

    /// Holds what rules remember from session to session.
    public Path memoryDirectory() {
        return beside("-memory");
    }

    /// Holds what servers offered before.
    public Path pinsDirectory() {
        return beside("-pins");
    }

    /// Holds the key that signs checkpoints, the secret and the public half.
    Path keyFile() {
        return beside("-key");
    }

    /// Holds the key of the digests that stand for secrets.
    Path digestKeyFile() {
        return beside("-digest-key");
    }

    /// Holds the last checkpoint.
    Path headFile() {
        return beside("-head");
    }

    /// The file that has the database's name and this after it.
    Path beside(String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }
}
