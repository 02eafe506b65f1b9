package gate.rules.builtin;

import java.util.Locale;

/// Whether an SQL condition is true of every row: `1=1`, `'a'='a'`, `id = id`, `x OR TRUE`.
///
/// It decides in three values, true, false and unknown, as far as constants reach. Parentheses
/// deeper than a limit count as unknown.
final class SqlCondition {

    /// What is known of a condition.
    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }

    private static final int MAX_DEPTH = 64;

    /// Parts that a pattern is joined of.
    private static final int MAX_PARTS = 8;

    /// Alternatives, or terms that must all hold, that are compared with each other.
    private static final int MAX_ALTERNATIVES = 16;

    private final SqlTokens tokens;
    private final SqlTerms terms;
    private final int end;
    private int at;

    private SqlCondition(SqlTokens tokens, String table, int nesting, int from, int end) {
        this.tokens = tokens;
        this.terms = new SqlTerms(tokens, table, nesting, from);
        this.at = from;
        this.end = end;
    }

    /// Whether the condition in these tokens holds whatever the row.
    ///
    /// @param table whose rows these are, in capitals; empty if nobody knows
    static boolean isAlwaysTrue(SqlTokens tokens, String table, int from, int end) {
        return from >= end || new SqlCondition(tokens, table, 0, from, end).or(0) == Truth.TRUE;
    }

    /// Whether the condition in these tokens fails whatever the row.
    ///
    /// @param nesting how many conditions of subqueries it stands in
    static boolean isNeverTrue(SqlTokens tokens, int nesting, int from, int end) {
        return from < end && new SqlCondition(tokens, "", nesting, from, end).or(0) == Truth.FALSE;
    }

    private Truth or(int depth) {
        int first = at;
        Truth truth = and(depth);
        if (at >= end || !isOr(at)) {
            return truth;
        }
        var starts = new int[MAX_ALTERNATIVES];
        var ends = new int[MAX_ALTERNATIVES];
        starts[0] = first;
        ends[0] = at;
        int count = 1;
        while (at < end && isOr(at)) {
            at++;
            int start = at;
            Truth next = and(depth);
            for (int i = 0; i < count; i++) {
                if (terms.areOpposite(starts[i], ends[i], start, at)) {
                    truth = Truth.TRUE;
                }
            }
            if (count < MAX_ALTERNATIVES) {
                starts[count] = start;
                ends[count++] = at;
                if (terms.areAllRemainders(starts, ends, count)) {
                    truth = Truth.TRUE;
                }
            }
            if (truth == Truth.TRUE || next == Truth.TRUE) {
                truth = Truth.TRUE;
            } else if (truth == Truth.UNKNOWN || next == Truth.UNKNOWN) {
                truth = Truth.UNKNOWN;
            }
        }
        return truth;
    }

    private boolean isOr(int token) {
        return tokens.isWord(token, "OR") || tokens.value(token).equals("||");
    }

    /// Whether `||` joins a pattern, as in `LIKE '%' || $1 || '%'`, and is no OR, as MySQL has it:
    /// only parameters and words stand behind it, up to the end of the condition.
    private boolean isOfPattern(int token) {
        boolean isLike = tokens.isWord(token - 2, "LIKE") || tokens.isWord(token - 2, "ILIKE");
        int next = token;
        boolean asksSomething = false;
        for (int i = 0; isLike && i < MAX_PARTS && tokens.value(next).equals("||"); i++) {
            int after = part(next + 1);
            if (after < 0) {
                return false;
            }
            String text = tokens.value(next + 1);
            boolean isText = tokens.kind(next + 1) == SqlTokens.Kind.STRING;
            asksSomething |= !isText || !SqlTerms.isAnyPattern(text);
            next = after;
        }
        boolean isEnd =
                next >= end
                        || tokens.isWord(next, "AND")
                        || tokens.isWord(next, "OR")
                        || tokens.isSign(next, ')');
        return asksSomething && isEnd;
    }

    /// Where a part of a pattern ends, or -1: a parameter, one in small letters, or a string that
    /// no database takes for true.
    private int part(int from) {
        if (from >= end) {
            return -1;
        }
        if (tokens.kind(from) == SqlTokens.Kind.STRING) {
            String text = tokens.value(from);
            boolean isWord = text.isEmpty() || text.charAt(0) == '%' || isLetter(text.charAt(0));
            return isWord && constant(from) != Truth.TRUE ? from + 1 : -1;
        }
        if (tokens.isWord(from, "LOWER") || tokens.isWord(from, "UPPER")) {
            int after = tokens.isSign(from + 1, '(') ? parameter(from + 2) : -1;
            return after > 0 && tokens.isSign(after, ')') ? after + 1 : -1;
        }
        return parameter(from);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /// `?`, `$1`, `:name`, `@name`: where it ends, or -1.
    private int parameter(int from) {
        String value = tokens.value(from);
        if (value.equals("?") || (value.length() > 1 && "$@".indexOf(value.charAt(0)) >= 0)) {
            return from + 1;
        }
        boolean isNamed = from + 1 < end && tokens.kind(from + 1) != SqlTokens.Kind.SIGN;
        return tokens.isSign(from, ':') && isNamed ? from + 2 : -1;
    }

    private Truth and(int depth) {
        int first = at;
        Truth truth = not(depth);
        if (at >= end || !isAnd(at)) {
            return truth;
        }
        var starts = new int[MAX_ALTERNATIVES];
        var ends = new int[MAX_ALTERNATIVES];
        starts[0] = first;
        ends[0] = at;
        int count = 1;
        while (at < end && isAnd(at)) {
            at++;
            int start = at;
            Truth next = not(depth);
            for (int i = 0; i < count; i++) {
                if (terms.excludeEachOther(starts[i], ends[i], start, at)) {
                    next = Truth.FALSE;
                }
            }
            if (count < MAX_ALTERNATIVES) {
                starts[count] = start;
                ends[count++] = at;
            }
            if (truth == Truth.FALSE || next == Truth.FALSE) {
                truth = Truth.FALSE;
            } else if (truth == Truth.UNKNOWN || next == Truth.UNKNOWN) {
                truth = Truth.UNKNOWN;
            }
        }
        return truth;
    }

    private boolean isAnd(int token) {
        return tokens.isWord(token, "AND") || tokens.value(token).equals("&&");
    }

    private Truth not(int depth) {
        boolean isNegated = false;
        while (at < end && (tokens.isWord(at, "NOT") || tokens.isSign(at, '!'))) {
            isNegated = !isNegated;
            at++;
        }
        Truth truth = primary(depth);
        if (!isNegated || truth == Truth.UNKNOWN) {
            return truth;
        }
        return truth == Truth.TRUE ? Truth.FALSE : Truth.TRUE;
    }

    private Truth primary(int depth) {
        if (at < end && tokens.isSign(at, '(') && depth < MAX_DEPTH) {
            int close = tokens.closing(at, end);
            boolean isWhole =
                    close + 1 >= end
                            || tokens.isWord(close + 1, "AND")
                            || tokens.isWord(close + 1, "OR")
                            || tokens.isSign(close + 1, ')');
            if (isWhole && !tokens.isWord(at + 1, "SELECT")) {
                at++;
                Truth truth = or(depth + 1);
                at = Math.max(at, close + 1);
                return truth;
            }
        }
        int from = at;
        int level = 0;
        boolean isBetween = false;
        while (at < end) {
            if (tokens.isSign(at, '(')) {
                level++;
            } else if (tokens.isSign(at, ')')) {
                if (level == 0) {
                    break;
                }
                level--;
            } else if (level == 0 && tokens.isWord(at, "BETWEEN")) {
                isBetween = true;
            } else if (level == 0 && tokens.isWord(at, "AND")) {
                if (!isBetween) {
                    break;
                }
                isBetween = false;
            } else if (level == 0 && isOr(at) && !isOfPattern(at)) {
                break;
            }
            at++;
        }
        return comparison(from, at);
    }

    private Truth comparison(int from, int to) {
        int length = to - from;
        if (length == 1) {
            return constant(from);
        }
        if (tokens.isWord(from, "EXISTS")) {
            if (terms.isEmpty(from + 1, to)) {
                return Truth.FALSE;
            }
            boolean isBare = true;
            for (int i = from; i < to; i++) {
                isBare &= !tokens.isWord(i, "FROM");
            }
            return isBare ? Truth.TRUE : Truth.UNKNOWN;
        }
        if (terms.isTrue(from, to)) {
            return Truth.TRUE;
        }
        for (int i = from + 1; i < to - 1; i++) {
            if (tokens.kind(i) == SqlTokens.Kind.SIGN && isComparison(tokens.value(i))) {
                return compare(from, i, to);
            }
        }
        boolean isKey = tokens.isWord(to - 4, "ID") && tokens.isWord(to - 3, "IS");
        boolean isWhole = length == 4 || (length == 6 && terms.isOfTable(from));
        if (isKey && isWhole && tokens.isWord(to - 2, "NOT") && tokens.isWord(to - 1, "NULL")) {
            return Truth.TRUE;
        }
        if (tokens.isWord(from + 1, "IS") && isLiteral(from)) {
            boolean isNull = tokens.isWord(from, "NULL");
            boolean asksNull = tokens.isWord(from + 2, "NULL");
            boolean asksValue = tokens.isWord(from + 2, "NOT");
            return (asksNull && isNull) || (asksValue && !isNull) ? Truth.TRUE : Truth.UNKNOWN;
        }
        if (tokens.isWord(from + 1, "BETWEEN") && length == 5) {
            return between(from);
        }
        if (isEitherWay(from, to)) {
            return Truth.TRUE;
        }
        if (tokens.isWord(from + 1, "IN") && isLiteral(from)) {
            for (int i = from + 3; i < to; i++) {
                if (tokens.value(i).equals(tokens.value(from))) {
                    return Truth.TRUE;
                }
            }
        }
        return isConstant(from, to) || hasSubstitute(from, to) ? Truth.TRUE : Truth.UNKNOWN;
    }

    /// Whether a term asks nothing of a row: `~0`, `2 - 1`. One that is not worked out counts as
    /// true.
    private boolean isConstant(int from, int to) {
        boolean hasNumber = false;
        for (int i = from; i < to; i++) {
            boolean isNumber = tokens.kind(i) == SqlTokens.Kind.NUMBER;
            boolean isSign = tokens.kind(i) == SqlTokens.Kind.SIGN;
            hasNumber |= isNumber;
            boolean isOperator = isSign && "()~-+*/|&^<>=!".contains(tokens.value(i));
            if (!isNumber && !isOperator) {
                return false;
            }
        }
        return hasNumber;
    }

    /// `COALESCE(x, 0) IS NOT NULL`.
    private boolean hasSubstitute(int from, int to) {
        boolean isNamed =
                tokens.isWord(from, "COALESCE")
                        || tokens.isWord(from, "IFNULL")
                        || tokens.isWord(from, "ISNULL")
                        || tokens.isWord(from, "NVL");
        boolean isAsked =
                tokens.isWord(to - 3, "IS")
                        && tokens.isWord(to - 2, "NOT")
                        && tokens.isWord(to - 1, "NULL")
                        && tokens.isSign(to - 4, ')');
        if (!isNamed || !isAsked) {
            return false;
        }
        boolean isCall = tokens.isSign(to - 5, ')') && tokens.isSign(to - 6, '(');
        int last = isCall ? to - 7 : to - 5;
        boolean isNow =
                tokens.isWord(last, "NOW")
                        || tokens.isWord(last, "GETDATE")
                        || tokens.isWord(last, "CURRENT_TIMESTAMP")
                        || tokens.isWord(last, "CURRENT_DATE");
        boolean isValue = !isCall && isLiteral(last) && !tokens.isWord(last, "NULL");
        return tokens.isSign(last - 1, ',') && (isNow || isValue);
    }

    /// `x IN (true, false)`.
    private boolean isEitherWay(int from, int to) {
        for (int i = from + 1; i + 4 < to; i++) {
            if (tokens.isWord(i, "IN") && tokens.isSign(i + 1, '(')) {
                boolean isOne = tokens.isWord(i + 2, "TRUE") && tokens.isWord(i + 4, "FALSE");
                boolean isOther = tokens.isWord(i + 2, "FALSE") && tokens.isWord(i + 4, "TRUE");
                return isOne || isOther;
            }
        }
        return false;
    }

    /// `x BETWEEN '1970-01-01' AND '2999-12-31'`.
    private static boolean isEveryDay(String low, String high) {
        return low.length() >= 8
                && high.length() >= 8
                && low.indexOf('-') == 4
                && high.indexOf('-') == 4
                && low.compareTo("1971") < 0
                && high.compareTo("2090") > 0;
    }

    private Truth between(int from) {
        if (!isLiteral(from) && isEveryDay(tokens.value(from + 2), tokens.value(from + 4))) {
            return Truth.TRUE;
        }
        if (!isLiteral(from) || !isLiteral(from + 2) || !isLiteral(from + 4)) {
            return Truth.UNKNOWN;
        }
        int low = order(tokens.value(from + 2), tokens.value(from));
        int high = order(tokens.value(from), tokens.value(from + 4));
        return low <= 0 && high <= 0 ? Truth.TRUE : Truth.FALSE;
    }

    private Truth constant(int token) {
        String value = tokens.value(token);
        if (tokens.kind(token) == SqlTokens.Kind.NUMBER) {
            return isZero(value) ? Truth.FALSE : Truth.TRUE;
        }
        if (tokens.kind(token) == SqlTokens.Kind.STRING) {
            return value.equalsIgnoreCase("t")
                            || value.equalsIgnoreCase("true")
                            || value.equals("1")
                    ? Truth.TRUE
                    : Truth.UNKNOWN;
        }
        if (tokens.isWord(token, "TRUE")) {
            return Truth.TRUE;
        }
        return tokens.isWord(token, "FALSE") || tokens.isWord(token, "NULL")
                ? Truth.FALSE
                : Truth.UNKNOWN;
    }

    private static boolean isZero(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c != '0' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /// Whether a sign compares.
    static boolean isComparison(String sign) {
        return switch (sign) {
            case "=", "==", "<", ">", "<=", ">=", "<>", "!=" -> true;
            default -> false;
        };
    }

    private Truth compare(int from, int sign, int to) {
        String operator = tokens.value(sign);
        if (terms.isSame(from, sign, sign + 1, to)) {
            return switch (operator) {
                case "=", "==", "<=", ">=" -> Truth.TRUE;
                default -> Truth.FALSE;
            };
        }
        if (isBeforeTheFuture(from, sign, to)) {
            return Truth.TRUE;
        }
        if (sign - from != 1 || to - sign != 2 || !isLiteral(from) || !isLiteral(sign + 1)) {
            return Truth.UNKNOWN;
        }
        int order = order(tokens.value(from), tokens.value(sign + 1));
        boolean isTrue =
                switch (operator) {
                    case "=", "==" -> order == 0;
                    case "<" -> order < 0;
                    case ">" -> order > 0;
                    case "<=" -> order <= 0;
                    case ">=" -> order >= 0;
                    default -> order != 0;
                };
        return isTrue ? Truth.TRUE : Truth.FALSE;
    }

    /// `created_at < NOW() + INTERVAL '100 years'`.
    private boolean isBeforeTheFuture(int from, int sign, int to) {
        String operator = tokens.value(sign);
        boolean isBefore = operator.equals("<") || operator.equals("<=");
        boolean isNow = tokens.isWord(sign + 1, "NOW") || tokens.isWord(sign + 1, "GETDATE");
        boolean isLater = tokens.isSign(sign + 4, '+') && isOfYears(sign + 5, to);
        return sign - from == 1 && isBefore && isNow && isLater;
    }

    private boolean isOfYears(int from, int to) {
        boolean isOfYears = false;
        for (int i = from; i < to; i++) {
            isOfYears |= tokens.value(i).toLowerCase(Locale.ROOT).contains("year");
        }
        return isOfYears;
    }

    private boolean isLiteral(int token) {
        SqlTokens.Kind kind = tokens.kind(token);
        return kind == SqlTokens.Kind.NUMBER
                || kind == SqlTokens.Kind.STRING
                || tokens.isWord(token, "TRUE")
                || tokens.isWord(token, "FALSE")
                || tokens.isWord(token, "NULL");
    }

    /// Numbers by their size, all else by its letters.
    private static int order(String one, String other) {
        if (isNumber(one) && isNumber(other)) {
            return Double.compare(Double.parseDouble(one), Double.parseDouble(other));
        }
        return one.compareTo(other);
    }

    private static boolean isNumber(String text) {
        boolean hasDot = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDot = c == '.' && !hasDot && i > 0;
            hasDot |= isDot;
            if ((c < '0' || c > '9') && !isDot) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 18;
    }
}
