package gate.app;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Policy;
import gate.rules.Severity;
import gate.rules.Waiver;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What one policy file says about findings on one server.
///
/// @param actions by rule
/// @param waivers what it lets pass before anything else that it says
record FileLayer(
        String origin, boolean onlyTightens, Map<String, Actions> actions, List<Waiver> waivers)
        implements Policy.Layer {

    /// What a rule's findings lead to.
    ///
    /// @param low for its weaker findings; null for the same
    record Actions(Policy.@Nullable Action action, Policy.@Nullable Action low) {

        /// What both ask for.
        Actions and(Actions other) {
            return new Actions(stricter(action, other.action), stricter(low, other.low));
        }

        private static Policy.@Nullable Action stricter(
                Policy.@Nullable Action one, Policy.@Nullable Action other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return Policy.stricter(one, other);
        }
    }

    FileLayer {
        actions = Map.copyOf(actions);
        waivers = List.copyOf(waivers);
    }

    @Override
    public Policy.@Nullable Action opinion(Finding finding, Envelope envelope) {
        for (Waiver waiver : waivers) {
            if (waiver.covers(finding, envelope)) {
                return Policy.Action.ALLOW;
            }
        }
        Actions named = actions.get(finding.ruleId());
        if (named == null) {
            return null;
        }
        return finding.severity() == Severity.LOW && named.low != null ? named.low : named.action;
    }
}
