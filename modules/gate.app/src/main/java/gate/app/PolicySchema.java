package gate.app;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.ToolLists;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON Schema (draft 2020-12) of policy files, for editors that know TOML: made of
/// [PolicyKeys] and of the rules that are installed.
final class PolicySchema {

    private PolicySchema() {}

    /// The schema, indented, with a line feed at its end.
    static String text(List<Rule> installed) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "mcpgate policy");
        schema.putAll(root(installed));
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(schema) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException("composing in memory cannot fail", e);
        }
    }

    private static Map<String, Object> root(List<Rule> installed) {
        Map<String, Object> rules = rules(installed);
        Map<String, Object> tools = table(PolicyKeys.TOOLS, Map.of());
        Map<String, Object> server =
                table(PolicyKeys.SERVER, Map.of("rules", rules, "tools", tools));
        Map<String, Object> servers = new LinkedHashMap<>();
        servers.put("type", "object");
        servers.put("additionalProperties", server);
        Map<String, Object> tests = table(PolicyKeys.TESTS, Map.of());
        Map<String, Object> customRule = table(PolicyKeys.CUSTOM_RULE, Map.of("tests", tests));
        customRule.put(
                "anyOf",
                List.of(
                        Map.of("required", List.of("literals")),
                        Map.of("required", List.of("patterns"))));
        return table(
                PolicyKeys.ROOT,
                Map.of(
                        "audit",
                        table(PolicyKeys.AUDIT, Map.of()),
                        "rules",
                        rules,
                        "tools",
                        tools,
                        "servers",
                        servers,
                        "custom_rules",
                        array(customRule),
                        "exceptions",
                        array(table(PolicyKeys.EXCEPTION, Map.of()))));
    }

    private static Map<String, Object> array(Map<String, Object> items) {
        Map<String, Object> array = new LinkedHashMap<>();
        array.put("type", "array");
        array.put("items", items);
        return array;
    }

    private static Map<String, Object> table(
            PolicyKeys.Section section, Map<String, Map<String, Object>> tables) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (PolicyKeys.Key key : section.keys()) {
            Map<String, Object> inner = tables.get(key.name());
            Map<String, Object> type = inner == null ? type(key) : new LinkedHashMap<>(inner);
            type.put("description", key.doc());
            properties.put(key.name(), type);
            if (key.isRequired()) {
                required.add(key.name());
            }
        }
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("type", "object");
        table.put("properties", properties);
        if (!required.isEmpty()) {
            table.put("required", required);
        }
        table.put("additionalProperties", false);
        return table;
    }

    private static Map<String, Object> type(PolicyKeys.Key key) {
        Map<String, Object> type = new LinkedHashMap<>();
        switch (key.type()) {
            case TEXT, SIZE -> type.put("type", "string");
            case CHOICE -> type.put("enum", key.choices());
            case FLAG -> type.put("type", "boolean");
            case NUMBER -> type.put("type", "number");
            case DATE -> {
                type.put("type", "string");
                type.put("format", "date");
            }
            case TEXTS -> {
                type.put("type", "array");
                type.put("items", Map.of("type", "string"));
            }
            case TABLE -> type.put("type", "object");
            case TABLES -> type.put("type", "array");
        }
        return type;
    }

    private static Map<String, Object> rules(List<Rule> installed) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Rule rule : installed) {
            Map<String, Object> table = table(PolicyKeys.RULE, Map.of());
            if (!rule.settings().isEmpty() && table.get("properties") instanceof Map<?, ?> known) {
                Map<String, Object> all = new LinkedHashMap<>();
                known.forEach((name, type) -> all.put((String) name, type));
                for (Setting setting : rule.settings()) {
                    all.put(setting.name(), type(setting));
                }
                table.put("properties", all);
            }
            properties.put(rule.id(), table);
        }
        properties.put(ToolLists.ID, table(PolicyKeys.RULE, Map.of()));
        Map<String, Object> rules = new LinkedHashMap<>();
        rules.put("type", "object");
        rules.put("properties", properties);
        rules.put("additionalProperties", table(PolicyKeys.RULE, Map.of()));
        return rules;
    }

    private static Map<String, Object> type(Setting setting) {
        Map<String, Object> type = new LinkedHashMap<>();
        switch (setting) {
            case Setting.Flag flag -> {
                type.put("type", "boolean");
                type.put("default", flag.standard());
            }
            case Setting.Amount amount -> {
                type.put("type", "number");
                type.put("minimum", amount.least());
                type.put("maximum", amount.most());
                type.put("default", amount.standard());
            }
            case Setting.Names _ -> {
                type.put("type", "array");
                type.put("items", Map.of("type", "string"));
            }
        }
        type.put("description", setting.what());
        return type;
    }
}
