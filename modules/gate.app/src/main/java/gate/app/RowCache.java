package gate.app;

import gate.audit.AuditReader;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Rows that the screen shows, by their ids. Reads those that it does not hold. Owned by the thread
/// of the screen.
final class RowCache {

    /// A row with what its neighbours tell.
    ///
    /// @param pairId the answer to it, or the request that it answers; 0 if there is none, or it
    ///   was not looked for
    /// @param tookNanos how long the answer took; -1 where it is none
    record Held(AuditRow row, long pairId, long tookNanos) {}

    private static final int ROWS = 512;

    private final Map<Long, Held> entries =
            new LinkedHashMap<>(ROWS, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Held> eldest) {
                    return size() > ROWS;
                }
            };

    private @Nullable AuditReader reader;
    private String trouble = "";

    /// Reads from this file from now on; the one before is closed.
    void open(@Nullable AuditReader file) {
        if (reader != null) {
            reader.close();
        }
        reader = file;
        entries.clear();
    }

    /// Nothing where the row is gone, or cannot be read.
    @Nullable Held get(long id) {
        Held known = entries.get(id);
        if (known != null || reader == null) {
            return known;
        }
        try {
            AuditRow row = reader.row(id).orElse(null);
            if (row == null) {
                return null;
            }
            long pair = 0;
            long took = -1;
            if (row.kind().equals("result") || row.kind().equals("error")) {
                pair = reader.pairOf(row);
                Held request = pair == 0 ? null : entries.get(pair);
                AuditRow asked =
                        request != null
                                ? request.row
                                : pair == 0 ? null : reader.row(pair).orElse(null);
                took = asked == null ? -1 : row.epochNanos() - asked.epochNanos();
            }
            var entry = new Held(row, pair, took);
            entries.put(id, entry);
            return entry;
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
            return null;
        }
    }

    /// The other half of a call, or 0.
    long pairOf(long id) {
        Held entry = get(id);
        if (entry == null || reader == null) {
            return 0;
        }
        try {
            return entry.pairId != 0 ? entry.pairId : reader.pairOf(entry.row);
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
            return 0;
        }
    }

    /// The first bytes of a message.
    byte[] message(AuditRow row, int length) {
        if (row.isWhole() || reader == null) {
            var head = new byte[row.head().remaining()];
            row.head().duplicate().get(head);
            return head;
        }
        try {
            return reader.message(row.id(), 0, length);
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
            return new byte[0];
        }
    }

    /// The session that began last, or nothing.
    String lastSession() {
        try {
            var last = reader == null ? null : reader.sessions(AuditReader.ALL, 1);
            return last == null || last.isEmpty() ? "" : last.getFirst().id();
        } catch (IOException e) {
            return "";
        }
    }

    /// What is held, for completion.
    Iterable<Held> entries() {
        return entries.values();
    }

    /// What went wrong since this was asked last, or nothing.
    String takeTrouble() {
        String last = trouble;
        trouble = "";
        return last;
    }
}
