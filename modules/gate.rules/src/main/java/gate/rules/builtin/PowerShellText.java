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
        if (text.indexOf('+') < 0 && text.indexOf("-f") < 0) {
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
        return formatted(whole.toString());
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

    private static String formatted(String text) {
        int option = text.indexOf("-f");
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
            format = format.replace("{" + part + "}", text.substring(at + 1, end));
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
        boolean isRun = lower.contains("iex") || lower.contains("invoke-expression");
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
