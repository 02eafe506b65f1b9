package gate.rules.builtin;

/// Finds where a secret may be encoded: base64 and hex of text, and escapes of what needs none.
///
/// One pass before [Secrets], so it had rather say yes too often than no.
final class SecretCodes {

    /// Shortest row that is looked at as hex.
    static final int HEX = 40;

    private final byte[] bytes;
    private final int end;

    /// Of the text that ends before `end`.
    SecretCodes(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /// Whether the first twelve bytes behind a piece of base64, or eight behind one of hex, are
    /// text.
    boolean isCoded(int row, int to) {
        boolean isHex = to - row >= HEX;
        for (int at = row; isHex && at < row + 16; at += 2) {
            int value = (SecretBytes.hex(bytes[at]) << 4) | SecretBytes.hex(bytes[at + 1]);
            isHex = value >= ' ' && value < 0x7f;
        }
        if (isHex) {
            return true;
        }
        for (int at = row; at < row + 16; at += 4) {
            int bits =
                    (Sextets.of(bytes[at]) << 18)
                            | (Sextets.of(bytes[at + 1]) << 12)
                            | (Sextets.of(bytes[at + 2]) << 6)
                            | Sextets.of(bytes[at + 3]);
            if (bits < 0
                    || !SecretBytes.isText(bits >> 16)
                    || !SecretBytes.isText(bits >> 8 & 0xff)
                    || !SecretBytes.isText(bits & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /// Whether an escape of what needs none begins here: a text that is escaped letter by letter
    /// has no rows.
    boolean isNeedlessEscape(int at) {
        if (at + 3 >= end) {
            return false;
        }
        return switch (bytes[at]) {
            case '%' -> isNeedless(at + 1, end) || isTwice(at);
            case '\\' ->
                    (bytes[at + 1] == 'u' && isNeedlessUnicode(at + 1, end))
                            || (bytes[at + 1] == 'x' && isNeedless(at + 2, end));
            default -> false;
        };
    }

    /// `%25` and digits of what needs no escape, once.
    private boolean isTwice(int at) {
        return at + 5 < end
                && bytes[at + 1] == '2'
                && bytes[at + 2] == '5'
                && isNeedless(at + 3, end);
    }

    /// An escape of JSON of what needs none.
    boolean isNeedlessUnicode(int row, int to) {
        int value = 0;
        for (int at = row + 1; at < Math.min(row + 5, to); at++) {
            value = (value << 4) | (SecretBytes.hex(bytes[at]) & 0xff);
        }
        return value < 128 && SecretBytes.isInRow(value);
    }

    /// A percent escape of what needs none.
    boolean isNeedless(int row, int to) {
        int value =
                to - row < 3
                        ? -1
                        : (SecretBytes.hex(bytes[row]) << 4) | SecretBytes.hex(bytes[row + 1]);
        return value > 0 && value < 128 && SecretBytes.isInRow(value) && value != '~';
    }
}
