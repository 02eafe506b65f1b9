package gate.app;

import gate.rules.Severity;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `mcpgate scan` was told.
///
/// @param policy the policy file that stands in the place of the user's own; null for that
/// @param failOn the mildest finding that counts as a failure
/// @param timeoutMillis how long the server may take for everything
/// @param command the server's program and arguments; empty only with `help`
record ScanOptions(
        String server,
        @Nullable String policy,
        boolean json,
        Severity failOn,
        long timeoutMillis,
        boolean help,
        List<String> command) {

    private static final int STANDARD_SECONDS = 60;
    private static final int MAX_SECONDS = 3_600;

    static final String HELP =
            """
            mcpgate scan [--server NAME] [--policy FILE] [--json] [--fail-on high|low] [--timeout SECONDS] -- COMMAND [ARGUMENT...]

              mcpgate scan -- npx -y @modelcontextprotocol/server-everything
              mcpgate scan --json --fail-on low -- ./my-server > report.json

            Starts COMMAND, an MCP server that speaks over stdin and stdout, has it list its tools, prompts
            and resources, judges all of it with every rule, and says what was found, and what is new since
            a gate last ran this server. No tool is called, nothing is recorded or remembered. The server's
            program does run: scan what you would be ready to start.

            options
              --server NAME      what the log calls this server, as for run: its pins are compared
              --policy FILE      in the place of ~/.mcpgate/policy.toml
              --json             one JSON object
              --fail-on LEVEL    which findings make the exit code 1: high (the default) or low
              --timeout SECONDS  how long everything may take (60)

            exit code
              0 nothing found; 1 findings; 2 this command line makes no sense; 3 the server could not be
              looked at: it was not found, ended, or took too long
            """;

    ScanOptions {
        command = List.copyOf(command);
    }

    /// @throws UsageException if the arguments make no sense
    static ScanOptions parse(List<String> args) throws UsageException {
        String server = null;
        String policy = null;
        boolean json = false;
        boolean help = false;
        Severity failOn = Severity.HIGH;
        long seconds = STANDARD_SECONDS;
        List<String> command = List.of();
        var words =
                new Words(
                        "scan",
                        args,
                        List.of(
                                "--server",
                                "--policy",
                                "--json",
                                "--fail-on",
                                "--timeout",
                                "--help"));
        while (command.isEmpty() && words.next()) {
            switch (words.isOption() ? words.word() : "") {
                case "" -> command = words.rest();
                case "--server" -> server = RunOptions.name("scan", words.value());
                case "--policy" -> policy = words.value();
                case "--json" -> json = words.flag();
                case "--fail-on" -> failOn = severity(words);
                case "--timeout" -> seconds = seconds(words);
                case "--help", "-h" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        if (!help && (command.isEmpty() || command.get(0).isEmpty())) {
            throw words.wrong("no server command; say what to start after --");
        }
        String name = server == null && !help ? RunOptions.nameOf(command) : server;
        return new ScanOptions(
                name == null ? "" : name, policy, json, failOn, seconds * 1_000, help, command);
    }

    private static Severity severity(Words words) throws UsageException {
        String value = words.value();
        return switch (value) {
            case "high" -> Severity.HIGH;
            case "low" -> Severity.LOW;
            default -> throw words.wrong("--fail-on needs high or low, not \"" + value + '"');
        };
    }

    private static long seconds(Words words) throws UsageException {
        String value = words.value();
        try {
            long seconds = Long.parseLong(value);
            if (seconds >= 1 && seconds <= MAX_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Told below, with the value.
        }
        throw words.wrong("--timeout needs 1 to " + MAX_SECONDS + " seconds, not \"" + value + '"');
    }
}
