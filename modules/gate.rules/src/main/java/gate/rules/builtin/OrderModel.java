package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/// The weights of the linear model of orders to an agent: a file that `OrderTrainer` writes.
///
/// A window of words is scored by its words, pairs, triples and pairs over a gap, and by the pairs
/// and triples of the classes of its words, whatever stands between; each is hashed to a number
/// that may have a weight. The sum and the bias of the window's size is a log-odds in units of
/// 1/[#UNITS]. A second table says how much a single word speaks for an order, so that most words
/// of most texts cost one look-up. Immutable, for any thread.
final class OrderModel {

    static final int EVIDENCE_BITS = 14;

    /// So many units are one of log-odds.
    static final int UNITS = 48;

    /// How many words a window has.
    private static final int[] SIZES = {12, 24, 48};

    static final int MAX_SIZE = 48;

    private static final int MAGIC = 0x6d676f34;

    private final OrderWeights weights;
    private final byte[] evidence;
    private final WordClasses classes;
    private final int[] biases;

    /// From this sum of evidence on windows are looked into.
    private final int gate;

    /// From these scores on a text is shown, and refused.
    private final int[] thresholds;

    /// The second reader, for windows that score nearly enough.
    private final Supplier<@Nullable OrderNet> net;

    OrderModel(
            OrderWeights weights,
            byte[] evidence,
            WordClasses classes,
            int[] biases,
            int gate,
            int[] thresholds,
            Supplier<@Nullable OrderNet> net) {
        this.weights = weights;
        this.evidence = evidence;
        this.classes = classes;
        this.biases = biases;
        this.gate = gate;
        this.thresholds = thresholds;
        this.net = net;
    }

    /// Made when the first text needs it, so that it costs no time of the start.
    static final class Responses {
        static final OrderModel MODEL =
                PackagedFile.read("orders.bin", OrderModel::read)
                        .with(() -> OrderNet.Responses.NET);

        private Responses() {}
    }

    /// The model of descriptions of tools.
    static final class Descriptions {
        static final OrderModel MODEL = PackagedFile.read("descriptions.bin", OrderModel::read);

        private Descriptions() {}
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws IllegalArgumentException if it is no such file
    static OrderModel read(InputStream file) throws IOException {
        var in = new DataInputStream(file);
        if (in.readInt() != MAGIC) {
            throw new IllegalArgumentException("no file of weights");
        }
        int gate = in.readInt();
        var thresholds = new int[] {in.readInt(), in.readInt()};
        var biases = new int[SIZES.length];
        for (int i = 0; i < biases.length; i++) {
            biases[i] = in.readInt();
        }
        var evidence = new byte[1 << EVIDENCE_BITS];
        in.readFully(evidence);
        OrderWeights weights = OrderWeights.read(in);
        WordClasses classes = WordClasses.read(in);
        return new OrderModel(weights, evidence, classes, biases, gate, thresholds, () -> null);
    }

    /// The same with other thresholds.
    OrderModel with(int[] others) {
        return new OrderModel(weights, evidence, classes, biases, gate, others.clone(), net);
    }

    /// The same with other evidence.
    OrderModel with(byte[] others, int itsGate) {
        return new OrderModel(weights, others, classes, biases, itsGate, thresholds, net);
    }

    /// The same with a second reader.
    OrderModel with(Supplier<@Nullable OrderNet> second) {
        return new OrderModel(weights, evidence, classes, biases, gate, thresholds, second);
    }

    /// The second reader, if there is one; made when it is asked for.
    @Nullable OrderNet net() {
        return net.get();
    }

    void write(java.io.DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(gate);
        out.writeInt(thresholds[0]);
        out.writeInt(thresholds[1]);
        for (int bias : biases) {
            out.writeInt(bias);
        }
        out.write(evidence);
        weights.write(out);
        classes.write(out);
    }

    static int sizes() {
        return SIZES.length;
    }

    static int size(int index) {
        return SIZES[index];
    }

    int gate() {
        return gate;
    }

    int bias(int index) {
        return biases[index];
    }

    /// From this score on a text is shown as a warning.
    int flagThreshold() {
        return thresholds[0];
    }

    /// Even odds, or what is shown if a policy shows what scores less: how far windows are looked
    /// into goes by it.
    int even() {
        return Math.min(0, thresholds[0]);
    }

    /// From this score on a text is refused.
    int blockThreshold() {
        return thresholds[1];
    }

    OrderWeights weights() {
        return weights;
    }

    int evidence(int word) {
        return evidence[word >>> (32 - EVIDENCE_BITS)];
    }

    /// The class of a word, or [WordClasses#NONE].
    int classOf(int word) {
        return classes.of(word);
    }

    static int one(int word) {
        return (word * 0x9e3779b1) >>> (32 - OrderWeights.FEATURE_BITS);
    }

    static int two(int word, int next) {
        return mixed(word * 0x2c1b3c6d + next * 0x297a2d39 + 0x1b56c4e9);
    }

    static int three(int word, int next, int afterNext) {
        return mixed(word * 0x165667b1 + next * 0x5bd1e995 + afterNext * 0x38495ab5 + 0x7ed55d16);
    }

    /// A pair with one word between.
    static int around(int word, int afterNext) {
        return mixed(word * 0x68e31da4 + afterNext * 0x3c6ef372 + 0x2545f491);
    }

    /// A word and what marks it.
    static int marked(int word, int mark) {
        return mixed(word + mark * 0x4cf5ad43);
    }

    /// Two classes that follow each other, and how far apart their words are.
    static int twoClasses(int first, int next, int distance) {
        int near = distance <= 1 ? 0 : distance <= 3 ? 1 : 2;
        return mixed(first * 0x1b873593 + next * 0x0e6546b6 + near * 0x52dce729 + 0x38b34ae5);
    }

    static int threeClasses(int first, int next, int afterNext) {
        return mixed(first * 0x239b961b + next * 0x0b4bc2e7 + afterNext * 0x6c8e9cf5 + 0x17b4a5d3);
    }

    private static int mixed(int number) {
        int mixed = (number ^ number >>> 15) * 0x85ebca6b;
        return ((mixed ^ mixed >>> 13) * 0xc2b2ae35) >>> (32 - OrderWeights.FEATURE_BITS);
    }
}
