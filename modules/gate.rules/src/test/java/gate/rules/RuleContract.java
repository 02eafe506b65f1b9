package gate.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.protocol.Envelope;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// What every installed rule keeps: it catches real attacks, and spares what looks most like them.
public interface RuleContract {

    /// A few messages in a row; all but the last pass.
    ///
    /// @param source where it was published, or what it is the innocent twin of
    record Conversation(String source, List<Envelope> messages) {

        public static Conversation of(String source, Envelope... messages) {
            return new Conversation(source, List.of(messages));
        }
    }

    /// The rule under test.
    Rule rule();

    /// Its id, as users know it.
    String id();

    /// Attacks: the rule finds something in the last message and in none before.
    List<Conversation> caught();

    /// The innocent text that looks most like them: the rule finds nothing in any message.
    List<Conversation> spared();

    @Test
    default void catchesRealAttacks() {
        assertFalse(caught().isEmpty());
        for (Conversation conversation : caught()) {
            List<List<Finding>> findings = judged(conversation);
            for (List<Finding> before : findings.subList(0, findings.size() - 1)) {
                assertEquals(List.of(), before, conversation.source());
            }
            List<Finding> last = findings.getLast();
            assertFalse(last.isEmpty(), conversation.source());
            for (Finding finding : last) {
                assertEquals(id(), finding.ruleId(), conversation.source());
                assertEquals(rule().severity(), finding.severity(), conversation.source());
            }
        }
    }

    @Test
    default void sparesInnocentTwins() {
        assertFalse(spared().isEmpty());
        for (Conversation conversation : spared()) {
            for (List<Finding> findings : judged(conversation)) {
                assertEquals(List.of(), findings, conversation.source());
            }
        }
    }

    @Test
    default void isInstalled() {
        assertEquals(id(), rule().id());
        assertTrue(
                Judge.installedRules().stream()
                        .anyMatch(installed -> installed.getClass() == rule().getClass()),
                "a line under `provides` is missing");
    }

    /// What the rule finds in each message of a conversation of its own.
    private List<List<Finding>> judged(Conversation conversation) {
        Memory memory = Memory.ofProcess();
        List<List<Finding>> all = new ArrayList<>();
        for (Envelope envelope : conversation.messages()) {
            List<Finding> findings = new ArrayList<>();
            rule().judge(envelope, memory, findings::add);
            all.add(findings);
        }
        return all;
    }
}
