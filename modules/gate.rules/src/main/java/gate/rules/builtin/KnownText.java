package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What commands print that only move text about: `echo`, `printf`, `base64 -d`, `rev`.
final class KnownText {

    private KnownText() {}

    /// What `echo` prints.
    static String echo(List<String> argv) {
        int from = 1;
        boolean isEscaped = false;
        boolean isBare = false;
        while (from < argv.size() && isEchoOption(argv.get(from))) {
            isEscaped |= argv.get(from).indexOf('e') > 0;
            isBare |= argv.get(from).indexOf('n') > 0;
            from++;
        }
        String text = String.join(" ", argv.subList(from, argv.size()));
        if (isEscaped || text.indexOf('\\') >= 0) {
            text = ShellText.unescape(text, 0, text.length());
        }
        return isBare ? text : text.concat("\n");
    }

    private static boolean isEchoOption(String word) {
        if (word.length() < 2 || word.charAt(0) != '-') {
            return false;
        }
        for (int i = 1; i < word.length(); i++) {
            if ("neE".indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// What `printf` prints, and the variable that `-v` names.
    static String printf(List<String> argv, int from, Harm harm) {
        if (from >= argv.size()) {
            return "";
        }
        String format = ShellText.unescape(argv.get(from), 0, argv.get(from).length());
        var printed = new StringBuilder();
        int next = from + 1;
        do {
            int before = next;
            next = once(format, argv, next, printed);
            harm.spend(format.length() + 1L);
            if (next == before) {
                break;
            }
        } while (next < argv.size() && printed.length() < Shell.MAX_VALUE_CHARS && !harm.isFound());
        return printed.toString();
    }

    private static int once(String format, List<String> argv, int from, StringBuilder printed) {
        int next = from;
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            at++;
            if (c != '%') {
                printed.append(c);
                continue;
            }
            while (at < format.length() && "-+ #0123456789.".indexOf(format.charAt(at)) >= 0) {
                at++;
            }
            char kind = at < format.length() ? format.charAt(at) : '%';
            at++;
            if (kind == '%') {
                printed.append('%');
                continue;
            }
            String value = next < argv.size() ? argv.get(next) : "";
            next++;
            printed.append(formatted(kind, value));
        }
        return Math.min(next, Math.max(argv.size(), from));
    }

    private static String formatted(char kind, String value) {
        return switch (kind) {
            case 'b' -> ShellText.unescape(value, 0, value.length());
            case 'c' -> value.isEmpty() ? value : value.substring(0, 1);
            case 'x', 'o' -> {
                boolean isNumber = !value.isEmpty() && value.length() < 10;
                for (int i = 0; i < value.length(); i++) {
                    isNumber &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
                }
                yield isNumber
                        ? Integer.toString(Integer.parseInt(value), kind == 'x' ? 16 : 8)
                        : value;
            }
            default -> value;
        };
    }

    /// The text that this is the base64 of, in any alphabet, or null.
    static @Nullable String base64(String text) {
        byte[] bytes = base64Bytes(text);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static byte @Nullable [] base64Bytes(String text) {
        var bytes = new byte[text.length() * 3 / 4 + 3];
        int count = 0;
        int bits = 0;
        int held = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = Sextets.of(c);
            if (value < 0) {
                if (c <= ' ' || c == '=') {
                    continue;
                }
                return null;
            }
            held = (held << 6) | value;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes[count++] = (byte) (held >> bits);
            }
        }
        return java.util.Arrays.copyOf(bytes, count);
    }

    /// The text that these hexadecimal digits stand for, or null.
    static @Nullable String hex(String text) {
        var plain = new StringBuilder(text.length() / 2);
        int high = -1;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                if (text.charAt(i) <= ' ') {
                    continue;
                }
                return null;
            }
            if (high < 0) {
                high = digit;
            } else {
                plain.append((char) (high * 16 + digit));
                high = -1;
            }
        }
        return plain.toString();
    }

    static String reversed(String text) {
        String line = text.stripTrailing();
        return new StringBuilder(line).reverse().append('\n').toString();
    }

    /// What `tr SET SET` or `tr -d SET` makes of a text.
    static String translated(String text, List<String> argv) {
        boolean isDelete = argv.size() > 1 && argv.get(1).equals("-d");
        int first = isDelete ? 2 : 1;
        if (argv.size() <= (isDelete ? first : first + 1)) {
            return text;
        }
        String from = range(argv.get(first));
        String to = isDelete ? "" : range(argv.get(first + 1));
        if (!isDelete && to.isEmpty()) {
            return text;
        }
        var made = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int at = from.indexOf(text.charAt(i));
            if (at < 0) {
                made.append(text.charAt(i));
            } else if (!isDelete) {
                made.append(to.charAt(Math.min(at, to.length() - 1)));
            }
        }
        return made.toString();
    }

    private static String range(String set) {
        var all = new StringBuilder();
        String plain = ShellText.unescape(set, 0, set.length());
        for (int i = 0; i < plain.length() && all.length() < 512; i++) {
            char c = plain.charAt(i);
            if (i + 2 < plain.length()
                    && plain.charAt(i + 1) == '-'
                    && plain.charAt(i + 2) - c < 128) {
                for (char in = c; in <= plain.charAt(i + 2); in++) {
                    all.append(in);
                }
                i += 2;
            } else {
                all.append(c);
            }
        }
        return all.toString();
    }

    /// The letter that a number of up to three digits stands for, or nothing.
    static String character(String number) {
        boolean isLetter = Words.isNumber(number) && number.length() <= 3;
        return isLetter ? String.valueOf((char) Integer.parseInt(number)) : "";
    }
}
