package gate.rules.builtin;

import gate.protocol.Json;

/// Tells in one pass over the bytes of a text whether it is worth looking for secrets in it.
///
/// Secrets are long: eight letters, digits, `_`, `-` or `~` in a row at least. So only every eighth
/// byte is looked at, and what lies between only where that one is of a row; of a row, its first
/// characters decide. What passes is read by [Secrets].
public final class SecretAnchors {

    /// Shortest row that is looked at, in bytes.
    private static final int ROW = 8;

    /// Shortest row that may be base64 or hex of a secret.
    private static final int CODED = 24;

    private static final int HEX = 40;

    /// So many bytes before a row are looked at for a prefix.
    private static final int MAX_BEFORE = 40;

    /// So many bytes before the first row that is worth it a secret may begin.
    private static final int MAX_LEAD = 4_096;

    /// No row is.
    static final int NONE = -1;

    private static final int MAX_PASSWORD = 160;

    private static final int MAX_SCHEME = 8;

    /// Shorter rows behind a prefix that ends in a sign are no keys.
    private static final int LEAST_BEHIND = 12;

    /// Shorter rows without a digit are words.
    private static final int LONG = 20;

    /// The first three characters of each prefix in [SecretFormats], which is read when one is met.
    static final String TRIPLES =
            "AKIASIABIACCA3TABSLTAsk-sk_rk_whsghpghoghughsghrgitglpgldglrglagls"
                    + "glcgliglfgloGR1AIzya2GOCnpmpypruboy2dckCLOhf_apir8_gskxaippltvllsv"
                    + "pcsdapdopdoodordp.dufEZTEZAEAAFLWicoZXlcmVAKCsc_extscaautpscPMApnu"
                    + "pultk-xkesntsm_shishplinntnsecsq0ATAATCATBfighvshvbfo1NRAAGEsbpsb_"
                    + "nfpbkuCCICFPrdmdt0shasgpopssqusqpsqatsktfpAQVkey"
                    + "aiop8exsmcskddpddofm1fm2fioeyJHRKpats-slipnapNRInvaAPIphxATTver"
                    + "AccShawanrpaak-as-fw_tgpjinpa-fc-e2bctxbb_llxcrsxoxmfa_auciovck"
                    + "vcpvcavciv1.sl.calsnysattr_sigwakAKLy0_IQoFwo1//GOOsesaccAQErzp"
                    + "klapdlre_mlsnpgfnAAstcflCCDAVNxauNRRNRShcahcxxaaxappylcxtcxuhvr"
                    + "nbpakarndnfcnfuEXOsk.dG9AAAIGQpinKEYeseydcBSAm0-ck-nk-dbtmb_KGA"
                    + "pnbsktdtndepglw_gixprSCWDO0"
                    + "da2amzpollivmdb4b1esszpkA3-dnkchpnse";

    private static final int SLOTS = 2_048;
    private static final int[] SLOT = new int[SLOTS];

    /// What a byte may be in a row; nothing if it ends one.
    private static final int OTHER = 1;

    private static final int DIGIT = 2;
    private static final int JOINS = 4;
    private static final byte[] ROLES = new byte[256];

    static {
        for (int i = 0; i < TRIPLES.length(); i += 3) {
            int triple = triple(TRIPLES.charAt(i), TRIPLES.charAt(i + 1), TRIPLES.charAt(i + 2));
            int slot = slot(triple);
            while (SLOT[slot] != 0) {
                slot = (slot + 1) % SLOTS;
            }
            SLOT[slot] = triple;
        }
        for (int b = 0; b < 128; b++) {
            if (SecretFormat.Body.NAME.holds((char) b) || b == '~') {
                boolean joins = b == '_' || b == '-';
                ROLES[b] = (byte) (isDigit(b) ? DIGIT : joins ? JOINS : OTHER);
            }
        }
    }

