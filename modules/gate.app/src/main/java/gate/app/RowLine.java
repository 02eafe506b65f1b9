package gate.app;

import gate.audit.AuditRow;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;

/// A message as one line of the list.
final class RowLine {

    private static final int DECISION_CELLS = 5;
    private static final int SESSION_CELLS = 4;
    private static final int NAME_CELLS = 200;
    private static final int TIME_CELLS = 12;
    private static final int SHORT_TIME_CELLS = 8;
    private static final int ID_CELLS = 8;
    private static final int SIZE_CELLS = 5;
    private static final int JUDGED_CELLS = 7;
    private static final int RULE_CELLS = 26;

    /// How wide the columns are in a list of some width.
    ///
    /// @param narrow whether only the shortest form of each column fits
    private record Widths(boolean narrow, int serverCells, int labelCells) {

        static Widths of(int width) {
            boolean narrow = isNarrow(width);
            int server = width < 70 ? 5 : width < 110 ? 8 : 14;
            return new Widths(narrow, server, narrow ? 12 : Math.clamp(width / 6, 11, 28));
        }

        /// How many columns of the screen one takes; the last one takes what is left.
        int cells(Column column) {
            return switch (column) {
                case ID -> ID_CELLS;
                case TIME -> narrow ? SHORT_TIME_CELLS : TIME_CELLS;
                case SESSION -> SESSION_CELLS;
                case SERVER -> serverCells;
                case WAY -> 1;
                case DECISION -> narrow ? 1 : DECISION_CELLS;
                case NAME -> labelCells;
                case SIZE -> SIZE_CELLS;
                case JUDGED -> JUDGED_CELLS;
                case RULE -> RULE_CELLS;
                case SUMMARY -> NAME_CELLS;
            };
        }
    }

    private RowLine() {}

    /// Whether a list has room for the shortest columns only.
    static boolean isNarrow(int width) {
        return width < ViewLayout.NARROW - 10;
    }

    /// The line that names the columns.
    static Strip headings(ViewState state, int width) {
        Widths widths = Widths.of(width);
        var line = new Strip(width).put("  ");
        int next = 2;
        boolean besideSession = false;
        for (Column column : Column.values()) {
            if (!state.columns.shows(column, widths.narrow)) {
                continue;
            }
            int cells = widths.cells(column);
            String heading = column.heading();
            if (column == Column.SERVER && besideSession) {
                heading = ""; // the heading of the session reaches over it
            } else if (column == Column.NAME && cells <= 11) {
                heading = "TOOL";
            }
            besideSession =
                    column == Column.SESSION && state.columns.shows(Column.SERVER, widths.narrow);
            if (heading.length() > cells && !besideSession) {
                heading = heading.substring(0, cells);
            }
            line.to(next).put(heading, Style.DIM);
            next += cells + 1;
        }
        return line;
    }

    static Strip of(ViewState state, RowCache.Held held, int width, boolean isCurrent) {
        AuditRow row = held.row();
        Glyphs glyphs = state.glyphs;
        Widths widths = Widths.of(width);
        Style plain = isCurrent ? Style.BOLD : Style.PLAIN;
        Style decided = Style.ofDecision(row.decision());
        var line = new Strip(width);
        line.put(isCurrent ? glyphs.cursor() : " ", Style.RED)
                .put(state.marks.contains(row.id()) ? glyphs.marked() : " ", Style.YELLOW);
        for (Column column : Column.values()) {
            if (!state.columns.shows(column, widths.narrow)) {
                continue;
            }
            if (column == Column.SUMMARY) {
                boolean withRule = !state.columns.shows(Column.RULE, widths.narrow);
                return summary(state, row, line, withRule, plain);
            }
            int cells = widths.cells(column);
            boolean isDecided = column == Column.DECISION || column == Column.RULE;
            SafeText field = field(column, state, held, widths.narrow).clip(cells);
            line.put(field.padded(cells), isDecided ? decided : plain).put(" ");
        }
        return line;
    }

    private static SafeText field(
            Column column, ViewState state, RowCache.Held held, boolean narrow) {
        AuditRow row = held.row();
        return switch (column) {
            case ID -> SafeText.line(Long.toString(row.id()));
            case TIME -> SafeText.line(time(state, row, !narrow));
            case SESSION -> {
                String id = row.sessionId();
                yield SafeText.name(id.substring(0, Math.min(SESSION_CELLS, id.length())));
            }
            case SERVER -> SafeText.name(row.serverName());
            case WAY -> SafeText.line(arrow(row, state.glyphs));
            case DECISION -> {
                SafeText decision = SafeText.name(row.decision().toUpperCase(Locale.ROOT));
                yield narrow ? decision.slice(0, 1) : decision;
            }
            case NAME -> label(held, state.glyphs);
            case SIZE -> SafeText.line(TextRows.size(row.sizeBytes())).right(SIZE_CELLS);
            case JUDGED -> SafeText.line(DetailPane.millis(row.judgeNanos())).right(JUDGED_CELLS);
            case RULE -> SafeText.name(row.reason());
            case SUMMARY -> SafeText.EMPTY;
        };
    }

    /// What the message holds, moved sideways; before it the rule that decided.
    private static Strip summary(
            ViewState state, AuditRow row, Strip line, boolean withRule, Style plain) {
        int most = NAME_CELLS + line.width();
        SafeText summary = Summary.of(row);
        String reason = row.reason();
        int skipped = state.sideways;
        if (withRule && reason != null && !row.decision().equals("allow")) {
            SafeText why = SafeText.name(reason).clip(NAME_CELLS);
            if (state.sideways < why.cells()) {
                SafeText rest = why.slice(state.sideways, NAME_CELLS);
                line.put(rest, Style.ofDecision(row.decision())).put("  ");
            }
            skipped = Math.max(0, state.sideways - why.cells());
        }
        return line.put(skipped > 0 ? summary.slice(skipped, most) : summary, plain);
    }

    static String arrow(AuditRow row, Glyphs glyphs) {
        return switch (row.direction()) {
            case "client_to_server" -> glyphs.up();
            case "server_to_client" -> glyphs.down();
            default -> "?";
        };
    }

    /// The tool of a call, else the method; of an answer how long it took and its size.
    private static SafeText label(RowCache.Held entry, Glyphs glyphs) {
        AuditRow row = entry.row();
        String name = row.toolName() != null ? row.toolName() : row.method();
        return switch (row.kind()) {
            case "request", "notification" -> SafeText.name(name);
            case "result", "error" -> {
                String took =
                        entry.tookNanos() < 0 ? "" : TextRows.duration(entry.tookNanos()) + ' ';
                String what = row.kind().equals("error") ? "error " : "";
                yield SafeText.line(glyphs.answer() + what + took + TextRows.size(row.sizeBytes()));
            }
            default -> SafeText.name(row.kind());
        };
    }

    /// The hour; of another day than today the date instead of the seconds.
    private static String time(ViewState state, AuditRow row, boolean withMillis) {
        LocalDateTime time = Shown.local(row.epochNanos(), state.clock.getZone());
        boolean today = time.toLocalDate().equals(LocalDate.now(state.clock));
        if (today) {
            return Shown.hour(time, withMillis);
        }
        return withMillis ? Shown.day(time) : Shown.day(time).substring(0, 5);
    }
}
