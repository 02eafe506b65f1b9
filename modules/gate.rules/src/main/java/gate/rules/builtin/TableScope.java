package gate.rules.builtin;

import gate.rules.Glob;
import gate.rules.Scope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether the tables that an argument names are among those of a policy.
final class TableScope {

    private static final int SHOWN_CHARS = 100;

    private TableScope() {}

    /// Why an argument is outside, or null.
    static @Nullable String why(CallArguments arguments, int node, Scope scope) {
        String name = arguments.name(node);
        if (isTable(name)) {
            String text = arguments.json().string(node);
            SqlNames.Table table = new SqlNames.Table(parts(text));
            return isInside(scope, table) ? null : outside(table);
        }
        ArgumentRole role = arguments.role(node);
        if (role != ArgumentRole.QUERY) {
            boolean isStored = role == ArgumentRole.DATA || role == ArgumentRole.COMMAND;
            if (isStored || !isSql(arguments.json().string(node))) {
                return null;
            }
        }
        var names = new SqlNames(arguments.json().string(node));
        for (SqlNames.Table table : names.tables()) {
            if (!isInside(scope, table)) {
                return outside(table);
            }
        }
        return names.doubt() == null
                ? null
                : "which tables this query reads cannot be told: " + names.doubt();
    }

    private static String outside(SqlNames.Table table) {
        String name = table.toString();
        String shown = name.length() <= SHOWN_CHARS ? name : name.substring(0, SHOWN_CHARS) + "…";
        return "the table " + shown + " is none of those that the policy lets be named";
    }

    /// Whether an argument of this name is the name of a table.
    private static boolean isTable(String name) {
        return switch (RepositoryKey.letters(name)) {
            case "table", "tables", "tablename", "tablenames", "fromtable", "totable" -> true;
            case "collection", "collections", "collectionname", "relation", "view" -> true;
            default -> false;
        };
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

    /// Whether a text that nobody calls a query begins like one.
    private static boolean isSql(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == '(')) {
            at++;
        }
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        boolean isComment = text.startsWith("--", at) || text.startsWith("/*", at);
        return isComment
                || switch (text.substring(at, Math.min(end, at + 9)).toUpperCase(Locale.ROOT)) {
                    case "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE" -> true;
                    case "DROP", "ALTER", "CREATE", "TRUNCATE", "COPY", "EXPLAIN", "TABLE" -> true;
                    case "PRAGMA", "ATTACH", "CALL", "EXEC", "EXECUTE", "DO", "DECLARE" -> true;
                    default -> false;
                };
    }

    /// Whether every list of the scope has a pattern for a table.
    private static boolean isInside(Scope scope, SqlNames.Table table) {
        for (List<String> list : scope.lists()) {
            boolean isInside = false;
            for (String pattern : list) {
                isInside |= fits(pattern, table.parts());
            }
            if (!isInside) {
                return false;
            }
        }
        return true;
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
