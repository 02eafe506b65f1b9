package gate.app;

import java.util.List;
import java.util.Map;

/// What the words after `mcpgate tail` ask for.
///
/// @param limit how many of the newest rows to begin with; [#ALL] for every row
/// @param follow whether to go on with new rows
/// @param session how the ids of the wanted sessions begin, in lower case; empty for all sessions,
///   [#LAST] for the one that began last
record TailOptions(
        long limit, boolean follow, String session, boolean json, Color color, boolean help) {

    /// When to use colours.
    enum Color {
        AUTO,
        ALWAYS,
        NEVER;

        /// Whether colours are on. What was asked for counts first, then the habits that programs
        /// share: <https://no-color.org>, <https://bixense.com/clicolors>.
        boolean isOn(Map<String, String> env, boolean isTerminal) {
            return switch (this) {
                case ALWAYS -> true;
                case NEVER -> false;
                case AUTO -> {
                    if (!env.getOrDefault("NO_COLOR", "").isEmpty()) {
                        yield false;
                    }
                    String forced = env.getOrDefault("CLICOLOR_FORCE", "");
                    if (!forced.isEmpty() && !forced.equals("0")) {
                        yield true;
                    }
                    yield isTerminal
                            && !"0".equals(env.get("CLICOLOR"))
                            && !"dumb".equals(env.get("TERM"));
                }
            };
        }
    }

    /// The words make no sense; the message says which, and what would.
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    static final long ALL = Long.MAX_VALUE;
    static final String LAST = "last";

    private static final long DEFAULT_LIMIT = 100;
    private static final List<String> NAMES =
            List.of("--limit", "--all", "--follow", "--session", "--json", "--color", "--help");

    static final String HELP =
            """
            Examples:
              mcpgate tail                        the last 100 messages
              mcpgate tail -f                     ... and every new one as it comes
              mcpgate tail -n 20 --session last   the last 20 of the session that began last
              mcpgate tail --session 7f3a         of the sessions whose ids begin with 7f3a
              mcpgate tail --all --json | jq 'select(.decision == "block")'

            mcpgate tail [options]: print what the gate let pass and what it stopped.

              -n, --limit N       begin with the last N messages (default 100)
                  --all           begin with the first message there is
              -f, --follow        go on with new messages; Ctrl-C ends it
                  --session ID    only sessions whose id begins so, or `last`
                  --json          a JSON object a line
                  --color WHEN    auto, always or never (auto: on a terminal, without NO_COLOR)
              -h, --help          this text

            The log is ~/.mcpgate/audit.db, or what MCPGATE_DB_PATH names.
            Exit codes: 0 printed, 1 the log or the session cannot be read, 2 wrong options.
            """;

    /// @throws Wrong if an option is unknown, or its value is missing or makes no sense
    static TailOptions parse(List<String> args) throws Wrong {
        long limit = DEFAULT_LIMIT;
        boolean follow = false;
        String session = "";
        boolean json = false;
        Color color = Color.AUTO;
        boolean help = false;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            String name = equals < 0 ? arg : arg.substring(0, equals);
            String value = equals < 0 ? null : arg.substring(equals + 1);
            if (name.startsWith("-n") && name.length() > 2 && !name.startsWith("--")) {
                value = name.substring(2);
                name = "-n";
            }
            boolean wantsValue =
                    switch (name) {
                        case "-n", "--limit", "--session", "--color", "--colour" -> true;
                        default -> false;
                    };
            if (wantsValue && value == null) {
                if (++i == args.size()) {
                    throw new Wrong(name + " needs a value: " + example(name));
                }
                value = args.get(i);
            }
            if (!wantsValue && value != null && NAMES.contains(name)) {
                throw new Wrong(name + " takes no value, and got \"" + value + '"');
            }
            String given = value == null ? "" : value;
            switch (name) {
                case "-n", "--limit" -> limit = count(name, given);
                case "--all" -> limit = ALL;
                case "-f", "--follow" -> follow = true;
                case "--session" -> session = session(given);
                case "--json" -> json = true;
                case "--color", "--colour" -> color = color(name, given);
                case "-h", "--help" -> help = true;
                default -> throw unknown(arg, name);
            }
        }
        return new TailOptions(limit, follow, session, json, color, help);
    }

    private static long count(String name, String value) throws Wrong {
        try {
            long count = Long.parseLong(value);
            if (count >= 0 && value.charAt(0) != '+') {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Wrong(
                name + " takes a number of messages, and got \"" + value + "\": " + example(name));
    }

    private static String session(String value) throws Wrong {
        if (value.isBlank()) {
            throw new Wrong("--session takes the beginning of an id: " + example("--session"));
        }
        return value.toLowerCase(java.util.Locale.ROOT);
    }

    private static Color color(String name, String value) throws Wrong {
        return switch (value) {
            case "auto" -> Color.AUTO;
            case "always" -> Color.ALWAYS;
            case "never" -> Color.NEVER;
            default ->
                    throw new Wrong(
                            name + " takes auto, always or never, and got \"" + value + '"');
        };
    }

    private static Wrong unknown(String arg, String name) {
        if (!arg.startsWith("-")) {
            return new Wrong("unexpected \"" + arg + "\": tail takes options only");
        }
        for (String known : NAMES) {
            if (name.length() >= 4 && known.regionMatches(0, name, 0, 4)) {
                return new Wrong("unknown option " + arg + "; did you mean " + known + "?");
            }
        }
        return new Wrong("unknown option " + arg);
    }

    private static String example(String name) {
        return switch (name) {
            case "--session" -> "--session 7f3a, or --session last";
            case "--color", "--colour" -> name + " never";
            default -> name + " 20";
        };
    }
}
