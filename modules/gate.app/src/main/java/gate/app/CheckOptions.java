package gate.app;

import gate.protocol.Direction;
import gate.protocol.FrameReader;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What the words after `mcpgate check` ask for.
///
/// @param file what to read; `-` for standard input
/// @param from which way every line travels; null to tell from the message
/// @param server what the server is called
/// @param policy the policy file that stands in the place of the user's own; null for that
/// @param maxMessageBytes the longest line that is read, its line feed not counted
record CheckOptions(
        String file,
        @Nullable Direction from,
        String server,
        @Nullable String policy,
        int maxMessageBytes,
        boolean isSession,
        boolean json,
        boolean help) {

    static final String STDIN = "-";

    static final String HELP =
            """
            Examples:
              mcpgate check messages.jsonl            what the gate would do with each line
              mcpgate check --json < corpus.jsonl     the same for programs
              mcpgate check --session talk.jsonl      one conversation, from its first line
              echo '{"jsonrpc":"2.0","id":1,"method":"ping"}' | mcpgate check && echo passes

            mcpgate check [options] [FILE|-]: judge messages, one a line, as `mcpgate run` does.
            Nothing is forwarded and nothing is recorded. Without --json it prints the lines that
            raise something, and counts the rest.

                  --from WHO      client or server sent them (else told from each message: answers,
                                  and what only servers ask or announce, come from the server)
                  --server NAME   what the server is called, as in `mcpgate run --server`
                  --policy FILE   in the place of ~/.mcpgate/policy.toml
                  --max-message N longest line, 1K to 512M, as in `mcpgate run` (64M)
                  --session       the lines are one session: what rules remember carries over
                  --json          a JSON object a line of input
              -h, --help          this text

            Exit codes: 0 all would be forwarded, 1 some would not, 2 wrong options or no such file.
            """;

    private static final List<String> NAMES =
            List.of(
                    "--from",
                    "--server",
                    "--policy",
                    "--max-message",
                    "--session",
                    "--json",
                    "--help");

    /// @throws UsageException if the words make no sense
    static CheckOptions parse(List<String> args) throws UsageException {
        String file = null;
        Direction from = null;
        String server = "server";
        String policy = null;
        int maxMessageBytes = FrameReader.MAX_MESSAGE_BYTES;
        boolean isSession = false;
        boolean json = false;
        boolean help = false;
        var words = new Words("check", args, NAMES);
        while (words.next()) {
            if (!words.isOption()) {
                file = words.only(file);
                continue;
            }
            switch (words.word()) {
                case "--from" -> from = direction(words);
                case "--server" -> server = RunOptions.name("check", words.value());
                case "--policy" -> policy = words.value();
                case "--max-message" -> maxMessageBytes = RunOptions.bytes("check", words.value());
                case "--session" -> isSession = words.flag();
                case "--json" -> json = words.flag();
                case "-h", "--help" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        return new CheckOptions(
                file == null ? STDIN : file,
                from,
                server,
                policy,
                maxMessageBytes,
                isSession,
                json,
                help);
    }

    private static Direction direction(Words words) throws UsageException {
        String who = words.value();
        return switch (who) {
            case "client" -> Direction.UPSTREAM;
            case "server" -> Direction.DOWNSTREAM;
            default -> throw words.wrong("--from takes client or server, and got \"" + who + '"');
        };
    }
}
