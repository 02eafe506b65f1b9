package gate.rules.builtin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Which words mean much the same to an order: `must` and `should`, `user` and `human`.
///
/// A table from the number of a word to the number of its class. Immutable, for any thread.
final class WordClasses {

    /// The class of a word that is in none.
    static final int NONE = 0;

    private static final int SLOTS = 16_384;
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

    /// Reads what [#write] wrote, whole arrays at once: a start has no time for each word.
    static WordClasses read(DataInputStream in) throws IOException {
        var read = new WordClasses();
        var numbers = new byte[SLOTS * Integer.BYTES];
        in.readFully(numbers);
        ByteBuffer.wrap(numbers).asIntBuffer().get(read.words);
        in.readFully(read.classes);
        return read;
    }

    void write(DataOutputStream out) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(SLOTS * Integer.BYTES);
        numbers.asIntBuffer().put(words);
        out.write(numbers.array());
        out.write(classes);
    }
}
