package gate.app;

import java.util.ArrayList;
import java.util.List;

/// The line in which a filter is typed. Owned by the thread of the screen.
final class FilterLine {

    private static final int HISTORY = 100;

    private final StringBuilder text = new StringBuilder();
    private final List<String> history = new ArrayList<>();
    private int cursor;
    private int recalled;
    private boolean editing;
    private String before = "";
    private String applied = "";
    private String error = "";
    private int errorAt;
    private List<String> candidates = List.of();

    boolean isEditing() {
        return editing;
    }

    String text() {
        return text.toString();
    }

    /// The last expression that made sense.
    String applied() {
        return applied;
    }

    int cursor() {
        return cursor;
    }

    /// What is wrong with the text, or nothing.
    String error() {
        return error;
    }

    int errorAt() {
        return errorAt;
    }

    /// What might be meant, after Tab.
    List<String> candidates() {
        return candidates;
    }

    void edit() {
        editing = true;
        before = applied;
        recalled = history.size();
        set(applied);
    }

    /// Keeps what was typed.
    void accept() {
        editing = false;
        candidates = List.of();
        if (!applied.isEmpty() && (history.isEmpty() || !history.getLast().equals(applied))) {
            history.add(applied);
            if (history.size() > HISTORY) {
                history.removeFirst();
            }
        }
    }

    /// Forgets what was typed; what was in force before is so again.
    void cancel() {
        editing = false;
        candidates = List.of();
        error = "";
        set(before);
        applied = before;
    }

    void set(String expression) {
        text.setLength(0);
        text.append(expression);
        cursor = text.length();
        candidates = List.of();
    }

    void isRight() {
        applied = text.toString();
        error = "";
    }

    void isWrong(int at, String message) {
        error = message;
        errorAt = at;
    }

    /// Edits the text; true if it changed.
    boolean press(Key key) {
        candidates = List.of();
        int length = text.length();
        switch (key.name()) {
            case CHAR -> {
                if (length < Filter.CHARS && SafeText.isVisible(key.point())) {
                    String typed = Character.toString(key.point());
                    text.insert(cursor, typed);
                    cursor += typed.length();
                }
            }
            case BACKSPACE -> {
                if (cursor > 0) {
                    int start = text.offsetByCodePoints(cursor, -1);
                    text.delete(start, cursor);
                    cursor = start;
                }
            }
            case DELETE -> {
                if (cursor < length) {
                    text.delete(cursor, text.offsetByCodePoints(cursor, 1));
                }
            }
            case LEFT -> cursor = cursor > 0 ? text.offsetByCodePoints(cursor, -1) : 0;
            case RIGHT -> cursor = cursor < length ? text.offsetByCodePoints(cursor, 1) : length;
            case HOME -> cursor = 0;
            case END -> cursor = length;
            case UP -> recall(recalled - 1);
            case DOWN -> recall(recalled + 1);
            case CTRL -> control((char) key.point());
            default -> {}
        }
        return text.length() != length || key.name() == Key.Name.UP || key.name() == Key.Name.DOWN;
    }

    private void control(char letter) {
        switch (letter) {
            case 'a' -> cursor = 0;
            case 'e' -> cursor = text.length();
            case 'u' -> set("");
            case 'k' -> text.setLength(cursor);
            case 'w' -> {
                int start = cursor;
                while (start > 0 && text.charAt(start - 1) == ' ') {
                    start--;
                }
                while (start > 0 && text.charAt(start - 1) != ' ') {
                    start--;
                }
                text.delete(start, cursor);
                cursor = start;
            }
            default -> {}
        }
    }

    private void recall(int which) {
        if (which >= 0 && which <= history.size()) {
            recalled = which;
            set(which == history.size() ? "" : history.get(which));
        }
    }

    /// Completes the word before the cursor; true if the text changed.
    ///
    /// @param names what values of `tool:`, `rule:`, `server:` and `method:` were seen
    boolean complete(Names names) {
        int start = cursor;
        while (start > 0 && " (|-!,".indexOf(text.charAt(start - 1)) < 0) {
            start--;
        }
        String word = text.substring(start, cursor);
        int colon = word.indexOf(':');
        String prefix = word.substring(colon + 1);
        List<String> known = colon < 0 ? keys() : values(word.substring(0, colon), names);
        var fitting = new ArrayList<String>();
        for (String candidate : known) {
            if (candidate.startsWith(prefix) && !fitting.contains(candidate)) {
                fitting.add(candidate);
            }
        }
        candidates = fitting;
        String common = common(fitting);
        if (common.length() <= prefix.length()) {
            return false;
        }
        text.insert(cursor, common.substring(prefix.length()));
        cursor += common.length() - prefix.length();
        candidates = fitting.size() == 1 ? List.of() : fitting;
        return true;
    }

    /// Values that the log has for a key.
    interface Names {
        List<String> of(String key);
    }

    private static List<String> keys() {
        var keys = new ArrayList<String>();
        for (String key : FilterKeys.KEYS) {
            keys.add(key + ':');
        }
        return keys;
    }

    private static List<String> values(String key, Names names) {
        return switch (key) {
            case "decision", "d" -> FilterKeys.DECISIONS;
            case "kind" -> FilterKeys.KINDS;
            case "is" -> FilterKeys.IS;
            case "has" -> FilterKeys.HAS;
            case "dir" -> FilterKeys.DIRECTIONS;
            default -> names.of(key);
        };
    }

    private static String common(List<String> words) {
        String common = words.isEmpty() ? "" : words.getFirst();
        for (String word : words) {
            while (!word.startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        return common;
    }
}
