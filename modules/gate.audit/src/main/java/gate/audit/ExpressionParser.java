package gate.audit;

import gate.audit.Expression.Kind;
import gate.audit.Expression.Wrong;

import java.util.ArrayList;
import java.util.List;

/// Reads a regular expression. Groups nest [#DEPTH] deep at most. Owned by one thread.
final class ExpressionParser {

    static final int DEPTH = 32;

    /// The greatest number of repetitions.
    static final int TIMES = 1_000;

    private static final int LAST = Character.MAX_CODE_POINT;
    private static final String PLAIN_CASE = "(?i)";

    private final String text;
    private final boolean anyCase;
    private int at;
    private int depth;

    ExpressionParser(String text) {
        this.text = text;
        boolean asked = text.startsWith(PLAIN_CASE);
        anyCase = asked || !hasCapital(text);
        at = asked ? PLAIN_CASE.length() : 0;
    }

    ExpressionNode parse() throws Wrong {
        ExpressionNode node = choice();
        if (at < text.length()) {
            throw new Wrong(at, "this ) closes nothing: \\) looks for one");
        }
        return node;
    }

    private ExpressionNode choice() throws Wrong {
        List<ExpressionNode> parts = new ArrayList<>();
        parts.add(row());
        while (isNext('|')) {
            at++;
            parts.add(row());
        }
        return parts.size() == 1 ? parts.getFirst() : new ExpressionNode.Choice(parts);
    }

    private ExpressionNode row() throws Wrong {
        List<ExpressionNode> parts = new ArrayList<>();
        while (at < text.length() && !isNext('|') && !isNext(')')) {
            parts.add(repeated(atom()));
        }
        return new ExpressionNode.Row(parts);
    }

    private ExpressionNode repeated(ExpressionNode part) throws Wrong {
        ExpressionNode node = part;
        while (at < text.length()) {
            int start = at;
            int least = 0;
            int most = ExpressionNode.ENDLESS;
            char c = text.charAt(at);
            if (c == '*' || c == '+' || c == '?') {
                at++;
                least = c == '+' ? 1 : 0;
                most = c == '?' ? 1 : ExpressionNode.ENDLESS;
            } else if (c == '{' && text.indexOf('}', at) > 0) {
                int end = text.indexOf('}', at);
                String times = text.substring(at + 1, end);
                int comma = times.indexOf(',');
                least = number(comma < 0 ? times : times.substring(0, comma));
                String upper = comma < 0 ? times : times.substring(comma + 1);
                most = upper.isEmpty() ? ExpressionNode.ENDLESS : number(upper);
                if (most != ExpressionNode.ENDLESS && least > most) {
                    throw new Wrong(start, "this repetition ends before it begins");
                }
                at = end + 1;
            } else {
                return node;
            }
            if (node instanceof ExpressionNode.Repeat) {
                throw new Wrong(start, "what is repeated already cannot be repeated; use ( )");
            }
            node = new ExpressionNode.Repeat(node, least, most);
            if (isNext('?')) {
                at++; // as little as possible: whether there is a match does not depend on it
            }
        }
        return node;
    }

    private int number(String digits) throws Wrong {
        int value = digits.isEmpty() ? -1 : 0;
        for (int i = 0; i < digits.length() && value >= 0 && value <= TIMES; i++) {
            char c = digits.charAt(i);
            value = c >= '0' && c <= '9' ? 10 * value + c - '0' : -1;
        }
        if (value < 0 || value > TIMES) {
            throw new Wrong(at, "a repetition is {2}, {2,} or {2,5}, up to " + TIMES);
        }
        return value;
    }

    private ExpressionNode atom() throws Wrong {
        int start = at;
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        return switch (point) {
            case '^' -> new ExpressionNode.Edge(Kind.BEGIN);
            case '$' -> new ExpressionNode.Edge(Kind.END);
            case '.' -> new ExpressionNode.Set(List.of(0, LAST));
            case '(' -> group(start);
            case '[' -> new ExpressionNode.Set(set(start).ranges());
            case '\\' -> {
                var ranges = new ExpressionRanges(anyCase);
                escape(start, ranges);
                yield new ExpressionNode.Set(ranges.ranges());
            }
            case '*', '+', '?' ->
                    throw new Wrong(
                            start, "there is nothing to repeat here: \\ before it looks for it");
            default -> {
                var ranges = new ExpressionRanges(anyCase);
                ranges.add(point, point);
                yield new ExpressionNode.Set(ranges.ranges());
            }
        };
    }

    private ExpressionNode group(int start) throws Wrong {
        if (isNext('?')) {
            if (!text.startsWith("?:", at)) {
                throw new Wrong(start, "of groups only ( and (?: are known, and (?i) at the start");
            }
            at += 2;
        }
        if (++depth > DEPTH) {
            throw new Wrong(start, "groups nest " + DEPTH + " deep at most");
        }
        ExpressionNode inside = choice();
        if (!isNext(')')) {
            throw new Wrong(start, "this ( is never closed");
        }
        at++;
        depth--;
        // A group of its own, lest `(a*)*` looks like `a**`.
        return new ExpressionNode.Row(List.of(inside));
    }

    private ExpressionRanges set(int start) throws Wrong {
        var ranges = new ExpressionRanges(anyCase);
        boolean negative = isNext('^');
        at += negative ? 1 : 0;
        boolean begun = false;
        while (at < text.length() && (!isNext(']') || !begun)) {
            begun = true;
            int from = point();
            int to = from;
            if (from == '\\') {
                int single = escape(at - 1, ranges);
                if (single < 0) {
                    continue;
                }
                from = single;
                to = single;
            }
            if (isNext('-') && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                at++;
                to = point();
                to = to == '\\' ? escape(at - 1, new ExpressionRanges(false)) : to;
                if (to < from) {
                    throw new Wrong(at, "this range ends before it begins");
                }
            }
            ranges.add(from, to);
        }
        if (!isNext(']')) {
            throw new Wrong(start, "this [ is never closed");
        }
        at++;
        return negative ? ranges.others() : ranges;
    }

    private int point() {
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        return point;
    }

    /// Adds what stands behind a backslash; returns its code point, or -1 for a set.
    private int escape(int start, ExpressionRanges ranges) throws Wrong {
        if (at == text.length()) {
            throw new Wrong(start, "something is missing after this \\");
        }
        int point = point();
        int single =
                switch (point) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 'd', 'D', 'w', 'W', 's', 'S' -> -1;
                    default -> point;
                };
        if (single < 0) {
            ranges.addSet((char) point);
            return single;
        }
        if (single == point && point < 0x80 && Character.isLetterOrDigit(point)) {
            throw new Wrong(
                    start, "\\" + (char) point + " is not known here: \\d \\w \\s \\D \\W \\S are");
        }
        ranges.add(single, single);
        return single;
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /// Those behind a backslash do not count.
    private static boolean hasCapital(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (Character.isUpperCase(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
