package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Erases the bodies of messages on purpose.
///
/// The row stays, without its body; its entry keeps the body's hash and loses the salt, so the
/// chain still verifies and nobody finds out by trying what it was. An event on the chain declares
/// each erasure. Small transactions, so that no gate waits long, but for the last: it writes the
/// file anew. Owned by one thread.
public final class Eraser {

    /// Whose bodies: all conditions hold.
    ///
    /// @param beforeNanos those of messages that came before, in nanoseconds since 1970;
    ///   [Long#MAX_VALUE] for any time
    /// @param session how the ids of their sessions begin; empty for all
    /// @param row the one of this row; 0 for all
    public record Which(long beforeNanos, String session, long row) {}

    private static final int BATCH_ROWS = 200;
    private static final int WAIT_MILLIS = 5_000;

    /// A body, by its entry on the chain and its row.
    record Found(long position, long row) {}

    private final Database database;
    private final Connection connection;
    private final ChainHash hash = new ChainHash();

    Eraser(Database database) {
        this.database = database;
        this.connection = database.connection();
    }

    /// Erases, and overwrites what the file still holds.
    ///
    /// @param isTrial whether only to count
    /// @return how many bodies that were
    /// @throws IOException if it could not be done, or not to the end
    public static long erase(AuditPaths paths, Which which, boolean isTrial) throws IOException {
        if (DatabaseFile.key(paths.database()) == null) {
            throw new IOException("no audit log at " + paths.database());
        }
        try (Database database = Database.open(paths, WAIT_MILLIS);
                Statement statement = database.connection().createStatement()) {
            long count = new Eraser(database).erase(which, isTrial);
            if (count > 0 && !isTrial) {
                database.seal();
                // Pages keep what once stood in their gaps, and the journal keeps the old pages.
                statement.execute("VACUUM");
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            return count;
        } catch (SQLException e) {
            throw new IOException(paths.database() + ": " + e.getMessage(), e);
        }
    }

    private long erase(Which which, boolean isTrial) throws SQLException, IOException {
        long count = 0;
        long position = 0;
        while (true) {
            List<Found> batch = next(which, position);
            if (batch.isEmpty()) {
                return count;
            }
            position = batch.getLast().position;
            count += isTrial ? batch.size() : erase(batch);
        }
    }

    private List<Found> next(Which which, long after) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT c.position, m.id FROM chain c CROSS JOIN messages m
                          ON m.id = c.message_id
                        WHERE c.position > ? AND c.kind = 'message' AND c.salt IS NOT NULL
                          AND m.timestamp_ns < ? AND substr(m.session_id, 1, ?) = ?
                          AND (? = 0 OR m.id = ?)
                        ORDER BY c.position LIMIT ?
                        """)) {
            query.setLong(1, after);
            query.setLong(2, which.beforeNanos());
            query.setInt(3, which.session().length());
            query.setString(4, which.session());
            query.setLong(5, which.row());
            query.setLong(6, which.row());
            query.setInt(7, BATCH_ROWS);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Found(row.getLong(1), row.getLong(2)));
                }
            }
        }
        return found;
    }

    /// Erases some bodies in one transaction, with one event.
    ///
    /// @return how many of them were still there
    int erase(List<Found> batch) throws SQLException, IOException {
        database.begin();
        try {
            var erased = new RowRanges();
            int count = 0;
            for (Found found : batch) {
                byte[] body = body(found);
                if (body != null) {
                    forget(found, body);
                    erased.add(found.row);
                    count++;
                }
            }
            if (count > 0) {
                database.chain().event(ChainEvents.ERASE, ChainEvents.erase(erased));
            }
            database.commit();
            return count;
        } finally {
            database.rollback();
        }
    }

    /// The hash of a body; null if it has been erased meanwhile, or is not what it was.
    private byte @Nullable [] body(Found found) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT c.salt, typeof(m.message_json), m.message_json
                        FROM chain c, messages m WHERE c.position = ? AND m.id = ?
                        """)) {
            query.setLong(1, found.position);
            query.setLong(2, found.row);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next() || row.getBytes(1) == null) {
                    return null;
                }
                String type = row.getString(2);
                byte[] bytes = row.getBytes(3);
                if (!type.equals("text") && !type.equals("blob")) {
                    return null;
                }
                hash.beginBody(row.getBytes(1), (byte) type.charAt(0));
                hash.body(bytes == null ? new byte[0] : bytes);
                return hash.endBody();
            }
        }
    }

    private void forget(Found found, byte[] body) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE chain SET salt = NULL, body_sha256 = ? WHERE position = ?")) {
            update.setBytes(1, body);
            update.setLong(2, found.position);
            update.executeUpdate();
        }
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE messages SET message_json = NULL WHERE id = ?")) {
            update.setLong(1, found.row);
            update.executeUpdate();
        }
    }
}
