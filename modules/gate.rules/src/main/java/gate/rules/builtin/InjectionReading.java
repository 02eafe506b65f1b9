package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What both rules of injection find in a message of a server, by one look at each of its texts:
/// phrases of the curated list, and what the model takes for an order.
final class InjectionReading {

    static final String PHRASE = "injection_phrase_detected";
    static final String SUSPECT = "injection_suspected";

    /// What both rules ask for; whichever is first has the work.
    static final Memory.Reading<InjectionReading> OF_MESSAGE = new OfMessage();

    private static final String ORDER = "an order to the agent that reads it";
    private static final String LIKELY = "reads like an order to the agent";

    private final List<Finding> phrases = new ArrayList<>(0);
    private final List<Finding> suspects = new ArrayList<>(0);
    private final OrderFinder finder = new OrderFinder(OrderModel.Responses.MODEL);

    private static final class OfMessage implements Memory.Reading<InjectionReading> {

        @Override
        public @Nullable InjectionReading of(Envelope envelope) {
            if (envelope.direction() != Direction.DOWNSTREAM) {
                return null;
            }
            var reading = new InjectionReading();
            reading.read(envelope.json(), envelope.message().node());
            return reading;
        }
    }

    private InjectionReading() {}

    List<Finding> phrases() {
        return phrases;
    }

    List<Finding> suspects() {
        return suspects;
    }

    private void read(Json json, int first) {
        int last = json.last(first);
        for (int node = first; node < last; node++) {
            int from = json.start(node) + 1;
            int to = json.end(node) - 1;
            if (to - from < PhraseScan.MIN_BYTES || !json.isText(node)) {
                continue;
            }
            int score = finder.find(json.bytes(), from, to);
            if (finder.hasPlainPhrase()) {
                Span span = TextSpan.of(json, node, finder.phraseStart(), finder.phraseEnd());
                phrases.add(new Finding(PHRASE, Severity.HIGH, span, ORDER));
            }
            if (Blobs.isBlob(json, node)) {
                readBlob(json, node);
            } else if (isSuspect(score)) {
                Span span = TextSpan.of(json, node, finder.start(), finder.end());
                suspects.add(suspect(score, span));
            }
        }
    }

    private void readBlob(Json json, int node) {
        boolean hasPhrase = finder.hasPlainPhrase();
        byte[] text = Blobs.text(json, node);
        if (text == null) {
            return;
        }
        int score = finder.find(text, 0, Blobs.length(text));
        Span span = TextSpan.all(json, node);
        if (finder.hasPlainPhrase() && !hasPhrase) {
            phrases.add(new Finding(PHRASE, Severity.HIGH, span, ORDER + ", in base64"));
        }
        if (isSuspect(score)) {
            suspects.add(suspect(score, span));
        }
    }

    private boolean isSuspect(int score) {
        return score >= OrderModel.Responses.MODEL.flagThreshold() || finder.hasPhrase();
    }

    private Finding suspect(int score, Span span) {
        boolean isSure = score >= OrderModel.Responses.MODEL.blockThreshold() || finder.hasPhrase();
        Severity severity = isSure ? Severity.HIGH : Severity.LOW;
        return new Finding(SUSPECT, severity, span, LIKELY + finder.how());
    }
}
