package gate.rules;

import gate.protocol.Envelope;

import java.util.List;
import java.util.function.Consumer;

/// Something that is looked for in messages.
///
/// Rules are pure: they keep nothing between messages, so that any thread may ask them; what they
/// know of the past is in the [Memory] that they are handed. Their work is linear in the message,
/// whatever the message: no `java.util.regex`, no recursion over what a peer sent.
public interface Rule {

    /// Its name in policy, audit log and error messages: `injection_phrase_detected`.
    String id();

    /// How bad it is when this rule finds something; the policy may see it otherwise.
    Severity severity();

    /// What a policy may set of this rule, `[rules.<id>]`.
    default List<Setting> settings() {
        return List.of();
    }

    /// This rule with other settings; every rule without any is as good as the one that was asked.
    default Rule with(Settings settings) {
        return this;
    }

    /// Looks at one message and hands over what it finds, in any order.
    ///
    /// What it remembers is kept only if the message is forwarded.
    void judge(Envelope envelope, Memory memory, Consumer<Finding> findings);
}
