package gate.app;

import gate.app.ViewState.Focus;
import gate.app.ViewState.Overlay;
import gate.audit.Decision;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Draws the state. What it returns depends on the state and the rows alone.
final class ViewFrame {

    private static final String PROMPT = " filter> ";

    private ViewFrame() {}

    static Frame of(ViewState state) {
        int width = state.width;
        int height = state.height;
        if (width < ViewLayout.LEAST_WIDTH || height < ViewLayout.LEAST_HEIGHT) {
            return tooSmall(width, height);
        }
        ViewLayout layout = ViewLayout.of(state);
        List<Strip> lines = new ArrayList<>(height);
        lines.add(header(state));
        lines.add(filter(state));
        if (layout.boxed()) {
            boxed(state, layout, lines);
        } else if (layout.listRows() > 0) {
            list(state, layout, lines);
        } else {
            alone(state, layout, lines);
        }
        while (lines.size() < height - 1) {
            lines.add(new Strip(width));
        }
        lines.add(hints(state));
        Overlays.draw(state, lines);
        String error = state.filter.error();
        if (state.filter.isEditing() && (!error.isEmpty() || !candidates(state).isEmpty())) {
            lines.set(
                    2,
                    error.isEmpty() || !candidates(state).isEmpty()
                            ? completion(state)
                            : error(state));
        }
        if (!state.filter.isEditing()) {
            return new Frame(lines, -1, -1);
        }
        int before = SafeText.line(state.filter.text().substring(0, state.filter.cursor())).cells();
        return new Frame(lines, 1, Math.min(width - 1, PROMPT.length() + before - shift(state)));
    }

    private static Frame tooSmall(int width, int height) {
        var lines = new ArrayList<Strip>();
        for (int i = 0; i < height; i++) {
            lines.add(new Strip(width));
        }
        if (height > 0) {
            lines.set(0, new Strip(width).put("window too small"));
        }
        return new Frame(lines, -1, -1);
    }

    private static Strip header(ViewState state) {
        Glyphs glyphs = state.glyphs;
        var line = new Strip(state.width).put(" mcpgate tail  ", Style.BOLD);
        if (state.paused) {
            line.put("PAUSED " + glyphs.paused(), Style.YELLOW);
            line.put(' ' + Shown.number(state.fresh()) + " new  ");
        } else if (state.follow) {
            line.put("LIVE " + glyphs.live(), Style.GREEN).put("  ");
        } else {
            line.put("LIVE", Style.BOLD).put("    ");
        }
        RowIndex all = state.all;
        var counts = new Strip(state.width);
        if (state.width >= ViewLayout.NARROW) {
            counts.put(Shown.number(all.size()) + " msgs  ");
            counts.put("ALLOW ", Style.GREEN).put(Shown.number(all.count(Decision.ALLOW)) + "  ");
        }
        counts.put("WARN ", Style.YELLOW).put(Shown.number(all.count(Decision.WARN)) + "  ");
        counts.put("BLOCK ", Style.RED).put(Shown.number(all.count(Decision.BLOCK)));
        String sessions = sessions(state);
        if (sessions.length() + counts.cells() <= line.room()) {
            line.put(sessions);
        }
        line.append(counts);
        if (state.allPercent < 100 && !state.isWaiting) {
            line.right(glyphs.busy() + ' ' + state.allPercent + " % ", Style.DIM);
        } else {
            line.right(histogram(state), Style.DIM);
        }
        return line;
    }

    /// What runs, or nothing.
    private static String sessions(ViewState state) {
        long sessions = state.pulse.running().sessions();
        long servers = state.pulse.running().servers();
        if (sessions == 0 || state.width < ViewLayout.NARROW) {
            return "";
        }
        String text = Shown.number(sessions) + (sessions == 1 ? " session" : " sessions");
        boolean withServers = servers > 1 && state.width >= ViewLayout.WIDE;
        return withServers ? text + ", " + Shown.number(servers) + " servers  " : text + "  ";
    }

