package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// All tables that an SQL text names, or why that cannot be told.
///
/// For a policy that lets only some be named: what is not read for certain is a doubt. It knows the
/// statements that read and change rows; any other, and what dialects read differently, is a doubt
/// too. Counts no steps: the length of the text and what it names have limits.
final class SqlNames {

    private static final int MAX_NAMES = 256;
    private static final int MAX_CHARS = 1 << 20;
    private static final String TWO = "it has two statements without a mark between them";

    /// One table as it is named: `public.users` has two parts.
    ///
    /// @param parts in small letters where no marks stand around them
    record Table(List<String> parts) {

        @Override
        public String toString() {
            return String.join(".", parts);
        }
    }

    private final SqlTokens tokens;
    private final SqlPlaces places;
    private final List<Table> tables = new ArrayList<>();
    private final SqlFrames frames = new SqlFrames();
    private @Nullable String doubt;

    /// Where a bracket behind a table holds columns.
    private int columnsAt = -1;

    SqlNames(String text) {
        var harm = new Harm();
        harm.allow(text.length());
        boolean isLong = text.length() > MAX_CHARS;
        tokens = new SqlTokens(isLong ? "" : text, harm);
        places = new SqlPlaces(tokens);
        if (isLong || harm.isFound()) {
            doubt = "it is longer than is read";
            return;
        }
        if (tokens.isUnclear()) {
            doubt = "databases read it differently";
            return;
        }
        boolean isStart = true;
        int at = 0;
        while (at < tokens.count() && doubt == null) {
            if (tokens.isSign(at, ';')) {
                frames.clear();
                isStart = true;
                at++;
            } else if (isStart && !tokens.isSign(at, '(')) {
                isStart = false;
                at = statement(at);
            } else {
                at = step(at);
            }
        }
    }

    /// Why it cannot be told which tables the text names, or null.
    @Nullable String doubt() {
        return doubt;
    }

    /// The tables, in the order of the text.
    List<Table> tables() {
        return tables;
    }

    private SqlFrames.Frame frame() {
        return frames.current();
    }

    private void doubt(String why) {
        if (doubt == null) {
            doubt = why;
        }
    }

