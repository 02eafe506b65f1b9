package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The repositories that one call names, in the argument shapes of the real servers.
///
/// Only what names a repository counts: a path, a branch, a label, a title or a body may hold any
/// number of slashes. Owned by one thread, for one call.
final class RepositoryNames {

    /// One repository that is named.
    ///
    /// @param name the repository: `owner/name`, `group/sub/name`, `name` where the owner is not
    ///   told, `#7` for the id of one; ASCII letters in lower case
    /// @param node where it is named
    /// @param isWider whether this is no repository but an owner whose repositories are searched
    record Reference(String name, int node, boolean isWider) {}

    /// References kept; a call that names more repositories is refused long before.
    private static final int MAX_REFERENCES = 64;

    /// What the name of a member says about its value.
    private enum Key {
        OWNER,
        ORGANIZATION,
        USER,
        REPOSITORY,
        PROJECT,
        QUERY,
        TEXT,
        OTHER
    }

    private final RepositoryHost host;
    private final boolean searchesContent;
    private final List<Reference> references = new ArrayList<>(2);

    /// @param tool the tool that is called
    RepositoryNames(RepositoryHost host, String tool) {
        this.host = host;
        this.searchesContent = !tool.endsWith("repositories") && !tool.endsWith("users");
    }

    /// What was found, in the order of the call.
    List<Reference> references() {
        return references;
    }

    /// Reads the arguments of a call: every object in them.
    void addArguments(Json json, int arguments) {
        int last = json.last(arguments);
        for (int node = arguments; node < last; node++) {
            if (json.isObject(node)) {
                addObject(json, node);
            }
        }
    }

    /// Reads a resource of github-mcp-server: `repo://owner/name/contents/path`.
    void addResource(Json json, int uri) {
        String path = json.string(uri).substring("repo://".length());
        int end = RepositoryPath.afterSteps(path, 2);
        add(RepositoryPath.plain(path.substring(0, end)), uri);
    }

