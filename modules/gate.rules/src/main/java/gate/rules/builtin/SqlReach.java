package gate.rules.builtin;

import java.util.Locale;

/// Whether a `DELETE` or an `UPDATE` reaches every row: none could fail its condition.
final class SqlReach {

    /// Words of a condition that name no column.
    private static final String KEYWORDS = "AND OR NOT IS NULL TRUE FALSE IN LIKE BETWEEN";

    private final Harm harm;
    private final SqlTokens tokens;

    SqlReach(SqlTokens tokens, Harm harm) {
        this.harm = harm;
        this.tokens = tokens;
    }

    /// Whether the text ends with `ROLLBACK`, and nothing of it is kept before.
    boolean isUndone() {
        int last = tokens.count() - 1;
        while (last > 0
                && (tokens.isSign(last, ';')
                        || isWord(last, "TRAN")
                        || isWord(last, "TRANSACTION"))) {
            last--;
        }
        boolean isBack = isWord(last, "ROLLBACK") && tokens.isSign(last - 1, ';');
        if (isWord(last - 1, "TO") && isWord(last - 2, "ROLLBACK") && isWord(0, "SAVEPOINT")) {
            last -= 2;
            isBack = true;
        }
        boolean isBegun = isWord(0, "BEGIN") || isWord(0, "START") || isWord(0, "SAVEPOINT");
        if (!isBack || !isBegun) {
            return false;
        }
        for (int at = 0; at < last; at++) {
            harm.spend(1);
            boolean isToPoint = isWord(at, "ROLLBACK") && isWord(at + 1, "TO");
            if (isWord(at, "COMMIT") || (isWord(at, "ROLLBACK") && !isToPoint)) {
                return false;
            }
        }
        return true;
    }

    /// `EXPLAIN UPDATE …` only tells how it would be done, with `ANALYZE` it is done.
    private boolean isAsked(int from) {
        if (from < 1 || !isWord(0, "EXPLAIN")) {
            return false;
        }
        for (int at = 1; at < Math.min(from, SqlStatements.MAX_NAME_TOKENS); at++) {
            if (isWord(at, "ANALYZE") || isWord(at, "ANALYSE") || tokens.isSign(at, ';')) {
                return false;
            }
            if (isWord(at, "UPDATE") || isWord(at, "DELETE")) {
                return true;
            }
        }
        return false;
    }

    /// Whether a statement has no condition that some row could fail.
    boolean touchesAll(int from) {
        if (isUndone() || isAsked(from)) {
            return false;
        }
        int level = 0;
        int where = -1;
        int at = from;
        scan:
        for (; at < tokens.count(); at++) {
            harm.spend(4);
            if (tokens.isSign(at, '(')) {
                level++;
            } else if (tokens.isSign(at, ')')) {
                level--;
                if (level < 0) {
                    break;
                }
            } else if (level == 0 && tokens.isSign(at, ';')) {
                break;
            } else if (level == 0 && tokens.kind(at) == SqlTokens.Kind.WORD) {
                switch (tokens.value(at)) {
                    case "WHERE" -> where = at;
                    case "RETURNING", "LIMIT", "OPTION", "SETTINGS" -> {
                        break scan;
                    }
                    case "ORDER" -> {
                        if (isWord(at + 1, "BY")) {
                            break scan;
                        }
                    }
                    default -> {}
                }
            }
        }
        return where < 0
                || SqlCondition.isAlwaysTrue(tokens, table(from), where + 1, at)
                || isOwnList(from, where, at)
                || isOfOthers(from, where, at)
                || existsElsewhere(from, where, at)
                || isAllButOne(from, where, at)
                || isAllButSame(from, where, at);
    }

    /// `DELETE FROM t USING u WHERE u.id = 1`: a condition that asks nothing of the rows.
    private boolean isOfOthers(int from, int where, int end) {
        int using = from;
        while (using < where && !isWord(using, "USING")) {
            using++;
        }
        if (using == where || !isWord(from - 1, "DELETE")) {
            return false;
        }
        boolean isJoined = false; // by a condition of its own
        for (int at = using; at < where; at++) {
            isJoined |= isWord(at, "JOIN");
        }
        return !isJoined && asksOthersOnly(where + 1, end, from, using);
    }

    /// `UPDATE t SET … WHERE EXISTS (SELECT 1 FROM u WHERE u.id = 1)`: it holds for every row, or
    /// for none.
    private boolean existsElsewhere(int from, int where, int end) {
        boolean isExists = isWord(where + 1, "EXISTS") && tokens.isSign(where + 2, '(');
        if (!isExists || !isWord(where + 3, "SELECT")) {
            return false;
        }
        int first = from;
        while (first > 0
                && isWord(from - 1, "SET")
                && !isWord(first, "UPDATE")
                && from - first < SqlStatements.MAX_NAME_TOKENS) {
            first--;
        }
        int last = isWord(from - 1, "SET") ? from - 1 : where;
        int inner = where + 4;
        while (inner < end && !isWord(inner, "WHERE")) {
            if (tokens.isSign(inner + 1, '.') && isAmong(inner, first, last)) {
                return false;
            }
            inner++;
        }
        return inner < end && asksOthersOnly(inner + 1, end, first, last);
    }

