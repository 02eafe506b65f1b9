package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// A script of PowerShell with its strings put together, as it would be when it runs.
final class PowerShellText {

    private static final String DECODER = "frombase64string";
    private static final int MAX_PARTS = 32;

    private PowerShellText() {}

    /// The text with `"a"+"b"` as `"ab"` and `'{1}{0}' -f 'b','a'` as `'ab'`.
    static String joined(String text) {
        boolean hasParts =
                text.indexOf('+') >= 0
                        || text.indexOf("-f") >= 0
                        || find(text, "[char", 0) >= 0
                        || find(text, "-join", 0) >= 0
                        || find(text, ".replace(", 0) >= 0;
        if (!hasParts && text.indexOf("@{") < 0) {
            return text;
        }
        var whole = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isQuote(c)) {
                int next = blanks(text, at + 1);
                if (next < text.length() && text.charAt(next) == '+') {
                    int other = blanks(text, next + 1);
                    if (other < text.length() && isQuote(text.charAt(other))) {
                        at = other + 1;
                        continue;
                    }
                }
            }
            whole.append(c);
            at++;
        }
        String plain = formatted(characters(whole.toString()));
        return splatted(replaced(listed(turned(plain))));
    }

    /// `('R','e','m') -join ''` as `'Rem'`.
    private static String listed(String text) {
        int join = find(text, "-join ''", 0);
        int close = join - 1;
        while (close > 0 && (text.charAt(close) == ' ' || text.charAt(close) == ')')) {
            close--;
        }
        int open = close > 0 ? text.lastIndexOf('(', close) : -1;
        if (open < 0 || !isQuote(text.charAt(close))) {
            return text;
        }
        var made = new StringBuilder();
        int at = open + 1;
        while (at < close) {
            char c = text.charAt(at);
            int end = isQuote(c) ? text.indexOf(c, at + 1) : -1;
            if (end > 0) {
                made.append(text, at + 1, end);
                at = end + 1;
            } else if (c == ',' || c == ' ') {
                at++;
            } else {
                return text;
            }
        }
        return text.substring(0, open) + '\'' + made + '\'' + text.substring(join + 8);
    }

    /// `'Xmove-Item'.Replace('X','Re')` as what it makes, for so many in a row.
    private static String replaced(String text) {
        String whole = text;
        for (int part = 0; part < MAX_PARTS; part++) {
            int at = find(whole, ".replace(", 0);
            int one = at + 9;
            int oneEnd = at < 1 ? -1 : endOfString(whole, one);
            int by = oneEnd < 0 ? -1 : blanks(whole, oneEnd + 1);
            by =
                    by > 0 && by < whole.length() && whole.charAt(by) == ','
                            ? blanks(whole, by + 1)
                            : -1;
            int byEnd = by < 0 ? -1 : endOfString(whole, by);
            int close = byEnd < 0 ? -1 : blanks(whole, byEnd + 1);
            boolean isCall = close > 0 && close < whole.length() && whole.charAt(close) == ')';
            boolean isText = at > 1 && isQuote(whole.charAt(at - 1));
            int open = isCall && isText ? whole.lastIndexOf(whole.charAt(at - 1), at - 2) : -1;
            if (open < 0 || oneEnd == one + 1) {
                break;
            }
            String source = whole.substring(open + 1, at - 1);
            String made =
                    with(source, whole.substring(one + 1, oneEnd), whole.substring(by + 1, byEnd));
            whole =
                    whole.substring(0, open + 1)
                            + made
                            + whole.charAt(at - 1)
                            + whole.substring(close + 1);
        }
        return whole;
    }

    /// Where a string ends that begins at a place, or -1.
    private static int endOfString(String text, int from) {
        boolean isString = from < text.length() && isQuote(text.charAt(from));
        return isString ? text.indexOf(text.charAt(from), from + 1) : -1;
    }

    /// One text in place of another; what would grow too long stays as it is.
    private static String with(String text, String one, String by) {
        boolean isShort = (long) text.length() * (1L + by.length()) < Shell.MAX_VALUE_CHARS;
        return isShort ? text.replace(one, by) : text;
    }

    /// Where a word stands, in letters of either size.
    private static int find(String text, String small, int from) {
        for (int at = from; at + small.length() <= text.length(); at++) {
            if (text.regionMatches(true, at, small, 0, small.length())) {
                return at;
            }
        }
        return -1;
    }

    /// `$s='metI-evomeR'; $s[-1..-($s.Length)] -join ''` with the string turned back.
    private static String turned(String text) {
        int at = text.indexOf("[-1..-");
        int join = at < 0 ? -1 : find(text, "-join ''", at);
        int from = at;
        while (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))) {
            from--;
        }
        if (join < 0 || from == at || from == 0 || text.charAt(from - 1) != '$') {
            return text;
        }
        int set = text.indexOf(text.substring(from - 1, at) + "='");
        int open = set < 0 ? -1 : text.indexOf('\'', set);
        int close = open < 0 ? -1 : text.indexOf('\'', open + 1);
        if (close < 0 || close > from) {
            return text;
        }
        String made = new StringBuilder(text.substring(open + 1, close)).reverse().toString();
        return text.substring(0, from - 1) + '\'' + made + '\'' + text.substring(join + 8);
    }

    /// `-join([char[]](114,109))` and `[char[]](114,109) -join ''` as the text that they make.
    private static String characters(String text) {
        int at = find(text, "[char[]]", 0);
        int open = at < 0 ? -1 : text.indexOf('(', at);
        int close = open < 0 ? -1 : text.indexOf(')', open);
        if (close < 0 || open > at + 10) {
            return text;
        }
        var made = new StringBuilder();
        int value = 0;
        for (int i = open + 1; i <= close; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = Math.min(0xffff, value * 10 + c - '0');
            } else if (c == ',' || c == ')') {
                made.append((char) value);
                value = 0;
            } else if (c > ' ') {
                return text;
            }
        }
        int from = find(text, "-join", Math.max(0, at - 8));
        String before = text.substring(0, from >= 0 && from < at ? from : at);
        return before + '\'' + made + '\'' + text.substring(close + 1);
    }

    /// `$p=@{Path='x';Recurse=$true}; Remove-Item @p` with the options in place of `@p`.
    private static String splatted(String text) {
        int at = text.indexOf("@{");
        int close = at < 0 ? -1 : text.indexOf('}', at);
        int equals = at - 1;
        while (equals > 0 && text.charAt(equals) == ' ') {
            equals--;
        }
        if (close < 0 || equals <= 0 || text.charAt(equals) != '=') {
            return text;
        }
        int end = equals;
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        int from = end;
        while (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))) {
            from--;
        }
        if (from == 0 || from == end || text.charAt(from - 1) != '$') {
            return text;
        }
        var options = new StringBuilder();
        for (String each : text.substring(at + 2, close).split(";", MAX_PARTS)) {
            int sign = each.indexOf('=');
            if (sign > 0) {
                String value = each.substring(sign + 1).strip();
                options.append(" -").append(each.substring(0, sign).strip());
                options.append(value.equalsIgnoreCase("$true") ? "" : " " + value);
            }
        }
        String name = "@" + text.substring(from, end);
        return text.substring(0, close + 1)
                + with(text.substring(close + 1), name, options.toString());
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /// Where `-f` stands behind a string, and not as a part of a word.
    private static int option(String text) {
        for (int at = text.indexOf("-f"); at >= 0; at = text.indexOf("-f", at + 1)) {
            int before = at - 1;
            while (before > 0 && text.charAt(before) == ' ') {
                before--;
            }
            char next = at + 2 < text.length() ? text.charAt(at + 2) : ' ';
            if (before > 0 && isQuote(text.charAt(before)) && (next == ' ' || isQuote(next))) {
                return at;
            }
        }
        return -1;
    }

    private static String formatted(String text) {
        int option = option(text);
        int close = option - 1;
        while (close > 0 && text.charAt(close) == ' ') {
            close--;
        }
        boolean isText = close > 0 && isQuote(text.charAt(close));
        int open = isText ? text.lastIndexOf(text.charAt(close), close - 1) : -1;
        if (open < 0) {
            return text;
        }
        String format = text.substring(open + 1, close);
        int at = blanks(text, option + 2);
        for (int part = 0; part < MAX_PARTS && at < text.length(); part++) {
            if (!isQuote(text.charAt(at))) {
                break;
            }
            int end = text.indexOf(text.charAt(at), at + 1);
            if (end < 0) {
                break;
            }
            format = with(format, "{" + part + "}", text.substring(at + 1, end));
            at = end + 1;
            int comma = blanks(text, at);
            if (comma >= text.length() || text.charAt(comma) != ',') {
                break;
            }
            at = blanks(text, comma + 1);
        }
        return text.substring(0, open + 1)
                + format
                + "'"
                + text.substring(Math.min(at, text.length()));
    }

    /// The script that is decoded from base64 and run, or null.
    static @Nullable String decoded(String text, String lower) {
        int at = lower.indexOf(DECODER);
        boolean isRun =
                lower.contains("iex")
                        || lower.contains("invoke-expression")
                        || lower.contains("scriptblock");
        if (at < 0 || !isRun) {
            return null;
        }
        int from = at + DECODER.length();
        while (from < text.length() && !isQuote(text.charAt(from))) {
            from++;
        }
        int end = from < text.length() ? text.indexOf(text.charAt(from), from + 1) : -1;
        byte[] bytes = end < 0 ? null : KnownText.base64Bytes(text.substring(from + 1, end));
        if (bytes == null) {
            return null;
        }
        boolean isWide = lower.contains("unicode");
        return new String(bytes, isWide ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
    }
}
