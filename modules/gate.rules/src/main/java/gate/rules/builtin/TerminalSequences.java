package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Reads one text for the control sequences of terminals (ECMA-48; xterm, "Control Sequences").
///
/// Of all that is found the first harm stays, or the first oddity if there is no harm. Owned by one
/// thread, for one text.
final class TerminalSequences {

    private static final char ESC = 0x1b;
    private static final char BELL = 0x07;

    /// C1 controls, each ESC and one letter in one character. Text that was read in a wrong
    /// encoding holds them too, so they count only with what belongs behind them.
    private static final char CSI = 0x9b;

    private static final char OSC = 0x9d;
    private static final char ST = 0x9c;

    private static final int NO_COLOR = -1;

    private final String text;
    private final boolean isOffer;
    private @Nullable String reason;
    private boolean isHarm;
    private int start;
    private int end;

    private boolean isConcealed;
    private int foreground = NO_COLOR;
    private int background = NO_COLOR;
    private int hiddenFrom = -1;
    private int hiddenLetters;

    /// @param isOffer whether any sequence at all is harm here
    TerminalSequences(String text, boolean isOffer) {
        this.text = text;
        this.isOffer = isOffer;
    }

    /// Whether a character may begin a sequence.
    static boolean begins(int point) {
        return point == ESC || point == CSI || point == OSC;
    }

