package gate.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Tells texts from other bytes.
final class Utf8 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /// Whether the bytes are valid UTF-8 (RFC 3629) without NUL, at which SQLite's own tools would
    /// cut a text.
    static boolean isText(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (bytes.length - at >= Long.BYTES) {
                long eight = (long) LONGS.get(bytes, at);
                // Below 0x80 a borrow into the high bit shows a zero, or one above a zero.
                if (((eight | (eight - LOW_BITS)) & HIGH_BITS) == 0) {
                    at += Long.BYTES;
                    continue;
                }
            }
            int lead = bytes[at];
            if (lead > 0) {
                at++;
                continue;
            }
            int length = length(bytes, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /// How long the character of two bytes or more is; 0 where none is.
    private static int length(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        int second = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return isTrail(second) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int lowest = lead == 0xE0 ? 0xA0 : 0x80;
            int highest = lead == 0xED ? 0x9F : 0xBF; // beyond are the surrogates
            return second >= lowest && second <= highest && trails(bytes, at + 2, 1) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int lowest = lead == 0xF0 ? 0x90 : 0x80;
            int highest = lead == 0xF4 ? 0x8F : 0xBF; // beyond is no character
            return second >= lowest && second <= highest && trails(bytes, at + 2, 2) ? 4 : 0;
        }
        return 0;
    }

    private static boolean trails(byte[] bytes, int from, int count) {
        if (bytes.length - from < count) {
            return false;
        }
        for (int at = from; at < from + count; at++) {
            if (!isTrail(bytes[at] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTrail(int value) {
        return (value & 0xC0) == 0x80;
    }
}
