package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// Text in base64 or hexadecimal digits in the middle of other text.
///
/// Owned by one thread; one instance serves any number of texts.
final class EncodedText {

    /// Shorter runs are names, ids and words.
    private static final int MIN_RUN = 24;

    private static final int MIN_TEXT = 12;

    /// What is read of one run, in bytes.
    private static final int MAX_RUN = 1 << 20;

    /// How far the beginning of a run is looked for.
    private static final int MAX_BACK = 256;

    /// So that a character cut off at the end can be read as if it were whole.
    private static final int PADDING = 8;

    /// Where the run that [#decode] looked at begins and ends.
    int start;

    int end;

    /// How many bytes of what [#decode] returned are text.
    int length;

    /// The text that the run around a place stands for, or null if it is none.
    byte @Nullable [] decode(byte[] bytes, int from, int at, int to) {
        start = at;
        int least = Math.max(from, at - MAX_BACK);
        while (start > least && Sextets.of(bytes[start - 1]) >= 0) {
            start--;
        }
        end = start;
        int most = Math.min(to, start + MAX_RUN);
        boolean isHex = true;
        int letters = 0;
        while (end < most) {
            int b = bytes[end];
            if (Sextets.of(b) < 0) {
                if (b == '\\' && end + 2 < most && bytes[end + 1] == 'n' && letters >= MIN_RUN) {
                    end += 2;
                    continue;
                }
                break;
            }
            isHex &= (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'f');
            letters++;
            end++;
        }
        if (letters < MIN_RUN) {
            return null;
        }
        if (!isHex && !beginsAsText(bytes)) {
            return null;
        }
        var text = new byte[letters + PADDING];
        length = isHex ? hex(bytes, text) : base64(bytes, text);
        return length >= MIN_TEXT && isText(text, length)
                ? Arrays.copyOf(text, length + PADDING)
                : null;
    }

    /// Whether the first bytes are those of plain text, or may be.
    private boolean beginsAsText(byte[] bytes) {
        for (int i = start; i + 4 <= start + 16; i += 4) {
            int held = 0;
            for (int j = 0; j < 4; j++) {
                held = held << 6 | Math.max(0, Sextets.of(bytes[i + j]));
            }
            boolean isPlain =
                    isPlain(held >> 16) && isPlain(held >> 8 & 0xff) && isPlain(held & 0xff);
            if (!isPlain) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int b) {
        return (b >= ' ' && b < 0x7f) || b >= 0xc2 || b == '\n' || b == '\t' || b == '\r';
    }

    private int base64(byte[] bytes, byte[] text) {
        int count = 0;
        int held = 0;
        int bits = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                i++;
                continue;
            }
            held = held << 6 | Sextets.of(bytes[i]);
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                text[count++] = (byte) (held >> bits);
            }
        }
        return count;
    }

    private int hex(byte[] bytes, byte[] text) {
        int count = 0;
        int high = -1;
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                i++;
                continue;
            }
            int digit = Character.digit(bytes[i], 16);
            if (high < 0) {
                high = digit;
            } else {
                text[count++] = (byte) (high << 4 | digit);
                high = -1;
            }
        }
        return count;
    }

    /// Whether all of it is ASCII, or most of it words of ASCII.
    private static boolean isText(byte[] text, int length) {
        int plain = 0;
        int blanks = 0;
        for (int i = 0; i < length; i++) {
            int b = text[i];
            if ((b >= ' ' && b < 0x7f) || b == '\n' || b == '\t' || b == '\r') {
                plain++;
                blanks += b <= ' ' ? 1 : 0;
            }
        }
        return plain == length || (plain * 10L >= length * 9L && blanks * 24L >= length);
    }
}
