package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Traffic;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints what the rules find in the corpora of DETECTION.md, which are not part of the repository.
///
/// ```
/// ./mvnw -q test-compile && java -cp modules/gate.protocol/target/classes:\
/// modules/gate.rules/target/classes:modules/gate.rules/target/test-classes \
/// gate.rules.builtin.Figures CORPORA [missed|flagged FILE [KIND]]
/// ```
public final class Figures {

    private static final PrintStream OUT =
            new PrintStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out),
                    true,
                    StandardCharsets.UTF_8);

    /// One record of a corpus; its text is the source of a JSON string, quotes included.
    private final Path corpora;

    private Figures(Path corpora) {
        this.corpora = corpora;
    }

    public static void main(String[] args) throws IOException {
        var figures = new Figures(Path.of(args[0]));
        if (args.length > 2) {
            figures.list(args[1].equals("flagged"), args[2], args.length > 3 ? args[3] : "");
            return;
        }
        for (String file :
                List.of(
                        "injection",
                        "injection_self",
                        "injection_composed",
                        "injection_obfuscated",
                        "tool_description_attack",
                        "benign_text",
                        "benign_hard",
                        "benign_tool_description",
                        "benign_unicode")) {
            figures.print(file, new InjectionPhraseDetected(), false);
        }
    }

    private void list(boolean flagged, String file, String kind) throws IOException {
        boolean isCommand = isCommands(file);
        Rule rule = new InjectionPhraseDetected();
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            if (sample.kind().contains(kind)
                    && (findings(rule, sample, isCommand) > 0) == flagged) {
                OUT.println(sample.kind() + " " + sample.family() + " " + last);
            }
        }
    }

    private String last = "";

    private static boolean isCommands(String file) {
        return file.startsWith("destructive") || file.contains("command") || file.contains("sql");
    }

    private void print(String file, Rule rule, boolean isCommand) throws IOException {
        Map<String, int[]> kinds = new TreeMap<>();
        List<Corpus.Sample> samples = Corpus.samples(corpora, file);
        for (Corpus.Sample sample : samples) {
            int[] counts = kinds.computeIfAbsent(sample.kind(), _ -> new int[2]);
            counts[0]++;
            counts[1] += findings(rule, sample, isCommand) > 0 ? 1 : 0;
        }
        long bytes = 0;
        List<Envelope> messages = new ArrayList<>();
        for (Corpus.Sample sample : samples) {
            bytes += sample.text().getBytes(StandardCharsets.UTF_8).length;
            messages.add(message(sample, isCommand));
        }
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long started = System.nanoTime();
            for (Envelope message : messages) {
                rule.judge(message, Memory.ofProcess(), _ -> {});
            }
            best = Math.min(best, System.nanoTime() - started);
        }
        OUT.printf(
                "%s: %.2f us per KB, %.2f us per message%n",
                file, best / 1e3 / (bytes / 1024.0), best / 1e3 / samples.size());
        kinds.forEach((kind, counts) ->
                OUT.printf(
                        "    %-28s %6d of %6d  %7.3f %%%n",
                        kind, counts[1], counts[0], 100.0 * counts[1] / counts[0]));
    }

    private int findings(Rule rule, Corpus.Sample sample, boolean isCommand) {
        List<Finding> findings = new ArrayList<>();
        Envelope message = message(sample, isCommand);
        rule.judge(message, Memory.ofProcess(), findings::add);
        last = sample.text().substring(0, Math.min(sample.text().length(), 300));
        if (!isCommand && !findings.isEmpty()) {
            String text = message.json().string(textNode(message.json()));
            int start = findings.getFirst().span().start();
            last =
                    text.substring(Math.max(0, start - 60), Math.min(text.length(), start + 100))
                            .replace('\n', ' ');
        }
        return findings.size();
    }

    private static int textNode(Json json) {
        for (int node = 0; node < json.count(); node++) {
            if (json.kind(node) == Json.Kind.NAME && json.textEquals(node, "text")) {
                return json.isString(node + 1) ? node + 1 : 0;
            }
        }
        return 0;
    }

    private static Envelope message(Corpus.Sample sample, boolean isCommand) {
        if (isCommand) {
            return Traffic.plain().call("bash", "{\"command\":" + sample.text() + "}");
        }
        return Traffic.plain()
                .line(
                        Direction.DOWNSTREAM,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                                + "\"params\":{\"text\":"
                                + sample.text()
                                + "}}");
    }
}
