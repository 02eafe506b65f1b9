package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Clients of databases: what they are told to run is read as SQL, or as the database's own words.
final class DataCommands {

    private DataCommands() {}

    /// Why a command is destructive, or null.
    static @Nullable String judge(
            Shell shell, List<String> argv, String name, @Nullable String input) {
        if (isSqlClient(name)) {
            return client(shell, argv, input);
        }
        return switch (name) {
            case "mongorestore" ->
                    argv.contains("--drop") ? "drops the collections that it restores" : null;
            case "fdisk", "gdisk", "parted" -> partitions(argv, input);
            case "flyway" -> argv.contains("clean") ? "drops a database" : null;
            case "liquibase" ->
                    argv.contains("drop-all") || argv.contains("dropAll")
                            ? "drops a database"
                            : null;
            case "diskpart" -> cleans(shell, argv, input) ? "erases a disk" : null;
            case "dropdb", "dropuser" ->
                    argv.size() > 1 && !FileTargets.isThrowAway(argv.getLast())
                            ? "drops a database or its user"
                            : null;
            case "mysqladmin" -> argv.contains("drop") ? "drops a database" : null;
            case "redis-cli", "valkey-cli", "keydb-cli" -> redis(argv, input);
            case "nsupdate" ->
                    input != null && input.contains("delete") ? "deletes names of a zone" : null;
            case "etcdctl" -> argv.contains("del") ? "deletes keys" : null;
            case "pg_restore" ->
                    Argv.hasOption(argv, 'c', "--clean", "hUdpjnNtL") && !isForTests(argv)
                            ? "drops what it restores"
                            : null;
            case "rails", "rake", "artisan", "php", "prisma", "npx", "manage.py", "python" ->
                    framework(shell, argv);
            case "python3",
                    "sequelize",
                    "airflow",
                    "wp",
                    "alembic",
                    "knex",
                    "django-admin",
                    "mix",
                    "bin/rails",
                    "supabase" ->
                    framework(shell, argv);
            default -> null;
        };
    }

    /// `printf 'o\nw\n' | fdisk /dev/sda`: a partition goes, or a new table takes their place.
    private static @Nullable String partitions(List<String> argv, @Nullable String input) {
        String lines = input == null ? "" : "\n" + input.strip() + "\n";
        boolean isNew =
                lines.contains("\no\n")
                        || lines.contains("\ng\n")
                        || lines.contains("\nz\n")
                        || lines.contains("\nmklabel ");
        boolean isWritten =
                lines.contains("\nw\n") || lines.contains("\ny\n") || lines.contains("\nmklabel ");
        boolean isLost = isNew && isWritten && FileTargets.isDevice(argv.getLast());
        return isLost || lines.contains("\nd\n") ? "deletes a disk's partitions" : null;
    }

