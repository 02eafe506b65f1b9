package gate.protocol;

/// Walks the characters of one text of a message, unescaped, without copying it.
///
/// The bytes were validated by the scanner, so there is nothing to report here. Owned by one
/// thread; one instance serves any number of texts.
public final class CodePoints {

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int units;
    private int width;

    /// Over no text until [#over].
    public CodePoints() {}

    /// Starts at the first character of a string or a member name.
    public CodePoints over(Json json, int node) {
        bytes = json.bytes;
        at = json.starts[node] + 1;
        end = json.ends[node] - 1;
        units = 0;
        width = 0;
        return this;
    }

    /// The code point that begins at a byte of the text before its end; [#index] is lost.
    int at(int offset) {
        at = offset;
        return next();
    }

    /// The next code point, a lone surrogate included; -1 at the end.
    public int next() {
        units += width;
        if (at >= end) {
            width = 0;
            return -1;
        }
        int lead = bytes[at++];
        if (lead >= 0 && lead != '\\') {
            width = 1;
            return lead;
        }
        int point = lead == '\\' ? escape() : utf8(lead & 0xff);
        width = point >= 0x10000 ? 2 : 1;
        return point;
    }

    /// Where the code point that [#next] returned last stands, in UTF-16 code units from the start.
    public int index() {
        return units;
    }

    /// How many UTF-16 code units that code point takes.
    public int width() {
        return width;
    }

    /// Where the next code point begins, in bytes of the message: right after the one that [#next]
    /// returned last.
    public int offset() {
        return at;
    }

    private int utf8(int lead) {
        if (lead < 0xe0) {
            return ((lead & 0x1f) << 6) | sixBits();
        }
        if (lead < 0xf0) {
            return ((lead & 0x0f) << 12) | (sixBits() << 6) | sixBits();
        }
        return ((lead & 0x07) << 18) | (sixBits() << 12) | (sixBits() << 6) | sixBits();
    }

    private int sixBits() {
        return bytes[at++] & 0x3f;
    }

    private int escape() {
        return switch (bytes[at++]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicodeEscape();
            default -> bytes[at - 1];
        };
    }

    private int unicodeEscape() {
        int unit = hex4(bytes, at);
        at += 4;
        if (Character.isHighSurrogate((char) unit)
                && at + 6 <= end
                && bytes[at] == '\\'
                && bytes[at + 1] == 'u') {
            int low = hex4(bytes, at + 2);
            if (Character.isLowSurrogate((char) low)) {
                at += 6;
                return Character.toCodePoint((char) unit, (char) low);
            }
        }
        return unit;
    }

    /// Four hex digits as a number; negative where one of them is none.
    static int hex4(byte[] bytes, int at) {
        return (hex(bytes[at]) << 12)
                | (hex(bytes[at + 1]) << 8)
                | (hex(bytes[at + 2]) << 4)
                | hex(bytes[at + 3]);
    }

    private static int hex(byte b) {
        int letter = b | 0x20;
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
