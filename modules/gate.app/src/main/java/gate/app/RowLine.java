package gate.app;

import gate.audit.AuditRow;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;

/// A message as one line of the list.
final class RowLine {

    private static final int DECISION_CELLS = 8;
    private static final int SESSION_CELLS = 4;
    private static final int SERVER_CELLS = 8;
    private static final int NAME_CELLS = 200;

    private RowLine() {}

    /// The line that names the columns.
    static Strip headings(ViewState state, int width) {
        var line = new Strip(width);
        if (width < ViewLayout.NARROW - 10) {
            return line.put("  TIME     D ", Style.DIM)
                    .put("TOOL/METHOD ", Style.DIM)
                    .put("SUMMARY", Style.DIM);
        }
        return line.put("  TIME         SESSION       ", Style.DIM)
                .put("  DECISION  ", Style.DIM)
                .put(SafeText.line("TOOL/METHOD").padded(labelCells(width) + 1), Style.DIM)
                .put("SUMMARY", Style.DIM);
    }

    static Strip of(ViewState state, RowCache.Held entry, int width, boolean isCurrent) {
        AuditRow row = entry.row();
        Glyphs glyphs = state.glyphs;
        Style plain = isCurrent ? Style.BOLD : Style.PLAIN;
        Style decided = Style.ofDecision(row.decision());
        var line = new Strip(width);
        line.put(isCurrent ? glyphs.cursor() : " ", Style.RED)
                .put(state.marks.contains(row.id()) ? glyphs.marked() : " ", Style.YELLOW);
        boolean narrow = width < ViewLayout.NARROW - 10;
        line.put(SafeText.line(time(state, row, !narrow)).padded(narrow ? 8 : 12), plain).put(" ");
        String word = row.decision().toUpperCase(Locale.ROOT);
        SafeText decision = SafeText.name(word);
        if (narrow) {
            line.put(decision.clip(1), decided).put(" ");
        } else {
            String id = row.sessionId();
            String shortId = id.substring(0, Math.min(SESSION_CELLS, id.length()));
            line.put(SafeText.name(shortId).clip(SESSION_CELLS).padded(SESSION_CELLS), plain)
                    .put(" ")
                    .put(
                            SafeText.name(row.serverName()).clip(SERVER_CELLS).padded(SERVER_CELLS),
                            plain)
                    .put(" ");
            line.put(arrow(row, glyphs), plain).put(" ");
            line.put(decision.clip(DECISION_CELLS).padded(DECISION_CELLS + 1), decided);
        }
        int labelCells = labelCells(width);
        line.put(label(entry, glyphs).clip(labelCells).padded(labelCells + 1), plain);
        String reason = row.reason();
        if (reason != null && !row.decision().equals("allow")) {
            line.put(SafeText.name(reason).clip(NAME_CELLS), decided).put("  ");
        }
        SafeText summary = Summary.of(row);
        if (state.sideways > 0) {
            summary = summary.slice(state.sideways, Math.max(0, line.room()));
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

    private static int labelCells(int width) {
        return width < ViewLayout.NARROW - 10 ? 12 : Math.clamp(width / 5, 10, 24);
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
