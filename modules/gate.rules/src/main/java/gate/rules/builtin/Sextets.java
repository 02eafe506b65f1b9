package gate.rules.builtin;

import java.util.Arrays;

/// The six bits that a character of base64 stands for, in either of its alphabets (RFC 4648,
/// sections 4 and 5).
final class Sextets {

    private static final byte[] TABLE = table();

    private Sextets() {}

    /// What a character or a byte stands for, or -1.
    static int of(int c) {
        return c >= 0 && c < TABLE.length ? TABLE[c] : -1;
    }

    private static byte[] table() {
        var table = new byte[0x80];
        Arrays.fill(table, (byte) -1);
        for (int i = 0; i < 26; i++) {
            table['A' + i] = (byte) i;
            table['a' + i] = (byte) (i + 26);
        }
        for (int i = 0; i < 10; i++) {
            table['0' + i] = (byte) (i + 52);
        }
        table['+'] = 62;
        table['-'] = 62;
        table['/'] = 63;
        table['_'] = 63;
        return table;
    }
}
