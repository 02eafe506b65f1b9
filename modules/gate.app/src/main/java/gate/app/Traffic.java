package gate.app;

import gate.audit.AuditReader;
import gate.audit.AuditTraffic;
import gate.audit.AuditTraffic.Minute;
import gate.audit.AuditTraffic.Running;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// How many sessions run, and how many messages came in each of the last minutes. Owned by one
/// thread.
final class Traffic {

    static final int MINUTES = 20;

    /// How many rows of the past are counted at the start.
    private static final int MOST_ROWS = 20_000;

    private static final long MILLIS = 60_000;

    /// What there is to show.
    ///
    /// @param minutes messages in each minute, the last one is now
    record Pulse(Running running, List<Long> minutes) {

        static final Pulse NONE = new Pulse(new Running(0, 0), List.of());

        Pulse {
            minutes = List.copyOf(minutes);
        }
    }

    private final AuditTraffic traffic;
    private final Clock clock;
    private final long[] counts = new long[MINUTES];
    private long minute;
    private long countedId;

    Traffic(AuditReader reader, Clock clock) {
        traffic = new AuditTraffic(reader);
        this.clock = clock;
        minute = now();
    }

    /// Whether there is something new to count.
    boolean isStale(long newestId) {
        return newestId > countedId || now() != minute;
    }

    /// Counts what came up to this row.
    Pulse count(long newestId) throws IOException {
        long now = now();
        for (; minute < now; minute++) {
            counts[(int) ((minute + 1) % MINUTES)] = 0;
        }
        for (Minute each : traffic.minutes(countedId, newestId, MOST_ROWS)) {
            if (each.minute() > minute - MINUTES && each.minute() <= minute) {
                counts[(int) (each.minute() % MINUTES)] += each.messages();
            }
        }
        countedId = newestId;
        var minutes = new ArrayList<Long>(MINUTES);
        for (long at = minute - MINUTES + 1; at <= minute; at++) {
            minutes.add(counts[(int) (at % MINUTES)]);
        }
        return new Pulse(traffic.running(), minutes);
    }

    private long now() {
        return clock.millis() / MILLIS;
    }
}
