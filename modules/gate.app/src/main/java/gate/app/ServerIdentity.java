package gate.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Which server a command starts, whatever its version: the same from one start to the next.
///
/// Left out are the version of a package or image (`@1.2.3`, `==1.2`, `:tag`), the folder that a
/// package runner lies in, and options that only keep it quiet (`-y`). The folder that it is
/// started in counts where the command names files relative to it.
///
/// @param name what the user calls it
/// @param isNamed whether the user has called it so, and not its command
/// @param command its words, without versions
record ServerIdentity(String name, boolean isNamed, List<String> command) {

    private static final int MAX_NAME_CHARS = 40;

    static ServerIdentity of(String name, List<String> command, String folder) {
        String program = base(command.get(0));
        boolean isRunner = isRunner(program);
        boolean isDocker = program.equals("docker") || program.equals("podman");
        List<String> words = new ArrayList<>();
        words.add(isRunner || isDocker ? program : command.get(0));
        boolean isAbsolute = command.get(0).startsWith("/") && !isScript(program);
        for (String word : command.subList(1, command.size())) {
            if (isRunner && isQuiet(word)) {
                continue;
            }
            boolean isPlain = !word.startsWith("-") && !word.startsWith("/");
            words.add(isPlain && (isRunner || isDocker) ? unversioned(word, isDocker) : word);
            isAbsolute |= word.startsWith("/") && isScript(program);
        }
        if (!isRunner && !isDocker && !isAbsolute) {
            words.add("(in " + folder + ")");
        }
        return new ServerIdentity(name, !RunOptions.nameOf(command).equals(name), words);
    }

    ServerIdentity {
        command = List.copyOf(command);
    }

    /// The beginning of the names of all files of servers of this name.
    String prefix() {
        var safe = new StringBuilder();
        for (int i = 0; i < name.length() && safe.length() < MAX_NAME_CHARS; i++) {
            char c = name.charAt(i);
            boolean isSafe = c < 0x7f && (Character.isLetterOrDigit(c) || c == '_' || c == '-');
            safe.append(isSafe ? c : '_');
        }
        return safe.append('.').toString();
    }

    /// The name of its file.
    String file() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            for (String word : command) {
                digest.update((byte) 0);
                digest.update(word.getBytes(StandardCharsets.UTF_8));
            }
            return prefix() + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isRunner(String program) {
        return switch (program) {
            case "npx", "bunx", "pnpm", "yarn", "uvx", "pipx", "npm", "bun" -> true;
            default -> false;
        };
    }

    private static boolean isScript(String program) {
        return switch (program) {
            case "node", "python", "python3", "deno", "ruby", "java", "sh", "bash", "uv" -> true;
            default -> false;
        };
    }

    private static boolean isQuiet(String word) {
        return switch (word) {
            case "-y", "--yes", "-q", "--quiet", "--silent", "--prefer-offline" -> true;
            default -> false;
        };
    }

    private static String unversioned(String word, boolean isImage) {
        int at = word.indexOf('@', 1);
        if (at > 0 && word.indexOf('=') < 0) {
            return word.substring(0, at);
        }
        int equals = word.indexOf("==");
        if (equals > 0) {
            return word.substring(0, equals);
        }
        int colon = word.lastIndexOf(':');
        boolean isTag =
                isImage
                        && colon > 0
                        && word.indexOf('/', colon) < 0
                        && word.indexOf('=') < 0
                        && word.lastIndexOf('/', colon) > 0;
        return isTag ? word.substring(0, colon) : word;
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
