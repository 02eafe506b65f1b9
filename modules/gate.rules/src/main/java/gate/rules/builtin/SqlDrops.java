package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What a `DROP` takes away. What the same text makes, what is temporary, and what is named to be
/// thrown away does not count.
final class SqlDrops {

    private final Harm harm;
    private final SqlTokens tokens;

    private boolean isSwapped;
    private boolean isSwapKnown;

    SqlDrops(SqlTokens tokens, Harm harm) {
        this.harm = harm;
        this.tokens = tokens;
    }

    @Nullable String of(int from) {
        int at = from;
        if (isWord(at, "TEMPORARY") || isWord(at, "TEMP")) {
            return null;
        }
        while (isWord(at, "MATERIALIZED")
                || isWord(at, "EXTERNAL")
                || isWord(at, "FOREIGN")
                || isWord(at, "UNLOGGED")
                || isWord(at, "TRANSIENT")) {
            at++;
        }
        return switch (tokens.kind(at) == SqlTokens.Kind.WORD ? tokens.value(at) : "") {
            case "TABLE", "TABLES" ->
                    !isEach(at + 1) && (isTemporary(at + 1) || isMadeHere(at) || isScratch(at + 1))
                            ? null
                            : "drops a table";
            case "DATABASE", "SCHEMA", "KEYSPACE", "CATALOG", "TABLESPACE", "WAREHOUSE" ->
                    isNamed(at) && !isMadeHere(at) ? "drops a database or schema" : null;
            case "DATASET", "PLUGGABLE" -> isNamed(at) ? "drops a database or schema" : null;
            case "USER", "ROLE", "LOGIN", "OWNED" ->
                    isNamed(at) || tokens.kind(at + 1) == SqlTokens.Kind.STRING
                            ? "drops a database user"
                            : null;
            case "VIEW",
                    "TRIGGER",
                    "POLICY",
                    "PROCEDURE",
                    "FUNCTION",
                    "SEQUENCE",
                    "TYPE",
                    "EXTENSION",
                    "PACKAGE",
                    "COLLECTION",
                    "STAGE",
                    "BUCKET",
                    "GRAPH" ->
                    isNamed(at) && !isMadeHere(at) ? "drops an object of a database" : null;
            default -> null;
        };
    }

