package gate.rules.builtin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/// A logistic regression over the features of windows, by AdaGrad with L2, once over all features
/// and once more over those that count.
///
/// What one draw of examples teaches by chance, another does not: the weights are the mean of those
/// that several draws lead to, which costs the gate nothing.
final class OrderFit {

    /// How often the examples are gone through for a model that is kept, and for one that only
    /// finds more examples.
    static final int EPOCHS = 6;

    static final int EPOCHS_TO_MINE = 3;

    /// The weights are the mean of those after each epoch but so many.
    private static final int FIRST_EPOCHS = 2;

    private static final double RATE = 0.15;
    private static final double DECAY = 2e-4;

    /// Features of smaller weights do not count.
    private static final float LEAST = 3f / OrderModel.UNITS;

    private final byte[] evidence;
    private final WordClasses classes;
    private final int rowBits;

    /// @param rowBits how large the table of weights is
    OrderFit(byte[] evidence, WordClasses classes, int rowBits) {
        this.evidence = evidence;
        this.classes = classes;
        this.rowBits = rowBits;
    }

    /// Examples, and what they were drawn with.
    record Draw(List<OrderExamples.Example> examples, Random random) {

        /// The same with some of the features only.
        Draw with(BitSet some) {
            List<OrderExamples.Example> fewer = new ArrayList<>(examples.size());
            for (OrderExamples.Example example : examples) {
                fewer.add(example.with(some));
            }
            return new Draw(fewer, random);
        }
    }

    /// A model from nothing.
    OrderModel fit(List<Draw> draws, int epochs) {
        var weights = new float[1 << OrderWeights.FEATURE_BITS];
        var biases = new float[OrderModel.sizes()];
        for (Draw draw : draws) {
            fit(draw, weights, biases, epochs, draws.size());
        }
        BitSet counting = counting(weights);
        Arrays.fill(weights, 0);
        Arrays.fill(biases, 0);
        for (Draw draw : draws) {
            fit(draw.with(counting), weights, biases, epochs, draws.size());
        }
        return quantised(weights, biases, counting);
    }

    /// The features of the greatest weights, as many as have a place in the table.
    private BitSet counting(float[] weights) {
        var counting = new BitSet(weights.length);
        int row = weights.length >> rowBits;
        for (int first = 0; first < weights.length; first += row) {
            for (int way = 0; way < OrderWeights.WAYS; way++) {
                int best = -1;
                float most = LEAST;
                for (int i = first; i < first + row; i++) {
                    float weight = Math.abs(weights[i]);
                    if (weight >= most && !counting.get(i)) {
                        best = i;
                        most = weight;
                    }
                }
                if (best >= 0) {
                    counting.set(best);
                }
            }
        }
        return counting;
    }

    /// @param weightSums and `biasSums` are added to
    /// @param draws how many are added up
    private static void fit(
            Draw draw, float[] weightSums, float[] biasSums, int epochs, int draws) {
        List<OrderExamples.Example> examples = draw.examples;
        var weights = new float[weightSums.length];
        var biases = new float[biasSums.length];
        var squares = new float[weights.length];
        var biasSquares = new float[biases.length];
        var order = new int[examples.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = draw.random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            for (int index : order) {
                OrderExamples.Example example = examples.get(index);
                double sum = biases[example.size()];
                for (int feature : example.features()) {
                    sum += weights[feature];
                }
                double miss = 1 / (1 + Math.exp(-sum)) - (example.isOrder() ? 1 : 0);
                float slope = (float) miss * example.weight();
                for (int feature : example.features()) {
                    float step = slope + (float) DECAY * weights[feature];
                    squares[feature] += step * step;
                    weights[feature] -= (float) (RATE * step / Math.sqrt(squares[feature] + 1e-2));
                }
                biasSquares[example.size()] += slope * slope;
                biases[example.size()] -=
                        (float) (RATE * slope / Math.sqrt(biasSquares[example.size()] + 1e-2));
            }
            if (epoch >= FIRST_EPOCHS) {
                add(weights, weightSums, draws * (epochs - FIRST_EPOCHS));
                add(biases, biasSums, draws * (epochs - FIRST_EPOCHS));
            }
        }
    }

    private static void add(float[] numbers, float[] sums, int parts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += numbers[i] / parts;
        }
    }

    private OrderModel quantised(float[] weights, float[] biases, BitSet counting) {
        var table = new OrderWeights(rowBits);
        for (int i = counting.nextSetBit(0); i >= 0; i = counting.nextSetBit(i + 1)) {
            int units = Math.round(weights[i] * OrderModel.UNITS);
            if (units != 0 && !table.put(i, Math.max(-127, Math.min(127, units)))) {
                throw new IllegalStateException("more features count than have a place");
            }
        }
        var units = new int[biases.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = Math.round(biases[i] * OrderModel.UNITS);
        }
        return new OrderModel(
                table,
                evidence,
                classes,
                units,
                OrderEvidence.COUNTED_GATE,
                new int[2],
                () -> null);
    }
}
