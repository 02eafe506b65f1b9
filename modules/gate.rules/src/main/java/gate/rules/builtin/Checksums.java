package gate.rules.builtin;

import java.util.zip.CRC32;

/// Checksums that providers put into their keys, so that nothing else is taken for one.
final class Checksums {

    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int DIGITS = 6;

    private Checksums() {}

    /// Whether the last six characters are the CRC-32 of those before, in base 62: GitHub, "Behind
    /// GitHub's new authentication token formats" (2021); npm does the same.
    static boolean endsWithCrc(String text, int from, int to) {
        var crc = new CRC32();
        for (int at = from; at < to - DIGITS; at++) {
            crc.update(text.charAt(at));
        }
        long value = crc.getValue();
        for (int at = to - 1; at >= to - DIGITS; at--) {
            if (text.charAt(at) != BASE62.charAt((int) (value % 62))) {
                return false;
            }
            value /= 62;
        }
        return value == 0;
    }
}
