package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a variable or `${…}` stands for.
final class ShellParameter {

    private ShellParameter() {}

    /// The value, or null if it cannot be known.
    ///
    /// @param inner `NAME`, or what stands between the braces: `NAME:-default`, `NAME#prefix`
    static @Nullable String value(Shell shell, String inner) {
        boolean isLength = inner.startsWith("#") && inner.length() > 1;
        boolean isIndirect = inner.startsWith("!") && inner.length() > 1;
        int from = isLength || isIndirect ? 1 : 0;
        int end = from;
        while (end < inner.length() && isName(inner.charAt(end))) {
            end++;
        }
        if (end == from && end < inner.length()) {
            end++;
        }
        String name = inner.substring(from, end);
        String value = known(shell, name);
        if (isIndirect && value != null) {
            value = known(shell, value);
        }
        if (end < inner.length() && inner.charAt(end) == '[') {
            int close = inner.indexOf(']', end);
            String index = close < 0 ? "" : inner.substring(end + 1, close);
            value = element(value, index);
            end = close < 0 ? inner.length() : close + 1;
            boolean isRange = index.equals("@") && end + 1 < inner.length();
            if (isRange && value != null && inner.charAt(end) == ':' && isDigit(inner, end + 1)) {
                return elements(value, inner.substring(end + 1), 0);
            }
        }
        if (isLength) {
            return value == null ? null : Integer.toString(value.length());
        }
        boolean isSlice = name.equals("@") && end + 1 < inner.length() && inner.charAt(end) == ':';
        if (isSlice && value != null && isDigit(inner, end + 1)) {
            return elements(value, inner.substring(end + 1), 1);
        }
        return end >= inner.length() ? value : changed(shell, value, inner.substring(end));
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /// `${@:2:1}`, `${w[@]:1:3}`: so many of the elements, from one on.
    ///
    /// @param first the number of the first element
    private static String elements(String value, String range, int first) {
        int colon = range.indexOf(':');
        int from = number(colon < 0 ? range : range.substring(0, colon), 1);
        int count = colon < 0 ? MAX_ELEMENTS : number(range.substring(colon + 1), 0);
        String[] all = value.split(Shell.BETWEEN, MAX_ELEMENTS);
        int start = Math.clamp((long) from - first, 0, all.length);
        int end = Math.clamp(start + (long) count, start, all.length);
        return String.join(Shell.BETWEEN, List.of(all).subList(start, end));
    }

    private static boolean isName(char c) {
        return c == '_'
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9');
    }

    private static @Nullable String known(Shell shell, String name) {
        String value = shell.variable(name);
        if (value != null) {
            return value;
        }
        return switch (name) {
            case "IFS" -> " \t\n";
            case "PATH" -> "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
            case "SHELL", "BASH" -> "/bin/bash";
            default -> null;
        };
    }

    private static @Nullable String element(@Nullable String value, String index) {
        if (value == null || index.equals("@") || index.equals("*")) {
            return value;
        }
        if (!index.isEmpty() && !Character.isDigit(index.charAt(0)) && index.charAt(0) != '-') {
            return named(value, index);
        }
        int number = number(index, 0);
        int at = 0;
        for (int i = 0; i < number && at >= 0; i++) {
            at = value.indexOf(Shell.BETWEEN, at) + 1;
            if (at == 0) {
                return "";
            }
        }
        int end = value.indexOf(Shell.BETWEEN, at);
        return end < 0 ? value.substring(at) : value.substring(at, end);
    }

    /// `${m[k]}` where `m=([k]=rm)`.
    private static @Nullable String named(String value, String key) {
        String start = "[" + key + "]=";
        for (String element : value.split(Shell.BETWEEN, MAX_ELEMENTS)) {
            if (element.startsWith(start)) {
                return element.substring(start.length());
            }
        }
        return null;
    }

    private static final int MAX_ELEMENTS = 256;

    private static @Nullable String changed(Shell shell, @Nullable String value, String change) {
        char kind = change.charAt(0);
        char second = change.length() > 1 ? change.charAt(1) : '\0';
        if (kind == ':' && "-=+?".indexOf(second) < 0) {
            return value == null ? null : slice(value, change.substring(1));
        }
        String rest = change.substring(kind == ':' ? 2 : 1);
        return switch (kind == ':' ? second : kind) {
            case '-', '=' -> value == null || value.isEmpty() ? shell.expand(rest) : value;
            case '+' -> value == null ? null : shell.expand(rest);
            case '/' -> value == null ? null : replaced(value, rest);
            case '#' -> value == null ? null : withoutPrefix(value, rest);
            case '%' -> value == null ? null : withoutSuffix(value, rest);
            case '@' -> // `${x@P}`: the value as a prompt, in which commands are run
                    value == null || second != 'P' ? value : shell.expand(value);
            case ',' -> value == null ? null : value.toLowerCase(java.util.Locale.ROOT);
            case '^' -> value == null ? null : value.toUpperCase(java.util.Locale.ROOT);
            default -> value;
        };
    }

    /// So many characters from one on, `6:1`; below nothing they count from the end.
    static String slice(String value, String range) {
        int colon = range.indexOf(':');
        int from = number(colon < 0 ? range : range.substring(0, colon), 0);
        int length = colon < 0 ? value.length() : number(range.substring(colon + 1), 0);
        int start = from < 0 ? Math.max(0, value.length() + from) : Math.min(from, value.length());
        int end = length < 0 ? value.length() + length : Math.min(value.length() - start, length);
        end = length < 0 ? end : start + end;
        return end <= start ? "" : value.substring(start, end);
    }

    private static String replaced(String value, String change) {
        boolean isAll = change.startsWith("/");
        String rest = isAll ? change.substring(1) : change;
        int slash = rest.indexOf('/');
        String from = slash < 0 ? rest : rest.substring(0, slash);
        String to = slash < 0 ? "" : rest.substring(slash + 1);
        if (from.isEmpty() || to.length() > from.length() * 8) {
            return value;
        }
        int at = value.indexOf(from);
        if (at < 0 || isAll) {
            return value.replace(from, to);
        }
        return value.substring(0, at) + to + value.substring(at + from.length());
    }

    private static String withoutPrefix(String value, String pattern) {
        String plain = pattern.startsWith("#") ? pattern.substring(1) : pattern;
        if (plain.startsWith("*") && plain.length() > 1) {
            String mark = plain.substring(1);
            int at = pattern.startsWith("#") ? value.lastIndexOf(mark) : value.indexOf(mark);
            return at < 0 ? value : value.substring(at + mark.length());
        }
        if (plain.equals("?")) {
            return value.isEmpty() ? value : value.substring(1);
        }
        return value.startsWith(plain) ? value.substring(plain.length()) : value;
    }

    private static String withoutSuffix(String value, String pattern) {
        String plain = pattern.startsWith("%") ? pattern.substring(1) : pattern;
        if (plain.endsWith("*") && plain.length() > 1) {
            String mark = plain.substring(0, plain.length() - 1);
            int at = pattern.startsWith("%") ? value.indexOf(mark) : value.lastIndexOf(mark);
            return at < 0 ? value : value.substring(0, at);
        }
        if (plain.equals("?")) {
            return value.isEmpty() ? value : value.substring(0, value.length() - 1);
        }
        return value.endsWith(plain) ? value.substring(0, value.length() - plain.length()) : value;
    }

    private static int number(String text, int otherwise) {
        String digits = text.strip();
        if (digits.isEmpty() || digits.length() > 9) {
            return otherwise;
        }
        int at = digits.charAt(0) == '-' ? 1 : 0;
        int value = 0;
        for (int i = at; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 10);
            if (digit < 0) {
                return otherwise;
            }
            value = value * 10 + digit;
        }
        return at == 1 ? -value : value;
    }
}
