package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Reads how people write a repository: `Owner/Name`, `group%2Fname`, or as [RepositoryUrl].
///
/// Letters of ASCII lose their case, as on GitHub and GitLab; every other character stays what it
/// is, so that a look-alike never reads as the repository that it looks like.
final class RepositoryPath {

    private RepositoryPath() {}

    /// The path of a repository, however it is written; null where a URL names none.
    static @Nullable String of(String text, RepositoryHost host) {
        String stripped = stripped(text);
        return RepositoryUrl.isUrl(stripped) ? RepositoryUrl.of(stripped, host) : plain(stripped);
    }

    /// Whether a path, put into an address, leads out of what stands before it. Servers that build
    /// addresses read `..` as the standard for URLs does (WHATWG, "dot segments"): a backslash is a
    /// slash, `%2e` a dot, and tabs and line breaks are not there.
    static boolean climbs(String text) {
        if (text.indexOf('.') < 0 && text.indexOf('%') < 0) {
            return false;
        }
        int step = 0;
        String path = decoded(text);
        for (int i = 0; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            switch (c) {
                case '/', '\\', '?', '#' -> {
                    if (step == 2) {
                        return true;
                    }
                    step = 0;
                }
                case '.' -> step = step < 0 ? step : step + 1;
                case '\t', '\n', '\r' -> {}
                default -> step = -1;
            }
        }
        return false;
    }

    /// A path without decoration: blanks, slashes around it, `.git`, `%2F`, case.
    static String plain(String text) {
        String path = stripped(decoded(text));
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        String bare = lower(path.substring(from, to));
        return bare.endsWith(".git") && bare.length() > ".git".length()
                ? bare.substring(0, bare.length() - ".git".length())
                : bare;
    }

    /// The index after so many steps of a path, without the slash.
    static int afterSteps(String path, int steps) {
        int at = 0;
        for (int step = 0; step < steps; step++) {
            int slash = path.indexOf('/', at);
            if (slash < 0) {
                return path.length();
            }
            at = slash + 1;
        }
        return at - 1;
    }

    /// Turns what percent signs encode back, once; only ASCII, which is all that a path has.
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high >= 0 && high < 8 && low >= 0) {
                    plain.append((char) ((high << 4) | low));
                    i += 2;
                    continue;
                }
            }
            plain.append(c);
        }
        return plain.toString();
    }

    static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) <= ' ') {
            to--;
        }
        return text.substring(from, to);
    }

    /// ASCII alone: `String.toLowerCase` turns the Kelvin sign into a `k`.
    static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != lower(text.charAt(i))) {
                var lower = new StringBuilder(text);
                for (int k = i; k < text.length(); k++) {
                    lower.setCharAt(k, lower(text.charAt(k)));
                }
                return lower.toString();
            }
        }
        return text;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
}
