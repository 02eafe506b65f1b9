package gate.rules.builtin;

import java.util.Locale;

/// Single terms of an SQL condition that hold whatever the row, though no constant says so: `id >
/// 0`, `length(x) >= 0`, `created_at < '9999-12-31'`, `x IS NOT DISTINCT FROM x`.
///
/// A term is a range of tokens. A look at it takes steps in proportion to its length.
final class SqlTerms {

    private static final int MAX_NESTING = 3;
    private static final int MAX_DIVISOR = 16;

    /// Tokens before a condition among which a table's other name is looked for.
    private static final int MAX_HEAD = 128;

    private static final int MAX_BRACKETS = 8;
    private static final double MANY = 1e9;
    private static final String EARLY = "1901";
    private static final String LATE = "2090";

    private final SqlTokens tokens;

    /// Whose rows these are, in capitals; empty if nobody knows.
    private final String table;

    /// How many conditions of subqueries this one stands in.
    private final int nesting;

    private final int condition;

    /// @param condition where the condition begins
    SqlTerms(SqlTokens tokens, String table, int nesting, int condition) {
        this.tokens = tokens;
        this.condition = condition;
        this.table = table;
        this.nesting = nesting;
    }

    /// Whether a name before a dot is that of the table, or what it is called here: `t AS x`.
    boolean isOfTable(int name) {
        String called = tokens.value(name);
        boolean isOfTable = tokens.isSign(name + 1, '.') && called.equalsIgnoreCase(table);
        int first = Math.max(0, condition - MAX_HEAD);
        for (int at = first; at < condition && !isOfTable && !table.isEmpty(); at++) {
            int alias = tokens.isWord(at + 1, "AS") ? at + 2 : at + 1;
            isOfTable =
                    tokens.value(at).equalsIgnoreCase(table)
                            && tokens.value(alias).equalsIgnoreCase(called);
        }
        return isOfTable;
    }

    /// Whether a term holds whatever the row.
    boolean isTrue(int from, int to) {
        return isNotDistinct(from, to)
                || isOutsideOfNothing(from, to)
                || isBetweenAll(from, to)
                || matchesAll(from, to)
                || isComparedTrue(from, to);
    }

    /// `x IS NOT DISTINCT FROM x`.
    private boolean isNotDistinct(int from, int to) {
        int middle = from + (to - from - 4) / 2;
        return (to - from) % 2 == 0
                && tokens.isWord(middle, "IS")
                && tokens.isWord(middle + 1, "NOT")
                && tokens.isWord(middle + 2, "DISTINCT")
                && isSame(from, middle, middle + 4, to);
    }

    /// `id NOT IN (-1)`, `x NOT IN (SELECT … WHERE 1 = 0)`.
    private boolean isOutsideOfNothing(int from, int to) {
        for (int at = from + 1; at + 2 < to; at++) {
            boolean isList = tokens.isWord(at, "NOT") && tokens.isWord(at + 1, "IN");
            if (!isList || !tokens.isSign(at + 2, '(')) {
                continue;
            }
            if (isEmpty(at + 2, to)) {
                return true;
            }
            boolean isNone = isKey(from, at);
            for (int i = at + 3; i < to - 1; i++) {
                boolean isNumber = tokens.kind(i) == SqlTokens.Kind.NUMBER;
                boolean isBelow = tokens.value(i).equals("0") || tokens.isSign(i - 1, '-');
                boolean isMark = tokens.isSign(i, ',') || tokens.isSign(i, '-');
                isNone &= isNumber ? isBelow : isMark;
            }
            return isNone;
        }
        return false;
    }

    /// Whether a subquery has no row: its condition fails whatever they are.
    boolean isEmpty(int open, int to) {
        boolean isQuery = tokens.isSign(open, '(') && tokens.isWord(open + 1, "SELECT");
        if (!isQuery || nesting >= MAX_NESTING) {
            return false;
        }
        int level = 0;
        int where = -1;
        for (int at = open; at < to; at++) {
            level += tokens.isSign(at, '(') ? 1 : tokens.isSign(at, ')') ? -1 : 0;
            if (level == 1 && tokens.isWord(at, "WHERE")) {
                where = at + 1;
            }
            if (level == 0) {
                return where > 0 && SqlCondition.isNeverTrue(tokens, nesting + 1, where, at);
            }
        }
        return false;
    }

    /// `id BETWEEN -9223372036854775808 AND 9223372036854775807`.
    private boolean isBetweenAll(int from, int to) {
        int at = from;
        while (at < to && !tokens.isWord(at, "BETWEEN")) {
            at++;
        }
        int and = at + 1;
        while (and < to && !tokens.isWord(and, "AND")) {
            and++;
        }
        if (and >= to) {
            return false;
        }
        double low = number(at + 1, and);
        double high = number(and + 1, to);
        return high >= MANY && (low <= -MANY || (low <= 1 && isKey(from, at)));
    }

