package gate.app;

import gate.app.ViewState.Body;
import gate.app.ViewState.Focus;
import gate.app.ViewState.Overlay;
import gate.app.ViewState.Panes;
import gate.audit.AuditRow;
import gate.audit.Decision;

/// What each key does to the state. Owned by the thread of the screen.
final class ViewKeys {

    /// What is to be done outside the state.
    enum Then {
        NOTHING,
        QUIT,
        REDRAW,
        SUSPEND,
        PAGE
    }

    /// Takes what was chosen in the copy menu.
    interface Clipboard {

        /// Returns what to tell about it.
        String copy(SafeText text);
    }

    private final ViewState state;
    private final Clipboard clipboard;

    ViewKeys(ViewState state, Clipboard clipboard) {
        this.state = state;
        this.clipboard = clipboard;
    }

    Then press(Key key) {
        state.note = "";
        if (key.name() == Key.Name.CTRL) {
            switch ((char) key.point()) {
                case 'c' -> {
                    return Then.QUIT;
                }
                case 'l' -> {
                    return Then.REDRAW;
                }
                case 'z' -> {
                    return Then.SUSPEND;
                }
                default -> {}
            }
        }
        if (state.filter.isEditing()) {
            edit(key);
            return Then.NOTHING;
        }
        return switch (state.overlay) {
            case NONE -> command(key);
            case SESSIONS -> pick(key);
            case COPY -> copy(key);
            case EXPLAIN -> explain(key);
            case COLUMNS -> {
                if (!state.columns.press(key.point(), RowLine.isNarrow(state.width))) {
                    state.overlay = Overlay.NONE;
                }
                yield Then.NOTHING;
            }
            case HELP -> {
                state.overlay = Overlay.NONE;
                yield Then.NOTHING;
            }
        };
    }

    private void edit(Key key) {
        switch (key.name()) {
            case ENTER -> {
                if (state.filter.error().isEmpty()) {
                    state.filter.accept();
                }
            }
            case ESCAPE -> {
                state.filter.cancel();
                state.refilter();
            }
            case TAB -> {
                if (state.filter.complete(state::names)) {
                    state.refilter();
                }
            }
            default -> {
                if (state.filter.press(key)) {
                    state.refilter();
                }
            }
        }
    }

    private Then pick(Key key) {
        switch (key.name()) {
            case ESCAPE -> state.overlay = Overlay.NONE;
            case ENTER -> {
                var fitting = state.sessions();
                state.overlay = Overlay.NONE;
                if (!fitting.isEmpty()) {
                    String id = fitting.get(state.picker.cursor()).heading().id();
                    if (ViewState.isWord(id)) {
                        state.filter.set("session:" + id);
                        state.filterOn = true;
                        state.refilter();
                        state.follow();
                    }
                }
            }
            default -> state.picker.press(key);
        }
        return Then.NOTHING;
    }

    private Then copy(Key key) {
        state.overlay = Overlay.NONE;
        RowCache.Held entry = state.current();
        if (entry == null || key.name() != Key.Name.CHAR) {
            return Then.NOTHING;
        }
        SafeText text = CopyMenu.text((char) key.point(), entry.row(), state.cache);
        if (text != null) {
            state.note = clipboard.copy(text);
            boolean isMessage = key.point() == 'y' || key.point() == 'r';
            if (isMessage && entry.row().keptBytes() > CopyMenu.BYTES) {
                state.note += "; the message is longer";
            }
        }
        return Then.NOTHING;
    }

    /// In the explanation: it scrolls, and any other key closes it.
    private Then explain(Key key) {
        int page = Math.max(1, state.height - 6);
        long by =
                switch (key.name()) {
                    case UP -> -1;
                    case DOWN -> 1;
                    case PAGE_UP -> -page;
                    case PAGE_DOWN -> page;
                    case HOME -> -Integer.MAX_VALUE;
                    case END -> Integer.MAX_VALUE;
                    case CHAR ->
                            switch (key.point()) {
                                case 'k' -> -1;
                                case 'j' -> 1;
                                case 'g' -> -Integer.MAX_VALUE;
                                case 'G', ' ' -> page;
                                default -> 0;
                            };
                    default -> 0;
                };
        if (by != 0) {
            state.advised.top = Math.clamp(state.advised.top + by, 0, Integer.MAX_VALUE);
        } else if (key.equals(Key.of('R'))) {
            state.judgeAnew();
        } else {
            state.overlay = Overlay.NONE;
        }
        return Then.NOTHING;
    }

