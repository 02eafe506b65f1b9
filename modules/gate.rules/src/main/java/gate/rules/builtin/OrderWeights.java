package gate.rules.builtin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// The weights of the features that count, and 0 for all others.
///
/// A feature is a number of [#FEATURE_BITS] bits. Its upper bits say which row of [#WAYS] places it
/// may stand in, its lower ones, the tag, which of them it is: so no feature has the weight of
/// another, which in one table of as many bytes most would have.
final class OrderWeights {

    static final int FEATURE_BITS = 24;

    /// How many features may have the same upper bits.
    static final int WAYS = 4;

    private static final int TAG_BITS = 8;

    static final int ROWS = 1 << (FEATURE_BITS - TAG_BITS);
    private static final int PLACES = ROWS * WAYS;

    private final byte[] tags = new byte[PLACES];
    private final byte[] weights = new byte[PLACES];

    /// The weight of a feature.
    int of(int feature) {
        byte tag = (byte) feature;
        int place = (feature >>> TAG_BITS) * WAYS;
        for (int i = place; i < place + WAYS; i++) {
            if (tags[i] == tag) {
                int weight = weights[i];
                if (weight != 0) {
                    return weight;
                }
            }
        }
        return 0;
    }

    /// Gives a feature that has none a weight.
    ///
    /// @param weight not 0
    /// @return whether there was a place for it
    boolean put(int feature, int weight) {
        int place = (feature >>> TAG_BITS) * WAYS;
        for (int i = place; i < place + WAYS; i++) {
            if (weights[i] == 0) {
                tags[i] = (byte) feature;
                weights[i] = (byte) weight;
                return true;
            }
        }
        return false;
    }

    /// Reads what [#write] wrote.
    static OrderWeights read(DataInputStream in) throws IOException {
        var read = new OrderWeights();
        in.readFully(read.tags);
        in.readFully(read.weights);
        return read;
    }

    void write(DataOutputStream out) throws IOException {
        out.write(tags);
        out.write(weights);
    }
}
