package gate.rules.builtin;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Prints what `tool_shadowing` and `tool_changed` make of the descriptions in the corpora of
/// DETECTION.md, which are not part of the repository.
///
/// ```
/// java -cp modules/gate.protocol/target/classes:modules/gate.rules/target/classes:\
/// modules/gate.rules/target/test-classes gate.rules.builtin.OfferFigures CORPORA [list]
/// ```
///
/// Nothing is known of the other tools of a server, so that every identifier counts as one that may
/// be another's. Of each real tool the whole text is taken for one that was newly added: no
/// innocent change says more than that.
public final class OfferFigures {

    private static final PrintStream OUT =
            new PrintStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out),
                    true,
                    StandardCharsets.UTF_8);

    /// The first twice: once to warm up.
    private static final String[] FILES = {
        "benign_tool_description", "benign_tool_description", "tool_description_attack"
    };

    private OfferFigures() {}

    public static void main(String[] args) throws IOException {
        boolean isListing = args.length > 1;
        Path corpora = Path.of(args[0]);
        for (String file : FILES) {
            print(corpora, file, isListing);
        }
        printTables(corpora, "benign_sql");
    }

    private static void print(Path corpora, String file, boolean isListing) throws IOException {
        int all = 0;
        int shadowing = 0;
        int perhaps = 0;
        int steering = 0;
        long chars = 0;
        long nanos = 0;
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            String text = sample.plain();
            Orders orders = new Orders(OfferFigures::foreign).read(text);
            nanos += best(() -> new Orders(OfferFigures::foreign).read(text));
            chars += text.length();
            all++;
            shadowing += orders.isShadowing() ? 1 : 0;
            perhaps += orders.mayShadow() ? 1 : 0;
            steering += orders.why() == null ? 0 : 1;
            if (isListing && (orders.why() != null || orders.mayShadow())) {
                OUT.println(orders.why() + " | " + text.replace('\n', ' '));
            }
        }
        OUT.printf(
                "%s: %d texts, shadowing %d, perhaps %d, would be refused as a change %d, "
                        + "%.2f us per KB%n",
                file, all, shadowing, perhaps, steering, nanos / 1e3 / (chars / 1024.0));
    }

    /// How many innocent statements read a table of credentials, by its name: a warning each, if
    /// the session has read what strangers write.
    private static void printTables(Path corpora, String file) throws IOException {
        int all = 0;
        int credentials = 0;
        long nanos = 0;
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            String text = sample.plain();
            credentials += new SqlTables(text).readsCredentials() ? 1 : 0;
            nanos += best(() -> new SqlTables(text));
            all++;
        }
        OUT.printf(
                "%s: %d statements, %d read credentials, %.2f us each%n",
                file, all, credentials, nanos / 1e3 / all);
    }

    /// The time of the best of some rounds: in some of them other programs come between.
    private static long best(Runnable work) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long started = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - started);
        }
        return best;
    }

    private static Orders.Foreign foreign(String word) {
        return word.startsWith("mcp_") ? Orders.Foreign.YES : Orders.Foreign.PERHAPS;
    }
}
