package gate.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which rows of the log somebody wants to see.
///
/// Conditions are built from the columns that are listed here; what a person typed is always a
/// parameter and never a part of the statement. A column without a value meets no condition, and so
/// meets the opposite of every one. Immutable.
public final class RowCondition {

    /// A column of words.
    public enum Text {
        DECISION("decision"),
        KIND("kind"),
        METHOD("method"),
        TOOL("tool_name"),
        SERVER("server_name"),
        SESSION("session_id"),
        DIRECTION("direction"),
        /// How the client called itself when the session began.
        CLIENT(
                "(SELECT s.client_name FROM sessions s"
                        + " WHERE s.session_id = messages.session_id)");

        private final String sql;

        Text(String sql) {
            this.sql = sql;
        }
    }

    /// A column that counts.
    public enum Quantity {
        ID("id"),
        SIZE_BYTES("size_bytes"),
        EPOCH_NANOS("timestamp_ns"),
        /// How long the answer in this row took; nothing in rows that are no answers.
        TOOK_NANOS(
                "CASE WHEN kind IN ('result', 'error') THEN timestamp_ns - ("
                        + request("q.timestamp_ns")
                        + ") END");

        private final String sql;

        Quantity(String sql) {
            this.sql = sql;
        }

        private static String request(String what) {
            return "SELECT "
                    + what
                    + " FROM messages q WHERE q.session_id = messages.session_id AND q.seq <"
                    + " messages.seq AND q.seq > messages.seq - "
                    + PAIR_ROWS
                    + " AND q.rpc_id = messages.rpc_id AND q.direction <> messages.direction AND"
                    + " q.kind = 'request' ORDER BY q.seq DESC LIMIT 1";
        }
    }

    /// Every row.
    public static final RowCondition ALL = new RowCondition("1", List.of());

    /// How many messages of a session may lie between a request and its answer.
    static final int PAIR_ROWS = 4096;

    /// Sorts after whatever may follow a prefix: the last code point there is.
    private static final String BEYOND = Character.toString(Character.MAX_CODE_POINT);

    private final String sql;
    private final List<Object> parameters;

    private RowCondition(String sql, List<Object> parameters) {
        this.sql = sql;
        this.parameters = parameters;
    }

    /// Rows whose column is this, in any case of ASCII letters.
    public static RowCondition is(Text column, String value) {
        return atom("lower(" + column.sql + ") = ?", value.toLowerCase(Locale.ROOT));
    }

    /// Rows whose column looks like this: `*` stands for any text, `?` for one character. Letters
    /// stand for both cases, unless the pattern has a capital.
    public static RowCondition like(Text column, String pattern) {
        return atom(cased(column.sql, pattern) + " GLOB ?", pattern);
    }

    /// Rows that were decided by such a rule, or in which such a rule found something.
    public static RowCondition rule(String pattern) {
        return atom(
                "ifnull("
                        + cased("decision_reason", pattern)
                        + " GLOB ?, 0) OR CASE WHEN json_valid(findings) THEN EXISTS(SELECT 1 FROM"
                        + " json_each(findings) f WHERE "
                        + cased("json_extract(f.value, '$.rule')", pattern)
                        + " GLOB ?) END",
                pattern,
                pattern);
    }

    /// Rows of the sessions whose ids begin so.
    public static RowCondition session(String prefix) {
        return prefix.isEmpty()
                ? ALL
                : new RowCondition(
                        "(session_id >= ? AND session_id < ?)", List.of(prefix, prefix + BEYOND));
    }

    /// Rows in which this number is in the range, both ends included.
    public static RowCondition between(Quantity column, long least, long greatest) {
        return atom(column.sql + " BETWEEN ? AND ?", least, greatest);
    }

    /// Rows of one of these ids.
    public static RowCondition ids(long... ids) {
        var list = new StringBuilder("id IN (");
        for (int i = 0; i < ids.length; i++) {
            list.append(i == 0 ? "" : ",").append(ids[i]);
        }
        return new RowCondition(list.append(')').toString(), List.of());
    }

    /// Rows that hold this text in their message, as it stands there. Letters of ASCII stand for
    /// both cases, unless the text has a capital.
    public static RowCondition bodyHas(String text) {
        boolean exact = hasCapital(text);
        String body = exact ? "message_json" : "lower(CAST(message_json AS TEXT))";
        return atom("instr(CAST(" + body + " AS BLOB), CAST(? AS BLOB))", text);
    }

    /// Rows that hold this text in their message or one of their names.
    public static RowCondition has(String text) {
        RowCondition all = bodyHas(text);
        for (String column : List.of("tool_name", "method", "decision_reason", "server_name")) {
            all = atom("instr(" + cased(column, text) + ", ?)", text).or(all);
        }
        return all;
    }

    /// Rows in which the expression is in the message or one of the names.
    public static RowCondition matches(Expression expression) {
        return atom(
                ExpressionFunction.NAME
                        + "(?, message_json, tool_name, method, decision_reason, server_name)",
                expression);
    }

    /// Rows in which some rule found something.
    public static RowCondition hasFinding() {
        return atom("findings IS NOT NULL");
    }

    /// Rows that a rule or fault decided.
    public static RowCondition hasReason() {
        return atom("decision_reason IS NOT NULL");
    }

    /// Rows that hold their message.
    public static RowCondition hasBody() {
        return atom("octet_length(message_json) > 0");
    }

    public RowCondition and(RowCondition other) {
        return isAll() ? other : other.isAll() ? this : join(" AND ", other);
    }

    public RowCondition or(RowCondition other) {
        return isAll() ? this : other.isAll() ? other : join(" OR ", other);
    }

    public RowCondition not() {
        return new RowCondition("NOT " + sql, parameters);
    }

    /// Whether every row meets it.
    public boolean isAll() {
        return sql.equals(ALL.sql);
    }

    /// What stands after `WHERE`.
    String sql() {
        return sql;
    }

    /// Texts, numbers and expressions for its question marks.
    List<Object> parameters() {
        return parameters;
    }

    private RowCondition join(String how, RowCondition other) {
        var both = new ArrayList<>(parameters);
        both.addAll(other.parameters);
        return new RowCondition('(' + sql + how + other.sql + ')', List.copyOf(both));
    }

    /// Null is made false, so that the opposite is true.
    private static RowCondition atom(String sql, Object... parameters) {
        return new RowCondition("ifnull(" + sql + ", 0)", List.of(parameters));
    }

    private static String cased(String column, String text) {
        return hasCapital(text) ? column : "lower(" + column + ")";
    }

    private static boolean hasCapital(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isUpperCase(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
