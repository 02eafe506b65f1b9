package gate.app;

import gate.app.Scout.Known;
import gate.audit.AuditReader.Heading;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/// What lies over the list: help, the session picker, the copy menu.
final class Overlays {

    private static final List<String> HELP =
            List.of(
                    "move      j k ↑ ↓  ^d ^u PgDn PgUp  g G Home End   F follow",
                    "          Space pause and resume   h l ← → sideways",
                    "jump      b B next, previous BLOCK   w W the same for WARN",
                    "          r to the answer or request   n N match, filter off",
                    "filter    / edit (Tab completes)   f on and off",
                    "          1 2 3 hide ALLOW WARN BLOCK   0 show all",
                    "          S this session   t this tool   x without it",
                    "          m mark   M only marked   s sessions",
                    "message   Enter Tab detail   Esc back   p pretty, raw, hex",
                    "          e explain   R judge anew   y copy   o in the pager",
                    "          z Z fold, unfold   + _ larger, smaller   c columns",
                    "else      ^l redraw   ^z suspend   q quit",
                    "",
                    "filters   decision:block  tool:read_*  -server:fs  rule:injection*",
                    "          session:7f3a  size:>10k  took:>2s  age:<10m  is:error",
                    "          \"any text\"  a | b  (a b)        man mcpgate-filter");

    /// Longer lines are hard to read.
    private static final int MOST_WIDTH = 110;

    private Overlays() {}

    static void draw(ViewState state, List<Strip> lines) {
        switch (state.overlay) {
            case NONE -> {}
            case HELP -> help(state, lines);
            case SESSIONS -> sessions(state, lines);
            case COPY -> box(state, lines, " copy ", copyMenu(state));
            case EXPLAIN -> explanation(state, lines);
            case COLUMNS -> box(state, lines, " columns ", columns(state));
        }
    }

    private static void help(ViewState state, List<Strip> lines) {
        var texts = new ArrayList<Strip>();
        for (String line : HELP) {
            String shown =
                    state.glyphs.equals(Glyphs.ASCII)
                            ? line.replace("↑", "Up")
                                    .replace("↓", "Down")
                                    .replace("← →", "Left Right")
                            : line;
            texts.add(new Strip(Math.max(1, state.width - 4)).put(shown));
        }
        box(state, lines, " keys ", texts);
    }

    private static List<Strip> columns(ViewState state) {
        var texts = new ArrayList<Strip>();
        boolean narrow = RowLine.isNarrow(state.width);
        for (Column column : Column.values()) {
            boolean isShown = state.columns.shows(column, narrow);
            var line = new Strip(Math.max(1, state.width - 4));
            line.put(column.key() + " ", Style.BOLD).put(isShown ? "[x] " : "[ ] ");
            texts.add(line.put(column.about()));
        }
        return texts;
    }

    /// As wide as the screen, and from where it was scrolled to.
    private static void explanation(ViewState state, List<Strip> lines) {
        int width = Math.max(1, Math.min(state.width, MOST_WIDTH) - 4);
        List<Strip> all = ExplainPane.lines(state, width);
        int room = Math.max(1, lines.size() - 5);
        int top = Math.clamp(state.advised.top, 0, Math.max(0, all.size() - room));
        state.advised.top = top;
        int below = all.size() - top - room;
        String more = below > 0 ? "  " + below + " more lines " : "";
        String title = " #" + state.advised.id() + " explained " + more;
        var shown = new ArrayList<>(all.subList(top, Math.min(all.size(), top + room)));
        shown.set(0, new Strip(width).append(shown.getFirst()).to(width));
        box(state, lines, title, shown);
    }

    private static List<Strip> copyMenu(ViewState state) {
        var texts = new ArrayList<Strip>();
        for (String entry : CopyMenu.ENTRIES) {
            texts.add(new Strip(Math.max(1, state.width - 4)).put(entry));
        }
        return texts;
    }

