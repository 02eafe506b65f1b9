package gate.rules.builtin;

import gate.rules.Severity;

import java.util.List;
import java.util.Locale;

/// The directories that a server was started with: `server-filesystem /home/u/notes`.
///
/// CVE-2025-53110: a server that compares beginnings lets `/home/u/notes_private` pass as if it
/// stood in `/home/u/notes`. Nothing is looked up, so links are not seen.
final class AllowedRoots {

    /// Shorter ones name too much: `/`, `/a`.
    private static final int MIN_CHARS = 4;

    private AllowedRoots() {}

    /// Whether a command line names any.
    static boolean areIn(List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            if (isRoot(command, i)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a path stands in none of the directories, but has the name of one as its beginning.
    static boolean isBeside(List<String> command, String path) {
        if (!isAbsolute(path) || path.contains("..")) {
            return false;
        }
        boolean isBeside = false;
        for (int i = 1; i < command.size(); i++) {
            if (!isRoot(command, i)) {
                continue;
            }
            String root = trimmed(command.get(i));
            if (path.startsWith(root)) {
                if (path.length() == root.length() || isSlash(path.charAt(root.length()))) {
                    return false;
                }
                isBeside = true;
            }
        }
        return isBeside;
    }

    /// A server of files is meant to keep to them; of another it is only likely.
    static Severity severity(List<String> command) {
        for (String word : command) {
            if (word.toLowerCase(Locale.ROOT).contains("filesystem")) {
                return Severity.HIGH;
            }
        }
        return Severity.LOW;
    }

    /// A word by itself, or the value of an option that is called after directories.
    private static boolean isRoot(List<String> command, int at) {
        String word = command.get(at);
        if (!isAbsolute(word) || trimmed(word).length() < MIN_CHARS) {
            return false;
        }
        String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
        String before = command.get(at - 1);
        boolean isValue = before.startsWith("-") && before.indexOf('=') < 0 && before.length() > 2;
        boolean isNamed =
                before.contains("dir")
                        || before.contains("root")
                        || before.contains("allow")
                        || before.contains("path")
                        || before.contains("folder");
        return name.indexOf('.') < 0 && (!isValue || isNamed);
    }

    private static boolean isAbsolute(String path) {
        boolean isDrive = path.length() > 2 && path.charAt(1) == ':' && isSlash(path.charAt(2));
        return path.startsWith("/") || isDrive;
    }

    private static String trimmed(String path) {
        int end = path.length();
        while (end > 1 && isSlash(path.charAt(end - 1))) {
            end--;
        }
        return path.substring(0, end);
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }
}
