package gate.rules.builtin;

import gate.protocol.Json;
import gate.protocol.Session;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// Where the repositories of a session live, as far as one can tell from outside.
enum RepositoryHost {
    GITHUB,
    GITLAB;

    /// Listed tools from which on a server counts as recognised.
    private static final int ENOUGH_TOOLS = 3;

    /// Tools of github/github-mcp-server and @modelcontextprotocol/server-github by names that
    /// hardly another server has. Trackers have a `list_issues` too, and every host of code a
    /// `list_branches`.
    private static final Set<String> GITHUB_TOOLS =
            Set.of(
                    "add_issue_comment",
                    "create_or_update_file",
                    "create_pull_request_review",
                    "fork_repository",
                    "get_file_contents",
                    "get_pull_request_files",
                    "get_pull_request_status",
                    "issue_read",
                    "issue_write",
                    "list_code_scanning_alerts",
                    "pull_request_read",
                    "pull_request_review_write",
                    "push_files",
                    "search_pull_requests",
                    "search_repositories",
                    "update_pull_request_branch");

    /// Tools of theirs that other servers have too, with other arguments.
    private static final Set<String> COMMON_TOOLS =
            Set.of(
                    "create_branch",
                    "create_issue",
                    "create_pull_request",
                    "delete_file",
                    "get_commit",
                    "get_issue",
                    "get_pull_request",
                    "get_repository_tree",
                    "list_branches",
                    "list_commits",
                    "list_issues",
                    "list_pull_requests",
                    "list_releases",
                    "list_tags",
                    "merge_pull_request",
                    "update_issue",
                    "update_pull_request");

    /// Tools of the GitLab servers (@modelcontextprotocol/server-gitlab, @zereight/mcp-gitlab) by
    /// names that hardly another server has.
    private static final Set<String> GITLAB_TOOLS =
            Set.of(
                    "create_merge_request",
                    "create_merge_request_note",
                    "get_merge_request",
                    "get_merge_request_diffs",
                    "list_merge_request_diffs",
                    "list_merge_requests",
                    "merge_merge_request",
                    "mr_discussions",
                    "update_merge_request");

    /// The host that a server works on, or null where it does not look like one.
    static @Nullable RepositoryHost of(Session session) {
        RepositoryHost named = named(session.serverInfoName());
        if (named == null) {
            named = named(session.name());
        }
        if (named == null) {
            named = started(session);
        }
        if (named != null) {
            return named;
        }
        int ofGitLab = session.countTools(GITLAB_TOOLS);
        if (ofGitLab + session.countTools(GITHUB_TOOLS) < ENOUGH_TOOLS) {
            return null;
        }
        return ofGitLab > 0 ? GITLAB : GITHUB;
    }

    /// The host that one call of an unknown server is meant for, as far as its name and shape tell:
    /// a tracker's `list_issues` names no owner and repository.
    static @Nullable RepositoryHost ofCall(Json json, int arguments, String tool) {
        if (GITLAB_TOOLS.contains(tool)) {
            return json.member(arguments, "project_id") == Json.NONE ? null : GITLAB;
        }
        boolean isOfRepository =
                (GITHUB_TOOLS.contains(tool) || COMMON_TOOLS.contains(tool))
                        && json.isString(json.member(arguments, "owner"))
                        && json.isString(json.member(arguments, "repo"));
        return isOfRepository ? GITHUB : null;
    }

    private static @Nullable RepositoryHost named(String name) {
        if (contains(name, "gitlab")) {
            return GITLAB;
        }
        return contains(name, "github") ? GITHUB : null;
    }

    /// What the command tells: `npx -y @modelcontextprotocol/server-github`, `docker run -e
    /// GITHUB_TOKEN …`. That a server's code comes from github.com, or lies in a directory
    /// `github`, tells nothing.
    private static @Nullable RepositoryHost started(Session session) {
        for (String word : session.command()) {
            if (!contains(word, "git")) {
                continue;
            }
            int from = 0;
            for (int i = 0; i <= word.length(); i++) {
                if (i == word.length() || isBetween(word.charAt(i))) {
                    RepositoryHost named = named(word, from, i);
                    if (named != null) {
                        return named;
                    }
                    from = i + 1;
                }
            }
        }
        return null;
    }

    private static boolean isBetween(char c) {
        return c == '/' || c == '\\' || c == ':' || c == '@' || c == '=';
    }

    /// Looks at one step of a path, package or image name.
    private static @Nullable RepositoryHost named(String word, int from, int to) {
        String step = word.substring(from, to);
        RepositoryHost host = named(step);
        if (host == null || isSite(step) || step.length() == "github".length()) {
            return null;
        }
        boolean isLast = to == word.length() && !isFile(word);
        return isLast || contains(step, "mcp") || contains(step, "server") ? host : null;
    }

    /// Whether a word names a file or a directory, which may be called anything.
    private static boolean isFile(String word) {
        return word.startsWith("/")
                || word.startsWith(".")
                || word.startsWith("~")
                || word.indexOf('\\') >= 0
                || word.indexOf("=/") > 0;
    }

    private static boolean isSite(String step) {
        return contains(step, "github.com")
                || contains(step, "github.io")
                || contains(step, "githubusercontent")
                || contains(step, "gitlab.com");
    }

    /// Whether a text holds this word of lower-case ASCII in any case.
    private static boolean contains(String text, String word) {
        for (int i = text.length() - word.length(); i >= 0; i--) {
            if (text.regionMatches(true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
