package gate.audit;

import java.util.ArrayList;
import java.util.List;

/// Some ids of messages, kept as ranges: ascending, disjoint.
final class RowRanges {

    private final List<long[]> ranges = new ArrayList<>();

    /// Adds an id greater than all before.
    void add(long id) {
        addAll(id, id);
    }

    /// Adds ids, the first of which may be anywhere.
    void addAll(long first, long last) {
        int at = ranges.size();
        while (at > 0 && ranges.get(at - 1)[0] > first) {
            at--;
        }
        ranges.add(at, new long[] {first, last});
        merge(Math.max(0, at - 1));
    }

    /// Removes what the other has.
    RowRanges without(RowRanges other) {
        var rest = new RowRanges();
        for (long[] range : ranges) {
            long from = range[0];
            for (long[] gone : other.ranges) {
                if (gone[1] >= from && gone[0] <= range[1]) {
                    if (gone[0] > from) {
                        rest.addAll(from, gone[0] - 1);
                    }
                    from = gone[1] + 1;
                }
            }
            if (from <= range[1]) {
                rest.addAll(from, range[1]);
            }
        }
        return rest;
    }

    long count() {
        long count = 0;
        for (long[] range : ranges) {
            count += range[1] - range[0] + 1;
        }
        return count;
    }

    /// The ranges, each with its first and its last id.
    List<long[]> all() {
        return ranges;
    }

    private void merge(int from) {
        for (int at = from; at + 1 < ranges.size(); ) {
            long[] one = ranges.get(at);
            long[] next = ranges.get(at + 1);
            if (next[0] <= one[1] + 1) {
                one[1] = Math.max(one[1], next[1]);
                ranges.remove(at + 1);
            } else if (at > from) {
                return;
            } else {
                at++;
            }
        }
    }
}
