package gate.rules.builtin;

import java.util.Locale;

/// Functions of SQL, by what they read besides their arguments.
final class SqlFunctions {

    private SqlFunctions() {}

    /// Whether a function reads tables or files that a text in it names, or runs SQL.
    static boolean readsElsewhere(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isOfFamily(lower)
                || switch (lower) {
                    case "load_file", "readfile", "writefile", "fts3_tokenizer" -> true;
                    case "load_extension", "exec", "execute", "eval", "sys_exec", "sys_eval" ->
                            true;
                    case "set_config", "query", "openrowset", "openquery", "opendatasource" -> true;
                    case "openxml", "edit", "ts_stat", "ts_rewrite", "connectby" -> true;
                    case "xpath_table", "get_raw_page", "file", "url", "s3", "remote" -> true;
                    case "mysql", "httpuritype", "dburitype", "postgresql", "sqlite" -> true;
                    case "jdbc", "odbc", "hdfs", "cluster", "merge" -> true;
                    default -> false;
                };
    }

    private static boolean isOfFamily(String lower) {
        boolean isQuery = lower.endsWith("_query") && !isOfJson(lower);
        return isQuery
                || lower.endsWith("_to_xml")
                || lower.endsWith("_to_xmlschema")
                || lower.endsWith("_to_xml_and_xmlschema")
                || lower.endsWith("_scan")
                || lower.startsWith("dblink")
                || lower.startsWith("crosstab")
                || lower.startsWith("pg_read_")
                || lower.startsWith("pg_ls_")
                || lower.startsWith("pg_file_")
                || lower.startsWith("pg_logical_")
                || lower.startsWith("pg_stat_file")
                || lower.startsWith("lo_")
                || lower.startsWith("read_csv")
                || lower.startsWith("read_json")
                || lower.startsWith("read_ndjson")
                || lower.startsWith("read_parquet")
                || lower.startsWith("read_text")
                || lower.startsWith("read_blob")
                || lower.startsWith("read_xlsx")
                || lower.startsWith("run_command_")
                || lower.equals("http")
                || lower.startsWith("http_get")
                || lower.startsWith("http_post")
                || lower.startsWith("httpget")
                || lower.startsWith("dictget")
                || lower.startsWith("joinget")
                || lower.startsWith("xp_")
                || lower.startsWith("sp_");
    }

    private static boolean isOfJson(String lower) {
        return switch (lower) {
            case "json_query", "jsonb_path_query", "current_query" -> true;
            default -> false;
        };
    }

    /// Whether a function of a schema, or of a value, is one of the database's own and reads
    /// nothing else: `pg_catalog.lower(…)`, `data.nodes(…)`.
    static boolean isPlain(String schema, String name) {
        return switch (schema) {
            case "pg_catalog", "dbo", "safe" -> true;
            default ->
                    switch (name) {
                        case "value", "nodes", "exist", "modify", "count", "length" -> true;
                        default -> false;
                    };
        };
    }

    /// Whether a function behind `FROM` makes rows of its arguments and of nothing else.
    static boolean makesRows(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "generate_series", "unnest", "json_each", "json_tree", "json_each_text" -> true;
            case "jsonb_each", "jsonb_each_text", "json_array_elements", "flatten" -> true;
            case "jsonb_array_elements", "json_array_elements_text", "string_split" -> true;
            case "jsonb_array_elements_text", "json_to_recordset", "jsonb_to_recordset" -> true;
            case "json_to_record", "jsonb_to_record", "json_object_keys", "nodes" -> true;
            case "generate_subscripts", "jsonb_populate_recordset", "jsonb_path_query" -> true;
            case "json_populate_recordset", "xmltable", "generate_array" -> true;
            case "jsonb_object_keys", "regexp_matches", "regexp_split_to_table" -> true;
            case "string_to_table", "json_table", "openjson", "range", "values" -> true;
            default -> false;
        };
    }

    /// Whether `FROM` stands between the arguments of a function.
    static boolean takesFrom(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "extract", "trim", "substring", "substr", "overlay", "position", "mid" -> true;
            default -> false;
        };
    }
}
