package gate.rules.builtin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The second reader of orders: a small convolutional network, which hears what the words of a
/// window say together where [OrderModel] adds up what each of them and its neighbours weigh.
///
/// Each token is a row of numbers; filters look at four, two and one of them, the greatest value of
/// each filter in the window counts if it is above nothing, and the weighted sum of these is a
/// log-odds. `OrderNetFit` trains it. Numbers and filters are whole ones of a byte, so that every
/// machine adds up the same. Immutable but for products that are kept, for any thread.
final class OrderNet {

    /// Numbers of a token.
    static final int DIM = 16;

    /// Filters of each width.
    static final int FILTERS = 48;

    /// Of the widths 4, 2 and 1: the widest first, so that those that look at a distance are the
    /// first ones.
    static final int CHANNELS = 3 * FILTERS;

    /// Tokens of a window.
    static final int WINDOW = 64;

    /// At which distance from its place a filter may look at a token, and how many do.
    static final int[] DISTANCES = {-2, -1, 0, 1};

    static final int[] LOOKING = {FILTERS, 2 * FILTERS, CHANNELS, FILTERS};

    /// What a token gives to filters, one distance after the other.
    static final int PRODUCTS = 7 * FILTERS;

    private static final int MAGIC = 0x6d676e31;

    /// Tokens whose products are kept.
    private static final int KEPT = 512;

    /// Products are kept four to a number, and added up so: [#ZERO] stands for nothing, units are
    /// of `1 << SHIFT`, and what is more than a lane can hold is cut.
    private static final int LANES = 4;

    private static final int LANE_BITS = 16;
    private static final int LANE = 0x7fff;
    private static final int ZERO = 1 << 12;
    private static final int SHIFT = 4;
    private static final long TOP_BITS = 0x8000_8000_8000_8000L;
    private static final long[] NO_TOKEN = noToken();

    private final byte[] rows;
    private final byte[] filters;

    /// Filters by twos, one in each half of a number.
    private final long[] pairs;

    /// Of each channel, what one unit of the products of bytes is.
    private final float[] units;

    private final float[] biases;
    private final float[] weights;
    private final float bias;

    /// Products by the lowest bits of their row, which stands behind them.
    private final AtomicReferenceArray<long[]> kept = new AtomicReferenceArray<>(KEPT);

    /// @param rows [#DIM] numbers for each token
    /// @param filters [#DIM] numbers for each of [#PRODUCTS]
    OrderNet(
            byte[] rows,
            byte[] filters,
            float[] units,
            float[] biases,
            float[] weights,
            float bias) {
        this.rows = rows;
        this.filters = filters;
        pairs = pairs(filters);
        this.units = units;
        this.biases = biases;
        this.weights = weights;
        this.bias = bias;
    }

    /// Made when the first text needs it: few do.
    static final class Responses {
        static final OrderNet NET = PackagedFile.read("orders-net.bin", OrderNet::read);

        private Responses() {}
    }

    private static long[] noToken() {
        var products = new long[PRODUCTS / LANES];
        Arrays.fill(products, ZERO * 0x0001_0001_0001_0001L);
        return products;
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws IllegalArgumentException if it is no such file
    static OrderNet read(InputStream file) throws IOException {
        var in = new DataInputStream(file);
        if (in.readInt() != MAGIC) {
            throw new IllegalArgumentException("no file of a network");
        }
        var rows = new byte[DIM << OrderTokens.ROW_BITS];
        in.readFully(rows);
        var filters = new byte[DIM * PRODUCTS];
        in.readFully(filters);
        float[] units = floats(in);
        float[] biases = floats(in);
        float[] weights = floats(in);
        return new OrderNet(rows, filters, units, biases, weights, in.readFloat());
    }

    private static float[] floats(DataInputStream in) throws IOException {
        var floats = new float[CHANNELS];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = in.readFloat();
        }
        return floats;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.write(rows);
        out.write(filters);
        for (float[] floats : new float[][] {units, biases, weights, {bias}}) {
            for (float each : floats) {
                out.writeFloat(each);
            }
        }
    }

