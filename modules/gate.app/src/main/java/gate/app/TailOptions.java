package gate.app;

import gate.audit.Expression;
import gate.audit.RowCondition;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the words after `mcpgate tail` ask for.
///
/// @param limit how many of the newest rows to begin with; [#ALL] for every row
/// @param session how the ids of the wanted sessions begin, in lower case; empty for all sessions,
///   [#LAST] for the one that began last
/// @param around the row whose neighbours are wanted, or 0
/// @param template how a line is made up; null for the usual columns
/// @param terms what else a row must meet
/// @param flags the options without a value: `--json`
record TailOptions(
        long limit,
        String session,
        long around,
        Color color,
        @Nullable Template template,
        List<Term> terms,
        List<String> flags) {

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

    /// One option that narrows down the rows.
    ///
    /// @param option as it was typed: `--tool`
    /// @param expression what it means in the filter language: `tool:"read*"`
    record Term(String option, String expression) {}

    static final long ALL = Long.MAX_VALUE;
    static final String LAST = "last";

    static final String JSON = "--json";
    static final String JSONL_FULL = "--jsonl-full";
    static final String TEMPLATE = "--template";
    static final String FOLLOW = "--follow";
    static final String PLAIN = "--plain";
    static final String UTC = "--utc";
    static final String COUNT = "--count";
    static final String EXIT_ON_BLOCK = "--exit-on-block";
    static final String NO_BODY = "--no-body";
    static final String ASCII = "--ascii";

    private static final String HELP = "--help";
    private static final String ALL_ROWS = "--all";

    private static final long DEFAULT_LIMIT = 100;
    private static final long DEFAULT_AROUND = 10;
    private static final List<String> FLAGS =
            List.of(
                    ALL_ROWS,
                    FOLLOW,
                    JSON,
                    JSONL_FULL,
                    PLAIN,
                    UTC,
                    COUNT,
                    EXIT_ON_BLOCK,
                    NO_BODY,
                    ASCII,
                    HELP);

    /// Options that are a key of the filter language.
    private static final List<String> KEYS =
            List.of(
                    "--since",
                    "--until",
                    "--decision",
                    "--rule",
                    "--tool",
                    "--method",
                    "--server",
                    "--dir",
                    "--id");

    private static final List<String> VALUED =
            List.of(
                    "--limit",
                    "--session",
                    "--color",
                    "--around",
                    "--grep",
                    "--regex",
                    "--filter",
                    "--template");

    static TailOptions parse(List<String> args) throws Wrong {
        long limit = -1;
        String session = "";
        long around = 0;
        Color color = Color.AUTO;
        @Nullable Template template = null;
        var terms = new ArrayList<Term>();
        var flags = new ArrayList<String>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
            String name = full(equals < 0 ? arg : arg.substring(0, equals));
            String value = equals < 0 ? null : arg.substring(equals + 1);
            if (arg.startsWith("-n") && arg.length() > 2) {
                name = "--limit";
                value = arg.substring(2);
            }
            String shown = arg.startsWith("-n") ? "-n" : name;
            if (FLAGS.contains(name)) {
                if (value != null) {
                    throw new Wrong(name + " takes no value, and got \"" + value + '"');
                }
                flags.add(name);
                continue;
            }
            if (!VALUED.contains(name) && !KEYS.contains(name)) {
                throw unknown(arg, name);
            }
            if (value == null) {
                if (++i == args.size()) {
                    throw new Wrong(shown + " needs a value: " + example(shown));
                }
                value = args.get(i);
            }
            switch (name) {
                case "--limit" -> limit = count(shown, value);
                case "--around" -> around = id(name, value);
                case "--session" -> session = session(value);
                case "--color" -> color = color(name, value);
                case "--filter" -> terms.add(new Term(name, value));
                case "--grep" -> terms.add(new Term(name, quoted(name, value)));
                case "--regex" -> terms.add(new Term(name, regex(value)));
                case TEMPLATE -> template = template(value);
                default -> terms.add(term(name, value));
            }
        }
        if (flags.contains(ALL_ROWS)) {
            limit = ALL;
        } else if (limit < 0) {
            limit = around > 0 ? DEFAULT_AROUND : DEFAULT_LIMIT;
        }
        var options =
                new TailOptions(limit, session, around, color, template, terms, List.copyOf(flags));
        options.check();
        return options;
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    boolean follow() {
        return has(FOLLOW);
    }

    boolean help() {
        return has(HELP);
    }

    /// Whether the screen is asked for, if there is a terminal to draw it on.
    boolean isInteractive() {
        return follow()
                && !has(PLAIN)
                && !has(JSON)
                && !has(JSONL_FULL)
                && template == null
                && !has(NO_BODY)
                && !has(EXIT_ON_BLOCK)
                && !has(HELP);
    }

    /// What a row must meet, the session left aside.
    ///
    /// @throws Wrong if a term makes no sense
    RowCondition condition(FilterKeys keys) throws Wrong {
        RowCondition all = RowCondition.ALL;
        for (Term term : terms) {
            try {
                all = all.and(Filter.parse(term.expression, keys));
            } catch (Filter.Wrong e) {
                boolean isFilter = term.option.equals("--filter");
                String where = isFilter ? ", character " + (e.at() + 1) : "";
                throw new Wrong(term.option + where + ": " + e.getMessage());
            }
        }
        return all;
    }

    /// The terms and the session as one expression of the filter language.
    String expression() {
        var all = new StringBuilder();
        if (!session.isEmpty()) {
            all.append("session:").append(session);
        }
        for (Term term : terms) {
            boolean isWhole = terms.size() == 1 && session.isEmpty();
            boolean bare = isWhole || !term.expression.contains("|");
            all.append(all.isEmpty() ? "" : " ")
                    .append(bare ? term.expression : '(' + term.expression + ')');
        }
        return all.toString();
    }

    private void check() throws Wrong {
        if (has(COUNT) && follow()) {
            throw new Wrong("--count ends with a number, and --follow never ends: leave one out");
        }
        int forms = (has(JSON) ? 1 : 0) + (has(JSONL_FULL) ? 1 : 0) + (template == null ? 0 : 1);
        if (forms > 1) {
            throw new Wrong("of --json, --jsonl-full and --template only one can be");
        }
        if (around > 0 && (follow() || has(COUNT))) {
            throw new Wrong(
                    "--around shows what lies around one message: leave out --follow and --count");
        }
    }

    private static String full(String name) {
        return switch (name) {
            case "-n" -> "--limit";
            case "-f" -> FOLLOW;
            case "-h" -> HELP;
            case "--colour" -> "--color";
            default -> name;
        };
    }

    /// `--tool 'read*,write*'` is `tool:"read*","write*"`.
    private static Term term(String name, String value) throws Wrong {
        var expression = new StringBuilder(name.substring(2)).append(':');
        int from = 0;
        while (from <= value.length()) {
            int comma = value.indexOf(',', from);
            int end = comma < 0 ? value.length() : comma;
            expression
                    .append(from == 0 ? "" : ",")
                    .append(quoted(name, value.substring(from, end)));
            from = end + 1;
        }
        return new Term(name, expression.toString());
    }

    /// In quotes, unless it is plain without.
    private static String quoted(String name, String value) throws Wrong {
        if (value.isEmpty()) {
            throw new Wrong(name + " needs a value: " + example(name));
        }
        boolean plain = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            plain &= Character.isLetterOrDigit(c) || (i > 0 && "_-./*?<>=".indexOf(c) >= 0);
        }
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// `a/b` is `/a\/b/` in the filter language. What is escaped already stays so.
    private static String regex(String value) throws Wrong {
        try {
            Expression.of(value);
        } catch (Expression.Wrong e) {
            throw new Wrong("--regex, character " + (e.at() + 1) + ": " + e.getMessage());
        }
        var slashed = new StringBuilder("/");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                slashed.append(c);
                i++;
            } else if (c == '/') {
                slashed.append('\\');
            }
            slashed.append(value.charAt(i));
        }
        return slashed.append('/').toString();
    }

    private static Template template(String value) throws Wrong {
        try {
            return Template.of(value);
        } catch (Filter.Wrong e) {
            throw new Wrong(TEMPLATE + ", character " + (e.at() + 1) + ": " + e.getMessage());
        }
    }

    private static long count(String name, String value) throws Wrong {
        long count = Quantities.number(value);
        if (count < 0) {
            throw new Wrong(
                    name
                            + " takes a number of messages, and got \""
                            + value
                            + "\": "
                            + example(name));
        }
        return count;
    }

    private static long id(String name, String value) throws Wrong {
        long id = Quantities.number(value);
        if (id <= 0) {
            throw new Wrong(
                    name
                            + " takes the id of a message, and got \""
                            + value
                            + "\": "
                            + example(name));
        }
        return id;
    }

    private static String session(String value) throws Wrong {
        if (value.isBlank()) {
            throw new Wrong("--session takes the beginning of an id: " + example("--session"));
        }
        return value.toLowerCase(Locale.ROOT);
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
        var known = new ArrayList<>(FLAGS);
        known.addAll(VALUED);
        known.addAll(KEYS);
        String nearest = FilterKeys.nearest(name, known);
        if (nearest.isEmpty() && name.length() >= 4) {
            for (String option : known) {
                nearest = option.startsWith(name) ? option : nearest;
            }
        }
        return new Wrong(
                "unknown option "
                        + arg
                        + (nearest.isEmpty() ? "" : "; did you mean " + nearest + "?"));
    }

    private static String example(String name) {
        return switch (name) {
            case "--session" -> "--session 7f3a, or --session last";
            case "--color" -> name + " never";
            case "--since" -> "--since 10m, or --since 2026-11-23T18:00";
            case "--until" -> "--until 18:30";
            case "--decision" -> "--decision block,warn";
            case "--rule" -> "--rule 'injection*'";
            case "--tool" -> "--tool 'read_*'";
            case "--method" -> "--method tools/call";
            case "--server" -> "--server github";
            case "--dir" -> "--dir out";
            case "--grep" -> "--grep 'rm -rf'";
            case "--regex" -> "--regex 'rm +-(rf|fr)'";
            case TEMPLATE -> "--template '{time} {decision} {tool}'";
            case "--filter" -> "--filter 'decision:block size:>10k'";
            case "--id", "--around" -> name + " 18231";
            case "--limit" -> "--limit 20";
            default -> "-n 20";
        };
    }
}
