package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Statements that reach beyond the tables: commands and files of the database's machine, and
/// rights over all of it.
final class SqlServer {

    private static final String RUNS = "runs a command on the database's machine";
    static final String READS = "reads a file of the database's machine";
    private static final String WRITES = "writes a file of the database's machine";
    private static final String RIGHTS = "gives somebody all rights of a database server";

    private static final String LOGINS = "changes the logins of a database server";
    private static final String READS_LOGINS = "reads the logins of a database server";
    private static final String SENDS = "sends data of a database to another machine";
    private static final String LOGS = "deletes what a database is restored from";

    /// Tokens of one statement that are looked at.
    private static final int MAX_TOKENS = 48;

    private SqlServer() {}

    /// Why the statement around a word must not run, or null.
    static @Nullable String judge(SqlTokens tokens, int at) {
        return switch (tokens.value(at)) {
            case "XP_CMDSHELL", "SYS_EXEC", "SYS_EVAL" -> isUsed(tokens, at) ? RUNS : null;
            case "SP_CONFIGURE" -> enablesShell(tokens, at) ? RUNS : null;
            case "PROGRAM" -> isAfter(tokens, at, "COPY") ? RUNS : null;
            case "PG_READ_FILE", "PG_READ_BINARY_FILE", "LOAD_FILE", "LO_IMPORT", "XP_REGREAD" ->
                    tokens.isSign(at + 1, '(') || isAfter(tokens, at, "EXEC") ? READS : null;
            case "LO_UNLINK" ->
                    tokens.isSign(at + 1, '(')
                                    && !hasWord(tokens, at, "WHERE")
                                    && !hasWord(tokens, at, "JOIN")
                                    && hasWord(tokens, at, "FROM")
                            ? "deletes every large object"
                            : null;
            case "PG_DROP_REPLICATION_SLOT" ->
                    hasWord(tokens, at, "PG_REPLICATION_SLOTS") && !hasWord(tokens, at, "WHERE")
                            ? "ends every replication"
                            : null;
            case "LO_EXPORT", "PG_FILE_WRITE" -> tokens.isSign(at + 1, '(') ? WRITES : null;
            case "DUMPFILE" -> tokens.isWord(at - 1, "INTO") ? WRITES : null;
            case "OUTFILE" -> tokens.isWord(at - 1, "INTO") && isRun(tokens, at) ? WRITES : null;
            case "LANGUAGE" -> isForeign(tokens, at) ? RUNS : null;
            case "GRANT" -> grants(tokens, at) ? RIGHTS : null;
            case "SUPERUSER" ->
                    isAfter(tokens, at, "ALTER") || isAfter(tokens, at, "CREATE") ? RIGHTS : null;
            case "SP_ADDSRVROLEMEMBER" -> RIGHTS;
            case "SYSADMIN" -> isAfter(tokens, at, "ALTER") ? RIGHTS : null;
            case "AUTHENTICATION_STRING" ->
                    isAfter(tokens, at, "UPDATE")
                            ? LOGINS
                            : isAfter(tokens, at, "SELECT") ? READS_LOGINS : null;
            case "WRITABLE_SCHEMA" ->
                    isAfter(tokens, at, "PRAGMA") && !tokens.isWord(at + 2, "OFF")
                            ? "lets a schema be written over"
                            : null;
            case "ARCHIVE_COMMAND", "RESTORE_COMMAND", "SSL_PASSPHRASE_COMMAND" ->
                    isAfter(tokens, at, "ALTER") ? RUNS : null;
            case "GENERAL_LOG_FILE" -> isRun(tokens, at + 1) ? WRITES : null;
            case "PG_AUTHID", "PG_SHADOW", "SQL_LOGINS" ->
                    isAfter(tokens, at, "SELECT") ? READS_LOGINS : null;
            case "UTL_HTTP", "DBLINK_CONNECT" ->
                    isAfter(tokens, at, "SELECT") && hasJoin(tokens, at) ? SENDS : null;
            case "OPENROWSET" -> tokens.isWord(at - 1, "INTO") ? SENDS : null;
            case "XP_DIRTREE", "XP_FILEEXIST" -> isUsed(tokens, at) ? READS : null;
            case "URL" ->
                    tokens.isWord(at - 1, "FUNCTION") && tokens.isWord(at - 2, "INTO")
                            ? SENDS
                            : null;
            case "CREDENTIALS" ->
                    isAfter(tokens, at, "COPY")
                                    && isAfter(tokens, at, "INTO")
                                    && toStore(tokens, at)
                            ? SENDS
                            : null;
            case "SP_OACREATE", "SP_OAMETHOD" -> isUsed(tokens, at) ? RUNS : null;
            case "LOAD_EXTENSION" -> tokens.isSign(at + 1, '(') ? RUNS : null;
            case "PLPYTHON3U", "PLPYTHONU", "PLPERLU", "PLSH", "PLTCLU" ->
                    isAfter(tokens, at, "CREATE") || isAfter(tokens, at, "DO") ? RUNS : null;
            case "JOB_TYPE" -> hasString(tokens, at, "EXECUTABLE") ? RUNS : null;
            case "UNSAFE" -> isAfter(tokens, at, "ASSEMBLY") ? RUNS : null;
            case "ATTACH" -> isRun(tokens, at + 1) ? WRITES : null;
            case "SHUTDOWN" -> at == 0 && tokens.count() <= 4 ? "stops a database server" : null;
            case "NOARCHIVELOG" -> isAfter(tokens, at, "ALTER") ? LOGS : null;
            case "SP_DELETE_BACKUPHISTORY", "XP_DELETE_FILE" -> isUsed(tokens, at) ? LOGS : null;
            case "RETAIN" ->
                    isAfter(tokens, at, "VACUUM") && tokens.value(at + 1).equals("0") ? LOGS : null;
            case "TTL" ->
                    tokens.isWord(at - 1, "MODIFY") && hasWord(tokens, at, "SECOND")
                            ? "deletes every row of a table"
                            : null;
            case "IDENTIFIED" -> isOfAdministrator(tokens, at) ? LOGINS : null;
            case "DBA" -> tokens.isWord(at - 1, "GRANT") ? RIGHTS : null;
            case "ROW" ->
                    tokens.isWord(at - 1, "DISABLE") && tokens.isWord(at + 1, "LEVEL")
                            ? "lets everybody read every row"
                            : null;
            case "USER" ->
                    tokens.isSign(at - 1, '.')
                                    && tokens.isWord(at - 2, "MYSQL")
                                    && tokens.isWord(at - 3, "FROM")
                                    && isAfter(tokens, at, "DELETE")
                            ? LOGINS
                            : null;
            case "RECYCLEBIN" ->
                    tokens.isWord(at - 1, "PURGE") ? "deletes what could be brought back" : null;
            case "MASTER", "BINARY" ->
                    tokens.isWord(at - 1, at == 1 ? "RESET" : "PURGE")
                                    || (at == 1 && tokens.isWord(0, "PURGE"))
                            ? LOGS
                            : null;
            case "FSYNC", "FULL_PAGE_WRITES" ->
                    isAfter(tokens, at, "ALTER") && tokens.isWord(at + 2, "OFF")
                            ? "lets a crash destroy a database"
                            : null;
            default -> null;
        };
    }

