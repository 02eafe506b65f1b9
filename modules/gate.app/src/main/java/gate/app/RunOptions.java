package gate.app;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// What `mcpgate run` was told.
///
/// Parsed by hand: a library for it would cost more than the whole start.
///
/// @param server what the user calls the server
/// @param maxMessageBytes the longest line that is read, its line feed not counted; 0 for what the
///   policy says
/// @param policy the policy file that stands in the place of the user's own; null for that
/// @param isMonitoring whether nothing is refused for what a rule finds
/// @param command the server's program and arguments; at least the program
record RunOptions(
        String server,
        int maxMessageBytes,
        @Nullable String policy,
        boolean isMonitoring,
        List<String> command) {

    private static final int MIN_MESSAGE_BYTES = 1 << 10;
    private static final int MAX_MESSAGE_BYTES = 512 << 20;
    private static final int MAX_NAME_CHARS = 64;

    RunOptions {
        command = List.copyOf(command);
    }

    /// @throws UsageException if the arguments make no sense
    static RunOptions parse(List<String> args) throws UsageException {
        String server = null;
        int maxMessageBytes = 0;
        String policy = null;
        boolean isMonitoring = false;
        List<String> command = List.of();
        var words =
                new Words(
                        "run", args, List.of("--server", "--max-message", "--policy", "--monitor"));
        while (command.isEmpty() && words.next()) {
            if (!words.isOption()) {
                command = words.rest();
            } else if (words.word().equals("--server")) {
                server = name("run", words.value());
            } else if (words.word().equals("--max-message")) {
                maxMessageBytes = bytes("run", words.value());
            } else if (words.word().equals("--policy")) {
                policy = words.value();
            } else if (words.word().equals("--monitor")) {
                isMonitoring = words.flag();
            } else if (words.word().equals("--no-args")) {
                words.flag(); // a note of `install` to `uninstall`
            } else {
                throw words.unknown();
            }
        }
        if (command.isEmpty() || command.get(0).isEmpty()) {
            throw new UsageException(
                    "run: no server command; say what to run after --, as in: "
                            + "mcpgate run -- npx -y @modelcontextprotocol/server-everything");
        }
        return new RunOptions(
                server == null ? nameOf(command) : server,
                maxMessageBytes,
                policy,
                isMonitoring,
                command);
    }

    /// What a server may be called.
    ///
    /// @param of the command that asks
    static String name(String of, String value) throws UsageException {
        boolean isPlain = !value.isEmpty() && value.length() <= MAX_NAME_CHARS;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            isPlain &= c > ' ' && c != 0x7f && !Character.isISOControl(c);
        }
        if (!isPlain) {
            throw new UsageException(
                    of
                            + ": --server needs a name of 1 to "
                            + MAX_NAME_CHARS
                            + " characters, no blanks");
        }
        return value;
    }

    /// A number of bytes: `1048576`, `64M`.
    ///
    /// @param of the command that asks
    static int bytes(String of, String value) throws UsageException {
        String digits = value.toUpperCase(Locale.ROOT);
        int shift = digits.endsWith("M") ? 20 : digits.endsWith("K") ? 10 : 0;
        try {
            long bytes =
                    Long.parseLong(shift == 0 ? digits : digits.substring(0, digits.length() - 1));
            if (bytes >= 1 && bytes <= MAX_MESSAGE_BYTES) {
                bytes <<= shift;
            }
            if (bytes >= MIN_MESSAGE_BYTES && bytes <= MAX_MESSAGE_BYTES) {
                return (int) bytes;
            }
        } catch (NumberFormatException e) {
            // Told below, with the value.
        }
        throw new UsageException(
                of
                        + ": --max-message needs 1K to 512M, as in 67108864 or 64M, not \""
                        + value
                        + '"');
    }

    /// What a user would call the server that this command starts: `server-github` for `npx
    /// -y @modelcontextprotocol/server-github`.
    static String nameOf(List<String> command) {
        String program = baseName(command.get(0));
        if (isRunner(program)) {
            String named = firstPlain(command.subList(1, command.size()));
            if (named != null) {
                program = baseName(named);
            }
        }
        var name = new StringBuilder();
        for (int i = 0; i < program.length() && name.length() < MAX_NAME_CHARS; i++) {
            char c = program.charAt(i);
            name.append(c > ' ' && c < 0x7f ? c : '_');
        }
        return name.isEmpty() ? "server" : name.toString();
    }

    private static boolean isRunner(String program) {
        return switch (program) {
            case "npx", "bunx", "pnpm", "yarn", "bun", "node", "deno", "uv", "uvx", "pipx" -> true;
            case "python", "python3", "java", "docker", "podman", "sh", "bash", "env", "sudo" ->
                    true;
            default -> false;
        };
    }

    /// The first argument that is neither an option nor a verb of the runner.
    private static @Nullable String firstPlain(List<String> args) {
        for (String arg : args) {
            boolean isVerb =
                    switch (arg) {
                        case "run", "exec", "dlx", "x", "tool" -> true;
                        default -> false;
                    };
            if (!arg.isEmpty() && !arg.startsWith("-") && !isVerb && arg.indexOf('=') < 0) {
                return arg;
            }
        }
        return null;
    }

    /// `server-github` of `/opt/x/server-github.js` and of `@scope/server-github@1.2`.
    private static String baseName(String path) {
        String base = path.substring(path.lastIndexOf('/') + 1);
        int version = base.indexOf('@', 1);
        if (version > 0) {
            base = base.substring(0, version);
        }
        int dot = base.lastIndexOf('.');
        return dot > 0 && base.length() - dot <= 4 ? base.substring(0, dot) : base;
    }
}
