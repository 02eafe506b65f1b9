package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Scope;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// Shows when a session turns to another tenant, workspace, project or SQL schema than the first
/// that it named; where a policy names them, refuses others.
///
/// A warning, once for each: whoever works in two projects is not to be held up. See
/// `docs/rules/scope_widened.md`.
public final class ScopeWidened implements Rule {

    private static final String ID = "scope_widened";
    private static final String FACT = "scope.";
    private static final int MAX_VALUE_CHARS = 64;
    private static final int MAX_FACT_CHARS = 900;
    private static final int MAX_QUERY_BYTES = 16_384;

    private static final Setting.Names TENANTS =
            new Setting.Names(
                    "tenants",
                    "the tenants, workspaces, organisations and projects that calls may name; a"
                            + " call for another is refused");

    private final Scope scope;

    /// For the service loader.
    public ScopeWidened() {
        this(Scope.OPEN);
    }

    private ScopeWidened(Scope scope) {
        this.scope = scope;
    }

    @Override
    public List<Setting> settings() {
        return List.of(TENANTS);
    }

    @Override
    public Rule with(Settings settings) {
        return new ScopeWidened(settings.scope(TENANTS).inSmallLetters());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.LOW;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        if (envelope.direction() != Direction.UPSTREAM
                || !(envelope.message() instanceof Message.Request request)
                || !request.method().equals("tools/call")) {
            return;
        }
        Json json = request.json();
        int arguments = json.member(request.params(), "arguments");
        if (!json.isObject(arguments)) {
            return;
        }
        if (!scope.isOpen()) {
            held(json, arguments, findings);
        }
        if (scope.isChosen()) {
            return;
        }
        for (int at = json.first(arguments); at != Json.NONE; at = json.next(at)) {
            String kind = isNamed(json, at + 1) ? kind(json.string(at)) : null;
            if (kind != null) {
                learnt(json, at + 1, kind, memory, findings);
            }
        }
        CallArguments called = CallArguments.of(envelope, memory);
        if (called != null) {
            schemas(called, memory, findings);
        }
    }

