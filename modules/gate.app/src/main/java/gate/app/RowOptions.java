package gate.app;

import java.util.List;
import java.util.Locale;

/// What the words after `mcpgate show` and `mcpgate explain` ask for.
///
/// @param id which row; null only where help is asked for
/// @param raw whether to write the stored bytes, and nothing else
/// @param force whether to do so to a terminal
record RowOptions(
        @org.jspecify.annotations.Nullable Id id, boolean raw, boolean force, boolean help) {

    /// How a row is named.
    sealed interface Id {

        /// By its number in the log: `18231`.
        record Row(long id) implements Id {}

        /// As an event, which is what refusals cite: `4f3a90b1c2d3/12`.
        ///
        /// @param session how the id of its session begins
        record Event(String session, long seq) implements Id {}
    }

    static final String SHOW_HELP =
            """
            Examples:
              mcpgate show 18231                      all that the log has of a row
              mcpgate show 4f3a90b1c2d3/12            the event that a refusal names
              mcpgate show 18231 --raw > line.json    the line as it came, byte for byte

            mcpgate show ID [options]: one row of the log, its message with what was found marked.

                  --raw     the stored bytes and nothing else; not to a terminal, which would obey them
                  --force   ... also to a terminal
              -h, --help    this text

            The log is ~/.mcpgate/audit.db, or what MCPGATE_DB_PATH names. `mcpgate tail --json` has
            the ids. Exit codes: 0 shown, 1 no such row, 2 wrong options, 3 the log cannot be read.
            """;

    static final String EXPLAIN_HELP =
            """
            Examples:
              mcpgate explain 18231                   why a message was refused
              mcpgate explain 4f3a90b1c2d3/12         the event that a refusal names

            mcpgate explain ID: which rule decided, where in the message and why, what there is to do,
            and the request or answer that belongs to it.

              -h, --help    this text

            The log is ~/.mcpgate/audit.db, or what MCPGATE_DB_PATH names. `mcpgate tail --json` has
            the ids. Exit codes: 0 explained, 1 no such row, 2 wrong options, 3 the log cannot be read.
            """;

    static RowOptions show(List<String> args) throws UsageException {
        return parse(new Words("show", args, List.of("--raw", "--force", "--help")), true);
    }

    static RowOptions explain(List<String> args) throws UsageException {
        return parse(new Words("explain", args, List.of("--help")), false);
    }

    /// What is left of the words after `mcpgate allow`.
    static RowOptions allow(List<String> args) throws UsageException {
        return parse(new Words("allow", args, List.of("--help")), false);
    }

    private static RowOptions parse(Words words, boolean mayBeRaw) throws UsageException {
        String id = null;
        boolean raw = false;
        boolean force = false;
        boolean help = false;
        while (words.next()) {
            if (!words.isOption()) {
                id = words.only(id);
            } else if (words.word().equals("-h") || words.word().equals("--help")) {
                help = words.flag();
            } else if (mayBeRaw && words.word().equals("--raw")) {
                raw = words.flag();
            } else if (mayBeRaw && words.word().equals("--force")) {
                force = words.flag();
            } else {
                throw words.unknown();
            }
        }
        if (id == null && !help) {
            throw words.wrong("which row? Its id is a number, as in 18231");
        }
        return new RowOptions(id == null ? null : id(words, id), raw, force, help);
    }

    private static Id id(Words words, String text) throws UsageException {
        int slash = text.indexOf('/');
        String digits = slash < 0 && text.startsWith("#") ? text.substring(1) : text;
        long number = number(slash < 0 ? digits : text.substring(slash + 1));
        if (number < 1 || slash == 0) {
            throw words.wrong(
                    "an id is a number, or a session and a number, as in 18231 or"
                            + " 4f3a90b1c2d3/12, not \""
                            + text
                            + '"');
        }
        return slash < 0
                ? new Id.Row(number)
                : new Id.Event(text.substring(0, slash).toLowerCase(Locale.ROOT), number);
    }

    private static long number(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
