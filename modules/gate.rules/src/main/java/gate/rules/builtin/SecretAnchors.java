package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

/// Tells in one pass over the bytes of a text whether it is worth looking for secrets in it.
///
/// Secrets are long: eight letters, digits, `_`, `-` or `~` in a row at least. So only every eighth
/// byte is looked at, and what lies between only where that one is of a row; of a row, its first
/// characters decide. What passes is read by [Secrets].
public final class SecretAnchors {

    /// Shortest row that is looked at, in bytes.
    static final int ROW = 8;

    /// Shortest row that may be base64 or hex of a secret.
    private static final int CODED = 24;

    /// So many bytes before a row are looked at for a prefix, or before a key for its name.
    static final int MAX_BEFORE = 40;

    /// So many bytes before the first row that is worth it are read: a secret that a row of its own
    /// gives away begins there or later.
    private static final int MAX_LEAD = 4_096;

    /// No row is.
    static final int NONE = -1;

    /// Shorter rows behind a prefix that ends in a sign are no keys.
    static final int LEAST_BEHIND = 12;

    /// Shorter rows without a digit are words.
    private static final int LONG = 20;

    /// So many characters behind a prefix are looked at.
    private static final int MAX_BODY = 48;

    private final byte[] bytes;
    private final int start;
    private final int end;

    // Most texts have no row that needs them.
    private @Nullable SecretNames names;
    private @Nullable SecretRows rows;
    private @Nullable SecretCodes codes;

