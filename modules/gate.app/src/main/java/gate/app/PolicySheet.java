package gate.app;

import gate.app.EffectivePolicy.Found;
import gate.app.PolicyFile.Placed;
import gate.app.PolicyFile.Trust;
import gate.rules.Judge;
import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.Severity;
import gate.rules.ToolLists;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The policy that holds on one server, value by value, each with the place that it comes from.
/// Owned by one thread.
final class PolicySheet {

    private static final String BUILT_IN = "built in";

    /// One value of the policy.
    private record Row(String name, String value, String origin) {}

    private final List<PolicyFile> files;
    private final String server;
    private final EffectivePolicy effective;
    private final List<Row> rows = new ArrayList<>();

    PolicySheet(
            List<PolicyFile> files,
            String server,
            List<Rule> installed,
            EffectivePolicy effective) {
        this.files = files;
        this.server = server;
        this.effective = effective;
        add("monitor", effective.monitoring());
        Found<Policy.Action> onError = action(Judge.RULE_FAILED, Severity.HIGH);
        rows.add(new Row("on_rule_error", label(onError.value()), onError.origin()));
        Found<Policy.Refusal> refusal = effective.refusalForm();
        rows.add(new Row("refusal", label(refusal.value()), refusal.origin()));
        add("max_message", effective.maxMessageBytes());
        Found<Boolean> onFailure = effective.onAuditFailure();
        rows.add(
                new Row(
                        "audit.on_failure",
                        onFailure.value() ? "allow" : "refuse",
                        onFailure.origin()));
        Found<Policy.AtRest> atRest = effective.atRest();
        rows.add(new Row("audit.redact", label(atRest.value()), atRest.origin()));
        for (Rule rule : installed) {
            addRule(rule.id());
            for (Setting setting : rule.settings()) {
                Found<Object> found = effective.setting(rule.id(), setting);
                add(
                        "rules." + rule.id() + '.' + setting.name(),
                        found == null
                                ? new Found<>(EffectivePolicy.standard(setting), BUILT_IN)
                                : found);
            }
        }
        addRule(ToolLists.ID);
        for (PolicyFile file : files) {
            for (PolicyFile.CustomRule rule : file.customRules()) {
                if (rule.isFor(server)) {
                    addRule(rule.rule().id());
                }
            }
        }
        addTools();
        addExceptions();
    }

    private void add(String name, Found<?> found) {
        rows.add(new Row(name, String.valueOf(found.value()), found.origin()));
    }

    private void addRule(String id) {
        Found<Policy.Action> high = action(id, Severity.HIGH);
        Found<Policy.Action> low = action(id, Severity.LOW);
        rows.add(new Row("rules." + id + ".action", label(high.value()), high.origin()));
        rows.add(new Row("rules." + id + ".action_low", label(low.value()), low.origin()));
    }

    private void addTools() {
        for (PolicyFile file : files) {
            for (PolicyFile.Section section : file.allSectionsFor(server)) {
                addTools(file, section);
            }
        }
    }

    private void addTools(PolicyFile file, PolicyFile.Section section) {
        Placed<List<String>> allow = section.allowedTools();
        if (allow != null) {
            rows.add(
                    new Row(
                            "tools.allow",
                            String.join(", ", allow.value()),
                            file.at(allow.line())));
        }
        Placed<List<String>> deny = section.deniedTools();
        if (deny != null) {
            rows.add(new Row("tools.deny", String.join(", ", deny.value()), file.at(deny.line())));
        }
    }

    private void addExceptions() {
        for (PolicyFile file : files) {
            for (PolicyFile.Case each : file.exceptions()) {
                if (each.isFor(server)) {
                    String until = each.expires().isEmpty() ? "" : ", until " + each.expires();
                    rows.add(
                            new Row(
                                    "exception." + each.waiver().ruleId(),
                                    each.reason() + until,
                                    file.at(each.line())));
                }
            }
        }
    }

    /// What a finding leads to where no exception covers it, and who says so: as [Policy#action].
    private Found<Policy.Action> action(String id, Severity severity) {
        Found<Policy.Action> loose = null;
        Found<Policy.Action> tight = null;
        for (PolicyFile file : files) {
            Policy.Action said = said(file, id, severity);
            if (said == null) {
                continue;
            }
            var found = new Found<>(said, origin(file, id));
            if (file.trust() == Trust.PROJECT) {
                tight = stricter(tight, found);
            } else {
                loose = stricter(loose, found);
            }
        }
        if (loose == null) {
            loose = new Found<>(Policy.standard(severity), BUILT_IN);
        }
        return stricter(loose, tight == null ? loose : tight);
    }

    private static Found<Policy.Action> stricter(
            @Nullable Found<Policy.Action> one, Found<Policy.Action> other) {
        return one != null && one.value().compareTo(other.value()) >= 0 ? one : other;
    }

    private Policy.@Nullable Action said(PolicyFile file, String id, Severity severity) {
        FileLayer.Actions actions = effective.layer(file).actions().get(id);
        if (actions == null) {
            return null;
        }
        return severity == Severity.LOW && actions.low() != null ? actions.low() : actions.action();
    }

    private String origin(PolicyFile file, String id) {
        Placed<Policy.Action> onError = file.onRuleError();
        if (id.equals(Judge.RULE_FAILED) && onError != null) {
            return file.at(onError.line());
        }
        int line = 0;
        for (PolicyFile.CustomRule rule : file.customRules()) {
            line = rule.rule().id().equals(id) ? rule.line() : line;
        }
        for (PolicyFile.Section section : file.allSectionsFor(server)) {
            line = line(section, id, line);
        }
        return file.at(line);
    }

    private static int line(PolicyFile.Section section, String id, int before) {
        PolicyFile.RuleEntry entry = section.rules().get(id);
        if (entry == null) {
            return before;
        }
        Placed<Policy.Action> action = entry.action();
        Placed<Policy.Action> low = entry.actionLow();
        return action != null ? action.line() : low != null ? low.line() : before;
    }

    /// For people, in columns.
    List<String> lines() {
        int names = 0;
        int values = 0;
        for (Row row : rows) {
            names = Math.max(names, row.name.length());
            values = Math.max(values, Math.min(40, row.value.length()));
        }
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            lines.add(
                    padded(row.name, names) + "  " + padded(row.value, values) + "  " + row.origin);
        }
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /// `{"server":…,"policy":[{"name":…,"value":…,"origin":…},…]}`.
    String json() {
        var json = new StringBuilder("{\"server\":").append(SafeText.quoted(server));
        json.append(",\"policy\":[");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            json.append(i == 0 ? "{\"name\":" : ",{\"name\":").append(SafeText.quoted(row.name));
            json.append(",\"value\":").append(SafeText.quoted(row.value));
            json.append(",\"origin\":").append(SafeText.quoted(row.origin)).append('}');
        }
        return json.append("]}").toString();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
