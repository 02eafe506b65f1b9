package gate.app;

import gate.app.PolicyFile.Placed;
import gate.app.toml.Toml;
import gate.app.toml.TomlException;
import gate.app.toml.TomlTable;
import gate.app.toml.TomlValue;
import gate.protocol.Direction;
import gate.rules.Judge;
import gate.rules.OwnRule;
import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.TextPattern;
import gate.rules.ToolLists;
import gate.rules.Waiver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a policy file and checks all that it says. Owned by one thread.
final class PolicyReader {

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_CUSTOM_RULES = 256;

    private final PolicyFields.Problems problems;
    private final String path;
    private final PolicyFile.Trust trust;
    private final boolean isProject;
    private final Map<String, Rule> installed = new LinkedHashMap<>();

    /// Rules that may be named: those installed, those of this and of earlier files, and some that
    /// are none.
    private final List<String> ids = new ArrayList<>();

    private final List<PolicyFile.CustomRule> customRules = new ArrayList<>();

    private PolicyReader(
            String path, PolicyFile.Trust trust, List<Rule> installed, List<PolicyFile> earlier) {
        this.path = path;
        this.trust = trust;
        isProject = trust == PolicyFile.Trust.PROJECT;
        problems = new PolicyFields.Problems(path);
        for (Rule rule : installed) {
            this.installed.put(rule.id(), rule);
        }
        ids.addAll(this.installed.keySet());
        ids.add(ToolLists.ID);
        for (PolicyFile file : earlier) {
            for (PolicyFile.CustomRule rule : file.customRules()) {
                ids.add(rule.rule().id());
            }
        }
    }

    /// Reads a file.
    ///
    /// @param earlier files whose rules this one may name
    /// @throws PolicyException if it cannot be read, or anything in it is wrong
    static PolicyFile read(
            Path file, PolicyFile.Trust trust, List<Rule> installed, List<PolicyFile> earlier)
            throws PolicyException {
        return new PolicyReader(file.toString(), trust, installed, earlier).read(text(file));
    }

    /// Reads a text as if it stood in a file.
    static PolicyFile read(String text, String path, PolicyFile.Trust trust, List<Rule> installed)
            throws PolicyException {
        return new PolicyReader(path, trust, installed, List.of()).read(text);
    }

