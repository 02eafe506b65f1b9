package gate.rules.builtin;

/// Finds the few bytes of a JSON string that may stand for more than plain text: those beyond
/// ASCII, and escapes by number.
///
/// One byte is looked at after another: eight at once take longer with the one compiler of the
/// gate.
final class RareBytes {

    private final byte[] bytes;

    /// Over the bytes of a message.
    RareBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The next byte beyond ASCII or the backslash of the next `\u0000`; `to` if there is none.
    ///
    /// @param from where a character of a JSON string begins
    /// @param to the end of that string
    int next(int from, int to) {
        byte[] in = bytes;
        int at = from;
        while (at < to) {
            int b = in[at];
            if (b < 0) {
                return at;
            }
            if (b == '\\') {
                if (at + 1 < to && in[at + 1] == 'u') {
                    return at;
                }
                at++;
            }
            at++;
        }
        return to;
    }

    /// Where the character behind this one begins, given where [#next] found one.
    int after(int at) {
        int b = bytes[at] & 0xff;
        if (b == '\\') {
            return at + 6;
        }
        return at + (b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4);
    }

    /// The character at a place that [#next] found; half of a pair where it is escaped.
    int point(int at) {
        int b = bytes[at] & 0xff;
        if (b == '\\') {
            int value = 0;
            for (int i = at + 2; i < at + 6; i++) {
                value = (value << 4) | Character.digit(bytes[i], 16);
            }
            return value;
        }
        if (b < 0xe0) {
            return ((b & 0x1f) << 6) | (bytes[at + 1] & 0x3f);
        }
        int two = ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f);
        if (b < 0xf0) {
            return ((b & 0x0f) << 12) | two;
        }
        return ((b & 7) << 18) | (two << 6) | (bytes[at + 3] & 0x3f);
    }
}
