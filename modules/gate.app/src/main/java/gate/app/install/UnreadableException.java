package gate.app.install;

/// A configuration file that the gate cannot read exactly, so that it must be edited by hand.
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param source the whole file, a character a byte
    /// @param at where reading ended
    UnreadableException(String source, int at, String what) {
        super("line " + lineOf(source, at) + ": " + what);
    }

    private static int lineOf(String source, int at) {
        int line = 1;
        for (int i = 0; i < Math.min(at, source.length()); i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }
}
