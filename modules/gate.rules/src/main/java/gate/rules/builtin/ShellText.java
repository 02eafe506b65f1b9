package gate.rules.builtin;

/// Characters of a shell's language: where brackets close, what escapes stand for.
final class ShellText {

    private static final int MAX_STACK = 512;

    private ShellText() {}

    /// Where the bracket that closes the inside starting at `from` stands; the length of the text
    /// where it is missing.
    static int closing(String text, int from, char bracket) {
        var stack = new char[MAX_STACK];
        int depth = 0;
        stack[0] = bracket;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            char open = stack[depth];
            if (c == '\\') {
                at++;
            } else if (c == open) {
                if (depth == 0) {
                    return at;
                }
                depth--;
            } else if (c == '\'' && open != '"') {
                int end = text.indexOf('\'', at + 1);
                at = end < 0 ? text.length() : end;
            } else if (depth < MAX_STACK - 1) {
                char inner = inner(text, at, c, open);
                if (inner != '\0') {
                    depth++;
                    stack[depth] = inner;
                    at += c == '$' ? 1 : 0;
                }
            }
        }
        return text.length();
    }

    private static char inner(String text, int at, char c, char open) {
        if (c == '"') {
            return '"';
        }
        if (c == '$' && at + 1 < text.length()) {
            char next = text.charAt(at + 1);
            return next == '(' ? ')' : next == '{' ? '}' : '\0';
        }
        return c == '(' && open == ')' ? ')' : '\0';
    }

    /// Escapes of `$'…'`, `echo -e` and `printf`.
    static String unescape(String text, int from, int to) {
        var plain = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            if (c != '\\' || at + 1 >= to) {
                plain.append(c);
                at++;
                continue;
            }
            char kind = text.charAt(at + 1);
            at += 2;
            switch (kind) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case 'a', 'b', 'f', 'v' -> plain.append(' ');
                case 'e', 'E' -> plain.append('\u001b');
                case 'x' -> at = number(text, at, to, 16, 2, plain);
                case 'u' -> at = number(text, at, to, 16, 4, plain);
                case 'U' -> at = number(text, at, to, 16, 8, plain);
                case '0', '1', '2', '3', '4', '5', '6', '7' ->
                        at = number(text, at - 1, to, 8, kind == '0' ? 4 : 3, plain);
                case '\\', '\'', '"', '?' -> plain.append(kind);
                default -> plain.append('\\').append(kind);
            }
        }
        return plain.toString();
    }

    private static int number(
            String text, int from, int to, int radix, int digits, StringBuilder into) {
        int value = 0;
        int at = from;
        while (at < to && at < from + digits) {
            int digit = Character.digit(text.charAt(at), radix);
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
            at++;
        }
        if (at > from && Character.isValidCodePoint(value)) {
            into.appendCodePoint(value);
        }
        return at;
    }

    /// Whether a name fits a pattern of `*`, `?` and `[…]`; work is the product of their lengths,
    /// and names are short.
    static boolean globMatches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int mark = 0;
        while (n < name.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : '\0';
            int end = c == '[' ? pattern.indexOf(']', p + 2) : -1;
            if (c == '*') {
                star = p++;
                mark = n;
            } else if (end > 0 && inSet(pattern, p + 1, end, name.charAt(n))) {
                p = end + 1;
                n++;
            } else if (c == '?' || (c == name.charAt(n) && end < 0)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean inSet(String pattern, int from, int to, char c) {
        boolean isNegated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        boolean isIn = false;
        for (int i = isNegated ? from + 1 : from; i < to; i++) {
            if (i + 2 < to && pattern.charAt(i + 1) == '-') {
                isIn |= c >= pattern.charAt(i) && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                isIn |= c == pattern.charAt(i);
            }
        }
        return isIn != isNegated;
    }
}
