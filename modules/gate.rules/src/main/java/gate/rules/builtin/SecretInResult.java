package gate.rules.builtin;

import gate.protocol.Direction;
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

/// Points out keys, tokens and passwords in what a server sends: from now on the model knows them.
///
/// It only warns, for reading a file with a key in it is no attack: see
/// `docs/rules/secret_in_result.md`.
public final class SecretInResult implements Rule {

    private static final String ID = "secret_in_result";

    /// What a policy may ask of the rules about secrets.
    static final Setting.Flag KEYWORDS =
            new Setting.Flag(
                    "keywords",
                    false,
                    "also report values that a name calls a secret: `password = …`");

    private final boolean hasKeywords;

    /// For the service loader.
    public SecretInResult() {
        this(false);
    }

    private SecretInResult(boolean hasKeywords) {
        this.hasKeywords = hasKeywords;
    }

    @Override
    public List<Setting> settings() {
        return List.of(KEYWORDS);
    }

    @Override
    public Rule with(Settings settings) {
        return new SecretInResult(settings.flag(KEYWORDS));
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
        if (envelope.direction() != Direction.DOWNSTREAM) {
            return;
        }
        Json json = envelope.json();
        int node = envelope.message().node();
        int last = json.last(node);
        for (; node < last; node++) {
            if (!json.isText(node)) {
                continue;
            }
            int from = SecretAnchors.begin(json, node);
            if (from != SecretAnchors.NONE) {
                Secrets.find(json, node, from, sink(json, node, findings));
            }
            if (hasKeywords) {
                SecretWords.find(json.string(node), sink(json, node, findings));
            }
        }
    }

    private static Secrets.Sink sink(Json json, int node, Consumer<Finding> findings) {
        return (kind, start, end) ->
                findings.accept(
                        new Finding(
                                ID,
                                Severity.LOW,
                                new Span(json.pointer(node), start, end),
                                "a secret: " + kind));
    }
}
