package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Shows when a session turns to another tenant, workspace or project than the first that it named.
///
/// A warning, once for each: whoever works in two projects is not to be held up. See
/// `docs/rules/scope_widened.md`.
public final class ScopeWidened implements Rule {

    private static final String ID = "scope_widened";
    private static final String FACT = "scope.";
    private static final int MAX_VALUE_CHARS = 64;
    private static final int MAX_FACT_CHARS = 900;

    /// For the service loader.
    public ScopeWidened() {}

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
        for (int at = json.first(arguments); at != Json.NONE; at = json.next(at)) {
            String kind = json.isString(at + 1) ? kind(json.string(at)) : null;
            if (kind != null) {
                judge(json, at + 1, kind, memory, findings);
            }
        }
    }

    private static void judge(
            Json json, int node, String kind, Memory memory, Consumer<Finding> findings) {
        String value = json.string(node);
        if (kind.equals("issue")) {
            int dash = value.lastIndexOf('-');
            if (dash <= 0 || !isNumber(value, dash + 1)) {
                return;
            }
            kind = "project";
            value = value.substring(0, dash);
        }
        if (value.isEmpty() || value.length() > MAX_VALUE_CHARS || value.indexOf('\n') >= 0) {
            return;
        }
        String known = memory.known(FACT + kind);
        String entry = value + '\n';
        if (known == null) {
            memory.remember(FACT + kind, entry);
        } else if (!('\n' + known).contains('\n' + entry)) {
            String first = known.substring(0, known.indexOf('\n'));
            findings.accept(
                    new Finding(
                            ID,
                            Severity.LOW,
                            new Span(json.pointer(node), 0, json.string(node).length()),
                            "the session began in the "
                                    + kind
                                    + ' '
                                    + first
                                    + " and turns to "
                                    + value));
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
