package gate.app;

import java.nio.charset.StandardCharsets;

/// A line on its way to the screen.
///
/// It takes only [SafeText], and colours of its own making; nothing else of the log can reach the
/// terminal. Fields stand two blanks apart. Owned by one thread.
final class Line {

    /// What stands between two fields.
    static final String GAP = "  ";

    private final boolean colored;
    private final StringBuilder text = new StringBuilder(256);
    private int cells;

    /// An empty line.
    ///
    /// @param colored whether styles show
    Line(boolean colored) {
        this.colored = colored;
    }

    /// How many columns are taken, or would be by the next field.
    int cells() {
        return cells + (text.isEmpty() ? 0 : GAP.length());
    }

    Line field(SafeText field) {
        return field(field, Style.PLAIN);
    }

    Line field(SafeText field, Style style) {
        if (!text.isEmpty()) {
            text.append(GAP);
            cells += GAP.length();
        }
        boolean styled = colored && style != Style.PLAIN;
        if (styled) {
            text.append(style.on());
        }
        text.append(field);
        cells += field.cells();
        if (styled) {
            text.append(Style.OFF);
        }
        return this;
    }

    /// Blanks, so that what follows lines up; none for a negative count.
    Line pad(int blanks) {
        for (int i = 0; i < blanks; i++) {
            text.append(' ');
            cells++;
        }
        return this;
    }

    /// The bytes of the line with its line feed; blanks at its end are left out.
    byte[] finish() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