    /// The score of a window, in the units of [OrderModel].
    ///
    /// @param tokens of [OrderTokens]
    /// @param count how many of them, at most [#WINDOW]
    int score(int[] tokens, int count) {
        if (count == 0) {
            return Math.round(bias * OrderModel.UNITS);
        }
        // No token stands at two places before the window, and at one behind it.
        var products = new long[count + 3][];
        products[0] = NO_TOKEN;
        products[1] = NO_TOKEN;
        products[count + 2] = NO_TOKEN;
        for (int i = 0; i < count; i++) {
            products[i + 2] = products(tokens[i]);
        }
        var greatest = new long[CHANNELS / LANES];
        for (int place = 0; place < count; place++) {
            hear(
                    products[place],
                    products[place + 1],
                    products[place + 2],
                    products[place + 3],
                    greatest);
        }
        return Math.round(sum(greatest) * OrderModel.UNITS);
    }

    /// What the filters say at one place, where that is more than what they said before.
    private static void hear(long[] first, long[] before, long[] here, long[] behind, long[] most) {
        int four = FILTERS / LANES;
        for (int i = 0; i < four; i++) {
            long sum = first[i] + before[four + i] + here[3 * four + i] + behind[6 * four + i];
            most[i] = greater(most[i], sum);
        }
        for (int i = four; i < 2 * four; i++) {
            most[i] = greater(most[i], before[four + i] + here[3 * four + i]);
        }
        for (int i = 2 * four; i < 3 * four; i++) {
            most[i] = greater(most[i], here[3 * four + i]);
        }
    }

    /// The greater one of each lane; the highest bit of a lane is free.
    private static long greater(long one, long other) {
        long isOne = ((one | TOP_BITS) - other) & TOP_BITS;
        long mask = isOne - (isOne >>> (LANE_BITS - 1));
        return other ^ ((one ^ other) & mask);
    }

    private float sum(long[] greatest) {
        float score = bias;
        for (int i = 0; i < CHANNELS; i++) {
            int lane = (int) (greatest[i / LANES] >>> (i % LANES * LANE_BITS)) & LANE;
            int value = (lane - width(i) * ZERO) << SHIFT;
            score += Math.max(0, value * units[i] + biases[i]) * weights[i];
        }
        return score;
    }

    /// How many tokens in a row the filter of a channel looks at.
    static int width(int channel) {
        return channel < FILTERS ? 4 : channel < 2 * FILTERS ? 2 : 1;
    }

    private long[] products(int token) {
        int slot = token & KEPT - 1;
        long[] products = kept.get(slot);
        if (products == null || products[PRODUCTS / LANES] != token) {
            products = multiplied(token);
            kept.set(slot, products);
        }
        return products;
    }

    private long[] multiplied(int token) {
        var products = new long[PRODUCTS / LANES + 1];
        products[PRODUCTS / LANES] = token;
        int first = token * DIM;
        for (int i = 0; i < PRODUCTS / 2; i++) {
            long sum = 0; // of two filters, a half for each
            for (int d = 0; d < DIM; d += 4) {
                int row = first + d;
                int pair = i * DIM + d;
                sum +=
                        rows[row] * pairs[pair]
                                + rows[row + 1] * pairs[pair + 1]
                                + rows[row + 2] * pairs[pair + 2]
                                + rows[row + 3] * pairs[pair + 3];
            }
            int low = (int) sum;
            int high = (int) ((sum - low) >> Integer.SIZE);
            long two = lane(low) | lane(high) << LANE_BITS;
            products[i / 2] |= two << (i % 2 * Integer.SIZE);
        }
        return products;
    }

    private static long lane(int product) {
        int rounded = (product + (1 << (SHIFT - 1))) >> SHIFT;
        return (long) ZERO + Math.clamp(rounded, 1 - ZERO, ZERO - 1);
    }

    private static long[] pairs(byte[] filters) {
        var pairs = new long[filters.length / 2];
        for (int i = 0; i < pairs.length; i++) {
            int filter = i / DIM * 2 * DIM + i % DIM;
            pairs[i] = filters[filter] + ((long) filters[filter + DIM] << Integer.SIZE);
        }
        return pairs;
    }
}
