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
    static final Memory.Reading<InjectionReading> OF_MESSAGE = new OfMessage(null);

    private static final String ORDER = "an order to the agent that reads it";

    /// What reads like an order.
    ///
    /// @param hasPhrase whether a phrase of the list was hidden in it
    /// @param how what it was hidden in, for people, or nothing
    record Suspect(Span span, int score, boolean hasPhrase, String how) {}

    private final List<Finding> phrases = new ArrayList<>(0);
    private final List<Suspect> suspects = new ArrayList<>(0);
    private final OrderModel model;
    private final OrderFinder finder;

    /// The same by thresholds of a policy.
    static Memory.Reading<InjectionReading> by(OrderThresholds thresholds) {
        return new OfMessage(thresholds);
    }

    private static final class OfMessage implements Memory.Reading<InjectionReading> {

        private final @Nullable OrderThresholds thresholds;

        OfMessage(@Nullable OrderThresholds thresholds) {
            this.thresholds = thresholds;
        }

        @Override
        public @Nullable InjectionReading of(Envelope envelope) {
            if (envelope.direction() != Direction.DOWNSTREAM) {
                return null;
            }
            OrderModel model = OrderModel.Responses.MODEL;
            var reading = new InjectionReading(thresholds == null ? model : thresholds.of(model));
            reading.read(envelope.json(), envelope.message().node());
            return reading;
        }
    }

    private InjectionReading(OrderModel model) {
        this.model = model;
        finder = new OrderFinder(model);
    }

    List<Finding> phrases() {
        return phrases;
    }

    List<Suspect> suspects() {
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
                add(span, score);
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
            add(span, score);
        }
    }

    private boolean isSuspect(int score) {
        return score >= model.flagThreshold() || finder.hasPhrase();
    }

    private void add(Span span, int score) {
        suspects.add(new Suspect(span, score, finder.hasPhrase(), finder.how()));
    }
}
