package gate.app;

import java.util.List;

/// What the screen shows at one moment: exactly as many lines as it has.
///
/// @param cursorRow where the terminal's cursor blinks, from 0; -1 where it is hidden
record Frame(List<Strip> lines, int cursorRow, int cursorColumn) {

    Frame {
        lines = List.copyOf(lines);
    }

    /// The lines as text.
    String text() {
        var text = new StringBuilder();
        for (Strip line : lines) {
            text.append(line.text()).append('\n');
        }
        return text.toString();
    }
}
