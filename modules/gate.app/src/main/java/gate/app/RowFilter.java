package gate.app;

import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which rows of the log are wanted.
///
/// @param sinceNanos the earliest, in nanoseconds since 1970
/// @param untilNanos the first that is too late, likewise
/// @param session how the ids of the wanted sessions begin; empty for all
/// @param decisions the wanted decisions; empty for all
record RowFilter(long sinceNanos, long untilNanos, String session, Set<String> decisions) {

    static final RowFilter ALL = new RowFilter(Long.MIN_VALUE, Long.MAX_VALUE, "", Set.of());

    static final List<String> OPTIONS = List.of("--since", "--until", "--session", "--decision");

    static final String HELP =
            """
                  --since WHEN      not before: 10m, 2h, 3d ago, today, 2026-11-23, 2026-11-23T18:00
                  --until WHEN      before; with a time without zone the local one is meant
                  --session ID      only sessions whose id begins so
                  --decision LIST   only these: allow, warn, block
            """;

    RowFilter {
        decisions = Set.copyOf(decisions);
    }

    /// With what this option adds; null where it is none of [#OPTIONS].
    @Nullable RowFilter with(Words words, Clock clock) throws UsageException {
        return switch (words.word()) {
            case "--since" ->
                    new RowFilter(When.nanos(words, clock), untilNanos, session, decisions);
            case "--until" ->
                    new RowFilter(sinceNanos, When.nanos(words, clock), session, decisions);
            case "--session" -> new RowFilter(sinceNanos, untilNanos, session(words), decisions);
            case "--decision" -> new RowFilter(sinceNanos, untilNanos, session, decisions(words));
            default -> null;
        };
    }

    boolean wants(AuditRow row) {
        return row.epochNanos() >= sinceNanos
                && row.epochNanos() < untilNanos
                && row.sessionId().startsWith(session)
                && (decisions.isEmpty() || decisions.contains(row.decision()));
    }

    private static String session(Words words) throws UsageException {
        String value = words.value();
        if (value.isBlank()) {
            throw words.wrong("--session takes the beginning of an id, as in 7f3a");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static Set<String> decisions(Words words) throws UsageException {
        String value = words.value();
        Set<String> decisions = new java.util.TreeSet<>();
        int from = 0;
        while (from <= value.length()) {
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            String decision = value.substring(from, to);
            switch (decision) {
                case "allow", "warn", "block" -> decisions.add(decision);
                default ->
                        throw words.wrong(
                                "--decision takes allow, warn and block, as in warn,block, and got"
                                        + " \""
                                        + value
                                        + '"');
            }
            from = to + 1;
        }
        return decisions;
    }
}
