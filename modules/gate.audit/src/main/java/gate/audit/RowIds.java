package gate.audit;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Some rows by their ids, newest first, with what was decided about each. Owned by one thread
/// until it is handed on; then nobody changes it.
public final class RowIds {

    private static final int FIRST_CAPACITY = 256;

    /// An id and two bits below it: 1 allow, 2 warn, 3 block, 0 any other word.
    private long[] packed = new long[FIRST_CAPACITY];

    private int size;

    /// No rows.
    public RowIds() {}

    void add(long id, int decision) {
        if (size == packed.length) {
            packed = Arrays.copyOf(packed, 2 * size);
        }
        packed[size++] = id << 2 | decision;
    }

    public int size() {
        return size;
    }

    public long id(int index) {
        return packed[index] >> 2;
    }

    /// Nothing where the log has a word that the gate does not write.
    public @Nullable Decision decision(int index) {
        return switch ((int) (packed[index] & 3)) {
            case 1 -> Decision.ALLOW;
            case 2 -> Decision.WARN;
            case 3 -> Decision.BLOCK;
            default -> null;
        };
    }
}
