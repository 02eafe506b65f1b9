package gate.app;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// How numbers and times are written on the screen.
final class Shown {

    private Shown() {}

    /// `1,204`.
    static String number(long value) {
        String digits = Long.toString(value);
        var text = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return text.toString();
    }

    /// `1 file`, `1204 files`.
    static String counted(long value, String noun) {
        return value + " " + noun + (value == 1 ? "" : "s");
    }

    static LocalDateTime local(long epochNanos, ZoneId zone) {
        long second = Math.floorDiv(epochNanos, 1_000_000_000L);
        int nano = (int) Math.floorMod(epochNanos, 1_000_000_000L);
        ZoneOffset offset = zone.getRules().getOffset(Instant.ofEpochSecond(second));
        return LocalDateTime.ofEpochSecond(second, nano, offset);
    }

    /// `18:02:21`, and milliseconds.
    static String hour(LocalDateTime time, boolean withMillis) {
        String hour =
                two(time.getHour()) + ':' + two(time.getMinute()) + ':' + two(time.getSecond());
        return withMillis ? hour + '.' + three(time.getNano() / 1_000_000) : hour;
    }

    /// `11-23 18:02`.
    static String day(LocalDateTime time) {
        return two(time.getMonthValue())
                + '-'
                + two(time.getDayOfMonth())
                + ' '
                + two(time.getHour())
                + ':'
                + two(time.getMinute());
    }

    /// A text of our own in lines of so many columns, broken at blanks.
    static List<String> paragraph(String text, int room) {
        var lines = new ArrayList<String>();
        int from = 0;
        while (text.length() - from > room) {
            int blank = text.lastIndexOf(' ', from + room);
            int end = blank > from ? blank : from + room;
            lines.add(text.substring(from, end));
            from = blank > from ? end + 1 : end;
        }
        lines.add(text.substring(from));
        return lines;
    }

    private static String two(int value) {
        return (value < 10 ? "0" : "") + value;
    }

    private static String three(int value) {
        return (value < 10 ? "00" : value < 100 ? "0" : "") + value;
    }
}
