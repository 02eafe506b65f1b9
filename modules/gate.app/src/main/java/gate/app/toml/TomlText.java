package gate.app.toml;

/// The characters of a TOML document, with the place of the next one: blanks, comments, keys and
/// strings. Owned by one thread.
final class TomlText {

    private static final int END = -1;

    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    TomlText(String text) {
        this.text = text;
    }

    int line() {
        return line;
    }

    int column() {
        return at - lineStart + 1;
    }

    /// The next character, or -1 at the end.
    int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    boolean accept(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char c) throws TomlException {
        if (!accept(c)) {
            throw wrong("expected `" + c + "`, not " + next());
        }
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /// Skips blanks, line breaks and comments.
    ///
    /// @return whether anything follows
    boolean skipBlankLines() throws TomlException {
        while (true) {
            skipBlanks();
            skipComment();
            if (!isLineBreak()) {
                return peek() != END;
            }
            skipLineBreak();
        }
    }

    /// Nothing but a comment may follow on the line.
    void endLine() throws TomlException {
        skipBlanks();
        skipComment();
        if (peek() != END && !isLineBreak()) {
            throw wrong("expected the end of the line, not " + next());
        }
    }

    /// A key: bare or in quotes.
    String key() throws TomlException {
        if (peek() == '"' || peek() == '\'') {
            return string(false);
        }
        int from = at;
        while (isBareKey(peek())) {
            at++;
        }
        if (at == from) {
            throw wrong("expected a key, not " + next());
        }
        return text.substring(from, at);
    }

    /// A value without quotes, up to what cannot belong to it. Between a date and a time stands one
    /// space.
    String bare() throws TomlException {
        int from = at;
        while (isBareValue(peek())) {
            at++;
        }
        boolean isDate = at - from == 10 && text.charAt(from + 4) == '-';
        if (isDate && peek() == ' ' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            at++;
            while (isBareValue(peek())) {
                at++;
            }
        }
        if (at == from) {
            throw wrong("expected a value, not " + next());
        }
        return text.substring(from, at);
    }

    /// A string in quotes of any kind.
    ///
    /// @param mayBeLong whether it may be in three quotes
    String string(boolean mayBeLong) throws TomlException {
        char quote = text.charAt(at);
        if (text.startsWith(String.valueOf(quote).repeat(3), at)) {
            if (!mayBeLong) {
                throw wrong("a key takes no string of many lines");
            }
            return longString(quote);
        }
        at++;
        var value = new StringBuilder();
        while (peek() != quote) {
            if (peek() == END || isLineBreak()) {
                throw wrong("the string has no end on its line");
            }
            character(quote, value);
        }
        at++;
        return value.toString();
    }

    private String longString(char quote) throws TomlException {
        int startLine = line;
        at += 3;
        if (isLineBreak()) {
            skipLineBreak();
        }
        var value = new StringBuilder();
        while (true) {
            if (peek() == END) {
                throw wrong("the string that begins in line " + startLine + " has no end");
            }
            if (peek() == quote) {
                int quotes = 0;
                while (peek() == quote && quotes < 5) {
                    quotes++;
                    at++;
                }
                value.append(String.valueOf(quote).repeat(quotes >= 3 ? quotes - 3 : quotes));
                if (quotes >= 3) {
                    return value.toString();
                }
            } else if (isLineBreak()) {
                value.append('\n');
                skipLineBreak();
            } else if (quote == '"' && peek() == '\\' && isFolded()) {
                fold();
            } else {
                character(quote, value);
            }
        }
    }

    /// Whether nothing but blanks is between a backslash and the end of its line.
    private boolean isFolded() {
        int next = at + 1;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return next < text.length() && (text.charAt(next) == '\n' || text.startsWith("\r\n", next));
    }

    private void fold() {
        at++;
        while (peek() == ' ' || peek() == '\t' || isLineBreak()) {
            if (isLineBreak()) {
                skipLineBreak();
            } else {
                at++;
            }
        }
    }

    private void character(char quote, StringBuilder value) throws TomlException {
        char c = text.charAt(at);
        if (isControl(c)) {
            throw wrong("a control character in a string" + (quote == '"' ? "; escape it" : ""));
        }
        if (quote == '"' && c == '\\') {
            escape(value);
            return;
        }
        value.append(c);
        at++;
    }

    private void escape(StringBuilder value) throws TomlException {
        int c = at + 1 < text.length() ? text.charAt(at + 1) : END;
        switch (c) {
            case 'b' -> value.append('\b');
            case 't' -> value.append('\t');
            case 'n' -> value.append('\n');
            case 'f' -> value.append('\f');
            case 'r' -> value.append('\r');
            case '"' -> value.append('"');
            case '\\' -> value.append('\\');
            case 'u' -> value.appendCodePoint(scalar(4));
            case 'U' -> value.appendCodePoint(scalar(8));
            default ->
                    throw wrong(
                            "no such escape; write `\\\\` for a backslash, or put the text in"
                                    + " single quotes");
        }
        at += 2 + (c == 'u' ? 4 : c == 'U' ? 8 : 0);
    }

    private int scalar(int digits) throws TomlException {
        long value = 0;
        for (int i = at + 2; i < at + 2 + digits; i++) {
            int digit =
                    i < text.length() && text.charAt(i) < 0x80
                            ? Character.digit(text.charAt(i), 16)
                            : -1;
            if (digit < 0) {
                throw wrong("an escape of " + digits + " hex digits has fewer");
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT || (value >= 0xd800 && value <= 0xdfff)) {
            throw wrong("an escape that is no character");
        }
        return (int) value;
    }

    private void skipComment() throws TomlException {
        if (peek() != '#') {
            return;
        }
        while (peek() != END && !isLineBreak()) {
            if (isControl(text.charAt(at))) {
                throw wrong("a control character in a comment");
            }
            at++;
        }
    }

    private boolean isLineBreak() {
        return peek() == '\n' || (peek() == '\r' && text.startsWith("\r\n", at));
    }

    private void skipLineBreak() {
        at += peek() == '\r' ? 2 : 1;
        line++;
        lineStart = at;
    }

    /// A complaint about the next character.
    TomlException wrong(String message) {
        return new TomlException(line, column(), message);
    }

    private String next() {
        int c = peek();
        if (c == END) {
            return "the end of the file";
        }
        return c == '\n' || c == '\r' ? "the end of the line" : "`" + (char) c + '`';
    }

    private static boolean isControl(char c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBareKey(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || isDigit(c)
                || c == '_'
                || c == '-';
    }

    private static boolean isBareValue(int c) {
        return isBareKey(c) || c == '+' || c == '.' || c == ':';
    }
}
