package gate.app;

import gate.audit.RowCondition;
import gate.audit.RowCondition.Quantity;
import gate.audit.RowCondition.Text;

import java.time.Clock;
import java.util.List;
import java.util.Locale;

/// The keys of the filter language, and what their values mean.
///
/// @param clock what `age:<10m` and `since:today` are counted from
/// @param lastSession the id of the session that began last, or nothing
/// @param marks the ids that `is:marked` stands for, [#MARKS] at most
record FilterKeys(Clock clock, String lastSession, List<Long> marks) {

    static final int MARKS = 1000;

    /// Longer values, and more stars than this, would make matching slow.
    static final int VALUE_CHARS = 256;

    static final int STARS = 8;

    static final List<String> DECISIONS = List.of("allow", "warn", "block");
    static final List<String> KINDS =
            List.of("request", "notification", "result", "error", "fault", "noise");
    static final List<String> IS = List.of("answer", "error", "marked", "noise", "request");
    static final List<String> HAS = List.of("body", "finding", "reason");
    static final List<String> DIRECTIONS = List.of("in", "out");

    /// Every key, with its short form behind it.
    static final List<String> KEYS =
            List.of(
                    "age",
                    "body",
                    "client",
                    "decision",
                    "dir",
                    "has",
                    "id",
                    "is",
                    "kind",
                    "method",
                    "rule",
                    "server",
                    "session",
                    "since",
                    "size",
                    "tool",
                    "took",
                    "until");

    boolean isKey(String key) {
        return KEYS.contains(full(key));
    }

    /// What a key of one value wants.
    ///
    /// @throws Filter.Wrong if the value makes no sense; its place is that of the value
    RowCondition condition(String name, String value) throws Filter.Wrong {
        String key = full(name);
        if (value.length() > VALUE_CHARS) {
            throw wrong(key + ": takes " + VALUE_CHARS + " characters at most");
        }
        if (value.chars().filter(c -> c == '*').count() > STARS) {
            throw wrong(key + ": takes " + STARS + " stars at most");
        }
        return switch (key) {
            case "decision" -> RowCondition.is(Text.DECISION, word(key, value, DECISIONS));
            case "kind" -> RowCondition.is(Text.KIND, word(key, value, KINDS));
            case "dir" -> direction(word(key, value, DIRECTIONS));
            case "method" -> RowCondition.like(Text.METHOD, value);
            case "tool" -> RowCondition.like(Text.TOOL, value);
            case "server" -> RowCondition.like(Text.SERVER, value);
            case "client" -> RowCondition.like(Text.CLIENT, value);
            case "rule" -> RowCondition.rule(value);
            case "session" -> session(value);
            case "body" -> RowCondition.bodyHas(value);
            case "is" -> is(word(key, value, IS));
            case "has" ->
                    switch (word(key, value, HAS)) {
                        case "body" -> RowCondition.hasBody();
                        case "finding" -> RowCondition.hasFinding();
                        default -> RowCondition.hasReason();
                    };
            case "id" -> range(key, Quantity.ID, value);
            case "size" -> range(key, Quantity.SIZE_BYTES, value);
            case "took" -> took(value);
            case "age" -> age(value);
            case "since" -> RowCondition.between(Quantity.EPOCH_NANOS, time(key, value), FOREVER);
            case "until" -> RowCondition.between(Quantity.EPOCH_NANOS, 0, time(key, value) - 1);
            default -> throw new Filter.Wrong(-1, unknownKey(key));
        };
    }

    String example(String name) {
        return switch (full(name)) {
            case "age" -> "age:<10m";
            case "decision" -> "decision:block,warn";
            case "dir" -> "dir:out";
            case "has" -> "has:finding";
            case "id" -> "id:100..200";
            case "is" -> "is:error";
            case "kind" -> "kind:request";
            case "method" -> "method:tools/*";
            case "rule" -> "rule:injection*";
            case "session" -> "session:7f3a";
            case "since" -> "since:10m";
            case "until" -> "until:18:30";
            case "size" -> "size:>10k";
            case "tool" -> "tool:read_*";
            case "took" -> "took:>2s";
            default -> name + ":x*";
        };
    }

    static String unknownKey(String key) {
        String nearest = nearest(key, KEYS);
        return "no key \""
                + key
                + '"'
                + (nearest.isEmpty()
                        ? "; the keys are " + String.join(" ", KEYS)
                        : "; did you mean " + nearest + ":?");
    }

