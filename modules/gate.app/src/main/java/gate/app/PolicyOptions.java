package gate.app;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What the words after `mcpgate policy` ask for.
///
/// @param verb `lint`, `test`, `show` or `schema`
/// @param file the one file to look at; null for all that hold here
/// @param policy the file that stands in the place of the user's own; null for that
/// @param server whose policy is shown, or nothing for one that no policy names
record PolicyOptions(
        String verb,
        @Nullable String file,
        @Nullable String policy,
        String server,
        boolean json,
        boolean help) {

    static final String HELP =
            """
            Examples:
              mcpgate policy lint                     what is wrong with the files that hold here
              mcpgate policy lint new.toml            what is wrong with this one
              mcpgate policy test                     try your own rules on their tests
              mcpgate policy show --server github     what holds on a server, and who says so
              mcpgate policy schema > schema.json     for editors

            mcpgate policy lint|test|show|schema [options] [FILE]: look at the policy, without a server.
            Without FILE it is what `mcpgate run` would go by in this directory: /etc/mcpgate/policy.toml,
            ~/.mcpgate/policy.toml, and .mcpgate.toml here and above. The reference is man mcpgate-policy.

                  --server NAME   as in `mcpgate run --server`, for show
                  --policy FILE   in the place of ~/.mcpgate/policy.toml, as in `mcpgate run`
                  --json          for programs, for show
              -h, --help          this text

            Exit codes: 0 all is well, 1 a file or a test is wrong, 2 wrong options.
            """;

    private static final List<String> VERBS = List.of("lint", "test", "show", "schema");

    /// @throws UsageException if the words make no sense
    static PolicyOptions parse(List<String> args) throws UsageException {
        var words = new Words(NAME, args, List.of("--server", "--policy", "--json", "--help"));
        String verb = "";
        String file = null;
        String policy = null;
        String server = "";
        boolean json = false;
        boolean help = false;
        while (words.next()) {
            if (!words.isOption() && verb.isEmpty()) {
                verb = words.word();
                continue;
            }
            if (!words.isOption()) {
                file = words.only(file);
                continue;
            }
            switch (words.word()) {
                case "--server" -> server = RunOptions.name(NAME, words.value());
                case "--policy" -> policy = words.value();
                case "--json" -> json = words.flag();
                case "-h", "--help" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        if (!help && !VERBS.contains(verb)) {
            throw words.wrong(
                    verb.isEmpty()
                            ? "say what to do: lint, test, show or schema"
                            : "no \"" + verb + '"' + Names.hint(verb, VERBS));
        }
        return new PolicyOptions(verb, file, policy, server, json, help);
    }

    private static final String NAME = "policy";

    /// Whose word a file is, by its name.
    static PolicyFile.Trust trust(String file) {
        return file.endsWith(".mcpgate.toml") ? PolicyFile.Trust.PROJECT : PolicyFile.Trust.USER;
    }
}