    /// Why the text is odd, or null.
    @Nullable String read() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (begins(c)) {
                at = sequence(at);
            } else {
                if (hiddenFrom >= 0 && Character.isLetterOrDigit(c)) {
                    hiddenLetters++;
                }
                at++;
            }
        }
        seen(text.length());
        return reason;
    }

    boolean isHarm() {
        return isHarm;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    private int sequence(int at) {
        char c = text.charAt(at);
        int next = at + 1;
        char kind =
                c == CSI ? '[' : c == OSC ? ']' : next < text.length() ? text.charAt(next++) : 0;
        int to =
                switch (kind) {
                    case '[' -> csi(at, next, c == CSI);
                    case ']' -> string(next, c == OSC);
                    case 'P', 'X', '^', '_' -> string(next, false);
                    default -> next;
                };
        if (to == at + 1) {
            return to; // a C1 character that is none
        }
        if (isOffer) {
            note(true, "a control sequence where a server says what it offers", at, to);
        }
        if (kind == ']') {
            osc(at, next, to);
        } else if (kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
            note(false, "a string for the terminal", at, to);
        } else if (kind == 'c') {
            note(false, "a reset of the terminal", at, to);
        }
        return to;
    }

    /// Reads what ends with BEL or ST; a C1 character without a digit behind it is none.
    private int string(int from, boolean isC1) {
        if (isC1 && (from >= text.length() || !isDigit(text.charAt(from)))) {
            return from;
        }
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == BELL || c == ST) {
                return at + 1;
            }
            if (c == ESC) {
                boolean isEnd = at + 1 < text.length() && text.charAt(at + 1) == '\\';
                return isEnd ? at + 2 : at;
            }
        }
        return text.length();
    }

    private void osc(int at, int from, int to) {
        int number = 0;
        int next = from;
        while (next < to && isDigit(text.charAt(next)) && number < 10_000) {
            number = number * 10 + text.charAt(next) - '0';
            next++;
        }
        switch (number) {
            case 52 -> note(true, "a sequence that writes the clipboard", at, to);
            case 50 -> note(true, "a sequence that makes the terminal answer", at, to);
            case 0, 1, 2 -> note(false, "a sequence that sets the title", at, to);
            case 8 -> link(at, next, to);
            default -> {}
        }
    }

    /// `8;params;URI`: what is shown is another text, so the target counts.
    private void link(int at, int from, int to) {
        int uri = after(Math.min(from + 1, to), to);
        if (uri >= to) {
            return;
        }
        boolean isUsual =
                text.charAt(uri) < ' '
                        || text.charAt(uri) == ST
                        || text.startsWith("http://", uri)
                        || text.startsWith("https://", uri)
                        || text.startsWith("file://", uri)
                        || text.startsWith("mailto:", uri);
        if (!isUsual) {
            note(true, "a hyperlink to no page", at, to);
        }
    }

    private int csi(int at, int from, boolean isC1) {
        if (isC1 && (from >= text.length() || !isDigit(text.charAt(from)))) {
            return from;
        }
        int next = from;
        while (next < text.length() && text.charAt(next) >= 0x20 && text.charAt(next) < 0x40) {
            next++;
        }
        boolean isWhole = next < text.length() && text.charAt(next) >= 0x40 && next - from < 64;
        if (!isWhole || text.charAt(next) > 0x7e) {
            return from;
        }
        int to = next + 1;
        switch (text.charAt(next)) {
            case 'm' -> colors(from, next, to);
            case 'H', 'f', 'S', 'T', 'L', 'M', 'd' ->
                    note(false, "a sequence that writes over what was shown", at, to);
            case 'J' -> {
                if (next > from && text.charAt(from) > '0') {
                    note(false, "a sequence that clears the screen", at, to);
                }
            }
            case 't', 'c', 'n' -> answers(at, from, next, to);
            default -> {}
        }
        return to;
    }

    /// Reports that the terminal types as if the user had: the title (21t), who it is (c), where
    /// the cursor is (6n).
    private void answers(int at, int from, int next, int to) {
        boolean isTitle = text.charAt(next) == 't' && text.startsWith("21", from);
        if (isTitle) {
            note(true, "a sequence that makes the terminal type its title", at, to);
        } else if (text.charAt(next) != 't') {
            note(false, "a sequence that makes the terminal answer", at, to);
        }
    }

    /// Follows colours only as far as telling whether text in them can be seen.
    private void colors(int from, int next, int to) {
        int at = from;
        do {
            int value = number(at, next);
            at = after(at, next);
            if (value == 38 || value == 48) {
                int mode = number(at, next);
                at = after(at, next);
                int color = mode << 24;
                for (int i = 0; i < (mode == 2 ? 3 : 1); i++) {
                    color = color * 31 + number(at, next);
                    at = after(at, next);
                }
                color(value == 38, color);
            } else {
                color(value);
            }
        } while (at < next);
        boolean isHidden = isConcealed || (foreground != NO_COLOR && foreground == background);
        if (isHidden && hiddenFrom < 0) {
            hiddenFrom = to;
            hiddenLetters = 0;
        } else if (!isHidden) {
            seen(from);
        }
    }

    private void color(int value) {
        switch (value) {
            case 0 -> {
                isConcealed = false;
                foreground = NO_COLOR;
                background = NO_COLOR;
            }
            case 8 -> isConcealed = true;
            case 28 -> isConcealed = false;
            case 39 -> foreground = NO_COLOR;
            case 49 -> background = NO_COLOR;
            default -> {
                if ((value >= 30 && value <= 37) || (value >= 90 && value <= 97)) {
                    color(true, value % 10 + (value >= 90 ? 8 : 0));
                } else if ((value >= 40 && value <= 47) || (value >= 100 && value <= 107)) {
                    color(false, value % 10 + (value >= 100 ? 8 : 0));
                }
            }
        }
    }

    private void color(boolean isForeground, int color) {
        if (isForeground) {
            foreground = color;
        } else {
            background = color;
        }
    }

    /// What follows can be seen again.
    private void seen(int at) {
        if (hiddenFrom >= 0 && hiddenLetters > 1) {
            note(true, "text that the terminal does not show", hiddenFrom, at);
        }
        hiddenFrom = -1;
    }

    private int number(int from, int to) {
        int value = 0;
        for (int at = from; at < to && isDigit(text.charAt(at)) && value < 100_000; at++) {
            value = value * 10 + text.charAt(at) - '0';
        }
        return value;
    }

    /// Where the parameter behind this one begins.
    private int after(int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) != ';' && text.charAt(at) != ':') {
            at++;
        }
        return at < to ? at + 1 : to;
    }

    private void note(boolean harms, String why, int from, int to) {
        if (reason == null || (harms && !isHarm)) {
            reason = why;
            isHarm = harms;
            start = Math.min(from, to);
            end = to;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