    private Then command(Key key) {
        ViewLayout layout = ViewLayout.of(state);
        switch (key.name()) {
            case UP -> move(-1, layout);
            case DOWN -> move(1, layout);
            case PAGE_UP -> move(-page(layout), layout);
            case PAGE_DOWN -> move(page(layout), layout);
            case HOME -> move(-Integer.MAX_VALUE / 2, layout);
            case END -> move(Integer.MAX_VALUE / 2, layout);
            case LEFT -> sideways(-1, layout);
            case RIGHT -> sideways(1, layout);
            case ENTER -> {
                state.focus = Focus.DETAIL;
                if (state.panes == Panes.LIST) {
                    state.panes = Panes.BOTH;
                }
            }
            case TAB, BACK_TAB ->
                    state.focus = state.focus == Focus.LIST ? Focus.DETAIL : Focus.LIST;
            case ESCAPE -> {
                state.focus = Focus.LIST;
                if (state.panes == Panes.DETAIL) {
                    state.panes = Panes.BOTH;
                }
            }
            case CTRL -> {
                int half = Math.max(1, page(layout) / 2);
                switch ((char) key.point()) {
                    case 'u' -> move(-half, layout);
                    case 'd' -> move(half, layout);
                    case 'b' -> move(-page(layout), layout);
                    case 'f' -> move(page(layout), layout);
                    default -> {}
                }
            }
            case CHAR -> {
                return letter((char) Math.min(key.point(), Character.MAX_VALUE), layout);
            }
            default -> {}
        }
        return Then.NOTHING;
    }

    private Then letter(char letter, ViewLayout layout) {
        switch (letter) {
            case 'q' -> {
                return Then.QUIT;
            }
            case 'o' -> {
                return Then.PAGE;
            }
            case 'j' -> move(1, layout);
            case 'k' -> move(-1, layout);
            case 'g' -> move(-Integer.MAX_VALUE / 2, layout);
            case 'G' -> move(Integer.MAX_VALUE / 2, layout);
            case 'h' -> sideways(-1, layout);
            case 'l' -> sideways(1, layout);
            case 'F' -> state.follow();
            case ' ' -> state.pauseOrResume();
            case '/' -> state.filter.edit();
            case 'f' -> {
                state.hold();
                state.filterOn = !state.filterOn;
            }
            case 'n' -> match(1, layout);
            case 'N' -> match(-1, layout);
            case 'b' -> jump(Decision.BLOCK, 1, layout);
            case 'B' -> jump(Decision.BLOCK, -1, layout);
            case 'w' -> jump(Decision.WARN, 1, layout);
            case 'W' -> jump(Decision.WARN, -1, layout);
            case 'r' -> pair(layout);
            case 's' -> state.openSessions();
            case 'e' -> state.openExplanation();
            case 'c' -> state.overlay = Overlay.COLUMNS;
            case 'z', 'Z' -> fold(letter == 'z', layout);
            case 'R' -> state.judgeAnew();
            case 'S', 't', 'x' -> term(letter);
            case '1' -> toggle(Decision.ALLOW);
            case '2' -> toggle(Decision.WARN);
            case '3' -> toggle(Decision.BLOCK);
            case '0' -> {
                state.hidden.clear();
                state.onlyMarked = false;
                state.refilter();
            }
            case 'm' -> mark(layout);
            case 'M' -> {
                state.onlyMarked = !state.onlyMarked;
                state.filterOn = true;
                state.refilter();
            }
            case 'p' -> {
                state.body =
                        switch (state.body) {
                            case PRETTY -> Body.RAW;
                            case RAW -> Body.HEX;
                            case HEX -> Body.PRETTY;
                        };
                state.detailToTop();
            }
            case 'y' -> state.overlay = Overlay.COPY;
            case '?' -> state.overlay = Overlay.HELP;
            case '+' -> panes(true);
            case '_', '-' -> panes(false);
            default -> {}
        }
        return Then.NOTHING;
    }

    private static int page(ViewLayout layout) {
        return layout.listRows() > 0 ? layout.pageRows() : Math.max(1, layout.detailRows() - 1);
    }

    private void move(int by, ViewLayout layout) {
        RowCache.Held entry = state.current();
        if (state.focus == Focus.DETAIL && layout.detailRows() > 0 && entry != null) {
            int lines = state.detail.lines(state, entry, layout.detailWidth()).size();
            int most = Math.max(0, lines - 1);
            state.detailLine = Math.clamp((long) state.detailLine + by, 0, most);
            if (Math.abs(by) > 1) {
                state.detailTop = Math.clamp((long) state.detailTop + by, 0, most);
            }
        } else {
            state.moveTo(
                    Math.clamp((long) state.cursor() + by, 0, Integer.MAX_VALUE), listRows(layout));
        }
    }

