package gate.app;

import gate.audit.Expression;
import gate.audit.RowCondition;

/// The filter language: `decision:block tool:run* -session:7f3a "rm -rf"`.
///
/// ```
/// expression = and { "|" and }
/// and        = not { not }
/// not        = { "-" | "!" } atom
/// atom       = "(" expression ")" | key ":" value { "," value } | "~" letter value
///            | "/" regular expression "/" | text
/// ```
///
/// What stands between two slashes is a regular expression, if a blank, bracket or bar follows the
/// second, or nothing: `/rm -(rf|fr)/`, but `/etc/passwd` is a text. `\/` is a slash in one.
///
/// A text is a word, or anything between double quotes; it is looked for in the message and in the
/// names. [FilterKeys] has the keys. Brackets nest [#DEPTH] deep at most, and an expression has
/// [#ATOMS] atoms at most. Owned by one thread.
final class Filter {

    /// An expression that makes no sense.
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        private final int at;

        /// @param at where in the expression, in characters from its start
        Wrong(int at, String message) {
            super(message);
            this.at = at;
        }

        int at() {
            return at;
        }
    }

    static final int DEPTH = 32;
    static final int ATOMS = 64;
    static final int CHARS = 4096;

    private static final String ALIASES = "dmtrsb";
    private static final String[] ALIASED = {
        "decision", "method", "tool", "rule", "session", "body"
    };

    private final String text;
    private final FilterKeys keys;
    private int at;
    private int depth;
    private int atoms;

    private Filter(String text, FilterKeys keys) {
        this.text = text;
        this.keys = keys;
    }

    /// What an expression wants; every row for an empty one.
    ///
    /// @throws Wrong if it makes no sense
    static RowCondition parse(String expression, FilterKeys keys) throws Wrong {
        if (expression.length() > CHARS) {
            throw new Wrong(CHARS, "a filter has " + CHARS + " characters at most");
        }
        var filter = new Filter(expression, keys);
        filter.skipBlanks();
        if (filter.isAtEnd()) {
            return RowCondition.ALL;
        }
        RowCondition all = filter.expression();
        if (!filter.isAtEnd()) {
            throw new Wrong(filter.at, "this ) closes nothing; put it in quotes to look for it");
        }
        return all;
    }

    private RowCondition expression() throws Wrong {
        RowCondition any = conjunction();
        while (isNext('|')) {
            at++;
            skipBlanks();
            any = any.or(conjunction());
        }
        return any;
    }

    private RowCondition conjunction() throws Wrong {
        RowCondition all = negation();
        while (!isAtEnd() && !isNext('|') && !isNext(')')) {
            all = all.and(negation());
        }
        return all;
    }

    private RowCondition negation() throws Wrong {
        boolean negative = false;
        while (isNext('-') || isNext('!')) {
            negative = !negative;
            at++;
        }
        RowCondition condition = atom();
        return negative ? condition.not() : condition;
    }

    private RowCondition atom() throws Wrong {
        if (isAtEnd() || isNext('|') || isNext(')') || isBlank(text.charAt(at))) {
            throw new Wrong(at, "something to look for is missing here: a text, or key:value");
        }
        if (++atoms > ATOMS) {
            throw new Wrong(at, "a filter has " + ATOMS + " terms at most");
        }
        return switch (text.charAt(at)) {
            case '(' -> inBrackets();
            case '~' -> alias();
            case '"' -> text(at);
            case '/' -> slash();
            default -> word();
        };
    }

    private RowCondition inBrackets() throws Wrong {
        int open = at++;
        if (++depth > DEPTH) {
            throw new Wrong(open, "brackets nest " + DEPTH + " deep at most");
        }
        skipBlanks();
        RowCondition inside = expression();
        if (!isNext(')')) {
            throw new Wrong(open, "this ( is never closed");
        }
        at++;
        depth--;
        skipBlanks();
        return inside;
    }

    /// `~t name`, as mitmproxy has it.
    private RowCondition alias() throws Wrong {
        int start = at++;
        int which = isAtEnd() ? -1 : ALIASES.indexOf(text.charAt(at));
        if (which < 0) {
            throw new Wrong(start, "after ~ comes one of d m t r s b; quote it to look for it");
        }
        at++;
        skipBlanks();
        return values(ALIASED[which], start);
    }

    /// A word is a key where a colon follows its letters, and else a text.
    private RowCondition word() throws Wrong {
        int start = at;
        int end = at;
        while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
            end++;
        }
        if (end > start && end < text.length() && text.charAt(end) == ':') {
            String key = text.substring(start, end);
            if (!keys.isKey(key)) {
                throw new Wrong(
                        start, FilterKeys.unknownKey(key) + "; quote a text that has a colon");
            }
            at = end + 1;
            return values(key, start);
        }
        return text(start);
    }

    /// A regular expression between slashes, or a text that begins with one.
    private RowCondition slash() throws Wrong {
        int start = at;
        var source = new StringBuilder();
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '/') {
            if (text.charAt(end) == '\\' && end + 1 < text.length()) {
                if (text.charAt(end + 1) != '/') {
                    source.append('\\');
                }
                end++;
            }
            source.append(text.charAt(end++));
        }
        boolean isClosed = end < text.length() && end > start + 1;
        boolean isLast = end + 1 >= text.length() || isEnd(text.charAt(end + 1));
        if (!isClosed || !isLast) {
            return text(start);
        }
        at = end + 1;
        skipBlanks();
        return matches(source.toString(), start + 1);
    }

    /// @param from where the expression begins, for messages
    private static RowCondition matches(String source, int from) throws Wrong {
        try {
            return RowCondition.matches(Expression.of(source));
        } catch (Expression.Wrong e) {
            throw new Wrong(from + e.at(), String.valueOf(e.getMessage()));
        }
    }

    private RowCondition text(int start) throws Wrong {
        String wanted = value(false);
        if (wanted.isEmpty()) {
            throw new Wrong(start, "there is nothing between these quotes");
        }
        skipBlanks();
        return RowCondition.has(wanted);
    }

    /// Any of the values, between commas.
    private RowCondition values(String key, int start) throws Wrong {
        RowCondition any = one(key, start);
        while (isNext(',')) {
            at++;
            if (++atoms > ATOMS) {
                throw new Wrong(at, "a filter has " + ATOMS + " terms at most");
            }
            any = any.or(one(key, start));
        }
        skipBlanks();
        return any;
    }

    private RowCondition one(String key, int start) throws Wrong {
        int from = at;
        String value = value(true);
        if (value.isEmpty()) {
            throw new Wrong(from, key + ": needs a value, such as " + keys.example(key));
        }
        try {
            return keys.condition(key, value);
        } catch (Wrong e) {
            throw new Wrong(e.at() < 0 ? start : from, String.valueOf(e.getMessage()));
        }
    }

    /// Up to a blank, bracket or bar, or what stands between quotes.
    private String value(boolean endsAtComma) throws Wrong {
        int start = at;
        if (isNext('"')) {
            var quoted = new StringBuilder();
            for (at++; !isAtEnd() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                quoted.append(text.charAt(at));
            }
            if (isAtEnd()) {
                throw new Wrong(start, "this quote is never closed");
            }
            at++;
            return quoted.toString();
        }
        while (!isAtEnd() && !isEnd(text.charAt(at)) && !(endsAtComma && isNext(','))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean isAtEnd() {
        return at >= text.length();
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isEnd(char c) {
        return isBlank(c) || c == '(' || c == ')' || c == '|';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\u00a0';
    }
}
