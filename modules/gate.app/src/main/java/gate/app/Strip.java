package gate.app;

import java.util.ArrayList;
import java.util.List;

/// One line of the screen: pieces of [SafeText], each in its style, never wider than the line.
///
/// Owned by one thread while it is made; then nobody changes it.
final class Strip {

    private final int width;
    private final List<SafeText> texts = new ArrayList<>();
    private final List<Style> styles = new ArrayList<>();

    /// The column at which each piece begins.
    private final List<Integer> columns = new ArrayList<>();

    private int cells;

    Strip(int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    /// How many columns are taken.
    int cells() {
        return cells;
    }

    int room() {
        return width - cells;
    }

    /// Takes as much of the text as there is room for; `…` shows that something is missing.
    Strip put(SafeText text, Style style) {
        if (text.isEmpty() || room() <= 0) {
            return this;
        }
        SafeText fitting = text.clip(room());
        texts.add(fitting);
        styles.add(style);
        columns.add(cells);
        cells += fitting.cells();
        return this;
    }

    Strip put(SafeText text) {
        return put(text, Style.PLAIN);
    }

    /// Words of our own; what is odd in them is drawn like any other text.
    Strip put(String own, Style style) {
        return put(SafeText.line(own), style);
    }

    Strip put(String own) {
        return put(own, Style.PLAIN);
    }

    /// Blanks up to this column, if it is not passed yet.
    Strip to(int column) {
        int blanks = Math.min(column, width) - cells;
        return blanks > 0 ? put(SafeText.line(" ".repeat(blanks)), Style.PLAIN) : this;
    }

    /// Puts this at the right end, if there is room for it and a blank before it.
    Strip right(String own, Style style) {
        SafeText text = SafeText.line(own);
        if (text.cells() < room()) {
            to(width - text.cells());
            put(text, style);
        }
        return this;
    }

    /// The same character to the end of the line.
    Strip fill(String glyph, Style style) {
        return room() > 0 ? put(SafeText.line(glyph.repeat(room())), style) : this;
    }

    /// The same at the beginning of a line of this width.
    Strip putIn(int whole) {
        return new Strip(whole).append(this);
    }

    /// All pieces of another line.
    Strip append(Strip other) {
        for (int i = 0; i < other.texts.size(); i++) {
            put(other.texts.get(i), other.styles.get(i));
        }
        return this;
    }

    /// This line with other words from a column on; what stood there before is gone.
    Strip overlaid(int column, Strip over) {
        var all = new Strip(width);
        cut(all, 0, column);
        all.to(column).append(over);
        cut(all, all.cells, width);
        return all;
    }

    private void cut(Strip into, int from, int end) {
        for (int i = 0; i < texts.size(); i++) {
            int column = columns.get(i);
            int first = Math.max(from, column);
            SafeText part = texts.get(i).slice(first - column, end - first);
            if (first < end && !part.isEmpty()) {
                into.to(first).put(part, styles.get(i));
            }
        }
    }

    /// The same line in the colours of a cursor.
    Strip reversed() {
        var line = new Strip(width);
        for (SafeText text : texts) {
            line.put(text, Style.REVERSE);
        }
        return line.put(SafeText.line(" ".repeat(room())), Style.REVERSE);
    }

    /// The line without its styles, and without blanks at its end.
    String text() {
        var text = new StringBuilder();
        for (SafeText piece : texts) {
            text.append(piece);
        }
        return text.toString().stripTrailing();
    }

    /// What to send to a terminal whose cursor stands at the start of the line.
    ///
    /// What a terminal makes of an emoji differs from terminal to terminal: after anything but
    /// ASCII the column is said anew.
    String ansi(boolean colored) {
        var ansi = new StringBuilder(width + 64);
        int last = texts.size() - 1;
        while (last >= 0 && styles.get(last) == Style.PLAIN && isBlank(texts.get(last))) {
            last--;
        }
        boolean ascii = true;
        int end = 0;
        for (int i = 0; i <= last; i++) {
            if (!ascii) {
                ansi.append("\u001b[").append(columns.get(i) + 1).append('G');
            }
            Style style = colored || styles.get(i) == Style.REVERSE ? styles.get(i) : Style.PLAIN;
            ansi.append(style.on()).append(texts.get(i));
            if (style != Style.PLAIN) {
                ansi.append(Style.OFF);
            }
            ascii = texts.get(i).isAscii();
            end = columns.get(i) + texts.get(i).cells();
        }
        if (!ascii && end < width) {
            ansi.append("\u001b[").append(end + 1).append('G');
        }
        return end < width ? ansi.append("\u001b[K").toString() : ansi.toString();
    }

    private static boolean isBlank(SafeText text) {
        return text.toString().isBlank();
    }
}
