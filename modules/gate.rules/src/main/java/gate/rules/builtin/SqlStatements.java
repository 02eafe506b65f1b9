package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What the statements of an SQL text lose: tables, columns, or every row of one.
///
/// Statements are looked for wherever a dialect would start one: after `;`, `(`, `THEN`, `BEGIN`,
/// behind `WITH … AS (…)` and `EXPLAIN`; strings that a statement executes are read too.
final class SqlStatements {

    private static final String ROWS = "deletes every row of a table";
    private static final String EMPTIED = "empties a table";
    private static final String CHANGED = "changes every row of a table";
    private static final String CATALOG = "deletes what a database knows of its tables";
    static final int MAX_NAME_TOKENS = 64;

    private final Harm harm;
    private final SqlTokens tokens;
    private final SqlDynamic dynamic;
    private final SqlDrops drops;
    private final SqlReach reach;

    /// Whether names stand between the marks of MySQL, where some statements end a transaction.
    private final boolean isOfMySql;

    SqlStatements(Shell shell, String text) {
        this.isOfMySql = text.indexOf('`') >= 0;
        this.harm = shell.harm;
        this.tokens = new SqlTokens(text, shell.harm);
        this.dynamic = new SqlDynamic(shell, tokens);
        this.drops = new SqlDrops(tokens, harm);
        this.reach = new SqlReach(tokens, harm);
    }

    /// Why a text in SQL, or in the language of another database, is destructive, or null.
    static @Nullable String judge(Shell shell, String text) {
        if (!shell.harm.enter()) {
            return shell.harm.reason();
        }
        String why = new SqlStatements(shell, text).judge();
        int quote = text.indexOf('\'');
        boolean isOut = quote >= 0 && quote < 16 && text.startsWith("';", quote);
        boolean isBrokenOut = why == null && quote >= 0 && (isOut || isOdd(text));
        if (isBrokenOut && !shell.harm.isFound()) {
            var rest = new SqlStatements(shell, text.substring(quote + 1));
            why = rest.isUnion() ? "breaks out of a string to ask another table" : rest.judge();
        }
        boolean isSplit = why == null && text.contains("/**/");
        if (isSplit && !shell.harm.isFound()) {
            why = new SqlStatements(shell, text.replace("/**/", "")).judge();
        }
        shell.harm.leave();
        return why != null ? why : shell.harm.reason();
    }

    /// `' UNION SELECT …`.
    private boolean isUnion() {
        for (int at = 0; at + 1 < tokens.count(); at++) {
            boolean isAll = isWord(at + 1, "ALL") && isWord(at + 2, "SELECT");
            if (isWord(at, "UNION") && (isWord(at + 1, "SELECT") || isAll)) {
                return true;
            }
        }
        harm.spend(tokens.count());
        return false;
    }

    /// Whether a quote is left over, as in what breaks out of a string.
    private static boolean isOdd(String text) {
        boolean isOdd = false;
        for (int at = text.indexOf('\''); at >= 0; at = text.indexOf('\'', at + 1)) {
            isOdd = !isOdd;
        }
        return isOdd;
    }

    private @Nullable String judge() {
        for (int at = 0; at < tokens.count() && !harm.isFound(); at++) {
            if (tokens.kind(at) == SqlTokens.Kind.NAME && at == 1 && tokens.isSign(0, '{')) {
                String name = tokens.value(at);
                if (name.equals("drop") || name.equals("dropDatabase")) {
                    return "drops a collection or database";
                }
            }
            if (tokens.kind(at) == SqlTokens.Kind.STRING) {
                String text = tokens.value(at);
                if (text.indexOf('/') >= 0 && PrivateFiles.of(text) == PrivateData.KEY) {
                    return SqlServer.READS;
                }
            }
            if (tokens.kind(at) == SqlTokens.Kind.WORD) {
                String why = word(at);
                if (why == null) {
                    why = SqlServer.judge(tokens, at);
                }
                if (why != null) {
                    return why;
                }
            }
        }
        return harm.reason();
    }

