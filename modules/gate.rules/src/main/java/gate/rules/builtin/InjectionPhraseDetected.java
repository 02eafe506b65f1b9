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

/// Finds orders to the agent in what a server sends, by their wording.
///
/// Every text and every member name of every server message is read, and each phrase of a curated
/// list is refused however it is written: see `docs/rules/injection_phrase_detected.md`.
public final class InjectionPhraseDetected implements Rule {

    private static final String ID = "injection_phrase_detected";
    private static final String REASON = "an order to the agent that reads it";

    /// For the service loader.
    public InjectionPhraseDetected() {}

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
        PhraseScan scan = new PhraseScan(PhraseTable.PHRASES);
        byte[] bytes = json.bytes();
        for (; node < last; node++) {
            if (json.isText(node)) {
                int phrase = scan.scan(bytes, json.start(node) + 1, json.end(node) - 1);
                if (phrase >= 0) {
                    findings.accept(finding(json, node, scan));
                } else if (Blobs.isBlob(json, node)) {
                    judgeBlob(json, node, scan, findings);
                }
            }
        }
    }

    private static void judgeBlob(
            Json json, int node, PhraseScan scan, Consumer<Finding> findings) {
        byte[] text = Blobs.text(json, node);
        if (text != null && scan.scan(text, 0, Blobs.length(text)) >= 0) {
            Span span = TextSpan.all(json, node);
            findings.accept(new Finding(ID, Severity.HIGH, span, REASON + ", in base64"));
        }
    }

    private static Finding finding(Json json, int node, PhraseScan scan) {
        Span span = TextSpan.of(json, node, scan.foundStart(), scan.foundEnd());
        return new Finding(ID, Severity.HIGH, span, REASON);
    }
}
