package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Traffic;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// Prints what `destructive_shell_command` finds in the corpora of DETECTION.md, which are not part
/// of the repository: per kind, on the half it was written from and on the half held out.
///
/// ```
/// ./mvnw -q test-compile && java -cp modules/gate.protocol/target/classes:\
/// modules/gate.rules/target/classes:modules/gate.rules/target/test-classes \
/// gate.rules.builtin.DestructiveFigures CORPORA [missed|flagged FILE KIND dev|held|all]
/// ```
///
/// Held out are families, packs or clusters of near-duplicates, never single records.
public final class DestructiveFigures {

    private static final PrintStream OUT =
            new PrintStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out),
                    true,
                    StandardCharsets.UTF_8);

    /// A tool, and the argument of it that a text is put into.
    private record Place(String tool, String argument) {}

    private static final int CHUNK = 64;
    private static final Place SHELL = new Place("bash", "command");
    private static final Place SQL = new Place("execute_sql", "query");
    private static final Place CODE = new Place("execute_python", "code");

    private static final List<Place> TEXTS =
            List.of(
                    new Place("write_file", "content"),
                    new Place("create_issue", "body"),
                    new Place("git_commit", "message"),
                    new Place("send_message", "text"),
                    new Place("search_files", "pattern"),
                    new Place("web_search", "query"),
                    new Place("edit", "new_string"),
                    new Place("summarize", "passage"),
                    new Place("run_agent", "passage"));

    /// One record of a corpus; its text is the source of a JSON string, quotes included.
    private final DestructiveShellCommand rule = new DestructiveShellCommand();

    private final Path corpora;

    private DestructiveFigures(Path corpora) {
        this.corpora = corpora;
    }

    public static void main(String[] args) throws IOException {
        var figures = new DestructiveFigures(Path.of(args[0]));
        if (args.length > 4) {
            figures.list(args[1].equals("flagged"), args[2], args[3], args[4]);
            return;
        }
        figures.print("destructive", null);
        figures.print("benign_command", SHELL);
        figures.print("benign_sql", SQL);
        for (Place place : TEXTS) {
            figures.print("benign_text", place);
        }
        figures.print("benign_hard", TEXTS.getFirst());
        figures.print("benign_command", TEXTS.getFirst());
        figures.print("destructive", TEXTS.getFirst());
    }

    private static Place place(String kind) {
        return switch (kind) {
            case "destructive_sql" -> SQL;
            case "destructive_python" -> CODE;
            default -> kind.contains("sql") ? SQL : SHELL;
        };
    }

    private void list(boolean isFlagged, String file, String kind, String part) throws IOException {
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            boolean isWanted = part.equals("all") || part.equals("held") == isHeldOut(sample);
            if (!isWanted || !sample.kind().equals(kind)) {
                continue;
            }
            List<Finding> findings = findings(sample, place(kind));
            if (!findings.isEmpty() == isFlagged) {
                String why = findings.isEmpty() ? "" : findings.getFirst().reason() + ": ";
                String text = sample.text();
                OUT.println(why + text.substring(0, Math.min(text.length(), 300)));
            }
        }
    }

    private void print(String file, @org.jspecify.annotations.Nullable Place place)
            throws IOException {
        Map<String, int[]> kinds = new TreeMap<>();
        List<Corpus.Sample> samples = Corpus.samples(corpora, file);
        List<Envelope> messages = new ArrayList<>();
        for (Corpus.Sample sample : samples) {
            Place put = place == null ? place(sample.kind()) : place;
            int[] counts = kinds.computeIfAbsent(sample.kind(), _ -> new int[4]);
            int column = isHeldOut(sample) ? 2 : 0;
            counts[column]++;
            counts[column + 1] += findings(sample, put).isEmpty() ? 0 : 1;
            messages.add(message(sample, put));
        }
        long best = 0;
        for (int from = 0; from < messages.size(); from += CHUNK) {
            best += best(messages.subList(from, Math.min(messages.size(), from + CHUNK)));
        }
        OUT.printf(
                "%s as %s: %.2f us per message%n",
                file,
                place == null ? "command, query or code" : place.tool + "." + place.argument,
                best / 1e3 / samples.size());
        kinds.forEach((kind, counts) ->
                OUT.printf(
                        "    %-24s dev %s  held out %s  all %s%n",
                        kind,
                        share(counts[1], counts[0]),
                        share(counts[3], counts[2]),
                        share(counts[1] + counts[3], counts[0] + counts[2])));
    }

    /// The time of the best of some rounds, in nanoseconds: for few messages, so that other
    /// programs on the machine come between in some rounds only.
    private long best(List<Envelope> messages) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 9; round++) {
            long started = System.nanoTime();
            for (Envelope message : messages) {
                rule.judge(message, Memory.ofProcess(), _ -> {});
            }
            best = Math.min(best, System.nanoTime() - started);
        }
        return best;
    }

    private static String share(int part, int whole) {
        return whole == 0
                ? "      -             "
                : "%5d/%5d %7.3f %%".formatted(part, whole, 100.0 * part / whole);
    }

    private List<Finding> findings(Corpus.Sample sample, Place place) {
        List<Finding> findings = new ArrayList<>();
        rule.judge(message(sample, place), Memory.ofProcess(), findings::add);
        return findings;
    }

    private static Envelope message(Corpus.Sample sample, Place place) {
        return Traffic.plain()
                .call(place.tool, "{\"" + place.argument + "\":" + sample.text() + "}");
    }

    /// Whether a record is of the half that no rule was written from: records of a family, and of a
    /// cluster of near duplicates, stay together.
    private static boolean isHeldOut(Corpus.Sample sample) {
        String key = sample.cluster();
        if (sample.kind().equals("destructive_ops")) {
            key = sample.family().isEmpty() ? sample.source() : sample.family();
        } else if (sample.kind().equals("destructive_obfuscated")
                || sample.kind().equals("destructive_sql")) {
            key = sample.family().isEmpty() ? key : sample.family();
        }
        var crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % 2 == 1;
    }
}
