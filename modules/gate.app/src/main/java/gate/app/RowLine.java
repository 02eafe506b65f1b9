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

    /// How wide the columns are in a list of some width.
    ///
    /// @param narrow whether only the shortest form of each column fits
    private record Columns(boolean narrow, int serverCells, int labelCells) {

        static Columns of(int width) {
            boolean narrow = width < ViewLayout.NARROW - 10;
            int server = width < 70 ? 5 : width < 110 ? 8 : 14;
            return new Columns(narrow, server, narrow ? 12 : Math.clamp(width / 6, 11, 28));
        }
    }

    private RowLine() {}

    /// The line that names the columns.
    static Strip headings(int width) {
        Columns columns = Columns.of(width);
        var line = new Strip(width);
        String where = columns.narrow ? "  TIME" : "  TIME         SESSION";
        int next = 2 + (columns.narrow ? SHORT_TIME_CELLS : TIME_CELLS) + 1;
        if (!columns.narrow) {
            next += SESSION_CELLS + 1 + columns.serverCells + 1 + 2;
        }
        int label = next + (columns.narrow ? 2 : DECISION_CELLS + 1);
        line.put(where, Style.DIM).to(next).put(columns.narrow ? "D" : "DEC", Style.DIM);
        line.to(label).put(columns.labelCells > 11 ? "TOOL/METHOD" : "TOOL", Style.DIM);
        return line.to(label + columns.labelCells + 1).put("SUMMARY", Style.DIM);
    }

    static Strip of(ViewState state, RowCache.Held held, int width, boolean isCurrent) {
        AuditRow row = held.row();
        Glyphs glyphs = state.glyphs;
        Columns columns = Columns.of(width);
        Style plain = isCurrent ? Style.BOLD : Style.PLAIN;
        Style decided = Style.ofDecision(row.decision());
        var line = new Strip(width);
        line.put(isCurrent ? glyphs.cursor() : " ", Style.RED)
                .put(state.marks.contains(row.id()) ? glyphs.marked() : " ", Style.YELLOW);
        int timeCells = columns.narrow ? SHORT_TIME_CELLS : TIME_CELLS;
        String time = time(state, row, !columns.narrow);
        line.put(SafeText.line(time).padded(timeCells), plain).put(" ");
        SafeText decision = SafeText.name(row.decision().toUpperCase(Locale.ROOT));
        if (columns.narrow) {
            line.put(decision.slice(0, 1), decided).put(" ");
        } else {
            String id = row.sessionId();
            String shortId = id.substring(0, Math.min(SESSION_CELLS, id.length()));
            SafeText server = SafeText.name(row.serverName()).clip(columns.serverCells);
            line.put(SafeText.name(shortId).clip(SESSION_CELLS).padded(SESSION_CELLS), plain)
                    .put(" ")
                    .put(server.padded(columns.serverCells), plain)
                    .put(" ");
            line.put(arrow(row, glyphs), plain).put(" ");
            line.put(decision.clip(DECISION_CELLS).padded(DECISION_CELLS + 1), decided);
        }
        SafeText label = label(held, glyphs).clip(columns.labelCells);
        line.put(label.padded(columns.labelCells + 1), plain);
        SafeText summary = Summary.of(row);
        String reason = row.reason();
        if (reason != null && !row.decision().equals("allow")) {
            SafeText why = SafeText.name(reason).clip(NAME_CELLS);
            if (state.sideways < why.cells()) {
                line.put(why.slice(state.sideways, NAME_CELLS), decided).put("  ");
            }
            int skipped = Math.max(0, state.sideways - why.cells());
            return line.put(summary.slice(skipped, NAME_CELLS + width), plain);
        }
        if (state.sideways > 0) {
            summary = summary.slice(state.sideways, NAME_CELLS + width);
        }
        return line.put(summary, plain);
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
