package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model of three words: one opens the gate, one has a weight, one has neither.
class OrderScanTest {

    private static final int OPENS = 1 << (32 - OrderModel.EVIDENCE_BITS);
    private static final int WEIGHS = 2 << (32 - OrderModel.EVIDENCE_BITS);
    private static final int PLAIN = 3 << (32 - OrderModel.EVIDENCE_BITS);

    private static final int WEIGHT = 120;
    private static final int BIAS = -100;

    private final OrderScan scan = new OrderScan(model());

    /// Windows of this bias alone are far from what is shown, so most behind them are left out.
    private static OrderModel model() {
        var weights = new OrderWeights(OrderWeights.LEAST_ROW_BITS);
        weights.put(OrderModel.one(WEIGHS), WEIGHT);
        var evidence = new byte[1 << OrderModel.EVIDENCE_BITS];
        evidence[1] = 100;
        int[] biases = {BIAS, BIAS, BIAS};
        return new OrderModel(
                weights, evidence, new WordClasses(), biases, 96, new int[] {101, 202}, () -> null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 12, 13, 16, 17, 18, 19, 20})
    void theLastWordOfATextIsScoredWhileTheLevelIsHigh(int plain) {
        assertEquals(BIAS + WEIGHT, best(8, plain, 1));
    }

    @Test
    void farBehindTheGateNothingIs() {
        assertEquals(BIAS, best(1, 40, 1));
        assertEquals(OrderScan.NO_SCORE, best(0, 40, 1));
    }

    /// Also behind so many windows that those before are forgotten.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 48, 254, 255, 256, 1_000})
    void aFeatureCountsOnceInAWindow(int times) {
        assertEquals(BIAS + WEIGHT, best(1, 0, times));
        assertEquals(BIAS + WEIGHT, best(times, 0, times));
    }

    @Test
    void oneTextSaysNothingOfTheNext() {
        best(8, 0, 1);

        assertEquals(OrderScan.NO_SCORE, best(0, 8, 1));
    }

    private int best(int opens, int plain, int weighs) {
        scan.begin((_, _) -> 0);
        take(OPENS, opens);
        take(PLAIN, plain);
        take(WEIGHS, weighs);
        scan.end();
        return scan.best();
    }

    private void take(int word, int times) {
        for (int i = 0; i < times; i++) {
            scan.take(word, i, i + 1);
        }
    }
}
