package gate.rules.builtin;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Trains an [OrderNet] on windows of tokens: slopes by hand, one thread, the same numbers each
/// time.
final class OrderNetFit {

    private static final int DIM = OrderNet.DIM;
    private static final int CHANNELS = OrderNet.CHANNELS;
    private static final int PRODUCTS = OrderNet.PRODUCTS;
    private static final int WINDOW = OrderNet.WINDOW;
    private static final int BATCH = 64;

    /// Of the rate at the beginning, what is left at the end.
    private static final float LAST_PACE = 0.1f;

    /// So many tokens, and greatest values of filters, are left out of an example at random.
    private static final float TOKENS_LEFT_OUT = 0.15f;

    private static final float VALUES_LEFT_OUT = 0.5f;

    /// Which numbers of tokens are still told apart as bytes: five times the usual ones.
    private static final float WIDEST = 5;

    private final Random random;
    private final NetNumbers rows = new NetNumbers(DIM << OrderTokens.ROW_BITS, 4e-3f, 1e-3f);
    private final NetNumbers filters = new NetNumbers(DIM * PRODUCTS, 2e-3f, 1e-2f);
    private final NetNumbers biases = new NetNumbers(CHANNELS, 2e-3f, 1e-2f);
    private final NetNumbers weights = new NetNumbers(CHANNELS + 1, 2e-3f, 1e-2f);

    /// The filters once more, the first number of all of them first: so that machines multiply many
    /// at once.
    private final float[] byNumber = new float[DIM * PRODUCTS];

    private final boolean[] isTouched = new boolean[1 << OrderTokens.ROW_BITS];
    private final int[] touched = new int[1 << OrderTokens.ROW_BITS];
    private int touchedCount;
    private int steps;

    /// Of the window that is read: numbers of its tokens, what they give to the filters, the sums
    /// of these at each place, the greatest of each channel, where it is, and what counts of it.
    private final float[] numbers = new float[WINDOW * DIM];

    private final boolean[] isLeftOut = new boolean[WINDOW];
    private final float[] products = new float[WINDOW * PRODUCTS];
    private final float[] greatest = new float[CHANNELS];
    private final int[] places = new int[CHANNELS];
    private final float[] share = new float[CHANNELS];
    private final float[] numberSlopes = new float[WINDOW * DIM];

    /// A window and what it is.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Window(int[] tokens, int from, int to, float weight, boolean isOrder) {}

    OrderNetFit(Random random) {
        this.random = random;
        for (int i = DIM; i < rows.values.length; i++) {
            rows.values[i] = 0.3f * (float) random.nextGaussian();
        }
        int from = 0;
        for (int looking : OrderNet.LOOKING) {
            for (int i = 0; i < looking; i++) {
                scatter(filters, (from + i) * DIM, DIM, DIM * OrderNet.width(i));
            }
            from += looking;
        }
        scatter(weights, 0, CHANNELS + 1, CHANNELS);
        turnFilters();
    }

    private void scatter(NetNumbers numbersOf, int from, int count, int inputs) {
        float most = (float) Math.sqrt(1.0 / inputs);
        for (int i = from; i < from + count; i++) {
            numbersOf.values[i] = most * (2 * random.nextFloat() - 1);
        }
    }

