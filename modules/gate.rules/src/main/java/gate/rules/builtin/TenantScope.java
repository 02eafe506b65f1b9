package gate.rules.builtin;

import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Scope;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.function.Consumer;

/// Which tenants, workspaces and projects a call names, and whether a policy lets it.
final class TenantScope {

    private TenantScope() {}

    /// By the policy: at any depth, in lists too, and whatever cannot be told is refused.
    static void judge(Json json, int arguments, Scope scope, Consumer<Finding> findings) {
        int last = json.last(arguments);
        for (int at = arguments; at + 1 < last; at++) {
            if (json.kind(at) != Json.Kind.NAME) {
                continue;
            }
            String kind = kind(RepositoryKey.letters(json.string(at)));
            if (kind == null) {
                continue;
            }
            int value = at + 1;
            if (json.isArray(value)) {
                for (int each = json.first(value); each != Json.NONE; each = json.next(each)) {
                    judge(json, each, kind, scope, findings);
                }
            } else {
                judge(json, value, kind, scope, findings);
            }
        }
    }

    private static void judge(
            Json json, int node, String kind, Scope scope, Consumer<Finding> findings) {
        if (!isNamed(json, node)) {
            return;
        }
        String value = value(json, node);
        String named =
                switch (kind) {
                    case "issue" -> projectOf(value);
                    case "search" -> searched(value);
                    case "query" -> names(value) ? searched(value) : "";
                    default -> value;
                };
        if (named == null || !(named.isEmpty() || scope.allows(named))) {
            String why =
                    named == null
                            ? "does not tell which project it reaches, and the policy names some"
                            : "none of the tenants and projects that the policy lets be named";
            findings.accept(new Finding(ScopeWidened.ID, Severity.HIGH, span(json, node), why));
        }
    }

    /// What an argument tells apart where a policy lists tenants: one, an issue of a project, or a
    /// search in Atlassian's languages; null for any other.
    private static @Nullable String kind(String letters) {
        String one = letters.endsWith("s") ? letters.substring(0, letters.length() - 1) : letters;
        return switch (one) {
            case "tenant", "tenantid", "cloudid", "workspace", "workspaceid", "workspacegid" ->
                    "tenant";
            case "organization", "organizationid", "organizationslug", "organisation", "org" ->
                    "tenant";
            case "orgid", "orgslug", "project", "projectid", "projectkey", "projectslug" ->
                    "tenant";
            case "projectidorkey", "projectref", "projectkeyorid", "projectsfilter" -> "tenant";
            case "team", "teamid", "teamkey", "space", "spaceid", "spacekey" -> "tenant";
            case "issue", "issueid", "issuekey", "issueidorkey", "issuekeyorid" -> "issue";
            case "jql", "cql", "jqlquery", "cqlquery", "searchjql" -> "search";
            case "query" -> "query";
            default -> null;
        };
    }

    /// Whether a query speaks of projects as Jira's language does: `project = X`, `project in (X)`.
    private static boolean names(String query) {
        String small = query.toLowerCase(Locale.ROOT);
        for (int at = small.indexOf("project"); at >= 0; at = small.indexOf("project", at + 1)) {
            int next = afterBlanks(small, at + 7);
            boolean isIn =
                    small.startsWith("in", next) && afterBlanks(small, next + 2) < small.length();
            boolean isList = isIn && small.charAt(afterBlanks(small, next + 2)) == '(';
            if (isList || small.startsWith("=", next) || small.startsWith("!=", next)) {
                return true;
            }
        }
        return false;
    }

    /// The project that a search is held to: it begins with it, and has no alternative.
    private static @Nullable String searched(String text) {
        String query = text.strip();
        if (!query.regionMatches(true, 0, "project", 0, 7) || hasAlternative(query)) {
            return null;
        }
        int at = afterBlanks(query, 7);
        if (at >= query.length() || query.charAt(at) != '=') {
            return null;
        }
        at = afterBlanks(query, at + 1);
        int end = at;
        while (end < query.length() && query.charAt(end) > ' ') {
            end++;
        }
        String project = query.substring(at, end).replace("\"", "").replace("'", "");
        return project.isEmpty() ? null : project;
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    /// Whether a word `OR` is in a text, or a sign that may mean it, outside of quotes.
    private static boolean hasAlternative(String query) {
        int word = 0;
        char quote = 0;
        for (int at = 0; at <= query.length(); at++) {
            char c = at < query.length() ? query.charAt(at) : ' ';
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                word = at + 1;
                continue;
            }
            boolean isNot = c == '!' && (at + 1 == query.length() || query.charAt(at + 1) != '=');
            if (c == '|' || c == '\\' || isNot) {
                return true;
            }
            if (!Character.isLetterOrDigit(c)) {
                if (at - word == 2 && query.regionMatches(true, word, "or", 0, 2)) {
                    return true;
                }
                word = at + 1;
            }
            quote = c == '"' || c == '\'' ? c : 0;
        }
        return quote != 0 || query.indexOf('\\') >= 0;
    }

    /// The project of an issue, `DESK` of `DESK-12`; null for a number, which does not tell.
    static @Nullable String projectOf(String issue) {
        int dash = issue.lastIndexOf('-');
        return dash <= 0 || !isNumber(issue, dash + 1) ? null : issue.substring(0, dash);
    }

    static boolean isNamed(Json json, int node) {
        return json.isString(node) || json.kind(node) == Json.Kind.NUMBER;
    }

    static String value(Json json, int node) {
        return json.isString(node) ? json.string(node) : json.source(node);
    }

    static Span span(Json json, int node) {
        int end = json.isString(node) ? json.string(node).length() : 0;
        return new Span(json.pointer(node), 0, end);
    }

    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length();
    }
}
