package gate.rules;

import java.util.ArrayList;
import java.util.List;

/// Characters that a place in a pattern takes.
final class CharacterSet {

    private record Range(int first, int last) {}

    private final List<Range> ranges = new ArrayList<>();
    private final boolean ignoresCase;
    private boolean isNegated;

    CharacterSet(boolean ignoresCase) {
        this.ignoresCase = ignoresCase;
    }

    /// Exactly this one, in either case if that does not matter.
    static CharacterSet of(int point, boolean ignoresCase) {
        var set = new CharacterSet(ignoresCase);
        set.add(point, point);
        return set;
    }

    /// Every character.
    static CharacterSet any() {
        var set = new CharacterSet(false);
        set.add(0, Character.MAX_CODE_POINT);
        return set;
    }

    void add(int first, int last) {
        ranges.add(new Range(first, last));
    }

    /// Adds `d`, `w` or `s`; their capitals, all others.
    ///
    /// @return whether there is such a class
    boolean addClass(char name) {
        switch (name) {
            case 'd' -> add('0', '9');
            case 'w' -> {
                add('a', 'z');
                add('A', 'Z');
                add('0', '9');
                add('_', '_');
            }
            case 's' -> {
                add('\t', '\r');
                add(' ', ' ');
                add(0xa0, 0xa0);
                add(0x2028, 0x2029);
            }
            case 'D', 'W', 'S' -> {
                var other = new CharacterSet(false);
                other.addClass(Character.toLowerCase(name));
                addAllBut(other);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void addAllBut(CharacterSet other) {
        List<Range> sorted = new ArrayList<>(other.ranges);
        sorted.sort((one, two) -> Integer.compare(one.first, two.first));
        int from = 0;
        for (Range range : sorted) {
            if (range.first > from) {
                add(from, range.first - 1);
            }
            from = range.last + 1;
        }
        add(from, Character.MAX_CODE_POINT);
    }

    void negate() {
        isNegated = true;
    }

    boolean has(int point) {
        boolean isIn = isIn(point);
        if (!isIn && ignoresCase) {
            int upper = Character.toUpperCase(point);
            isIn =
                    isIn(upper)
                            || isIn(Character.toLowerCase(upper))
                            || isIn(Character.toLowerCase(point));
        }
        return isIn != isNegated;
    }

    private boolean isIn(int point) {
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            if (point >= range.first && point <= range.last) {
                return true;
            }
        }
        return false;
    }
}
