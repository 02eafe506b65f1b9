package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// All tables that an SQL text names, or why that cannot be told.
///
/// For a policy that lets only some be named: what is not read for certain is a doubt. It knows the
/// statements that read and change rows; any other, and what dialects read differently, is a doubt
/// too. Linear in the text.
final class SqlNames {

    static final String UNCLEAR = "databases read it differently";

    private static final int MAX_NAMES = 256;
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

    SqlNames(String text) {
        var harm = new Harm();
        harm.allow(text.length());
        tokens = new SqlTokens(text, harm);
        places = new SqlPlaces(tokens);
        if (tokens.isUnclear() || harm.isFound()) {
            doubt = UNCLEAR;
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
            case "VALUES", "TABLE", "BEGIN", "START", "COMMIT", "ROLLBACK", "END" -> {
                return step(at);
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
            return frame().isList && !places.isNumber(at + 1) ? table(at + 1, false) : at + 1;
        }
        return tokens.kind(at) == SqlTokens.Kind.WORD ? word(at) : at + 1;
    }

    private int open(int at) {
        String before = places.isName(at - 1) ? places.text(at - 1) : "";
        if (SqlFunctions.readsElsewhere(before)) {
            doubt("it calls " + before + ", which reads what it does not name");
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
            case "APPLY", "STRAIGHT_JOIN" -> {
                return places.isWord(at - 1, "SELECT") ? at + 1 : table(at + 1, false);
            }
            case "VALUES" -> {
                if (!frame().verb.equals("MERGE")) {
                    frame().verb = "VALUES";
                }
            }
            case "WHERE", "GROUP", "ORDER", "HAVING" -> frame().isList = false;
            case "SET" -> {
                if (frame().verb.equals("UPDATE") || frame().verb.equals("MERGE")) {
                    frame().isList = false;
                }
            }
            case "EXEC", "EXECUTE", "OPENROWSET", "OPENQUERY", "OPENDATASOURCE", "OUTFILE" ->
                    doubt("it has " + tokens.value(at) + " in it");
            case "DUMPFILE", "INFILE" -> doubt("it has " + tokens.value(at) + " in it");
            default -> {}
        }
        return at + 1;
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
        int next = open(places.bodyOf(name));
        frames.define(places.text(name), places.isWord(name - 1, "RECURSIVE"));
        return next;
    }

    /// A verb that changes rows.
    private int change(int at) {
        String verb = tokens.value(at);
        if (tokens.isSign(at + 1, '(')) {
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
        frame.isBehindNamed = false;
        frame.isList = verb.equals("UPDATE") || verb.equals("DELETE");
        int next = at + 1;
        while (places.isModifier(next)) {
            next++;
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
                frame().isList = true;
            }
            at++;
        }
        List<String> parts = new ArrayList<>();
        while (places.isTableName(at)) {
            parts.add(places.text(at));
            if (!tokens.isSign(at + 1, '.')) {
                add(parts, !isTarget && tokens.isSign(at + 1, '('), isTarget);
                return at + 1;
            }
            at += 2;
        }
        doubt("it has no name where a table must stand");
        return tokens.count();
    }

    private void add(List<String> parts, boolean isFunction, boolean isTarget) {
        String name = parts.getLast();
        boolean isNamed = parts.size() == 1 && !isTarget && !isFunction && frames.isNamed(name);
        if (isNamed || (isFunction && SqlFunctions.makesRows(name))) {
            return;
        }
        if (tables.size() < MAX_NAMES) {
            tables.add(new Table(List.copyOf(parts)));
        } else {
            doubt("it names more tables than are read");
        }
    }
}
