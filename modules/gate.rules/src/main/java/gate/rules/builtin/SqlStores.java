package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What other stores than those of SQL lose, in the languages that their tools take: MongoDB,
/// Redis, Elasticsearch, graphs.
final class SqlStores {

    private static final String DOCUMENTS = "deletes every document of a collection";
    private static final String GRAPH = "deletes every node of a graph";
    private static final int MAX_TOKENS = 64;

    private SqlStores() {}

    /// Why what a word begins is destructive, or null.
    static @Nullable String judge(SqlTokens tokens, int at) {
        return switch (tokens.value(at)) {
            case "EVAL" ->
                    at == 0 && isScriptOfAll(tokens.value(1)) ? "empties a Redis database" : null;
            case "_DELETE_BY_QUERY" -> hasWord(tokens, at, "match_all") ? DOCUMENTS : null;
            case "ITERATE", "COMMIT" -> isOfApoc(tokens, at) ? GRAPH : null;
            case "V" -> isDropped(tokens, at) ? GRAPH : null;
            case "IN" -> isRemoved(tokens, at) ? DOCUMENTS : null;
            case "CLEAR" -> clears(tokens, at) ? "empties a store" : null;
            default -> null;
        };
    }

    /// Whether a filter of MongoDB is met by every document: `{}`, `{_id: {$exists: true}}`, or an
    /// alternative of such.
    static boolean isEvery(SqlTokens tokens, int open) {
        if (!tokens.isSign(open, '{')) {
            return false;
        }
        if (tokens.isSign(open + 1, '}')) {
            return true;
        }
        boolean isAny = is(tokens, open + 1, "$or");
        int at = isAny ? open + 5 : open + 1;
        boolean isTrue =
                is(tokens, at, "_id")
                        && tokens.isSign(at + 1, ':')
                        && tokens.isSign(at + 2, '{')
                        && ((is(tokens, at + 3, "$exists") && is(tokens, at + 5, "true"))
                                || (is(tokens, at + 3, "$ne") && is(tokens, at + 5, "null")));
        return isTrue && (isAny || tokens.isSign(at + 7, '}'));
    }

    private static boolean is(SqlTokens tokens, int at, String word) {
        return tokens.value(at).equalsIgnoreCase(word);
    }

    /// `db.invoices.aggregate([…, {$out: "invoices"}])`.
    static boolean replacesItself(SqlTokens tokens, int at) {
        String collection = tokens.value(at - 2);
        int most = Math.min(tokens.count(), at + 4 * MAX_TOKENS);
        for (int i = at; i < most; i++) {
            if (is(tokens, i, "$out") && is(tokens, i + 2, collection)) {
                return true;
            }
        }
        return false;
    }

    /// A script of Redis that deletes all keys that it finds.
    private static boolean isScriptOfAll(String script) {
        String small = script.toLowerCase(Locale.ROOT);
        boolean isDeletion =
                small.contains("'del'") || small.contains("\"del\"") || small.contains("unlink");
        boolean isOfAll = small.contains("keys") && small.contains("*");
        return small.contains("redis.") && ((isDeletion && isOfAll) || small.contains("flush"));
    }

    private static boolean hasWord(SqlTokens tokens, int from, String word) {
        int most = Math.min(tokens.count(), from + MAX_TOKENS);
        for (int at = from; at < most; at++) {
            if (is(tokens, at, word)) {
                return true;
            }
        }
        return false;
    }

    /// `apoc.periodic.iterate('MATCH (p) RETURN p', 'DETACH DELETE p', …)`, without a condition.
    private static boolean isOfApoc(SqlTokens tokens, int at) {
        if (!is(tokens, at - 4, "apoc") || !tokens.isSign(at + 1, '(')) {
            return false;
        }
        String first = tokens.value(at + 2).toUpperCase(Locale.ROOT);
        String second = tokens.value(at + 4).toUpperCase(Locale.ROOT);
        boolean isFiltered = first.contains("WHERE") || first.contains("{");
        return !isFiltered && (first.contains("DELETE") || second.contains("DELETE"));
    }

    /// Gremlin: `g.V().drop()`.
    private static boolean isDropped(SqlTokens tokens, int at) {
        return tokens.isSign(at - 1, '.')
                && tokens.isSign(at + 1, '(')
                && tokens.isSign(at + 2, ')')
                && tokens.isSign(at + 3, '.')
                && is(tokens, at + 4, "drop");
    }

    /// AQL: `FOR u IN users REMOVE u IN users`.
    private static boolean isRemoved(SqlTokens tokens, int at) {
        return tokens.isWord(at - 2, "FOR") && tokens.isWord(at + 2, "REMOVE");
    }

    /// Kusto's `.clear table t data`, SPARQL's `CLEAR SILENT ALL`.
    private static boolean clears(SqlTokens tokens, int at) {
        if (at == 1 && tokens.isSign(0, '.')) {
            return tokens.isWord(2, "TABLE");
        }
        int what = tokens.isWord(at + 1, "SILENT") ? at + 2 : at + 1;
        boolean isStart = at == 0 || tokens.isSign(at - 1, ';');
        boolean isEnd = what + 1 >= tokens.count() || tokens.isSign(what + 1, ';');
        boolean isEvery =
                tokens.isWord(what, "ALL")
                        || tokens.isWord(what, "DEFAULT")
                        || tokens.isWord(what, "NAMED");
        boolean isGraph = tokens.isWord(what, "GRAPH") && tokens.isSign(what + 1, '<');
        return isStart && ((isEvery && isEnd) || isGraph);
    }
}
