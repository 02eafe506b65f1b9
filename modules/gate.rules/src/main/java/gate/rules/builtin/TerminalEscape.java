package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.function.Consumer;

/// Finds what a server sends to the terminal behind the reader: sequences that hide text, write the
/// clipboard or the title, or make the terminal answer.
///
/// Colours and progress bars pass: see `docs/rules/terminal_escape.md`.
public final class TerminalEscape implements Rule {

    private static final String ID = "terminal_escape";

    /// The first byte of C1 controls.
    private static final byte C1 = (byte) 0xc2;

    /// For the service loader.
    public TerminalEscape() {}

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
        if (envelope.direction() != Direction.DOWNSTREAM) {
            return;
        }
        Json json = envelope.json();
        int node = envelope.message().node();
        int last = json.last(node);
        RareBytes rare = new RareBytes(json.bytes());
        for (; node < last; node++) {
            if (json.isText(node) && json.hasRareCharacters(node) && hasControl(rare, json, node)) {
                judge(json, node, isOffer(envelope), findings);
            }
        }
    }

    /// Whether the message says what a server offers, where no honest server has a use for colours.
    private static boolean isOffer(Envelope envelope) {
        String method = envelope.method();
        return method != null
                && (method.equals("initialize")
                        || method.equals("server/discover")
                        || method.endsWith("/list")
                        || method.startsWith("elicitation/"));
    }

    private static boolean hasControl(RareBytes rare, Json json, int node) {
        byte[] bytes = json.bytes();
        int to = json.end(node) - 1;
        int at = rare.next(json.start(node) + 1, to);
        while (at < to) {
            boolean isPlain = bytes[at] != '\\' && bytes[at] != C1;
            if (!isPlain && TerminalSequences.begins(rare.point(at))) {
                return true;
            }
            at = rare.after(at);
            if (at < to && bytes[at] >= 0) {
                at = rare.next(at, to);
            }
        }
        return false;
    }

    private static void judge(Json json, int node, boolean isOffer, Consumer<Finding> findings) {
        var sequences = new TerminalSequences(json.string(node), isOffer);
        String reason = sequences.read();
        if (reason != null) {
            Severity severity = sequences.isHarm() ? Severity.HIGH : Severity.LOW;
            Span span = new Span(json.pointer(node), sequences.start(), sequences.end());
            findings.accept(new Finding(ID, severity, span, reason));
        }
    }
}
