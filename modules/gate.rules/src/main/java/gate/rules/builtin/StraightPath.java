package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;

/// Takes the detours out of the paths of a command: `/tmp/../dev//sda` is `/dev/sda`.
///
/// By the letters alone, as a shell's `cd` does: what a link leads to is not known.
final class StraightPath {

    private static final int MAX_CHARS = 4_096;

    private StraightPath() {}

    /// The words of a command, straightened; the same list if no word has a detour.
    static List<String> of(List<String> words) {
        boolean hasDetour = false;
        for (String word : words) {
            hasDetour |= hasDetour(word);
        }
        if (!hasDetour) {
            return words;
        }
        List<String> straight = new ArrayList<>(words.size());
        for (String word : words) {
            straight.add(of(word));
        }
        return straight;
    }

    /// A word straightened: a path, or an option with one behind an equals sign.
    static String of(String word) {
        if (!hasDetour(word)) {
            return word;
        }
        int from = word.indexOf('=') + 1;
        boolean isOption = from > 0 && from < word.length() && word.indexOf('/') >= from;
        int start = isOption ? from : 0;
        return word.substring(0, start).concat(straight(word.substring(start)));
    }

    private static boolean hasDetour(String word) {
        int slash = word.indexOf('/');
        if (slash < 0 || word.length() > MAX_CHARS) {
            return false;
        }
        boolean hasDots = word.indexOf("/.", slash) >= 0;
        boolean isDetour =
                (hasDots
                                && (word.indexOf("/./", slash) >= 0
                                        || word.indexOf("/../", slash) >= 0
                                        || word.endsWith("/..")
                                        || word.endsWith("/.")))
                        || (word.indexOf("//", slash) >= 0 && isRooted(word, slash));
        return isDetour && !isText(word);
    }

    /// Whether the first slash begins a path, or ends a home.
    private static boolean isRooted(String word, int slash) {
        char first = word.charAt(0);
        return slash == 0 || first == '~' || first == '$' || word.charAt(slash - 1) == '=';
    }

    /// Whether it is more or something else than a path: words, a URL, a device of Windows, what
    /// `sed` is given.
    private static boolean isText(String word) {
        return word.indexOf(' ') >= 0
                || word.indexOf('\n') >= 0
                || word.contains("://")
                || word.startsWith("s/") // `s/../x/` of sed
                || word.startsWith("y/")
                || word.startsWith("//./")
                || word.startsWith("//?/")
                || (word.startsWith("//") && word.indexOf('/', 2) < 0); // `cmd //c` of MSYS
    }

    private static String straight(String path) {
        List<String> parts = new ArrayList<>();
        boolean isAbsolute = path.startsWith("/");
        int from = isAbsolute ? 1 : 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(from, end);
            from = end + 1;
            boolean isFirst = parts.isEmpty();
            if (part.isEmpty() || (part.equals(".") && (isAbsolute || !isFirst))) {
                continue;
            }
            if (!part.equals("..") || (isFirst && !isAbsolute) || isRoot(parts)) {
                parts.add(part);
            } else if (!isFirst) {
                parts.removeLast();
            }
        }
        String plain = String.join("/", parts);
        boolean isOpen = path.endsWith("/") && !parts.isEmpty();
        return (isAbsolute ? "/" : "").concat(plain).concat(isOpen ? "/" : "");
    }

    /// Whether the last part is one that `..` does not take back.
    private static boolean isRoot(List<String> parts) {
        if (parts.isEmpty()) {
            return false;
        }
        String last = parts.getLast();
        return last.equals("..")
                || last.equals(".")
                || last.startsWith("~")
                || (parts.size() == 1 && last.startsWith("$"));
    }
}
