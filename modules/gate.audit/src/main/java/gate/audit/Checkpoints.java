package gate.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Moves the journal (SQLite's WAL) into the database, so that it stays short.
///
/// The thread `gate-audit-checkpoint`, with a connection of its own, lives for one checkpoint only:
/// an idle gate has neither. Owned by the draining thread.
final class Checkpoints {

    private static final long EVERY_BYTES = 4L << 20;
    private static final long LONG_JOURNAL_BYTES = 32L << 20;
    private static final long PAGE_BYTES = 4_096;
    private static final int WAIT_MILLIS = 500;

    private final AuditPaths paths;
    private long bytes;
    private Thread thread = new Thread();

    Checkpoints(AuditPaths paths) {
        this.paths = paths;
    }

    /// Counts what was committed, and starts a checkpoint when it is due.
    void committed(long newBytes) {
        bytes += newBytes;
        if (bytes >= EVERY_BYTES && !thread.isAlive()) {
            bytes = 0;
            thread = new Thread(this::checkpoint, "gate-audit-checkpoint");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /// The same for one who has nothing else to do: returns when a checkpoint that is due is made.
    void committedAlone(long newBytes) {
        bytes += newBytes;
        if (bytes >= EVERY_BYTES) {
            bytes = 0;
            checkpoint();
        }
    }

    private void checkpoint() {
        try (Connection connection = Database.connect(paths.database(), WAIT_MILLIS);
                Statement statement = connection.createStatement()) {
            if (journalBytes(statement, "PRAGMA wal_checkpoint(PASSIVE)") > LONG_JOURNAL_BYTES) {
                // Steady writers never let the journal begin anew: make them wait for once.
                journalBytes(statement, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
        } catch (SQLException e) {
            return; // busy, or the disk is full: the next one is not far, and nothing is lost
        }
    }

    private static long journalBytes(Statement statement, String checkpoint) throws SQLException {
        try (ResultSet result = statement.executeQuery(checkpoint)) {
            return result.next() ? result.getLong(2) * PAGE_BYTES : 0;
        }
    }
}
