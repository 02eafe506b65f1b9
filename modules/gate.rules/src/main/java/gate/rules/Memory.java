package gate.rules;

import gate.protocol.Envelope;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What rules know of the messages before: a few short facts.
///
/// The facts are the session's, or outlive it, as the gate decides that hands the memory over: see
/// `ClientMemory` in `gate.app`.
public interface Memory {

    /// Facts that one memory holds at most; beyond that nothing new is remembered.
    int MAX_FACTS = 1_024;

    /// The fact by this name, or null if it was never learnt.
    @Nullable String recall(String name);

    /// Keeps a fact in place of what had this name.
    void remember(String name, String fact);

    /// As [#recall], but cheap enough for every message: it does not ask what other gates of the
    /// same client have learnt since this one began.
    default @Nullable String known(String name) {
        return recall(name);
    }

    /// What the server offered before.
    Pins pins();

    /// What several rules work out of one message: while it is judged, only the first that asks has
    /// the work.
    default <T> @Nullable T shared(Envelope envelope, Reading<T> reading) {
        return reading.of(envelope);
    }

    /// Something that is worked out of a message, always the same.
    interface Reading<T> {

        @Nullable T of(Envelope envelope);
    }

    /// A memory that lasts as long as this object; for any thread.
    static Memory ofProcess() {
        return ofProcess(Pins.ofProcess());
    }

    /// The same, with pins that may last longer.
    static Memory ofProcess(Pins pins) {
        var facts = new ConcurrentHashMap<String, String>();
        return new Memory() {
            @Override
            public Pins pins() {
                return pins;
            }

            @Override
            public @Nullable String recall(String name) {
                return facts.get(name);
            }

            @Override
            public void remember(String name, String fact) {
                if (facts.size() < MAX_FACTS || facts.containsKey(name)) {
                    facts.put(name, fact);
                }
            }
        };
    }

    /// What is learnt from a frame while it is not sure that it will be forwarded. Owned by one
    /// thread.
    final class Draft implements Memory {

        private static final int MAX_SHARED = 4;

        private final Memory base;
        private final Reading<?>[] readings = new Reading<?>[MAX_SHARED];
        private final @Nullable Object[] shared = new @Nullable Object[MAX_SHARED];
        private @Nullable Envelope read;
        private int sharedCount;
        private final Map<String, String> facts = new HashMap<>();
        private final Pins.Draft pins;

        Draft(Memory base) {
            this.base = base;
            pins = new Pins.Draft(base.pins());
        }

        @Override
        public Pins pins() {
            return pins;
        }

        @Override
        public @Nullable String known(String name) {
            String fact = facts.get(name);
            return fact == null ? base.known(name) : fact;
        }

        @Override
        public @Nullable String recall(String name) {
            String fact = facts.get(name);
            return fact == null ? base.recall(name) : fact;
        }

        @Override
        public void remember(String name, String fact) {
            facts.put(name, fact);
        }

        @Override
        @SuppressWarnings({"unchecked", "ReferenceEquality"}) // a reading makes one kind of thing
        public <T> @Nullable T shared(Envelope envelope, Reading<T> reading) {
            if (read != envelope) {
                forgetShared();
                read = envelope;
            }
            for (int i = 0; i < sharedCount; i++) {
                if (readings[i] == reading) {
                    return (T) shared[i];
                }
            }
            @Nullable T made = reading.of(envelope);
            if (sharedCount < MAX_SHARED) {
                readings[sharedCount] = reading;
                shared[sharedCount++] = made;
            }
            return made;
        }

        private void forgetShared() {
            read = null;
            Arrays.fill(shared, null);
            sharedCount = 0;
        }

        void keep() {
            forgetShared();
            pins.keep();
            if (facts.isEmpty()) {
                return;
            }
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                base.remember(fact.getKey(), fact.getValue());
            }
            facts.clear();
        }

        void drop() {
            forgetShared();
            pins.drop();
            facts.clear();
        }
    }
}
