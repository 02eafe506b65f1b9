package gate.app;

import gate.app.PrettyJson.Para;
import gate.app.ViewState.Body;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// All that is known of one message, as lines of the screen. Keeps the last one that it laid out.
/// Owned by the thread of the screen.
final class DetailPane {

    /// How much of a message is laid out.
    static final int BODY_BYTES = 1 << 20;

    private static final int HEX_BYTES = 1 << 16;
    private static final int HEX_ROW = 16;
    private static final String HEX = "0123456789abcdef";

    private record Known(long id, int width, Body body, Glyphs glyphs, String anew, int folds) {}

    private @Nullable Known known;
    private List<Strip> lines = List.of();
    private List<Para> paras = List.of();

    /// For each line the line of the layout that it shows, or -1.
    private List<Integer> shown = List.of();

    /// All lines about a message, of this width.
    List<Strip> lines(ViewState state, RowCache.Held entry, int width) {
        long id = entry.row().id();
        state.folds.begin(id);
        var wanted =
                new Known(
                        id,
                        width,
                        state.body,
                        state.glyphs,
                        state.advised.anew(id),
                        state.folds.version());
        if (!wanted.equals(known)) {
            paras = List.of();
            lines = new ArrayList<>();
            shown = new ArrayList<>();
            layOut(state, entry, width);
            known = wanted;
        }
        return lines;
    }

    /// Folds what begins in a line of the pane, or what it stands in; returns the line in which
    /// that begins then, or -1 where there is nothing to fold.
    int fold(ViewState state, RowCache.Held entry, int width, int line) {
        lines(state, entry, width);
        int para = line < shown.size() ? shown.get(line) : -1;
        int folded = para < 0 ? -1 : state.folds.fold(paras, para);
        lines(state, entry, width);
        return folded < 0 ? -1 : shown.indexOf(folded);
    }

    /// Unfolds what begins in a line of the pane, or everything.
    void unfold(ViewState state, RowCache.Held entry, int width, int line) {
        lines(state, entry, width);
        state.folds.unfold(line < shown.size() ? shown.get(line) : -1);
    }

    /// What is known belongs to another log now.
    void forget() {
        known = null;
    }

    private void layOut(ViewState state, RowCache.Held entry, int width) {
        AuditRow row = entry.row();
        Glyphs glyphs = state.glyphs;
        List<FoundText> findings = FoundText.of(row);
        lines.add(decision(row, width));
        lines.add(
                new Strip(width)
                        .put(Shown.hour(Shown.local(row.epochNanos(), state.clock.getZone()), true))
                        .put("   judged in " + millis(row.judgeNanos()))
                        .put("   " + Shown.number(row.sizeBytes()) + " bytes"));
        var origin = new Strip(width).put("session ").put(SafeText.name(row.sessionId()));
        origin.put("  message " + Shown.number(row.seq())).put("  server ");
        lines.add(origin.put(SafeText.name(row.serverName())));
        String note = AtRest.note(row.sha256());
        if (!note.isEmpty()) {
            lines.add(new Strip(width).put("redacted ").put(note));
        } else if (row.sha256() != null) {
            lines.add(new Strip(width).put("sha256 ").put(SafeText.name(row.sha256())));
        }
        for (FoundText finding : findings) {
            var line = new Strip(width).put(SafeText.name(finding.rule()), Style.BOLD).put("  ");
            lines.add(line.put(SafeText.name(finding.severity())));
            for (SafeText piece : SafeText.line(finding.reason()).wrap(Math.max(1, width - 2))) {
                lines.add(new Strip(width).put("  ").put(piece));
            }
            if (!finding.pointer().isEmpty()) {
                String span = "  " + finding.start() + " to " + finding.end();
                var where = new Strip(width).put("  at ");
                lines.add(where.put(SafeText.line(finding.pointer())).put(span));
            }
        }
        String anew = state.advised.anew(row.id());
        if (!anew.isEmpty()) {
            lines.add(new Strip(width).put("judged anew  ").put(anew, state.advised.style()));
        }
        lines.add(new Strip(width).fill(glyphs.across(), Style.DIM));
        body(state, row, findings, width);
        while (shown.size() < lines.size()) {
            shown.add(-1);
        }
    }

    private static Strip decision(AuditRow row, int width) {
        Style style = Style.ofDecision(row.decision());
        var line =
                new Strip(width).put(SafeText.name(row.decision().toUpperCase(Locale.ROOT)), style);
        if (row.reason() != null) {
            line.put("  ").put(SafeText.name(row.reason()), style);
        }
        String name = row.toolName() != null ? row.toolName() : row.method();
        return name == null ? line : line.put("   ").put(SafeText.name(name));
    }

    private void body(ViewState state, AuditRow row, List<FoundText> findings, int width) {
        if (row.keptBytes() == 0) {
            lines.add(new Strip(width).put("the log does not hold this message", Style.DIM));
            return;
        }
        byte[] bytes = state.cache.message(row, BODY_BYTES);
        switch (state.body) {
            case PRETTY -> pretty(PrettyJson.lines(bytes, FoundText.spots(findings)), state, width);
            case RAW -> {
                for (SafeText piece : SafeText.line(ByteBuffer.wrap(bytes)).wrap(width)) {
                    lines.add(new Strip(width).put(piece));
                }
            }
            case HEX -> hex(bytes, width, lines);
        }
        if (bytes.length < row.keptBytes()) {
            lines.add(
                    new Strip(width)
                            .put(
                                    Shown.number(row.keptBytes() - bytes.length)
                                            + " more bytes: mcpgate tail --json --id "
                                            + row.id(),
                                    Style.DIM));
        }
    }