    /// `x LIKE '%'`, `x ~ '.*'`.
    private boolean matchesAll(int from, int to) {
        if (tokens.kind(to - 1) != SqlTokens.Kind.STRING) {
            return false;
        }
        String pattern = tokens.value(to - 1);
        for (int at = from + 1; at < to - 1; at++) {
            if (tokens.isWord(at, "NOT")) {
                return false;
            }
            if (tokens.isWord(at, "LIKE") || tokens.isWord(at, "ILIKE")) {
                return at == to - 2 && !pattern.isEmpty() && isAnyPattern(pattern);
            }
            boolean isExpression =
                    tokens.isSign(at, '~')
                            || tokens.isWord(at, "RLIKE")
                            || tokens.isWord(at, "REGEXP");
            if (isExpression) {
                return switch (tokens.isSign(at - 1, '!') ? "!" : pattern) {
                    case "", ".*", "^", "^.*", "^.*$", ".*?" -> true;
                    default -> false;
                };
            }
        }
        return false;
    }

    /// Whether a pattern, or a part of one, asks for nothing.
    static boolean isAnyPattern(String pattern) {
        return pattern.replace("%", "").isEmpty();
    }

    private boolean isComparedTrue(int from, int to) {
        int level = 0;
        for (int at = from + 1; at < to - 1; at++) {
            level += tokens.isSign(at - 1, '(') ? 1 : tokens.isSign(at - 1, ')') ? -1 : 0;
            boolean isSign = level == 0 && tokens.kind(at) == SqlTokens.Kind.SIGN;
            if (isSign && SqlCondition.isComparison(tokens.value(at))) {
                return isTrue(from, at, to);
            }
        }
        return false;
    }

    private boolean isTrue(int from, int sign, int to) {
        String operator = tokens.value(sign);
        double number = number(sign + 1, to);
        boolean isAbove = operator.equals(">") || operator.equals(">=");
        boolean isBelow = operator.equals("<") || operator.equals("<=");
        boolean isOther = operator.equals("<>") || operator.equals("!=");
        boolean isOne = operator.equals(">=") && number == 1;
        boolean isCounted = isKey(from, sign) || isRowNumber(from, sign);
        if (isCounted && (isOne || ((isAbove || isOther) && number <= 0))) {
            return true;
        }
        boolean isNegative = operator.equals(">") ? number < 0 : number <= 0;
        if (isAbove && isNegative && isCount(from, sign)) {
            return true;
        }
        if (isBelow && number >= 1 && isRandom(from, sign)) {
            return true;
        }
        boolean isTyped =
                to - sign == 3
                        && (tokens.isWord(sign + 1, "TIMESTAMP")
                                || tokens.isWord(sign + 1, "DATE"));
        int last = isTyped ? sign + 2 : sign + 1;
        if (to - last == 1 && tokens.kind(last) == SqlTokens.Kind.STRING) {
            String day = tokens.value(last);
            // History tables mark rows that hold by the last day.
            boolean isLast =
                    operator.equals("<") && day.startsWith("9999-12-31") && isOfEnd(sign - 1);
            boolean isEvery = isBelow ? day.compareTo(LATE) > 0 : day.compareTo(EARLY) < 0;
            if (isDay(day) && (isBelow || isAbove) && isEvery && !isLast) {
                return true;
            }
        }
        return isLimit(from, sign, to) || isEitherCase(from, sign, to);
    }

    /// Whether a column tells until when something holds: `valid_to`, `end_date`.
    private boolean isOfEnd(int column) {
        String name = tokens.value(column).toLowerCase(Locale.ROOT);
        return name.contains("valid")
                || name.contains("end")
                || name.contains("exp")
                || name.contains("until")
                || name.contains("thru")
                || name.contains("effective")
                || name.contains("term")
                || name.contains("close")
                || name.endsWith("_to");
    }

    private static boolean isDay(String text) {
        boolean isDay = text.length() >= 10;
        for (int i = 0; i < 10 && isDay; i++) {
            char c = text.charAt(i);
            boolean isMark = i == 4 || i == 7;
            isDay = isMark ? c == '-' : (c >= '0' && c <= '9');
        }
        return isDay;
    }

    /// Whether a term is the key of the table: `id`, `customer_id` of `customers`, `t.id`.
    private boolean isKey(int from, int to) {
        boolean isPart = to - from == 3 && tokens.isSign(from + 1, '.');
        if (to - from != 1 && !isPart) {
            return false;
        }
        String name = tokens.value(to - 1).toUpperCase(Locale.ROOT);
        if (name.equals("ID")) {
            return true;
        }
        String one =
                table.endsWith("IES")
                        ? table.substring(0, table.length() - 3) + "Y"
                        : table.endsWith("S") ? table.substring(0, table.length() - 1) : table;
        return !table.isEmpty()
                && (name.equals(one + "_ID")
                        || name.equals(one + "ID")
                        || name.equals(table + "_ID"));
    }

