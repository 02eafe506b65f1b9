package gate.app;

import gate.app.Scout.Known;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The list of sessions, narrowed down as one types. Owned by the thread of the screen.
final class SessionPicker {

    private static final int CHARS = 64;

    private List<Known> known = List.of();
    private final StringBuilder typed = new StringBuilder();
    private int cursor;

    void begin() {
        typed.setLength(0);
        cursor = 0;
    }

    void show(List<Known> sessions) {
        known = sessions;
        cursor = Math.clamp(cursor, 0, Math.max(0, fitting().size() - 1));
    }

    int size() {
        return known.size();
    }

    String typed() {
        return typed.toString();
    }

    int cursor() {
        return cursor;
    }

    /// Those with the typed text in id, server or client.
    List<Known> fitting() {
        String wanted = typed.toString().toLowerCase(Locale.ROOT);
        var fitting = new ArrayList<Known>();
        for (Known session : known) {
            var heading = session.heading();
            String all = heading.id() + ' ' + heading.serverName() + ' ' + heading.clientName();
            if (all.toLowerCase(Locale.ROOT).contains(wanted)) {
                fitting.add(session);
            }
        }
        return fitting;
    }

    void press(Key key) {
        int last = Math.max(0, fitting().size() - 1);
        switch (key.name()) {
            case UP -> cursor = Math.max(0, cursor - 1);
            case DOWN -> cursor = Math.min(last, cursor + 1);
            case PAGE_UP, HOME -> cursor = 0;
            case PAGE_DOWN, END -> cursor = last;
            case BACKSPACE -> {
                typed.setLength(Math.max(0, typed.length() - 1));
                cursor = 0;
            }
            case CHAR -> {
                if (typed.length() < CHARS && key.point() < 0x7f) {
                    typed.append((char) key.point());
                    cursor = 0;
                }
            }
            default -> {}
        }
    }
}
