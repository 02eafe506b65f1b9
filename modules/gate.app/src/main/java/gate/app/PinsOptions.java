package gate.app;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `mcpgate pins` was told.
///
/// @param what `list`, `diff` or `accept`
/// @param server of which server only, by its name; null for all
/// @param tool of which tool only; null for all
record PinsOptions(
        String what, @Nullable String server, @Nullable String tool, boolean json, boolean help) {

    static final String HELP =
            """
            mcpgate pins [list|diff|accept] [--server NAME] [--tool NAME] [--json]

              mcpgate pins                        what is remembered of each server
              mcpgate pins diff                   what has changed, and what is kept back
              mcpgate pins accept --server facts  let what is kept back of this server pass

            The gate remembers what each server offers (tools, their descriptions and parameters, the
            server's instructions) and compares it each time. What a tool newly orders the model to do is
            kept back until you accept it; what merely widened is a warning in the log.

            options
              --server NAME   only servers of this name
              --tool NAME     only this tool
              --json          for programs

            exit code
              0 nothing waits, or all that waited was accepted; 1 something waits, or there was nothing to
              accept; 2 this command line makes no sense; 3 the pins cannot be read or written
            """;

    /// @throws UsageException if the arguments make no sense
    static PinsOptions parse(List<String> args) throws UsageException {
        String what = null;
        String server = null;
        String tool = null;
        boolean json = false;
        boolean help = false;
        var words = new Words("pins", args, List.of("--server", "--tool", "--json", "--help"));
        while (words.next()) {
            switch (words.isOption() ? words.word() : "") {
                case "" -> what = what(words, what);
                case "--server" -> server = RunOptions.name("pins", words.value());
                case "--tool" -> tool = words.value();
                case "--json" -> json = words.flag();
                case "--help", "-h" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        return new PinsOptions(what == null ? "list" : what, server, tool, json, help);
    }

    private static String what(Words words, @Nullable String before) throws UsageException {
        String what = words.only(before);
        return switch (what) {
            case "list", "diff", "accept" -> what;
            default -> throw words.wrong("no \"" + what + "\"; there are list, diff and accept");
        };
    }
}
