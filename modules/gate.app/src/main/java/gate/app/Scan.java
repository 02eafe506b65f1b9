package gate.app;

import gate.audit.AuditReader;
import gate.audit.RowCondition;
import gate.audit.RowIds;

import java.io.IOException;

/// A search through the log, newest rows first, in pieces that take some 30 ms each, so that it can
/// be given up between them. Owned by one thread.
final class Scan {

    /// After so many rows the search ends: their ids take 8 bytes each, and the viewer's heap is
    /// small.
    static final int MOST_ROWS = 3_000_000;

    private static final long FIRST_IDS = 2_000;
    private static final long MOST_IDS = 200_000;
    private static final long PIECE_NANOS = 30_000_000;

    private final int number;
    private final RowCondition condition;
    private final int mostRows;

    /// All ids above this and up to `high` were looked at.
    private long low;

    private long high;
    private long newest;
    private long ids = FIRST_IDS;
    private boolean begun;
    private int rows;

    /// @param number tells its results from those of other searches
    Scan(int number, RowCondition condition) {
        this(number, condition, MOST_ROWS);
    }

    /// @param mostRows after how many rows it ends
    Scan(int number, RowCondition condition, int mostRows) {
        this.number = number;
        this.condition = condition;
        this.mostRows = mostRows;
    }

    int number() {
        return number;
    }

    boolean isDone() {
        return begun && low <= 0;
    }

    /// Where the search stands, from 0 to 100.
    int percent() {
        return !begun ? 0 : newest <= 0 ? 100 : (int) (100 - 100 * Math.max(0, low) / newest);
    }

    /// Rows of the next piece, older than all before.
    RowIds older(AuditReader reader) throws IOException {
        if (!begun) {
            newest = reader.newest();
            low = newest;
            high = newest;
            begun = true;
        }
        long above = Math.max(0, low - ids);
        long started = System.nanoTime();
        RowIds found = reader.ids(condition, above, low);
        long took = System.nanoTime() - started;
        rows += found.size();
        low = rows < mostRows ? above : 0;
        ids = took > PIECE_NANOS ? Math.max(1, ids / 2) : Math.min(MOST_IDS, 2 * ids);
        return found;
    }

    /// Rows that came since the search began or was last asked this.
    RowIds newer(AuditReader reader, long upTo) throws IOException {
        if (!begun || upTo <= high) {
            return new RowIds();
        }
        RowIds found = reader.ids(condition, high, upTo);
        high = upTo;
        return found;
    }

    /// Whether rows that were seen are gone, so that their ids may be given to others.
    boolean isStale(long newestNow) {
        return begun && newestNow < high;
    }
}
