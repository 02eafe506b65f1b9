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
        PhraseScan scan = new PhraseScan(PhraseList.PHRASES);
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
            int end = json.end(node) - json.start(node) - 2;
            Span span = new Span(json.pointer(node), 0, end);
            findings.accept(new Finding(ID, Severity.HIGH, span, REASON + ", in base64"));
        }
    }

    private static Finding finding(Json json, int node, PhraseScan scan) {
        int from = json.start(node) + 1;
        int start = units(json.bytes(), from, scan.foundStart());
        int end = start + units(json.bytes(), scan.foundStart(), scan.foundEnd());
        Span span = new Span(json.pointer(node), start, end);
        return new Finding(ID, Severity.HIGH, span, REASON);
    }

    /// The UTF-16 code units that some source of a JSON string stands for.
    private static int units(byte[] bytes, int from, int to) {
        int units = 0;
        for (int at = from; at < to; at++) {
            int b = bytes[at] & 0xff;
            if (b == '\\') {
                at += at + 1 < bytes.length && bytes[at + 1] == 'u' ? 5 : 1;
                units++;
            } else if (b < 0x80 || b >= 0xc0) {
                units += b >= 0xf0 ? 2 : 1;
            }
        }
        return units;
    }
}