    private @Nullable String word(int at) {
        return switch (tokens.value(at)) {
            case "DROP" -> isGranted(at) ? null : isCall(at) ? collection(at) : drops.of(at + 1);
            case "TRUNCATE" -> truncate(at);
            case "DELETE" -> delete(at);
            case "UPDATE" -> update(at);
            case "ALTER" -> isWord(at + 1, "TABLE") ? alter(at) : null;
            case "MERGE" -> merge(at);
            case "DBLINK_EXEC",
                    "DBLINK",
                    "QUERY_TO_XML",
                    "EXEC",
                    "EXECUTE",
                    "PREPARE",
                    "DO",
                    "SP_EXECUTESQL",
                    "XP_CMDSHELL" ->
                    dynamic.run(at);
            case "SCHEDULE", "SCHEDULE_IN_DATABASE", "CREATE_JOB", "CREATE_PROGRAM", "SUBMIT" ->
                    isCall(at) ? dynamic.run(at) : null;
            case "GEXEC" -> at == tokens.count() - 1 ? dynamic.assigned(at) : null;
            case "INSERT", "REPLACE" -> SqlRewrites.upsert(tokens, at) ? CHANGED : null;
            case "RESTORE" -> SqlRewrites.restores(tokens, at) ? "overwrites a database" : null;
            case "ADD_RETENTION_POLICY", "DROP_CHUNKS" ->
                    SqlRewrites.keepsNothing(tokens, at) ? ROWS : null;
            case "POLICY" ->
                    SqlRewrites.isShortRetention(tokens, at)
                            ? "deletes all but the last hours"
                            : null;
            case "PURGE" ->
                    isStart(at)
                                    && (isWord(at + 1, "RECYCLEBIN")
                                            || isWord(at + 1, "DBA_RECYCLEBIN"))
                            ? "empties what dropped tables could be restored from"
                            : null;
            case "CREATE" -> create(at);
            case "COPY" -> dynamic.copy(at);
            case "OVERWRITE" -> isWord(at - 1, "INSERT") && isNothing(at) ? EMPTIED : null;
            case "FLUSHALL", "FLUSHDB" -> {
                boolean isSecond = at == 2 && isWord(0, "SELECT");
                boolean isAlone = (isStart(at) || isSecond) && tokens.count() <= at + 2;
                yield isAlone ? "empties a Redis database" : null;
            }
            case "DROPDATABASE", "DELETEMANY", "DROPCOLLECTION", "DROPDATABASES" -> document(at);
            case "REMOVE", "DROPINDEXES", "UPDATEMANY", "AGGREGATE" -> document(at);
            default -> SqlStores.judge(tokens, at);
        };
    }

    private boolean isWord(int at, String word) {
        return tokens.isWord(at, word);
    }

    /// Whether a statement may begin here.
    private boolean isStart(int at) {
        if (at == 0 || tokens.isSign(at - 1, ';') || tokens.isSign(at - 1, '(')) {
            return true;
        }
        if (tokens.isSign(at - 1, ')')) {
            return true;
        }
        return switch (tokens.kind(at - 1) == SqlTokens.Kind.WORD ? tokens.value(at - 1) : "") {
            case "BEGIN", "THEN", "ELSE", "LOOP", "DO", "ANALYZE", "EXPLAIN", "GO", "ATOMIC" ->
                    true;
            case "VERBOSE", "PLAN", "EXTENDED", "AS", "IMMEDIATE", "EVALUATE" -> true;
            default -> false;
        };
    }

    private boolean isGranted(int at) {
        return switch (tokens.value(at - 1)) {
            case "GRANT", "REVOKE", "," -> true;
            default -> false;
        };
    }

    private @Nullable String truncate(int at) {
        boolean isEvent = isWord(at - 1, "BEFORE") || isWord(at - 1, "AFTER");
        if (isEvent && isWord(at - 3, "TRIGGER") && isWord(at + 1, "ON")) {
            return null;
        }
        boolean isTable = isWord(at + 1, "TABLE");
        boolean isCommand = isStart(at) && drops.isNamed(at) && !tokens.isSign(at + 1, '(');
        if (!isTable && !isCommand) {
            return null;
        }
        int name = isTable ? at + 2 : at + 1;
        boolean isFree =
                drops.isTemporary(name)
                        || drops.isMadeHere(name - 1)
                        || (reach.isUndone() && !isOfMySql)
                        || tokens.value(name).startsWith("STG")
                        || FileTargets.isThrowAway(tokens.value(name));
        return isFree && !drops.isEach(name) ? null : EMPTIED;
    }