    /// A number that each row of a group gets, from 1 on: `rn`, `ROWNUM`.
    private boolean isRowNumber(int from, int to) {
        String name = to - from == 1 ? tokens.value(from).toLowerCase(Locale.ROOT) : "";
        return switch (name) {
            case "rn", "rnum", "rownum", "row_num", "row_number" -> true;
            default -> false;
        };
    }

    /// `length(x)`, `count(*)`: never below nothing.
    private boolean isCount(int from, int to) {
        boolean isCall = tokens.isSign(from + 1, '(') && tokens.isSign(to - 1, ')');
        return isCall
                && switch (tokens.value(from)) {
                    case "LENGTH", "LEN", "CHAR_LENGTH", "OCTET_LENGTH", "DATALENGTH" -> true;
                    case "ABS", "COUNT", "CARDINALITY", "JSON_LENGTH" -> true;
                    default -> false;
                };
    }

    private boolean isRandom(int from, int to) {
        return to - from == 3 && (tokens.isWord(from, "RANDOM") || tokens.isWord(from, "RAND"));
    }

    /// `x >= (SELECT MIN(x) FROM t)`.
    private boolean isLimit(int from, int sign, int to) {
        int at = sign + 1;
        boolean isQuery =
                to - at == 9
                        && tokens.isSign(at, '(')
                        && tokens.isWord(at + 1, "SELECT")
                        && tokens.isWord(at + 6, "FROM")
                        && tokens.value(at + 4).equalsIgnoreCase(tokens.value(sign - 1))
                        && tokens.value(at + 7).equalsIgnoreCase(table);
        boolean isLeast = tokens.isWord(at + 2, "MIN") && tokens.value(sign).equals(">=");
        boolean isMost = tokens.isWord(at + 2, "MAX") && tokens.value(sign).equals("<=");
        return isQuery && sign > from && (isLeast || isMost);
    }

    /// `CASE WHEN … THEN 1 ELSE 1 END = 1`.
    private boolean isEitherCase(int from, int sign, int to) {
        if (!tokens.isWord(from, "CASE") || !tokens.isWord(sign - 1, "END") || to - sign != 2) {
            return false;
        }
        boolean hasElse = false;
        for (int at = from; at < sign; at++) {
            boolean isResult = tokens.isWord(at, "THEN") || tokens.isWord(at, "ELSE");
            hasElse |= tokens.isWord(at, "ELSE");
            if (isResult && !isSame(at + 1, at + 2, sign + 1, to)) {
                return false;
            }
        }
        return hasElse;
    }

