package gate.rules.builtin;

/// Numbers of a network that is trained: by Adam, with decay apart from the slopes (AdamW).
final class NetNumbers {

    private static final float MEAN_KEPT = 0.9f;
    private static final float SQUARE_KEPT = 0.999f;
    private static final float LEAST = 1e-8f;

    final float[] values;

    /// What the examples of a batch add up to; empty behind [#learn].
    final float[] slopes;

    private final float[] means;
    private final float[] squares;
    private final float rate;
    private final float decay;

    NetNumbers(int count, float rate, float decay) {
        values = new float[count];
        slopes = new float[count];
        means = new float[count];
        squares = new float[count];
        this.rate = rate;
        this.decay = decay;
    }

    /// Takes a step by the slopes of some of them.
    ///
    /// @param share of an example in the slopes
    /// @param pace share of the rate
    /// @param step the number of the batch, from 1
    void learn(int from, int to, float share, float pace, int step) {
        float now = rate * pace;
        float length = now / (float) (1 - StrictMath.pow(MEAN_KEPT, step));
        float wider = 1 / (float) (1 - StrictMath.pow(SQUARE_KEPT, step));
        for (int i = from; i < to; i++) {
            float slope = slopes[i] * share;
            slopes[i] = 0;
            means[i] = MEAN_KEPT * means[i] + (1 - MEAN_KEPT) * slope;
            squares[i] = SQUARE_KEPT * squares[i] + (1 - SQUARE_KEPT) * slope * slope;
            float size = (float) Math.sqrt(squares[i] * wider) + LEAST;
            values[i] = values[i] * (1 - now * decay) - length * means[i] / size;
        }
    }

    void learn(float share, float pace, int step) {
        learn(0, values.length, share, pace, step);
    }
}
