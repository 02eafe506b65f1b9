package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Exchange;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.Session;
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
    private static final String CLIMBS = "a path that leads out of the repository";

    private static final Setting.Names REPOSITORIES =
            new Setting.Names(
                    "repositories",
                    "the repositories that calls may name, `owner/name` or `owner/*`; a session is"
                            + " then not held to the first that it names");

    private final Scope scope;

    /// For the service loader.
    public CrossRepositoryAccess() {
        this(Scope.OPEN);
    }

    private CrossRepositoryAccess(Scope scope) {
        this.scope = scope;
    }

    @Override
    public List<Setting> settings() {
        return List.of(REPOSITORIES);
    }

    @Override
    public Rule with(Settings settings) {
        return new CrossRepositoryAccess(settings.scope(REPOSITORIES));
    }

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
        Exchange answered = envelope.answered();
        if (answered != null && envelope.message() instanceof Message.Result result) {
            ProjectNumbers.learn(answered, result, memory);
        }
        if (envelope.direction() != Direction.UPSTREAM
                || !(envelope.message() instanceof Message.Request request)) {
            return;
        }
        Json json = request.json();
        int params = request.params();
        Session session = envelope.session();
        switch (request.method()) {
            case "tools/call", "prompts/get" -> {
                int arguments = json.member(params, "arguments");
                String tool = json.memberString(params, "name");
                if (arguments != Json.NONE && tool != null) {
                    judgeCall(session, request, arguments, tool, memory, findings);
                }
            }
            case "resources/read", "resources/subscribe" -> {
                int uri = json.member(params, "uri");
                if (json.isString(uri)) {
                    judgeResource(session, json, uri, memory, findings);
                }
            }
            case "completion/complete" -> {
                int arguments = json.member(json.member(params, "context"), "arguments");
                RepositoryHost host = RepositoryHost.of(session);
                // What a person has typed so far pins nothing: no repository was read yet.
                boolean isHeld = memory.recall(PIN) != null || !scope.isOpen();
                if (arguments != Json.NONE && host != null && isHeld) {
                    RepositoryNames names = new RepositoryNames(host, "");
                    names.addArguments(json, arguments);
                    judgeNames(json, names, memory, findings);
                }
            }
            default -> {}
        }
    }

    private void judgeCall(
            Session session,
            Message.Request request,
            int arguments,
            String tool,
            Memory memory,
            Consumer<Finding> findings) {
        Json json = request.json();
        RepositoryHost host = RepositoryHost.of(session);
        if (host == null) {
            host = RepositoryHost.ofCall(json, arguments, tool);
        }
        if (host == null) {
            return;
        }
        if (findClimbing(json, arguments, findings)) {
            return;
        }
        RepositoryNames names = new RepositoryNames(host, tool);
        names.addArguments(json, arguments);
        if (scope.isOpen()
                ? searchesEverywhere(tool) && names.reachesBeyond()
                : searches(tool, names)) {
            searched(new Span(json.pointer(arguments), 0, 0), memory, findings);
        }
        judgeNames(json, names, memory, findings);
        if (host == RepositoryHost.GITLAB
                && names.references().size() == 1
                && !names.references().getFirst().isWider()) {
            ProjectNumbers.ask(request, tool, names.references().getFirst().name(), memory);
        }
    }

    /// Whether a tool searches, by its name, and not only in repositories that the call names.
    private static boolean searches(String tool, RepositoryNames names) {
        boolean isSearch = false;
        boolean isOfContent = false;
        for (String word : Words.of(tool)) {
            switch (word) {
                case "search", "find" -> isSearch = true;
                case "code", "issues", "issue", "pull", "commits", "discussions" ->
                        isOfContent = true;
                case "everything", "all", "content" -> isOfContent = true;
                default -> {}
            }
        }
        return isSearch && isOfContent && !names.isHeld();
    }

    private void searched(Span span, Memory memory, Consumer<Finding> findings) {
        if (!scope.isOpen()) {
            String why =
                    "this search is not held to the repositories that the policy lets be named";
            findings.accept(new Finding(ID, Severity.HIGH, span, why));
        } else if (memory.recall(PIN) != null) {
            String why = "this search is not held to the session's repository";
            findings.accept(new Finding(ID, Severity.LOW, span, why));
        }
    }

    private void judgeResource(
            Session session, Json json, int uri, Memory memory, Consumer<Finding> findings) {
        boolean isOfRepository = startsWithRepo(json, uri);
        boolean isRecognised =
                RepositoryHost.of(session) == RepositoryHost.GITHUB
                        || memory.recall(PIN) != null
                        || !scope.isOpen();
        if (!isOfRepository || !isRecognised) {
            return;
        }
        if (RepositoryPath.climbs(json.string(uri))) {
            findings.accept(finding(json, uri, CLIMBS));
            return;
        }
        RepositoryNames names = new RepositoryNames(RepositoryHost.GITHUB, "");
        names.addResource(json, uri);
        judgeNames(json, names, memory, findings);
    }

    /// Looks for paths that lead out of the repository: `../../other/private/contents/key` becomes
    /// part of an address in servers that do not encode it.
    private static boolean findClimbing(Json json, int arguments, Consumer<Finding> findings) {
        if (!json.isObject(arguments)) {
            return false;
        }
        for (int at = json.first(arguments); at != Json.NONE; at = json.next(at)) {
            int value = at + 1;
            boolean isPlace =
                    json.isString(value)
                            && switch (RepositoryKey.of(json, at)) {
                                case PLACE, OWNER, REPOSITORY, PROJECT, ID -> true;
                                case OTHER -> !isLocal(json, at);
                                case ORGANIZATION, USER, FULL_NAME, QUERY, TEXT -> false;
                            };
            if (isPlace && RepositoryPath.climbs(json.string(value))) {
                findings.accept(finding(json, value, CLIMBS));
                return true;
            }
        }
        return false;
    }

    /// Whether a member names a file on the user's machine: `local_path`.
    private static boolean isLocal(Json json, int name) {
        String letters = RepositoryKey.letters(json.string(name));
        return letters.startsWith("local")
                || letters.startsWith("output")
                || letters.startsWith("working")
                || letters.equals("cwd");
    }

    /// Whether a tool returns what stands in any repository that the user can read.
    private static boolean searchesEverywhere(String tool) {
        return switch (tool) {
            case "search_code",
                    "search_issues",
                    "search_pull_requests",
                    "search_commits",
                    "search_discussions" ->
                    true;
            default -> false;
        };
    }

    private void judgeNames(
            Json json, RepositoryNames names, Memory memory, Consumer<Finding> findings) {
        if (names.isFull()) {
            int node = names.references().getLast().node();
            findings.accept(finding(json, node, "the call names more repositories than are read"));
            return;
        }
        if (isOutside(json, names, memory, findings) || scope.isChosen()) {
            return;
        }
        String pinned = memory.recall(PIN);
        String before = pinned == null ? null : ProjectNumbers.resolved(pinned, memory);
        String pin = before;
        List<RepositoryNames.Reference> references = names.references();
        for (int i = 0; i < references.size(); i++) {
            RepositoryNames.Reference reference = references.get(i);
            String name = ProjectNumbers.resolved(reference.name(), memory);
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

    private boolean isOutside(
            Json json, RepositoryNames names, Memory memory, Consumer<Finding> findings) {
        for (RepositoryNames.Reference reference : names.references()) {
            String name = ProjectNumbers.resolved(reference.name(), memory);
            if (!scope.allows(reference.isWider() ? name + "/*" : name)) {
                String why =
                        OutsideScope.shown(name)
                                + " is none of the repositories that the policy lets be named";
                findings.accept(finding(json, reference.node(), why));
                return true;
            }
        }
        return false;
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
        String shownPin = OutsideScope.shown(pin);
        String shownName = OutsideScope.shown(name);
        return isOfSession
                ? "the session works on " + shownPin + ", the call names " + shownName
                : "the call names two repositories: " + shownPin + " and " + shownName;
    }

    private static String wider(String pin, String scope) {
        return "the session works on "
                + OutsideScope.shown(pin)
                + ", the call searches all of "
                + OutsideScope.shown(scope);
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
