package gate.rules.builtin;

/// Finds rows of characters that may be part of a key without a prefix: by their length, by certain
/// characters at certain places, by the signs around them.
///
/// One pass before [Secrets], so it had rather say yes too often than no.
final class SecretRows {

    /// The name and the password of a URL are at most so long.
    private static final int MAX_LOGIN = 128;

    /// `//a:.` at least stands before the end of a password.
    private static final int LEAST_LOGIN = 5;

    private final byte[] bytes;
    private final int start;
    private final int end;

    /// Of the text in `bytes[start, end)`.
    SecretRows(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /// What [SecretParts] tells by its length and letters.
    boolean isOfParts(int row, int to, int next) {
        int length = to - row;
        boolean isOfHex =
                length > 34
                        && SecretBytes.hex(bytes[row]) >= 0
                        && ((bytes[row + 32] == '-' && (length == 50 || bytes[row + 33] == 'u'))
                                || (length == 40 && bytes[to - 1] == 'L' && bytes[to - 2] == 'A'));
        boolean isSalesforce = next == '!' && bytes[row] == '0' && (length == 15 || length == 18);
        boolean isNgrok = length == 49 && bytes[row] == '2' && bytes[row + 27] == '_';
        boolean isLaunchDarkly = length == 40 && bytes[row + 2] == 'k' && bytes[row + 12] == '-';
        boolean isPutty = bytes[row] == 'P' && bytes[row + 1] == 'u' && bytes[row + 2] == 'T';
        return isOfHex
                || isSalesforce
                || isNgrok
                || isLaunchDarkly
                || isPutty
                || hasAzureLetters(row, to, next)
                || isBitcoin(row, length)
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

    private boolean isBitcoin(int row, int length) {
        int first = bytes[row];
        return (length == 51 && first == '5') || (length == 52 && (first == 'K' || first == 'L'));
    }

    /// A key of Firebase, `AAAA…:APA91b…`, or one of 32 bytes, `base64:…`.
    boolean isBehindColon(int row, int length) {
        boolean isFirebase = length > 100 && bytes[row] == 'A' && bytes[row + 1] == 'P';
        return isFirebase || (row - start > 6 && bytes[row - 2] == '4' && bytes[row - 3] == '6');
    }

    /// A number or a name before a colon, and 32 digits behind it.
    boolean isPair(int row, int length) {
        return length == 32 && row - start > 12 && SecretBytes.isInRow(bytes[row - 2]);
    }

    /// `%3A` before a password of a URL, `%40` behind, or both once more escaped: `%253A`.
    boolean isEscapedPassword(int row, int to) {
        int at = row + (isTwice(row) ? 2 : 0);
        int behind = to + (to < end && bytes[to] == '%' && isTwice(to + 1) ? 3 : 1);
        boolean isBehindColon = bytes[at] == '3' && (bytes[at + 1] | 0x20) == 'a';
        boolean isBeforeAt = behind + 1 < end && bytes[to] == '%' && bytes[behind] == '4';
        return isBehindColon && (isBeforeAt || isBot(at + 2, to - at - 2));
    }

    /// Whether the digits of an escaped percent sign stand at a place.
    private boolean isTwice(int at) {
        return at + 1 < end && bytes[at] == '2' && bytes[at + 1] == '5';
    }

    /// Whether a row is the end of the password of a URL, which a sign has cut: `//app:a.b@`.
    boolean isEndOfPassword(int row) {
        if (row - start < LEAST_LOGIN) {
            return false;
        }
        int least = Math.max(start + 2, row - MAX_LOGIN);
        int colon = row - 1;
        while (colon > least && bytes[colon] > ' ' && bytes[colon] != ':') {
            colon--;
        }
        int slash = colon;
        while (slash > least && bytes[slash] > ' ' && bytes[slash] != '/') {
            slash--;
        }
        return bytes[colon] == ':' && slash < colon - 1 && isSlashes(slash);
    }

    private boolean isSlashes(int at) {
        return bytes[at] == '/' && (bytes[at - 1] == '/' || bytes[at - 1] == '\\');
    }

    /// The last part of the address of a webhook, or of a token of Google (`1//0`), behind a slash
    /// that is escaped as `%2F`.
    boolean isBehindEscapedSlash(int row, int to) {
        if (!isEscapedSlash(row)) {
            return false;
        }
        boolean isGoogle = row - start > 4 && isEscapedSlash(row - 3) && bytes[row - 5] == '1';
        int length = to - row - 2;
        int least = Math.max(start, row - SecretAnchors.MAX_BEFORE);
        boolean isWebhook = false;
        for (int at = row - 2; (length == 24 || length == 32) && at > least; at--) {
            boolean isPart = bytes[at] == 'B' || bytes[at] == 'T';
            isWebhook |= isPart && isEscapedSlash(at - 2);
        }
        return isGoogle || isWebhook;
    }

    /// Whether the digits of an escaped slash stand at a place.
    private boolean isEscapedSlash(int at) {
        return at > start
                && bytes[at - 1] == '%'
                && bytes[at] == '2'
                && (bytes[at + 1] | 0x20) == 'f';
    }

    /// Whether a dot has cut a client secret of Azure behind its `8Q~`.
    boolean isBehindAzure(int row) {
        int least = Math.max(start, row - SecretAnchors.MAX_BEFORE);
        for (int at = row - 2; at >= least && SecretBytes.isOfKey(bytes[at + 1]); at--) {
            if (bytes[at] == 'Q' && bytes[at + 1] == '~') {
                return true;
            }
        }
        return false;
    }

    /// `SG.….`, `st.`, `0.….`, `….atlasv1.`: what stands before the dot is too short to be looked
    /// at.
    boolean isDotted(int row) {
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
        while (at > start && to - at < 30 && SecretBytes.isInRow(bytes[at - 1])) {
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

    boolean isBot(int row, int length) {
        return bytes[row] == 'A' && bytes[row + 1] == 'A' && length >= 35;
    }

    /// The last part of the address of a webhook: Slack's, Discord's, Zapier's.
    boolean isWebhook(int row, int to) {
        int length = to - row;
        if (row - start < 5 || bytes[row - 1] != '/') {
            return false;
        }
        int before = bytes[row - 2];
        if (length == 24 || (length == 32 && SecretBytes.isDigit(before))) {
            for (int at = row - 2; at > start && at > row - SecretAnchors.MAX_BEFORE; at--) {
                if (bytes[at - 1] == '/' && (bytes[at] == 'B' || bytes[at] == 'T')) {
                    return true;
                }
            }
        }
        int third = bytes[row - 3];
        return before == 's'
                && ((SecretBytes.isDigit(bytes[row]) && third == 'k')
                        || (third == '/' && bytes[row - 4] == 'p'));
    }
}