    private static String text(Path file) throws PolicyException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new PolicyException(List.of(file + ": larger than 1 MiB"));
            }
            byte[] bytes = Files.readAllBytes(file);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new PolicyException(List.of(file + ": is not UTF-8"));
        } catch (PolicyException e) {
            throw e;
        } catch (IOException e) {
            throw new PolicyException(List.of("cannot read the policy: " + Exit.why(e)));
        }
    }

    private PolicyFile read(String text) throws PolicyException {
        PolicyFile file = null;
        try {
            file = file(Toml.read(text));
        } catch (TomlException e) {
            problems.add(e);
        }
        if (file == null || !problems.all().isEmpty()) {
            throw new PolicyException(problems.all());
        }
        return file;
    }

    private PolicyFile file(TomlTable root) {
        PolicyFields fields = fields(root, PolicyKeys.ROOT, List.of());
        for (TomlValue each : fields.tables("custom_rules")) {
            customRule(each);
        }
        Map<String, PolicyFile.Section> servers = new LinkedHashMap<>();
        TomlTable byServer = fields.table("servers");
        if (byServer != null) {
            for (TomlTable.Entry entry : byServer.entries()) {
                if (entry.value().value() instanceof TomlTable table) {
                    servers.put(entry.key(), section(fields(table, PolicyKeys.SERVER, List.of())));
                } else {
                    problems.add(entry.wrong("a server takes a table: [servers.\"NAME\"]"));
                }
            }
        }
        List<PolicyFile.Case> exceptions = new ArrayList<>();
        for (TomlValue each : fields.tables("exceptions")) {
            PolicyFile.Case exception = exception(each);
            if (exception != null) {
                exceptions.add(exception);
            }
        }
        Placed<String> onRuleError = fields.text("on_rule_error");
        Placed<String> refusal = fields.text("refusal");
        TomlTable audit = fields.table("audit");
        PolicyFields log = audit == null ? null : fields(audit, PolicyKeys.AUDIT, List.of());
        Placed<String> onFailure = log == null ? null : log.text("on_failure");
        Placed<String> redact = log == null ? null : log.text("redact");
        return new PolicyFile(
                path,
                trust,
                onRuleError == null
                        ? null
                        : new Placed<>(action(onRuleError.value()), onRuleError.line()),
                refusal == null ? null : new Placed<>(refusal(refusal.value()), refusal.line()),
                size(fields),
                onFailure == null
                        ? null
                        : new Placed<>(onFailure.value().equals("allow"), onFailure.line()),
                redact == null ? null : new Placed<>(atRest(redact.value()), redact.line()),
                section(fields),
                servers,
                customRules,
                exceptions);
    }

    private PolicyFields fields(TomlTable table, PolicyKeys.Section section, List<String> others) {
        return new PolicyFields(table, section, others, isProject, problems);
    }

    private @Nullable Placed<Integer> size(PolicyFields fields) {
        Placed<String> size = fields.text("max_message");
        if (size == null) {
            return null;
        }
        try {
            return new Placed<>(RunOptions.bytes("run", size.value()), size.line());
        } catch (UsageException e) {
            fields.wrong("max_message", "`max_message` takes 1K to 512M, as in \"64M\"");
            return null;
        }
    }

    private PolicyFile.Section section(PolicyFields fields) {
        Map<String, PolicyFile.RuleEntry> rules = new LinkedHashMap<>();
        TomlTable byId = fields.table("rules");
        if (byId != null) {
            for (TomlTable.Entry entry : byId.entries()) {
                if (!ids.contains(entry.key())) {
                    problems.add(entry.wrong(PolicyFields.unknown("rule", entry.key(), ids)));
                } else if (entry.value().value() instanceof TomlTable table) {
                    rules.put(entry.key(), rule(entry.key(), table));
                } else {
                    problems.add(
                            entry.wrong(
                                    "a rule takes a table: [rules."
                                            + entry.key()
                                            + "] with action"
                                            + " = …"));
                }
            }
        }
        TomlTable tools = fields.table("tools");
        PolicyFields lists = tools == null ? null : fields(tools, PolicyKeys.TOOLS, List.of());
        return new PolicyFile.Section(
                fields.has("monitor") ? fields.flag("monitor") : null,
                rules,
                lists == null ? null : lists.texts("allow"),
                lists == null ? null : lists.texts("deny"));
    }

    private PolicyFile.RuleEntry rule(String id, TomlTable table) {
        Rule rule = installed.get(id);
        List<Setting> settings = rule == null ? List.of() : rule.settings();
        List<String> names = new ArrayList<>();
        for (Setting setting : settings) {
            names.add(setting.name());
        }
        PolicyFields fields = fields(table, PolicyKeys.RULE, names);
        Map<String, Placed<Object>> values = new LinkedHashMap<>();
        for (Setting setting : settings) {
            TomlTable.Entry entry = table.get(setting.name());
            Object value = entry == null ? null : value(setting, entry, fields);
            if (entry != null && value != null) {
                values.put(setting.name(), new Placed<>(value, entry.line()));
            }
        }
        return new PolicyFile.RuleEntry(
                action(fields, "action"), action(fields, "action_low"), values);
    }

    private @Nullable Object value(Setting setting, TomlTable.Entry entry, PolicyFields fields) {
        Object value = entry.value().value();
        switch (setting) {
            case Setting.Flag _ -> {
                if (value instanceof Boolean) {
                    return value;
                }
                problems.add(entry.value().wrong('`' + setting.name() + "` takes true or false"));
            }
            case Setting.Amount amount -> {
                if (value instanceof Number number
                        && number.doubleValue() >= amount.least()
                        && number.doubleValue() <= amount.most()) {
                    return number.doubleValue();
                }
                problems.add(
                        entry.value()
                                .wrong(
                                        '`'
                                                + setting.name()
                                                + "` takes a number from "
                                                + amount.least()
                                                + " to "
                                                + amount.most()));
            }
            case Setting.Names names -> {
                Placed<List<String>> texts = fields.texts(names.name());
                return texts == null ? null : texts.value();
            }
        }
        return null;
    }

    private void customRule(TomlValue place) {
        PolicyFields fields = fields((TomlTable) place.value(), PolicyKeys.CUSTOM_RULE, List.of());
        String id = fields.required("id", place.line(), place.column());
        String reason = fields.required("reason", place.line(), place.column());
        if (!isId(id) && fields.has("id")) {
            fields.wrong("id", "an id is 1 to 64 small letters, digits and `_`, a letter first");
        } else if (ids.contains(id)) {
            fields.wrong("id", "there is a rule `" + id + "` already");
        }
        List<TextPattern> patterns = patterns(fields);
        if (patterns.isEmpty() && !fields.has("literals") && !fields.has("patterns")) {
            problems.add(place.wrong("a rule needs `literals` or `patterns`"));
        }
        if (customRules.size() >= MAX_CUSTOM_RULES) {
            problems.add(place.wrong("more than " + MAX_CUSTOM_RULES + " rules in one file"));
            return;
        }
        Placed<Policy.Action> action = action(fields, "action");
        TomlTable tests = fields.table("tests");
        PolicyFields examples = tests == null ? null : fields(tests, PolicyKeys.TESTS, List.of());
        ids.add(id);
        customRules.add(
                new PolicyFile.CustomRule(
                        new OwnRule(id, reason, from(fields), fields.list("tools"), patterns),
                        action == null ? Policy.Action.BLOCK : action.value(),
                        fields.list("servers"),
                        examples == null ? List.of() : examples.list("block"),
                        examples == null ? List.of() : examples.list("pass"),
                        place.line()));
    }

    private List<TextPattern> patterns(PolicyFields fields) {
        List<TextPattern> patterns = new ArrayList<>();
        Placed<Boolean> ignoreCase = fields.flag("ignore_case");
        for (String literal : fields.list("literals")) {
            try {
                patterns.add(
                        TextPattern.literal(literal, ignoreCase != null && ignoreCase.value()));
            } catch (IllegalArgumentException e) {
                fields.wrong("literals", "\"" + literal + "\": " + e.getMessage());
            }
        }
        for (String pattern : fields.list("patterns")) {
            try {
                patterns.add(TextPattern.expression(pattern));
            } catch (IllegalArgumentException e) {
                fields.wrong("patterns", "\"" + pattern + "\": " + e.getMessage());
            }
        }
        return patterns;
    }

    private static @Nullable Direction from(PolicyFields fields) {
        Placed<String> from = fields.text("from");
        if (from == null || from.value().equals("any")) {
            return null;
        }
        return from.value().equals("client") ? Direction.UPSTREAM : Direction.DOWNSTREAM;
    }

    private PolicyFile.@Nullable Case exception(TomlValue place) {
        PolicyFields fields = fields((TomlTable) place.value(), PolicyKeys.EXCEPTION, List.of());
        String rule = fields.required("rule", place.line(), place.column());
        String reason = fields.required("reason", place.line(), place.column());
        if (fields.has("rule") && !ids.contains(rule) && !rule.equals(Judge.RULE_FAILED)) {
            fields.wrong("rule", PolicyFields.unknown("rule", rule, ids));
        }
        Map<String, String> narrow = new HashMap<>();
        for (String key : List.of("server", "tool", "pointer", "text", "found", "sha256")) {
            Placed<String> text = fields.text(key);
            if (text != null) {
                narrow.put(key, text.value());
            }
        }
        if (narrow.isEmpty()) {
            problems.add(
                    place.wrong(
                            "an exception names a server, tool, pointer, text, found or sha256; to"
                                    + " allow all findings of the rule, set its action"));
        }
        String sha256 = narrow.get("sha256");
        if (sha256 != null && (sha256.length() != 64 || !isHex(sha256))) {
            fields.wrong("sha256", "a SHA-256 is 64 hex digits");
        }
        Placed<LocalDate> expires = fields.date("expires");
        return new PolicyFile.Case(
                new Waiver(
                        rule,
                        narrow.get("tool"),
                        narrow.get("pointer"),
                        narrow.get("text"),
                        narrow.get("found"),
                        sha256 == null ? null : sha256.toLowerCase(Locale.ROOT),
                        expires == null ? Long.MAX_VALUE : endNanos(expires.value())),
                narrow.get("server"),
                reason,
                expires == null ? "" : expires.value().toString(),
                place.line());
    }

    /// The end of the day where the gate runs.
    private static long endNanos(LocalDate day) {
        if (day.getYear() < 1970 || day.getYear() > 2200) {
            return day.getYear() < 1970 ? 0 : Long.MAX_VALUE;
        }
        return day.plusDays(1).atStartOfDay(ZoneId.systemDefault()).toEpochSecond()
                * 1_000_000_000L;
    }

    private static @Nullable Placed<Policy.Action> action(PolicyFields fields, String key) {
        Placed<String> text = fields.text(key);
        return text == null ? null : new Placed<>(action(text.value()), text.line());
    }

    private static Policy.Action action(String name) {
        return switch (name) {
            case "allow" -> Policy.Action.ALLOW;
            case "warn" -> Policy.Action.WARN;
            case "redact" -> Policy.Action.REDACT;
            default -> Policy.Action.BLOCK; // another name was complained about
        };
    }

    private static Policy.Refusal refusal(String name) {
        return switch (name) {
            case "tool-result" -> Policy.Refusal.TOOL_RESULT;
            case "auto" -> Policy.Refusal.AUTO;
            default -> Policy.Refusal.ERROR; // another name was complained about
        };
    }

    private static Policy.AtRest atRest(String name) {
        return switch (name) {
            case "none" -> Policy.AtRest.NONE;
            case "args" -> Policy.AtRest.ARGS;
            case "all" -> Policy.AtRest.ALL;
            default -> Policy.AtRest.SECRETS; // another name was complained about
        };
    }

    private static boolean isId(String id) {
        boolean isId =
                !id.isEmpty() && id.length() <= 64 && id.charAt(0) >= 'a' && id.charAt(0) <= 'z';
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            isId &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        }
        return isId;
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
