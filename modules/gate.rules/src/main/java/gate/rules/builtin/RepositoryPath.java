package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Reads how people write a repository: `Owner/Name`, `group%2Fname`, `git@host:o/r.git`, URLs.
///
/// Letters of ASCII lose their case, as on GitHub and GitLab; every other character stays what it
/// is, so that a look-alike never reads as the repository that it looks like.
final class RepositoryPath {

    private RepositoryPath() {}

    /// The path of a repository, however it is written; null where a URL names none.
    static @Nullable String of(String text, RepositoryHost host) {
        String stripped = stripped(text);
        return isUrl(stripped) ? ofUrl(stripped, host) : plain(stripped);
    }

    /// The repository of a URL or of an address of ssh; null for anything else.
    static @Nullable String ofUrl(String text, RepositoryHost host) {
        String url = stripped(text);
        if (!isUrl(url)) {
            return null;
        }
        int scheme = url.indexOf("://");
        int from = scheme < 0 ? 0 : scheme + "://".length();
        int end = from;
        while (end < url.length() && url.charAt(end) != '/') {
            end++;
        }
        int at = url.lastIndexOf('@', end - 1);
        int siteFrom = at >= from ? at + 1 : from;
        int colon = url.indexOf(':', siteFrom);
        boolean isScp = scheme < 0 && colon >= 0 && colon < end;
        int siteTo = colon >= 0 && colon < end ? colon : end;
        String site = lower(url.substring(siteFrom, siteTo));
        String path = url.substring(Math.min(url.length(), isScp ? colon + 1 : end + 1));
        return ofSite(site, cut(path), host);
    }

    private static @Nullable String ofSite(String site, String path, RepositoryHost host) {
        String bare = site.startsWith("www.") ? site.substring("www.".length()) : site;
        String rest = path.startsWith("/") ? path.substring(1) : path;
        if (bare.equals("gist.github.com")) {
            return null;
        }
        if (isSiteOfGitHub(bare)) {
            return ofGitHub(bare, rest);
        }
        if (host == RepositoryHost.GITLAB || bare.startsWith("gitlab.")) {
            return ofGitLab(rest);
        }
        return ofGitHub(bare, rest);
    }

    private static boolean isSiteOfGitHub(String site) {
        return site.equals("github.com")
                || site.endsWith(".github.com")
                || site.equals("raw.githubusercontent.com");
    }

    private static @Nullable String ofGitHub(String site, String path) {
        String rest = path;
        if (rest.startsWith("api/v3/")) {
            rest = rest.substring("api/v3/".length());
        }
        if (rest.startsWith("repositories/")) {
            String id = rest.substring("repositories/".length());
            return "#" + id.substring(0, afterSteps(id, 1));
        }
        if (rest.startsWith("repos/")) {
            rest = rest.substring("repos/".length());
        } else if (site.startsWith("api.") || isPage(rest)) {
            return null;
        }
        int end = afterSteps(rest, 2);
        String name = plain(rest.substring(0, end));
        return name.indexOf('/') < 0 ? null : name;
    }

    /// Pages of github.com that look like an owner's.
    private static boolean isPage(String path) {
        return switch (path.substring(0, afterSteps(path, 1))) {
            case "orgs",
                    "users",
                    "search",
                    "settings",
                    "topics",
                    "marketplace",
                    "features",
                    "enterprises",
                    "notifications",
                    "sponsors" ->
                    true;
            default -> false;
        };
    }

    private static @Nullable String ofGitLab(String path) {
        String api = "api/v4/projects/";
        if (path.startsWith(api)) {
            String id = path.substring(api.length());
            String name = plain(id.substring(0, afterSteps(id, 1)));
            return name.indexOf('/') < 0 ? "#" + name : name;
        }
        if (path.startsWith("api/") || path.startsWith("groups/")) {
            return null;
        }
        int end = path.indexOf("/-/");
        if (end < 0) {
            end = beforePage(path);
        }
        String name = plain(path.substring(0, end));
        return name.indexOf('/') < 0 ? null : name;
    }

    /// Where the older addresses of GitLab, without `/-/`, leave the project.
    private static int beforePage(String path) {
        int from = 0;
        for (int step = 0; from < path.length(); step++) {
            int end = path.indexOf('/', from);
            int to = end < 0 ? path.length() : end;
            if (step >= 2) {
                switch (path.substring(from, to)) {
                    case "issues", "merge_requests", "blob", "tree", "commit", "raw", "wikis" -> {
                        return from;
                    }
                    default -> {}
                }
            }
            from = to + 1;
        }
        return path.length();
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

    /// The letters and digits of a member's name, in lower case: `repositoryFullName` and
    /// `repository_full_name` are one.
    static String letters(String name) {
        var letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-' && c != '.') {
                letters.append(lower(c));
            }
        }
        return letters.toString();
    }

    private static boolean isUrl(String text) {
        if (text.indexOf(' ') >= 0 || text.indexOf('\n') >= 0) {
            return false;
        }
        return text.indexOf("://") > 0
                || (text.startsWith("git@") && text.indexOf(':') > 0)
                || startsWithSite(text, "github.com/")
                || startsWithSite(text, "www.github.com/")
                || startsWithSite(text, "gitlab.com/");
    }

    private static boolean startsWithSite(String text, String site) {
        return text.regionMatches(true, 0, site, 0, site.length());
    }

    /// Without query and fragment.
    private static String cut(String path) {
        int query = path.indexOf('?');
        int fragment = path.indexOf('#');
        int end = path.length();
        if (query >= 0) {
            end = query;
        }
        if (fragment >= 0 && fragment < end) {
            end = fragment;
        }
        return path.substring(0, end);
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

    private static String stripped(String text) {
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
    private static String lower(String text) {
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
