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
        return switch (name) {
            case "psql", "mysql", "mariadb", "sqlite3", "sqlite", "sqlcmd", "duckdb", "usql" ->
                    client(shell, argv, input);
            case "clickhouse-client", "clickhouse", "cqlsh", "trino", "presto", "hive", "beeline" ->
                    client(shell, argv, input);
            case "spark-sql", "snowsql", "bq", "cockroach", "pgcli", "mycli", "litecli", "ysqlsh" ->
                    client(shell, argv, input);
            case "impala-shell", "osql", "isql", "tsql", "sqlplus", "wrangler", "turso", "influx" ->
                    client(shell, argv, input);
            case "mongo", "mongosh" -> client(shell, argv, input);
            case "dropdb", "dropuser" -> argv.size() > 1 ? "drops a database or its user" : null;
            case "mysqladmin" -> argv.contains("drop") ? "drops a database" : null;
            case "redis-cli", "valkey-cli", "keydb-cli" -> redis(argv, input);
            case "nsupdate" ->
                    input != null && input.contains("delete") ? "deletes names of a zone" : null;
            case "etcdctl" -> argv.contains("del") ? "deletes keys" : null;
            case "pg_restore" ->
                    Commands.hasOption(argv, 'c', "--clean") ? "drops what it restores" : null;
            case "rails", "rake", "artisan", "php", "prisma", "npx", "manage.py", "python" ->
                    framework(argv);
            case "python3", "sequelize", "knex", "django-admin", "mix", "bin/rails", "supabase" ->
                    framework(argv);
            default -> null;
        };
    }

    private static @Nullable String client(Shell shell, List<String> argv, @Nullable String input) {
        for (int i = 1; i < argv.size(); i++) {
            String file = shell.file(argv.get(i));
            String text = file == null ? argument(argv.get(i)) : file;
            if (text.length() > 5) {
                String why = SqlStatements.judge(shell, text);
                if (why != null) {
                    return why;
                }
            }
        }
        return input == null ? null : SqlStatements.judge(shell, input);
    }

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
        for (String word : argv) {
            if (isFlush(word)) {
                return "empties a Redis database";
            }
        }
        return input != null && isFlush(input.strip()) ? "empties a Redis database" : null;
    }

    private static boolean isFlush(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "FLUSHALL", "FLUSHDB" -> true;
            default -> false;
        };
    }

    /// Commands of web frameworks that empty or drop a database.
    private static @Nullable String framework(List<String> argv) {
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
                case "reset_db", "flush" -> {
                    if (argv.get(i - 1).endsWith("manage.py")) {
                        return "empties a database";
                    }
                }
                case "reset" -> {
                    String before = argv.get(i - 1);
                    if (before.equals("migrate") || before.equals("db")) {
                        return "drops a database";
                    }
                }
                default -> {}
            }
        }
        return null;
    }
}
