package gate.rules.builtin;

import gate.protocol.Json;

/// What the name of a member says about its value, in the arguments of the real servers.
///
/// Names are compared by their letters alone: `repositoryFullName`, `repository_full_name` and
/// `Repository-Full-Name` are one.
enum RepositoryKey {
    /// Whose repository it is.
    OWNER,
    /// The same, or where a copy of the repository goes.
    ORGANIZATION,
    /// The same on some servers, and on others anybody.
    USER,
    /// A repository.
    REPOSITORY,
    /// A repository with its owner, or somebody's name.
    FULL_NAME,
    /// A project: on GitLab a repository, on GitHub a board.
    PROJECT,
    /// An id of something: on GitLab's own server that of the project.
    ID,
    /// Words to search for, with qualifiers among them.
    QUERY,
    /// Words for people, which may say anything.
    TEXT,
    /// Something in a repository: a path, a branch, a label.
    PLACE,
    OTHER;

    private static final String[] ROLES = {
        "item",
        "head",
        "base",
        "source",
        "target",
        "template",
        "parent",
        "upstream",
        "destination",
        "dest",
        "from",
        "to",
        "fork",
        "origin"
    };

    /// @param name the node of a member's name
    static RepositoryKey of(Json json, int name) {
        return of(letters(json.string(name)));
    }

    static RepositoryKey of(String letters) {
        return switch (letters) {
            case "owner", "repoowner", "repositoryowner", "ownername", "ownerlogin", "account" ->
                    OWNER;
            case "org", "organization", "organisation", "orgname", "namespace", "group" ->
                    ORGANIZATION;
            case "user", "username" -> USER;
            case "fullname", "fullnames" -> FULL_NAME;
            case "namewithowner",
                    "nwo",
                    "repo",
                    "repos",
                    "repofullname",
                    "repofullnames",
                    "repoid",
                    "repoids",
                    "reponame",
                    "reponames",
                    "repopath",
                    "reposlug",
                    "repourl",
                    "repourls",
                    "repositories",
                    "repository",
                    "repositoryfullname",
                    "repositoryfullnames",
                    "repositoryid",
                    "repositoryids",
                    "repositoryname",
                    "repositorynwo",
                    "repositoryurl",
                    "templaterepo" ->
                    REPOSITORY;
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
                    "forkedfromprojectid" ->
                    PROJECT;
            case "id" -> ID;
            case "q", "query", "searchquery", "search" -> QUERY;
            case "name",
                    "title",
                    "body",
                    "content",
                    "contents",
                    "message",
                    "commitmessage",
                    "commitbody",
                    "description",
                    "comment",
                    "text",
                    "note",
                    "notes",
                    "summary",
                    "patch",
                    "problemstatement",
                    "custominstructions",
                    "homepage",
                    "website" ->
                    TEXT;
            case "path", "file", "filepath", "files", "label", "labels", "branch", "ref" -> PLACE;
            default -> ofPair(letters);
        };
    }

    /// `item_repo`, `target_project_id`: one of two repositories that a call names.
    private static RepositoryKey ofPair(String letters) {
        String rest = letters.substring(roleLength(letters));
        if (rest.length() == letters.length()) {
            return OTHER;
        }
        return switch (rest) {
            case "repo", "repository", "reponame", "repositoryname", "repourl" -> REPOSITORY;
            case "project", "projectid", "projectpath" -> PROJECT;
            default -> OTHER;
        };
    }

    /// The part of such a name that tells which of the two it is: `item` of `itemrepo`.
    static int roleLength(String letters) {
        for (String role : ROLES) {
            if (letters.startsWith(role)) {
                return role.length();
            }
        }
        return 0;
    }

    /// The letters and digits of a member's name, in lower case.
    static String letters(String name) {
        var letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && c != '-' && c != '.') {
                letters.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
            }
        }
        return letters.toString();
    }
}