    /// A number with or without a sign before it; no number is none.
    private double number(int from, int to) {
        boolean isNegative = tokens.isSign(from, '-');
        int at = isNegative ? from + 1 : from;
        boolean isNumber = to - at == 1 && tokens.kind(at) == SqlTokens.Kind.NUMBER;
        String value = tokens.value(at);
        if (!isNumber || value.length() > 20) {
            return Double.NaN;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return Double.NaN;
            }
        }
        double number = Double.parseDouble(value);
        return isNegative ? -number : number;
    }

    /// Whether two ranges of tokens are alike, but for case.
    boolean isSame(int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom || to <= from) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            boolean isSame =
                    tokens.kind(from + i) == tokens.kind(otherFrom + i)
                            && tokens.value(from + i).equalsIgnoreCase(tokens.value(otherFrom + i));
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    /// Whether one of two terms holds whatever the row: `x > 1` and `x <= 1`, `x IS NULL` and `x IS
    /// NOT NULL`; `x >= 0` and `x IS NULL` count as such.
    boolean areOpposite(int from, int to, int otherFrom, int otherTo) {
        int inner = brackets(from, to);
        int otherInner = brackets(otherFrom, otherTo);
        boolean areOpposite =
                areOppositeTerms(
                        from + inner, to - inner, otherFrom + otherInner, otherTo - otherInner);
        return areOpposite && !hasAnd(from, to) && !hasAnd(otherFrom, otherTo);
    }

    /// Whether no row meets both of two terms: `x IS NULL` and `x IS NOT NULL`, `x = y` and `x IS
    /// NULL`.
    boolean excludeEachOther(int from, int to, int otherFrom, int otherTo) {
        return !hasOr(from, to)
                && !hasOr(otherFrom, otherTo)
                && (areOpposite(from, to, otherFrom, otherTo)
                        || excludesNull(from, to, otherFrom, otherTo)
                        || excludesNull(otherFrom, otherTo, from, to));
    }

    private boolean hasOr(int from, int to) {
        boolean hasOr = false;
        for (int at = from; at < to; at++) {
            hasOr |= tokens.isWord(at, "OR") || tokens.value(at).equals("||");
        }
        return hasOr;
    }

    /// Whether a term says that something is null of which another says how it compares.
    private boolean excludesNull(int from, int to, int otherFrom, int otherTo) {
        int is = isOf(from, to);
        boolean isNegated = tokens.isWord(from, "NOT") || tokens.isWord(otherFrom, "NOT");
        if (is == 0 || isNegated || tokens.isWord(is + 1, "NOT")) {
            return false;
        }
        int length = is - from;
        boolean isFirst = isSame(from, is, otherFrom, Math.min(otherTo, otherFrom + length));
        boolean isLast = isSame(from, is, Math.max(otherFrom, otherTo - length), otherTo);
        return (isFirst && isComparing(otherFrom + length, otherTo))
                || (isLast && isComparing(otherTo - length - 1, otherTo));
    }

    private boolean isComparing(int at, int to) {
        return at < to
                && tokens.kind(at) == SqlTokens.Kind.SIGN
                && SqlCondition.isComparison(tokens.value(at))
                && !tokens.isSign(at + 1, '>'); // `<=>`, which compares nulls too
    }

    private boolean hasAnd(int from, int to) {
        for (int at = from; at < to; at++) {
            if (tokens.isWord(at, "AND")) {
                return true;
            }
        }
        return false;
    }

    /// How many pairs of brackets stand around a term.
    private int brackets(int from, int to) {
        int count = 0;
        while (count < MAX_BRACKETS
                && to - from > 2 * count + 2
                && tokens.isSign(from + count, '(')
                && tokens.isSign(to - 1 - count, ')')) {
            count++;
        }
        return count;
    }

    private boolean areOppositeTerms(int from, int to, int otherFrom, int otherTo) {
        if (tokens.isWord(from, "NOT") && isSame(from + 1, to, otherFrom, otherTo)) {
            return true;
        }
        if (tokens.isWord(otherFrom, "NOT") && isSame(from, to, otherFrom + 1, otherTo)) {
            return true;
        }
        int is = isOf(from, to);
        int otherIs = isOf(otherFrom, otherTo);
        if (is > 0 && otherIs > 0) {
            boolean isNot = tokens.isWord(is + 1, "NOT");
            return isNot != tokens.isWord(otherIs + 1, "NOT")
                    && isSame(from, is, otherFrom, otherIs);
        }
        boolean isAbove =
                otherIs > 0
                        && to - from == 3
                        && !tokens.isWord(otherIs + 1, "NOT")
                        && tokens.value(to - 2).equals(">=")
                        && tokens.value(to - 1).equals("0")
                        && isSame(from, to - 2, otherFrom, otherIs);
        return isAbove
                || (isSame(from, to - 2, otherFrom, otherTo - 2)
                        && isSame(to - 1, to, otherTo - 1, otherTo)
                        && areOpposite(tokens.value(to - 2), tokens.value(otherTo - 2)));
    }

    /// Where `IS [NOT] NULL` begins at the end of a term, or 0.
    private int isOf(int from, int to) {
        if (!tokens.isWord(to - 1, "NULL")) {
            return 0;
        }
        int at = tokens.isWord(to - 2, "NOT") ? to - 3 : to - 2;
        return at > from && tokens.isWord(at, "IS") ? at : 0;
    }

    private static boolean areOpposite(String one, String other) {
        return switch (one) {
            case ">" -> other.equals("<=");
            case ">=" -> other.equals("<");
            case "<" -> other.equals(">=");
            case "<=" -> other.equals(">");
            case "=" -> other.equals("<>") || other.equals("!=");
            case "<>", "!=" -> other.equals("=");
            default -> false;
        };
    }

    /// `id % 2 = 0 OR id % 2 = 1`.
    boolean areAllRemainders(int[] starts, int[] ends, int count) {
        int to = ends[0];
        int sign = to - 2;
        double divisor = number(sign - 1, sign);
        boolean isRemainder = tokens.isSign(sign - 2, '%') && tokens.isSign(sign, '=');
        if (!isRemainder || !(divisor >= 1 && divisor <= Math.min(count, MAX_DIVISOR))) {
            return false;
        }
        int met = 0;
        for (int i = 0; i < count; i++) {
            double remainder = number(ends[i] - 1, ends[i]);
            boolean isKnown = remainder >= 0 && remainder < MAX_DIVISOR;
            if (isKnown && isSame(starts[0], sign, starts[i], ends[i] - 2)) {
                met |= 1 << (int) remainder;
            }
        }
        int all = (1 << (int) divisor) - 1;
        return (met & all) == all;
    }
}