    private @Nullable String delete(int at) {
        if (isWord(at - 1, "DETACH") && drops.isNamed(at)) {
            return hasWhere(0, at) ? null : "deletes every node of a graph";
        }
        if (at == 0 && tokens.isSign(1, '/')) {
            return "sends a request that deletes";
        }
        if (isWord(0, "MATCH") && hasWhere(0, at)) {
            return null;
        }
        if (isWord(at - 1, "THEN") && (isWord(at + 1, "WHEN") || tokens.isSign(at + 1, ';'))) {
            return null; // of a MERGE
        }
        boolean isFrom = isWord(at + 1, "FROM");
        boolean isBare = isStart(at) && drops.isNamed(at) && !isWord(at + 1, "ON");
        if ((!isFrom && !isBare) || tokens.value(at - 1).equals("GRANT")) {
            return null;
        }
        if (drops.isOfSession(at + (isFrom ? 2 : 1))) {
            return null;
        }
        if (isCatalog(at + (isFrom ? 2 : 1))) {
            return CATALOG;
        }
        boolean isOwn = tokens.isWord(at, "DELETE") && drops.isMadeHere(isFrom ? at + 1 : at);
        return !isOwn && reach.touchesAll(at + 1) ? ROWS : null;
    }

    /// Whether a table is one in which a database keeps what it knows of its tables.
    private boolean isCatalog(int name) {
        return switch (tokens.value(SqlRewrites.last(tokens, name)).toUpperCase(Locale.ROOT)) {
            case "PG_CLASS", "PG_ATTRIBUTE", "PG_PROC", "PG_INDEX", "PG_NAMESPACE" -> true;
            case "PG_TYPE", "PG_CONSTRAINT", "PG_DEPEND", "PG_AUTHID", "PG_DATABASE" -> true;
            case "SQLITE_MASTER", "SQLITE_SCHEMA" -> true;
            default -> false;
        };
    }

    private boolean hasWhere(int from, int to) {
        for (int i = from; i < to; i++) {
            if (isWord(i, "WHERE") || tokens.isSign(i, '{')) {
                return true;
            }
        }
        harm.spend(to - from);
        return false;
    }

    private @Nullable String update(int at) {
        switch (tokens.value(at - 1)) {
            case "FOR", "ON", "KEY", "BEFORE", "AFTER", "OF", "GRANT", "," -> {
                return null;
            }
            default -> {}
        }
        boolean isNarrowed = false;
        int on = -1;
        int most = at + MAX_NAME_TOKENS;
        for (int i = at + 1; i < Math.min(tokens.count(), most) && !harm.isFound(); i++) {
            if (tokens.isSign(i, '(')) {
                int close = tokens.closing(i, tokens.count());
                harm.spend(close - i);
                isNarrowed |= isNarrow(i, close);
                most += close - i;
                i = close;
            }
            boolean isJoin = isWord(i, "ON") || isWord(i, "USING") || isWord(i, "NATURAL");
            on = isJoin && !isOuter(at, i) ? i : on;
            if (i > at + 1 && isWord(i, "SET")) {
                boolean isPart = isNarrowed && on > 0 && joins(at, on, i);
                return !isPart && reach.touchesAll(i + 1) ? CHANGED : null;
            }
            if (tokens.isSign(i, ';') || isWord(i, "SELECT")) {
                return null;
            }
        }
        return null;
    }

    /// Whether the condition of a join asks something of the table that is changed.
    ///
    /// @param from before the name of that table
    private boolean joins(int from, int on, int to) {
        if (!isWord(on, "ON")) {
            return true;
        }
        return names(from, on + 1, to) && !SqlCondition.isAlwaysTrue(tokens, "", on + 1, to);
    }

    /// Whether a condition names a table, or a column of which it does not say whose it is.
    private boolean names(int table, int from, int to) {
        int name = isWord(table + 1, "INTO") || isWord(table + 1, "IGNORE") ? table + 2 : table + 1;
        int last = SqlRewrites.last(tokens, name);
        int alias = isWord(last + 1, "AS") ? last + 2 : last + 1;
        for (int i = from; i < to; i++) {
            boolean isOwn = tokens.isSign(i + 1, '.') && !tokens.isSign(i - 1, '.');
            boolean isTarget = isSameWord(i, last) || isSameWord(i, alias);
            boolean isFree =
                    drops.isNamed(i - 1)
                            && !tokens.isSign(i + 1, '.')
                            && !tokens.isSign(i - 1, '.')
                            && !SqlReach.isKeyword(tokens.value(i));
            if ((isOwn && isTarget) || isFree) {
                return true;
            }
        }
        return false;
    }

