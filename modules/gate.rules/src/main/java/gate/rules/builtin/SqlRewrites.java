package gate.rules.builtin;

/// Statements that lose rows without a word that deletes: they are written over, or kept for no
/// time.
final class SqlRewrites {

    /// Tokens of one statement that are looked at.
    private static final int MAX_TOKENS = 128;

    private SqlRewrites() {}

    /// `INSERT INTO t SELECT … FROM t ON CONFLICT … DO UPDATE`, `REPLACE INTO t SELECT … FROM t`:
    /// every row is written over by itself, changed.
    static boolean upsert(SqlTokens tokens, int at) {
        if (!tokens.isWord(at + 1, "INTO")) {
            return false;
        }
        boolean isOwn = false;
        boolean isOver = tokens.isWord(at, "REPLACE");
        int most = Math.min(tokens.count(), at + MAX_TOKENS);
        for (int i = at + 3; i < most && !tokens.isSign(i, ';'); i++) {
            if (tokens.isWord(i, "WHERE")
                    || tokens.isWord(i, "LIMIT")
                    || tokens.isWord(i, "JOIN")
                    || tokens.isWord(i, "GROUP")) {
                return false;
            }
            if (tokens.isWord(i, "RETURNING")) {
                break;
            }
            isOwn |= tokens.isWord(i, "FROM") && isSameTable(tokens, at + 2, i + 1);
            boolean isUpdate = tokens.isWord(i, "UPDATE");
            isOver |= isUpdate && (tokens.isWord(i - 1, "DO") || tokens.isWord(i - 1, "KEY"));
        }
        return isOwn && isOver;
    }

    /// Whether two names are of one table: part by part from the end, as far as both have parts.
    static boolean isSameTable(SqlTokens tokens, int one, int other) {
        int first = last(tokens, one);
        int second = last(tokens, other);
        while (first >= one && second >= other) {
            if (!tokens.value(first).equalsIgnoreCase(tokens.value(second))) {
                return false;
            }
            first -= 2;
            second -= 2;
        }
        return true;
    }

    /// Where the last part of a name stands.
    static int last(SqlTokens tokens, int from) {
        int at = from;
        while (tokens.isSign(at + 1, '.')) {
            at += 2;
        }
        return at;
    }

    /// `RESTORE DATABASE … WITH REPLACE`.
    static boolean restores(SqlTokens tokens, int at) {
        if (!tokens.isWord(at + 1, "DATABASE")) {
            return false;
        }
        int most = Math.min(tokens.count(), at + MAX_TOKENS);
        for (int i = at + 2; i < most && !tokens.isSign(i, ';'); i++) {
            if (tokens.isWord(i, "REPLACE")) {
                return true;
            }
        }
        return false;
    }

    /// `add_retention_policy('t', INTERVAL '0 seconds')`, `drop_chunks('t', now() + …)`.
    static boolean keepsNothing(SqlTokens tokens, int at) {
        int most = Math.min(tokens.count(), at + 32);
        for (int i = at + 1; i < most && !tokens.isSign(i, ';'); i++) {
            boolean isLength = tokens.isWord(i - 1, "INTERVAL");
            if (isLength && (tokens.value(i).equals("0") || tokens.value(i).startsWith("0 "))) {
                return true;
            }
            boolean isNow = tokens.isWord(i, "NOW") && tokens.isSign(i + 2, ')');
            if (isNow && (tokens.isSign(i + 3, '+') || tokens.isSign(i + 3, ')'))) {
                return true;
            }
        }
        return false;
    }

    /// `ALTER RETENTION POLICY … DURATION 1h`.
    static boolean isShortRetention(SqlTokens tokens, int at) {
        if (!tokens.isWord(at - 1, "RETENTION") || !tokens.isWord(at - 2, "ALTER")) {
            return false;
        }
        int most = Math.min(tokens.count(), at + 16);
        for (int i = at + 1; i < most; i++) {
            String length = tokens.value(i + 1);
            if (tokens.isWord(i, "DURATION") && !length.startsWith("0")) {
                boolean isHours = length.endsWith("h") && length.length() < 3;
                return isHours || length.endsWith("s") || length.endsWith("m");
            }
        }
        return false;
    }
}
