package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;

import java.util.List;
import java.util.function.Consumer;

/// Finds what reads like an order to the agent in what a server sends, by a linear model and a
/// network that reads again what that holds for possible, also where it is encoded or turned
/// around: see `docs/rules/injection_suspected.md`.
///
/// What is likely is shown; what is nearly sure, and hidden phrases of the curated list, are
/// refused.
public final class InjectionSuspected implements Rule {

    static final OrderThresholds STANDARD = new OrderThresholds(1.75, 5.25);

    private static final String LIKELY = "reads like an order to the agent";

    private final OrderThresholds thresholds;
    private final Memory.Reading<InjectionReading> reading;

    /// For the service loader.
    public InjectionSuspected() {
        this(STANDARD);
    }

    private InjectionSuspected(OrderThresholds thresholds) {
        this.thresholds = thresholds;
        reading =
                thresholds.areLower()
                        ? InjectionReading.by(thresholds)
                        : InjectionReading.OF_MESSAGE;
    }

    @Override
    public List<Setting> settings() {
        return STANDARD.settings();
    }

    @Override
    public Rule with(Settings settings) {
        return new InjectionSuspected(STANDARD.with(settings));
    }

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
        InjectionReading read = memory.shared(envelope, reading);
        if (read == null || read.suspects().isEmpty()) {
            return;
        }
        OrderModel model = thresholds.of(OrderModel.Responses.MODEL);
        for (InjectionReading.Suspect suspect : read.suspects()) {
            int score = suspect.score();
            if (suspect.hasPhrase() || score >= model.flagThreshold()) {
                boolean isSure = suspect.hasPhrase() || score >= model.blockThreshold();
                Severity severity = isSure ? Severity.HIGH : Severity.LOW;
                String reason = LIKELY + suspect.how() + OrderThresholds.shown(score);
                findings.accept(new Finding(id(), severity, suspect.span(), reason));
            }
        }
    }
}
