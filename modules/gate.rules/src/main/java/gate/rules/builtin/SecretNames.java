package gate.rules.builtin;

/// Finds what calls a row of characters a secret: the name of a setting, a header, an option.
///
/// One pass before [Secrets], so it had rather say yes too often than no.
final class SecretNames {

    private static final int MAX_PASSWORD = 160;
    private static final int MAX_SCHEME = 8;
    private static final int MAX_VALUE = 64;

    /// An equals sign as some programs escape it in JSON.
    private static final String ESCAPED_EQUALS = "\\u003d";

    private final byte[] bytes;
    private final int start;
    private final int end;

    /// Of the text in `bytes[start, end)`.
    SecretNames(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /// Whether a row calls what follows a private key or a password.
    boolean isKeyName(int row, int to) {
        if (endsWith(row, to, "password")) {
            int equals = equals(to);
            return equals >= 0 && isBeforePassword(equals);
        }
        boolean isKey = endsWith(row, to, "private_key") || endsWith(row, to, "privatekey");
        return isKey && isBeforeKey(to);
    }

    /// Whether an equals sign stands at a place, and before it the word of a name that makes what
    /// follows a secret.
    boolean isSecret(int sign) {
        boolean isNamed =
                endsWith(start, sign, "secret")
                        || endsWith(start, sign, "sig")
                        || endsWith(start, sign, "pwd");
        return isNamed && equals(sign) >= 0;
    }

    /// The place of the last byte of an equals sign, written as it is or escaped, or -1.
    private int equals(int at) {
        if (at < end && bytes[at] == '=') {
            return at;
        }
        int last = at + ESCAPED_EQUALS.length() - 1;
        return last < end && endsWith(at, last + 1, ESCAPED_EQUALS) ? last : -1;
    }

    /// Whether eight characters with two digits follow an equals sign.
    private boolean isBeforePassword(int equals) {
        int at = equals + 1;
        int digits = 0;
        while (at < end && at - equals < MAX_PASSWORD && bytes[at] > ' ' && bytes[at] != '&') {
            digits += SecretBytes.isDigit(bytes[at]) ? 1 : 0;
            at++;
        }
        return digits > 1 && at - equals > 8;
    }

    /// Whether a key that needs no prefix follows the name that calls it one.
    private boolean isBeforeKey(int name) {
        int at = name;
        while (at < end
                && at - name < SecretAnchors.MAX_BEFORE
                && !SecretBytes.isInRow(bytes[at])) {
            at++;
        }
        int from = at;
        while (at < end
                && at - from < SecretAnchors.LEAST_BEHIND
                && SecretBytes.isOfKey(bytes[at])) {
            at++;
        }
        return at > name && at - from == SecretAnchors.LEAST_BEHIND;
    }

    /// Whether the name of a user before a colon follows an option `-u` or `--user`.
    boolean isLogin(int colon) {
        int at = colon - 1;
        while (at > start && colon - at < 32 && SecretBytes.isInRow(bytes[at])) {
            at--;
        }
        while (at > start && (bytes[at] <= ' ' || bytes[at] == '"' || bytes[at] == '\\')) {
            at--; // of a string in JSON: `-u \"name`
        }
        at -= at > start && (bytes[at] == '\'' || bytes[at] == '=') ? 1 : 0;
        while (at > start && (bytes[at] == ' ' || bytes[at] == '=')) {
            at--;
        }
        return at > start
                && ((bytes[at] == 'u' && bytes[at - 1] == '-')
                        || (bytes[at] == 'r' && bytes[at - 1] == 'e'));
    }

    /// `X-Api-Key:`, `Api-Token:`, `--header`.
    boolean isHeaderName(int row, int to, int next) {
        int length = to - row;
        if (length == SecretAnchors.ROW && bytes[row] == '-') {
            return bytes[row + 2] == 'h' && bytes[row + 3] == 'e' && bytes[row + 7] == 'r';
        }
        boolean isName = length < 32 && (next == ':' || next == '\\' || next == '\'');
        if (!isName || !(endsWith(to, "-key") || endsWith(to, "-token"))) {
            return false;
        }
        int before = row > start ? bytes[row - 1] : ' ';
        boolean isQuoted = next == ':' && (before == '"' || before == '\'');
        return isQuoted
                || ((bytes[row] | 0x20) == 'x' && bytes[row + 1] == '-')
                || endsWith(row + 4, "api-")
                || (row + 8 <= end && endsWith(row + 8, "private-"));
    }

    /// `Authorization: Bearer`, in any writing that ends in the name of a scheme.
    boolean isHeader(int at, int to) {
        if (to - at != 13 || bytes[at + 1] != 'u' || bytes[at + 7] != 'z') {
            return false;
        }
        int value = to;
        while (value < end && value - to < 16) {
            boolean isEscape = value > to && bytes[value - 1] == '\\'; // of a tab, not of a number
            if (isEscape && bytes[value] == 'u') {
                return true;
            }
            if (!isEscape && SecretBytes.isInRow(bytes[value])) {
                break;
            }
            value++;
        }
        if (value == to || value + 3 > end) {
            return false;
        }
        int one = bytes[value] | 0x20;
        int two = bytes[value + 1] | 0x20;
        int three = bytes[value + 2] | 0x20;
        boolean isScheme =
                (one == 'a' && two == 'p' && three == 'i')
                        || (one == 's' && (two == 's' || two == 'p'))
                        || (one == 'b' && two == 'e' && three == 'a')
                        || (one == 'b' && two == 'a' && three == 's')
                        || (one == 't' && two == 'o' && three == 'k');
        return isScheme && mayBeBeforeValue(value);
    }

    /// Whether the name of a scheme is followed by what may be a credential, or may hide one: a
    /// digit, two marks, an escape, a line that goes on. Of a long value the beginning decides.
    private boolean mayBeBeforeValue(int scheme) {
        int at = scheme;
        while (at < end && at - scheme < MAX_SCHEME && SecretBytes.isInRow(bytes[at])) {
            at++;
        }
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        int value = at;
        int most = Math.min(end, value + MAX_VALUE);
        int digits = 0;
        int marks = 0;
        while (at < most && isOfValue(bytes[at])) {
            digits += SecretBytes.isDigit(bytes[at]) ? 1 : 0;
            marks += SecretHeaders.isMark((char) bytes[at]) ? 1 : 0;
            at++;
        }
        if (digits > 0 || marks > 1 || at - value == MAX_VALUE) {
            return true;
        }
        if (at == end || (bytes[at] != '%' && bytes[at] != '\\')) {
            return false;
        }
        int next = at + 1 < end ? bytes[at + 1] : ' ';
        boolean isApart = bytes[value - 1] <= ' ';
        boolean isEnd = next == '"' || (next == 'n' && isApart && bytes[at - 1] != '=');
        return !isEnd || at - value >= Unescaped.MIN_WORD;
    }

    /// What a shell takes as it stands, but for the sign of an escape.
    private static boolean isOfValue(int b) {
        return b != '%' && SecretHeaders.isPlain((char) b);
    }

    private boolean endsWith(int from, int to, String word) {
        return to - word.length() >= from && endsWith(to, word);
    }

    private boolean endsWith(int to, String word) {
        for (int i = 1; i <= word.length(); i++) {
            int c = bytes[to - i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word.charAt(word.length() - i)) {
                return false;
            }
        }
        return true;
    }
}