    /// A bar for each of the last minutes; nothing where nothing came in them.
    private static String histogram(ViewState state) {
        long most = 0;
        for (long count : state.pulse.minutes()) {
            most = Math.max(most, count);
        }
        if (most == 0) {
            return "";
        }
        String bars = state.glyphs.bars();
        int steps = bars.length() - 1;
        var text = new StringBuilder();
        for (long count : state.pulse.minutes()) {
            text.append(bars.charAt(count == 0 ? 0 : (int) (1 + (count * steps - 1) / most)));
        }
        return text.append(' ').toString();
    }

    /// The filter with how many rows it lets through, and what else hides some.
    private static Strip filter(ViewState state) {
        Glyphs glyphs = state.glyphs;
        FilterLine filter = state.filter;
        boolean off = !state.filterOn && !filter.isEditing();
        var line = new Strip(state.width).put(off ? " (off)> " : PROMPT, Style.DIM);
        boolean editing = filter.isEditing();
        SafeText text = SafeText.line(editing ? filter.text() : filter.applied());
        var right = new StringBuilder();
        if (!state.hidden.isEmpty()) {
            right.append("without");
            for (Decision decision : state.hidden) {
                right.append(' ').append(decision.name());
            }
            right.append("  ");
        }
        if (state.onlyMarked) {
            right.append("marked  ");
        }
        if (state.isNarrowed()) {
            right.append(Shown.number(state.rows().size()))
                    .append(" of ")
                    .append(Shown.number(state.all.size()))
                    .append("  ")
                    .append(state.matchPercent < 100 ? glyphs.busy() : glyphs.done())
                    .append(' ')
                    .append(state.matchPercent)
                    .append(" % ");
        }
        if (state.follow && !state.paused && state.width >= ViewLayout.NARROW) {
            right.append(" F follow ");
        }
        int room = line.room();
        if (editing) {
            line.put(text.slice(shift(state), room));
        } else {
            line.put(text.clip(Math.max(room / 2, room - right.length() - 1)));
        }
        return line.right(right.toString(), Style.DIM);
    }

    /// How many columns of a long filter are out of sight on the left.
    private static int shift(ViewState state) {
        FilterLine filter = state.filter;
        int room = state.width - PROMPT.length() - 1;
        int before = SafeText.line(filter.text().substring(0, filter.cursor())).cells();
        return Math.max(0, before - room);
    }

    private static Strip error(ViewState state) {
        FilterLine filter = state.filter;
        int at = Math.min(filter.errorAt(), filter.text().length());
        int before = SafeText.line(filter.text().substring(0, at)).cells() - shift(state);
        int column = Math.clamp(PROMPT.length() + (long) before, 0, state.width - 1);
        String error = filter.error();
        var line = new Strip(state.width);
        int cells = SafeText.line(error).cells();
        if (column + 2 + cells <= state.width || column < 2) {
            return line.to(column).put("^ ", Style.RED).put(SafeText.line(error), Style.YELLOW);
        }
        if (cells + 2 <= column) {
            line.to(column - cells - 1).put(SafeText.line(error), Style.YELLOW).put(" ");
            return line.put("^", Style.RED);
        }
        return line.put(" ").put(SafeText.line(error), Style.YELLOW);
    }

    private static List<String> candidates(ViewState state) {
        return state.filter.candidates();
    }

    private static Strip completion(ViewState state) {
        var line = new Strip(state.width).to(PROMPT.length());
        for (String candidate : candidates(state)) {
            line.put(SafeText.name(candidate), Style.DIM).put("  ");
        }
        return line;
    }

    private static void list(ViewState state, ViewLayout layout, List<Strip> lines) {
        if (layout.headings()) {
            lines.add(RowLine.headings(state, layout.listWidth()));
        }
        rows(state, layout, lines);
        RowCache.Held entry = state.current();
        if (layout.stripRows() > 0 && entry != null) {
            lines.addAll(DetailPane.strip(state, entry, state.width, layout.stripRows()));
        }
    }

