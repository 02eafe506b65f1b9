package gate.rules.builtin;

/// What a tool does with an argument: runs it, queries with it, or keeps it.
///
/// Names decide, the tool's and the argument's, each taken for its words: `runShellCommand` is run,
/// shell, command. See `docs/rules/destructive_shell_command.md`.
enum ArgumentRole {
    /// A command line, or the words of one.
    COMMAND,
    /// Code of a programming language.
    CODE,
    /// SQL, GraphQL or alike.
    QUERY,
    /// Text that is stored, sent, or searched for; nothing in it is run.
    DATA,
    /// Nobody says.
    UNKNOWN;

    /// What the words of a tool's name say.
    static final int RUNS = 1;

    static final int QUERIES = 2;
    static final int CODES = 4;
    static final int FINDS = 8;
    static final int TYPES = 16;

    /// Beside [#RUNS]: what it runs is a command line and nothing else.
    static final int SHELLS = 32;

    /// What a tool does, by its name: a sum of the constants above.
    static int toolOf(String name) {
        int all = 0;
        int from = 0;
        for (int i = 1; i <= name.length(); i++) {
            if (Words.isEnd(name, i)) {
                all |= toolWord(Words.word(name, from, i));
                from = i;
            }
        }
        return all;
    }

    private static int toolWord(String word) {
        return switch (word) {
            case "bash", "sh", "shell", "zsh", "exec", "command", "commands", "cmd" ->
                    RUNS | SHELLS;
            case "powershell", "pwsh", "ssh", "subprocess", "sudo" -> RUNS | SHELLS;
            case "execute", "process", "spawn", "cli" -> RUNS;
            case "run", "runner", "system", "os", "invoke", "launch", "script", "scripts" -> RUNS;
            case "terminal", "console", "tty", "pty", "tmux", "repl", "keys", "stdin" ->
                    RUNS | TYPES | SHELLS;
            case "python",
                    "node",
                    "javascript",
                    "js",
                    "ruby",
                    "perl",
                    "php",
                    "code",
                    "interpreter" ->
                    CODES;
            case "jupyter", "notebook", "sandbox", "eval", "evaluate", "ipython", "deno", "bun" ->
                    CODES;
            case "sql", "mysql", "postgres", "postgresql", "pg", "sqlite", "db", "database" ->
                    QUERIES;
            case "query", "queries", "graphql", "mongo", "mongodb", "redis", "snowflake" -> QUERIES;
            case "bigquery", "clickhouse", "duckdb", "supabase", "neon", "mariadb", "cypher" ->
                    QUERIES;
            case "search", "find", "lookup", "list", "docs", "fetch", "grep", "browse", "read" ->
                    FINDS;
            case "describe", "explain", "docs_search", "web", "wiki", "rag", "embed" -> FINDS;
            default -> 0;
        };
    }

    /// The role of an argument.
    ///
    /// @param tool what the tool does
    /// @param name the argument's name
    static ArgumentRole of(int tool, String name) {
        ArgumentRole role = whole(name, tool);
        if (role != null) {
            return role;
        }
        int from = 0;
        ArgumentRole last = UNKNOWN;
        for (int i = 1; i <= name.length(); i++) {
            if (Words.isEnd(name, i)) {
                ArgumentRole next = word(Words.word(name, from, i), tool);
                if (next != UNKNOWN) {
                    last = next;
                }
                from = i;
            }
        }
        return last;
    }

    private static @org.jspecify.annotations.Nullable ArgumentRole whole(String name, int tool) {
        return switch (name) {
            case "old_str", "new_str", "old_string", "new_string", "oldText", "newText" -> DATA;
            case "command_description", "commandDescription", "command_id", "commandId" -> DATA;
            case "commit_message", "file_text", "fileText", "script_path", "scriptPath" -> DATA;
            case "q" -> (tool & QUERIES) != 0 ? QUERY : DATA;
            default -> null;
        };
    }

    private static ArgumentRole word(String word, int tool) {
        boolean isRun = (tool & (RUNS | CODES)) != 0;
        return switch (word) {
            case "command", "commands", "cmd", "cmds", "commandline", "cmdline", "shell", "bash" ->
                    COMMAND;
            case "sh", "exec", "execute", "run", "terminal", "argv", "powershell", "pwsh" ->
                    COMMAND;
            case "args", "arguments", "arg", "script", "scripts", "cli", "invocation", "line" ->
                    COMMAND;
            case "program", "executable", "entrypoint", "hook", "oneliner" -> COMMAND;
            case "code", "snippet", "source" -> isRun ? CODE : UNKNOWN;
            case "python", "javascript", "js", "expression", "function", "eval", "program_text" ->
                    isRun ? CODE : UNKNOWN;
            case "sql", "statement", "statements", "stmt", "graphql", "mutation", "cypher" -> QUERY;
            case "query", "queries" -> (tool & (FINDS | QUERIES)) == FINDS ? DATA : QUERY;
            case "input", "keys", "stdin", "payload", "data", "text", "chars" ->
                    (tool & TYPES) != 0 ? COMMAND : word.equals("input") ? UNKNOWN : DATA;
            case "content", "contents", "body", "message", "messages", "description", "title" ->
                    DATA;
            case "path", "paths", "file", "files", "filename", "filepath", "directory", "dir" ->
                    DATA;
            case "cwd", "pattern", "regex", "search", "replacement", "replace", "comment", "note" ->
                    DATA;
            case "notes", "summary", "prompt", "instructions", "instruction", "thought", "reason" ->
                    DATA;
            case "url", "uri", "subject", "markdown", "html", "old", "new", "diff", "patch" -> DATA;
            case "name", "label", "labels", "tag", "tags", "observations", "answer", "question" ->
                    DATA;
            case "thoughts", "explanation", "documentation", "example", "examples", "log", "logs" ->
                    DATA;
            case "task", "goal", "topic", "key", "id", "language", "format", "env", "value" -> DATA;
            default -> UNKNOWN;
        };
    }
}
