package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

class OrderWeightsTest {

    private static final int LAST = (1 << OrderWeights.FEATURE_BITS) - 1;

    private final OrderWeights weights = new OrderWeights(OrderWeights.LEAST_ROW_BITS);

    @Test
    void aFeatureHasItsOwnWeightAndNoOther() {
        assertTrue(weights.put(0x12_3400, 7));
        assertTrue(weights.put(0x12_3401, -127));
        assertTrue(weights.put(0, 1));
        assertTrue(weights.put(LAST, 127));

        assertEquals(7, weightOf(weights, 0x12_3400));
        assertEquals(-127, weightOf(weights, 0x12_3401));
        assertEquals(1, weightOf(weights, 0));
        assertEquals(127, weightOf(weights, LAST));
        assertEquals(0, weightOf(weights, 0x12_3402));
        assertEquals(0, weightOf(weights, 0x12_3500));
        assertEquals(0, weightOf(weights, LAST - 1));
    }

    @Test
    void aRowHoldsSoManyAndNoMore() {
        for (int i = 0; i < OrderWeights.WAYS; i++) {
            assertTrue(weights.put(0x55_5500 + 3 * i, i + 1));
        }

        assertFalse(weights.put(0x55_55ff, 9));
        assertEquals(0, weightOf(weights, 0x55_55ff));
        assertEquals(OrderWeights.WAYS, weightOf(weights, 0x55_5500 + 3 * (OrderWeights.WAYS - 1)));
    }

    @Test
    void theyAreReadAsTheyWereWritten() throws IOException {
        weights.put(0xab_cdef, -3);
        var out = new ByteArrayOutputStream();
        weights.write(new DataOutputStream(out));

        var in = new DataInputStream(new ByteArrayInputStream(out.toByteArray()));
        OrderWeights read = OrderWeights.read(in);

        assertEquals(-3, weightOf(read, 0xab_cdef));
        assertEquals(0, weightOf(read, 0xab_cdee));
        assertEquals(-1, in.read());
    }

    private static int weightOf(OrderWeights weights, int feature) {
        int entry = weights.entry(feature);
        assertTrue(entry == 0 || entry >>> Byte.SIZE == feature);
        return (byte) entry;
    }
}
