package gate.audit;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// How busy the gates are.
///
/// Works on the connection of its reader, and belongs to the same thread.
public final class AuditTraffic {

    /// How many messages were read in one minute.
    ///
    /// @param minute counted from 1970
    public record Minute(long minute, long messages) {}

    /// What runs now.
    ///
    /// @param sessions those that have not ended
    /// @param servers how many different names their servers have
    public record Running(long sessions, long servers) {}

    private final AuditReader reader;

    public AuditTraffic(AuditReader reader) {
        this.reader = reader;
    }

    public Running running() throws IOException {
        String sql =
                "SELECT count(*), count(DISTINCT server_name) FROM sessions WHERE ended_at_ns IS"
                        + " NULL";
        try (PreparedStatement query = reader.prepare(sql);
                ResultSet rows = query.executeQuery()) {
            return rows.next() ? new Running(rows.getLong(1), rows.getLong(2)) : new Running(0, 0);
        } catch (SQLException e) {
            throw reader.failed(e);
        }
    }

    /// Messages by the minute, in no order.
    ///
    /// @param above the id before the first that counts
    /// @param upTo the id of the last that counts
    /// @param most how many are counted, from the last one back
    public List<Minute> minutes(long above, long upTo, int most) throws IOException {
        String sql =
                "SELECT timestamp_ns / 60000000000 AS minute, count(*) FROM (SELECT timestamp_ns"
                        + " FROM messages NOT INDEXED WHERE id > ? AND id <= ? ORDER BY id DESC"
                        + " LIMIT ?) GROUP BY minute";
        try (PreparedStatement query = reader.prepare(sql)) {
            query.setLong(1, above);
            query.setLong(2, upTo);
            query.setInt(3, most);
            try (ResultSet rows = query.executeQuery()) {
                var minutes = new ArrayList<Minute>();
                while (rows.next()) {
                    minutes.add(new Minute(rows.getLong(1), rows.getLong(2)));
                }
                return minutes;
            }
        } catch (SQLException e) {
            throw reader.failed(e);
        }
    }
}
