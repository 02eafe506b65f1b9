package gate.app;

import java.util.ArrayList;
import java.util.List;

/// Characters from the terminal into keys.
///
/// What begins with ESC is a key of its own, an answer of the terminal, or the Escape key: the last
/// if nothing follows soon. Sequences that nobody knows are dropped whole, so that an answer never
/// counts as typed. Owned by one thread.
final class KeyDecoder {

    private static final int SEQUENCE_CHARS = 64;

    private final StringBuilder sequence = new StringBuilder();

    /// Whether the characters so far may be the beginning of a key.
    boolean isInside() {
        return !sequence.isEmpty();
    }

    /// Takes one character; returns the keys that it completes, often one.
    List<Key> take(int c) {
        var keys = new ArrayList<Key>(1);
        if (sequence.isEmpty()) {
            if (c == 0x1b) {
                sequence.append((char) c);
            } else {
                keys.add(plain(c));
            }
            return keys;
        }
        if (c == 0x1b) {
            keys.addAll(end());
            sequence.append((char) c);
            return keys;
        }
        sequence.append((char) c);
        char second = sequence.charAt(1);
        if (sequence.length() == 2 && second != '[' && second != 'O' && !isString(second)) {
            sequence.setLength(0);
            keys.add(Key.of(Key.Name.ESCAPE));
            keys.add(plain(c));
        } else if (isString(second)) {
            // An answer such as ESC ] ... BEL, or ... ESC \.
            if (c == 0x07 || sequence.length() >= SEQUENCE_CHARS) {
                sequence.setLength(0);
            }
        } else if (sequence.length() > 2 && c >= 0x40 && c <= 0x7e) {
            keys.add(named(sequence.substring(1)));
            sequence.setLength(0);
        } else if (sequence.length() >= SEQUENCE_CHARS) {
            sequence.setLength(0);
        }
        return keys;
    }

    /// Nothing follows any more: a lone ESC was the Escape key.
    List<Key> end() {
        boolean isEscape = sequence.length() == 1;
        sequence.setLength(0);
        return isEscape ? List.of(Key.of(Key.Name.ESCAPE)) : List.of();
    }

    private static boolean isString(char second) {
        return second == ']' || second == 'P' || second == '_' || second == '^';
    }

    private static Key plain(int c) {
        return switch (c) {
            case '\r', '\n' -> Key.of(Key.Name.ENTER);
            case '\t' -> Key.of(Key.Name.TAB);
            case 0x7f, 0x08 -> Key.of(Key.Name.BACKSPACE);
            default -> c < 0x20 ? new Key(Key.Name.CTRL, c + 0x60) : new Key(Key.Name.CHAR, c);
        };
    }

    private static Key named(String sequence) {
        return Key.of(
                switch (sequence) {
                    case "[A", "OA" -> Key.Name.UP;
                    case "[B", "OB" -> Key.Name.DOWN;
                    case "[C", "OC" -> Key.Name.RIGHT;
                    case "[D", "OD" -> Key.Name.LEFT;
                    case "[H", "OH", "[1~", "[7~" -> Key.Name.HOME;
                    case "[F", "OF", "[4~", "[8~" -> Key.Name.END;
                    case "[5~" -> Key.Name.PAGE_UP;
                    case "[6~" -> Key.Name.PAGE_DOWN;
                    case "[3~" -> Key.Name.DELETE;
                    case "[Z" -> Key.Name.BACK_TAB;
                    case "OM" -> Key.Name.ENTER;
                    default -> Key.Name.OTHER;
                });
    }
}
