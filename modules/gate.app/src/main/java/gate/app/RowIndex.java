package gate.app;

import gate.audit.Decision;
import gate.audit.RowIds;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The ids of the rows that a condition lets through, ascending, as far as they were found.
///
/// Older rows come in at the front while the log is searched, new ones at the end. Eight bytes a
/// row. Owned by one thread.
final class RowIndex {

    private static final int FIRST_CAPACITY = 1024;

    /// Newest first.
    private long[] older = new long[FIRST_CAPACITY];

    /// Oldest first.
    private long[] newer = new long[FIRST_CAPACITY];

    private int olderSize;
    private int newerSize;
    private final long[] tallies = new long[4];

    /// Rows before all that are here.
    ///
    /// @param ids newest first
    void addOlder(RowIds ids) {
        older = roomFor(older, olderSize + ids.size());
        for (int i = 0; i < ids.size(); i++) {
            older[olderSize++] = packed(ids, i);
        }
    }

    /// Rows after all that are here.
    ///
    /// @param ids newest first
    void addNewer(RowIds ids) {
        newer = roomFor(newer, newerSize + ids.size());
        for (int i = ids.size() - 1; i >= 0; i--) {
            newer[newerSize++] = packed(ids, i);
        }
    }

    void clear() {
        olderSize = 0;
        newerSize = 0;
        Arrays.fill(tallies, 0);
    }

    int size() {
        return olderSize + newerSize;
    }

    long id(int index) {
        return at(index) >> 2;
    }

    boolean is(int index, Decision decision) {
        return (at(index) & 3) == code(decision);
    }

    /// How many of the rows were decided so.
    long count(Decision decision) {
        return tallies[code(decision)];
    }

    /// Where the first row stands whose id is this or greater; the size where there is none.
    int find(long id) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (id(middle) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long at(int index) {
        return index < olderSize ? older[olderSize - 1 - index] : newer[index - olderSize];
    }

    private long packed(RowIds ids, int i) {
        int code = code(ids.decision(i));
        tallies[code]++;
        return ids.id(i) << 2 | code;
    }

    private static int code(@Nullable Decision decision) {
        if (decision == null) {
            return 0;
        }
        return switch (decision) {
            case ALLOW -> 1;
            case WARN -> 2;
            case BLOCK -> 3;
        };
    }

    private static long[] roomFor(long[] ids, int size) {
        return size <= ids.length ? ids : Arrays.copyOf(ids, Math.max(size, 2 * ids.length));
    }
}
