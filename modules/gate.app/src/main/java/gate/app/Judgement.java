package gate.app;

import gate.audit.AuditRecord;
import gate.audit.Decision;
import gate.audit.Kind;
import gate.rules.Finding;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What the gate decides about one line, as the log would say it.
///
/// @param rule the id of the rule or fault that decided, or null
/// @param isForwarded whether the line would reach its receiver; a line that is no message would
///   not, although the log calls that a warning
/// @param judgeNanos how long judging took, in nanoseconds
/// @param findings all that was found in it, also what the policy lets pass
record Judgement(
        Decision decision,
        @Nullable String rule,
        boolean isForwarded,
        long judgeNanos,
        List<Finding> findings) {

    /// Of a blank line, which the gate drops without a word.
    static final Judgement BLANK = new Judgement(Decision.ALLOW, null, false, 0, List.of());

    Judgement {
        findings = List.copyOf(findings);
    }

    /// Of a line, by the rows that the log would have of it: one, or one for each message of a
    /// batch, of which the first of the strictest decides.
    static Judgement of(List<AuditRecord> rows) {
        if (rows.isEmpty()) {
            return BLANK;
        }
        AuditRecord strictest = rows.get(0);
        boolean isForwarded = true;
        long judgeNanos = 0;
        List<Finding> findings = rows.size() == 1 ? strictest.findings() : new ArrayList<>();
        for (AuditRecord row : rows) {
            if (row.decision().compareTo(strictest.decision()) > 0) {
                strictest = row;
            }
            isForwarded &= isForwarded(row);
            judgeNanos += row.judgeNanos();
            if (rows.size() > 1) {
                findings.addAll(row.findings());
            }
        }
        return new Judgement(
                strictest.decision(), strictest.reason(), isForwarded, judgeNanos, findings);
    }

    private static boolean isForwarded(AuditRecord row) {
        return row.decision() != Decision.BLOCK
                && row.kind() != Kind.FAULT
                && row.kind() != Kind.NOISE;
    }
}