    /// Whether a condition names columns, and none of the tables that are named in a range.
    private boolean asksOthersOnly(int from, int end, int first, int last) {
        boolean isOfOther = false;
        for (int at = from; at < end; at++) {
            if (tokens.kind(at) != SqlTokens.Kind.WORD && tokens.kind(at) != SqlTokens.Kind.NAME) {
                continue;
            }
            if (tokens.isSign(at + 1, '.')) {
                if (isAmong(at, first, last)) {
                    return false;
                }
                isOfOther = true;
                at += 2;
            } else if (!isKeyword(tokens.value(at))) {
                return false;
            }
        }
        return isOfOther;
    }

    static boolean isKeyword(String word) {
        return Words.isAmong(KEYWORDS, word);
    }

    private boolean isAmong(int name, int first, int last) {
        boolean isAmong = false;
        for (int at = first; at < last && !isAmong; at++) {
            boolean isSchema = tokens.isSign(at + 1, '.');
            isAmong = !isSchema && tokens.value(at).equalsIgnoreCase(tokens.value(name));
        }
        harm.spend(last - first);
        return isAmong;
    }

    /// `WHERE rowid <> NEW.rowid`, of a trigger.
    private boolean isAllButOne(int from, int where, int end) {
        return isOther(where + 2)
                && isWord(from - 1, "DELETE")
                && end - where == 6
                && isWord(where + 3, "NEW")
                && tokens.isSign(where + 4, '.')
                && tokens.value(where + 1).equalsIgnoreCase(tokens.value(where + 5));
    }

    /// The table that a `DELETE`, or the `SET` of an `UPDATE`, is about: the last part of its name,
    /// in capitals.
    private String table(int from) {
        int at = isWord(from, "FROM") ? from + 1 : from;
        if (isWord(from - 1, "SET")) {
            at = from - 2;
            while (at > 0
                    && !isWord(at - 1, "UPDATE")
                    && from - at < SqlStatements.MAX_NAME_TOKENS) {
                at--;
            }
        }
        return tokens.value(SqlRewrites.last(tokens, at)).toUpperCase(Locale.ROOT);
    }

    /// `DELETE FROM t WHERE id IN (SELECT id FROM t)`, `id = ANY (ARRAY(SELECT id FROM t))`.
    private boolean isOwnList(int from, int where, int end) {
        int at = where + 2;
        while (tokens.isSign(at, '.') || tokens.isSign(at + 1, '.')) {
            at++;
        }
        boolean isAny = tokens.isSign(at, '=') && (isWord(at + 1, "ANY") || isWord(at + 1, "SOME"));
        if (!isAny && !isWord(at, "IN")) {
            return false;
        }
        at += isAny ? 2 : 1;
        while (tokens.isSign(at, '(') || isWord(at, "ARRAY")) {
            at++;
        }
        if (!isWord(at, "SELECT") || end - where > 24) {
            return false;
        }
        int table = isWord(from, "FROM") ? from + 1 : from;
        boolean isSame = false;
        for (int i = at + 1; i < end; i++) {
            switch (tokens.kind(i) == SqlTokens.Kind.WORD ? tokens.value(i) : "") {
                case "WHERE", "LIMIT", "JOIN", "GROUP", "HAVING", "TOP", "FETCH", "AND" -> {
                    return false;
                }
                default ->
                        isSame |=
                                isWord(i, "FROM") && SqlRewrites.isSameTable(tokens, table, i + 1);
            }
        }
        return isSame;
    }

    /// `UPDATE t SET a = 'x' WHERE a <> 'x'`: afterwards every row has it.
    private boolean isAllButSame(int from, int where, int end) {
        boolean isSign = isOther(where + 2);
        boolean isDistinct =
                isWord(where + 2, "IS")
                        && isWord(where + 3, "DISTINCT")
                        && isWord(where + 4, "FROM");
        int value = isSign ? where + 3 : where + 5;
        if (!isWord(from - 1, "SET") || (!isSign && !isDistinct) || end != value + 1) {
            return false;
        }
        return tokens.isSign(from + 1, '=')
                && tokens.value(from).equalsIgnoreCase(tokens.value(where + 1))
                && tokens.kind(value) != SqlTokens.Kind.WORD
                && tokens.kind(from + 2) == tokens.kind(value)
                && tokens.value(from + 2).equals(tokens.value(value));
    }

    private boolean isOther(int sign) {
        return tokens.value(sign).equals("<>") || tokens.value(sign).equals("!=");
    }

    private boolean isWord(int at, String word) {
        return tokens.isWord(at, word);
    }
}
