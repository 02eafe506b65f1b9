package gate.app;

import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows for people: one line each, its fields two blanks apart.
///
/// On a terminal the columns line up, as wide as what was seen so far needs, and the line ends
/// where the terminal does. Elsewhere nothing is padded, and times carry date and zone. Owned by
/// one thread.
final class TextRows implements RowPrinter {

    private static final SafeText UP = SafeText.line("→");
    private static final SafeText DOWN = SafeText.line("←");
    private static final SafeText UNKNOWN = SafeText.line("?");
    private static final SafeText REASON = SafeText.line("reason: ");

    private static final int ID_CHARS = 4;
    private static final int MAX_ID_CHARS = 12;
    private static final int SIZE_CELLS = 5;
    private static final int DECISION_CELLS = 5;
    private static final int LEAST_SUMMARY_CELLS = 8;
    private static final int LEAST_LABEL_CELLS = 8;

    /// From this width on there is room for methods beside tools and for milliseconds.
    private static final int WIDE_COLUMNS = 90;

    /// From this width on there is room for the name of the server.
    private static final int SERVER_COLUMNS = 60;

    /// The summary where the width of the terminal is not known.
    private static final int SUMMARY_CELLS = 160;

    private static final int NAME_CELLS = 200;
    private static final int MAX_ASKED = 4096;
    private static final int MAX_IDS = 4096;

    private final Screen screen;
    private final Stdout stdout;
    private final boolean colored;
    private final boolean withBodies;
    private final Clock clock;

