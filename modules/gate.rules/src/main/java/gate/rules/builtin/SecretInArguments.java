package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.List;
import java.util.function.Consumer;

/// Finds keys, tokens and passwords that leave with a call to a tool which did not ask for them.
///
/// What the argument is for decides: see `docs/rules/secret_in_arguments.md`.
public final class SecretInArguments implements Rule {

    private static final String ID = "secret_in_arguments";

    /// A text is looked at faster than the use of its name is found out.
    private static final int SHORT_BYTES = 128;

    private final boolean hasKeywords;

    /// For the service loader.
    public SecretInArguments() {
        this(false);
    }

    private SecretInArguments(boolean hasKeywords) {
        this.hasKeywords = hasKeywords;
    }

    @Override
    public List<Setting> settings() {
        return List.of(SecretInResult.KEYWORDS);
    }

    @Override
    public Rule with(Settings settings) {
        return new SecretInArguments(settings.flag(SecretInResult.KEYWORDS));
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
        CallArguments arguments = CallArguments.of(envelope, memory);
        if (arguments == null) {
            return;
        }
        Json json = arguments.json();
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            int from = SecretAnchors.begin(json, node);
            if (from != SecretAnchors.NONE || hasKeywords) {
                judge(arguments, node, from, findings);
            }
        }
    }

    /// Whether a message of a client may hold a secret where this rule says nothing: outside of
    /// arguments, in a name, in an argument that asks for one. What it has looked at and found
    /// nothing in is not looked at again, but for what is short.
    public static boolean mayBeSilent(Envelope envelope) {
        CallArguments arguments = CallArguments.of(envelope);
        Json json = envelope.json();
        int node = envelope.message().node();
        int last = json.last(node);
        for (; node < last; node++) {
            boolean isSeen =
                    arguments != null
                            && arguments.covers(node)
                            && json.end(node) - json.start(node) > SHORT_BYTES
                            && ArgumentUse.of(arguments.name(node)) != ArgumentUse.CREDENTIAL;
            if (!isSeen && json.isText(node) && SecretAnchors.isWorth(json, node)) {
                return true;
            }
        }
        return false;
    }

    private void judge(CallArguments arguments, int node, int from, Consumer<Finding> findings) {
        String name = arguments.name(node);
        if (ArgumentUse.of(name) == ArgumentUse.CREDENTIAL) {
            return;
        }
        boolean isExpected = isExpected(arguments.tool(), name);
        Secrets.Sink sink =
                (kind, start, end) -> {
                    boolean isHarm = !isExpected && isKey(kind);
                    findings.accept(
                            new Finding(
                                    ID,
                                    isHarm ? Severity.HIGH : Severity.LOW,
                                    new Span(arguments.json().pointer(node), start, end),
                                    "a secret leaves with the call: " + kind));
                };
        if (from != SecretAnchors.NONE) {
            Secrets.find(arguments.json(), node, from, sink);
        }
        if (hasKeywords) {
            SecretWords.find(arguments.json().string(node), sink);
        }
    }

    /// Whether people put keys here: commands and code that use them, files that keep them.
    private static boolean isExpected(String tool, String name) {
        int does = ArgumentRole.toolOf(tool);
        ArgumentRole role = ArgumentRole.of(does, name);
        boolean isRun =
                role == ArgumentRole.COMMAND
                        || role == ArgumentRole.CODE
                        || role == ArgumentRole.QUERY
                        || (does & ArgumentRole.SHELLS) != 0;
        return isRun || WritingTools.writesFiles(tool);
    }

    /// Whether a kind is a key of its own, and not what merely stands where secrets do.
    private static boolean isKey(String kind) {
        return !kind.startsWith("password in")
                && !kind.startsWith("authorization")
                && !kind.equals(SecretWords.KIND)
                && !kind.startsWith("jwt");
    }
}
