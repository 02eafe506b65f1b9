package gate.rules.builtin;

import gate.protocol.Json;
import gate.rules.Glob;
import gate.rules.Scope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether the tables that an argument names are among those of a policy.
final class TableScope {

    private static final String UNTOLD = "which tables this reads cannot be told: ";
    private static final String[] SCHEMAS = {
        "schema", "schema_name", "schemaName", "table_schema", "dataset", "dataset_id"
    };

    private TableScope() {}

    /// Why an argument is outside, or null.
    static @Nullable String why(CallArguments arguments, int node, Scope scope) {
        Json json = arguments.json();
        String text = json.string(node);
        if (isTable(arguments, node) || isOfPipeline(json, node)) {
            return named(arguments, node, text, scope);
        }
        ArgumentRole role = arguments.role(node);
        if (role == ArgumentRole.QUERY || isSql(text, role)) {
            return asked(text, scope);
        }
        boolean isPart = hasQuery(text) || hasStage(text);
        return isPart ? UNTOLD + "it is a part of a query" : null;
    }

    /// The name of a table, or several in a list; with the schema that stands beside it.
    private static @Nullable String named(
            CallArguments arguments, int node, String text, Scope scope) {
        List<String> parts = parts(text);
        for (String part : parts) {
            if (!isName(part)) {
                return UNTOLD + "it is no name";
            }
        }
        for (String key : SCHEMAS) {
            String schema = arguments.beside(node, key);
            if (schema != null && !schema.isEmpty() && parts.size() == 1) {
                parts.addFirst(schema);
            }
        }
        SqlNames.Table table = new SqlNames.Table(parts);
        return isInside(scope, table) ? null : OutsideScope.none("table", table.toString());
    }

    private static @Nullable String asked(String text, Scope scope) {
        var names = new SqlNames(text);
        for (SqlNames.Table table : names.tables()) {
            if (!isInside(scope, table)) {
                return OutsideScope.none("table", table.toString());
            }
        }
        return names.doubt() == null ? null : UNTOLD + names.doubt();
    }

    /// Whether an argument is the name of a table: `table`, `source_table`, `tableId`, or the name
    /// in such an object.
    private static boolean isTable(CallArguments arguments, int node) {
        String name = RepositoryKey.letters(arguments.name(node));
        if (name.equals("name") || name.equals("id")) {
            String outer = arguments.json().nameOf(arguments.json().parent(node));
            return outer != null && isTable(RepositoryKey.letters(outer));
        }
        return isTable(name);
    }

    private static boolean isTable(String letters) {
        String bare = letters.endsWith("s") ? letters.substring(0, letters.length() - 1) : letters;
        return bare.endsWith("table")
                || bare.endsWith("tablename")
                || bare.endsWith("tableid")
                || bare.endsWith("collection")
                || bare.endsWith("collectionname");
    }

    /// Whether a text names the collection that a stage of a MongoDB pipeline reads or writes.
    private static boolean isOfPipeline(Json json, int node) {
        String name = json.nameOf(node);
        if (name == null) {
            return false;
        }
        String outer = json.nameOf(json.parent(node));
        return switch (name) {
            case "$out", "$unionWith", "$merge" -> true;
            case "from", "coll", "into" -> outer != null && isStage(outer);
            default -> false;
        };
    }

    private static boolean isStage(String name) {
        return switch (name) {
            case "$lookup", "$graphLookup", "$unionWith", "$out", "$merge" -> true;
            default -> false;
        };
    }

    private static boolean hasStage(String text) {
        return text.contains("\"$lookup\"")
                || text.contains("$unionWith")
                || text.contains("$graphLookup")
                || text.contains("$out\"")
                || text.contains("$merge\"");
    }

    /// Whether a query stands in brackets in a text: `id in (select id from users)`.
    private static boolean hasQuery(String text) {
        for (int at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
            int word = at + 1;
            while (word < text.length() && text.charAt(word) <= ' ') {
                word++;
            }
            if (text.regionMatches(true, word, "select", 0, 6)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != '$') {
                return false;
            }
        }
        return !part.isEmpty();
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || text.charAt(at) == '.') {
                parts.add(part(text.substring(from, at).strip()));
                from = at + 1;
            }
        }
        return parts;
    }

    private static String part(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        boolean isQuoted = (first == '"' || first == '`' || first == '[') && text.length() > 1;
        return isQuoted && (first == last || last == ']')
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /// Whether a text that nobody calls a query begins like one; in what is only stored, another
    /// word of SQL must follow.
    private static boolean isSql(String text, ArgumentRole role) {
        int at = 0;
        while (at < text.length() && isBefore(text.charAt(at))) {
            at++;
        }
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (text.startsWith("--", at) || text.startsWith("/*", at)) {
            return role != ArgumentRole.DATA;
        }
        return switch (text.substring(at, Math.min(end, at + 10)).toUpperCase(Locale.ROOT)) {
            case "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "TABLE" ->
                    role != ArgumentRole.DATA || isFollowed(text, end);
            case "DROP", "ALTER", "CREATE", "TRUNCATE", "COPY", "EXPLAIN", "PRAGMA", "ATTACH" ->
                    role != ArgumentRole.DATA || isFollowed(text, end);
            case "CALL", "EXEC", "EXECUTE", "DO", "DECLARE", "VALUES", "BEGIN", "START", "SET" ->
                    role != ArgumentRole.DATA && isFollowed(text, end);
            case "SHOW", "DESC", "DESCRIBE", "GRANT", "LOAD", "FROM", "USE", "IF", "WHILE" ->
                    role != ArgumentRole.DATA && isFollowed(text, end);
            default -> false;
        };
    }

    private static boolean isBefore(char c) {
        return c <= ' ' || c == '(' || c == ';' || c == '\ufeff';
    }

    /// Whether a further word of SQL stands in a text.
    private static boolean isFollowed(String text, int from) {
        int word = from;
        for (int at = from; at <= text.length(); at++) {
            if (at < text.length() && Character.isLetter(text.charAt(at))) {
                continue;
            }
            switch (text.substring(word, Math.min(at, word + 10)).toUpperCase(Locale.ROOT)) {
                case "FROM", "INTO", "TABLE", "TABLES", "VALUES", "JOIN", "SET" -> {
                    return true;
                }
                default -> word = at + 1;
            }
        }
        return false;
    }

    private static boolean isInside(Scope scope, SqlNames.Table table) {
        return scope.isKept(pattern -> fits(pattern, table.parts()));
    }

    /// Whether a table fits a pattern, part by part; `public`, `main` and `dbo` may be left out.
    static boolean fits(String pattern, List<String> parts) {
        if (pattern.equals("*")) {
            return true;
        }
        List<String> wanted = plain(parts(pattern));
        List<String> named = plain(parts);
        if (wanted.size() != named.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            String want = wanted.get(i);
            String name = named.get(i);
            if (!Glob.fits(want, name) && !Glob.fits(want.toLowerCase(Locale.ROOT), name)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> plain(List<String> parts) {
        boolean isUsual =
                parts.size() == 2
                        && switch (parts.getFirst()) {
                            case "public", "main", "dbo" -> true;
                            default -> false;
                        };
        return isUsual ? parts.subList(1, 2) : parts;
    }
}