    private final byte[] bytes;
    private final int start;
    private final int end;

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
        return new SecretAnchors(bytes, from, to).row() != NONE;
    }

    /// From which byte on the text of a string is worth it, or [#NONE].
    static int begin(Json json, int node) {
        return new SecretAnchors(json.bytes(), json.start(node) + 1, json.end(node) - 1).begin();
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
        byte[] roles = ROLES;
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
                if ((mark == '%' || mark == '\\') && isNeedlessEscape(low)) {
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
        if (to - row >= LONG || (all & DIGIT) != 0) {
            return true;
        }
        int last = bytes[to - 1];
        boolean isNamedKey = last == 'y' && to - row > 9 && bytes[to - 3] == 'K';
        boolean isPassword = last == 'd' && to < end && bytes[to] == '=';
        boolean isOfAzure = bytes[row] == 'A' && to - row < SecretParts.AZURE_TAIL + 1;
        boolean isAuthorization = (last | 0x20) == 'n' && (bytes[to - 6] | 0x20) == 'z';
        boolean isBegin = last == 'N' && bytes[to - 2] == 'I'; // of a key in lines
        return isAuthorization
                || isBegin
                || isNamedKey
                || isOfAzure
                || isPassword
                || isBehindWord(row)
                || ((all & JOINS) != 0 && (bytes[row] == '-' || (last | 0x20) == 'y' || isCut(to)));
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
            if (bytes[row] == 'u' && isNeedlessUnicode(row, to)) {
                return true;
            }
            if (isWorth(bytes[row] == 'u' ? Math.min(row + 5, to) : row + 1, to, ' ')) {
                return true;
            }
        } else if (before == '%') {
            // The two digits of an escape; behind them a word may begin.
            if (isNeedless(row, to) || (to - row > 4 && isWorth(row + 2, to, ' '))) {
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
                                            || isWebhook(row, to)
                                            || isBehindAzure(row));
                    case ':' ->
                            isBehindColon(row, length)
                                    || next == '@'
                                    || isBot(row, length)
                                    || isLogin(row - 1)
                                    || isPair(row, length)
                                    || (length >= LEAST_BEHIND && isBehindPrefix(row));
                    case '%' -> next == '@' || isEscapedPassword(row, to);
                    default -> false;
                };
        boolean isNumbered = (next == '|' || next == '%') && length >= 15 && isDigit(bytes[to - 1]);
        boolean isTeam = next == '@' && length == 36 && before == '/';
        boolean isAzure = length > 5 && bytes[row + 4] == 'Q' && bytes[row + 5] == '~';
        boolean isMaxmind = length == 40 && bytes[to - 4] == '_' && bytes[to - 1] == 'k';
        return isMarked
                || isNumbered
                || isHeaderName(row, to, next)
                || isTeam
                || isAzure
                || isMaxmind
                || isBehindWord(row)
                || isOfParts(row, to, next)
                || (length >= CODED && isCoded(row, to));
    }

    /// What [SecretParts] tells by its length and letters.
    private boolean isOfParts(int row, int to, int next) {
        int length = to - row;
        boolean isOfHex =
                length > 34
                        && hex(bytes[row]) >= 0
                        && ((bytes[row + 32] == '-' && (length == 50 || bytes[row + 33] == 'u'))
                                || (length == 40 && bytes[to - 1] == 'L' && bytes[to - 2] == 'A'));
        boolean isSalesforce = next == '!' && bytes[row] == '0' && (length == 15 || length == 18);
        boolean isNgrok = length == 49 && bytes[row] == '2' && bytes[row + 27] == '_';
        boolean isName = endsWith(row, to, "private_key") || endsWith(row, to, "privatekey");
        boolean isNamed = isName && isBeforeKey(to);
        boolean isLaunchDarkly = length == 40 && bytes[row + 2] == 'k' && bytes[row + 12] == '-';
        boolean isPutty = bytes[row] == 'P' && bytes[row + 1] == 'u' && bytes[row + 2] == 'T';
        boolean isHex = length > HEX && bytes[row + 1] == 'x' && isCoded(row + 2, to);
        return isOfHex
                || isSalesforce
                || isNgrok
                || isNamed
                || isLaunchDarkly
                || isPutty
                || isHex
                || hasAzureLetters(row, to, next)
                || isBitcoin(row, length)
                || (next == '=' && endsWith(row, to, "password") && isBeforePassword(to))
                || (length == 84 && bytes[row + 52] == 'J' && bytes[row + 53] == 'Q');
    }

    /// Whether the letters of a service stand near the end of a row, which `+` or `/` may cut.
    private boolean hasAzureLetters(int row, int to, int next) {
        int last = next == '+' || next == '/' ? to + SecretParts.AZURE_TAIL - 4 : to;
        for (int at = to; at <= Math.min(last, end); at++) {
            if (at - SecretParts.AZURE_TAIL >= row - 1
                    && SecretParts.mayEndAzure(bytes, start, at)) {
                return true;
            }
        }
        return false;
    }

    /// Whether eight characters with two digits follow an equals sign.
    private boolean isBeforePassword(int equals) {
        int at = equals + 1;
        int digits = 0;
        while (at < end && at - equals < MAX_PASSWORD && bytes[at] > ' ' && bytes[at] != '&') {
            digits += isDigit(bytes[at]) ? 1 : 0;
            at++;
        }
        return digits > 1 && at - equals > 8;
    }

    /// Whether a key that needs no prefix follows the name that calls it one.
    private boolean isBeforeKey(int name) {
        int at = name;
        while (at < end && at - name < MAX_BEFORE && !isInRow(bytes[at])) {
            at++;
        }
        int from = at;
        while (at < end && at - from < LEAST_BEHIND && isOfKey(bytes[at])) {
            at++;
        }
        return at > name && at - from == LEAST_BEHIND;
    }

    private boolean isBitcoin(int row, int length) {
        int first = bytes[row];
        return (length == 51 && first == '5') || (length == 52 && (first == 'K' || first == 'L'));
    }

    /// Whether a row stands behind the word of a name that makes it a secret.
    private boolean isBehindWord(int row) {
        return row - start > 3
                && bytes[row - 1] == '='
                && (endsWith(start, row - 1, "secret")
                        || endsWith(start, row - 1, "sig")
                        || endsWith(start, row - 1, "pwd"));
    }

    private boolean endsWith(int from, int to, String word) {
        return to - word.length() >= from && endsWith(to, word);
    }

    /// A key of Firebase, `AAAA…:APA91b…`, or one of 32 bytes, `base64:…`.
    private boolean isBehindColon(int row, int length) {
        boolean isFirebase = length > 100 && bytes[row] == 'A' && bytes[row + 1] == 'P';
        return isFirebase || (row - start > 6 && bytes[row - 2] == '4' && bytes[row - 3] == '6');
    }

    /// A number or a name before a colon, and 32 digits behind it.
    private boolean isPair(int row, int length) {
        return length == 32 && row - start > 12 && isInRow(bytes[row - 2]);
    }

    /// `%3A` before a password of a URL, `%40` behind.
    private boolean isEscapedPassword(int row, int to) {
        boolean isBehindColon = bytes[row] == '3' && (bytes[row + 1] | 0x20) == 'a';
        boolean isBeforeAt = to + 2 < end && bytes[to] == '%' && bytes[to + 1] == '4';
        return isBehindColon && (isBeforeAt || isBot(row + 2, to - row - 2));
    }

    /// Whether a prefix that is too short to be looked at stands before a row: `hvs.`, `dp.st.x.`,
    /// `1//0`, `glc_a/`.
    private boolean isBehindPrefix(int row) {
        int least = Math.max(start, row - MAX_BEFORE);
        int at = row - 1;
        while (at > least && isOfKey(bytes[at - 1])) {
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
                            || !isInRow(bytes[first - 1])
                            || isMark(bytes[first - 1]);
            if (isFirst && isInRow(bytes[first]) && isPrefix(first)) {
                return true;
            }
        }
        return isDotted(row);
    }

    /// Whether a dot has cut a client secret of Azure behind its `8Q~`.
    private boolean isBehindAzure(int row) {
        int least = Math.max(start, row - MAX_BEFORE);
        for (int at = row - 2; at >= least && isOfKey(bytes[at + 1]); at--) {
            if (bytes[at] == 'Q' && bytes[at + 1] == '~') {
                return true;
            }
        }
        return false;
    }

    private static boolean isMark(int b) {
        return b == '_' || b == '-' || b == '~';
    }

    private boolean isOfKey(int b) {
        return isInRow(b) || b == '.' || b == '/' || b == '+' || b == '$' || b == ':';
    }

    private boolean isPrefix(int at) {
        if (at + 2 < end && isTriple(bytes[at], bytes[at + 1], bytes[at + 2])) {
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
        while (to < end && isInRow(bytes[to])) {
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
                    isHeader(at, to)
                            || ((two <= 'Z' || two == 'c' || two == 's') && isKnown(at, to));
            case 'a' -> isHeader(at, to) || isKnown(at, to);
            case 'e' -> (two == 'y' && to - at >= 17 && next == '.') || isKnown(at, to);
            case 'x' -> (two == 'o' && three == 'x') || isKnown(at, to);
            case 'S' -> (two == 'K' && to - at == 34) || isKnown(at, to);
            default -> c > 0 && isKnown(at, to);
        };
    }

    /// Whether the name of a user before a colon follows an option `-u` or `--user`.
    private boolean isLogin(int colon) {
        int at = colon - 1;
        while (at > start && colon - at < 32 && isInRow(bytes[at])) {
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
    private boolean isHeaderName(int row, int to, int next) {
        int length = to - row;
        if (length == ROW && bytes[row] == '-') {
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

    private boolean endsWith(int to, String word) {
        for (int i = 1; i <= word.length(); i++) {
            int c = bytes[to - i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word.charAt(word.length() - i)) {
                return false;
            }
        }
        return true;
    }

    /// `Authorization: Bearer`, in any writing that ends in the name of a scheme.
    private boolean isHeader(int at, int to) {
        if (to - at != 13 || bytes[at + 1] != 'u' || bytes[at + 7] != 'z') {
            return false;
        }
        int value = to;
        while (value < end && value - to < 16) {
            boolean isEscape = value > to && bytes[value - 1] == '\\'; // of a tab, not of a number
            if (isEscape && bytes[value] == 'u') {
                return true;
            }
            if (!isEscape && isInRow(bytes[value])) {
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

    /// Whether a word of letters is followed by digits of a credential, or by what may hide some.
    private boolean mayBeBeforeValue(int scheme) {
        int at = scheme;
        while (at < end && at - scheme < MAX_SCHEME && isInRow(bytes[at])) {
            at++;
        }
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        int value = at;
        int digits = 0;
        while (at < end && digits < 2 && isOfValue(bytes[at])) {
            digits += isDigit(bytes[at]) ? 1 : 0;
            at++;
        }
        boolean isCut = at < end && (bytes[at] == '%' || bytes[at] == '\\');
        boolean isEnd = isCut && at + 1 < end && (bytes[at + 1] == '"' || bytes[at + 1] == 'n');
        return digits > 1 || (isCut && !(isEnd && at - value < LONG && digits == 0));
    }

    private static boolean isOfValue(int b) {
        return isInRow(b) || b == '.' || b == '/' || b == '+' || b == '=';
    }

    /// Whether some prefix begins with these three characters.
    static boolean isTriple(int one, int two, int three) {
        int triple = triple(one, two, three);
        int slot = slot(triple);
        while (SLOT[slot] != triple) {
            if (SLOT[slot] == 0) {
                return false;
            }
            slot = (slot + 1) % SLOTS;
        }
        return true;
    }

    private static int triple(int one, int two, int three) {
        return (one << 16) | (two << 8) | three;
    }

    private static int slot(int triple) {
        return (triple * 0x9e37_79b1) >>> 21;
    }

    private boolean isKnown(int at, int to) {
        if (!isTriple(bytes[at], bytes[at + 1], bytes[at + 2])) {
            return false;
        }
        for (SecretFormat format : SecretFormats.of((char) bytes[at])) {
            String prefix = format.prefix();
            boolean isOpen = isGoingOn(format, to) && !format.hasLongFirstPart();
            int least = isOpen ? 0 : format.leastInRow();
            boolean isLong = to - at >= prefix.length() + least;
            boolean isCut = to - at < prefix.length() && at + prefix.length() < end;
            boolean mayBe = isCut || (isLong && !isWords(at + prefix.length(), to, format));
            if (mayBe && isHere(prefix, at)) {
                return true;
            }
        }
        return false;
    }

    /// Whether what stands behind a prefix is words, as [Placeholders] has it: no digit, and no
    /// change of case. A few letters do not tell where more of the key may follow.
    private boolean isWords(int from, int to, SecretFormat format) {
        int all = 0;
        for (int at = from; at < to; at++) {
            int b = bytes[at];
            all |= isDigit(b) ? 4 : b >= 'a' && b <= 'z' ? 2 : b >= 'A' && b <= 'Z' ? 1 : 0;
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

    /// `SG.….`, `st.`, `0.….`, `….atlasv1.`: what stands before the dot is too short to be looked
    /// at.
    private boolean isDotted(int row) {
        if (row - start < 2 || bytes[row - 1] != '.') {
            return false;
        }
        int two = bytes[row - 2];
        int three = row - start > 2 ? bytes[row - 3] : ' ';
        boolean isTerraform =
                two == '1' && three == 'v' && row - start > 22 && bytes[row - 9] == '.';
        boolean isInfisical =
                two == 't' && three == 's' && row + 24 < end && bytes[row + 24] == '.';
        boolean isBitwarden = two == '0' && row + 36 < end && bytes[row + 36] == '.';
        boolean isDiscord = row - start > 30 && bytes[row - 8] == '.' && isNumber(row - 8);
        return isTerraform
                || isDiscord
                || isInfisical
                || isBitwarden
                || (row - start > 18 && hasSendgrid(row));
    }

    /// Whether base64 of digits ends at a place, 23 to 28 characters.
    private boolean isNumber(int to) {
        int at = to;
        while (at > start && to - at < 30 && isInRow(bytes[at - 1])) {
            at--;
        }
        int first = at > start && bytes[at - 1] == '\\' ? at + 1 : at; // behind an escape
        return to - first >= 23 && bytes[first] >= 'M' && bytes[first] <= 'O';
    }

    /// Whether `SG.` and a part stand before the dot before a row.
    private boolean hasSendgrid(int row) {
        for (int at = row - 17; at > row - 34 && at >= start + 2; at--) {
            if (bytes[at] == '.' && bytes[at - 1] == 'G' && bytes[at - 2] == 'S') {
                return true;
            }
        }
        return false;
    }

    private boolean isBot(int row, int length) {
        return bytes[row] == 'A' && bytes[row + 1] == 'A' && length >= 35;
    }

    /// The last part of the address of a webhook: Slack's, Discord's, Zapier's.
    private boolean isWebhook(int row, int to) {
        int length = to - row;
        if (row - start < 5 || bytes[row - 1] != '/') {
            return false;
        }
        int before = bytes[row - 2];
        if (length == 24 || (length == 32 && isDigit(before))) {
            for (int at = row - 2; at > start && at > row - MAX_BEFORE; at--) {
                if (bytes[at - 1] == '/' && (bytes[at] == 'B' || bytes[at] == 'T')) {
                    return true;
                }
            }
        }
        int third = bytes[row - 3];
        return before == 's'
                && ((isDigit(bytes[row]) && third == 'k')
                        || (third == '/' && bytes[row - 4] == 'p'));
    }

    /// Whether the first twelve bytes behind a piece of base64, or eight behind one of hex, are
    /// text.
    private boolean isCoded(int row, int to) {
        boolean isHex = to - row >= HEX;
        for (int at = row; isHex && at < row + 16; at += 2) {
            int value = (hex(bytes[at]) << 4) | hex(bytes[at + 1]);
            isHex = value >= ' ' && value < 0x7f;
        }
        if (isHex) {
            return true;
        }
        for (int at = row; at < row + 16; at += 4) {
            int bits =
                    (sextet(bytes[at]) << 18)
                            | (sextet(bytes[at + 1]) << 12)
                            | (sextet(bytes[at + 2]) << 6)
                            | sextet(bytes[at + 3]);
            if (bits < 0
                    || !isText(bits >> 16)
                    || !isText(bits >> 8 & 0xff)
                    || !isText(bits & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /// Whether an escape of what needs none begins here: a text that is escaped letter by letter
    /// has no rows.
    private boolean isNeedlessEscape(int at) {
        if (at + 3 >= end) {
            return false;
        }
        return switch (bytes[at]) {
            case '%' -> isNeedless(at + 1, end) || isTwice(at);
            case '\\' ->
                    (bytes[at + 1] == 'u' && isNeedlessUnicode(at + 1, end))
                            || (bytes[at + 1] == 'x' && isNeedless(at + 2, end));
            default -> false;
        };
    }

    /// `%25` and digits of what needs no escape, once.
    private boolean isTwice(int at) {
        return at + 5 < end
                && bytes[at + 1] == '2'
                && bytes[at + 2] == '5'
                && isNeedless(at + 3, end);
    }

    /// An escape of JSON of what needs none.
    private boolean isNeedlessUnicode(int row, int to) {
        int value = 0;
        for (int at = row + 1; at < Math.min(row + 5, to); at++) {
            value = (value << 4) | (hex(bytes[at]) & 0xff);
        }
        return value < 128 && isInRow(value);
    }

    /// A percent escape of what needs none.
    private boolean isNeedless(int row, int to) {
        int value = to - row < 3 ? -1 : (hex(bytes[row]) << 4) | hex(bytes[row + 1]);
        return value > 0 && value < 128 && isInRow(value) && value != '~';
    }

    private static boolean isText(int b) {
        return (b >= ' ' && b < 0x7f) || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isInRow(int b) {
        return ROLES[b & 0xff] != 0;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private static int hex(int b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static int sextet(int b) {
        if (b >= 'A' && b <= 'Z') {
            return b - 'A';
        }
        if (b >= 'a' && b <= 'z') {
            return b - 'a' + 26;
        }
        if (isDigit(b)) {
            return b - '0' + 52;
        }
        return b == '-' ? 62 : b == '_' ? 63 : -1;
    }
}
