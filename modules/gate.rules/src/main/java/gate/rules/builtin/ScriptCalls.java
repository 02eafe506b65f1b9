package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Functions of programming languages that delete, or run a command.
final class ScriptCalls {

    /// What a function does with its arguments.
    enum Kind {
        DELETES_TREE,
        DELETES_FILE,
        RUNS,
        OPENS,
        MAPS,
        CLOUD,
        REQUESTS,
        FORK,
        OTHER
    }

    private ScriptCalls() {}

    static Kind kind(String name) {
        return switch (name) {
            case "removeItem", "removeItemAtPath", "trashItem", "deleteTree" -> Kind.DELETES_TREE;
            case "rmtree", "removedirs", "rm_rf", "rm_r", "remove_tree", "remove_entry_secure" ->
                    Kind.DELETES_TREE;
            case "rimraf", "rimrafSync", "removeSync", "emptyDirSync", "emptyDir", "rmdir_r" ->
                    Kind.DELETES_TREE;
            case "deleteDirectory", "deleteRecursively", "deleteDir", "remove_dir_all" ->
                    Kind.DELETES_TREE;
            case "remove", "unlink", "unlinkSync", "rmdir", "rmdirSync", "rm", "rmSync", "delete" ->
                    Kind.DELETES_FILE;
            case "truncate", "truncateSync", "removedir", "rm_f", "remove_file" ->
                    Kind.DELETES_FILE;
            case "system", "popen", "run", "call", "check_call", "check_output", "getoutput" ->
                    Kind.RUNS;
            case "Popen", "exec", "execSync", "execFile", "execFileSync", "spawn", "spawnSync" ->
                    Kind.RUNS;
            case "callCommand", "readProcess", "os_execute" -> Kind.RUNS;
            case "getstatusoutput",
                    "shell_exec",
                    "passthru",
                    "proc_open",
                    "pcntl_exec",
                    "execute" ->
                    Kind.RUNS;
            case "execv", "execve", "execvp", "execl", "execlp", "execle", "spawnl", "spawnv" ->
                    Kind.RUNS;
            case "spawnlp", "spawnvp", "posix_spawn", "startfile", "capture2", "capture3" ->
                    Kind.RUNS;
            case "create_subprocess_shell", "create_subprocess_exec", "execa", "execaSync" ->
                    Kind.RUNS;
            case "Command", "executescript", "executemany", "query", "raw", "eval", "sh" ->
                    Kind.RUNS;
            case "shellScript", "doShellScript", "capture2e", "backtick", "popen2", "popen3" ->
                    Kind.RUNS;
            case "script",
                    "executeRawUnsafe",
                    "$executeRawUnsafe",
                    "queryRawUnsafe",
                    "execaCommand" ->
                    Kind.RUNS;
            case "open", "openSync", "writeFileSync", "writeFile", "fopen" -> Kind.OPENS;
            case "array_map", "map", "forEach" -> Kind.MAPS;
            case "deleteIndex", "delete_index", "dropDatabase", "drop_database", "drop_all" ->
                    Kind.CLOUD;
            case "dropCollection", "drop_collection", "delete_bucket", "deleteBucket" -> Kind.CLOUD;
            case "terminate_instances", "terminateInstances", "delete_db_instance" -> Kind.CLOUD;
            case "delete_table", "deleteTable", "delete_stack", "flushall", "flushdb" -> Kind.CLOUD;
            case "delete_cluster", "deleteCluster", "delete_db_cluster", "delete_volume" ->
                    Kind.CLOUD;
            case "fetch", "request", "del", "cancel" -> Kind.REQUESTS;
            case "fork" -> Kind.FORK;
            default -> Kind.OTHER;
        };
    }

    /// Why a call is destructive, or null.
    ///
    /// @param values the strings among its arguments
    /// @param source the arguments as they are written
    static @Nullable String judge(
            Shell shell, String name, Kind kind, List<String> values, String source) {
        return switch (kind) {
            case DELETES_TREE -> trees(shell, values, source);
            case REQUESTS -> request(name, values, source);
            case DELETES_FILE -> {
                if (name.equals("delete") && isUrl(values)) {
                    yield REQUEST;
                }
                yield source.indexOf("recursive") >= 0
                        ? trees(shell, values, source)
                        : files(values);
            }
            case RUNS -> {
                String why = runs(shell, name, values);
                yield why == null ? misquoted(shell, source) : why;
            }
            case OPENS -> opens(values, name.startsWith("write"));
            case MAPS ->
                    values.contains("unlink") || values.contains("rmdir")
                            ? trees(shell, values, source)
                            : null;
            case CLOUD -> "calls a function that deletes data of a service";
            case FORK, OTHER -> null;
        };
    }

    private static final String TEMPORARY = "/tmp";

    private static final String REQUEST = "sends a request that deletes";

