package gate.rules;

import java.util.Map;

/// What to do about what the rules find.
///
/// @param actions by rule id; a rule that is not named acts by the severity of its finding
public record Policy(Map<String, Action> actions) {

    /// What a finding leads to.
    public enum Action {
        /// Forward the message; the finding is recorded.
        ALLOW,
        /// Forward the message and show it as a warning.
        WARN,
        /// Refuse the message.
        BLOCK
    }

    /// What holds without any setting: what does harm is refused, what is odd is shown.
    public static final Policy BUILT_IN = new Policy(Map.of());

    public Policy {
        actions = Map.copyOf(actions);
    }

    /// What this finding leads to.
    public Action action(Finding finding) {
        Action named = actions.get(finding.ruleId());
        if (named != null) {
            return named;
        }
        return switch (finding.severity()) {
            case HIGH -> Action.BLOCK;
            case LOW -> Action.WARN;
        };
    }
}
