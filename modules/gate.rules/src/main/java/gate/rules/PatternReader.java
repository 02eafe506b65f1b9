package gate.rules;

import java.util.Arrays;

/// Reads a pattern and writes it out as places and steps between them (Thompson's construction).
///
/// Groups nest at most [#MAX_DEPTH] deep, so the reader may call itself for them: policies are
/// written by the user, not by a peer. Owned by one thread.
final class PatternReader {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_CHARS = 256;
    private static final int MAX_REPEAT = 255;

    private final String text;
    private int at;
    private int depth;
    private boolean ignoresCase;

    private final int[] kinds = new int[TextPattern.MAX_STATES];
    private final int[] nexts = new int[TextPattern.MAX_STATES];
    private final int[] others = new int[TextPattern.MAX_STATES];
    private final CharacterSet[] sets = new CharacterSet[TextPattern.MAX_STATES];
    private int size;

    private PatternReader(String text) {
        this.text = text;
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty pattern is in every text");
        }
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("longer than " + MAX_CHARS + " characters");
        }
    }

    static TextPattern literal(String text, boolean ignoresCase) {
        var reader = new PatternReader(text);
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int state = reader.state(TextPattern.CHARACTERS);
            reader.sets[state] = CharacterSet.of(points[i], ignoresCase);
            reader.nexts[state] = state + 1;
        }
        reader.state(TextPattern.MATCH);
        return reader.pattern(0);
    }

    static TextPattern expression(String text) {
        var reader = new PatternReader(text);
        if (text.startsWith("(?i)")) {
            reader.ignoresCase = true;
            reader.at = 4;
        }
        int entry = reader.state(TextPattern.SPLIT);
        int end = reader.alternatives(entry);
        if (reader.at < text.length()) {
            throw reader.wrong("`)` without `(`");
        }
        int match = reader.state(TextPattern.MATCH);
        reader.link(end, match);
        TextPattern pattern = reader.pattern(entry);
        if (pattern.isIn("")) {
            throw new IllegalArgumentException("it fits the empty text, so it is in every text");
        }
        return pattern;
    }

    private TextPattern pattern(int entry) {
        if (entry != 0) {
            throw new IllegalStateException("a pattern is entered at its first state");
        }
        return new TextPattern(
                text,
                Arrays.copyOf(kinds, size),
                Arrays.copyOf(nexts, size),
                Arrays.copyOf(others, size),
                Arrays.copyOf(sets, size));
    }

    /// Alternatives up to a `)` or the end, entered from a state.
    ///
    /// @return the state in which all of them end; what follows it is to be linked
    private int alternatives(int entry) {
        int end = state(TextPattern.SPLIT);
        int from = entry;
        while (true) {
            int first = state(TextPattern.SPLIT);
            link(from, first);
            link(sequence(first), end);
            if (at >= text.length() || text.charAt(at) != '|') {
                return end;
            }
            at++;
            // The entry leads to the first alternative, and to a split for those after it.
            int more = state(TextPattern.SPLIT);
            others[from] = more;
            nexts[more] = more;
            others[more] = more;
            from = more;
        }
    }

    private int sequence(int from) {
        int last = from;
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            last = repeated(last);
        }
        return last;
    }

    /// One piece with what says how often.
    private int repeated(int from) {
        int source = at;
        int begin = state(TextPattern.SPLIT);
        link(from, begin);
        int end = piece(begin);
        int after = at;
        int least = 1;
        int most = 1;
        if (at < text.length()) {
            switch (text.charAt(at)) {
                case '*' -> {
                    least = 0;
                    most = -1;
                    at++;
                }
                case '+' -> {
                    most = -1;
                    at++;
                }
                case '?' -> {
                    least = 0;
                    at++;
                }
                case '{' -> {
                    at++;
                    least = number();
                    most = least;
                    if (at < text.length() && text.charAt(at) == ',') {
                        at++;
                        most = at < text.length() && text.charAt(at) == '}' ? -1 : number();
                    }
                    expect('}');
                    if (most >= 0 && most < least) {
                        throw wrong("no number is between " + least + " and " + most);
                    }
                }
                default -> {
                    return end;
                }
            }
        }
        if (at == after) {
            return end;
        }
        if (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
            throw wrong(
                    text.charAt(at) == '?'
                            ? "`?` after a repetition is not supported: the longest match is found"
                            : "a repetition of a repetition");
        }
        return copies(begin, end, source, least, most);
    }

    /// Writes the rest of the copies out: the first is there, from `begin` to `end`.
    private int copies(int begin, int end, int source, int least, int most) {
        int behind = at;
        int out = state(TextPattern.SPLIT);
        int last = end;
        int first = begin;
        if (least == 0) {
            skip(begin, out);
        }
        for (int i = 2; i <= Math.max(least, most); i++) {
            first = state(TextPattern.SPLIT);
            link(last, first);
            at = source;
            last = piece(first);
            if (i > least) {
                skip(first, out);
            }
        }
        at = behind;
        if (most < 0) {
            // After the last copy it may begin again.
            int again = state(TextPattern.SPLIT);
            link(last, again);
            nexts[again] = first;
            others[again] = out;
        } else if (most == 0) {
            nexts[begin] = out;
            others[begin] = out;
        } else {
            link(last, out);
        }
        return out;
    }

    /// One character, class, group or edge, entered from a state.
    private int piece(int from) {
        char c = text.charAt(at);
        return switch (c) {
            case '(' -> group(from);
            case '[' -> {
                at++;
                yield taken(from, set());
            }
            case '.' -> {
                at++;
                yield taken(from, CharacterSet.any());
            }
            case '^', '$' -> {
                at++;
                yield edge(from, c == '^' ? TextPattern.BEGIN : TextPattern.END);
            }
            case '*', '+', '?', '{' -> throw wrong("nothing before `" + c + "` to repeat");
            case '\\' -> {
                at++;
                yield escaped(from);
            }
            default -> {
                int point = text.codePointAt(at);
                at += Character.charCount(point);
                yield taken(from, CharacterSet.of(point, ignoresCase));
            }
        };
    }

    private int group(int from) {
        if (++depth > MAX_DEPTH) {
            throw wrong("groups more than " + MAX_DEPTH + " deep");
        }
        at++;
        if (text.startsWith("?:", at)) {
            at += 2;
        } else if (at < text.length() && text.charAt(at) == '?') {
            throw wrong("only `(…)`, `(?:…)` and, in front, `(?i)` are supported");
        }
        int inner = state(TextPattern.SPLIT);
        link(from, inner);
        int end = alternatives(inner);
        expect(')');
        depth--;
        return end;
    }

    private int escaped(int from) {
        if (at >= text.length()) {
            throw wrong("`\\` at the end");
        }
        if (text.charAt(at) == 'b') {
            at++;
            return edge(from, TextPattern.WORD_EDGE);
        }
        var set = new CharacterSet(ignoresCase);
        escape(set);
        return taken(from, set);
    }

    /// Adds what an escape stands for, read from behind its `\`.
    ///
    /// @return the character, or -1 if it is a class
    private int escape(CharacterSet set) {
        char c = text.charAt(at++);
        if (set.addClass(c)) {
            return -1;
        }
        int point =
                switch (c) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'u' -> hex(4);
                    case 'x' -> hex(2);
                    default -> c;
                };
        if (point == c && Character.isLetterOrDigit(c)) {
            throw wrong("`\\" + c + "` is not supported");
        }
        set.add(point, point);
        return point;
    }

    private int hex(int digits) {
        if (at + digits > text.length()) {
            throw wrong(digits + " hex digits are needed");
        }
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(text.charAt(at++), 16);
            if (digit < 0) {
                throw wrong(digits + " hex digits are needed");
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private CharacterSet set() {
        var set = new CharacterSet(ignoresCase);
        if (at < text.length() && text.charAt(at) == '^') {
            set.negate();
            at++;
        }
        boolean isFirst = true;
        while (true) {
            if (at >= text.length()) {
                throw wrong("`[` without `]`");
            }
            char c = text.charAt(at);
            if (c == ']' && !isFirst) {
                at++;
                return set;
            }
            isFirst = false;
            int first = member(set);
            boolean isRange =
                    first >= 0
                            && at + 1 < text.length()
                            && text.charAt(at) == '-'
                            && text.charAt(at + 1) != ']';
            if (isRange) {
                at++;
                int last = member(set);
                if (last < first) {
                    throw wrong("a range that ends before it begins");
                }
                set.add(first, last);
            }
        }
    }

    private int member(CharacterSet set) {
        if (at < text.length() && text.charAt(at) == '\\') {
            at++;
            if (at >= text.length()) {
                throw wrong("`\\` at the end");
            }
            return escape(set);
        }
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        set.add(point, point);
        return point;
    }

    private int taken(int from, CharacterSet set) {
        int state = state(TextPattern.CHARACTERS);
        sets[state] = set;
        link(from, state);
        int end = state(TextPattern.SPLIT);
        nexts[state] = end;
        return end;
    }

    private int edge(int from, int kind) {
        int state = state(kind);
        link(from, state);
        int end = state(TextPattern.SPLIT);
        nexts[state] = end;
        return end;
    }

    /// A new state; a split leads back to itself until it is linked, which goes nowhere.
    private int state(int kind) {
        if (size == TextPattern.MAX_STATES) {
            throw new IllegalArgumentException(
                    "too large: more than "
                            + TextPattern.MAX_STATES
                            + " places, repetitions written out");
        }
        kinds[size] = kind;
        nexts[size] = size;
        others[size] = size;
        return size++;
    }

    private void link(int from, int to) {
        nexts[from] = to;
    }

    private void skip(int from, int to) {
        others[from] = to;
    }

    private int number() {
        int begin = at;
        int value = 0;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = value * 10 + text.charAt(at++) - '0';
            if (value > MAX_REPEAT) {
                throw wrong("more than " + MAX_REPEAT + " times");
            }
        }
        if (at == begin) {
            throw wrong("a number is missing; write `\\{` for the character");
        }
        return value;
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw wrong("`" + c + "` is missing");
        }
        at++;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + ", at character " + (at + 1));
    }
}