    /// Whether the same text makes what it drops, before or after.
    ///
    /// @param kind where the word stands that tells what is dropped
    boolean isMadeHere(int kind) {
        int name = afterIfExists(kind + 1);
        boolean isOfKind =
                (isWord(kind - 1, "DROP") || isWord(kind - 1, "MATERIALIZED"))
                        && !isWord(kind, "TABLES");
        String what = isOfKind ? tokens.value(kind) : "TABLE";
        boolean isThrowAway = !isWord(kind, "TABLE") && FileTargets.isThrowAway(tokens.value(name));
        if (isSwapped()) {
            return false;
        }
        for (int at = 0; at < tokens.count() && !tokens.value(name).isEmpty(); at++) {
            harm.spend(1);
            if (!isWord(at, "CREATE")) {
                continue;
            }
            boolean isKept = false;
            for (int i = at + 1; i < at + 8 && !tokens.isSign(i, '(') && !isWord(i, "AS"); i++) {
                isKept |= isWord(i, "EXISTS") || (at > kind && holdsData(i) && !isThrowAway);
                if (isWord(i - 1, what) && i != name && !isKept && isSameName(i, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether tables change places, so that a new one holds what an old one held.
    private boolean isSwapped() {
        if (!isSwapKnown) {
            for (int at = 1; at < tokens.count(); at++) {
                isSwapped |= isWord(at, "SWITCH") || (isWord(at, "SWAP") && isWord(at + 1, "WITH"));
            }
            isSwapKnown = true;
        }
        return isSwapped;
    }

    /// Whether two names are equal, with those of schemas before them, and the other is no list.
    private boolean isSameName(int one, int other) {
        int at = one;
        int to = other;
        while (tokens.value(at).equalsIgnoreCase(tokens.value(to))) {
            boolean goesOn = tokens.isSign(at + 1, '.');
            if (goesOn != tokens.isSign(to + 1, '.')) {
                return false;
            }
            if (!goesOn) {
                return !tokens.isSign(to + 1, ',');
            }
            at += 2;
            to += 2;
            harm.spend(1);
        }
        return false;
    }

    /// Whether a word tells a kind of object that is not made anew with what it held.
    private boolean holdsData(int at) {
        return isWord(at, "TABLE") || isWord(at, "SCHEMA") || isWord(at, "DATABASE");
    }

    /// `DROP TABLE ?`, `DROP TABLE IF EXISTS %I`: one name after the other is put in.
    boolean isEach(int from) {
        int at = afterIfExists(from);
        return tokens.isSign(at, '?') || tokens.isSign(at, '%');
    }

    private int afterIfExists(int from) {
        int at = from;
        while (isWord(at, "IF") || isWord(at, "EXISTS")) {
            at++;
        }
        return at;
    }

    boolean isNamed(int at) {
        SqlTokens.Kind kind = tokens.kind(at + 1);
        return kind == SqlTokens.Kind.WORD || kind == SqlTokens.Kind.NAME;
    }

    /// Whether one table is dropped that bears the name of things to throw away, or stands in a
    /// schema for them: `tmp_preview`, `scratch.fix`. Not where tables change names or places.
    private boolean isScratch(int from) {
        int at = afterIfExists(from);
        String schema = "";
        while (tokens.isSign(at + 1, '.')) {
            schema = tokens.value(at).toLowerCase(Locale.ROOT);
            at += 2;
        }
        String table = tokens.value(at).toLowerCase(Locale.ROOT);
        boolean isLast = at + 1 >= tokens.count() || tokens.isSign(at + 1, ';');
        boolean isScratch = isLast && (isScratchWord(schema) || isScratchTable(table));
        for (int i = 0; isScratch && i < tokens.count(); i++) {
            harm.spend(1);
            isScratch = !isWord(i, "ALTER") && !isWord(i, "RENAME") && !isWord(i, "EXCHANGE");
            isScratch &= !isWord(i, "SP_RENAME") && !isWord(i, "SWAP") && !isWord(i, "EXECUTE");
        }
        return isScratch;
    }

    private static boolean isScratchTable(String name) {
        int first = name.indexOf('_');
        return first > 0
                && !name.endsWith("_")
                && (isScratchWord(name.substring(0, first))
                        || isScratchWord(name.substring(name.lastIndexOf('_') + 1)));
    }

    private static boolean isScratchWord(String word) {
        return switch (word) {
            case "tmp", "temp", "scratch", "sandbox" -> true;
            default -> false;
        };
    }

    boolean isTemporary(int from) {
        int at = from;
        while (isWord(at, "IF") || isWord(at, "EXISTS") || isWord(at, "NOT")) {
            at++;
        }
        while (isOfSession(at)) {
            int last = at;
            while (tokens.isSign(last + 1, '.')) {
                last += 2;
            }
            if (!tokens.isSign(last + 1, ',')) {
                return true;
            }
            at = last + 2; // the next of a list
            harm.spend(1);
        }
        return !isNamed(at - 1) && tokens.kind(at) != SqlTokens.Kind.NUMBER;
    }

    /// `#t`, `@t`, `pg_temp.t`: gone with the session; not a quoted `#t`, which is any table
    /// elsewhere.
    boolean isOfSession(int at) {
        String name = tokens.value(at);
        boolean isMarked = name.startsWith("#") || name.startsWith("@");
        return (isMarked && !tokens.isQuoted(at)) || name.equals("PG_TEMP");
    }

    private boolean isWord(int at, String word) {
        return tokens.isWord(at, word);
    }
}
