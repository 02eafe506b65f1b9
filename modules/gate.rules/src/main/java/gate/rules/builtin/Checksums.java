package gate.rules.builtin;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Checksums that providers put into their keys, so that nothing else is taken for one.
final class Checksums {

    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final String BASE58 =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private static final int DIGITS = 6;

    /// Bytes of a checksum in base58.
    private static final int CHECK = 4;

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

    /// Whether the last four bytes of a number in base 58 are the first of a doubled SHA-256 of the
    /// others: Bitcoin, "Base58Check encoding".
    static boolean isBase58Check(String text, int from, int to) {
        BigInteger number = BigInteger.ZERO;
        for (int at = from; at < to; at++) {
            int digit = BASE58.indexOf(text.charAt(at));
            if (digit < 0) {
                return false;
            }
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] signed = number.toByteArray();
        byte[] all = signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
        int length = all.length - CHECK;
        if (length < 1) {
            return false;
        }
        byte[] check = sha256(sha256(Arrays.copyOf(all, length)));
        return Arrays.equals(check, 0, CHECK, all, length, all.length);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
