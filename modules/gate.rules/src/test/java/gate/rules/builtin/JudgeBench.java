package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Traffic;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Prints what the rules cost on innocent messages once their code is compiled: the best of several
/// passes. `bench/judge.sh` runs it.
///
/// The texts are the documents and sources of a folder, or with a folder of corpora `benign_text`
/// and `benign_command`. A rule alone may do work that it shares with another when both are asked.
public final class JudgeBench {

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private static final int PASSES = 6;
    private static final int MAX_BYTES = 6_000_000;
    private static final int MAX_TEXT = 20_000;

    /// Rules that cost less, in µs for a KB, are not named.
    private static final double LEAST = 0.1;

    private static final String[] WORDS = {
        "rivers",
        "the",
        "stones",
        "of",
        "ambers",
        "windows",
        "and",
        "beside",
        "harbors",
        "meadows",
        "with",
        "coppers",
        "lanterns",
        "in",
        "orchards",
        "thistles",
        "papers",
        "to",
        "summers",
        "gardens",
        "for",
        "velvets",
        "marbles",
        "clouds",
        "from",
        "peppers",
        "timbers",
        "walnuts"
    };

    private final List<Rule> rules = new ArrayList<>();

    private JudgeBench() throws ReflectiveOperationException {
        for (ModuleDescriptor.Provides provided :
                Rule.class.getModule().getDescriptor().provides()) {
            for (String name : provided.providers()) {
                rules.add(
                        Class.forName(name)
                                .asSubclass(Rule.class)
                                .getDeclaredConstructor()
                                .newInstance());
            }
        }
    }

    /// Prints the figures.
    ///
    /// @param args a folder of corpora, or of documents and sources
    public static void main(String[] args) throws Exception {
        var bench = new JudgeBench();
        Path folder = Path.of(args[0]);
        boolean isCorpora = Files.exists(folder.resolve("benign_text.jsonl.gz"));
        List<String> texts = isCorpora ? corpus(folder, "benign_text") : documents(folder);
        List<String> prose = prose();
        bench.print("prose of 1 KB, as results", prose, JudgeBench::returned);
        bench.print("documents, as results", texts, JudgeBench::returned);
        bench.print("documents, as arguments", texts, text -> called("create_issue", "body", text));
        bench.print("documents, as files", texts, text -> called("write_file", "content", text));
        if (isCorpora) {
            List<String> commands = corpus(folder, "benign_command");
            double cost = bench.cost(messages(commands, text -> called("shell", "command", text)));
            OUT.printf("commands: %.2f us each, of %d%n", cost / commands.size(), commands.size());
        }
    }

    private void print(String what, List<String> texts, Function<String, Envelope> message) {
        double size = 0;
        for (String text : texts) {
            size += text.getBytes(StandardCharsets.UTF_8).length / 1024.0;
        }
        List<Envelope> messages = messages(texts, message);
        OUT.printf(
                "%s: %.2f us a KB, all rules; %d texts, %.0f KB%n",
                what, cost(messages) / size, texts.size(), size);
        for (Rule rule : rules) {
            double cost = best(() -> alone(rule, messages)) / size;
            if (cost >= LEAST) {
                OUT.printf("    %5.2f %s%n", cost, rule.id());
            }
        }
    }

    private double cost(List<Envelope> messages) {
        var judge = new Judge(rules, Policy.BUILT_IN, Memory.ofProcess());
        return best(() -> {
            for (Envelope message : messages) {
                judge.judge(message);
                judge.keep();
            }
        });
    }

    private static void alone(Rule rule, List<Envelope> messages) {
        var memory = Memory.ofProcess();
        for (Envelope message : messages) {
            rule.judge(message, memory, _ -> {});
        }
    }

    /// In µs.
    private static double best(Runnable pass) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < PASSES; i++) {
            long start = System.nanoTime();
            pass.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e3);
        }
        return best;
    }

    private static List<Envelope> messages(List<String> texts, Function<String, Envelope> message) {
        List<Envelope> messages = new ArrayList<>(texts.size());
        for (String text : texts) {
            messages.add(message.apply(text));
        }
        return messages;
    }

    private static Envelope returned(String text) {
        return Traffic.plain().returned(text);
    }

    private static Envelope called(String tool, String argument, String text) {
        return Traffic.plain().call(tool, "{\"" + argument + "\":\"" + text + "\"}");
    }

    /// Sources of JSON strings, without their quotes.
    private static List<String> corpus(Path corpora, String file) throws IOException {
        List<String> texts = new ArrayList<>();
        int bytes = 0;
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            String text = sample.text();
            bytes += text.length();
            if (bytes < MAX_BYTES) {
                texts.add(text.substring(1, text.length() - 1));
            }
        }
        return texts;
    }

    private static List<String> documents(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(JudgeBench::isDocument).sorted().toList();
        }
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file);
            texts.add(escaped(text.substring(0, Math.min(text.length(), MAX_TEXT))));
        }
        return texts;
    }

    private static boolean isDocument(Path path) {
        String name = path.toString();
        return !name.contains("/target/")
                && !name.contains("/src/test/") // they quote attacks
                && (name.endsWith(".md") || name.endsWith(".java") || name.endsWith(".sh"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }

    private static List<String> prose() {
        var random = new java.util.Random(1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            var text = new StringBuilder();
            while (text.length() < 1_000) {
                text.append(WORDS[random.nextInt(WORDS.length)]);
                text.append(text.length() % 72 < 8 ? "\\n" : " ");
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
