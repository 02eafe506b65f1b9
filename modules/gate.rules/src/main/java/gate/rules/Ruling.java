package gate.rules;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What became of one message, and why.
///
/// @param verdict what to do with it
/// @param findings all that the rules found, also what the policy lets pass
/// @param warning why it is shown although it is forwarded whole: the id of a rule, after
///   [#WOULD_BLOCK] or [#WOULD_REDACT] where the policy only watches; null for no reason
/// @param judgeNanos how long judging took
public record Ruling(
        Verdict verdict, List<Finding> findings, @Nullable String warning, long judgeNanos) {

    /// Before the rule that would have refused what was forwarded.
    public static final String WOULD_BLOCK = "would_block:";

    /// Before the rule that would have cut something out of what was forwarded.
    public static final String WOULD_REDACT = "would_redact:";

    /// Before the rule that cut something out of what was forwarded.
    public static final String REDACTED = "redacted:";

    public Ruling {
        findings = List.copyOf(findings);
    }

    /// The same, where what the mask cuts is cut: the message is forwarded without it.
    ///
    /// @throws IllegalStateException if the verdict is no mask
    public Ruling redacted() {
        if (!(verdict instanceof Verdict.Mask mask)) {
            throw new IllegalStateException("nothing is to be cut: " + verdict.label());
        }
        String reason = REDACTED + mask.cuts().getFirst().ruleId();
        return new Ruling(verdict, findings, reason, judgeNanos);
    }

    /// Whether the message is forwarded without what the mask cuts.
    public boolean isRedacted() {
        return warning != null && warning.startsWith(REDACTED);
    }

    /// The id of the rule in a reason: what comes after what was done.
    public static String ruleOf(String reason) {
        for (String prefix : List.of(WOULD_BLOCK, WOULD_REDACT, REDACTED)) {
            if (reason.startsWith(prefix)) {
                return reason.substring(prefix.length());
            }
        }
        return reason;
    }
}
