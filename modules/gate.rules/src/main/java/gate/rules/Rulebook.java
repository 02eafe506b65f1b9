package gate.rules;

import java.util.List;

/// The rules to ask, and what to do about what they find.
///
/// @param rules in the order in which they are asked
public record Rulebook(List<Rule> rules, Policy policy) {

    public Rulebook {
        rules = List.copyOf(rules);
    }

    /// Where a judge finds the rulebook that holds now: it may be replaced while a session runs.
    public interface Source {

        /// The rulebook of this moment. Cheap, for it is asked before every message, and for any
        /// thread.
        Rulebook current();
    }

    /// A source that never changes.
    static final class Fixed implements Source {

        private final Rulebook book;

        Fixed(Rulebook book) {
            this.book = book;
        }

        @Override
        public Rulebook current() {
            return book;
        }
    }
}