    private static boolean isUrl(List<String> values) {
        return !values.isEmpty() && values.getFirst().startsWith("http");
    }

    /// `fetch(url, {method: "DELETE"})`, `stripe.customers.del("cus_1")`.
    private static @Nullable String request(String name, List<String> values, String source) {
        boolean isNamed = name.equals("del") || name.equals("cancel");
        boolean isObject = isNamed && values.size() == 1 && values.getFirst().indexOf('_') > 0;
        return isObject || (!isNamed && source.contains("DELETE")) ? REQUEST : null;
    }

    private static @Nullable String trees(Shell shell, List<String> values, String source) {
        boolean isJoined = source.contains("join(") || source.contains("resolve(");
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            // What is joined to them tells: join(__dirname, 'dist').
            boolean isBase = isJoined && i + 1 < values.size() && isBase(value);
            boolean isInBase = isJoined && i > 0 && isBase(values.get(i - 1));
            boolean isPath = value.indexOf('/') >= 0 || value.indexOf('\\') >= 0 || isInBase;
            boolean isAll = value.equals("~") || value.equals(".") || value.equals("..");
            if (!isBase && (isPath || isAll || values.size() == 1)) {
                boolean isTemporary = isInBase && values.get(i - 1).equals(TEMPORARY);
                String why = FileTargets.tree(isTemporary ? TEMPORARY + '/' + value : value);
                if (why != null) {
                    return why;
                }
            }
        }
        return shell.harm.isStrict() ? FileTargets.ANY_TREE : null;
    }

    private static boolean isBase(String path) {
        return path.equals(".") || path.equals(TEMPORARY);
    }

    private static @Nullable String files(List<String> values) {
        for (String value : values) {
            String why = FileTargets.file(value.replace("$ENV{HOME}", "~"));
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    private static @Nullable String opens(List<String> values, boolean isWriter) {
        if (values.isEmpty()) {
            return null;
        }
        String mode = values.size() > 1 ? values.get(1) : "";
        boolean isWritten = isWriter || mode.indexOf('w') >= 0 || mode.indexOf('+') >= 0;
        return isWritten ? FileTargets.overwritten(values.getFirst(), false) : null;
    }

    private static @Nullable String runs(Shell shell, String name, List<String> values) {
        if (values.contains(":memory:")) {
            return null;
        }
        Harm harm = shell.harm;
        for (String value : values) {
            if (value.indexOf(' ') > 0 || value.indexOf('(') > 0) {
                shell.run(value, null);
                if (!harm.isFound() && isSql(value)) {
                    String why = SqlStatements.judge(shell, value);
                    if (why != null) {
                        return why;
                    }
                }
                boolean isCode = name.equals("exec") || name.equals("eval");
                if (!harm.isFound() && isCode && value.indexOf('(') > 0) {
                    return new ScriptCode(shell, value).judge();
                }
            }
        }
        boolean isArgv = values.size() > 1 && values.getFirst().indexOf(' ') < 0;
        if (!harm.isFound() && isArgv) {
            shell.commands.run(values, null);
            if (!harm.isFound()) {
                shell.run(String.join(" ", values), null);
            }
        }
        return harm.reason();
    }

    /// `system('mysql -e 'DROP DATABASE app'')`: what stands between the outermost quotes.
    private static @Nullable String misquoted(Shell shell, String source) {
        if (source.length() < 5 || (source.charAt(0) != '\'' && source.charAt(0) != '"')) {
            return null;
        }
        char quote = source.charAt(0);
        int second = source.indexOf(quote, 1);
        int last = source.lastIndexOf(quote);
        if (second > 0 && last > second) {
            shell.run(source.substring(1, last), null);
        }
        return shell.harm.reason();
    }

    /// Whether a text begins as a statement that changes something does.
    static boolean isSql(String text) {
        int from = 0;
        while (from < text.length() && (text.charAt(from) <= ' ' || text.charAt(from) == '(')) {
            from++;
        }
        if (text.startsWith("--", from) || text.startsWith("/*", from)) {
            return true;
        }
        int end = from;
        while (end < text.length() && end - from < 10 && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return switch (text.substring(from, end).toUpperCase(java.util.Locale.ROOT)) {
            case "DROP", "DELETE", "UPDATE", "TRUNCATE", "ALTER", "WITH", "MERGE", "EXPLAIN" ->
                    true;
            case "BEGIN", "SELECT", "INSERT", "CREATE", "EXEC", "EXECUTE", "DO", "COPY", "SET" ->
                    true;
            case "REPLACE", "PREPARE", "DB", "MATCH", "DETACH", "USE", "START", "DECLARE" -> true;
            case "FLUSHALL", "FLUSHDB", "XP", "GRANT", "CALL", "SHOW", "EXECUTEI" -> true;
            default -> false;
        };
    }
}