    private static void rows(ViewState state, ViewLayout layout, List<Strip> lines) {
        int width = layout.listWidth();
        int size = state.size();
        if (size == 0) {
            lines.add(new Strip(width).put("  ").put(emptiness(state), Style.DIM));
        }
        int cursor = state.cursor();
        int top = state.top(layout.listRows());
        for (int i = 0; i < layout.listRows() - (size == 0 ? 1 : 0); i++) {
            int index = top + i;
            RowCache.Held entry = index < size ? state.cache.get(state.rows().id(index)) : null;
            if (entry != null) {
                lines.add(RowLine.of(state, entry, width, index == cursor));
            } else {
                String gone = index < size ? "  (removed from the log)" : "";
                lines.add(new Strip(width).put(gone, Style.DIM));
            }
        }
    }

    private static String emptiness(ViewState state) {
        if (state.isWaiting) {
            return "waiting for the log; `mcpgate run -- SERVER` begins one";
        }
        if (!state.isNarrowed()) {
            return state.allPercent < 100 ? "reading" : "no messages yet";
        }
        return state.matchPercent < 100
                ? "searching " + state.matchPercent + " %"
                : "nothing passes the filter: f switches it off, / changes it";
    }

    private static void boxed(ViewState state, ViewLayout layout, List<Strip> lines) {
        Glyphs glyphs = state.glyphs;
        int left = layout.listWidth() + 2;
        int right = layout.detailWidth() + 2;
        var list = new ArrayList<Strip>();
        list.add(RowLine.headings(state, layout.listWidth()));
        rows(state, layout, list);
        RowCache.Held entry = state.current();
        List<Strip> about =
                entry == null ? List.of() : state.detail.lines(state, entry, layout.detailWidth());
        int top = detailTop(state, about, layout.detailRows());
        boolean inDetail = state.focus == Focus.DETAIL;
        int below = about.size() - top - layout.detailRows();
        lines.add(
                edge(glyphs.topLeft(), " events ", glyphs.topRight(), left, glyphs, !inDetail)
                        .putIn(state.width)
                        .append(
                                edge(
                                        glyphs.topLeft(),
                                        title(state, entry),
                                        glyphs.topRight(),
                                        right,
                                        glyphs,
                                        inDetail)));
        for (int i = 0; i < layout.detailRows(); i++) {
            var line = new Strip(state.width).put(glyphs.side(), Style.DIM);
            if (i < list.size()) {
                line.append(list.get(i));
            }
            line.to(left - 1).put(glyphs.side(), Style.DIM).put(glyphs.side(), Style.DIM);
            if (top + i < about.size()) {
                line.append(detail(state, about, top + i));
            }
            lines.add(line.to(state.width - 1).put(glyphs.side(), Style.DIM));
        }
        String more = below > 0 ? ' ' + Shown.number(below) + " more lines " : "";
        lines.add(
                edge(glyphs.bottomLeft(), "", glyphs.bottomRight(), left, glyphs, false)
                        .putIn(state.width)
                        .append(
                                edge(
                                        glyphs.bottomLeft(),
                                        more,
                                        glyphs.bottomRight(),
                                        right,
                                        glyphs,
                                        false)));
    }

    private static Strip edge(
            String begin, String title, String end, int width, Glyphs glyphs, boolean isFocus) {
        var line = new Strip(width).put(begin, Style.DIM);
        SafeText name = SafeText.line(title).clip(Math.max(0, width - 2));
        line.put(name, isFocus ? Style.BOLD : Style.PLAIN);
        line.put(glyphs.across().repeat(Math.max(0, line.room() - 1)), Style.DIM);
        return line.put(end, Style.DIM);
    }

