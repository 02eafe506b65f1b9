package gate.audit;

import java.time.Instant;

/// Times as the database has them.
final class Clock {

    private static final long NANOS = 1_000_000_000L;

    private Clock() {}

    /// Nanoseconds since 1970.
    static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS + now.getNano();
    }
}