    /// The layout without what is folded.
    private void pretty(List<Para> all, ViewState state, int width) {
        paras = all;
        for (int i = 0; i < all.size() && lines.size() <= PrettyJson.LINES; i++) {
            while (shown.size() < lines.size()) {
                shown.add(-1);
            }
            int end = state.folds.has(i) ? Folds.end(all, i) : i;
            if (end == i) {
                wrap(all.get(i), width, state.glyphs, lines);
            } else {
                Para para = all.get(i);
                var line = new Strip(width).to(Math.min(para.indent(), Math.max(0, width - 8)));
                line.put(para.text()).put("…").put(all.get(end).text());
                lines.add(line.put("  " + (end - i - 1) + " lines", Style.DIM));
            }
            while (shown.size() < lines.size()) {
                shown.add(i);
            }
            i = end;
        }
    }

    /// A line of the layout in as many lines of the screen as it needs, each with what was found in
    /// it underlined on the line after it.
    private static void wrap(Para para, int width, Glyphs glyphs, List<Strip> lines) {
        int indent = Math.min(para.indent(), Math.max(0, width - 8));
        int column = 0;
        for (SafeText piece : para.text().wrap(Math.max(1, width - indent))) {
            if (lines.size() > PrettyJson.LINES) {
                return;
            }
            lines.add(new Strip(width).to(indent).put(piece));
            int cells = piece.cells();
            var under = new Strip(width);
            for (int i = 0; i + 1 < para.marks().size(); i += 2) {
                int from = Math.max(para.marks().get(i), column) - column;
                int to = Math.min(para.marks().get(i + 1), column + cells) - column;
                if (to > from) {
                    under.to(indent + from).put(glyphs.under().repeat(to - from), Style.RED);
                }
            }
            if (under.cells() > 0) {
                lines.add(under);
            }
            column += cells;
        }
    }

    private static void hex(byte[] bytes, int width, List<Strip> lines) {
        int end = Math.min(bytes.length, HEX_BYTES);
        int perRow = width >= 76 ? HEX_ROW : width >= 44 ? HEX_ROW / 2 : HEX_ROW / 4;
        for (int at = 0; at < end; at += perRow) {
            var text = new StringBuilder();
            for (int shift = 16; shift >= 0; shift -= 4) {
                text.append(HEX.charAt((at >> shift) & 0xf));
            }
            text.append("  ");
            var plain = new StringBuilder();
            for (int i = at; i < at + perRow; i++) {
                if (i < end) {
                    int b = bytes[i] & 0xff;
                    text.append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 0xf)).append(' ');
                    plain.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
                } else {
                    text.append("   ");
                }
            }
            lines.add(new Strip(width).put(text + " " + plain));
        }
    }

    /// `0.21 ms`.
    static String millis(long nanos) {
        long hundredths = nanos / 10_000;
        return hundredths / 100
                + "."
                + (hundredths % 100 < 10 ? "0" : "")
                + hundredths % 100
                + " ms";
    }

    /// The lines below the list: the same in short.
    static List<Strip> strip(ViewState state, RowCache.Held entry, int width, int rows) {
        AuditRow row = entry.row();
        Glyphs glyphs = state.glyphs;
        Style style = Style.ofDecision(row.decision());
        var lines = new ArrayList<Strip>();
        String dash = ' ' + glyphs.across() + ' ';
        var title = new Strip(width).put(glyphs.across().repeat(2) + " #" + row.id() + dash);
        title.put(SafeText.name(row.decision().toUpperCase(Locale.ROOT)), style).put(dash);
        if (row.reason() != null) {
            title.put(SafeText.name(row.reason()).clip(width / 2), style).put(dash);
        }
        title.put(millis(row.judgeNanos()) + dash + TextRows.size(row.sizeBytes()) + ' ');
        lines.add(title.fill(glyphs.across(), Style.DIM));
        List<FoundText> findings = FoundText.of(row);
        if (findings.isEmpty()) {
            for (SafeText piece : Summary.of(row).wrap(Math.max(1, width - 4))) {
                lines.add(new Strip(width).put("   ").put(piece));
                if (lines.size() >= rows) {
                    break;
                }
            }
        } else {
            found(state, row, findings, width, lines);
        }
        while (lines.size() < rows) {
            lines.add(new Strip(width));
        }
        return lines.subList(0, rows);
    }

    private static void found(
            ViewState state, AuditRow row, List<FoundText> findings, int width, List<Strip> lines) {
        FoundText first = findings.getFirst();
        lines.add(new Strip(width).put("   ").put(SafeText.line(first.pointer()), Style.DIM));
        byte[] head = new byte[row.head().remaining()];
        row.head().duplicate().get(head);
        int room = Math.max(1, width - 6);
        for (Para para : PrettyJson.lines(head, FoundText.spots(List.of(first)))) {
            if (!para.marks().isEmpty()) {
                int from = para.marks().get(0);
                int to = para.marks().get(1);
                int start = to < room ? 0 : Math.max(0, from - room / 3);
                lines.add(new Strip(width).put("   ").put(para.text().slice(start, room)));
                int cells = Math.max(1, Math.min(to - start, room) - (from - start));
                String under = state.glyphs.under().repeat(cells);
                lines.add(new Strip(width).to(3 + from - start).put(under, Style.RED));
                break;
            }
        }
        lines.add(new Strip(width).put("   ").put(SafeText.line(first.reason())));
        var also = new Strip(width);
        for (FoundText other : findings.subList(1, findings.size())) {
            also.put(also.cells() == 0 ? "   also: " : ", ").put(SafeText.name(other.rule()));
        }
        if (also.cells() > 0) {
            lines.add(also);
        }
    }
}
