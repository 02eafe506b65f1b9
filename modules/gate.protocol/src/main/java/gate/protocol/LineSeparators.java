package gate.protocol;

/// Looks for a message hidden between line separators that JSON allows raw inside strings.
///
/// MCP frames on LF alone, but some readers of text also end a line at U+0085, U+2028 and U+2029.
/// For those, a piece between two separators is a line of its own. A piece counts as an object when
/// it begins like one: `{}`, or `{`, a name and a colon. What follows is not looked at, for lenient
/// peers differ in what they forgive there; that makes one pass, without copying, enough.
///
/// Owned by one thread.
final class LineSeparators {

    private static final int ORDINARY = 0;
    private static final int AT_START = 1;
    private static final int AFTER_BRACE = 2;
    private static final int IN_QUOTES = 3;
    private static final int AFTER_BACKSLASH = 4;
    private static final int IN_BARE_NAME = 5;
    private static final int AFTER_NAME = 6;
    private static final int LIKE_AN_OBJECT = 7;

    private int state = ORDINARY;
    private int quote;

    private LineSeparators() {}

    /// Whether a piece between two separators begins like a JSON object: of the line itself, or of
    /// a string in it once unescaped.
    static boolean hideObject(Json json, int from, int to) {
        if (lineHidesObject(json.bytes(), from, to)) {
            return true;
        }
        var points = new CodePoints();
        for (int node = 0; node < json.count(); node++) {
            boolean differsFromLine =
                    json.isText(node)
                            && (json.metas[node] & Json.ESCAPED) != 0
                            && (json.metas[node] & Json.NON_ASCII) != 0;
            if (differsFromLine && textHidesObject(points.over(json, node))) {
                return true;
            }
        }
        return false;
    }

    private static boolean lineHidesObject(byte[] bytes, int from, int to) {
        var pieces = new LineSeparators();
        for (int i = from; i < to; i++) {
            int point = bytes[i];
            if (point == (byte) 0xc2 && bytes[i + 1] == (byte) 0x85) {
                point = 0x85;
            } else if (point == (byte) 0xe2
                    && bytes[i + 1] == (byte) 0x80
                    && (bytes[i + 2] & 0xfe) == 0xa8) {
                point = 0x2028;
            }
            if (pieces.take(point)) {
                return true;
            }
            i += point == 0x85 ? 1 : point == 0x2028 ? 2 : 0;
        }
        return false;
    }

    private static boolean textHidesObject(CodePoints points) {
        var pieces = new LineSeparators();
        for (int point = points.next(); point >= 0; point = points.next()) {
            if (pieces.take(point)) {
                return true;
            }
        }
        return false;
    }

    /// Takes the next character, or the next byte where it is not ASCII.
    ///
    /// @return whether it ends a piece that begins like an object
    private boolean take(int point) {
        if (point == 0x85 || point == 0x2028 || point == 0x2029) {
            boolean endsObject = state == LIKE_AN_OBJECT;
            state = AT_START;
            return endsObject;
        }
        boolean isBlank = point >= 0 && point <= ' ';
        switch (state) {
            case AT_START -> state = isBlank ? AT_START : point == '{' ? AFTER_BRACE : ORDINARY;
            case AFTER_BRACE -> state = isBlank ? AFTER_BRACE : afterBrace(point);
            case IN_QUOTES ->
                    state =
                            point == '\\'
                                    ? AFTER_BACKSLASH
                                    : point == quote ? AFTER_NAME : IN_QUOTES;
            case AFTER_BACKSLASH -> state = IN_QUOTES;
            case IN_BARE_NAME, AFTER_NAME -> {
                if (point == ':') {
                    state = LIKE_AN_OBJECT;
                } else if (isBlank) {
                    state = AFTER_NAME;
                } else if (state == AFTER_NAME || !isOfName(point)) {
                    state = ORDINARY;
                }
            }
            default -> {}
        }
        return false;
    }

    private int afterBrace(int point) {
        if (point == '}') {
            return LIKE_AN_OBJECT;
        }
        if (point == '"' || point == '\'') {
            quote = point;
            return IN_QUOTES;
        }
        return isOfName(point) ? IN_BARE_NAME : ORDINARY;
    }

    private static boolean isOfName(int point) {
        return (point >= 'a' && point <= 'z')
                || (point >= 'A' && point <= 'Z')
                || (point >= '0' && point <= '9')
                || point == '_'
                || point == '$'
                || point < 0
                || point >= 0x80;
    }
}
