package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.Session;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// Holds a session on GitHub or GitLab to the repository that it named first.
///
/// It stops the GitHub heist (Invariant, May 2025), which contains no phrase that any list knows:
/// an issue of a public repository makes the agent read a private one. See
/// `docs/rules/cross_repository_access.md`.
public final class CrossRepositoryAccess implements Rule {

    /// The fact under which the session's repository is remembered.
    static final String PIN = "repository";

    private static final String ID = "cross_repository_access";
    private static final int MAX_NAME_CHARS = 256;
    private static final int SHOWN_CHARS = 100;

    /// For the service loader.
    public CrossRepositoryAccess() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        if (envelope.direction() != Direction.UPSTREAM
                || !(envelope.message() instanceof Message.Request request)) {
            return;
        }
        Json json = request.json();
        switch (request.method()) {
            case "tools/call", "prompts/get" -> {
                int arguments = json.member(request.params(), "arguments");
                String tool = json.memberString(request.params(), "name");
                if (arguments != Json.NONE && tool != null) {
                    judgeCall(envelope.session(), json, arguments, tool, memory, findings);
                }
            }
            case "resources/read", "resources/subscribe" -> {
                int uri = json.member(request.params(), "uri");
                if (json.isString(uri) && startsWithRepo(json, uri)) {
                    RepositoryNames names = new RepositoryNames(RepositoryHost.GITHUB, "");
                    names.addResource(json, uri);
                    judgeNames(json, names, memory, findings);
                }
            }
            default -> {}
        }
    }

    private static void judgeCall(
            Session session,
            Json json,
            int arguments,
            String tool,
            Memory memory,
            Consumer<Finding> findings) {
        RepositoryHost host = RepositoryHost.of(session, tool);
        if (host != null) {
            RepositoryNames names = new RepositoryNames(host, tool);
            names.addArguments(json, arguments);
            judgeNames(json, names, memory, findings);
        }
    }

    private static void judgeNames(
            Json json, RepositoryNames names, Memory memory, Consumer<Finding> findings) {
        String before = memory.recall(PIN);
        String pin = before;
        List<RepositoryNames.Reference> references = names.references();
        for (int i = 0; i < references.size(); i++) {
            RepositoryNames.Reference reference = references.get(i);
            String name = reference.name();
            if (name.length() > MAX_NAME_CHARS) {
                findings.accept(finding(json, reference.node(), "this is no repository's name"));
                return;
            }
            if (reference.isWider()) {
                if (pin != null) {
                    findings.accept(finding(json, reference.node(), wider(pin, name)));
                    return;
                }
            } else if (pin == null) {
                pin = name;
            } else if (!isSame(pin, name)) {
                findings.accept(finding(json, reference.node(), other(pin, name, before != null)));
                return;
            } else if (isMoreExact(name, pin)) {
                pin = name;
            }
        }
        if (pin != null && !pin.equals(before)) {
            memory.remember(PIN, pin);
        }
    }

    /// Whether two names may be of one repository; a name without its owner is compared to the
    /// other's last part.
    static boolean isSame(String pin, String name) {
        if (pin.equals(name)) {
            return true;
        }
        boolean isShort = name.indexOf('/') < 0 && name.charAt(0) != '#';
        boolean isPinShort = pin.indexOf('/') < 0 && pin.charAt(0) != '#';
        if (isShort == isPinShort) {
            return false;
        }
        String full = isShort ? pin : name;
        return full.substring(full.lastIndexOf('/') + 1).equals(isShort ? name : pin);
    }

    private static boolean isMoreExact(String name, String pin) {
        return name.indexOf('/') >= 0 && pin.indexOf('/') < 0;
    }

    private static String other(String pin, String name, boolean isOfSession) {
        String shownPin = shown(pin);
        String shownName = shown(name);
        return isOfSession
                ? "the session works on " + shownPin + ", the call names " + shownName
                : "the call names two repositories: " + shownPin + " and " + shownName;
    }

    private static String wider(String pin, String scope) {
        return "the session works on " + shown(pin) + ", the call searches all of " + shown(scope);
    }

    private static String shown(String name) {
        return name.length() <= SHOWN_CHARS ? name : name.substring(0, SHOWN_CHARS) + "…";
    }

    private static Finding finding(Json json, int node, String reason) {
        int end = json.isString(node) ? json.string(node).length() : 0;
        return new Finding(ID, Severity.HIGH, new Span(json.pointer(node), 0, end), reason);
    }

    private static boolean startsWithRepo(Json json, int uri) {
        @Nullable String text = json.string(uri);
        return text.regionMatches(true, 0, "repo://", 0, "repo://".length());
    }
}
