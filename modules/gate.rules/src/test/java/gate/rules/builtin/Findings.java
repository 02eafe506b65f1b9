package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;

import java.util.ArrayList;
import java.util.List;

/// What a rule finds in one message, with nothing remembered.
final class Findings {

    private Findings() {}

    static List<Finding> of(Rule rule, Envelope message) {
        List<Finding> findings = new ArrayList<>();
        rule.judge(message, Memory.ofProcess(), findings::add);
        return findings;
    }
}