    private boolean isSameWord(int one, int other) {
        return tokens.value(one).equalsIgnoreCase(tokens.value(other));
    }

    /// Whether a table that a query makes may have fewer rows than what it is made of.
    private boolean isNarrow(int from, int to) {
        for (int i = from; i < to; i++) {
            if (isWord(i, "WHERE") || isWord(i, "HAVING")) {
                return !SqlCondition.isAlwaysTrue(tokens, "", i + 1, to);
            }
            if (isWord(i, "LIMIT") || isWord(i, "TOP")) {
                return true;
            }
        }
        return false;
    }

    private boolean isOuter(int from, int to) {
        for (int i = from; i < to; i++) {
            if (isWord(i, "LEFT") || isWord(i, "RIGHT") || isWord(i, "FULL")) {
                return true;
            }
        }
        return false;
    }

    /// `INSERT OVERWRITE t SELECT … WHERE 1 = 0`: what stands there is replaced by no row.
    private boolean isNothing(int from) {
        int at = from;
        int where = -1;
        while (at < tokens.count() && !tokens.isSign(at, ';') && !isWord(at, "LIMIT")) {
            where = isWord(at, "WHERE") ? at : where;
            harm.spend(1);
            at++;
        }
        boolean isLimit = isWord(at, "LIMIT") && tokens.value(at + 1).equals("0");
        return isLimit || (where > 0 && SqlCondition.isNeverTrue(tokens, 0, where + 1, at));
    }

    private @Nullable String alter(int from) {
        for (int at = from + 2; at < tokens.count() && !tokens.isSign(at, ';'); at++) {
            harm.spend(4);
            if (isWord(at, "DELETE") && isWord(at + 1, "WHERE")) {
                return reach.touchesAll(at + 1) ? ROWS : null;
            }
            if (isWord(at, "UPDATE") && !isWord(at - 1, "ON")) {
                return reach.touchesAll(at + 1) ? CHANGED : null;
            }
            if (isWord(at, "EXPIRATION_TIMESTAMP") && isSoon(at)) {
                return "lets a table expire at once";
            }
            if (isWord(at, "TRUNCATE") && isWord(at + 1, "PARTITION")) {
                return EMPTIED;
            }
            if (isWord(at, "CLEAR") && isWord(at + 1, "COLUMN")) {
                return "empties a column";
            }
            if (isWord(at, "USING") && isCut(at + 1)) {
                return "cuts what a column holds";
            }
            if (!isWord(at, "DROP")) {
                continue;
            }
            switch (tokens.value(at + 1)) {
                case "CONSTRAINT",
                        "DEFAULT",
                        "NOT",
                        "INDEX",
                        "KEY",
                        "PRIMARY",
                        "FOREIGN",
                        "CHECK" -> {}
                case "EXPRESSION", "IDENTITY", "UNIQUE", "STATISTICS", "PROJECTION", "TABLE" -> {}
                default -> {
                    if (drops.isNamed(at)) {
                        return "drops a column or a part of a table";
                    }
                }
            }
        }
        return null;
    }

    /// Whether what follows is a time that comes within minutes.
    private boolean isSoon(int at) {
        for (int i = at; i < at + 16; i++) {
            boolean isUnit = isWord(i, "SECOND") || isWord(i, "MINUTE") || isWord(i, "MILLISECOND");
            if (isUnit && tokens.value(i - 1).length() < 4) {
                return true;
            }
        }
        return tokens.isSign(at + 5, ')') && isWord(at + 2, "CURRENT_TIMESTAMP");
    }

    /// `USING left(body, 1)`.
    private boolean isCut(int at) {
        return isWord(at, "LEFT") || isWord(at, "NULL");
    }

