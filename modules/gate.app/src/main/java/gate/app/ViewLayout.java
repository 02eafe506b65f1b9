package gate.app;

import gate.app.ViewState.Focus;
import gate.app.ViewState.Panes;

/// How the screen is divided.
///
/// Above stand two lines, the state and the filter, and below one with the keys.
///
/// @param listRows lines for messages, 0 where the list is not shown
/// @param listWidth columns inside the list
/// @param headings whether a line above the list names its columns
/// @param stripRows lines below the list about the message under the cursor
/// @param detailRows lines inside the pane of one message, 0 where it is not shown
/// @param detailWidth columns inside it
/// @param boxed whether list and detail stand side by side in boxes
record ViewLayout(
        int listRows,
        int listWidth,
        boolean headings,
        int stripRows,
        int detailRows,
        int detailWidth,
        boolean boxed) {

    static final int LEAST_WIDTH = 30;
    static final int LEAST_HEIGHT = 5;

    /// From this width on two panes stand side by side.
    static final int WIDE = 100;

    /// Below this width there is room for a list only, and in it for the shortest of each column.
    static final int NARROW = 60;

    private static final int LOW = 10;
    private static final int AROUND = 3;
    private static final int STRIP_ROWS = 7;

    static ViewLayout of(ViewState state) {
        int rows = state.height - AROUND;
        int width = state.width;
        boolean wide = width >= WIDE && state.panes == Panes.BOTH && state.height >= LOW;
        if (wide) {
            int left = width * 13 / 25;
            return new ViewLayout(rows - 3, left - 2, true, 0, rows - 2, width - left - 2, true);
        }
        boolean alone =
                state.panes == Panes.DETAIL
                        || (state.focus == Focus.DETAIL && state.panes == Panes.BOTH);
        if (alone) {
            return new ViewLayout(0, width, false, 0, rows, width, false);
        }
        boolean headings = state.height >= LOW;
        boolean strip = headings && width >= NARROW && state.panes == Panes.BOTH;
        int stripRows = strip ? Math.min(STRIP_ROWS, rows / 2) : 0;
        int listRows = rows - stripRows - (headings ? 1 : 0);
        return new ViewLayout(listRows, width, headings, stripRows, 0, width, false);
    }

    /// How many lines a page has.
    int pageRows() {
        return Math.max(1, Math.max(listRows, 1) - 1);
    }
}
