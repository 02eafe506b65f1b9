package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;

import java.util.function.Consumer;

/// Finds what reads like an order to the agent in what a server sends, by a linear model, also
/// where it is encoded or turned around: see `docs/rules/injection_suspected.md`.
///
/// What is likely is shown; what is nearly sure, and hidden phrases of the curated list, are
/// refused.
public final class InjectionSuspected implements Rule {

    /// For the service loader.
    public InjectionSuspected() {}

    @Override
    public String id() {
        return InjectionReading.SUSPECT;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        InjectionReading reading = memory.shared(envelope, InjectionReading.OF_MESSAGE);
        if (reading != null) {
            reading.suspects().forEach(findings);
        }
    }
}
