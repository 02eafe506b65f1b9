package gate.app;

import org.jline.utils.WCWidth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Turns frames into what to send to the terminal: of each frame the lines that changed.
///
/// All bytes that the screen ever gets are made here and in [Strip]: sequences of our own, and
/// [SafeText] between them. Owned by one thread.
final class Painter {

    /// A screen of its own, without the blinking cursor, and lines that never wrap by themselves.
    static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H\u001b[2J";

    /// All of it back as it was.
    static final String LEAVE = "\u001b[?2026l\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";

    private static final String BEGIN = "\u001b[?2026h";
    private static final String END = "\u001b[?2026l";

    private final boolean colored;
    private final boolean ascii;
    private List<String> shown = List.of();
    private String shownCursor = "";

    /// @param ascii whether the terminal can show ASCII only
    Painter(boolean colored, boolean ascii) {
        this.colored = colored;
        this.ascii = ascii;
    }

    /// The terminal shows something else by now: the next frame is sent whole.
    void forget() {
        shown = List.of();
        shownCursor = "";
    }

    /// What makes the terminal show this frame; empty where it does already.
    byte[] paint(Frame frame) {
        var lines = new ArrayList<String>(frame.lines().size());
        for (Strip line : frame.lines()) {
            lines.add(ascii ? ascii(line.ansi(colored)) : line.ansi(colored));
        }
        String cursor =
                frame.cursorRow() < 0
                        ? "\u001b[?25l"
                        : "\u001b["
                                + (frame.cursorRow() + 1)
                                + ';'
                                + (frame.cursorColumn() + 1)
                                + "H\u001b[?25h";
        var bytes = new StringBuilder();
        boolean whole = lines.size() != shown.size();
        if (whole) {
            bytes.append("\u001b[2J");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (whole || !lines.get(i).equals(shown.get(i))) {
                bytes.append("\u001b[").append(i + 1).append(";1H").append(lines.get(i));
            }
        }
        boolean isSame = bytes.isEmpty() && cursor.equals(shownCursor);
        shown = lines;
        shownCursor = cursor;
        return isSame
                ? new byte[0]
                : (BEGIN + bytes + cursor + END).getBytes(StandardCharsets.UTF_8);
    }

    /// As wide as it was, with `?` for what is not ASCII.
    static String ascii(String text) {
        var ascii = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point < 0x7f) {
                ascii.append((char) point);
            } else {
                int cells = Math.max(0, WCWidth.wcwidth(point));
                ascii.append((point == '…' ? "~~" : "??").substring(0, cells));
            }
        }
        return ascii.toString();
    }
}
