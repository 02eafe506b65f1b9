package gate.rules.builtin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The weights of the features that count, and 0 for all others.
///
/// A feature is a number of [#FEATURE_BITS] bits. Its upper bits, as many as the table has, say
/// which row of [#WAYS] places it may stand in, its lower ones, the tag, which of them it is: so no
/// feature has the weight of another, which in one table of as many bytes most would have.
final class OrderWeights {

    static final int FEATURE_BITS = 24;

    /// How many features may have the same upper bits.
    static final int WAYS = 4;

    private static final int ONES = 0x0101_0101;
    private static final int UPPERS = 0x8080_8080;

    /// Fewer bits would not part a feature from others by a tag of a byte, more need no tag.
    static final int LEAST_ROW_BITS = FEATURE_BITS - Byte.SIZE;

    private final int tagBits;
    private final int tagMask;

    /// The tags of each row, the first one in the lowest byte.
    private final int[] tags;

    /// Their weights likewise; 0 where a place is free, and free places are the last ones.
    private final int[] weights;

    /// @param rowBits of a feature say which row it may stand in
    /// @throws IllegalArgumentException if tags of a byte could not part the others
    OrderWeights(int rowBits) {
        if (rowBits < LEAST_ROW_BITS || rowBits >= FEATURE_BITS) {
            throw new IllegalArgumentException("rows by " + rowBits + " bits");
        }
        tagBits = FEATURE_BITS - rowBits;
        tagMask = (1 << tagBits) - 1;
        tags = new int[1 << rowBits];
        weights = new int[1 << rowBits];
    }

    /// A feature and, in the last byte, its weight; 0 if it has none.
    int entry(int feature) {
        int others = tags[feature >>> tagBits] ^ (feature & tagMask) * ONES;
        // The lowest bit of these is that of the first tag alike.
        int zeros = others - ONES & ~others & UPPERS;
        return zeros == 0 ? 0 : entry(feature, zeros);
    }

    private int entry(int feature, int zeros) {
        int bit = Integer.numberOfTrailingZeros(zeros) & -Byte.SIZE;
        int weight = weights[feature >>> tagBits] >>> bit & 0xff;
        return weight == 0 ? 0 : feature << Byte.SIZE | weight;
    }

    /// Gives a feature that has none a weight.
    ///
    /// @param weight not 0
    /// @return whether there was a place for it
    boolean put(int feature, int weight) {
        int row = feature >>> tagBits;
        for (int bit = 0; bit < WAYS * Byte.SIZE; bit += Byte.SIZE) {
            if ((byte) (weights[row] >>> bit) == 0) {
                tags[row] |= (feature & tagMask) << bit;
                weights[row] |= (weight & 0xff) << bit;
                return true;
            }
        }
        return false;
    }

    /// Reads what [#write] wrote.
    static OrderWeights read(DataInputStream in) throws IOException {
        var read = new OrderWeights(in.readInt());
        read(in, read.tags);
        read(in, read.weights);
        return read;
    }

    private static void read(DataInputStream in, int[] rows) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows.length; row += some.capacity() / WAYS) {
            in.readFully(some.array());
            some.asIntBuffer().get(rows, row, some.capacity() / WAYS);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(FEATURE_BITS - tagBits);
        write(out, tags);
        write(out, weights);
    }

    private static void write(DataOutputStream out, int[] rows) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(rows.length * WAYS).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(rows);
        out.write(bytes.array());
    }
}