    private static String title(ViewState state, RowCache.@Nullable Held entry) {
        if (entry == null) {
            return "";
        }
        var row = entry.row();
        String id = row.rpcId() == null ? "" : ' ' + row.rpcId();
        String pair = entry.pairId() == 0 ? "" : "   answers #" + entry.pairId();
        return " #"
                + row.id()
                + "  "
                + row.kind()
                + id
                + ' '
                + RowLine.arrow(row, state.glyphs)
                + ' '
                + row.serverName()
                + pair
                + ' ';
    }

    private static void alone(ViewState state, ViewLayout layout, List<Strip> lines) {
        RowCache.Held entry = state.current();
        if (entry == null) {
            lines.add(new Strip(state.width).put("  ").put(emptiness(state), Style.DIM));
            return;
        }
        lines.add(
                new Strip(state.width)
                        .put(SafeText.line(title(state, entry)), Style.BOLD)
                        .fill(state.glyphs.across(), Style.DIM));
        List<Strip> about = state.detail.lines(state, entry, layout.detailWidth());
        int rows = layout.detailRows() - 1;
        int top = detailTop(state, about, rows);
        for (int i = top; i < Math.min(about.size(), top + rows); i++) {
            lines.add(detail(state, about, i));
        }
    }

    /// A line about the message; where the keys move in it, the cursor's is set off.
    private static Strip detail(ViewState state, List<Strip> about, int index) {
        boolean isCurrent = state.focus == Focus.DETAIL && index == state.detailLine;
        return isCurrent ? about.get(index).reversed() : about.get(index);
    }

    /// Scrolls so far that the cursor's line is there, and no farther than to the last page.
    private static int detailTop(ViewState state, List<Strip> about, int rows) {
        state.detailLine = Math.clamp(state.detailLine, 0, Math.max(0, about.size() - 1));
        int line = state.detailLine;
        int top = Math.clamp(state.detailTop, Math.max(0, line - rows + 1), line);
        state.detailTop = Math.clamp(top, 0, Math.max(0, about.size() - rows));
        return state.detailTop;
    }

    /// The last line: what happened, else the keys that matter here.
    private static Strip hints(ViewState state) {
        var line = new Strip(state.width).put(" ");
        if (!state.note.isEmpty()) {
            return line.put(SafeText.line(state.note), Style.YELLOW);
        }
        boolean ascii = state.glyphs.equals(Glyphs.ASCII);
        if (state.filter.isEditing()) {
            return line.put(
                    ascii
                            ? "Enter keep  Esc back  Tab complete  Up/Down history  ^u clear"
                            : "⏎ keep  Esc back  Tab complete  ↑↓ history  ^u clear",
                    Style.DIM);
        }
        if (state.overlay == Overlay.SESSIONS) {
            return line.put(
                    ascii ? "Enter choose  Esc back" : "↑↓ move  ⏎ choose  Esc back", Style.DIM);
        }
        if (state.overlay == Overlay.EXPLAIN) {
            String scroll = ascii ? "j/k scroll" : "↑↓ scroll";
            return line.put(scroll + "  R judge anew  Esc back", Style.DIM);
        }
        if (state.overlay == Overlay.COLUMNS) {
            return line.put("a letter shows or hides  0 as usual  Esc back", Style.DIM);
        }
        String move = ascii ? "j/k move  Enter detail" : "↑↓ move  ⏎ detail";
        String pause = state.paused ? "Space resume" : "Space pause";
        String keys =
                state.focus == Focus.DETAIL
                        ? (ascii ? "j/k scroll" : "↑↓ scroll")
                                + "  z Z fold  p raw/hex  y copy  e explain  Esc back  ? help  q"
                                + " quit"
                        : move
                                + "  / filter  b next block  r pair  s sessions  "
                                + pause
                                + "  ? help  q quit";
        if (SafeText.line(keys).cells() > state.width - 2) {
            keys = move + "  / filter  " + pause + "  ? help  q quit";
        }
        if (SafeText.line(keys).cells() > state.width - 2) {
            keys = "/ filter  ? help  q quit";
        }
        return line.put(keys, Style.DIM);
    }
}
