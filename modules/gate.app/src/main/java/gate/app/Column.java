package gate.app;

/// What a line of the list can tell about a message, in the order in which it stands there.
enum Column {
    ID('i', "ID", "its id in the log"),
    TIME('t', "TIME", "when it had been read"),
    SESSION('s', "SESSION", "how its session's id begins"),
    SERVER('v', "SERVER", "what the user calls the server"),
    WAY('w', "", "to the server or to the client"),
    DECISION('d', "DEC", "what was decided"),
    NAME('n', "TOOL/METHOD", "tool or method; of an answer how long it took, and its size"),
    SIZE('z', "SIZE", "how long the line was"),
    JUDGED('j', "JUDGED", "how long it took to judge it"),
    RULE('r', "RULE", "the rule that decided"),
    SUMMARY('m', "SUMMARY", "arguments, result or error");

    private final char key;
    private final String heading;
    private final String about;

    Column(char key, String heading, String about) {
        this.key = key;
        this.heading = heading;
        this.about = about;
    }

    /// What shows and hides it, in the list of columns.
    char key() {
        return key;
    }

    String heading() {
        return heading;
    }

    String about() {
        return about;
    }

    /// Whether it is shown if nobody chose.
    ///
    /// @param narrow whether the list has room for the shortest only
    boolean isUsual(boolean narrow) {
        return switch (this) {
            case TIME, DECISION, NAME, SUMMARY -> true;
            case SESSION, SERVER, WAY -> !narrow;
            case ID, SIZE, JUDGED, RULE -> false;
        };
    }
}