    /// A frame around these lines, above the last line of the screen.
    private static void box(ViewState state, List<Strip> lines, String title, List<Strip> texts) {
        Glyphs glyphs = state.glyphs;
        int cells = title.length();
        for (Strip text : texts) {
            cells = Math.max(cells, text.cells());
        }
        int width = Math.min(cells + 4, state.width);
        int room = lines.size() - 3;
        int count = Math.min(texts.size(), Math.max(0, room - 2));
        int top = Math.max(1, lines.size() - 1 - count - 2);
        var begin = new Strip(width).put(glyphs.topLeft()).put(title, Style.BOLD);
        begin.put(glyphs.across().repeat(Math.max(0, begin.room() - 1))).put(glyphs.topRight());
        var end = new Strip(width).put(glyphs.bottomLeft());
        end.put(glyphs.across().repeat(Math.max(0, end.room() - 1))).put(glyphs.bottomRight());
        over(lines, top, begin);
        for (int i = 0; i < count; i++) {
            var line = new Strip(width).put(glyphs.side() + ' ');
            over(lines, top + 1 + i, line.append(texts.get(i)).to(width - 1).put(glyphs.side()));
        }
        over(lines, top + 1 + count, end);
    }

    private static void over(List<Strip> lines, int row, Strip strip) {
        if (row > 0 && row < lines.size()) {
            lines.set(row, lines.get(row).overlaid(0, strip));
        }
    }

    private static void sessions(ViewState state, List<Strip> lines) {
        int width = state.width;
        SessionPicker picker = state.picker;
        List<Known> fitting = picker.fitting();
        int rows = lines.size() - 3;
        int top = Math.clamp(picker.cursor() - (long) rows + 1, 0, Math.max(0, fitting.size() - 1));
        var head = new Strip(width).put(" sessions  ", Style.BOLD);
        head.put(picker.typed().isEmpty() ? "type to narrow" : picker.typed(), Style.PLAIN);
        String count = Shown.number(fitting.size()) + " of " + Shown.number(picker.size()) + ' ';
        lines.set(1, head.right(count, Style.DIM));
        for (int i = 0; i < rows; i++) {
            int index = top + i;
            lines.set(
                    2 + i,
                    index < fitting.size()
                            ? session(state, fitting.get(index), index == picker.cursor())
                            : new Strip(width));
        }
    }

    private static Strip session(ViewState state, Known known, boolean isCurrent) {
        Glyphs glyphs = state.glyphs;
        Heading heading = known.heading();
        boolean runs = heading.endedNanos() == 0;
        Style plain = isCurrent ? Style.BOLD : Style.PLAIN;
        String id = heading.id();
        var line =
                new Strip(state.width)
                        .put(isCurrent ? ' ' + glyphs.cursor() : "  ", Style.RED)
                        .put(
                                (runs ? glyphs.live() : glyphs.ended()) + ' ',
                                runs ? Style.GREEN : Style.DIM);
        line.put(SafeText.name(id.substring(0, Math.min(6, id.length()))).padded(7), plain)
                .put(SafeText.name(heading.serverName()).clip(13).padded(14), plain);
        if (state.width >= ViewLayout.NARROW) {
            line.put(SafeText.name(heading.clientName()).clip(16).padded(17), plain);
        }
        line.put(SafeText.line(when(state, heading)).padded(15), plain);
        if (known.tally() != null) {
            var tally = known.tally();
            line.put(Shown.number(tally.all()) + " msgs  ", plain);
            line.put(tally.blocked() + " B", tally.blocked() > 0 ? Style.RED : plain).put("  ");
            line.put(tally.warned() + " W", tally.warned() > 0 ? Style.YELLOW : plain);
        }
        return line;
    }

    private static String when(ViewState state, Heading heading) {
        LocalDateTime begun = Shown.local(heading.startedNanos(), state.clock.getZone());
        boolean today = begun.toLocalDate().equals(LocalDate.now(state.clock));
        String since = today ? Shown.hour(begun, false).substring(0, 5) : Shown.day(begun);
        if (heading.endedNanos() == 0) {
            return "since " + since;
        }
        LocalDateTime ended = Shown.local(heading.endedNanos(), state.clock.getZone());
        return since + "-" + Shown.hour(ended, false).substring(0, 5);
    }
}
