package gate.audit;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Keeps the log within its [Retention]: erases the oldest bodies in steps of a few milliseconds,
/// each a transaction of its own with its own event on the chain.
///
/// Gates only ever wait for one such step, and their messages never do, for these go to the spool.
/// The database file does not shrink, but its pages serve again. Owned by the thread `gate-audit`.
final class Pruner {

    private static final int STEP_ROWS = 200;
    private static final long STEP_BYTES = 1 << 20;

    /// Erasing for its size goes on to this part of it, so that it need not begin again at once.
    private static final double ENOUGH = 0.95;

    private final Retention retention;

    /// All bodies up to this entry of the chain have been erased.
    private long erasedThrough;

    /// Whether what is there is to be brought below [#ENOUGH] of the limit.
    private boolean isTooMuch;

    Pruner(Retention retention) {
        this.retention = retention;
    }

    /// Erases a few bodies, if they are too old or too much.
    ///
    /// @return whether there may be more to erase
    boolean step(Database database) throws IOException, SQLException {
        long used = retention.maxBytes() == Retention.UNLIMITED ? 0 : usedBytes(database);
        isTooMuch = used > retention.maxBytes() * (isTooMuch ? ENOUGH : 1);
        boolean hasAge = retention.maxAgeNanos() != Retention.UNLIMITED;
        if (!isTooMuch && !hasAge) {
            return false;
        }
        long before = isTooMuch ? Long.MAX_VALUE : Clock.epochNanos() - retention.maxAgeNanos();
        long excess = isTooMuch ? used - (long) (retention.maxBytes() * ENOUGH) : STEP_BYTES;
        List<Eraser.Found> oldest = oldest(database, before, Math.min(excess, STEP_BYTES));
        if (oldest.isEmpty()) {
            isTooMuch = false; // there are only rows left, which stay
            return false;
        }
        database.eraseSecurely();
        new Eraser(database).erase(oldest);
        erasedThrough = oldest.getLast().position();
        return true;
    }

    /// The next bodies in the order of the chain, up to the first that is too young, and some
    /// bytes.
    private List<Eraser.Found> oldest(Database database, long beforeNanos, long mostBytes)
            throws SQLException {
        List<Eraser.Found> found = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement query =
                database.connection()
                        .prepareStatement(
                                """
                                SELECT c.position, m.id, m.timestamp_ns, m.size_bytes
                                FROM chain c CROSS JOIN messages m ON m.id = c.message_id
                                WHERE c.position > ? AND c.kind = 'message'
                                  AND c.salt IS NOT NULL
                                ORDER BY c.position LIMIT ?
                                """)) {
            query.setLong(1, erasedThrough);
            query.setInt(2, STEP_ROWS);
            try (ResultSet row = query.executeQuery()) {
                while (row.next() && row.getLong(3) < beforeNanos && bytes < mostBytes) {
                    found.add(new Eraser.Found(row.getLong(1), row.getLong(2)));
                    bytes += row.getLong(4);
                }
            }
        }
        return found;
    }

    private static long usedBytes(Database database) throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT (page_count - freelist_count) * page_size
                                FROM pragma_page_count, pragma_freelist_count, pragma_page_size
                                """)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
