package gate.rules;

import gate.protocol.Envelope;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What to do about what the rules find, on one server.
///
/// @param layers the files that say so: each has an opinion on a finding, or none
/// @param isMonitoring whether nothing is refused for what a rule finds, only recorded
/// @param forwardsUnrecorded whether messages that cannot be recorded are forwarded all the same
/// @param refusal how a refused call of a tool is answered
/// @param atRest what of messages the log keeps only as a digest
public record Policy(
        List<Layer> layers,
        boolean isMonitoring,
        boolean forwardsUnrecorded,
        Refusal refusal,
        AtRest atRest) {

    /// What a finding leads to, the mildest first.
    public enum Action {
        /// Forward the message; the finding is recorded.
        ALLOW,
        /// Forward the message and show it as a warning.
        WARN,
        /// Forward the message without what was found; refuse it where that is not possible.
        REDACT,
        /// Refuse the message.
        BLOCK
    }

    /// How the client learns that a call of a tool was refused.
    public enum Refusal {
        /// By a JSON-RPC error.
        ERROR,
        /// By a result that says that the tool failed.
        TOOL_RESULT,
        /// By an error; by a result where the client is known to misread the error.
        AUTO
    }

    /// What of a message stands in the log as a keyed digest only, the least first. What is
    /// forwarded is the same in any case.
    public enum AtRest {
        /// Nothing: the log has every message as it came.
        NONE,
        /// The secrets that are found in it.
        SECRETS,
        /// Besides, what a client hands to a server: arguments, and what it answers.
        ARGS,
        /// All that a message says: `params`, `result` and `error`.
        ALL
    }

    /// What one file says about findings.
    public interface Layer {

        /// Where it says so, for people: a path.
        String origin();

        /// Whether it may ask for more than the others, but not for less.
        boolean onlyTightens();

        /// What it wants done, or null if it says nothing of that.
        @Nullable Action opinion(Finding finding, Envelope envelope);
    }

    /// What holds without any setting: what does harm is refused, what is odd is shown.
    public static final Policy BUILT_IN =
            new Policy(List.of(), false, false, Refusal.ERROR, AtRest.SECRETS);

    public Policy {
        layers = List.copyOf(layers);
    }

    /// What this finding leads to: the strictest that a file wants. Where none says anything that
    /// may loosen, the severity decides.
    public Action action(Finding finding, Envelope envelope) {
        Action action = null;
        Action tightened = Action.ALLOW;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Action opinion = layer.opinion(finding, envelope);
            if (opinion != null && layer.onlyTightens()) {
                tightened = stricter(tightened, opinion);
            } else if (opinion != null) {
                action = action == null ? opinion : stricter(action, opinion);
            }
        }
        return stricter(tightened, action == null ? standard(finding.severity()) : action);
    }

    /// What holds where no file says anything.
    public static Action standard(Severity severity) {
        return switch (severity) {
            case HIGH -> Action.BLOCK;
            case LOW -> Action.WARN;
        };
    }

    /// The stricter of two.
    public static Action stricter(Action one, Action other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
