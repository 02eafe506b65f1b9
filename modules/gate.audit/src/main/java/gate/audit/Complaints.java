package gate.audit;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Tells the user what is wrong with the audit log, without flooding him.
///
/// Every thread of the log complains here: the methods are synchronized.
final class Complaints {

    private static final long QUIET_NANOS = 60_000_000_000L;

    private final Consumer<String> listener;
    private @Nullable String last;
    private long lastNanos;

    Complaints(Consumer<String> listener) {
        this.listener = listener;
    }

    /// Something that is told each time, for it does not repeat itself.
    synchronized void say(String what) {
        listener.accept("audit: " + what);
    }

    /// Something that goes on: told at once, then once a minute.
    synchronized void keepSaying(String what) {
        long now = System.nanoTime();
        if (last == null || now - lastNanos >= QUIET_NANOS) {
            last = what;
            lastNanos = now;
            say(what);
        }
    }

    /// What went on is over.
    synchronized void relieve(String what) {
        if (last != null) {
            last = null;
            say(what);
        }
    }
}
