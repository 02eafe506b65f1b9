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

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Shows when a session turns to another tenant, workspace, project or SQL schema than the first
/// that it named; where a policy names them, refuses others.
///
/// A warning, once for each: whoever works in two projects is not to be held up. See
/// `docs/rules/scope_widened.md`.
public final class ScopeWidened implements Rule {

    static final String ID = "scope_widened";
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
        return new ScopeWidened(settings.scope(TENANTS));
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
            TenantScope.judge(json, arguments, scope, findings);
        }
        if (scope.isChosen()) {
            return;
        }
        for (int at = json.first(arguments); at != Json.NONE; at = json.next(at)) {
            String kind = TenantScope.isNamed(json, at + 1) ? kind(json.string(at)) : null;
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
            boolean isFirst = memory.known(FACT + "schema") == null;
            for (SqlNames.Table table : new SqlNames(text).tables()) {
                List<String> parts = table.parts();
                String schema = parts.size() < 2 ? "" : parts.get(parts.size() - 2);
                if (!isOfEvery(schema)) {
                    // A query that joins two schemas turns to neither, and most who work with data
                    // work in several.
                    boolean isShown = !isFirst && isOfSecrets(schema);
                    Consumer<Finding> found = isShown ? findings : _ -> {};
                    learnt(json, node, "schema", schema, memory, found);
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

    /// Whether a schema is named for credentials, or for what few may see.
    private static boolean isOfSecrets(String schema) {
        return switch (schema.toLowerCase(Locale.ROOT)) {
            case "auth", "iam", "identity", "security", "vault", "pgsodium", "mysql" -> true;
            case "secret", "secrets", "credential", "credentials", "keys", "keyring" -> true;
            case "private", "payroll", "salary", "salaries", "hr", "tokens", "passwords" -> true;
            default -> false;
        };
    }

    private static void learnt(
            Json json, int node, String kind, Memory memory, Consumer<Finding> findings) {
        String value = TenantScope.value(json, node);
        if (kind.equals("issue")) {
            String project = TenantScope.projectOf(value);
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
            findings.accept(new Finding(ID, Severity.LOW, TenantScope.span(json, node), why));
            if (known.length() < MAX_FACT_CHARS) {
                memory.remember(FACT + kind, known + entry);
            }
        }
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