    private void fold(boolean folds, ViewLayout layout) {
        RowCache.Held entry = state.current();
        if (state.focus != Focus.DETAIL || entry == null || state.body != Body.PRETTY) {
            state.note = "Enter goes to the message; there z folds what the cursor is in";
        } else if (folds) {
            int at = state.detail.fold(state, entry, layout.detailWidth(), state.detailLine);
            state.detailLine = at < 0 ? state.detailLine : at;
            state.note = at < 0 ? "there is nothing to fold here" : "";
        } else {
            state.detail.unfold(state, entry, layout.detailWidth(), state.detailLine);
        }
    }

    private void sideways(int direction, ViewLayout layout) {
        int step = Math.max(4, layout.listWidth() / 2);
        state.sideways = Math.clamp(state.sideways + (long) direction * step, 0, 4096);
    }

    private void jump(Decision decision, int direction, ViewLayout layout) {
        RowIndex rows = state.rows();
        int size = state.size();
        for (int i = state.cursor() + direction; i >= 0 && i < size; i += direction) {
            if (rows.is(i, decision)) {
                state.moveTo(i, listRows(layout));
                return;
            }
        }
        state.note =
                "no "
                        + (direction > 0 ? "later " : "earlier ")
                        + decision.name()
                        + (state.isNarrowed() ? " that passes the filter; f switches it off" : "");
    }

    /// To the next row that the filter would let through.
    private void match(int direction, ViewLayout layout) {
        int cursor = state.cursor();
        if (cursor < 0 || state.filter.applied().isEmpty()) {
            state.note = "no filter to look for: / begins one";
            return;
        }
        long id = state.rows().id(cursor);
        int next = state.matches.find(direction > 0 ? id + 1 : id) - (direction > 0 ? 0 : 1);
        if (next < 0 || next >= state.matches.size()) {
            state.note = direction > 0 ? "no later match" : "no earlier match";
            return;
        }
        state.moveTo(state.rows().find(state.matches.id(next)), listRows(layout));
    }

    private void pair(ViewLayout layout) {
        int cursor = state.cursor();
        long pair = cursor < 0 ? 0 : state.cache.pairOf(state.rows().id(cursor));
        if (pair == 0) {
            state.note = "no answer or request belongs to this message, or none is near it";
            return;
        }
        int index = state.rows().find(pair);
        if (index < state.size() && state.rows().id(index) == pair) {
            state.moveTo(index, listRows(layout));
        } else {
            state.note =
                    "its pair #" + pair + " is not among these rows; f switches the filter off";
        }
    }

    private void term(char letter) {
        RowCache.Held entry = state.current();
        if (entry == null) {
            return;
        }
        AuditRow row = entry.row();
        String tool = row.toolName();
        String method = row.method();
        String what =
                tool != null
                        ? "tool:" + tool
                        : method != null ? "method:" + method : "kind:" + row.kind();
        String term =
                switch (letter) {
                    case 'S' -> "session:" + row.sessionId();
                    case 't' -> what;
                    default -> '-' + what;
                };
        if (ViewState.isWord(term.substring(term.indexOf(':') + 1))) {
            state.addTerm(term);
        } else {
            state.note = "this name cannot stand in a filter; type a part of it with /";
        }
    }

    private void toggle(Decision decision) {
        if (!state.hidden.remove(decision)) {
            state.hidden.add(decision);
        }
        state.filterOn = true;
        state.refilter();
    }

    private void mark(ViewLayout layout) {
        int cursor = state.cursor();
        if (cursor < 0) {
            return;
        }
        long id = state.rows().id(cursor);
        if (!state.marks.remove(id)) {
            if (state.marks.size() >= FilterKeys.MARKS) {
                state.note = FilterKeys.MARKS + " messages are marked; unmark some with m";
                return;
            }
            state.marks.add(id);
        }
        if (!state.onlyMarked) {
            state.moveTo(cursor + 1, listRows(layout));
        } else {
            state.refilter();
        }
    }

    private void panes(boolean larger) {
        state.panes =
                switch (state.panes) {
                    case LIST -> larger ? Panes.BOTH : Panes.LIST;
                    case BOTH -> larger ? Panes.DETAIL : Panes.LIST;
                    case DETAIL -> larger ? Panes.DETAIL : Panes.BOTH;
                };
        state.focus = state.panes == Panes.DETAIL ? Focus.DETAIL : Focus.LIST;
    }

    private static int listRows(ViewLayout layout) {
        return Math.max(1, layout.listRows());
    }
}
