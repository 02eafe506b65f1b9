package gate.rules.builtin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// How much a word speaks for an order: so that the level of [OrderScan] reaches the gate in most
/// orders and in few innocent texts.
///
/// How often orders and innocent texts have a word is enough to train with, where time does not
/// count. It takes `from` and `the` for as much as if no other word stood beside them; a logistic
/// regression on the level itself takes away what is said twice.
final class OrderEvidence {

    /// The gate for evidence that was counted.
    static final int COUNTED_GATE = 40;

    /// The gate for evidence that was fitted.
    static final int GATE = 96;

    /// A word of a text that was written one by one is evidence for so many of a grammar, which
    /// says the same again and again.
    private static final int FOR_WRITTEN = 5;

    private static final String MADE = "made";

    private static final int EPOCHS = 20;

    /// The evidence is the mean of those after each epoch but so many.
    private static final int FIRST_EPOCHS = 10;

    private static final float RATE = 0.02f;

    /// What is left of the evidence of a word after each epoch.
    private static final float KEPT = 0.99f;

    /// The level at the gate is 1; what counts of a text falls by e within so much.
    private static final float SLOPE = 0.2f;

    private static final float MARGIN = 0.1f;

    /// Innocent words whose level is lower are not looked at.
    private static final float LEAST = 0.3f;

    /// The highest level of so many words counts.
    private static final int APART = 4;

    private static final int CHUNK_WORDS = 400;
    private static final float LEAK = 1 - 1f / (1 << OrderScan.LEAK_BITS);

    private final float[] evidence;
    private final float[] levels = new float[CHUNK_WORDS];

    /// Where the words begin that make the level.
    private final int[] begins = new int[CHUNK_WORDS];

    private final float cost;

    private OrderEvidence(float[] evidence, float cost) {
        this.evidence = evidence;
        this.cost = cost;
    }

    /// Part of a text.
    ///
    /// @param weight of an order, or 0
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Piece(int[] words, float weight) {}

    /// The evidence of each word, in units of which [#GATE] are the gate.
    ///
    /// @param cost of a window of an innocent text that is looked into, in orders that are missed
    static byte[] fit(
            List<TrainingText> orders, List<TrainingText> innocents, float cost, Random random) {
        byte[] counted = count(orders, innocents);
        var shares = new float[counted.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = counted[i] / (float) COUNTED_GATE;
        }
        var fit = new OrderEvidence(shares, cost);
        List<Piece> pieces = pieces(orders, innocents);
        var means = new float[shares.length];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(pieces, random);
            float rate = RATE * (1 - epoch / (float) EPOCHS);
            for (Piece piece : pieces) {
                fit.learn(piece, rate);
            }
            for (int i = 0; i < shares.length; i++) {
                shares[i] *= KEPT;
                means[i] += epoch < FIRST_EPOCHS ? 0 : shares[i] / (EPOCHS - FIRST_EPOCHS);
            }
        }
        var units = new byte[means.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = (byte) Math.clamp(Math.round(means[i] * GATE), -127, 127);
        }
        return units;
    }

    private static List<Piece> pieces(List<TrainingText> orders, List<TrainingText> innocents) {
        List<Piece> pieces = new ArrayList<>();
        for (TrainingText order : orders) {
            int length = Math.min(order.words().length, CHUNK_WORDS);
            float weight = order.isWritten() ? 2 : order.kind().equals(MADE) ? 0.3f : 1;
            pieces.add(new Piece(Arrays.copyOf(order.words(), length), weight));
        }
        for (TrainingText text : innocents) {
            int[] words = text.words();
            for (int from = 0; from < words.length; from += CHUNK_WORDS) {
                int to = Math.min(words.length, from + CHUNK_WORDS);
                pieces.add(new Piece(Arrays.copyOfRange(words, from, to), 0));
            }
        }
        return pieces;
    }

    private void learn(Piece piece, float rate) {
        int[] words = piece.words;
        read(words);
        if (piece.weight > 0) {
            int best = highest(0, words.length);
            if (best >= 0) {
                double miss = 1 - chance(levels[best] - 1 - MARGIN);
                move(words, best, (float) (rate * piece.weight * miss));
            }
            return;
        }
        for (int from = 0; from < words.length; from += APART) {
            int best = highest(from, Math.min(words.length, from + APART));
            if (levels[best] >= LEAST) {
                double hit = chance(levels[best] - 1 + MARGIN);
                move(words, best, (float) (-rate * cost * hit));
            }
        }
    }

    private static double chance(double above) {
        return 1 / (1 + Math.exp(-above / SLOPE));
    }

    /// The levels of a text, as [OrderScan] has them.
    private void read(int[] words) {
        float level = 0;
        int begin = 0;
        for (int i = 0; i < words.length; i++) {
            level = level * LEAK + evidence[place(words[i])];
            if (level <= 0) {
                level = 0;
                begin = i + 1;
            }
            levels[i] = level;
            begins[i] = Math.min(begin, i);
        }
    }

    private int highest(int from, int to) {
        int best = from < to ? from : -1;
        for (int i = from + 1; i < to; i++) {
            if (levels[i] > levels[best]) {
                best = i;
            }
        }
        return best;
    }

    /// Moves the level at a word by the evidence of the words that make it.
    private void move(int[] words, int at, float step) {
        float share = 1;
        for (int i = at; i >= begins[at]; i--) {
            evidence[place(words[i])] += step * share;
            share *= LEAK;
        }
    }

    private static int place(int word) {
        return word >>> (32 - OrderModel.EVIDENCE_BITS);
    }

    /// The evidence of each word by how often orders and innocent texts have it, in units of which
    /// [#COUNTED_GATE] are the gate.
    static byte[] count(List<TrainingText> orders, List<TrainingText> innocents) {
        var forIt = new double[1 << OrderModel.EVIDENCE_BITS];
        var against = new double[1 << OrderModel.EVIDENCE_BITS];
        double inOrders = 0;
        for (TrainingText text : orders) {
            int times = text.isWritten() ? FOR_WRITTEN : 1;
            int length = Math.min(text.words().length, OrderModel.MAX_SIZE);
            for (int i = 0; i < length; i++) {
                forIt[place(text.words()[i])] += times;
                inOrders += times;
            }
        }
        double inInnocents = 0;
        for (TrainingText text : innocents) {
            for (int word : text.words()) {
                against[place(word)]++;
                inInnocents++;
            }
        }
        var evidence = new byte[forIt.length];
        for (int i = 0; i < evidence.length; i++) {
            double odds =
                    Math.log((forIt[i] / inOrders + 2e-5) / (against[i] / inInnocents + 2e-5));
            evidence[i] = (byte) Math.max(-10, Math.min(60, Math.round(odds * 10)));
        }
        return evidence;
    }
}