    /// Goes through the examples once.
    ///
    /// @param done share of the training that is done before, and `then` behind it
    void epoch(List<Window> examples, float done, float then) {
        var order = new int[examples.size()];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            for (int i = from; i < to; i++) {
                learn(examples.get(order[i]));
            }
            float at = done + (then - done) * from / order.length;
            step(to - from, 1 - (1 - LAST_PACE) * at);
        }
    }

    private void step(int batch, float pace) {
        steps++;
        filters.learn(1f / batch, pace, steps);
        biases.learn(1f / batch, pace, steps);
        weights.learn(1f / batch, pace, steps);
        for (int i = 0; i < touchedCount; i++) {
            int row = touched[i];
            isTouched[row] = false;
            rows.learn(row * DIM, (row + 1) * DIM, 1f / batch, pace, steps);
        }
        touchedCount = 0;
        turnFilters();
    }

    /// Of a text, the score of a window as the network is now.
    float score(int[] tokens, int from, int to) {
        Arrays.fill(isLeftOut, false);
        read(tokens, from, to, 1);
        float score = weights.values[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            score += greatest[i] * weights.values[i];
        }
        return score;
    }

    private void learn(Window window) {
        int count = window.to - window.from;
        for (int i = 0; i < count; i++) {
            isLeftOut[i] = random.nextFloat() < TOKENS_LEFT_OUT;
        }
        read(window.tokens, window.from, window.to, 1 / (1 - TOKENS_LEFT_OUT));
        float score = weights.values[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            share[i] = random.nextFloat() < VALUES_LEFT_OUT ? 0 : 1 / (1 - VALUES_LEFT_OUT);
            score += share[i] * greatest[i] * weights.values[i];
        }
        double chance = 1 / (1 + StrictMath.exp(-score));
        float slope = (float) (chance - (window.isOrder ? 1 : 0)) * window.weight;
        Arrays.fill(numberSlopes, 0, count * DIM, 0);
        weights.slopes[CHANNELS] += slope;
        for (int i = 0; i < CHANNELS; i++) {
            weights.slopes[i] += slope * share[i] * greatest[i];
            float back = slope * share[i] * weights.values[i];
            if (places[i] >= 0 && back != 0) {
                biases.slopes[i] += back;
                back(i, places[i], count, back);
            }
        }
        touch(window, count);
    }

    /// Hands a slope of a channel back to its filter and to the tokens that it looked at.
    private void back(int channel, int place, int count, float slope) {
        int from = 0;
        for (int i = 0; i < OrderNet.DISTANCES.length; i++) {
            int at = place + OrderNet.DISTANCES[i];
            if (channel < OrderNet.LOOKING[i] && at >= 0 && at < count) {
                int filter = (from + channel) * DIM;
                for (int d = 0; d < DIM; d++) {
                    filters.slopes[filter + d] += slope * numbers[at * DIM + d];
                    numberSlopes[at * DIM + d] += slope * filters.values[filter + d];
                }
            }
            from += OrderNet.LOOKING[i];
        }
    }

    private void touch(Window window, int count) {
        for (int i = 0; i < count; i++) {
            int row = window.tokens[window.from + i];
            if (isLeftOut[i]) {
                continue;
            }
            if (!isTouched[row]) {
                isTouched[row] = true;
                touched[touchedCount++] = row;
            }
            for (int d = 0; d < DIM; d++) {
                rows.slopes[row * DIM + d] += numberSlopes[i * DIM + d] / (1 - TOKENS_LEFT_OUT);
            }
        }
    }

    /// Finds the greatest value of each channel, nothing at least.
    private void read(int[] tokens, int from, int to, float factor) {
        int count = to - from;
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < DIM; d++) {
                float number = rows.values[tokens[from + i] * DIM + d];
                numbers[i * DIM + d] = isLeftOut[i] ? 0 : factor * number;
            }
            multiply(i);
        }
        Arrays.fill(greatest, 0);
        Arrays.fill(places, -1);
        var sums = new float[CHANNELS];
        for (int place = 0; place < count; place++) {
            System.arraycopy(biases.values, 0, sums, 0, CHANNELS);
            int first = 0;
            for (int i = 0; i < OrderNet.DISTANCES.length; i++) {
                int at = place + OrderNet.DISTANCES[i];
                if (at >= 0 && at < count) {
                    add(at * PRODUCTS + first, sums, OrderNet.LOOKING[i]);
                }
                first += OrderNet.LOOKING[i];
            }
            for (int i = 0; i < CHANNELS; i++) {
                if (sums[i] > greatest[i]) {
                    greatest[i] = sums[i];
                    places[i] = place;
                }
            }
        }
    }

    private void add(int from, float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += products[from + i];
        }
    }

    private void multiply(int token) {
        int to = token * PRODUCTS;
        Arrays.fill(products, to, to + PRODUCTS, 0);
        for (int d = 0; d < DIM; d++) {
            multiply(numbers[token * DIM + d], d * PRODUCTS, to);
        }
    }

    private void multiply(float number, int from, int to) {
        for (int i = 0; i < PRODUCTS; i++) {
            products[to + i] += number * byNumber[from + i];
        }
    }

    private void turnFilters() {
        for (int i = 0; i < PRODUCTS; i++) {
            for (int d = 0; d < DIM; d++) {
                byNumber[d * PRODUCTS + i] = filters.values[i * DIM + d];
            }
        }
    }

    /// The network in bytes.
    OrderNet net() {
        double squares = 0;
        int count = 0;
        for (float number : rows.values) {
            squares += number * number;
            count += number == 0 ? 0 : 1;
        }
        float unit = (float) (Math.sqrt(squares / count) * WIDEST / Byte.MAX_VALUE);
        var rowBytes = new byte[rows.values.length];
        for (int i = 0; i < rowBytes.length; i++) {
            rowBytes[i] = rounded(rows.values[i] / unit);
        }
        var units = new float[CHANNELS];
        var filterBytes = new byte[filters.values.length];
        for (int channel = 0; channel < CHANNELS; channel++) {
            float most = Float.MIN_NORMAL;
            for (int filter : filtersOf(channel)) {
                for (int d = 0; d < DIM; d++) {
                    most = Math.max(most, Math.abs(filters.values[filter + d]));
                }
            }
            float filterUnit = most / Byte.MAX_VALUE;
            for (int filter : filtersOf(channel)) {
                for (int d = 0; d < DIM; d++) {
                    filterBytes[filter + d] = rounded(filters.values[filter + d] / filterUnit);
                }
            }
            units[channel] = unit * filterUnit;
        }
        return new OrderNet(
                rowBytes,
                filterBytes,
                units,
                biases.values.clone(),
                Arrays.copyOf(weights.values, CHANNELS),
                weights.values[CHANNELS]);
    }

    private static byte rounded(float number) {
        return (byte) Math.clamp(Math.round(number), -Byte.MAX_VALUE, Byte.MAX_VALUE);
    }

    /// Where the filters of a channel begin, one for each distance that it looks at.
    private static int[] filtersOf(int channel) {
        var filters = new int[OrderNet.DISTANCES.length];
        int count = 0;
        int from = 0;
        for (int looking : OrderNet.LOOKING) {
            if (channel < looking) {
                filters[count++] = (from + channel) * DIM;
            }
            from += looking;
        }
        return Arrays.copyOf(filters, count);
    }
}
