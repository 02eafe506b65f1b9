package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Finds the repository in an address: `https://github.com/o/r/pull/3`, `git@host:o/r.git`.
///
/// GitHub Enterprise and GitLab run on sites of any name.
final class RepositoryUrl {

    private RepositoryUrl() {}

    /// The repository of a URL or of an address of ssh on a site of this host; null for anything
    /// else, also for other sites: `https://ci.example.com/job/1` names no repository.
    static @Nullable String ofKnown(String text, RepositoryHost host) {
        String url = RepositoryPath.stripped(text);
        return isUrl(url) ? of(url, host, false) : null;
    }

    /// The repository of a URL on whatever site, or null.
    static @Nullable String of(String url, RepositoryHost host) {
        return of(url, host, true);
    }

    private static @Nullable String of(String url, RepositoryHost host, boolean ofAnySite) {
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
        String site = RepositoryPath.lower(url.substring(siteFrom, siteTo));
        String path = url.substring(Math.min(url.length(), isScp ? colon + 1 : end + 1));
        String bare = site.startsWith("www.") ? site.substring("www.".length()) : site;
        String cut = cut(path);
        String rest = cut.startsWith("/") ? cut.substring(1) : cut;
        return ofAnySite || isSiteOf(host, bare, rest) ? ofSite(bare, rest, host) : null;
    }

    private static @Nullable String ofSite(String site, String path, RepositoryHost host) {
        if (isOfGitHub(site)) {
            return holdsRepositories(site) ? ofGitHub(site, path) : null;
        }
        return host == RepositoryHost.GITLAB || site.startsWith("gitlab.")
                ? ofGitLab(path)
                : ofGitHub(site, path);
    }

    /// Whether a site may be the one that a server works on; companies have sites of their own.
    private static boolean isSiteOf(RepositoryHost host, String site, String path) {
        if (host == RepositoryHost.GITHUB) {
            return isOfGitHub(site) || site.indexOf("github") >= 0 || site.endsWith(".ghe.com");
        }
        return !isOfGitHub(site)
                && (site.indexOf("gitlab") >= 0
                        || path.indexOf("/-/") >= 0
                        || path.startsWith("api/v4/projects/"));
    }

    private static boolean isOfGitHub(String site) {
        return site.equals("github.com")
                || site.endsWith(".github.com")
                || site.endsWith(".githubusercontent.com");
    }

    /// `docs.github.com`, `gist.github.com` and `avatars.githubusercontent.com` do not.
    private static boolean holdsRepositories(String site) {
        return switch (site) {
            case "github.com",
                    "api.github.com",
                    "uploads.github.com",
                    "codeload.github.com",
                    "ssh.github.com",
                    "raw.githubusercontent.com" ->
                    true;
            default -> false;
        };
    }

    private static @Nullable String ofGitHub(String site, String path) {
        String rest = path;
        if (rest.startsWith("api/v3/")) {
            rest = rest.substring("api/v3/".length());
        }
        if (rest.startsWith("repositories/")) {
            String id = rest.substring("repositories/".length());
            return "#" + id.substring(0, RepositoryPath.afterSteps(id, 1));
        }
        if (rest.startsWith("repos/")) {
            rest = rest.substring("repos/".length());
        } else if (site.startsWith("api.") || isPage(rest)) {
            return null;
        }
        int end = RepositoryPath.afterSteps(rest, 2);
        String name = RepositoryPath.plain(rest.substring(0, end));
        return name.indexOf('/') < 0 ? null : name;
    }

    /// Pages of github.com that look like an owner's.
    private static boolean isPage(String path) {
        return switch (path.substring(0, RepositoryPath.afterSteps(path, 1))) {
            case "about",
                    "account",
                    "advisories",
                    "apps",
                    "codespaces",
                    "collections",
                    "contact",
                    "customer-stories",
                    "dashboard",
                    "enterprise",
                    "enterprises",
                    "events",
                    "explore",
                    "features",
                    "issues",
                    "login",
                    "marketplace",
                    "new",
                    "notifications",
                    "orgs",
                    "pricing",
                    "pulls",
                    "readme",
                    "resources",
                    "search",
                    "security",
                    "settings",
                    "site",
                    "solutions",
                    "sponsors",
                    "stars",
                    "team",
                    "topics",
                    "trending",
                    "user-attachments",
                    "users" ->
                    true;
            default -> false;
        };
    }

    private static @Nullable String ofGitLab(String path) {
        String api = "api/v4/projects/";
        if (path.startsWith(api)) {
            String id = path.substring(api.length());
            String name = RepositoryPath.plain(id.substring(0, RepositoryPath.afterSteps(id, 1)));
            return name.indexOf('/') < 0 ? "#" + name : name;
        }
        if (path.startsWith("api/") || path.startsWith("groups/")) {
            return null;
        }
        int end = path.indexOf("/-/");
        if (end < 0) {
            end = beforePage(path);
        }
        String name = RepositoryPath.plain(path.substring(0, end));
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

    static boolean isUrl(String text) {
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
}
