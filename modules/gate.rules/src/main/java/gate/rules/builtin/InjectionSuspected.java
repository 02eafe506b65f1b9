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

/// Finds what reads like an order to the agent in what a server sends, by a linear model, also
/// where it is encoded or turned around: see `docs/rules/injection_suspected.md`.
///
/// What is likely is shown; what is nearly sure, and hidden phrases of the curated list, are
/// refused.
public final class InjectionSuspected implements Rule {

    private static final String ID = "injection_suspected";
    private static final String REASON = "reads like an order to the agent";

    /// For the service loader.
    public InjectionSuspected() {}

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
        OrderFinder finder = null;
        for (; node < last; node++) {
            int length = json.end(node) - json.start(node) - 2;
            if (length < OrderFinder.MIN_BYTES || !json.isText(node)) {
                continue;
            }
            if (finder == null) {
                finder = new OrderFinder(OrderModel.Responses.MODEL);
            }
            if (Blobs.isBlob(json, node)) {
                judgeBlob(json, node, finder, findings);
            } else {
                int score = finder.find(json.bytes(), json.start(node) + 1, json.end(node) - 1);
                if (score >= OrderModel.Responses.MODEL.flagThreshold() || finder.hasPhrase()) {
                    Span span = TextSpan.of(json, node, finder.start(), finder.end());
                    report(score, finder, span, findings);
                }
            }
        }
    }

    private static void judgeBlob(
            Json json, int node, OrderFinder finder, Consumer<Finding> findings) {
        byte[] text = Blobs.text(json, node);
        if (text != null) {
            int score = finder.find(text, 0, Blobs.length(text));
            if (score >= OrderModel.Responses.MODEL.flagThreshold() || finder.hasPhrase()) {
                report(score, finder, TextSpan.all(json, node), findings);
            }
        }
    }

    private static void report(
            int score, OrderFinder finder, Span span, Consumer<Finding> findings) {
        boolean isSure = score >= OrderModel.Responses.MODEL.blockThreshold() || finder.hasPhrase();
        Severity severity = isSure ? Severity.HIGH : Severity.LOW;
        findings.accept(new Finding(ID, severity, span, REASON + finder.how()));
    }
}
