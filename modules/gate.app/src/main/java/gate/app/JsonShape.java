package gate.app;

/// Tells whether bytes are one JSON text (RFC 8259) that every reader takes, without holding them.
///
/// It is fed in pieces of any size. Not more than [#DEPTH] values deep, strictly UTF-8, blanks
/// around it allowed. Owned by one thread.
final class JsonShape {

    /// How deep values may stand in one another.
    static final int DEPTH = 256;

    private enum State {
        VALUE,
        FIRST_ELEMENT,
        FIRST_NAME,
        NAME,
        COLON,
        AFTER,
        STRING,
        ESCAPE,
        HEX,
        MINUS,
        ZERO,
        DIGITS,
        POINT,
        FRACTION,
        E,
        SIGN,
        EXPONENT,
        WORD,
        WRONG
    }

    private final boolean[] objects = new boolean[DEPTH];
    private State state = State.VALUE;
    private int depth;
    private boolean inName;
    private String word = "";
    private int left;
    private int low;
    private int high;

    /// Whether all of these bytes are one JSON text.
    static boolean isJson(byte[] bytes) {
        var shape = new JsonShape();
        shape.feed(bytes, bytes.length);
        return shape.isWhole();
    }

    /// Takes the next bytes, from the first of the array on.
    void feed(byte[] bytes, int length) {
        for (int i = 0; i < length && state != State.WRONG; i++) {
            take(bytes[i] & 0xff);
        }
    }

    /// Whether what was fed is a whole JSON text.
    boolean isWhole() {
        return depth == 0
                && switch (state) {
                    case AFTER, ZERO, DIGITS, FRACTION, EXPONENT -> true;
                    default -> false;
                };
    }

    private void take(int b) {
        switch (state) {
            case VALUE -> value(b);
            case FIRST_ELEMENT -> {
                if (b == ']') {
                    close(false);
                } else {
                    value(b);
                }
            }
            case FIRST_NAME -> {
                if (b == '}') {
                    close(true);
                } else {
                    name(b);
                }
            }
            case NAME -> name(b);
            case COLON -> {
                if (!isBlank(b)) {
                    state = b == ':' ? State.VALUE : State.WRONG;
                }
            }
            case AFTER -> after(b);
            case STRING -> string(b);
            case ESCAPE -> escape(b);
            case HEX -> {
                boolean more = Character.digit(b, 16) >= 0 && b < 0x80;
                state = !more ? State.WRONG : --left == 0 ? State.STRING : State.HEX;
            }
            case MINUS -> state = b == '0' ? State.ZERO : digit(b, State.DIGITS);
            case ZERO -> number(b, State.WRONG, true);
            case DIGITS -> number(b, State.DIGITS, true);
            case POINT -> state = digit(b, State.FRACTION);
            case FRACTION -> number(b, State.FRACTION, false);
            case E -> state = b == '+' || b == '-' ? State.SIGN : digit(b, State.EXPONENT);
            case SIGN -> state = digit(b, State.EXPONENT);
            case EXPONENT -> {
                if (b < '0' || b > '9') {
                    after(b);
                }
            }
            case WORD -> {
                boolean right = b == word.charAt(left++);
                state = !right ? State.WRONG : left == word.length() ? State.AFTER : State.WORD;
            }
            case WRONG -> {}
        }
    }

    private void value(int b) {
        switch (b) {
            case ' ', '\t', '\n', '\r' -> {}
            case '{' -> open(true);
            case '[' -> open(false);
            case '"' -> startString(false);
            case '-' -> state = State.MINUS;
            case '0' -> state = State.ZERO;
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> state = digit(b, State.DIGITS);
        }
    }

    private void name(int b) {
        if (b == '"') {
            startString(true);
        } else if (!isBlank(b)) {
            state = State.WRONG;
        } // an object may begin with blanks: the state stays what it is
    }

    private void after(int b) {
        state = State.AFTER;
        if (isBlank(b)) {
            return;
        }
        if (b == ',' && depth > 0) {
            state = objects[depth - 1] ? State.NAME : State.VALUE;
        } else if (b == '}') {
            close(true);
        } else if (b == ']') {
            close(false);
        } else {
            state = State.WRONG;
        }
    }

    private void number(int b, State digits, boolean mayHavePoint) {
        if (b >= '0' && b <= '9') {
            state = digits;
        } else if (b == '.' && mayHavePoint) {
            state = State.POINT;
        } else if (b == 'e' || b == 'E') {
            state = State.E;
        } else {
            after(b);
        }
    }

    /// Inside a string `left` counts the bytes that a character still lacks, of which the next lies
    /// in `low` to `high` (RFC 3629, section 4).
    private void string(int b) {
        if (left > 0) {
            left = b >= low && b <= high ? left - 1 : -1;
            low = 0x80;
            high = 0xbf;
            state = left < 0 ? State.WRONG : State.STRING;
        } else if (b == '"') {
            state = inName ? State.COLON : State.AFTER;
        } else if (b == '\\') {
            state = State.ESCAPE;
        } else if (b < 0x20 || (b > 0x7f && b < 0xc2) || b > 0xf4) {
            state = State.WRONG;
        } else if (b > 0x7f) {
            left = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
            low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
            high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        }
    }

    private void escape(int b) {
        if (b == 'u') {
            left = 4;
            state = State.HEX;
        } else {
            state = "\"\\/bfnrt".indexOf(b) >= 0 ? State.STRING : State.WRONG;
        }
    }

    private void startString(boolean asName) {
        inName = asName;
        left = 0;
        state = State.STRING;
    }

    private void word(String expected) {
        word = expected;
        left = 1;
        state = State.WORD;
    }

    private void open(boolean object) {
        if (depth == DEPTH) {
            state = State.WRONG;
            return;
        }
        objects[depth++] = object;
        state = object ? State.FIRST_NAME : State.FIRST_ELEMENT;
    }

    private void close(boolean object) {
        if (depth == 0 || objects[depth - 1] != object) {
            state = State.WRONG;
            return;
        }
        depth--;
        state = State.AFTER;
    }

    private static State digit(int b, State next) {
        return b >= '0' && b <= '9' ? next : State.WRONG;
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
