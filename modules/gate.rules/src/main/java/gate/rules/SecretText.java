package gate.rules;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.builtin.SecretAnchors;
import gate.rules.builtin.SecretInArguments;
import gate.rules.builtin.Secrets;

import java.util.List;

/// Finds keys, tokens and passwords in texts, for whoever keeps a message: the same that the rules
/// [#RULES] find. Work is linear in the text.
public final class SecretText {

    /// The rules that report what this finds, each in the messages of one direction.
    public static final List<String> RULES = List.of("secret_in_arguments", "secret_in_result");

    /// Takes what is found.
    public interface Sink {

        /// A secret; they come in no order and may overlap.
        ///
        /// @param kind what it is, for people: `github-token`
        /// @param start its first character, in UTF-16 code units
        /// @param end after its last character, in the same unit
        void found(String kind, int start, int end);
    }

    private SecretText() {}

    /// Whether a string or a member name may hold a secret: so cheap that every message is asked.
    public static boolean mayBeIn(Json json, int node) {
        return SecretAnchors.isWorth(json, node);
    }

    /// Whether a message may hold a secret, once it was judged: where the rules have found one, and
    /// where they say nothing of what they see. They have just looked at all that a server sends,
    /// and at most of what a client does; that is not looked at again.
    public static boolean mayBeIn(Envelope envelope, Ruling ruling) {
        List<Finding> findings = ruling.findings();
        for (int i = 0; i < findings.size(); i++) {
            String rule = findings.get(i).ruleId();
            if (RULES.contains(rule) || rule.equals(Judge.RULE_FAILED)) {
                return true;
            }
        }
        return findings.size() >= Judge.MAX_FINDINGS
                || (envelope.direction() == Direction.UPSTREAM
                        && SecretInArguments.mayBeSilent(envelope));
    }

    /// The same of `bytes[from, to)`.
    public static boolean mayBeIn(byte[] bytes, int from, int to) {
        return SecretAnchors.isWorth(bytes, from, to);
    }

    /// Hands over each secret of a text.
    public static void find(String text, Sink sink) {
        Secrets.find(text, new Passing(sink));
    }

    /// A class, for a lambda takes milliseconds in the middle of a session.
    private record Passing(Sink sink) implements Secrets.Sink {

        @Override
        public void found(String kind, int start, int end) {
            sink.found(kind, start, end);
        }
    }
}
