package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;

/// Takes the detours out of the paths of a command where they lead to what is the system's or a
/// home's: `/tmp/../dev//sda` is `/dev/sda`.
///
/// By the letters alone, as a shell's `cd` does: what a link leads to is not known. Nothing else is
/// touched: words with more in them than a path has, paths that are relative or have variables, and
/// detours to anywhere else, for rules that meet a `..` there take it for what it may hide.
final class StraightPath {

    private static final int MAX_CHARS = 4_096;

    private StraightPath() {}

    /// The words of a command, straightened; the same list if no word has such a detour.
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
        int start = word.indexOf('/');
        String path = straight(word, start);
        return FileTargets.isSystemOrHome(path) ? word.substring(0, start).concat(path) : word;
    }

    /// Whether a word is an absolute path with a detour in it, and no more.
    private static boolean hasDetour(String word) {
        int slash = word.indexOf('/');
        boolean isRooted = slash == 0 || (slash > 0 && word.charAt(slash - 1) == '=');
        if (!isRooted || word.length() > MAX_CHARS) {
            return false;
        }
        boolean isPath = true;
        boolean isDetour = false;
        char before = '\0';
        for (int at = slash; at < word.length() && isPath; at++) {
            char c = word.charAt(at);
            isPath = Secrets.isAlnum(c) || "/._-+@%".indexOf(c) >= 0;
            isDetour |= before == '/' && (c == '/' || c == '.');
            before = c;
        }
        return isPath && isDetour;
    }

    private static String straight(String word, int start) {
        List<String> parts = new ArrayList<>();
        int from = start + 1;
        while (from <= word.length()) {
            int slash = word.indexOf('/', from);
            int end = slash < 0 ? word.length() : slash;
            String part = word.substring(from, end);
            from = end + 1;
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String end = word.endsWith("/") && !parts.isEmpty() ? "/" : "";
        return "/".concat(String.join("/", parts)).concat(end);
    }
}
