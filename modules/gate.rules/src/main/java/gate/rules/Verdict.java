package gate.rules;

import java.util.ArrayList;
import java.util.List;

/// What the gate does with one message.
///
/// The judge reaches exactly one verdict per message and the session carries it out. Verdicts are
/// plain values: equal when they ask for the same thing, and free to cross threads.
///
/// They are ordered by strictness, `Forward < Mask < Refuse`, and [#strictest] keeps the stricter
/// of two. It is commutative, associative and idempotent, so the order in which rules run never
/// decides what a peer receives.
public sealed interface Verdict {

    /// Send the frame on exactly as it arrived, byte for byte.
    record Forward() implements Verdict {}

    /// Send the message on without some characters.
    ///
    /// @param cuts which: one or more, ascending and disjoint; the constructor sorts and merges
    ///   what it is given
    record Mask(List<Cut> cuts) implements Verdict {

        /// @throws IllegalArgumentException if nothing is cut, for that would be a [Forward]
        public Mask {
            if (cuts.isEmpty()) {
                throw new IllegalArgumentException("a mask needs at least one cut");
            }
            cuts = List.copyOf(Cut.merge(cuts));
        }
    }

    /// Keep the message back; a peer that waits for an answer gets a JSON-RPC error instead.
    ///
    /// @param ruleId the rule that the error cites: `injection_phrase_detected`
    record Refuse(String ruleId) implements Verdict {}

    /// The stricter of two verdicts. Two masks become one that cuts what either cuts. Of two
    /// refusals, the one whose rule id sorts first stays.
    static Verdict strictest(Verdict one, Verdict other) {
        record Both(Verdict one, Verdict other) {}

        return switch (new Both(one, other)) {
            case Both(Refuse(var a), Refuse(var b)) -> new Refuse(a.compareTo(b) <= 0 ? a : b);
            case Both(Refuse refuse, _) -> refuse;
            case Both(_, Refuse refuse) -> refuse;
            case Both(Mask(var a), Mask(var b)) -> {
                List<Cut> cuts = new ArrayList<>(a);
                cuts.addAll(b);
                yield new Mask(cuts);
            }
            case Both(Mask mask, Forward()) -> mask;
            case Both(Forward(), var rest) -> rest;
        };
    }

    /// Its name in audit log and viewer: `forward`, `mask 2`, `refuse injection_phrase_detected`.
    default String label() {
        return switch (this) {
            case Forward() -> "forward";
            case Mask(var cuts) -> "mask " + cuts.size();
            case Refuse(var ruleId) -> "refuse " + ruleId;
        };
    }
}
