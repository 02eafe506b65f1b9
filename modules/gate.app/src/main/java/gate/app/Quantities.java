package gate.app;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;

/// Reads the numbers, sizes, durations and times that people type. What is none of them is -1.
final class Quantities {

    private static final int DIGITS = 15;

    private Quantities() {}

    /// `18231`.
    static long number(String text) {
        if (text.isEmpty() || text.length() > DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /// `512`, `10k`, `1.5M`, `2g`: in steps of 1024.
    static long bytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith("b")) {
            lower = lower.substring(0, lower.length() - 1);
        }
        int power = lower.isEmpty() ? -1 : "kmg".indexOf(lower.charAt(lower.length() - 1));
        return power < 0
                ? number(lower)
                : scaled(lower.substring(0, lower.length() - 1), 1L << (10 * (power + 1)));
    }

    /// `250us`, `44ms`, `1.5s`, `10m`, `2h`, `7d`.
    static long nanos(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith("us")) {
            return scaled(lower.substring(0, lower.length() - 2), 1_000);
        }
        if (lower.endsWith("ms")) {
            return scaled(lower.substring(0, lower.length() - 2), 1_000_000);
        }
        if (lower.isEmpty()) {
            return -1;
        }
        long unit =
                switch (lower.charAt(lower.length() - 1)) {
                    case 's' -> 1;
                    case 'm' -> 60;
                    case 'h' -> 3_600;
                    case 'd' -> 86_400;
                    default -> -1;
                };
        return unit < 0
                ? -1
                : scaled(lower.substring(0, lower.length() - 1), unit * 1_000_000_000L);
    }

    /// A point in time, in nanoseconds since 1970: a duration before now, a word, an hour of today,
    /// a date, or both, with or without a zone.
    static long time(String text, Clock clock) {
        Instant now = clock.instant();
        long ago = nanos(text);
        if (ago >= 0) {
            return Math.max(0, epochNanos(now) - ago);
        }
        LocalDate today = LocalDate.ofInstant(now, clock.getZone());
        try {
            LocalDateTime local =
                    switch (text) {
                        case "now" -> LocalDateTime.ofInstant(now, clock.getZone());
                        case "today" -> today.atStartOfDay();
                        case "yesterday" -> today.minusDays(1).atStartOfDay();
                        default -> dateTime(text, today);
                    };
            return epochNanos(local.atZone(clock.getZone()).toInstant());
        } catch (DateTimeException e) {
            return withZone(text);
        }
    }

    static long epochNanos(Instant instant) {
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                    instant.getNano());
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private static LocalDateTime dateTime(String text, LocalDate today) {
        if (text.length() > 2 && text.charAt(2) == ':') {
            return today.atTime(LocalTime.parse(text));
        }
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay();
        }
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static long withZone(String text) {
        try {
            return epochNanos(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
        } catch (DateTimeException e) {
            return -1;
        }
    }

    /// A number with up to three digits after a point, times the unit.
    private static long scaled(String text, long unit) {
        int point = text.indexOf('.');
        long whole = number(point < 0 ? text : text.substring(0, point));
        if (whole < 0 || whole > Long.MAX_VALUE / unit / 2) {
            return -1;
        }
        if (point < 0) {
            return whole * unit;
        }
        String digits = text.substring(point + 1);
        long part = digits.length() > 3 ? -1 : number(digits);
        if (part < 0) {
            return -1;
        }
        long scale = digits.length() == 1 ? 10 : digits.length() == 2 ? 100 : 1000;
        return whole * unit + part * unit / scale;
    }
}