    private @Nullable String merge(int from) {
        if (!isWord(from + 1, "INTO") && !drops.isNamed(from)) {
            return null;
        }
        int on = -1;
        int when = -1;
        int end = from + 1;
        boolean isBySource = false;
        boolean isOfItself = false;
        boolean isUnbound = false;
        for (; end < tokens.count() && !tokens.isSign(end, ';') && !harm.isFound(); end++) {
            harm.spend(4);
            if (isWord(end, "ON") && when < 0) {
                on = end;
            } else if (isWord(end, "WHEN") && when < 0) {
                when = end;
            }
            isBySource |= isWord(end, "SOURCE") && isWord(end - 1, "BY");
            if (isWord(end, "USING") && when < 0 && !isOfItself) {
                boolean isOwn = isSame(from, end + 1) && !isWord(end + 2, "WHERE");
                isOfItself = isOwn || isOfItself(from, end + 1);
                isUnbound |= isOfNoTable(end + 1);
            }
            boolean isThen = isWord(end - 1, "THEN");
            if (isThen && isWord(end, "DELETE") && isBySource) {
                return ROWS;
            }
            boolean isChange = isWord(end, "DELETE") || isWord(end, "UPDATE");
            if (isThen && isChange && on > 0 && when > on) {
                boolean isFree = isUnbound && !names(from, on + 1, when);
                boolean isEvery = (isOfItself || isFree) && isWord(end - 2, "MATCHED");
                if (isEvery || SqlCondition.isAlwaysTrue(tokens, "", on + 1, when)) {
                    return isWord(end, "DELETE") ? ROWS : CHANGED;
                }
            }
        }
        return null;
    }

    /// Whether a `MERGE` takes its rows from the table that it changes.
    private boolean isSame(int merge, int source) {
        int target = isWord(merge + 1, "INTO") ? merge + 2 : merge + 1;
        return drops.isNamed(source - 1) && SqlRewrites.isSameTable(tokens, target, source);
    }

    /// Whether its rows come from a query that leaves out none of the table that it changes.
    private boolean isOfItself(int merge, int source) {
        if (!tokens.isSign(source, '(')) {
            return false;
        }
        int close = tokens.closing(source, tokens.count());
        harm.spend(close - source);
        boolean isOwn = false;
        for (int i = source; i < close && !harm.isFound(); i++) {
            boolean isTable = isWord(i, "FROM") || isWord(i, "JOIN");
            isOwn |= isTable && isSame(merge, i + 1);
        }
        return isOwn && !isNarrow(source, close);
    }

    /// `USING (SELECT 1) s`: a query that asks no table.
    private boolean isOfNoTable(int source) {
        int close = tokens.isSign(source, '(') ? tokens.closing(source, tokens.count()) : source;
        for (int i = source; i < close; i++) {
            if (isWord(i, "FROM") && !isWord(i + 1, "DUAL")) {
                return false;
            }
        }
        harm.spend(close - source);
        return close > source;
    }

    private @Nullable String create(int at) {
        boolean isReplaced = isWord(at + 1, "OR") && isWord(at + 2, "REPLACE");
        boolean isTable = isWord(at + 3, "TABLE") || isWord(at + 3, "DATABASE");
        boolean isSchema = isWord(at + 3, "SCHEMA");
        if (isReplaced && (isTable || isSchema)) {
            return "replaces a table with what it held";
        }
        int kind = isReplaced ? at + 3 : at + 1;
        boolean isCode = isWord(kind, "FUNCTION") || isWord(kind, "PROCEDURE");
        return isCode ? dynamic.called(kind + 1) : null;
    }

    private boolean isCall(int at) {
        return tokens.isSign(at - 1, '.') && tokens.isSign(at + 1, '(');
    }

    /// `db.users.drop()`.
    private @Nullable String collection(int at) {
        return isWord(0, "DB") && tokens.isSign(at + 2, ')') ? "drops a collection" : null;
    }

    /// `db.users.deleteMany({})` and its kin.
    private @Nullable String document(int at) {
        if (!isCall(at)) {
            return null;
        }
        boolean isAll = tokens.isSign(at + 2, ')') || SqlStores.isEvery(tokens, at + 2);
        return switch (tokens.value(at)) {
            case "DROPDATABASE" -> "drops a database";
            case "DROPCOLLECTION" -> "drops a collection";
            case "DELETEMANY", "REMOVE" -> isAll ? "deletes every document of a collection" : null;
            case "UPDATEMANY" -> isAll ? "changes every document of a collection" : null;
            case "AGGREGATE" ->
                    SqlStores.replacesItself(tokens, at) ? "overwrites a collection" : null;
            default -> null;
        };
    }
}
