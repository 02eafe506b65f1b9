package gate.rules;

import gate.protocol.Envelope;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/// Asks every rule about a message and decides by the policy.
///
/// Owned by one thread; the rules and the memory behind it are shared. After all messages of a
/// frame are judged, exactly one of [#keep] and [#drop] is due.
public final class Judge {

    /// Cited where a rule failed, so that nothing undecided is forwarded.
    public static final String RULE_FAILED = "rule_failed";

    /// Findings kept of one message.
    public static final int MAX_FINDINGS = 64;

    private final List<Rule> rules;
    private final Policy policy;
    private final Memory.Draft draft;

    public Judge(List<Rule> rules, Policy policy, Memory memory) {
        this.rules = List.copyOf(rules);
        this.policy = policy;
        this.draft = new Memory.Draft(memory);
    }

    /// Every rule that is installed, sorted by id.
    public static List<Rule> installedRules() {
        List<Rule> rules = new ArrayList<>();
        // By modules only where there are any: to look through the class path as well takes
        // milliseconds of every start.
        ModuleLayer layer = Judge.class.getModule().getLayer();
        ServiceLoader<Rule> installed =
                layer == null
                        ? ServiceLoader.load(Rule.class)
                        : ServiceLoader.load(layer, Rule.class);
        for (Rule rule : installed) {
            rules.add(rule);
        }
        rules.sort(new ById());
        return List.copyOf(rules);
    }

    /// A class, for `Comparator.comparing` spins another at start-up, which takes milliseconds.
    private static final class ById implements Comparator<Rule> {

        @Override
        public int compare(Rule one, Rule other) {
            return one.id().compareTo(other.id());
        }
    }

    /// What is to be done with a message. A rule that throws leads to a refusal: the gate cannot
    /// decide, so it does not forward.
    public Ruling judge(Envelope envelope) {
        long started = System.nanoTime();
        List<Finding> findings = new ArrayList<>(0);
        for (Rule rule : rules) {
            try {
                rule.judge(envelope, draft, finding -> add(findings, finding));
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                add(findings, failure(rule, e));
            }
        }
        Verdict verdict = new Verdict.Forward();
        boolean warns = false;
        for (Finding finding : findings) {
            switch (policy.action(finding)) {
                case BLOCK ->
                        verdict = Verdict.strictest(verdict, new Verdict.Refuse(finding.ruleId()));
                case WARN -> warns = true;
                case ALLOW -> {}
            }
        }
        return new Ruling(verdict, findings, warns, System.nanoTime() - started);
    }

    /// The frame is forwarded: what the rules learnt from it holds from now on.
    public void keep() {
        draft.keep();
    }

    /// The frame is not forwarded: what the rules learnt from it is forgotten.
    public void drop() {
        draft.drop();
    }

    /// Later findings give way, but never one that refuses.
    private void add(List<Finding> findings, Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        } else if (policy.action(finding) == Policy.Action.BLOCK) {
            findings.set(MAX_FINDINGS - 1, finding);
        }
    }

    private static Finding failure(Rule rule, Throwable thrown) {
        String reason = "the rule " + rule.id() + " failed: " + thrown.getClass().getSimpleName();
        return new Finding(RULE_FAILED, Severity.HIGH, new Span("", 0, 0), reason);
    }
}
