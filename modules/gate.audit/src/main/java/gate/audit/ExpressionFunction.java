package gate.audit;

import org.sqlite.Function;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The function `matches(n, text, ...)` of a reader's connection: whether one of the texts holds
/// the expression of this number. Owned by the reader's thread.
final class ExpressionFunction extends Function {

    static final String NAME = "matches";

    /// Of so many expressions the states are kept.
    private static final int MOST = 64;

    private final List<Expression> expressions = new ArrayList<>();
    private final List<ExpressionSearch> searches = new ArrayList<>();

    /// Makes the function known to a connection.
    static ExpressionFunction on(Connection connection) throws SQLException {
        var function = new ExpressionFunction();
        Function.create(connection, NAME, function);
        return function;
    }

    /// The number of an expression, until this is asked for more than [#MOST].
    int number(Expression expression) {
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i).equals(expression)) {
                return i;
            }
        }
        if (expressions.size() == MOST) {
            expressions.clear();
            searches.clear();
        }
        expressions.add(expression);
        searches.add(new ExpressionSearch(expression));
        return expressions.size() - 1;
    }

    @Override
    protected void xFunc() throws SQLException {
        ExpressionSearch search = searches.get(value_int(0));
        int texts = args();
        for (int i = 1; i < texts; i++) {
            byte[] text = value_blob(i);
            if (text != null && search.isIn(text)) {
                result(1);
                return;
            }
        }
        result(0);
    }
}
