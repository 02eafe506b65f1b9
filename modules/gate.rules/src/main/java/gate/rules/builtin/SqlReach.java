package gate.rules.builtin;

import java.util.Locale;

/// Whether a `DELETE` or an `UPDATE` reaches every row: none could fail its condition.
final class SqlReach {

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
                || isOwnList(from, where, at);
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

    private boolean isWord(int at, String word) {
        return tokens.isWord(at, word);
    }
}