    private static boolean hasJoin(SqlTokens tokens, int from) {
        for (int i = from; i < from + MAX_TOKENS && i < tokens.count(); i++) {
            if (tokens.value(i).equals("||") && tokens.kind(i) == SqlTokens.Kind.SIGN) {
                return true;
            }
        }
        return false;
    }

    /// `COPY INTO 's3://…' FROM t CREDENTIALS=(…)`: to a store, not from one.
    private static boolean toStore(SqlTokens tokens, int at) {
        for (int i = at - 1; i > at - MAX_TOKENS && i > 0; i--) {
            if (tokens.isWord(i, "INTO")) {
                return tokens.kind(i + 1) == SqlTokens.Kind.STRING;
            }
        }
        return false;
    }

    private static boolean hasString(SqlTokens tokens, int from, String text) {
        for (int i = from + 1; i < from + 5; i++) {
            if (tokens.value(i).equalsIgnoreCase(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasWord(SqlTokens tokens, int from, String word) {
        for (int i = from; i < from + MAX_TOKENS && !tokens.isSign(i, ';'); i++) {
            if (tokens.isWord(i, word)) {
                return true;
            }
        }
        return false;
    }

    /// `ALTER USER 'root'@'localhost' IDENTIFIED BY …`.
    private static boolean isOfAdministrator(SqlTokens tokens, int at) {
        for (int i = Math.max(0, at - 6); i < at; i++) {
            String name = tokens.value(i).toLowerCase(Locale.ROOT);
            boolean isAdministrator =
                    name.equals("root")
                            || name.equals("sys")
                            || name.equals("system")
                            || name.equals("postgres");
            if (isAdministrator && isAfter(tokens, i, "ALTER")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUsed(SqlTokens tokens, int at) {
        return isAfter(tokens, at, "EXEC")
                || isAfter(tokens, at, "EXECUTE")
                || tokens.isSign(at + 1, '(')
                || (at == 0 && tokens.count() > 1);
    }

    private static boolean isAfter(SqlTokens tokens, int at, String word) {
        for (int i = at - 1; i >= 0 && i > at - MAX_TOKENS; i--) {
            if (tokens.isSign(i, ';')) {
                return false;
            }
            if (tokens.isWord(i, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean enablesShell(SqlTokens tokens, int at) {
        for (int i = at + 1; i < at + 4; i++) {
            if (tokens.kind(i) == SqlTokens.Kind.STRING
                    && tokens.value(i).equalsIgnoreCase("xp_cmdshell")) {
                return !tokens.value(i + 2).equals("0");
            }
        }
        return false;
    }

    /// A file that a server or a system runs.
    private static boolean isRun(SqlTokens tokens, int at) {
        String file = tokens.value(at + 1).toLowerCase(Locale.ROOT);
        return file.contains("/www/")
                || file.contains("/html/")
                || file.contains(".ssh")
                || file.contains("/cron")
                || file.endsWith(".php")
                || file.endsWith(".jsp")
                || file.endsWith(".aspx")
                || file.endsWith(".sh");
    }

    /// `CREATE FUNCTION … AS '/lib/libc.so.6', 'system' LANGUAGE c`.
    private static boolean isForeign(SqlTokens tokens, int at) {
        if (!tokens.isWord(at + 1, "C")) {
            return false;
        }
        for (int i = Math.max(0, at - MAX_TOKENS); i < at + MAX_TOKENS; i++) {
            if (tokens.kind(i) == SqlTokens.Kind.STRING && tokens.value(i).contains("libc")) {
                return true;
            }
        }
        return false;
    }

    /// All rights, on everything or to everybody.
    private static boolean grants(SqlTokens tokens, int at) {
        boolean isAll = tokens.isWord(at + 1, "ALL");
        boolean isEverything = false;
        boolean isEverybody = false;
        for (int i = at + 1; i < at + MAX_TOKENS && i < tokens.count(); i++) {
            if (tokens.isSign(i, ';')) {
                break;
            }
            isEverything |=
                    tokens.isSign(i, '*') && tokens.isSign(i + 1, '.') && tokens.isSign(i + 2, '*');
            isEverybody |= tokens.isWord(i - 1, "TO") && tokens.isWord(i, "PUBLIC");
        }
        return isAll && (isEverything || isEverybody);
    }
}
