package gate.rules.builtin;

/// Reads the source of a JSON string letter by letter, whatever a letter is written as: an escape
/// of JSON or of JSON inside JSON, an entity of HTML, a percent sign and two digits.
///
/// Owned by one thread; one instance serves any number of texts.
final class SourceLetters {

    private static final int MAX_ENTITY = 10;

    /// Where the letter that [#next] returned ends, in bytes.
    int after;

    /// The character that [#next] met, where it is beyond ASCII or escaped; else 0 or one met
    /// before.
    int point;

    private byte[] bytes = new byte[0];
    private int to;

    /// Starts with a text that ends before `to`.
    void over(byte[] source, int end) {
        bytes = source;
        to = end;
    }

    /// Markup without attributes is no word; all else that a `<` begins is read.
    int tag(int at) {
        int end = at + 1;
        if (end < to && bytes[end] == '/') {
            end++;
        }
        int name = end;
        while (end < to && end - name <= MAX_ENTITY && isLetterAt(end)) {
            end++;
        }
        while (end < to && bytes[end] >= '1' && bytes[end] <= '6') {
            end++;
        }
        boolean isTag = end > name && end < to && (bytes[end] == '>' || bytes[end] == '/');
        return isTag ? end + 1 : at + 1;
    }

    /// The letter at a place, one character on; where it ends stands in [#after].
    int next(int at) {
        int b = bytes[at];
        after = at + 1;
        int letter = Letters.plain(b);
        return letter == Letters.NONE ? unusual(at, b) : letter;
    }

    private int unusual(int at, int b) {
        point = 0;
        if (b < 0) {
            return beyondAscii(at, b & 0xff);
        }
        return switch (b) {
            case '\\' -> escape(at);
            case '&' -> entity(at);
            case '%' -> percent(at);
            default -> Letters.NONE;
        };
    }

    private int beyondAscii(int at, int lead) {
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        int read = lead & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            read = (read << 6) | (bytes[at + i] & 0x3f);
        }
        after = at + length;
        return folded(read);
    }

    private int folded(int read) {
        point = read;
        return Letters.fold(read);
    }

    /// Any number of backslashes and what they escape: JSON may stand inside JSON.
    private int escape(int at) {
        int end = at;
        while (end < to && bytes[end] == '\\') {
            end++;
        }
        after = end;
        if (end >= to) {
            return Letters.NONE;
        }
        int c = bytes[end];
        if (c == 'u') {
            int unit = hex(end + 1, 4);
            if (unit < 0) {
                return Letters.NONE;
            }
            after = end + 5;
            return unit >= 0xd800 && unit < 0xdc00 ? surrogates(unit) : folded(unit);
        }
        if (c == 'x') {
            int unit = hex(end + 1, 2);
            if (unit >= 0) {
                after = end + 3;
                return folded(unit);
            }
        } else if (isControlEscape(c)) {
            after = end + 1;
        }
        return Letters.NONE;
    }

    private int surrogates(int high) {
        int at = after;
        while (at < to && bytes[at] == '\\') {
            at++;
        }
        if (at == after || at >= to || bytes[at] != 'u') {
            return Letters.NONE;
        }
        int low = hex(at + 1, 4);
        if (low < 0xdc00 || low > 0xdfff) {
            return Letters.NONE;
        }
        after = at + 5;
        return folded(Character.toCodePoint((char) high, (char) low));
    }

    static boolean isControlEscape(int c) {
        return c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f';
    }

    /// `&#105;`, `&#x69;`, `&nbsp;`.
    private int entity(int at) {
        int most = Math.min(to, at + MAX_ENTITY);
        int end = at + 1;
        while (end < most && bytes[end] != ';' && bytes[end] > ' ') {
            end++;
        }
        if (end >= most || bytes[end] != ';' || end == at + 1) {
            return Letters.NONE;
        }
        if (bytes[at + 1] != '#') {
            after = end + 1;
            return Letters.NONE;
        }
        boolean isHex = bytes[at + 2] == 'x' || bytes[at + 2] == 'X';
        int read = 0;
        for (int i = at + (isHex ? 3 : 2); i < end; i++) {
            int digit = Character.digit(bytes[i], isHex ? 16 : 10);
            if (digit < 0) {
                return Letters.NONE;
            }
            read = read * (isHex ? 16 : 10) + digit;
        }
        after = end + 1;
        return read <= Character.MAX_CODE_POINT ? folded(read) : Letters.NONE;
    }

    private int percent(int at) {
        int unit = hex(at + 1, 2);
        if (unit < 0) {
            return Letters.NONE;
        }
        after = at + 3;
        point = unit;
        return unit < 0x80 ? Letters.fold(unit) : Letters.FOREIGN;
    }

    /// So many hex digits as a number, or -1.
    private int hex(int at, int digits) {
        if (at + digits > to) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    /// Whether a letter of ASCII stands at a place.
    boolean isLetterAt(int at) {
        return at < to && Letters.plain(bytes[at]) != Letters.NONE;
    }
}