    private void addObject(Json json, int object) {
        String owner = null;
        Key ownerKey = Key.OTHER;
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            Key key = key(json, at);
            boolean isOwner = key == Key.OWNER || key == Key.ORGANIZATION || key == Key.USER;
            if (isOwner && (owner == null || key.compareTo(ownerKey) < 0)) {
                String told = ownerName(json, at + 1);
                if (told != null) {
                    owner = told;
                    ownerKey = key;
                }
            }
        }
        boolean isRepository = json.parent(object) != Json.NONE && isNamedRepository(json, object);
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            addMember(json, at, owner, isRepository);
        }
    }

    private void addMember(Json json, int name, @Nullable String owner, boolean isRepository) {
        int value = name + 1;
        switch (key(json, name)) {
            case REPOSITORY -> addValues(json, value, owner, true);
            case PROJECT -> addValues(json, value, owner, host == RepositoryHost.GITLAB);
            case QUERY -> {
                if (json.isString(value)) {
                    addQuery(json.string(value), value);
                }
            }
            case OWNER, ORGANIZATION, USER, TEXT -> {
                if (isRepository && json.textEquals(name, "name")) {
                    addValues(json, value, owner, true);
                }
            }
            case OTHER -> addUrls(json, value);
        }
    }

    /// Whether an object is the value of a member that names repositories, or an element of it.
    private static boolean isNamedRepository(Json json, int object) {
        int value = json.isArray(json.parent(object)) ? json.parent(object) : object;
        int parent = json.parent(value);
        return json.isObject(parent) && key(json, value - 1) == Key.REPOSITORY;
    }

    private static @Nullable String ownerName(Json json, int value) {
        int text = json.isObject(value) ? json.member(value, "login") : value;
        return json.isString(text) ? RepositoryPath.plain(json.string(text)) : null;
    }

    private void addValues(Json json, int value, @Nullable String owner, boolean namesAlways) {
        if (json.isArray(value)) {
            for (int at = json.first(value); at != Json.NONE; at = json.next(at)) {
                addValue(json, at, owner, namesAlways);
            }
        } else {
            addValue(json, value, owner, namesAlways);
        }
    }

    private void addValue(Json json, int value, @Nullable String owner, boolean namesAlways) {
        if (json.kind(value) == Json.Kind.NUMBER) {
            if (namesAlways) {
                add("#" + json.source(value), value);
            }
        } else if (json.isString(value)) {
            String text = json.string(value);
            String path = RepositoryPath.of(text, host);
            if (path == null || path.isEmpty()) {
                return;
            }
            if (isNumber(path) && host == RepositoryHost.GITLAB) {
                add("#" + path, value);
            } else if (path.indexOf('/') >= 0) {
                add(path, value);
                if (owner != null && !path.startsWith(owner + "/")) {
                    add(owner + "/" + path, value);
                }
            } else if (namesAlways) {
                add(owner == null || owner.isEmpty() ? path : owner + "/" + path, value);
            }
        }
    }

    private void addUrls(Json json, int value) {
        if (json.isArray(value)) {
            for (int at = json.first(value); at != Json.NONE; at = json.next(at)) {
                addUrl(json, at);
            }
        } else {
            addUrl(json, value);
        }
    }

    private void addUrl(Json json, int value) {
        if (json.isString(value)) {
            String path = RepositoryPath.ofUrl(json.string(value), host);
            if (path != null) {
                add(path, value);
            }
        }
    }

    /// Reads the qualifiers of a search: `is:open repo:owner/name`. What `-repo:` and `NOT repo:`
    /// leave out is not searched.
    private void addQuery(String query, int node) {
        for (int at = query.indexOf(':'); at > 0; at = query.indexOf(':', at + 1)) {
            int from = at;
            while (from > 0 && isAsciiLetter(query.charAt(from - 1))) {
                from--;
            }
            if (isExcluded(query, from)) {
                continue;
            }
            boolean isRepository = isWord(query, from, at, "repo");
            boolean isWider =
                    isWord(query, from, at, "org")
                            || isWord(query, from, at, "user")
                            || isWord(query, from, at, "owner");
            if (!isRepository && !isWider) {
                continue;
            }
            int start = at + 1;
            while (start < query.length() && isQuote(query.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < query.length() && !endsQualifier(query.charAt(end))) {
                end++;
            }
            String name = RepositoryPath.of(query.substring(start, end), host);
            if (name == null || name.isEmpty()) {
                continue;
            }
            if (isRepository) {
                add(name, node);
            } else if (searchesContent && references.size() < MAX_REFERENCES) {
                references.add(new Reference(name, node, true));
            }
        }
    }

    private static boolean isExcluded(String query, int from) {
        if (from > 0 && query.charAt(from - 1) == '-') {
            return from == 1 || !isAsciiLetter(query.charAt(from - 2));
        }
        return query.startsWith("NOT ", from - "NOT ".length());
    }

    private static boolean isWord(String text, int from, int to, String word) {
        return to - from == word.length() && text.regionMatches(true, from, word, 0, to - from);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '\\';
    }

    private static boolean endsQualifier(char c) {
        return c <= ' ' || isQuote(c) || c == ')' || c == '(' || c == ',' || c == '+';
    }

    private void add(@Nullable String name, int node) {
        if (name != null && !name.isEmpty() && references.size() < MAX_REFERENCES) {
            references.add(new Reference(name, node, false));
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static Key key(Json json, int name) {
        return switch (RepositoryPath.letters(json.string(name))) {
            case "owner", "repoowner", "repositoryowner", "ownername", "ownerlogin" -> Key.OWNER;
            case "org", "organization", "organisation", "orgname", "namespace", "group" ->
                    Key.ORGANIZATION;
            case "user", "username" -> Key.USER;
            case "repo",
                    "repos",
                    "repository",
                    "repositories",
                    "reponame",
                    "reponames",
                    "repositoryname",
                    "fullname",
                    "fullnames",
                    "repofullname",
                    "repositoryfullname",
                    "repofullnames",
                    "repositoryfullnames",
                    "namewithowner",
                    "nwo",
                    "reposlug",
                    "repopath",
                    "repourl",
                    "repourls",
                    "repositoryurl",
                    "repositoryid",
                    "repositoryids",
                    "repoid",
                    "repoids",
                    "headrepo",
                    "headrepository",
                    "baserepo",
                    "baserepository",
                    "sourcerepo",
                    "sourcerepository",
                    "targetrepo",
                    "targetrepository",
                    "templaterepo",
                    "repositorynwo" ->
                    Key.REPOSITORY;
            case "project",
                    "projects",
                    "projectid",
                    "projectids",
                    "projectpath",
                    "projectfullpath",
                    "fullpath",
                    "pathwithnamespace",
                    "projectslug",
                    "projectname",
                    "projecturl",
                    "sourceproject",
                    "sourceprojectid",
                    "targetproject",
                    "targetprojectid",
                    "forkedfromprojectid" ->
                    Key.PROJECT;
            case "q", "query", "searchquery", "search" -> Key.QUERY;
            case "name",
                    "title",
                    "body",
                    "content",
                    "contents",
                    "message",
                    "commitmessage",
                    "description",
                    "comment",
                    "text",
                    "note",
                    "summary",
                    "homepage",
                    "website",
                    "path",
                    "file",
                    "filepath",
                    "files",
                    "label",
                    "labels",
                    "branch",
                    "ref" ->
                    Key.TEXT;
            default -> Key.OTHER;
        };
    }
}
