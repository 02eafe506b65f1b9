package gate.app;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.SecretText;
import gate.rules.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A rule that looks for secrets, asked about messages out of whose rows they were taken: besides
/// what it finds now, it finds what the log says that it found then. Owned by one thread.
final class Recalled implements Rule {

    private final Rule rule;
    private List<Finding> then = List.of();

    private Recalled(Rule rule) {
        this.rule = rule;
    }

    /// These rules, of which those that look for secrets can be reminded.
    static List<Rule> among(List<Rule> rules) {
        List<Rule> all = new ArrayList<>();
        for (Rule rule : rules) {
            all.add(SecretText.RULES.contains(rule.id()) ? new Recalled(rule) : rule);
        }
        return all;
    }

    /// Tells the rules what was found in the message that they are asked about next.
    static void remind(List<Rule> rules, List<Finding> then) {
        for (Rule rule : rules) {
            if (rule instanceof Recalled recalled) {
                recalled.then = then;
            }
        }
    }

    @Override
    public String id() {
        return rule.id();
    }

    @Override
    public Severity severity() {
        return rule.severity();
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        for (Finding finding : then) {
            if (finding.ruleId().equals(rule.id())) {
                findings.accept(finding);
            }
        }
        // Once: where the policy cuts it out, what is left is judged again without it.
        then = List.of();
        rule.judge(envelope, memory, findings);
    }
}
