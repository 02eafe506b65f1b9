package gate.rules;

import gate.protocol.Envelope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/// Asks every rule about a message and decides by the policy.
///
/// Owned by one thread; the rules and the memory behind it are shared. After all messages of a
/// frame are judged, exactly one of [#keep] and [#drop] is due.
public final class Judge {

    /// Cited where a rule failed, so that nothing undecided is forwarded.
    public static final String RULE_FAILED = "rule_failed";

    /// Findings kept of one message.
    public static final int MAX_FINDINGS = 64;

    private static final Verdict FORWARD = new Verdict.Forward();

    private final Rulebook.Source source;
    private final Memory.Draft draft;
    private Rulebook book;

    /// By a rulebook that stays.
    public Judge(List<Rule> rules, Policy policy, Memory memory) {
        this(new Rulebook.Fixed(new Rulebook(rules, policy)), memory);
    }

    /// By the rulebook that the source has at each message.
    public Judge(Rulebook.Source source, Memory memory) {
        this.source = source;
        this.book = source.current();
        this.draft = new Memory.Draft(memory);
    }

    /// What the last message was decided by.
    public Policy policy() {
        return book.policy();
    }

    /// Which tools the policy lets be called; null where it lets all.
    public @Nullable ToolLists toolLists() {
        for (Rule rule : book.rules()) {
            if (rule instanceof ToolLists lists) {
                return lists;
            }
        }
        return null;
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
        book = source.current();
        Consumer<Finding> found = finding -> add(findings, finding, envelope);
        for (Rule rule : book.rules()) {
            try {
                rule.judge(envelope, draft, found);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                add(findings, failure(rule, e), envelope);
            }
        }
        if (findings.isEmpty()) {
            return new Ruling(FORWARD, findings, null, System.nanoTime() - started);
        }
        return decide(findings, envelope, started);
    }

    private Ruling decide(List<Finding> findings, Envelope envelope, long started) {
        Verdict verdict = FORWARD;
        String warning = null;
        for (Finding finding : findings) {
            switch (book.policy().action(finding, envelope)) {
                case BLOCK ->
                        verdict = Verdict.strictest(verdict, new Verdict.Refuse(finding.ruleId()));
                case REDACT -> verdict = Verdict.strictest(verdict, without(finding));
                case WARN -> warning = warning == null ? finding.ruleId() : warning;
                case ALLOW -> {}
            }
        }
        if (book.policy().isMonitoring() && !(verdict instanceof Verdict.Forward)) {
            warning = watched(verdict);
            verdict = FORWARD;
        }
        return new Ruling(verdict, findings, warning, System.nanoTime() - started);
    }

    private static String watched(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Refuse(String ruleId) -> Ruling.WOULD_BLOCK + ruleId;
            case Verdict.Mask(var cuts) -> Ruling.WOULD_REDACT + cuts.getFirst().ruleId();
            case Verdict.Forward() -> "";
        };
    }

    /// What has no characters of its own cannot be cut out.
    private static Verdict without(Finding finding) {
        return finding.span().end() > finding.span().start()
                ? new Verdict.Mask(List.of(new Cut(finding.span(), finding.ruleId())))
                : new Verdict.Refuse(finding.ruleId());
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
    private void add(List<Finding> findings, Finding finding, Envelope envelope) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        } else if (book.policy().action(finding, envelope).compareTo(Policy.Action.REDACT) >= 0) {
            findings.set(MAX_FINDINGS - 1, finding);
        }
    }

    private static Finding failure(Rule rule, Throwable thrown) {
        String reason = "the rule " + rule.id() + " failed: " + thrown.getClass().getSimpleName();
        return new Finding(RULE_FAILED, Severity.HIGH, new Span("", 0, 0), reason);
    }
}