    /// When the requests were sent that no answer came to yet: the oldest are forgotten first.
    private final Map<String, Long> asked =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MAX_ASKED;
                }
            };

    /// Sessions by what is shown of their ids.
    private final Map<String, String> ids = new HashMap<>();

    private int idChars = ID_CHARS;
    private int serverCells;
    private int labelCells;

    /// @param withBodies whether a line ends with what the message holds
    /// @param clock tells the zone of the times, and which day needs no date
    TextRows(Screen screen, Stdout stdout, boolean colored, boolean withBodies, Clock clock) {
        this.screen = screen;
        this.stdout = stdout;
        this.colored = colored;
        this.withBodies = withBodies;
        this.clock = clock;
    }

    @Override
    public void print(List<AuditRow> page, Bodies bodies) throws IOException {
        var labels = new SafeText[page.size()];
        for (int i = 0; i < labels.length; i++) {
            AuditRow row = page.get(i);
            labels[i] = label(row).clip(labelLimit());
            labelCells = Math.max(labelCells, labels[i].cells());
            serverCells = Math.max(serverCells, server(row).cells());
            lengthenIds(row.sessionId());
        }
        for (int i = 0; i < labels.length; i++) {
            screen.write(line(page.get(i), labels[i]).finish());
        }
        screen.flush();
    }

    private Line line(AuditRow row, SafeText label) {
        Style style = Style.ofDecision(row.decision());
        SafeText decision = SafeText.name(upperCase(row.decision())).clip(NAME_CELLS);
        var line = new Line(colored);
        line.field(SafeText.line(time(row.epochNanos())));
        line.field(SafeText.name(shortId(row.sessionId())));
        if (columns() >= SERVER_COLUMNS) {
            line.field(aligned(server(row), serverCells));
        }
        line.field(arrow(row.direction()));
        line.field(decision, style);
        if (stdout.isTerminal()) {
            line.pad(DECISION_CELLS - decision.cells());
        }
        SafeText size = SafeText.line(size(row.sizeBytes()));
        String reason = row.reason();
        if (reason == null || row.decision().equals("allow")) {
            line.field(aligned(label, labelCells));
            line.field(stdout.isTerminal() ? size.right(SIZE_CELLS) : size);
        } else {
            SafeText why = REASON.plus(SafeText.name(reason).clip(NAME_CELLS));
            int room = columns() - line.cells() - why.cells() - Line.GAP.length();
            line.field(label.clip(Math.max(room, LEAST_LABEL_CELLS)));
            line.field(why, style);
            if (line.cells() + size.cells() <= columns()) {
                line.field(size);
            }
        }
        SafeText summary = withBodies ? Summary.of(row) : SafeText.EMPTY;
        int room = summaryCells(line.cells());
        return summary.isEmpty() || room < LEAST_SUMMARY_CELLS
                ? line
                : line.field(summary.clip(room));
    }

    private int summaryCells(int taken) {
        return stdout.isTerminal() && stdout.columns() == 0 ? SUMMARY_CELLS : columns() - taken;
    }

    /// How long a line may be; without limit where it goes to no terminal, or its width is unknown.
    private int columns() {
        return stdout.isTerminal() && stdout.columns() > 0 ? stdout.columns() : Integer.MAX_VALUE;
    }

    private SafeText aligned(SafeText field, int cells) {
        return stdout.isTerminal() ? field.padded(cells) : field;
    }

    private int labelLimit() {
        return stdout.isTerminal() ? Math.clamp(columns() / 4, 16, 40) : NAME_CELLS;
    }

    private SafeText server(AuditRow row) {
        int limit = stdout.isTerminal() ? Math.clamp(columns() / 10, 6, 16) : NAME_CELLS;
        return SafeText.name(row.serverName()).clip(limit);
    }

    /// What a message is: `tools/call read_file`, and its answer `↳ read_file 44ms`. Narrow
    /// terminals get the tool without the method.
    private SafeText label(AuditRow row) {
        SafeText method = row.method() == null ? null : SafeText.name(row.method());
        SafeText tool = row.toolName() == null ? null : SafeText.name(row.toolName());
        return switch (row.kind()) {
            case "request" -> {
                remember(row);
                boolean isShort = columns() < WIDE_COLUMNS && tool != null;
                yield words(isShort ? null : method, tool);
            }
            case "notification" -> words(method, tool);
            case "result" -> answer(row, words(null, tool != null ? tool : method));
            case "error" ->
                    answer(
                            row,
                            words(null, tool != null ? tool : method)
                                    .plus(SafeText.line(" error")));
            default -> words(SafeText.name(row.kind()), method);
        };
    }

    private SafeText answer(AuditRow row, SafeText what) {
        SafeText label = SafeText.line("↳ ").plus(what);
        Long since = row.rpcId() == null ? null : asked.remove(key(row, opposite(row.direction())));
        long nanos = since == null ? -1 : row.epochNanos() - since;
        return nanos < 0 ? label : label.plus(SafeText.line(" " + duration(nanos)));
    }

    private void remember(AuditRow row) {
        if (row.rpcId() != null) {
            asked.put(key(row, row.direction()), row.epochNanos());
        }
    }

    private static String key(AuditRow row, String direction) {
        return row.sessionId() + ' ' + direction + ' ' + row.rpcId();
    }

    private static String opposite(String direction) {
        return direction.equals("client_to_server") ? "server_to_client" : "client_to_server";
    }

    private static SafeText words(@Nullable SafeText one, @Nullable SafeText other) {
        if (one == null) {
            return other == null ? SafeText.name(null) : other;
        }
        return other == null ? one : one.plus(SafeText.line(" ")).plus(other);
    }

    /// Shows more of the ids where two sessions begin alike.
    private void lengthenIds(String id) {
        while (idChars < MAX_ID_CHARS) {
            String other = ids.putIfAbsent(shortId(id), id);
            if (other == null || other.equals(id)) {
                break;
            }
            idChars++;
            Map<String, String> shorter = Map.copyOf(ids);
            ids.clear();
            for (String known : shorter.values()) {
                ids.put(shortId(known), known);
            }
        }
        if (ids.size() > MAX_IDS) {
            idChars = MAX_ID_CHARS;
            ids.clear();
        }
    }

    private String shortId(String id) {
        return id.length() <= idChars ? id : id.substring(0, idChars);
    }

    private static SafeText arrow(String direction) {
        return switch (direction) {
            case "client_to_server" -> UP;
            case "server_to_client" -> DOWN;
            default -> UNKNOWN;
        };
    }

    /// The hour, to the millisecond where there is room; with the date where it is not today's, and
    /// with date and zone where no person is watching.
    private String time(long epochNanos) {
        long second = Math.floorDiv(epochNanos, 1_000_000_000L);
        int nano = (int) Math.floorMod(epochNanos, 1_000_000_000L);
        ZoneOffset offset = clock.getZone().getRules().getOffset(Instant.ofEpochSecond(second));
        LocalDateTime local = LocalDateTime.ofEpochSecond(second, nano, offset);
        var text = new StringBuilder(32);
        if (!stdout.isTerminal()) {
            date(text, local.toLocalDate()).append('T');
        } else if (!local.toLocalDate().equals(LocalDate.now(clock))) {
            date(text, local.toLocalDate()).append(' ');
        }
        LocalTime time = local.toLocalTime();
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2);
        if (columns() >= WIDE_COLUMNS) {
            digits(text.append('.'), nano / 1_000_000, 3);
        }
        return stdout.isTerminal() ? text.toString() : text.append(offset.getId()).toString();
    }

    private static StringBuilder date(StringBuilder text, LocalDate date) {
        digits(text, date.getYear(), 4).append('-');
        digits(text, date.getMonthValue(), 2).append('-');
        return digits(text, date.getDayOfMonth(), 2);
    }

    private static StringBuilder digits(StringBuilder text, int value, int digits) {
        String number = Integer.toString(value);
        for (int i = number.length(); i < digits; i++) {
            text.append('0');
        }
        return text.append(number);
    }

    /// `812B`, `2.1K`, `48K`, `64M`: in steps of 1024.
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        String units = "KMGTPE";
        int unit = 0;
        long tenths = bytes * 10 / 1024;
        while (tenths >= 10_240) {
            tenths /= 1024;
            unit++;
        }
        return tenths < 100
                ? tenths / 10 + "." + tenths % 10 + units.charAt(unit)
                : tenths / 10 + "" + units.charAt(unit);
    }

    /// `0.3ms`, `44ms`, `1.2s`, `17m`.
    static String duration(long nanos) {
        if (nanos < 1_000_000) {
            return "0." + nanos / 100_000 + "ms";
        }
        if (nanos < 1_000_000_000L) {
            return nanos / 1_000_000 + "ms";
        }
        if (nanos < 60_000_000_000L) {
            return nanos / 1_000_000_000L + "." + nanos / 100_000_000L % 10 + "s";
        }
        return nanos / 60_000_000_000L + "m";
    }

    private static String upperCase(String word) {
        return word.toUpperCase(java.util.Locale.ROOT);
    }
}
