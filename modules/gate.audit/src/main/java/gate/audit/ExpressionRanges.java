package gate.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A set of characters while it is being put together. Owned by one thread.
final class ExpressionRanges {

    private static final int LAST = Character.MAX_CODE_POINT;
    private static final int CASE = 'a' - 'A';

    private final boolean anyCase;
    private final BitSet points = new BitSet();

    /// @param anyCase whether letters of ASCII stand for both cases
    ExpressionRanges(boolean anyCase) {
        this.anyCase = anyCase;
    }

    void add(int from, int to) {
        points.set(from, to + 1);
        if (anyCase) {
            for (int letter = 'a'; letter <= 'z'; letter++) {
                boolean either = points.get(letter) || points.get(letter - CASE);
                points.set(letter, either);
                points.set(letter - CASE, either);
            }
        }
    }

    /// Those of `\d`, `\w`, `\s`, and of their capitals all others. They are of ASCII, as in RE2.
    void addSet(char name) {
        var set = new BitSet();
        switch (Character.toLowerCase(name)) {
            case 'd' -> set.set('0', '9' + 1);
            case 'w' -> {
                set.set('0', '9' + 1);
                set.set('a', 'z' + 1);
                set.set('A', 'Z' + 1);
                set.set('_');
            }
            default -> {
                set.set('\t', '\r' + 1);
                set.set(' ');
            }
        }
        if (Character.isUpperCase(name)) {
            set.flip(0, LAST + 1);
        }
        points.or(set);
    }

    /// All characters that are not here.
    ExpressionRanges others() {
        var others = new ExpressionRanges(false);
        others.points.or(points);
        others.points.flip(0, LAST + 1);
        return others;
    }

    /// First and last code points, ascending and disjoint.
    List<Integer> ranges() {
        var ranges = new ArrayList<Integer>();
        for (int from = points.nextSetBit(0); from >= 0; ) {
            int end = points.nextClearBit(from);
            ranges.add(from);
            ranges.add(end - 1);
            from = points.nextSetBit(end);
        }
        return ranges;
    }
}
