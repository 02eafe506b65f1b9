package gate.rules.builtin;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Trains the models of orders, and reports on sources that a model has not seen.
///
/// ```
/// bench/train CORPORA responses|descriptions
/// ```
///
/// A logistic regression over the features of windows, by AdaGrad with L2. What speaks for an order
/// are sentences of our grammars, put into innocent texts, and the attacks of the corpora; what
/// speaks against it are random windows of innocent texts, then, in three rounds, those that the
/// model likes best. Two models, each trained on half of the sources, tell how the model does on
/// the other half and set the thresholds; the model that is written has seen all. Seeds are fixed.
public final class OrderTrainer {

    private static final PrintStream OUT =
            new PrintStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out),
                    true,
                    StandardCharsets.UTF_8);

    private static final int ROUNDS = 3;
    private static final int EPOCHS = 5;
    private static final double RATE = 0.15;
    private static final double DECAY = 2e-4;
    private static final int CHUNK_WORDS = 400;

    /// All of a text that is not longer may stand before a payload.
    private static final int SHORT_WORDS = 30;

    /// Only windows above this score, in log-odds, are worth mining.
    private static final int MINED_SCORE = -3 * OrderModel.UNITS;

    /// What a model is trained for.
    ///
    /// @param grammar the rule of the grammar that payloads are made from
    /// @param honest how many honest descriptions of tools are made
    /// @param attacks corpora, of which a half is trained on
    /// @param reported corpora that are only reported on
    /// @param innocents corpora; the first is what false positives are counted in
    private record Purpose(
            String resource,
            String grammar,
            String rule,
            int payloads,
            int honest,
            List<String> attacks,
            List<String> reported,
            List<String> innocents,
            double flagShare,
            double blockShare) {}

    private static final Purpose RESPONSES =
            new Purpose(
                    "orders.bin",
                    "orders.txt",
                    "payload",
                    14_000,
                    2_000,
                    List.of("injection", "injection_self"),
                    List.of("injection_composed", "injection_obfuscated"),
                    List.of(
                            "benign_text",
                            "benign_hard",
                            "benign_tool_description",
                            "benign_unicode"),
                    0.0025,
                    0.00015);

    private static final Purpose DESCRIPTIONS =
            new Purpose(
                    "descriptions.bin",
                    "poison.txt",
                    "poison",
                    16_000,
                    10_000,
                    List.of(),
                    List.of("tool_description_attack"),
                    List.of("benign_tool_description", "benign_text"),
                    0.0025,
                    0.0006);

    /// One window: its features and what it is.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Example(int[] features, int size, float weight, boolean isOrder) {}

    private final Purpose purpose;
    private final Map<String, List<TrainingText>> corpora = new HashMap<>();
    private final List<TrainingText> payloads = new ArrayList<>();
    private final List<TrainingText> chatter = new ArrayList<>();

    private OrderTrainer(Path corpora, Purpose purpose) throws IOException {
        this.purpose = purpose;
        for (List<String> files : List.of(purpose.attacks, purpose.reported, purpose.innocents)) {
            for (String file : files) {
                this.corpora.put(file, TrainingText.load(corpora, file));
            }
        }
        var maker = new PhraseMaker(purpose.grammar, 1);
        for (int i = 0; i < purpose.payloads; i++) {
            payloads.add(made("made", maker.make(purpose.rule)));
        }
        var innocent = new PhraseMaker("innocents.txt", 2);
        for (int i = 0; i < 8_000; i++) {
            chatter.add(made("chatter", innocent.make("chatter")));
        }
        var honest = new PhraseMaker("honest.txt", 3);
        for (int i = 0; i < purpose.honest; i++) {
            chatter.add(made("honest", honest.make("honest")));
        }
    }

    private static TrainingText made(String kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TrainingText.of(kind, kind, "self:" + kind, "", bytes);
    }

    /// Trains one model and reports on it.
    ///
    /// @param args the folder of the corpora, the purpose, and where to write the file
    public static void main(String[] args) throws IOException {
        Purpose purpose = args[1].equals("descriptions") ? DESCRIPTIONS : RESPONSES;
        var trainer = new OrderTrainer(Path.of(args[0]), purpose);
        OUT.println("texts are read");
        trainer.run(Path.of(args[2]).resolve(purpose.resource));
    }

    private void run(Path file) throws IOException {
        OrderModel[] halves = {train(0, true), train(1, true)};
        int[] thresholds = thresholds(halves);
        OUT.println("trained on half of the sources and our grammar, the other half:");
        report(halves, thresholds);
        OrderModel[] ours = {train(0, false), train(1, false)};
        int[] ourThresholds = thresholds(ours);
        OUT.println("trained on our grammar and half of the innocent sources alone:");
        report(ours, ourThresholds);
        OrderModel model = train(-1, true);
        OUT.println("trained on all, the same texts:");
        report(new OrderModel[] {model, model}, thresholds);
        var out = new ByteArrayOutputStream();
        model.with(thresholds).write(new DataOutputStream(out));
        Files.write(file, out.toByteArray());
        OUT.println("wrote " + out.size() + " bytes to " + file);
    }

    // --- training ------------------------------------------------------------------------------

    /// A model that has not seen one half of the sources; it has seen all where that is -1.
    private OrderModel train(int hidden, boolean withAttacks) {
        var random = new Random(7);
        List<TrainingText> innocents = new ArrayList<>(chatter);
        for (String name : purpose.innocents) {
            for (TrainingText text : all(name)) {
                boolean isAttackQuoted = text.hasPhrase();
                if (text.half() != hidden && !isAttackQuoted) {
                    innocents.add(text);
                }
            }
        }
        List<TrainingText> attacks = new ArrayList<>();
        if (withAttacks) {
            for (String name : purpose.attacks) {
                for (TrainingText text : all(name)) {
                    boolean isOrder =
                            !text.kind().contains("implicit") && !text.kind().contains("direct");
                    if (text.half() != hidden && isOrder) {
                        attacks.add(text);
                    }
                }
            }
        }
        byte[] evidence = evidence(attacks, innocents);
        var examples = new ArrayList<Example>();
        List<TrainingText> embedded = embedded(innocents, random);
        randomWindows(innocents, random, examples);
        int innocentCount = examples.size();
        payloadWindows(embedded, null, random, examples);
        var weights = new float[1 << OrderModel.WEIGHT_BITS];
        var biases = new float[OrderModel.sizes()];
        fit(examples, weights, biases, random);
        List<Example> mined = new ArrayList<>(examples.subList(0, innocentCount));
        for (int round = 0; round < ROUNDS; round++) {
            OrderModel model = quantised(weights, biases, evidence);
            mine(innocents, model, mined);
            examples.clear();
            examples.addAll(mined);
            payloadWindows(embedded, model, random, examples);
            for (TrainingText attack : attacks) {
                bestWindow(attack, model, 0, attack.words().length, true, 1.5f, examples);
            }
            weights = new float[1 << OrderModel.WEIGHT_BITS];
            biases = new float[OrderModel.sizes()];
            fit(examples, weights, biases, random);
        }
        return quantised(weights, biases, evidence);
    }

    private List<TrainingText> all(String name) {
        return corpora.getOrDefault(name, List.of());
    }

    /// How much a word speaks for an order, by how often payloads and innocent texts have it.
    private byte[] evidence(List<TrainingText> attacks, List<TrainingText> innocents) {
        var forIt = new double[1 << OrderModel.EVIDENCE_BITS];
        var against = new double[1 << OrderModel.EVIDENCE_BITS];
        double orders = 0;
        for (List<TrainingText> some : List.of(payloads, attacks)) {
            for (TrainingText text : some) {
                for (int i = 0; i < Math.min(text.words().length, OrderModel.MAX_SIZE); i++) {
                    forIt[text.words()[i] >>> (32 - OrderModel.EVIDENCE_BITS)]++;
                    orders++;
                }
            }
        }
        double words = 0;
        for (TrainingText text : innocents) {
            for (int word : text.words()) {
                against[word >>> (32 - OrderModel.EVIDENCE_BITS)]++;
                words++;
            }
        }
        var evidence = new byte[forIt.length];
        for (int i = 0; i < evidence.length; i++) {
            double odds = Math.log((forIt[i] / orders + 2e-5) / (against[i] / words + 2e-5));
            evidence[i] = (byte) Math.max(-10, Math.min(60, Math.round(odds * 10)));
        }
        return evidence;
    }

    /// Every payload with some of an innocent text before and after it; its family says where.
    private List<TrainingText> embedded(List<TrainingText> innocents, Random random) {
        List<TrainingText> embedded = new ArrayList<>();
        for (TrainingText payload : payloads) {
            TrainingText around = innocents.get(random.nextInt(innocents.size()));
            boolean isShort = around.words().length <= SHORT_WORDS;
            int some = isShort ? around.words().length : Math.min(around.words().length / 2, 48);
            int before = random.nextInt(4) == 0 ? 0 : some;
            int after = random.nextInt(3) == 0 ? 0 : Math.min(around.words().length / 2, 24);
            int from = before == 0 ? 0 : random.nextInt(around.words().length - before + 1);
            int count = payload.words().length;
            var words = new int[before + count + after];
            var marks = new byte[words.length];
            System.arraycopy(around.words(), from, words, 0, before);
            System.arraycopy(around.marks(), from, marks, 0, before);
            System.arraycopy(payload.words(), 0, words, before, count);
            System.arraycopy(payload.marks(), 0, marks, before, count);
            System.arraycopy(around.words(), 0, words, before + count, after);
            System.arraycopy(around.marks(), 0, marks, before + count, after);
            String place = before + " " + (before + count);
            embedded.add(new TrainingText("made", place, "", "", words, marks, false));
        }
        return embedded;
    }

    /// Windows of every size that hold much of the payload: at first any, then the best.
    private void payloadWindows(
            List<TrainingText> embedded,
            @org.jspecify.annotations.Nullable OrderModel model,
            Random random,
            List<Example> examples) {
        for (TrainingText text : embedded) {
            String[] place = text.family().split(" ", -1);
            int from = Integer.parseInt(place[0]);
            int to = Integer.parseInt(place[1]);
            if (model != null) {
                bestWindow(
                        text,
                        model,
                        from,
                        Math.min(to + 4, text.words().length),
                        true,
                        1,
                        examples);
            }
            for (int size = 0; size < OrderModel.sizes(); size++) {
                int length = OrderModel.size(size);
                int needed = Math.min(to - from, length * 2 / 3);
                int last = Math.min(to + length / 6, text.words().length);
                int end = from + needed + random.nextInt(Math.max(1, last - from - needed + 1));
                float weight = model == null ? 0.5f : 0.2f;
                add(text, Math.min(end, text.words().length), size, true, weight, examples);
            }
        }
    }

    private static void randomWindows(
            List<TrainingText> innocents, Random random, List<Example> examples) {
        for (TrainingText text : innocents) {
            int count = text.words().length;
            int windows = Math.min(8, 1 + count / 100);
            for (int i = 0; i < windows && count > 3; i++) {
                int end = 2 + random.nextInt(count - 2) + 1;
                add(text, Math.min(end, count), random.nextInt(3), false, 1, examples);
            }
        }
    }

    /// The window of each piece of an innocent text that the model takes for an order soonest.
    private void mine(List<TrainingText> innocents, OrderModel model, List<Example> mined) {
        int before = mined.size();
        for (TrainingText text : innocents) {
            for (int from = 0; from < text.words().length; from += CHUNK_WORDS) {
                int to = Math.min(text.words().length, from + CHUNK_WORDS);
                float weight = text.kind().equals("benign_security") ? 0.5f : 2;
                bestWindow(text, model, from, to, false, weight, mined);
            }
        }
        OUT.println("mined " + (mined.size() - before) + " windows");
    }

    private static void bestWindow(
            TrainingText text,
            OrderModel model,
            int from,
            int to,
            boolean isOrder,
            float weight,
            List<Example> examples) {
        var scan = new OrderScan(model);
        scan.begin((start, _) -> text.marks()[start]);
        for (int i = from; i < to; i++) {
            scan.take(text.words()[i], i, i);
        }
        if (scan.best() == OrderScan.NO_SCORE || (!isOrder && scan.best() < MINED_SCORE)) {
            return;
        }
        int end = from + scan.bestCount();
        for (int size = 0; size < OrderModel.sizes(); size++) {
            if (scan.bestSize() <= OrderModel.size(size)) {
                add(text, end, size, isOrder, weight, examples);
                break;
            }
        }
    }

    private static void add(
            TrainingText text,
            int end,
            int size,
            boolean isOrder,
            float weight,
            List<Example> examples) {
        int from = Math.max(0, end - OrderModel.size(size));
        if (end - from < 2) {
            return;
        }
        int[] features = features(text.words(), text.marks(), from, end);
        examples.add(new Example(features, size, weight, isOrder));
    }

    /// The features of a window, each once.
    private static int[] features(int[] words, byte[] marks, int from, int end) {
        var features = new int[(end - from) * 5];
        int count = 0;
        for (int i = from; i < end; i++) {
            features[count++] = OrderModel.one(words[i]);
            if (marks[i] != 0) {
                features[count++] = OrderModel.marked(words[i], marks[i]);
            }
            if (i + 1 < end) {
                features[count++] = OrderModel.two(words[i], words[i + 1]);
            }
            if (i + 2 < end) {
                features[count++] = OrderModel.three(words[i], words[i + 1], words[i + 2]);
                features[count++] = OrderModel.around(words[i], words[i + 2]);
            }
        }
        Arrays.sort(features, 0, count);
        int unique = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || features[i] != features[i - 1]) {
                features[unique++] = features[i];
            }
        }
        return Arrays.copyOf(features, unique);
    }

    private static void fit(
            List<Example> examples, float[] weights, float[] biases, Random random) {
        var squares = new float[weights.length];
        var biasSquares = new float[biases.length];
        var order = new int[examples.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            for (int index : order) {
                Example example = examples.get(index);
                double sum = biases[example.size];
                for (int feature : example.features) {
                    sum += weights[feature];
                }
                double miss = 1 / (1 + Math.exp(-sum)) - (example.isOrder ? 1 : 0);
                float slope = (float) miss * example.weight;
                for (int feature : example.features) {
                    float step = slope + (float) DECAY * weights[feature];
                    squares[feature] += step * step;
                    weights[feature] -= (float) (RATE * step / Math.sqrt(squares[feature] + 1e-2));
                }
                biasSquares[example.size] += slope * slope;
                biases[example.size] -=
                        (float) (RATE * slope / Math.sqrt(biasSquares[example.size] + 1e-2));
            }
        }
    }

    private static OrderModel quantised(float[] weights, float[] biases, byte[] evidence) {
        var bytes = new byte[weights.length];
        for (int i = 0; i < bytes.length; i++) {
            int units = Math.round(weights[i] * OrderModel.UNITS);
            bytes[i] = (byte) Math.max(-127, Math.min(127, units));
        }
        var units = new int[biases.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = Math.round(biases[i] * OrderModel.UNITS);
        }
        return new OrderModel(bytes, evidence, units, GATE, new int[2]);
    }

    private static final int GATE = 72;

    // --- reporting -----------------------------------------------------------------------------

    private static int score(TrainingText text, OrderModel model) {
        var scan = new OrderScan(model);
        scan.begin((start, _) -> text.marks()[start]);
        for (int i = 0; i < text.words().length; i++) {
            scan.take(text.words()[i], i, i);
        }
        return scan.best();
    }

    /// The scores that as many innocent texts reach as the purpose allows.
    private int[] thresholds(OrderModel[] halves) {
        List<TrainingText> innocents = all(purpose.innocents.getFirst());
        var scores = new int[innocents.size()];
        for (int i = 0; i < scores.length; i++) {
            TrainingText text = innocents.get(i);
            scores[i] = text.hasPhrase() ? OrderScan.NO_SCORE : score(text, halves[text.half()]);
        }
        Arrays.sort(scores);
        int flagged = (int) (scores.length * purpose.flagShare);
        int blocked = (int) (scores.length * purpose.blockShare);
        int[] thresholds = {
            scores[scores.length - 1 - flagged] + 1, scores[scores.length - 1 - blocked] + 1
        };
        OUT.println("thresholds " + thresholds[0] + " " + thresholds[1]);
        return thresholds;
    }

    /// Each text is scored by the model that has not seen its half.
    private void report(OrderModel[] halves, int[] thresholds) {
        Map<String, Integer> halfOfCluster = new HashMap<>();
        for (String name : purpose.attacks) {
            for (TrainingText text : all(name)) {
                halfOfCluster.put(text.cluster(), text.half());
            }
        }
        for (List<String> files : List.of(purpose.attacks, purpose.reported, purpose.innocents)) {
            for (String name : files) {
                Map<String, int[]> kinds = new TreeMap<>();
                for (TrainingText text : all(name)) {
                    Integer half = halfOfCluster.get(text.cluster());
                    int score = score(text, halves[half == null ? text.half() : half]);
                    int[] counts = kinds.computeIfAbsent(text.kind(), _ -> new int[6]);
                    counts[0]++;
                    counts[1] += text.hasPhrase() ? 1 : 0;
                    counts[2] += score >= thresholds[0] ? 1 : 0;
                    counts[3] += score >= thresholds[0] || text.hasPhrase() ? 1 : 0;
                    counts[4] += score >= thresholds[1] ? 1 : 0;
                    counts[5] += score >= thresholds[1] || text.hasPhrase() ? 1 : 0;
                }
                kinds.forEach((kind, c) ->
                        OUT.printf(
                                "  %-22s %-24s %5d phrases %6.2f | flag: model %6.2f both %6.2f |"
                                        + " block: model %6.2f both %6.2f%n",
                                name,
                                kind,
                                c[0],
                                100.0 * c[1] / c[0],
                                100.0 * c[2] / c[0],
                                100.0 * c[3] / c[0],
                                100.0 * c[4] / c[0],
                                100.0 * c[5] / c[0]));
            }
        }
    }
}
