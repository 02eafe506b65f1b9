package gate.app;

import gate.app.Filter.Wrong;
import gate.audit.AuditRow;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a line about a message is made up: `{time} {decision} {tool}`.
///
/// Between braces stands the name of a field; `{{` and `}}` are braces, `\t` a tab. What comes from
/// the log is [SafeText]; of the template itself, too, nothing reaches a terminal as it is but the
/// tab. Immutable.
final class Template {

    static final int CHARS = 1024;

    static final List<String> FIELDS =
            List.of(
                    "id",
                    "time",
                    "session",
                    "session_id",
                    "seq",
                    "direction",
                    "kind",
                    "rpc_id",
                    "method",
                    "tool",
                    "decision",
                    "rule",
                    "server",
                    "size",
                    "judge_ns",
                    "summary");

    private static final int SESSION_CHARS = 4;
    private static final String TAB = "\t";

    /// Words of our own, and names of fields, in turn.
    private final List<String> parts;

    private Template(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    /// Reads a template.
    ///
    /// @throws Wrong if it makes no sense
    static Template of(String text) throws Wrong {
        if (text.length() > CHARS) {
            throw new Wrong(CHARS, "a template has " + CHARS + " characters at most");
        }
        var parts = new ArrayList<String>();
        var words = new StringBuilder();
        boolean hasField = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDouble = i + 1 < text.length() && text.charAt(i + 1) == c;
            if (c == '{' && !isDouble) {
                int end = text.indexOf('}', i);
                if (end < 0) {
                    throw new Wrong(i, "this { is never closed; {{ is a brace");
                }
                parts.add(words.toString());
                words.setLength(0);
                parts.add(field(text.substring(i + 1, end), i + 1));
                hasField = true;
                i = end;
            } else if (c == '}' && !isDouble) {
                throw new Wrong(i, "this } closes nothing; }} is a brace");
            } else if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == 't') {
                words.append(TAB);
                i++;
            } else {
                words.append(c);
                i += c == '{' || c == '}' ? 1 : 0;
            }
        }
        if (!hasField) {
            throw new Wrong(0, "no field is named, as in {time} {decision} {tool}");
        }
        parts.add(words.toString());
        return new Template(parts);
    }

    private static String field(String name, int at) throws Wrong {
        if (FIELDS.contains(name)) {
            return name;
        }
        String nearest = FilterKeys.nearest(name, FIELDS);
        throw new Wrong(
                at,
                "no field \""
                        + name
                        + '"'
                        + (nearest.isEmpty()
                                ? "; there are " + String.join(" ", FIELDS)
                                : "; did you mean " + nearest + '?'));
    }

    /// The line about a row, without its end.
    String line(AuditRow row, Clock clock) {
        var line = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (i % 2 == 1) {
                line.append(value(parts.get(i), row, clock));
                continue;
            }
            String words = parts.get(i);
            for (int from = 0; from <= words.length(); ) {
                int tab = words.indexOf(TAB, from);
                int end = tab < 0 ? words.length() : tab;
                line.append(SafeText.line(words.substring(from, end)));
                line.append(tab < 0 ? "" : TAB);
                from = end + 1;
            }
        }
        return line.toString();
    }

    private static SafeText value(String field, AuditRow row, Clock clock) {
        return switch (field) {
            case "id" -> SafeText.line(Long.toString(row.id()));
            case "time" -> SafeText.line(time(row.epochNanos(), clock));
            case "session" -> {
                String id = row.sessionId();
                yield SafeText.name(id.substring(0, Math.min(SESSION_CHARS, id.length())));
            }
            case "session_id" -> SafeText.name(row.sessionId());
            case "seq" -> SafeText.line(Long.toString(row.seq()));
            case "direction" -> SafeText.name(row.direction());
            case "kind" -> SafeText.name(row.kind());
            case "rpc_id" -> SafeText.name(row.rpcId());
            case "method" -> SafeText.name(row.method());
            case "tool" -> SafeText.name(row.toolName());
            case "decision" -> SafeText.name(row.decision().toUpperCase(Locale.ROOT));
            case "rule" -> SafeText.name(row.reason());
            case "server" -> SafeText.name(row.serverName());
            case "size" -> SafeText.line(Long.toString(row.sizeBytes()));
            case "judge_ns" -> SafeText.line(Long.toString(row.judgeNanos()));
            default -> Summary.of(row);
        };
    }

    private static String time(long epochNanos, Clock clock) {
        return Instant.ofEpochSecond(0, epochNanos)
                .truncatedTo(ChronoUnit.MILLIS)
                .atZone(clock.getZone())
                .toOffsetDateTime()
                .toString();
    }
}
