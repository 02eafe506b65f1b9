package gate.rules.builtin;

import java.util.HashMap;
import java.util.Map;

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

    private final Map<Long, Integer> slots = new HashMap<>();

    Misspellings() {}

    /// @param letters of the word, folded
    void add(byte[] letters, int count, int slot) {
        if (count >= MIN_LETTERS) {
            slots.put(key(letters, count) + sum(letters, count), slot);
        }
    }

    /// The slot of the word that this one is meant for, or -1.
    int slot(byte[] letters, int count) {
        if (count < MIN_LETTERS - 1) {
            return -1;
        }
        long meant = key(letters, count) + sum(letters, count);
        Integer slot = slots.get(meant);
        for (int letter = 'a'; slot == null && letter <= 'z'; letter++) {
            slot = slots.get(meant + NUMBERS[letter]);
        }
        for (int i = 1; slot == null && i < count - 1; i++) {
            slot = slots.get(meant - NUMBERS[letters[i]]);
        }
        return slot == null ? -1 : slot;
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
