package gate.app;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/// A point in time as people write it on a command line.
final class When {

    private static final int MAX_DIGITS = 9;

    private When() {}

    /// The value of an option: `90s`, `10m`, `2h`, `3d` ago; `now`, `today`, `yesterday`; a date,
    /// with a time, with a zone; what lacks a zone is in that of the clock.
    ///
    /// @return nanoseconds since 1970
    /// @throws UsageException if it is none of these, or out of the range of the log
    static long nanos(Words words, Clock clock) throws UsageException {
        String option = words.word();
        String text = words.value();
        try {
            Instant instant = instant(text, clock);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                    instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw words.wrong(
                    option
                            + " takes a time, as in 10m, today, 2026-11-23 or 2026-11-23T18:00, and"
                            + " got \""
                            + text
                            + '"');
        }
    }

    private static Instant instant(String text, Clock clock) {
        Instant now = clock.instant();
        return switch (text) {
            case "now" -> now;
            case "today" -> start(LocalDate.now(clock), clock);
            case "yesterday" -> start(LocalDate.now(clock).minusDays(1), clock);
            default -> {
                Duration ago = ago(text);
                yield ago == null ? date(text, clock) : now.minus(ago);
            }
        };
    }

    private static @org.jspecify.annotations.Nullable Duration ago(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > MAX_DIGITS) {
            return null;
        }
        long number = 0;
        for (int i = 0; i < digits; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return null;
            }
            number = number * 10 + digit - '0';
        }
        return switch (text.charAt(digits)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            case 'w' -> Duration.ofDays(7 * number);
            default -> null;
        };
    }

    private static Instant date(String text, Clock clock) {
        int time = text.indexOf('T');
        if (time < 0) {
            return start(LocalDate.parse(text), clock);
        }
        boolean hasZone =
                text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
        return hasZone
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(clock.getZone()).toInstant();
    }

    private static Instant start(LocalDate day, Clock clock) {
        return day.atStartOfDay(clock.getZone()).toInstant();
    }
}