    private SecretAnchors(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /// Whether the text of a string may hold a secret.
    public static boolean isWorth(Json json, int node) {
        return isWorth(json.bytes(), json.start(node) + 1, json.end(node) - 1);
    }

    /// Whether some bytes, which are not the whole of a string, may hold a secret.
    public static boolean isWorth(byte[] bytes, int from, int to) {
        return to - from >= ROW && new SecretAnchors(bytes, from, to).row() != NONE;
    }

    /// From which byte on the text of a string is worth it, or [#NONE].
    static int begin(Json json, int node) {
        int from = json.start(node) + 1;
        int to = json.end(node) - 1;
        return to - from < ROW ? NONE : new SecretAnchors(json.bytes(), from, to).begin();
    }

    private int begin() {
        int row = row();
        if (row == NONE) {
            return NONE;
        }
        int at = Math.max(start, row - MAX_LEAD);
        while (at > start && bytes[at - 1] != ' ') { // which is never within an escape
            at--;
        }
        return at;
    }

    /// Where the first row begins that is worth it.
    private int row() {
        byte[] in = bytes;
        byte[] roles = SecretBytes.ROLES;
        int most = end;
        int at = start;
        int known = start; // from `at` up to here all is of a row, and together has these roles
        int ofKnown = 0;
        while (at + ROW <= most) {
            int probe = at + ROW - 1;
            int low = probe;
            int stop = Math.max(at, known);
            int all = 0;
            int role = 0;
            while (low >= stop && (role = roles[in[low] & 0xff]) != 0) {
                all |= role;
                low--;
            }
            if (low >= stop) {
                int mark = in[low];
                if ((mark == '%' || mark == '\\') && codes().isNeedlessEscape(low)) {
                    return low;
                }
                at = low + 1;
                known = probe + 1;
                ofKnown = all;
                continue;
            }
            all |= ofKnown;
            int to = probe + 1;
            while (to < most && (role = roles[in[to] & 0xff]) != 0) {
                all |= role;
                to++;
            }
            if (mayBeSecret(at, to, all) && isWorth(at, to)) {
                return at;
            }
            at = to + 1;
            known = at;
            ofKnown = 0;
        }
        return NONE;
    }

    /// Whether a row is more than a word: long, or with a digit in it, or of the few that count.
    ///
    /// @param all the roles of its characters
    private boolean mayBeSecret(int row, int to, int all) {
        if (to - row >= LONG || (all & SecretBytes.DIGIT) != 0) {
            return true;
        }
        int last = bytes[to - 1];
        boolean isNamedKey = last == 'y' && to - row > 9 && bytes[to - 3] == 'K';
        boolean isPassword = last == 'd' && isCut(to);
        boolean isOfAzure = bytes[row] == 'A' && to - row < SecretParts.AZURE_TAIL + 1;
        boolean isAuthorization = (last | 0x20) == 'n' && (bytes[to - 6] | 0x20) == 'z';
        boolean isBegin = last == 'N' && bytes[to - 2] == 'I'; // of a key in lines
        return isAuthorization
                || isBegin
                || isNamedKey
                || isOfAzure
                || isPassword
                || isBehindWord(row)
                || ((all & SecretBytes.JOINS) != 0
                        && (bytes[row] == '-' || (last | 0x20) == 'y' || isCut(to)));
    }

    /// Whether a row stands behind the word of a name that makes it a secret.
    private boolean isBehindWord(int row) {
        return row > start && bytes[row - 1] == '=' && names().isSecret(row - 1);
    }

    /// Whether a row ends where a key may go on.
    private boolean isCut(int to) {
        return to < end && (bytes[to] == '=' || bytes[to] == '\\' || bytes[to] == '.');
    }

    private boolean isWorth(int row, int to) {
        int from = row;
        int before = row > start ? bytes[row - 1] : ' ';
        if (before == '\\') {
            // The letter of an escape; behind two backslashes it is one of the row.
            if (bytes[row] == 'u' && codes().isNeedlessUnicode(row, to)) {
                return true;
            }
            if (bytes[row] == 'u' && names().isSecret(row - 1)) {
                return true; // behind an equals sign that is escaped
            }
            if (isWorth(bytes[row] == 'u' ? Math.min(row + 5, to) : row + 1, to, ' ')) {
                return true;
            }
        } else if (before == '%') {
            // The two digits of an escape; behind them a word may begin.
            if (codes().isNeedless(row, to) || (to - row > 4 && isWorth(row + 2, to, ' '))) {
                return true;
            }
        }
        return isWorth(from, to, before);
    }

    private boolean isWorth(int row, int to, int before) {
        int next = to < end ? bytes[to] : ' ';
        int length = to - row;
        boolean isStart = true;
        for (int at = row; at + 2 < to; at++) {
            int c = bytes[at];
            if (isStart && isFirst(c, at, to, next)) {
                return true;
            }
            isStart = c == '_' || c == '-';
        }
        boolean isMarked =
                switch (before) {
                    case '.', '/', '+', '$' ->
                            length >= LEAST_BEHIND
                                    && (isBehindPrefix(row)
                                            || rows().isWebhook(row, to)
                                            || rows().isBehindAzure(row));
                    case ':' ->
                            rows().isBehindColon(row, length)
                                    || next == '@'
                                    || rows().isBot(row, length)
                                    || names().isLogin(row - 1)
                                    || rows().isPair(row, length)
                                    || (length >= LEAST_BEHIND && isBehindPrefix(row));
                    case '%' ->
                            next == '@'
                                    || rows().isEscapedPassword(row, to)
                                    || rows().isBehindEscapedSlash(row, to);
                    default -> false;
                };
        boolean isNumbered =
                (next == '|' || next == '%') && length >= 15 && SecretBytes.isDigit(bytes[to - 1]);
        boolean isTeam = next == '@' && length == 36 && before == '/';
        boolean isAzure = length > 5 && bytes[row + 4] == 'Q' && bytes[row + 5] == '~';
        boolean isMaxmind = length == 40 && bytes[to - 4] == '_' && bytes[to - 1] == 'k';
        return isMarked
                || isNumbered
                || (next == '@' && rows().isEndOfPassword(row))
                || names().isHeaderName(row, to, next)
                || isTeam
                || isAzure
                || isMaxmind
                || isBehindWord(row)
                || names().isKeyName(row, to)
                || rows().isOfParts(row, to, next)
                || (length > SecretCodes.HEX
                        && bytes[row + 1] == 'x'
                        && codes().isCoded(row + 2, to))
                || (length >= CODED && codes().isCoded(row, to));
    }

    /// Whether a prefix that is too short to be looked at stands before a row: `hvs.`, `dp.st.x.`,
    /// `1//0`, `glc_a/`.
    private boolean isBehindPrefix(int row) {
        int least = Math.max(start, row - MAX_BEFORE);
        int at = row - 1;
        while (at > least && SecretBytes.isOfKey(bytes[at - 1])) {
            at--;
        }
        if (row - at > 6 && bytes[at] == 'b' && bytes[at + 4] == '6' && bytes[at + 6] == ':') {
            return true; // `base64:`
        }
        int mark = at > start ? bytes[at - 1] : ' ';
        int escaped = at + (mark == '%' ? 2 : mark == '\\' ? (bytes[at] == 'u' ? 5 : 1) : 0);
        for (int first = at; first + 2 < row; first++) {
            boolean isFirst =
                    first == at
                            || first == escaped
                            || !SecretBytes.isInRow(bytes[first - 1])
                            || SecretBytes.isMark(bytes[first - 1]);
            if (isFirst && SecretBytes.isInRow(bytes[first]) && isPrefix(first)) {
                return true;
            }
        }
        return rows().isDotted(row);
    }

    private boolean isPrefix(int at) {
        if (at + 2 < end && SecretTriples.isTriple(bytes[at], bytes[at + 1], bytes[at + 2])) {
            for (SecretFormat format : SecretFormats.of((char) bytes[at])) {
                String prefix = format.prefix();
                boolean isCut = format.body().holds('/');
                boolean isTold = isCut || prefix.length() > 3 || isFirstPart(format, at);
                if (isTold && at + prefix.length() < end && isHere(prefix, at)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether the part before the first dot is as long as those of such keys.
    private boolean isFirstPart(SecretFormat format, int at) {
        int to = at;
        while (to < end && SecretBytes.isInRow(bytes[to])) {
            to++;
        }
        return format.hasLongFirstPart() && to - at >= 17 && to < end && bytes[to] == '.';
    }

    /// Whether a key of a provider may begin here, by three characters or more.
    private boolean isFirst(int c, int at, int to, int next) {
        int two = bytes[at + 1];
        int three = bytes[at + 2];
        return switch (c) {
            case '-' -> two == '-' && three == '-' && to - at >= 10 && bytes[at + 5] == 'B';
            case 'A' ->
                    names().isHeader(at, to)
                            || ((two <= 'Z' || two == 'c' || two == 's') && isKnown(at, to));
            case 'a' -> names().isHeader(at, to) || isKnown(at, to);
            case 'e' -> (two == 'y' && to - at >= 17 && next == '.') || isKnown(at, to);
            case 'x' -> (two == 'o' && three == 'x') || isKnown(at, to);
            case 'S' -> (two == 'K' && to - at == 34) || isKnown(at, to);
            default -> c > 0 && isKnown(at, to);
        };
    }

    private boolean isKnown(int at, int to) {
        if (!SecretTriples.isTriple(bytes[at], bytes[at + 1], bytes[at + 2])) {
            return false;
        }
        for (SecretFormat format : SecretFormats.of((char) bytes[at])) {
            String prefix = format.prefix();
            boolean isOpen = isGoingOn(format, to) && !format.hasLongFirstPart();
            int least = isOpen ? 0 : format.leastInRow();
            boolean isLong = to - at >= prefix.length() + least;
            boolean isCut = to - at < prefix.length() && at + prefix.length() < end;
            boolean isPrefix = (isCut || isLong) && isHere(prefix, at);
            if (isPrefix && (isCut || !isWords(at + prefix.length(), to, format))) {
                return true;
            }
        }
        return false;
    }

    /// Whether what stands behind a prefix is words, as [Placeholders] has it: no digit, and no
    /// change of case; of a long row its beginning decides, for others may begin within it. A few
    /// letters do not tell where more of the key may follow.
    private boolean isWords(int from, int to, SecretFormat format) {
        int all = 0;
        int most = Math.min(to, from + MAX_BODY);
        for (int at = from; at < most; at++) {
            int b = bytes[at];
            all |=
                    SecretBytes.isDigit(b)
                            ? 4
                            : b >= 'a' && b <= 'z' ? 2 : b >= 'A' && b <= 'Z' ? 1 : 0;
        }
        return all < 3
                && (to - from >= LONG
                        || to >= end
                        || !format.body().holds((char) (bytes[to] & 0x7f)));
    }

    /// Whether a key may have more characters behind a row: its own, or those of the next line.
    private boolean isGoingOn(SecretFormat format, int to) {
        if (to >= end) {
            return false;
        }
        char next = (char) (bytes[to] & 0x7f);
        return format.body().holds(next) || next == '\\' || next == '%' || next == '=';
    }

    private boolean isHere(String prefix, int at) {
        for (int i = 1; i < prefix.length(); i++) {
            if (bytes[at + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private SecretNames names() {
        SecretNames made = names == null ? new SecretNames(bytes, start, end) : names;
        names = made;
        return made;
    }

    private SecretRows rows() {
        SecretRows made = rows == null ? new SecretRows(bytes, start, end) : rows;
        rows = made;
        return made;
    }

    private SecretCodes codes() {
        SecretCodes made = codes == null ? new SecretCodes(bytes, end) : codes;
        codes = made;
        return made;
    }
}