    /// The word of a few that somebody may have meant, or nothing.
    static String nearest(String word, List<String> known) {
        String best = "";
        int least = Math.max(1, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static final long FOREVER = Long.MAX_VALUE;

    private static String full(String key) {
        return switch (key) {
            case "d" -> "decision";
            case "t" -> "tool";
            case "r" -> "rule";
            case "s" -> "session";
            case "m" -> "method";
            default -> key;
        };
    }

    private static RowCondition direction(String value) {
        return RowCondition.is(
                Text.DIRECTION, value.equals("out") ? "client_to_server" : "server_to_client");
    }

    private RowCondition session(String value) throws Filter.Wrong {
        if (value.equals("last")) {
            if (lastSession.isEmpty()) {
                throw wrong("there is no session yet");
            }
            return RowCondition.session(lastSession);
        }
        if (value.indexOf('*') >= 0 || value.indexOf('?') >= 0) {
            return RowCondition.like(Text.SESSION, value);
        }
        return RowCondition.session(value.toLowerCase(Locale.ROOT));
    }

    private RowCondition is(String value) {
        return switch (value) {
            case "answer" ->
                    RowCondition.is(Text.KIND, "result").or(RowCondition.is(Text.KIND, "error"));
            case "marked" -> RowCondition.ids(marks.stream().mapToLong(Long::longValue).toArray());
            default -> RowCondition.is(Text.KIND, value);
        };
    }

    /// `7`, `>7`, `<7`, `>=7`, `<=7`, `7..9`.
    private static RowCondition range(String key, Quantity column, String value)
            throws Filter.Wrong {
        int dots = value.indexOf("..");
        if (dots >= 0) {
            long least = count(key, column, value.substring(0, dots));
            long greatest = count(key, column, value.substring(dots + 2));
            if (least > greatest) {
                throw wrong(key + ": the range \"" + value + "\" ends before it begins");
            }
            return RowCondition.between(column, least, greatest);
        }
        String sign = sign(value);
        long number = count(key, column, value.substring(sign.length()));
        return switch (sign) {
            case ">" -> RowCondition.between(column, number + 1, FOREVER);
            case ">=" -> RowCondition.between(column, number, FOREVER);
            case "<" -> RowCondition.between(column, 0, number - 1);
            case "<=" -> RowCondition.between(column, 0, number);
            default -> RowCondition.between(column, number, number);
        };
    }

    private static long count(String key, Quantity column, String value) throws Filter.Wrong {
        long count =
                switch (column) {
                    case ID -> Quantities.number(value);
                    case SIZE_BYTES -> Quantities.bytes(value);
                    case TOOK_NANOS, EPOCH_NANOS -> Quantities.nanos(value);
                };
        if (count < 0) {
            throw wrong(
                    key
                            + ": \""
                            + value
                            + "\" is no "
                            + switch (column) {
                                case ID -> "number: id:18231, id:>100, id:100..200";
                                case SIZE_BYTES -> "size: size:>10k, size:1m..2m";
                                case TOOK_NANOS -> "duration: took:>2s, took:100ms..1s";
                                case EPOCH_NANOS -> "duration: age:<10m, age:1h..2h";
                            });
        }
        return count;
    }

    private static RowCondition took(String value) throws Filter.Wrong {
        if (sign(value).isEmpty() && !value.contains("..")) {
            throw wrong("took: needs <, > or a range: took:>2s");
        }
        return range("took", Quantity.TOOK_NANOS, value);
    }

    /// The older, the smaller its time: `age:<10m` and `age:10m` are the last ten minutes.
    private RowCondition age(String value) throws Filter.Wrong {
        long now = Quantities.epochNanos(clock.instant());
        int dots = value.indexOf("..");
        if (dots >= 0) {
            long youngest = count("age", Quantity.EPOCH_NANOS, value.substring(0, dots));
            long oldest = count("age", Quantity.EPOCH_NANOS, value.substring(dots + 2));
            return RowCondition.between(Quantity.EPOCH_NANOS, now - oldest, now - youngest);
        }
        String sign = sign(value);
        long age = count("age", Quantity.EPOCH_NANOS, value.substring(sign.length()));
        return sign.startsWith(">")
                ? RowCondition.between(Quantity.EPOCH_NANOS, 0, now - age)
                : RowCondition.between(Quantity.EPOCH_NANOS, now - age, FOREVER);
    }

    private long time(String key, String value) throws Filter.Wrong {
        long nanos = Quantities.time(value, clock);
        if (nanos < 0) {
            throw wrong(
                    key
                            + ": \""
                            + value
                            + "\" is no time: 10m (ago), today, yesterday, 18:30,"
                            + " 2026-11-23, 2026-11-23T18:30");
        }
        return nanos;
    }

    private static String sign(String value) {
        if (value.startsWith(">=") || value.startsWith("<=")) {
            return value.substring(0, 2);
        }
        return value.startsWith(">") || value.startsWith("<") ? value.substring(0, 1) : "";
    }

    private static String word(String key, String value, List<String> words) throws Filter.Wrong {
        String word = value.toLowerCase(Locale.ROOT);
        if (words.contains(word)) {
            return word;
        }
        String nearest = nearest(word, words);
        throw wrong(
                key
                        + ": \""
                        + value
                        + "\" is none of "
                        + String.join(", ", words)
                        + (nearest.isEmpty() ? "" : "; did you mean " + nearest + '?'));
    }

    private static Filter.Wrong wrong(String message) {
        return new Filter.Wrong(0, message);
    }

    /// How many letters to add, drop or change (Levenshtein).
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = one.charAt(i - 1) == other.charAt(j - 1) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
