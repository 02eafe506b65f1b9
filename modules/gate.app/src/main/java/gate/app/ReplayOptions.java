package gate.app;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// What the words after `mcpgate replay` ask for.
///
/// @param policy the policy file to judge by in place of the user's own; null for that
record ReplayOptions(RowFilter filter, @Nullable String policy, boolean json, boolean help) {

    static final String HELP =
            """
            Examples:
              mcpgate replay                          what this version would decide otherwise
              mcpgate replay --since 7d --decision block
                                                      which refusals of the week would not be any more
              mcpgate replay --policy new.toml        what that policy would decide otherwise
              mcpgate replay --json | jq -r .now.rule | sort | uniq -c

            mcpgate replay [options]: judge recorded messages anew with the rules of this version and
            the policy that holds now, and print every verdict that would change. Sessions are judged from their first message, so
            that what rules remember is there; the options say what is reported. The log is not
            changed.

            """
                    + RowFilter.HELP
                    + """
                          --policy FILE     in the place of ~/.mcpgate/policy.toml
                          --json            a JSON object for every change
                      -h, --help            this text

                    The log is ~/.mcpgate/audit.db, or what MCPGATE_DB_PATH names.
                    Exit codes: 0 all verdicts stay, 1 one would change, 2 wrong options, 3 the log
                    cannot be read.
                    """;

    /// @throws UsageException if the words make no sense
    static ReplayOptions parse(List<String> args, Clock clock) throws UsageException {
        List<String> names = new ArrayList<>(RowFilter.OPTIONS);
        names.addAll(List.of("--policy", "--json", "--help"));
        var words = new Words("replay", args, names);
        RowFilter filter = RowFilter.ALL;
        String policy = null;
        boolean json = false;
        boolean help = false;
        while (words.next()) {
            RowFilter narrower = words.isOption() ? filter.with(words, clock) : null;
            if (narrower != null) {
                filter = narrower;
            } else if (words.isOption() && words.word().equals("--policy")) {
                policy = words.value();
            } else if (words.isOption() && words.word().equals("--json")) {
                json = words.flag();
            } else if (words.isOption()
                    && (words.word().equals("-h") || words.word().equals("--help"))) {
                help = words.flag();
            } else {
                throw words.unknown();
            }
        }
        return new ReplayOptions(filter, policy, json, help);
    }
}