    /// The first word of a statement; behind `EXPLAIN`, the next.
    private int statement(int from) {
        int at = from;
        if (places.isWord(at, "EXPLAIN")) {
            at++;
            while (places.isOption(at)) {
                at++;
            }
            if (tokens.isSign(at, '(') && !places.startsQuery(at + 1)) {
                while (at < tokens.count() && !tokens.isSign(at, ')')) {
                    at++;
                }
                at++;
            }
        }
        switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
            case "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE" -> {
                return step(at);
            }
            case "VALUES", "TABLE", "FROM" -> {
                return step(at);
            }
            case "BEGIN", "START", "COMMIT", "ROLLBACK", "END" -> {
                at++;
                while (places.isOfTransaction(at)) {
                    at++;
                }
                if (at < tokens.count() && !tokens.isSign(at, ';')) {
                    doubt(TWO);
                }
                return at;
            }
            case "DESCRIBE", "DESC" -> {
                return table(at + 1, false);
            }
            default -> doubt("it is no statement that only reads or changes rows");
        }
        return tokens.count();
    }

    private int step(int at) {
        if (tokens.isSign(at, '(')) {
            return open(at);
        }
        if (tokens.isSign(at, ')')) {
            return close(at);
        }
        if (tokens.isSign(at, ',')) {
            if (frame().isBehindNamed && places.isDefinition(at + 1)) {
                return define(at + 1);
            }
            return frame().isList ? next(at + 1) : at + 1;
        }
        boolean isWord = tokens.kind(at) == SqlTokens.Kind.WORD && !tokens.isSign(at - 1, '.');
        return isWord ? word(at) : at + 1;
    }

    /// What a comma leads to: a table, or the second number of a `LIMIT`.
    private int next(int at) {
        boolean isNumber =
                places.isNumber(at) || tokens.isSign(at, '?') || tokens.value(at).startsWith("@");
        return isNumber ? at : table(at, false);
    }

    private int open(int at) {
        String before = places.isName(at - 1) && at != columnsAt ? places.text(at - 1) : "";
        boolean isOfSchema = !before.isEmpty() && tokens.isSign(at - 2, '.');
        boolean isOfOwn = isOfSchema && !SqlFunctions.isPlain(places.text(at - 3), before);
        if (isOfOwn || SqlFunctions.readsElsewhere(before)) {
            doubt("it calls " + before + ", which may read what it does not name");
        }
        if (!frames.open(SqlFunctions.takesFrom(before))) {
            doubt("it nests too deeply");
        }
        return at + 1;
    }

    private int close(int at) {
        if (!frames.close()) {
            doubt("its brackets do not fit");
        }
        return at + 1;
    }

    private int word(int at) {
        switch (tokens.value(at)) {
            case "SELECT" -> {
                select(at);
                return at + 1;
            }
            case "WITH" -> {
                int name = places.isWord(at + 1, "RECURSIVE") ? at + 2 : at + 1;
                return places.isDefinition(name) ? define(name) : at + 1;
            }
            case "INSERT", "REPLACE", "MERGE", "DELETE", "UPDATE" -> {
                return change(at);
            }
            case "FROM" -> {
                return from(at);
            }
            case "USING" -> {
                return using(at);
            }
            case "JOIN", "TABLE" -> {
                return table(at + 1, false);
            }
            case "INTO" -> {
                return table(at + 1, true);
            }
            case "APPLY" -> {
                boolean isJoin = places.isWord(at - 1, "CROSS") || places.isWord(at - 1, "OUTER");
                return isJoin ? table(at + 1, false) : at + 1;
            }
            case "STRAIGHT_JOIN" -> {
                return places.isWord(at - 1, "SELECT") ? at + 1 : table(at + 1, false);
            }
            case "VALUES" -> values(at);
            case "IN" -> {
                return in(at);
            }
            case "WHERE", "HAVING" -> frame().isList = false;
            case "GROUP", "ORDER" -> frame().isList &= places.isWord(at - 1, "FOR");
            case "SET" -> set(at);
            case "RETURNING" -> frames.endsQuery();
            case "CONFLICT", "DUPLICATE" -> {
                if (places.isWord(at - 1, "ON")) {
                    frames.endsQuery();
                    frame().isList = false;
                }
            }
            case "DECLARE", "IF", "WHILE", "CREATE", "ALTER", "DROP", "GRANT", "REVOKE" ->
                    other(at);
            case "BACKUP", "RESTORE", "DBCC", "USE", "PRINT", "READTEXT", "KILL", "SHUTDOWN" ->
                    other(at);
            case "WAITFOR", "TRUNCATE", "BULK", "DENY" -> other(at);
            case "EXEC", "EXECUTE", "OPENROWSET", "OPENQUERY", "OPENDATASOURCE", "OUTFILE" ->
                    doubt("it has " + tokens.value(at) + " in it");
            case "DUMPFILE", "INFILE" -> doubt("it has " + tokens.value(at) + " in it");
            default -> {}
        }
        return at + 1;
    }

    /// What T-SQL takes for a statement of its own, without a mark before it.
    private void other(int at) {
        boolean isHint =
                places.isWord(at, "USE")
                        && (places.isWord(at + 1, "INDEX") || places.isWord(at + 1, "KEY"));
        if (!isHint && !places.isNamed(at) && places.isBehindExpression(at)) {
            doubt(TWO);
        }
    }

    private void set(int at) {
        switch (frame().verb) {
            case "UPDATE", "MERGE" -> frame().isList = false;
            case "INSERT", "REPLACE" -> {}
            default -> {
                if (!places.isWord(at - 1, "UPDATE")) {
                    other(at);
                }
            }
        }
    }

    private void values(int at) {
        SqlFrames.Frame frame = frame();
        boolean isOfInsert = frame.verb.equals("INSERT") || frame.verb.equals("REPLACE");
        if (frame.verb.isEmpty() || isOfInsert) {
            frame.verb = "VALUES";
        }
        if (places.isJoined(at)) {
            frame.isList = false;
        }
    }

    /// SQLite lets a table stand behind `IN`.
    private int in(int at) {
        boolean isParameter = tokens.value(at + 1).startsWith("@");
        boolean isTable =
                places.isTableName(at + 1)
                        && !isParameter
                        && !frame().isOfFunction
                        && !places.isWord(at + 1, "UNNEST");
        return isTable ? table(at + 1, false) : at + 1;
    }

    /// A second query needs a word between it and the first, or it is a statement of its own, for
    /// which names in a `WITH` do not hold.
    private void select(int at) {
        SqlFrames.Frame frame = frame();
        boolean isFirst =
                frame.verb.isEmpty() || frame.verb.equals("INSERT") || frame.verb.equals("REPLACE");
        if (!isFirst && !places.isJoined(at)) {
            doubt(TWO);
        }
        frame.verb = "SELECT";
        frame.isList = false;
        frame.isBehindNamed = false;
    }

    private int define(int name) {
        SqlFrames.Frame outer = frame();
        if (!tokens.isSign(name - 1, ',')) {
            outer.isRecursive = places.isWord(name - 1, "RECURSIVE");
        }
        int next = open(places.bodyOf(name));
        if (!frames.define(places.spelling(name), outer.isRecursive)) {
            doubt("it names more queries than are read");
        }
        return next;
    }

    /// A verb that changes rows.
    private int change(int at) {
        String verb = tokens.value(at);
        boolean isCall = verb.equals("REPLACE") || verb.equals("INSERT");
        if (places.isNamed(at) || (isCall && tokens.isSign(at + 1, '('))) {
            return at + 1; // REPLACE(text, …); the INSERT of a MERGE
        }
        boolean isOfUpsert =
                (places.isWord(at - 1, "DO") || places.isWord(at - 1, "THEN"))
                        && places.isWord(at + 1, "SET");
        boolean isOfKey = places.isWord(at - 1, "KEY") && places.isWord(at - 2, "DUPLICATE");
        boolean isOfMerge =
                places.isWord(at - 1, "THEN")
                        && (verb.equals("DELETE") || places.isWord(at + 1, "VALUES"));
        boolean isLock =
                (places.isWord(at - 1, "FOR") || places.isWord(at - 1, "KEY"))
                        && places.isEndOfLock(at + 1);
        if (isOfUpsert || isOfKey) {
            frame().isList = false;
            return at + 1;
        }
        if ((isOfMerge && frame().verb.equals("MERGE")) || isLock) {
            return at + 1;
        }
        SqlFrames.Frame frame = frame();
        if (!frame.verb.isEmpty()) {
            doubt(TWO);
        }
        frame.verb = verb;
        if (isCall) {
            frames.inserts();
        }
        frame.isBehindNamed = false;
        frame.isList = verb.equals("UPDATE") || verb.equals("DELETE");
        int next = at + 1;
        while (places.isModifier(next)) {
            next++;
        }
        if (places.isWord(next, "TOP") && places.isNumber(next + 2)) {
            next += 4; // TOP (10)
        }
        return table(
                places.isWord(next, "INTO") || places.isWord(next, "FROM") ? next + 1 : next, true);
    }

    private int from(int at) {
        if (places.isComparison(at) || (frame().isOfFunction && frame().verb.isEmpty())) {
            return at + 1;
        }
        frame().isList = true;
        return table(at + 1, false);
    }

    /// Tables in `DELETE` and `MERGE`, for the first time; columns behind a `JOIN`.
    private int using(int at) {
        SqlFrames.Frame frame = frame();
        boolean isOfTables =
                (frame.verb.equals("DELETE") || frame.verb.equals("MERGE")) && !frame.hasUsing;
        if (!isOfTables) {
            return tokens.isSign(at + 1, '(') || !places.isName(at + 1)
                    ? at + 1
                    : table(at + 1, false);
        }
        frame.hasUsing = true;
        frame.isList = true;
        return table(at + 1, false);
    }

    /// Where a table must stand.
    ///
    /// @param isTarget whether it is changed: then it is a table, also where a `WITH` has its name
    /// @return where reading goes on
    private int table(int from, boolean isTarget) {
        int at = from;
        while (doubt == null && (places.isBeforeTable(at) || tokens.isSign(at, '('))) {
            if (tokens.isSign(at, '(')) {
                open(at);
                if (places.startsQuery(at + 1)) {
                    return at + 1;
                }
                if (places.isOfDuck(at + 1) && places.isTableName(at + 2)) {
                    doubt("it is no statement that only reads or changes rows");
                }
                frame().isList = true;
            }
            at++;
        }
        List<String> parts = new ArrayList<>();
        int first = at;
        while (places.isTableName(at)) {
            addParts(parts, at);
            if (!tokens.isSign(at + 1, '.')) {
                boolean isFunction = !isTarget && tokens.isSign(at + 1, '(');
                boolean mayBeNamed = at == first && !isTarget && !isFunction;
                columnsAt = isFunction ? columnsAt : at + 1;
                if (!mayBeNamed || !frames.isNamed(places.spelling(at))) {
                    add(parts, isFunction);
                }
                return at + 1;
            }
            at += 2;
        }
        doubt("it has no name where a table must stand");
        return tokens.count();
    }

    /// A name between marks may be several, or a file: `` `project.set.orders` ``, `'orders.csv'`.
    private void addParts(List<String> parts, int at) {
        String text = places.text(at);
        boolean isText = tokens.kind(at) == SqlTokens.Kind.STRING;
        boolean isFile = text.indexOf('/') >= 0 || text.indexOf('\\') >= 0;
        if (isFile || (isText && text.indexOf('.') >= 0)) {
            doubt("it reads a file");
        }
        int from = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', from)) {
            parts.add(text.substring(from, dot));
            from = dot + 1;
        }
        parts.add(text.substring(from));
    }

    private void add(List<String> parts, boolean isFunction) {
        if (isFunction && SqlFunctions.makesRows(parts.getLast())) {
            return;
        }
        if (tables.size() < MAX_NAMES) {
            tables.add(new Table(List.copyOf(parts)));
        } else {
            doubt("it names more tables than are read");
        }
    }
}
