package gate.app.toml;

/// A text is no TOML, or does not say what it should.
public final class TomlException extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /// @param line from 1
    /// @param column from 1, in UTF-16 units
    public TomlException(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
