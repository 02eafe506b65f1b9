package gate.app;

import gate.audit.AuditRow;
import gate.protocol.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An [Explanation] as lines of the screen: which rule, where, why, and what would let it pass.
final class ExplainPane {

    private static final int INDENT = 2;

    private ExplainPane() {}

    /// What is known by now about the row that was asked about.
    static List<Strip> lines(ViewState state, int width) {
        var lines = new ArrayList<Strip>();
        Advised advised = state.advised;
        Explanation explanation = advised.explanation();
        if (explanation != null) {
            explain(explanation, state.glyphs, width, lines);
        } else {
            String trouble = advised.trouble();
            lines.add(new Strip(width).put(trouble.isEmpty() ? "reading" : trouble, Style.DIM));
        }
        String anew = advised.anew(advised.id());
        lines.add(new Strip(width));
        if (anew.isEmpty()) {
            lines.add(new Strip(width).put("R judges it anew", Style.DIM));
        } else {
            named("judged anew", anew, advised.style(), width, lines);
        }
        return lines;
    }

    private static void explain(
            Explanation explanation, Glyphs glyphs, int width, List<Strip> lines) {
        AuditRow row = explanation.row();
        Style style = Style.ofDecision(row.decision());
        for (String line : Shown.paragraph(RowSheet.headline(row), width)) {
            lines.add(new Strip(width).put(line, style));
        }
        for (SafeText piece : RowSheet.label(row).wrap(width)) {
            lines.add(new Strip(width).put(piece));
        }
        if (explanation.places().isEmpty()) {
            lines.add(new Strip(width).put("nothing was found in it", Style.DIM));
        }
        for (Place place : explanation.places()) {
            lines.add(new Strip(width));
            for (SafeText piece : RowSheet.where(place.finding()).wrap(width)) {
                lines.add(new Strip(width).put(piece, Style.BOLD));
            }
            indented(SafeText.line(place.finding().reason()), width, lines);
            quote(place, glyphs, width, lines);
        }
        if (!explanation.looksFor().isEmpty()) {
            lines.add(new Strip(width));
            named("the rule", explanation.looksFor(), Style.PLAIN, width, lines);
            named("to do", explanation.remedy(), Style.PLAIN, width, lines);
        }
        AuditRow pair = explanation.pair();
        if (pair != null) {
            String what = row.kind().equals("request") ? "answer" : "request";
            String decision = pair.decision().toUpperCase(Locale.ROOT);
            named(what, '#' + Long.toString(pair.id()) + ' ' + decision, Style.PLAIN, width, lines);
        }
    }

    private static void indented(SafeText text, int width, List<Strip> lines) {
        for (SafeText piece : text.wrap(Math.max(1, width - INDENT))) {
            lines.add(new Strip(width).to(INDENT).put(piece));
        }
    }

    private static void named(String name, String text, Style style, int width, List<Strip> lines) {
        lines.add(new Strip(width).put(name, Style.DIM));
        for (String line : Shown.paragraph(text, Math.max(8, width - INDENT))) {
            lines.add(new Strip(width).to(INDENT).put(line, style));
        }
    }

    /// The text with what was found in it underlined, in as many lines as it takes.
    private static void quote(Place place, Glyphs glyphs, int width, List<Strip> lines) {
        SafeText around = place.before().plus(place.found()).plus(place.after());
        boolean isWhole = place.node() == Json.ROOT;
        if (around.isEmpty() || isWhole) {
            return;
        }
        int first = place.before().cells();
        int last = first + Math.max(1, place.found().cells());
        int column = 0;
        for (SafeText piece : around.wrap(Math.max(1, width - INDENT))) {
            lines.add(new Strip(width).to(INDENT).put(piece));
            int cells = piece.cells();
            int from = Math.max(first, column) - column;
            int to = Math.min(last, column + cells) - column;
            if (to > from) {
                String marks = glyphs.under().repeat(to - from);
                lines.add(new Strip(width).to(INDENT + from).put(marks, Style.RED));
            }
            column += cells;
        }
    }
}
