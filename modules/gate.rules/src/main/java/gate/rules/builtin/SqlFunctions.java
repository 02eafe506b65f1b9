package gate.rules.builtin;

import java.util.Locale;

/// Functions of SQL, by what they read besides their arguments.
final class SqlFunctions {

    private SqlFunctions() {}

    /// Whether a function reads tables or files that a text in it names, or runs SQL.
    static boolean readsElsewhere(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isOfXml =
                lower.endsWith("_to_xml")
                        || lower.endsWith("_to_xmlschema")
                        || lower.endsWith("_to_xml_and_xmlschema");
        if (isOfXml
                || lower.startsWith("dblink")
                || lower.startsWith("pg_read_")
                || lower.startsWith("pg_ls_")
                || lower.startsWith("pg_stat_file")
                || lower.startsWith("lo_")
                || lower.startsWith("read_")
                || lower.startsWith("xp_")
                || lower.startsWith("sp_")
                || lower.endsWith("_scan")
                || lower.endsWith("_query")) {
            return true;
        }
        return switch (lower) {
            case "load_file", "readfile", "writefile", "fts3_tokenizer", "load_extension" -> true;
            case "exec", "execute", "eval", "sys_exec", "sys_eval", "set_config", "query" -> true;
            case "openrowset", "openquery", "opendatasource", "openxml", "edit" -> true;
            case "ts_stat", "crosstab", "connectby", "file", "url", "s3", "remote", "mysql" -> true;
            case "postgresql", "sqlite", "jdbc", "odbc", "hdfs", "cluster", "merge" -> true;
            default -> false;
        };
    }

    /// Whether a function behind `FROM` makes rows of its arguments and of nothing else.
    static boolean makesRows(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "generate_series", "unnest", "json_each", "json_tree", "json_each_text" -> true;
            case "jsonb_each", "jsonb_each_text", "json_array_elements", "flatten" -> true;
            case "jsonb_array_elements", "json_array_elements_text", "string_split" -> true;
            case "jsonb_array_elements_text", "json_to_recordset", "jsonb_to_recordset" -> true;
            case "json_to_record", "jsonb_to_record", "json_object_keys" -> true;
            case "jsonb_object_keys", "regexp_matches", "regexp_split_to_table" -> true;
            case "string_to_table", "json_table", "openjson", "range", "values" -> true;
            default -> false;
        };
    }

    /// Whether `FROM` stands between the arguments of a function.
    static boolean takesFrom(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "extract", "trim", "substring", "substr", "overlay", "position" -> true;
            default -> false;
        };
    }
}