    /// The schemas of the tables that queries name.
    private static void schemas(
            CallArguments arguments, Memory memory, Consumer<Finding> findings) {
        Json json = arguments.json();
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            boolean isQuery =
                    json.end(node) - json.start(node) <= MAX_QUERY_BYTES
                            && arguments.role(node) == ArgumentRole.QUERY;
            String text = isQuery ? json.string(node) : "";
            if (text.indexOf('.') < 0) {
                continue;
            }
            for (SqlNames.Table table : new SqlNames(text).tables()) {
                List<String> parts = table.parts();
                String schema = parts.size() < 2 ? "" : parts.get(parts.size() - 2);
                if (!isOfEvery(schema)) {
                    learnt(json, node, "schema", schema, memory, findings);
                }
            }
        }
    }

    /// Whether every database has a schema of this name, to tell what is in it.
    private static boolean isOfEvery(String schema) {
        return switch (schema) {
            case "information_schema", "pg_catalog", "sys", "pg_temp" -> true;
            default -> false;
        };
    }

    private static boolean isNamed(Json json, int node) {
        return json.isString(node) || json.kind(node) == Json.Kind.NUMBER;
    }

    private static String value(Json json, int node) {
        return json.isString(node) ? json.string(node) : json.source(node);
    }

    /// By the policy: at any depth, and whatever cannot be told is refused.
    private void held(Json json, int arguments, Consumer<Finding> findings) {
        int last = json.last(arguments);
        for (int at = arguments; at + 1 < last; at++) {
            if (json.kind(at) != Json.Kind.NAME || !isNamed(json, at + 1)) {
                continue;
            }
            String kind = kind(json.string(at));
            String value = value(json, at + 1);
            String named;
            if (kind != null) {
                named = kind.equals("issue") ? projectOf(value) : value;
            } else if (isSearch(json.string(at))) {
                named = searched(value);
            } else {
                continue;
            }
            if (named == null || !scope.allows(named)) {
                String why =
                        named == null
                                ? "does not tell which project it reaches, and the policy names"
                                        + " some"
                                : "none of the tenants and projects that the policy lets be named";
                findings.accept(new Finding(ID, Severity.HIGH, span(json, at + 1), why));
            }
        }
    }

    /// Atlassian's languages for searches.
    private static boolean isSearch(String name) {
        return name.equals("jql") || name.equals("cql");
    }

    /// The project that a search is held to: it begins with it, and has no alternative.
    private static @Nullable String searched(String text) {
        String query = text.strip();
        String begin = "project = ";
        if (!query.regionMatches(true, 0, begin, 0, begin.length()) || hasAlternative(query)) {
            return null;
        }
        int end = begin.length();
        while (end < query.length() && query.charAt(end) > ' ') {
            end++;
        }
        return query.substring(begin.length(), end).replace("\"", "").replace("'", "");
    }

    /// Whether a word `OR` is in a text, or a sign that may mean it.
    private static boolean hasAlternative(String query) {
        int word = 0;
        for (int at = 0; at <= query.length(); at++) {
            char c = at < query.length() ? query.charAt(at) : ' ';
            if (c == '|' || c == '!') {
                return true;
            }
            if (!Character.isLetterOrDigit(c)) {
                if (at - word == 2 && query.regionMatches(true, word, "or", 0, 2)) {
                    return true;
                }
                word = at + 1;
            }
        }
        return false;
    }

    /// The project of an issue, `DESK` of `DESK-12`; null for a number, which does not tell.
    private static @Nullable String projectOf(String issue) {
        int dash = issue.lastIndexOf('-');
        return dash <= 0 || !isNumber(issue, dash + 1) ? null : issue.substring(0, dash);
    }

    private static Span span(Json json, int node) {
        int end = json.isString(node) ? json.string(node).length() : 0;
        return new Span(json.pointer(node), 0, end);
    }

    private static void learnt(
            Json json, int node, String kind, Memory memory, Consumer<Finding> findings) {
        String value = value(json, node);
        if (kind.equals("issue")) {
            String project = projectOf(value);
            if (project == null) {
                return;
            }
            learnt(json, node, "project", project, memory, findings);
        } else {
            learnt(json, node, kind, value, memory, findings);
        }
    }

    private static void learnt(
            Json json,
            int node,
            String kind,
            String value,
            Memory memory,
            Consumer<Finding> findings) {
        if (value.isEmpty() || value.length() > MAX_VALUE_CHARS || value.indexOf('\n') >= 0) {
            return;
        }
        String known = memory.known(FACT + kind);
        String entry = value + '\n';
        if (known == null) {
            memory.remember(FACT + kind, entry);
        } else if (!('\n' + known).contains('\n' + entry)) {
            String first = known.substring(0, known.indexOf('\n'));
            String why =
                    "the session began in the " + kind + ' ' + first + " and turns to " + value;
            findings.accept(new Finding(ID, Severity.LOW, span(json, node), why));
            if (known.length() < MAX_FACT_CHARS) {
                memory.remember(FACT + kind, known + entry);
            }
        }
    }

    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length();
    }

    /// What an argument of this name tells apart, or null.
    private static @Nullable String kind(String name) {
        return switch (name) {
            case "tenantId", "tenant_id", "cloudId", "cloud_id" -> "tenant";
            case "workspaceId", "workspace_id", "workspace_gid", "workspace" -> "workspace";
            case "organizationSlug", "organization_id", "organizationId", "org_id" ->
                    "organization";
            case "projectKey", "project_key", "projectIdOrKey" -> "project";
            case "issueKey", "issue_key", "issueIdOrKey" -> "issue";
            case "project_ref", "projectRef" -> "database project";
            default -> null;
        };
    }
}
