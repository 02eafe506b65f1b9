package gate.rules.builtin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// Which words mean much the same to an order: `must` and `should`, `user` and `human`.
///
/// A table from the number of a word to the number of its class. Immutable, for any thread.
final class WordClasses {

    /// The class of a word that is in none.
    static final int NONE = 0;

    private static final int SLOTS = 2_048;
    private static final int MOST_WORDS = SLOTS / 2;

    private final int[] words = new int[SLOTS];
    private final byte[] classes = new byte[SLOTS];
    private int count;

    /// Puts a word in a class, unless it is in one.
    ///
    /// @param word as [TextWords] numbers it
    /// @throws IllegalArgumentException if there are too many words
    void add(int word, int number) {
        int slot = slot(word);
        if (classes[slot] != NONE) {
            return;
        }
        if (++count > MOST_WORDS) {
            throw new IllegalArgumentException("too many words in classes");
        }
        words[slot] = word;
        classes[slot] = (byte) number;
    }

    /// The class of a word, or [#NONE].
    int of(int word) {
        return classes[slot(word)];
    }

    /// Where the word stands, or the free slot where it would.
    private int slot(int word) {
        int slot = word & SLOTS - 1;
        while (classes[slot] != NONE && words[slot] != word) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws IllegalArgumentException if there are too many words
    static WordClasses read(DataInputStream in) throws IOException {
        var read = new WordClasses();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            read.add(in.readInt(), in.readUnsignedByte());
        }
        return read;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeShort(count);
        for (int slot = 0; slot < SLOTS; slot++) {
            if (classes[slot] != NONE) {
                out.writeInt(words[slot]);
                out.writeByte(classes[slot]);
            }
        }
    }
}
