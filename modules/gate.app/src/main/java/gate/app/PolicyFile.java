package gate.app;

import gate.rules.Glob;
import gate.rules.OwnRule;
import gate.rules.Policy;
import gate.rules.Waiver;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one policy file says, checked.
///
/// @param path where it lies
/// @param general what holds on every server
/// @param servers what holds on servers whose name fits the glob
record PolicyFile(
        String path,
        Trust trust,
        @Nullable Placed<Policy.Action> onRuleError,
        @Nullable Placed<Policy.Refusal> refusal,
        @Nullable Placed<Integer> maxMessageBytes,
        @Nullable Placed<Boolean> forwardsUnrecorded,
        @Nullable Placed<Policy.AtRest> atRest,
        Section general,
        Map<String, Section> servers,
        List<CustomRule> customRules,
        List<Case> exceptions) {

    /// Whose word a file is.
    enum Trust {
        /// Of the machine's administrator: no other file may loosen what it says.
        SYSTEM,
        /// Of the user: may loosen what is built in.
        USER,
        /// Of a project, and so of whoever wrote into its folder: may only tighten.
        PROJECT
    }

    /// A value with the line that it stands in.
    record Placed<T>(T value, int line) {}

    /// What holds for some servers.
    ///
    /// @param allowedTools null where the file has no such list
    record Section(
            @Nullable Placed<Boolean> monitor,
            Map<String, RuleEntry> rules,
            @Nullable Placed<List<String>> allowedTools,
            @Nullable Placed<List<String>> deniedTools) {

        static final Section EMPTY = new Section(null, Map.of(), null, null);

        Section {
            rules = new LinkedHashMap<>(rules);
        }
    }

    /// What is said of one rule.
    ///
    /// @param settings [Boolean], [Double] or a list of [String], by name
    record RuleEntry(
            @Nullable Placed<Policy.Action> action,
            @Nullable Placed<Policy.Action> actionLow,
            Map<String, Placed<Object>> settings) {}

    /// A rule that the file brings along.
    ///
    /// @param servers globs; empty for all
    /// @param block texts in which it should find something
    /// @param pass texts in which it should not
    record CustomRule(
            OwnRule rule,
            Policy.Action action,
            List<String> servers,
            List<String> block,
            List<String> pass,
            int line) {

        /// Whether it is for a server of this name.
        boolean isFor(String server) {
            return servers.isEmpty() || Glob.fitsAny(servers, server);
        }
    }

    /// An exception.
    ///
    /// @param server a glob, or null for all
    /// @param expires the last day, or empty
    record Case(Waiver waiver, @Nullable String server, String reason, String expires, int line) {

        /// Whether it is for a server of this name.
        boolean isFor(String name) {
            return server == null || Glob.fits(server, name);
        }
    }

    PolicyFile {
        servers = new LinkedHashMap<>(servers);
        customRules = List.copyOf(customRules);
        exceptions = List.copyOf(exceptions);
    }

    /// The sections for servers of such a name.
    List<Section> sectionsFor(String server) {
        List<Section> sections = new ArrayList<>();
        for (Map.Entry<String, Section> each : servers.entrySet()) {
            if (Glob.fits(each.getKey(), server)) {
                sections.add(each.getValue());
            }
        }
        return sections;
    }

    /// The section for all servers, then those for servers of such a name.
    List<Section> allSectionsFor(String server) {
        List<Section> sections = sectionsFor(server);
        sections.addFirst(general);
        return sections;
    }

    /// `path:line`.
    String at(int line) {
        return path + ':' + line;
    }
}
