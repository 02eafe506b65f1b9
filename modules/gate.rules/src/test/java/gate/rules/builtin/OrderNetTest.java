package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

class OrderNetTest {

    private static final int NONE = 40;
    private static final int ONE = 41;
    private static final int OTHER = 42;

    /// Shares its place among the kept ones with [#ONE].
    private static final int LIKE_ONE = ONE + 512;

    @Test
    void aFilterHearsTwoTokensTogetherAndInTheirOrder() {
        OrderNet net = pairOfOneAndOther();
        int silence = net.score(new int[] {NONE, NONE}, 2);

        assertEquals(silence, net.score(new int[] {ONE}, 1));
        assertEquals(silence, net.score(new int[] {OTHER, ONE}, 2));
        assertEquals(silence, net.score(new int[] {ONE, NONE, OTHER}, 3));
        assertEquals(
                silence + 3 * OrderModel.UNITS, net.score(new int[] {NONE, ONE, OTHER, NONE}, 4));
        assertEquals(
                silence + 3 * OrderModel.UNITS,
                net.score(new int[] {ONE, OTHER, ONE, OTHER}, 4),
                "the greatest value counts, once");
    }

    @Test
    void whatIsKeptOfOneTokenIsNotTakenForAnother() {
        OrderNet net = pairOfOneAndOther();
        int silence = net.score(new int[] {NONE}, 1);

        for (int i = 0; i < 3; i++) {
            assertEquals(silence + 3 * OrderModel.UNITS, net.score(new int[] {ONE, OTHER}, 2));
            assertEquals(silence, net.score(new int[] {LIKE_ONE, OTHER}, 2));
        }
    }

    @Test
    void nothingScoresTheBias() {
        assertEquals(-2 * OrderModel.UNITS, pairOfOneAndOther().score(new int[] {}, 0));
    }

    @Test
    void aFileIsReadAsItWasWritten() throws IOException {
        var file = new ByteArrayOutputStream();
        pairOfOneAndOther().write(new DataOutputStream(file));
        OrderNet net = OrderNet.read(new ByteArrayInputStream(file.toByteArray()));
        var again = new ByteArrayOutputStream();
        net.write(new DataOutputStream(again));

        assertEquals(OrderModel.UNITS, net.score(new int[] {ONE, OTHER}, 2));
        org.junit.jupiter.api.Assertions.assertArrayEquals(file.toByteArray(), again.toByteArray());
    }

    @Test
    void anotherFileIsRefused() {
        var other = new ByteArrayInputStream(new byte[1_000]);

        assertThrows(IllegalArgumentException.class, () -> OrderNet.read(other));
    }

    /// All numbers as great as they can be, four tokens in a row: each product is cut, no sum of
    /// theirs touches that of its neighbours, which is as far below nothing.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void greatSumsAreCutAndStayInTheirLane(int channel) {
        var rows = new byte[OrderNet.DIM << OrderTokens.ROW_BITS];
        Arrays.fill(rows, ONE * OrderNet.DIM, (ONE + 1) * OrderNet.DIM, (byte) 127);
        var filters = new byte[OrderNet.DIM * OrderNet.PRODUCTS];
        Arrays.fill(filters, (byte) -127);
        int from = 0;
        for (int looking : OrderNet.LOOKING) {
            int filter = (from + channel) * OrderNet.DIM;
            Arrays.fill(filters, filter, filter + OrderNet.DIM, (byte) 127);
            from += looking;
        }
        var units = new float[OrderNet.CHANNELS];
        Arrays.fill(units, 1f);
        var weights = new float[OrderNet.CHANNELS];
        Arrays.fill(weights, 1 / 65_520f);
        var net = new OrderNet(rows, filters, units, new float[OrderNet.CHANNELS], weights, 0);

        int cut = OrderModel.UNITS; // of 127 * 127 * 16, a fourth is left
        assertEquals(cut, net.score(new int[] {ONE}, 1));
        assertEquals(4 * cut, net.score(new int[] {ONE, ONE, ONE, ONE, ONE}, 5));
        assertEquals(2 * cut, net.score(new int[] {ONE, NONE, NONE, ONE, ONE}, 5), "-2, -1, 0, 1");
    }

    /// One filter of width two, which adds the first number of the token before and the second of
    /// the token at its place, above a bias: 3 for both, nothing for one; and a bias of -2.
    private static OrderNet pairOfOneAndOther() {
        var rows = new byte[OrderNet.DIM << OrderTokens.ROW_BITS];
        rows[ONE * OrderNet.DIM] = 64;
        rows[OTHER * OrderNet.DIM + 1] = 64;
        var filters = new byte[OrderNet.DIM * OrderNet.PRODUCTS];
        int channel = OrderNet.FILTERS; // the first of width two
        int before = OrderNet.LOOKING[0] + channel;
        int here = OrderNet.LOOKING[0] + OrderNet.LOOKING[1] + channel;
        filters[before * OrderNet.DIM] = 64;
        filters[here * OrderNet.DIM + 1] = 64;
        var units = new float[OrderNet.CHANNELS];
        units[channel] = 1 / 4096f;
        var biases = new float[OrderNet.CHANNELS];
        biases[channel] = -1;
        var weights = new float[OrderNet.CHANNELS];
        weights[channel] = 3;
        return new OrderNet(rows, filters, units, biases, weights, -2);
    }
}
