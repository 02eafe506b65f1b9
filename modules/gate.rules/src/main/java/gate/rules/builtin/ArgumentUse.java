package gate.rules.builtin;

/// What an argument names or holds, by the words of its name: a file, an address, a thing, a text.
///
/// Beside [ArgumentRole], which tells what is run from what is not.
enum ArgumentUse {
    /// A file or a directory.
    PATH,
    /// An address: a URL, or the part of one that names a host.
    URL,
    /// What something is called or known by: a branch, a key, a pod, an account.
    IDENTIFIER,
    /// A secret that the tool asks for.
    CREDENTIAL,
    /// Text that is kept or shown.
    TEXT,
    /// What is searched for.
    PATTERN,
    /// Nobody says.
    UNKNOWN;

    /// The use of an argument; the last word that says something decides.
    static ArgumentUse of(String name) {
        ArgumentUse last = UNKNOWN;
        int from = 0;
        for (int i = 1; i <= name.length(); i++) {
            if (Words.isEnd(name, i)) {
                ArgumentUse next = of(Words.word(name, from, i), last);
                last = next == UNKNOWN ? last : next;
                from = i;
            }
        }
        return last;
    }

    private static ArgumentUse of(String word, ArgumentUse before) {
        return switch (word) {
            case "path", "paths", "file", "files", "filename", "filenames", "filepath" -> PATH;
            case "dir", "directory", "directories", "folder", "folders", "cwd", "workdir" -> PATH;
            case "destination", "dest", "dst", "src", "root", "workspace", "output", "outfile" ->
                    PATH;
            case "url", "urls", "uri", "uris", "href", "endpoint", "link", "links", "site" -> URL;
            case "webhook", "origin", "referer", "website", "proxy", "callback", "server" -> URL;
            case "host", "hostname", "domain", "address", "ip" -> URL;
            case "id", "ids", "key", "branch", "ref", "refs", "revision", "rev", "commit" ->
                    before == CREDENTIAL ? CREDENTIAL : IDENTIFIER;
            case "sha", "tag", "target", "targets", "remote", "repo", "repository", "name" ->
                    IDENTIFIER;
            case "username", "user", "account", "pod", "namespace", "container", "image" ->
                    IDENTIFIER;
            case "service", "region", "package", "version", "project", "bucket", "cluster" ->
                    IDENTIFIER;
            case "base", "head", "owner", "org", "slug", "uuid", "device", "table", "database" ->
                    IDENTIFIER;
            case "token", "tokens", "password", "passwd", "passphrase", "secret", "secrets" ->
                    CREDENTIAL;
            case "authorization", "auth", "credential", "credentials", "apikey", "api", "bearer" ->
                    CREDENTIAL;
            case "cookie", "cookies", "jwt", "pem", "pat", "private", "access", "dsn" -> CREDENTIAL;
            case "content", "contents", "body", "text", "message", "messages", "description" ->
                    TEXT;
            case "title", "comment", "note", "notes", "summary", "prompt", "markdown", "html" ->
                    TEXT;
            case "old", "new", "diff", "patch", "edits", "data", "subject", "question" -> TEXT;
            case "query", "pattern", "regex", "search", "q", "filter", "glob", "replacement" ->
                    PATTERN;
            default -> UNKNOWN;
        };
    }
}
