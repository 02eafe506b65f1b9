package gate.rules.builtin;

/// Tells the long words of phrases where their letters are out of order, or one is missing or too
/// many: models read `iunstructions` and `insrtuctions` as what they are meant for.
///
/// First and last letter must be right. Words are compared by the sum of a number for each letter.
/// Immutable, for any thread.
final class Misspellings {

    /// Shorter words are too easily another word.
    static final int MIN_LETTERS = 7;

    private static final int LETTERS = 128;
    private static final long[] NUMBERS = numbers();

    private static final int SIZE = 1_024;

    /// Sums and the slots of their words: a table with open addressing, where no sum is 0.
    private final long[] sums;

    private final int[] slots;

    /// A bit for each first letter that some word has together with a last one.
    private final long[] pairs;

    private int count;

    Misspellings() {
        this(new long[SIZE], new int[SIZE], new long[LETTERS * LETTERS / Long.SIZE]);
    }

    /// @param sums as [#sums] gave them, with the slots and the pairs
    Misspellings(long[] sums, int[] slots, long[] pairs) {
        this.sums = sums;
        this.slots = slots;
        this.pairs = pairs;
    }

    long[] sums() {
        return sums;
    }

    int[] slots() {
        return slots;
    }

    long[] pairs() {
        return pairs;
    }

    /// Whether some word begins and ends with these letters: most words need no more.
    boolean mayBe(int first, int last) {
        int pair = first * LETTERS + last;
        return (pairs[pair >> 6] & 1L << pair) != 0;
    }

    /// @param letters of the word, folded
    /// @throws IllegalArgumentException if there are too many words
    void add(byte[] letters, int length, int slot) {
        if (length < MIN_LETTERS) {
            return;
        }
        if (++count > SIZE / 2) {
            throw new IllegalArgumentException("the words of the phrases are too many");
        }
        long sum = key(letters, length) + sum(letters, length);
        int at = place(sum);
        sums[at] = sum;
        slots[at] = slot;
        int pair = letters[0] * LETTERS + letters[length - 1];
        pairs[pair >> 6] |= 1L << pair;
    }

    /// The slot of the word that this one is meant for, or -1.
    int slot(byte[] letters, int length) {
        if (length < MIN_LETTERS - 1 || !mayBe(letters[0], letters[length - 1])) {
            return -1;
        }
        long meant = key(letters, length) + sum(letters, length);
        int slot = slot(meant);
        for (int letter = 'a'; slot < 0 && letter <= 'z'; letter++) {
            slot = slot(meant + NUMBERS[letter]);
        }
        for (int i = 1; slot < 0 && i < length - 1; i++) {
            slot = slot(meant - NUMBERS[letters[i]]);
        }
        return slot;
    }

    private int slot(long sum) {
        int at = place(sum);
        return sums[at] == sum ? slots[at] : -1;
    }

    private int place(long sum) {
        int at = (int) ((sum * 0x9e3779b97f4a7c15L) >>> 54);
        while (sums[at] != 0 && sums[at] != sum) {
            at = (at + 1) & (SIZE - 1);
        }
        return at;
    }

    private static long key(byte[] letters, int count) {
        return ((long) letters[0] << 56) ^ ((long) letters[count - 1] << 48);
    }

    private static long sum(byte[] letters, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += NUMBERS[letters[i]];
        }
        return sum;
    }

    private static long[] numbers() {
        var numbers = new long[LETTERS];
        long number = 0x9e3779b97f4a7c15L;
        for (int letter = 0; letter < LETTERS; letter++) {
            number = (number ^ number >>> 31) * 0xff51afd7ed558ccdL;
            numbers[letter] = number;
        }
        return numbers;
    }
}