    private static boolean isForTests(List<String> argv) {
        for (int i = 2; i < argv.size(); i++) {
            boolean isDatabase =
                    argv.get(i - 1).equals("-d") || argv.get(i).startsWith("--dbname=");
            if (isDatabase && FileTargets.isThrowAway(argv.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean cleans(Shell shell, List<String> argv, @Nullable String input) {
        if (input != null && input.contains("clean")) {
            return true;
        }
        for (String word : argv) {
            String script = shell.file(word);
            if (script != null && script.contains("clean")) {
                return true;
            }
        }
        return false;
    }

    /// Whether a command sends statements to a database.
    static boolean isSqlClient(String name) {
        return switch (name) {
            case "psql", "mysql", "mariadb", "sqlite3", "sqlite", "sqlcmd", "duckdb", "usql" ->
                    true;
            case "clickhouse-client", "clickhouse", "cqlsh", "trino", "presto", "hive", "beeline" ->
                    true;
            case "spark-sql", "snowsql", "snow", "bq", "cockroach", "pgcli", "mycli", "litecli" ->
                    true;
            case "ysqlsh", "impala-shell", "osql", "isql", "tsql", "sqlplus", "wrangler" -> true;
            case "cypher-shell" -> true;
            case "turso", "influx", "mongo", "mongosh", "pscale", "planetscale" -> true;
            default -> false;
        };
    }

    private static @Nullable String client(Shell shell, List<String> argv, @Nullable String input) {
        for (String word : argv) {
            int option = word.startsWith(".open -") ? word.indexOf("new ") : -1;
            if (option > 0 && FileTargets.isMissed(word.substring(option + 4))) {
                return "overwrites a database";
            }
        }
        boolean isCopy =
                argv.size() > 1
                        && argv.get(1).startsWith("/tmp/")
                        && FileTargets.tree(argv.get(1)) == null;
        if (argv.contains(":memory:") || isCopy) {
            for (String word : argv) {
                escaped(shell, word);
            }
            return null;
        }
        for (int i = 1; i < argv.size(); i++) {
            String file = shell.file(argv.get(i));
            String text = file == null ? argument(argv.get(i)) : file;
            boolean isAddress = text.contains("://") && FileTargets.isThrowAway(text);
            if (isAddress && !text.contains("prod")) {
                return null;
            }
            escaped(shell, text);
            if (text.length() > 5) {
                String why = SqlStatements.judge(shell, text);
                if (why != null) {
                    return why;
                }
            }
        }
        return input == null ? null : SqlStatements.judge(shell, input);
    }

    /// `.shell rm -rf /` of SQLite, `\\! rm -rf /` of PostgreSQL, `system rm -rf /` of MySQL.
    private static void escaped(Shell shell, String text) {
        for (String escape : ESCAPES) {
            int at = text.indexOf(escape);
            if (at >= 0 && (at == 0 || text.charAt(at - 1) <= ' ')) {
                shell.run(text.substring(at + escape.length()), null);
            }
        }
    }

    private static final String[] ESCAPES = {".shell ", ".system ", "\\! ", "system "};

    /// An option's value where it stands in the same word: `-eDROP…`, `--execute=DROP…`.
    private static String argument(String word) {
        if (word.length() < 3 || word.charAt(0) != '-') {
            return word;
        }
        if (word.charAt(1) == '-') {
            int equals = word.indexOf('=');
            return equals < 0 ? "" : word.substring(equals + 1);
        }
        return word.substring(2);
    }

    private static @Nullable String redis(List<String> argv, @Nullable String input) {
        boolean isAsked = argv.contains("COMMAND") || argv.contains("help");
        for (int i = 1; i < argv.size() && !isAsked; i++) {
            String word = argv.get(i);
            if (isFlush(word)) {
                return "empties a Redis database";
            }
            String next = i + 1 < argv.size() ? argv.get(i + 1).toLowerCase(Locale.ROOT) : "";
            boolean isScript = word.equalsIgnoreCase("EVAL");
            if (isScript && empties(next)) {
                return "empties a Redis database";
            }
            if (isScript && next.contains("'del'") && next.contains("'keys'")) {
                return "deletes every key";
            }
            String second = i + 2 < argv.size() ? argv.get(i + 2).toLowerCase(Locale.ROOT) : "";
            boolean isPlace = second.equals("dir") || second.equals("dbfilename");
            if (word.equalsIgnoreCase("CONFIG") && next.equals("set") && isPlace) {
                return "makes a Redis server write a file of its machine";
            }
        }
        return input != null && isFlush(input.strip()) ? "empties a Redis database" : null;
    }

    /// `redis.call('flu'..'shall')`, in small letters.
    private static boolean empties(String script) {
        String plain = script.replace(" ", "").replace('"', '\'').replace("'..'", "");
        return plain.contains("call('flushall'") || plain.contains("call('flushdb'");
    }

    private static boolean isFlush(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "FLUSHALL", "FLUSHDB" -> true;
            default -> false;
        };
    }

    /// Commands of web frameworks that empty or drop a database.
    private static @Nullable String framework(Shell shell, List<String> argv) {
        for (String name : List.of("RAILS_ENV", "DATABASE_URL", "APP_ENV", "NODE_ENV", "MIX_ENV")) {
            String value = shell.variable(name);
            if (value != null && FileTargets.isThrowAway(value)) {
                return null;
            }
        }
        for (String word : argv) {
            if (word.startsWith("--env") && FileTargets.isThrowAway(word)) {
                return null;
            }
        }
        int most = Math.min(argv.size(), 6);
        for (int i = 1; i < most; i++) {
            switch (argv.get(i)) {
                case "db:drop",
                        "db:reset",
                        "db:wipe",
                        "migrate:fresh",
                        "migrate:reset",
                        "ecto.drop" -> {
                    return "drops a database";
                }
                case "push" -> {
                    if (argv.contains("--force-reset")) {
                        return "drops a database";
                    }
                }
                case "downgrade" -> {
                    if (i + 1 < argv.size() && argv.get(i + 1).equals("base")) {
                        return "drops a database";
                    }
                }
                case "reset_db", "flush" -> {
                    if (argv.get(i - 1).endsWith("manage.py")) {
                        return "empties a database";
                    }
                }
                case "reset" -> {
                    String before = argv.get(i - 1);
                    boolean isLocal =
                            argv.getFirst().equals("supabase") && !argv.contains("--linked");
                    if (!isLocal && (before.equals("migrate") || before.equals("db"))) {
                        return "drops a database";
                    }
                }
                default -> {}
            }
        }
        return null;
    }
}
