package gate.rules.builtin;

import java.util.List;
import java.util.Locale;

/// Looks at the words of one command: its name, its options, its operands.
final class Argv {

    private Argv() {}

    /// The last part of a command's path, in small letters: `rm` for `/bin/rm`.
    static String name(String word) {
        int slash = Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\'));
        String last = slash < 0 ? word : word.substring(slash + 1);
        int length = last.length();
        boolean isLower = true;
        for (int i = 0; i < length && isLower; i++) {
            char c = last.charAt(i);
            isLower = c < 'A' || (c > 'Z' && c < 0x80);
        }
        String lower = isLower ? last : last.toLowerCase(Locale.ROOT);
        return lower.endsWith(".exe") ? lower.substring(0, length - 4) : lower;
    }

    /// Whether an option is given, alone or among short ones.
    static boolean hasOption(List<String> argv, char letter, String name) {
        return hasOption(argv, letter, name, "");
    }

    /// The same, where some short options take a value that may stand in the same word.
    ///
    /// @param valued the letters of those
    static boolean hasOption(List<String> argv, char letter, String name, String valued) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.equals("--")) {
                return false;
            }
            if (word.length() > 1 && word.charAt(0) == '-') {
                if (word.equals(name) || word.startsWith(name.concat("="))) {
                    return true;
                }
                if (letter != '\0' && word.charAt(1) != '-' && isIn(word, letter, valued)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isIn(String word, char letter, String valued) {
        for (int i = 1; i < word.length(); i++) {
            if (word.charAt(i) == letter) {
                return true;
            }
            if (valued.indexOf(word.charAt(i)) >= 0) {
                return false;
            }
        }
        return false;
    }

    static boolean hasWord(List<String> argv, String one, String two, String three) {
        return argv.contains(one) || argv.contains(two) || argv.contains(three);
    }

    /// Whether a word behind the name holds a text.
    static boolean hasPart(List<String> argv, String part) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).contains(part)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a word behind the name begins with a text.
    static boolean hasPrefix(List<String> argv, String prefix) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    static boolean isStandardInput(String path) {
        return path.equals("/dev/stdin") || path.equals("-") || path.equals("/proc/self/fd/0");
    }

    static String joined(List<String> argv, int from) {
        return from >= argv.size() ? "" : String.join(" ", argv.subList(from, argv.size()));
    }

    /// Words as a script again, so that no character of them means anything.
    static String quoted(List<String> argv, int from) {
        var script = new StringBuilder();
        for (int i = from; i < argv.size(); i++) {
            if (i > from) {
                script.append(' ');
            }
            String word = argv.get(i);
            script.append('\'').append(word.replace("'", "'\\''")).append('\'');
        }
        return script.toString();
    }

    /// The first word that is neither an option nor an option's value.
    ///
    /// @param valued the options that take the next word, with blanks between
    static int skip(List<String> argv, int from, String valued) {
        int at = from;
        while (at < argv.size()) {
            String word = argv.get(at);
            if (word.equals("--")) {
                return at + 1;
            }
            if (word.length() < 2 || word.charAt(0) != '-') {
                return at;
            }
            at += Words.isAmong(valued, word) ? 2 : 1;
        }
        return argv.size();
    }
}
