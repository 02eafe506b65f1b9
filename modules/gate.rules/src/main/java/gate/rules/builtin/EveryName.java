package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Commands that are handed the name of every file, process, service or key.
final class EveryName {

    static final String FILES = "deletes every file that find meets";

    private EveryName() {}

    /// Why such a command is destructive, or null.
    static @Nullable String judge(List<String> argv, String name) {
        return switch (name) {
            case "rm", "srm", "grm", "unlink", "shred", "wipe" -> FILES;
            case "truncate" -> "empties every file that is found";
            case "mv" ->
                    argv.getLast().equals("/dev/null")
                            ? "moves files to where nothing stays"
                            : null;
            case "chmod" -> closes(argv) ? "changes the rights of every file that is found" : null;
            case "sed" ->
                    Argv.hasOption(argv, 'i', "--in-place", "ef") && argv.contains("d")
                            ? "empties every file that is found"
                            : null;
            case "kill" -> "kills every process";
            case "systemctl", "service", "rc-service" ->
                    argv.contains("stop")
                                    || argv.contains("disable")
                                    || argv.contains("mask")
                                    || argv.contains("kill")
                            ? "stops every service"
                            : null;
            case "redis-cli", "valkey-cli", "keydb-cli" -> deletesKeys(argv);
            default -> null;
        };
    }

    private static boolean closes(List<String> argv) {
        int at = Argv.skip(argv, 1, "--reference");
        String mode = at < argv.size() ? argv.get(at) : "";
        return switch (mode) {
            case "0", "00", "000", "0000", "777", "0777", "666", "a-rwx", "ugo-rwx", "a=", "a-r" ->
                    true;
            default -> false;
        };
    }

    private static @Nullable String deletesKeys(List<String> argv) {
        for (String word : argv) {
            String upper = word.toUpperCase(Locale.ROOT);
            if (upper.equals("DEL") || upper.equals("UNLINK")) {
                return "deletes every key";
            }
        }
        return null;
    }
}
