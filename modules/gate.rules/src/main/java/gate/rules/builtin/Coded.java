package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Reads text that was written as base64, with either alphabet and in one line or more, or as hex
/// digits.
final class Coded {

    /// Characters of base64 that must stand for text before the rest is decoded.
    private static final int HEAD = 16;

    private Coded() {}

    /// The text that a piece stands for, or null if it is none.
    static @Nullable String text(String text, int from, int to) {
        if (isHex(text, from, to)) {
            return hex(text, from, to);
        }
        if (!beginsWithText(text, from, to)) {
            return null;
        }
        byte[] all = base64(text, from, to);
        return all == null || !isText(all, all.length)
                ? null
                : new String(all, StandardCharsets.ISO_8859_1);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (Character.digit(text.charAt(at), 16) < 0) {
                return false;
            }
        }
        return (to - from) % 2 == 0;
    }

    private static @Nullable String hex(String text, int from, int to) {
        var bytes = new byte[(to - from) / 2];
        for (int i = 0; i < bytes.length; i++) {
            int at = from + 2 * i;
            bytes[i] =
                    (byte)
                            (Character.digit(text.charAt(at), 16) * 16
                                    + Character.digit(text.charAt(at + 1), 16));
            if (!isText(bytes[i])) {
                return null;
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Whether the first bytes are text: most of what is looked at is no base64 at all.
    private static boolean beginsWithText(String text, int from, int to) {
        int most = Math.min(to, from + HEAD);
        int bits = 0;
        for (int at = from; at < most; at++) {
            int value = Sextets.of(text.charAt(at));
            if (value < 0) {
                return false;
            }
            bits = (bits << 6) | value;
            int step = (at - from) % 4;
            if (step > 0 && !isText((byte) (bits >> (6 - 2 * step)))) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] base64(String text, int from, int to) {
        int end = to;
        while (end > from && text.charAt(end - 1) == '=') {
            end--;
        }
        var source = new byte[end - from];
        int count = 0;
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            if (c != '\n' && c != '\r') {
                source[count++] = (byte) (c == '-' ? '+' : c == '_' ? '/' : c);
            }
        }
        count -= count % 4 == 1 ? 1 : 0;
        if (count < source.length) {
            source = Arrays.copyOf(source, count);
        }
        try {
            return Base64.getDecoder().decode(source);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isText(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (!isText(bytes[i])) {
                return false;
            }
        }
        return length > 0;
    }

    private static boolean isText(byte b) {
        return (b >= ' ' && b < 0x7f) || b == '\n' || b == '\r' || b == '\t';
    }
}
