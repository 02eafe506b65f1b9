package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Traffic;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints what the rules about hidden text, secrets, paths and URLs find in the corpora of
/// DETECTION.md: per rule and corpus, as a result and as arguments of several tools.
///
/// ```
/// ./mvnw -q test-compile && java -cp modules/gate.protocol/target/classes:\
/// modules/gate.rules/target/classes:modules/gate.rules/target/test-classes \
/// gate.rules.builtin.GuardFigures CORPORA [missed|flagged RULE FILE PLACE|keywords]
/// ```
///
/// A place is `result`, or a tool and its argument: `write_file.content`.
public final class GuardFigures {

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private static final List<String> BENIGN =
            List.of(
                    "benign_text",
                    "benign_hard",
                    "benign_unicode",
                    "benign_command",
                    "benign_sql",
                    "benign_tool_description",
                    "benign_secretlike");

    private static final List<String> PLACES =
            List.of("result", "write_file.content", "create_issue.body", "remember.note");

    private final Path corpora;

    /// By name, for on the class path, where this runs, there are no services of modules.
    private List<Rule> rules =
            List.of(
                    new HiddenUnicode(),
                    new TerminalEscape(),
                    new SecretInResult(),
                    new SecretInArguments(),
                    new PathEscape(),
                    new ProtectedPath(),
                    new OptionInjection(),
                    new ShellMetacharacters(),
                    new SsrfTarget(),
                    new UrlExfiltration());

    private GuardFigures(Path corpora) {
        this.corpora = corpora;
    }

    public static void main(String[] args) throws IOException {
        var figures = new GuardFigures(Path.of(args[0]));
        if (args.length > 4) {
            figures.list(args[1].equals("flagged"), args[2], args[3], args[4]);
            return;
        }
        if (args.length == 2 && args[1].equals("keywords")) {
            figures.withKeywords();
            return;
        }
        if (args.length == 1) {
            figures.print("unicode", "result");
            figures.print("unicode", "create_issue.body");
            figures.print("secret", "result");
            figures.print("secret", "remember.note");
            for (String file : BENIGN) {
                for (String place : PLACES) {
                    figures.print(file, place);
                }
            }
            figures.print("benign_command", "bash.command");
            figures.print("benign_sql", "execute_sql.query");
        }
    }

    /// What the rules about secrets find once a policy sets `keywords = true`.
    private void withKeywords() throws IOException {
        var on = new Settings(Map.of("keywords", true), Map.of(), Map.of());
        rules = List.of(new SecretInResult().with(on), new SecretInArguments().with(on));
        print("secret", "result");
        print("secret", "remember.note");
        for (String file : BENIGN) {
            print(file, "result");
        }
    }

    private void list(boolean isFlagged, String id, String file, String place) throws IOException {
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            Envelope message = message(sample, place);
            for (Rule rule : rules) {
                if (!rule.id().equals(id)) {
                    continue;
                }
                List<Finding> findings = findings(rule, message);
                if (findings.isEmpty() == isFlagged) {
                    continue;
                }
                String text = text(message);
                int from = findings.isEmpty() ? 0 : findings.getFirst().span().start();
                int to = findings.isEmpty() ? 0 : findings.getFirst().span().end();
                String why =
                        findings.isEmpty()
                                ? ""
                                : findings.getFirst().severity()
                                        + " "
                                        + findings.getFirst().reason()
                                        + " ["
                                        + cut(text, from, to)
                                        + "]";
                OUT.println(
                        sample.kind()
                                + " "
                                + sample.family()
                                + " "
                                + why
                                + " :: "
                                + cut(text, from - 60, Math.max(to, from) + 100));
            }
        }
    }

    private static String cut(String text, int from, int to) {
        int start = Math.clamp(from, 0, text.length());
        int end = Math.clamp(to, start, Math.min(text.length(), start + 300));
        return text.substring(start, end).replace('\n', ' ');
    }

    /// Per kind: how many messages a rule would refuse, and how many it would only warn about.
    private void print(String file, String place) throws IOException {
        var totals = new TreeMap<String, Integer>();
        var counts = new TreeMap<String, int[]>();
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            totals.merge(sample.kind(), 1, Integer::sum);
            Envelope message = message(sample, place);
            for (Rule rule : rules) {
                List<Finding> findings = findings(rule, message);
                if (!findings.isEmpty()) {
                    boolean isHarm = findings.stream().anyMatch(f -> f.severity() == Severity.HIGH);
                    int[] count =
                            counts.computeIfAbsent(
                                    sample.kind() + " " + rule.id(), _ -> new int[2]);
                    count[isHarm ? 0 : 1]++;
                }
            }
        }
        OUT.printf("%s as %s: %s%n", file, place, totals);
        counts.forEach((key, count) ->
                OUT.printf(
                        "    %-48s high %5d (%.3f %%)  low %5d%n",
                        key,
                        count[0],
                        100.0
                                * count[0]
                                / totals.getOrDefault(key.substring(0, key.indexOf(' ')), 1),
                        count[1]));
    }

    private static List<Finding> findings(Rule rule, Envelope message) {
        List<Finding> findings = new ArrayList<>();
        rule.judge(message, Memory.ofProcess(), findings::add);
        return findings;
    }

    private static Envelope message(Corpus.Sample sample, String place) {
        if (place.equals("result")) {
            return Traffic.plain().returned(sample.text().substring(1, sample.text().length() - 1));
        }
        int dot = place.indexOf('.');
        return Traffic.plain()
                .call(
                        place.substring(0, dot),
                        "{\"" + place.substring(dot + 1) + "\":" + sample.text() + "}");
    }

    private static String text(Envelope message) {
        Json json = message.json();
        String longest = "";
        for (int node = 0; node < json.count(); node++) {
            if (json.isString(node) && json.end(node) - json.start(node) > longest.length()) {
                longest = json.string(node);
            }
        }
        return longest;
    }
}
