package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;

import java.util.function.Consumer;

/// Finds orders to the agent in what a server sends, by their wording.
///
/// Every text and every member name of every server message is read, and each phrase of a curated
/// list is refused however it is written: see `docs/rules/injection_phrase_detected.md`.
public final class InjectionPhraseDetected implements Rule {

    /// For the service loader.
    public InjectionPhraseDetected() {}

    @Override
    public String id() {
        return InjectionReading.PHRASE;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        InjectionReading reading = memory.shared(envelope, InjectionReading.OF_MESSAGE);
        if (reading != null) {
            reading.phrases().forEach(findings);
        }
    }
}
