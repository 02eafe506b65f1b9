package gate.rules.builtin;

/// What stands at a place of an SQL text. All of its questions are answered within a few tokens.
final class SqlPlaces {

    private static final int MAX_COLUMN_TOKENS = 256;

    private final SqlTokens tokens;

    SqlPlaces(SqlTokens tokens) {
        this.tokens = tokens;
    }

    /// Whether it is an option of `EXPLAIN`.
    boolean isOption(int at) {
        return switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
            case "ANALYZE", "VERBOSE", "QUERY", "PLAN", "EXTENDED", "FORMAT", "JSON", "TREE" ->
                    true;
            default -> tokens.isSign(at, '=');
        };
    }

    /// `name [(columns)] AS [[NOT] MATERIALIZED] (`: where the bracket is, or 0.
    int bodyOf(int name) {
        int at = name + 1;
        if (!isName(name)) {
            return 0;
        }
        if (tokens.isSign(at, '(')) {
            int most = at + MAX_COLUMN_TOKENS;
            while (at < most && !tokens.isSign(at, ')')) {
                at++;
            }
            at++;
        }
        if (!isWord(at, "AS")) {
            return 0;
        }
        at++;
        while (isWord(at, "NOT") || isWord(at, "MATERIALIZED")) {
            at++;
        }
        return tokens.isSign(at, '(') ? at : 0;
    }

    /// Whether it stands between a verb and its table: `INSERT OR REPLACE`, `UPDATE LOW_PRIORITY`.
    boolean isModifier(int at) {
        return switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
            case "LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "QUICK", "OR", "ROLLBACK", "ABORT" ->
                    true;
            case "IGNORE", "FAIL", "REPLACE" -> isName(at + 1);
            default -> false;
        };
    }

    /// Whether it is what follows `FOR UPDATE`.
    boolean isEndOfLock(int at) {
        return at >= tokens.count()
                || tokens.kind(at) == SqlTokens.Kind.SIGN
                || isWord(at, "OF")
                || isWord(at, "NOWAIT")
                || isWord(at, "LIMIT")
                || isWord(at, "FETCH")
                || isWord(at, "SKIP")
                || isWord(at, "WAIT");
    }

    /// Whether it may stand before the name of a table.
    boolean isBeforeTable(int at) {
        return isWord(at, "ONLY") || isWord(at, "LATERAL") || isWord(at, "TABLE");
    }

    /// Whether a query begins here, and no table is named.
    boolean startsQuery(int at) {
        return switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
            case "SELECT", "WITH", "VALUES", "TABLE", "DELETE", "INSERT", "UPDATE", "FROM" -> true;
            default -> false;
        };
    }

    /// Whether it is a number that is no name: `1a` is one in MySQL.
    boolean isNumber(int at) {
        String value = tokens.kind(at) == SqlTokens.Kind.NUMBER ? tokens.value(at) : "x";
        boolean isNumber = true;
        for (int i = 0; i < value.length(); i++) {
            isNumber &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        return isNumber;
    }

    /// Whether it may be a table; SQLite takes a string for a table as well.
    boolean isTableName(int at) {
        return isName(at) || tokens.kind(at) == SqlTokens.Kind.STRING;
    }

    boolean isName(int at) {
        SqlTokens.Kind kind = tokens.kind(at);
        return kind == SqlTokens.Kind.WORD || kind == SqlTokens.Kind.NAME;
    }

    boolean isWord(int at, String word) {
        return tokens.isWord(at, word);
    }

    /// A name as databases compare it: in small letters where no marks stand around it.
    String text(int at) {
        String value = tokens.value(at);
        return tokens.kind(at) == SqlTokens.Kind.WORD ? small(value) : value;
    }

    /// A name as it is written, with a sign where marks stand around it.
    String spelling(int at) {
        boolean isWord = tokens.kind(at) == SqlTokens.Kind.WORD;
        return isWord ? tokens.spelling(at) : '"' + tokens.value(at);
    }

    /// Letters of ASCII in small letters.
    private static String small(String word) {
        var small = new char[word.length()];
        for (int i = 0; i < small.length; i++) {
            char c = word.charAt(i);
            small[i] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return new String(small);
    }

    /// Whether it is the name of a query in a `WITH`.
    boolean isDefinition(int name) {
        return bodyOf(name) > 0;
    }

    /// Whether the query here continues the one before it; in every dialect these words are no
    /// names.
    boolean isJoined(int at) {
        return isWord(at - 1, "UNION")
                || isWord(at - 1, "ALL")
                || isWord(at - 1, "DISTINCT")
                || isWord(at - 1, "EXCEPT")
                || isWord(at - 1, "INTERSECT");
    }

    /// `IS [NOT] DISTINCT FROM`.
    boolean isComparison(int from) {
        int is = isWord(from - 2, "NOT") ? from - 3 : from - 2;
        return isWord(from - 1, "DISTINCT")
                && isWord(is, "IS")
                && !tokens.isSign(is - 1, '.')
                && !isWord(is - 1, "AS");
    }

    /// Whether a word is a name: behind a dot or `AS`.
    boolean isNamed(int at) {
        return tokens.isSign(at - 1, '.') || isWord(at - 1, "AS");
    }

    /// Whether an expression ends before a place, so that a word there cannot go on with it.
    boolean isBehindExpression(int at) {
        return switch (tokens.kind(at - 1)) {
            case NAME, STRING, NUMBER -> true;
            case SIGN -> tokens.isSign(at - 1, ')');
            case WORD ->
                    switch (tokens.value(at - 1)) {
                        case "SELECT", "DISTINCT", "ALL", "BY", "WHERE", "AND", "OR", "NOT" ->
                                false;
                        case "WHEN", "THEN", "ELSE", "ON", "HAVING", "SET", "IN", "LIKE", "AS" ->
                                false;
                        case "BETWEEN", "CASE", "VALUES", "RETURNING", "IS", "ANY", "USING" ->
                                false;
                        default -> true;
                    };
        };
    }

    /// Whether it is a word of a transaction: `BEGIN ISOLATION LEVEL SERIALIZABLE`.
    boolean isOfTransaction(int at) {
        return switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
            case "TRANSACTION", "TRAN", "WORK", "READ", "ONLY", "WRITE", "ISOLATION", "LEVEL" ->
                    true;
            case "SERIALIZABLE", "REPEATABLE", "COMMITTED", "UNCOMMITTED", "DEFERRED" -> true;
            case "IMMEDIATE", "EXCLUSIVE", "AND", "NO", "CHAIN" -> true;
            default -> tokens.isSign(at, ',');
        };
    }

    /// Whether DuckDB reads what follows as a query of its own: `(SUMMARIZE orders)`.
    boolean isOfDuck(int at) {
        return switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
            case "SUMMARIZE", "PIVOT", "UNPIVOT", "DESCRIBE", "SHOW" -> true;
            default -> false;
        };
    }
}
