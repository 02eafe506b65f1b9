package gate.rules.builtin;

import java.util.List;
import java.util.Random;

/// A logistic regression over the features of windows, by AdaGrad with L2.
final class OrderFit {

    /// How often the examples are gone through for a model that is kept, and for one that only
    /// finds more examples.
    static final int EPOCHS = 6;

    static final int EPOCHS_TO_MINE = 3;

    /// The weights are the mean of those after each epoch but so many.
    private static final int FIRST_EPOCHS = 2;

    private static final double RATE = 0.15;
    private static final double DECAY = 2e-4;

    /// From this sum of evidence on windows are looked into.
    private static final int GATE = 60;

    private OrderFit() {}

    /// A model from nothing.
    static OrderModel fit(
            List<OrderExamples.Example> examples,
            byte[] evidence,
            WordClasses classes,
            int epochs,
            Random random) {
        var weights = new float[1 << OrderModel.WEIGHT_BITS];
        var biases = new float[OrderModel.sizes()];
        var weightSums = new float[weights.length];
        var biasSums = new float[biases.length];
        fit(examples, weights, biases, weightSums, biasSums, epochs, random);
        return quantised(weightSums, biasSums, evidence, classes);
    }

    private static void fit(
            List<OrderExamples.Example> examples,
            float[] weights,
            float[] biases,
            float[] weightSums,
            float[] biasSums,
            int epochs,
            Random random) {
        var squares = new float[weights.length];
        var biasSquares = new float[biases.length];
        var order = new int[examples.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
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
                add(weights, weightSums, epochs - FIRST_EPOCHS);
                add(biases, biasSums, epochs - FIRST_EPOCHS);
            }
        }
    }

    private static void add(float[] numbers, float[] sums, int parts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += numbers[i] / parts;
        }
    }

    private static OrderModel quantised(
            float[] weights, float[] biases, byte[] evidence, WordClasses classes) {
        var bytes = new byte[weights.length];
        for (int i = 0; i < bytes.length; i++) {
            int units = Math.round(weights[i] * OrderModel.UNITS);
            bytes[i] = (byte) Math.max(-127, Math.min(127, units));
        }
        var units = new int[biases.length];
        for (int i = 0; i < units.length; i++) {
            units[i] = Math.round(biases[i] * OrderModel.UNITS);
        }
        return new OrderModel(bytes, evidence, classes, units, GATE, new int[2]);
    }
}
