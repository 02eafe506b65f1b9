package gate.rules.builtin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Finds the few bytes of a JSON string that may stand for more than plain text: those beyond
/// ASCII, and escapes by number.
///
/// Eight bytes are looked at together, so that plain text costs a fraction of a nanosecond a byte.
final class RareBytes {

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    private final byte[] bytes;
    private final byte mark;
    private final long marks;
    private final ByteBuffer words;

    /// Over the bytes of a message.
    RareBytes(byte[] bytes) {
        this(bytes, '\\');
    }

    /// Over the bytes of a message, for another character of ASCII than the backslash.
    RareBytes(byte[] bytes, char mark) {
        this.bytes = bytes;
        this.mark = (byte) mark;
        this.marks = ONES * mark;
        this.words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The next byte beyond ASCII or the backslash of the next `\u0000`; `to` if there is none.
    ///
    /// @param from where a character of a JSON string begins
    /// @param to the end of that string
    int next(int from, int to) {
        int at = from;
        while (at < to) {
            if (at + 8 <= to) {
                long word = words.getLong(at);
                long mixed = word ^ marks;
                long hits = (word | ((mixed - ONES) & ~mixed)) & TOPS;
                if (hits == 0) {
                    at += 8;
                    continue;
                }
                at += Long.numberOfTrailingZeros(hits) >>> 3; // the first is never a false one
            }
            int b = bytes[at];
            if (b < 0) {
                return at;
            }
            if (b == '\\') {
                if (at + 1 < to && bytes[at + 1] == 'u') {
                    return at;
                }
                at++;
            }
            at++;
        }
        return to;
    }

    /// The next of the characters that were asked for; `to` if there is none.
    int nextMark(int from, int to) {
        int at = from;
        while (at < to) {
            if (at + 8 <= to) {
                long mixed = words.getLong(at) ^ marks;
                long hits = (mixed - ONES) & ~mixed & TOPS;
                if (hits == 0) {
                    at += 8;
                    continue;
                }
                at += Long.numberOfTrailingZeros(hits) >>> 3;
            }
            if (bytes[at] == mark) {
                return at;
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
