package gate.app;

import gate.app.PolicyFile.Placed;
import gate.app.PolicyFile.Trust;
import gate.protocol.FrameReader;
import gate.rules.Judge;
import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Rulebook;
import gate.rules.Scope;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.ToolLists;
import gate.rules.Waiver;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What all policy files together come to on one server. Owned by one thread.
final class EffectivePolicy {

    private final List<PolicyFile> files;
    private final String server;
    private final List<Rule> installed;
    private final boolean isMonitoringAsked;

    /// @param server what the user calls it
    /// @param isMonitoringAsked whether the command line says so
    EffectivePolicy(
            List<PolicyFile> files,
            String server,
            List<Rule> installed,
            boolean isMonitoringAsked) {
        this.files = List.copyOf(files);
        this.server = server;
        this.installed = List.copyOf(installed);
        this.isMonitoringAsked = isMonitoringAsked;
    }

    /// What a judge goes by.
    Rulebook rulebook() {
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : installed) {
            rules.add(tuned(rule));
        }
        for (PolicyFile file : files) {
            for (PolicyFile.CustomRule custom : file.customRules()) {
                if (custom.isFor(server)) {
                    rules.add(custom.rule());
                }
            }
        }
        ToolLists lists = toolLists();
        if (!lists.denied().isEmpty() || !lists.allowed().isEmpty()) {
            rules.add(lists);
        }
        return new Rulebook(rules, policy());
    }

    Policy policy() {
        List<Policy.Layer> layers = new ArrayList<>();
        for (PolicyFile file : files) {
            layers.add(layer(file));
        }
        return new Policy(
                layers, isMonitoring(), forwardsUnrecorded(), refusal(), atRest().value());
    }

    /// What one file says about findings.
    FileLayer layer(PolicyFile file) {
        Map<String, FileLayer.Actions> actions = new HashMap<>();
        for (PolicyFile.CustomRule custom : file.customRules()) {
            actions.put(custom.rule().id(), new FileLayer.Actions(custom.action(), null));
        }
        for (Map.Entry<String, PolicyFile.RuleEntry> each : file.general().rules().entrySet()) {
            put(actions, each.getKey(), actions(each.getValue()));
        }
        // What a server's section says takes the place of what is said in general.
        Map<String, FileLayer.Actions> special = new HashMap<>();
        for (PolicyFile.Section section : file.sectionsFor(server)) {
            for (Map.Entry<String, PolicyFile.RuleEntry> each : section.rules().entrySet()) {
                special.merge(each.getKey(), actions(each.getValue()), FileLayer.Actions::and);
            }
        }
        for (Map.Entry<String, FileLayer.Actions> each : special.entrySet()) {
            put(actions, each.getKey(), each.getValue());
        }
        Placed<Policy.Action> onRuleError = file.onRuleError();
        if (onRuleError != null) {
            actions.put(Judge.RULE_FAILED, new FileLayer.Actions(onRuleError.value(), null));
        }
        List<Waiver> waivers = new ArrayList<>();
        for (PolicyFile.Case exception : file.exceptions()) {
            if (exception.isFor(server)) {
                waivers.add(exception.waiver());
            }
        }
        return new FileLayer(file.path(), file.trust() == Trust.PROJECT, actions, waivers);
    }

    /// What is said now goes before what was said; an `action` also for weaker findings.
    private static void put(
            Map<String, FileLayer.Actions> actions, String id, FileLayer.Actions said) {
        FileLayer.Actions before = actions.get(id);
        if (said.action() != null || (said.low() != null && before == null)) {
            actions.put(id, said);
        } else if (said.low() != null && before != null) {
            actions.put(id, new FileLayer.Actions(before.action(), said.low()));
        }
    }

    private static FileLayer.Actions actions(PolicyFile.RuleEntry entry) {
        Placed<Policy.Action> action = entry.action();
        Placed<Policy.Action> low = entry.actionLow();
        return new FileLayer.Actions(
                action == null ? null : action.value(), low == null ? null : low.value());
    }

    private Rule tuned(Rule rule) {
        var settings = Settings.NONE;
        boolean isTuned = false;
        for (Setting setting : rule.settings()) {
            Found<Object> found = setting(rule.id(), setting);
            if (found != null) {
                settings = settings.with(setting, found.value);
                isTuned = true;
            }
        }
        return isTuned ? rule.with(settings) : rule;
    }

    /// A value and the place that it comes from, `path:line`.
    record Found<T>(T value, String origin) {}

    /// What a setting of a rule comes to, or null where no file says anything.
    @Nullable Found<Object> setting(String rule, Setting setting) {
        if (setting instanceof Setting.Names names) {
            return scope(rule, names);
        }
        Found<Object> strictest = null;
        for (PolicyFile file : files) {
            Found<Object> said = said(file, rule, setting.name());
            if (said == null) {
                continue;
            }
            if (file.trust() == Trust.PROJECT && strictest == null) {
                strictest = new Found<>(standard(setting), "built in");
            }
            boolean isStricter =
                    strictest == null || isStricter(setting, said.value, strictest.value);
            strictest = isStricter ? said : strictest;
        }
        return strictest;
    }

    /// What all files together let be named.
    private @Nullable Found<Object> scope(String rule, Setting.Names names) {
        Scope scope = Scope.OPEN;
        List<String> origins = new ArrayList<>();
        for (PolicyFile file : files) {
            Found<Object> said = said(file, rule, names.name());
            if (said != null) {
                scope = scope.and(texts(said.value), file.trust() != Trust.PROJECT);
                origins.add(said.origin);
            }
        }
        return scope.isOpen() ? null : new Found<>(scope, String.join(", ", origins));
    }

    private static List<String> texts(Object list) {
        List<String> texts = new ArrayList<>();
        for (Object each : (List<?>) list) {
            texts.add((String) each);
        }
        return texts;
    }

    /// What a file says of a setting: the last section that fits.
    private @Nullable Found<Object> said(PolicyFile file, String rule, String setting) {
        Found<Object> said = null;
        for (PolicyFile.Section section : file.allSectionsFor(server)) {
            PolicyFile.RuleEntry entry = section.rules().get(rule);
            Placed<Object> value = entry == null ? null : entry.settings().get(setting);
            if (value != null) {
                said = new Found<>(value.value(), file.at(value.line()));
            }
        }
        return said;
    }

    static Object standard(Setting setting) {
        return switch (setting) {
            case Setting.Flag flag -> flag.standard();
            case Setting.Amount amount -> amount.standard();
            case Setting.Names _ -> Scope.OPEN;
        };
    }

    private static boolean isStricter(Setting setting, Object value, Object than) {
        return switch (setting) {
            case Setting.Flag flag -> !value.equals(than) && value.equals(flag.strict());
            case Setting.Amount amount ->
                    amount.lowIsStrict()
                            ? ((Number) value).doubleValue() < ((Number) than).doubleValue()
                            : ((Number) value).doubleValue() > ((Number) than).doubleValue();
            case Setting.Names _ -> true;
        };
    }

    ToolLists toolLists() {
        List<String> denied = new ArrayList<>();
        List<List<String>> allowed = new ArrayList<>();
        for (PolicyFile file : files) {
            for (PolicyFile.Section section : file.allSectionsFor(server)) {
                Placed<List<String>> deny = section.deniedTools();
                Placed<List<String>> allow = section.allowedTools();
                if (deny != null) {
                    denied.addAll(deny.value());
                }
                if (allow != null) {
                    allowed.add(allow.value());
                }
            }
        }
        return new ToolLists(denied, allowed);
    }

    private boolean isMonitoring() {
        return monitoring().value;
    }

    /// Whether nothing is refused: if somebody asks for it, and no file that has a say says no.
    Found<Boolean> monitoring() {
        Found<Boolean> asked =
                isMonitoringAsked ? new Found<>(true, "--monitor") : new Found<>(false, "built in");
        for (PolicyFile file : files) {
            Found<Boolean> said = null;
            for (PolicyFile.Section section : file.allSectionsFor(server)) {
                Placed<Boolean> monitor = section.monitor();
                if (monitor != null) {
                    said = new Found<>(monitor.value(), file.at(monitor.line()));
                }
            }
            if (said == null) {
                continue;
            }
            boolean isOverruled = !said.value && (file.trust() == Trust.SYSTEM);
            if (isOverruled) {
                return said;
            }
            if (!isMonitoringAsked) {
                asked = said;
            }
        }
        return asked;
    }

    private boolean forwardsUnrecorded() {
        return onAuditFailure().value;
    }

    /// Whether messages that cannot be recorded are forwarded: if every file that says something
    /// says so.
    Found<Boolean> onAuditFailure() {
        Found<Boolean> found = new Found<>(false, "built in");
        for (PolicyFile file : files) {
            Placed<Boolean> said = file.forwardsUnrecorded();
            if (said != null) {
                found = new Found<>(said.value(), file.at(said.line()));
                if (!said.value()) {
                    return found;
                }
            }
        }
        return found;
    }

    /// What of messages the log has as a digest only: the most that a file asks for.
    Found<Policy.AtRest> atRest() {
        Found<Policy.AtRest> most = null;
        for (PolicyFile file : files) {
            Placed<Policy.AtRest> said = file.atRest();
            if (said != null && (most == null || said.value().compareTo(most.value) > 0)) {
                most = new Found<>(said.value(), file.at(said.line()));
            }
        }
        return most == null ? new Found<>(Policy.AtRest.SECRETS, "built in") : most;
    }

    private Policy.Refusal refusal() {
        return refusalForm().value;
    }

    /// How refused calls are answered: as the last file says.
    Found<Policy.Refusal> refusalForm() {
        Found<Policy.Refusal> found = new Found<>(Policy.Refusal.ERROR, "built in");
        for (PolicyFile file : files) {
            Placed<Policy.Refusal> said = file.refusal();
            found = said == null ? found : new Found<>(said.value(), file.at(said.line()));
        }
        return found;
    }

    /// The longest message that is read: the least that a file says.
    Found<Integer> maxMessageBytes() {
        Found<Integer> least = null;
        for (PolicyFile file : files) {
            Placed<Integer> said = file.maxMessageBytes();
            boolean isLess =
                    said != null
                            && (least == null ? true : said.value() < least.value)
                            && (file.trust() != Trust.PROJECT
                                    || said.value() < FrameReader.MAX_MESSAGE_BYTES);
            if (said != null && isLess) {
                least = new Found<>(said.value(), file.at(said.line()));
            }
        }
        return least == null ? new Found<>(FrameReader.MAX_MESSAGE_BYTES, "built in") : least;
    }
}
