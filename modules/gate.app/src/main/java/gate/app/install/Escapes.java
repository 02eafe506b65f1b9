package gate.app.install;

/// Reads a text in double quotes, as JSON, TOML and YAML have it.
final class Escapes {

    private Escapes() {}

    /// Where the text that begins with the quote at `open` ends, after its last quote.
    static int end(String source, int open) throws UnreadableException {
        for (int i = open + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        throw new UnreadableException(source, open, "a text without its last quote");
    }

    /// What the bytes between two quotes mean.
    ///
    /// @param start where they stand in the file, for messages
    static String decode(String source, int start, String raw) throws UnreadableException {
        var text = new StringBuilder(raw.length());
        int at = 0;
        int escape = raw.indexOf('\\');
        while (escape >= 0) {
            text.append(Format.text(raw.substring(at, escape)));
            char kind = escape + 1 < raw.length() ? raw.charAt(escape + 1) : 0;
            int digits =
                    switch (kind) {
                        case 'x' -> 2;
                        case 'u' -> 4;
                        case 'U' -> 8;
                        default -> 0;
                    };
            at = escape + 2 + digits;
            if (digits > 0) {
                text.appendCodePoint(codePoint(source, start, raw, escape + 2, digits));
            } else {
                text.append(simple(source, start, kind));
            }
            escape = raw.indexOf('\\', at);
        }
        return text.append(Format.text(raw.substring(at))).toString();
    }

    private static char simple(String source, int at, char kind) throws UnreadableException {
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'e' -> '\u001b';
            default -> throw new UnreadableException(source, at, "an unknown escape in a text");
        };
    }

    private static int codePoint(String source, int at, String raw, int from, int digits)
            throws UnreadableException {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0 || value > 0xfff_ffff) {
                throw new UnreadableException(source, at, "a broken escape in a text");
            }
            value = value << 4 | digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw new UnreadableException(source, at, "an escape that is no character");
        }
        return value;
    }
}
