package gate.rules.builtin;

/// What the bytes of a text may be to a secret. A row is letters, digits, `_`, `-` and `~`.
final class SecretBytes {

    /// What a byte may be in a row; nothing if it ends one.
    static final int OTHER = 1;

    static final int DIGIT = 2;
    static final int JOINS = 4;

    /// For each byte its role, or 0.
    static final byte[] ROLES = roles();

    private SecretBytes() {}

    private static byte[] roles() {
        var roles = new byte[256];
        for (int b = 0; b < 128; b++) {
            if (SecretFormat.Body.NAME.holds((char) b) || b == '~') {
                boolean joins = b == '_' || b == '-';
                roles[b] = (byte) (isDigit(b) ? DIGIT : joins ? JOINS : OTHER);
            }
        }
        return roles;
    }

    static boolean isMark(int b) {
        return b == '_' || b == '-' || b == '~';
    }

    static boolean isOfKey(int b) {
        return isInRow(b) || b == '.' || b == '/' || b == '+' || b == '$' || b == ':';
    }

    static boolean isText(int b) {
        return (b >= ' ' && b < 0x7f) || b == '\n' || b == '\r' || b == '\t';
    }

    static boolean isInRow(int b) {
        return ROLES[b & 0xff] != 0;
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    static int hex(int b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
