package gate.rules.builtin;

/// Invisible characters in a row: two kinds of them can spell any text, bit by bit.
///
/// Mail and web pages pad with them too, one kind or the same few again and again. Owned by one
/// thread.
final class InvisibleRun {

    private static final int KEPT = 64;
    private static final int MAX_PERIOD = 4;

    private final int[] points = new int[KEPT];
    private int length;

    /// Whether a character takes no room and has no look: joiners, fillers, soft hyphens, marks.
    static boolean isPart(int point) {
        return switch (point) {
            case 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e -> true;
            case 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x3164, 0xfeff, 0xffa0 -> true;
            default ->
                    (point >= 0x2060 && point <= 0x2065)
                            || (point >= 0x206a && point <= 0x206f)
                            || (point >= 0x1d173 && point <= 0x1d17a)
                            || (point >= 0x1bca0 && point <= 0x1bca3);
        };
    }

    void add(int point) {
        if (length < KEPT) {
            points[length] = point;
        }
        length++;
    }

    void clear() {
        length = 0;
    }

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /// Whether the run is one character that has no use between two Latin letters.
    boolean isSplitter() {
        return length > 0 && points[0] != 0xad;
    }

    /// Whether a few characters only repeat themselves, which carries nothing.
    boolean isPeriodic() {
        int kept = Math.min(length, KEPT);
        for (int period = 1; period <= MAX_PERIOD; period++) {
            int at = period;
            while (at < kept && points[at] == points[at - period]) {
                at++;
            }
            if (at >= kept) {
                return true;
            }
        }
        return false;
    }
}
