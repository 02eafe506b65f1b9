package gate.rules;

import java.util.List;

/// What became of one message, and why.
///
/// @param verdict what to do with it
/// @param findings all that the rules found, also what the policy lets pass
/// @param warns whether a finding is to be shown although the message is forwarded
/// @param judgeNanos how long judging took
public record Ruling(Verdict verdict, List<Finding> findings, boolean warns, long judgeNanos) {

    public Ruling {
        findings = List.copyOf(findings);
    }
}
