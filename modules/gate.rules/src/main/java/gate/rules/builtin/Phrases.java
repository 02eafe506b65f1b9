package gate.rules.builtin;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A list of phrases, compiled so that one step per word follows all of them at once.
///
/// A phrase is a row of steps with blanks between: `ignore|disregard {all the} previous|prior
/// rules`. A step is one word of several; words in braces may stand before the step that follows,
/// in any number and order. Words are compared as [Letters] folds them. Immutable, for any thread.
///
/// Following is bit-parallel: bit n of the state says that step n was just met.
final class Phrases {

    private static final int BEGINNINGS = 1 << 16;
    private static final int PARTS = 4_096;

    static final int NUMBER_BITS = 16;

    private static final long MAGIC = 0x6d676f2d70687233L;
    private static final long SEED = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xff51afd7ed558ccdL;

    private final int width;
    private final long[] starts;
    private final long[] ends;
    private final int[] phraseOf;
    private final long[] keys;
    private final long[] accepts;
    private final long[] loops;
    private final int shift;
    private final long[] beginnings;
    private final long[] firstWords;
    private final long[] openings;
    private final Misspellings misspellings;
    private final long[] parts;
    private final boolean[] begins;

    private Phrases(Builder builder) {
        misspellings = new Misspellings();
        width = (builder.steps + 63) / 64;
        starts = builder.bits(builder.starts);
        ends = builder.bits(builder.ends);
        phraseOf = new int[builder.steps];
        for (int i = 0; i < builder.steps; i++) {
            phraseOf[i] = builder.phraseOf.get(i);
        }
        int slots = Integer.highestOneBit(Math.max(1, builder.words.size())) * 4;
        shift = 64 - Integer.numberOfTrailingZeros(slots);
        keys = new long[slots];
        begins = new boolean[slots];
        accepts = new long[slots * width];
        loops = new long[slots * width];
        beginnings = builder.beginnings();
        firstWords = builder.firstWords();
        openings = builder.openings();
        parts = builder.parts();
        for (Map.Entry<String, Word> entry : builder.words.entrySet()) {
            long key = hash(entry.getKey());
            int slot = slotOf(key);
            keys[slot] = key;
            begins[slot] = entry.getValue().begins;
            if (!entry.getValue().accepted.isEmpty()) {
                byte[] letters = letters(entry.getKey());
                misspellings.add(letters, letters.length, slot);
            }
            for (int step : entry.getValue().accepted) {
                accepts[slot * width + step / 64] |= 1L << step;
            }
            for (int step : entry.getValue().skipped) {
                loops[slot * width + step / 64] |= 1L << step;
            }
        }
    }

    /// @param phrases as described above
    static Phrases of(String... phrases) {
        var builder = new Builder();
        for (int i = 0; i < phrases.length; i++) {
            builder.add(phrases[i], i);
        }
        return new Phrases(builder);
    }

    /// Reads what [#write] wrote: numbers, lengths before them, in one block of longs.
    private Phrases(LongBuffer in) {
        width = (int) in.get();
        shift = (int) in.get();
        starts = longs(in);
        ends = longs(in);
        keys = longs(in);
        accepts = longs(in);
        loops = longs(in);
        beginnings = longs(in);
        firstWords = longs(in);
        openings = longs(in);
        parts = longs(in);
        phraseOf = ints(in);
        begins = new boolean[keys.length];
        int[] flags = ints(in);
        for (int i = 0; i < flags.length; i++) {
            begins[flags[i]] = true;
        }
        misspellings = new Misspellings(longs(in), ints(in), longs(in));
    }

    /// @throws IllegalArgumentException if it is no table of phrases
    static Phrases read(byte[] table) {
        LongBuffer in = ByteBuffer.wrap(table).asLongBuffer();
        if (in.remaining() < 2 || in.get() != MAGIC) {
            throw new IllegalArgumentException("no table of phrases");
        }
        return new Phrases(in);
    }

    /// The table of these phrases, so that a start need not make it from their words.
    byte[] write() {
        int flagged = 0;
        for (boolean isFirst : begins) {
            flagged += isFirst ? 1 : 0;
        }
        var flags = new int[flagged];
        for (int slot = begins.length - 1; slot >= 0; slot--) {
            if (begins[slot]) {
                flags[--flagged] = slot;
            }
        }
        long[][] numbers = {
            starts,
            ends,
            keys,
            accepts,
            loops,
            beginnings,
            firstWords,
            openings,
            parts,
            widened(phraseOf),
            widened(flags),
            misspellings.sums(),
            widened(misspellings.slots()),
            misspellings.pairs()
        };
        int length = 3;
        for (long[] some : numbers) {
            length += 1 + some.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length * Long.BYTES);
        out.putLong(MAGIC).putLong(width).putLong(shift);
        for (long[] some : numbers) {
            out.putLong(some.length);
            for (long number : some) {
                out.putLong(number);
            }
        }
        return out.array();
    }

    private static long[] longs(LongBuffer in) {
        var numbers = new long[(int) in.get()];
        in.get(numbers);
        return numbers;
    }

    private static int[] ints(LongBuffer in) {
        long[] wide = longs(in);
        var numbers = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            numbers[i] = (int) wide[i];
        }
        return numbers;
    }

    private static long[] widened(int[] numbers) {
        var wide = new long[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }

    /// How many numbers a state has.
    int width() {
        return width;
    }

    /// Whether a phrase begins with the word: no other word means anything where none has begun.
    boolean begins(int slot) {
        return begins[slot];
    }

    /// Whether a phrase may begin with a word or a part of it; true for all of those and hardly any
    /// other.
    ///
    /// Most words of most texts begin none, and this tells by four letters and the length.
    ///
    /// @param text where the word stands, in plain letters of ASCII
    /// @param length of the word, two letters or more
    boolean mayBegin(byte[] text, int start, int length) {
        int third = length > 2 ? Letters.fold(text[start + 2]) : 0;
        int fourth = length > 3 ? Letters.fold(text[start + 3]) : 0;
        int bit =
                sketch(
                        Letters.fold(text[start]),
                        Letters.fold(text[start + 1]),
                        third,
                        fourth,
                        length);
        return (beginnings[bit >> 6] & 1L << bit) != 0;
    }

    /// Whether a phrase may begin at a place in a row of folded letters.
    boolean mayBegin(byte[] letters, int at) {
        int first = letters[at];
        int second = letters[at + 1];
        int bit = sketch(first, second, letters[at + 2], 0, 3);
        int shorter = sketch(first, second, 0, 0, 2);
        return (beginnings[bit >> 6] & 1L << bit) != 0
                || (beginnings[shorter >> 6] & 1L << shorter) != 0;
    }

    /// Whether a phrase may begin with a word or a part of it; true for all of those and hardly any
    /// other.
    ///
    /// @param number of the word, as [TextWords] has it
    boolean mayBegin(int number) {
        int bit = number >>> (32 - NUMBER_BITS);
        return (firstWords[bit >> 6] & 1L << bit) != 0;
    }

    /// The words that [#mayBegin(int)] lets begin one, as a set of the first [#NUMBER_BITS] of
    /// their numbers.
    long[] firstWords() {
        return firstWords.clone();
    }

    /// The same where one blank and a word of plain letters follow: few words that phrases begin
    /// with go on as any of them.
    ///
    /// @param next the first letter of that word, folded
    boolean mayBegin(int number, int next) {
        int bit = opening(number, next);
        return (openings[bit >> 6] & 1L << bit) != 0;
    }

    private static int opening(int number, int next) {
        return (number ^ next * 0x2c1b3c6d) >>> (32 - NUMBER_BITS);
    }

    private static int sketch(int first, int second, int third, int fourth, int length) {
        int letters = first | second << 7 | third << 14 | fourth << 21;
        return (letters * 0x9e3779b1 ^ length * 0x85ebca6b) >>> 16;
    }

    /// What a word's hash begins with.
    static long seed() {
        return SEED;
    }

    /// The hash of a word that goes on with a folded letter.
    static long hash(long before, int letter) {
        return (before ^ letter) * FACTOR;
    }

    /// The slot of a word, or -1 for a word of no phrase.
    int slot(long hash) {
        int slot = slotOf(hash);
        return keys[slot] == hash ? slot : -1;
    }

    /// Whether a word of the phrases begins with these letters and is longer.
    boolean isPart(long hash) {
        for (int at = (int) (hash >>> 40) & PARTS - 1; ; at = at + 1 & PARTS - 1) {
            if (parts[at] == hash || parts[at] == 0) {
                return parts[at] == hash;
            }
        }
    }

    /// Whether some long word of the phrases begins and ends with these letters.
    boolean mayBeMisspelt(int first, int last) {
        return misspellings.mayBe(first, last);
    }

    /// The slot of the word that a misspelt one is meant for, or -1.
    ///
    /// @param letters folded
    int slotOfMisspelt(byte[] letters, int count) {
        return misspellings.slot(letters, count);
    }

    /// Follows all phrases by one word.
    ///
    /// @param state what was met so far, to be changed
    /// @param mayBegin whether a phrase may begin with the word, too
    /// @return the phrase that the word completes, or -1
    int step(long[] state, int slot, boolean mayBegin) {
        long carry = 0;
        int found = -1;
        for (int i = 0; i < width; i++) {
            long before = state[i];
            long reached = (before << 1) | carry | (mayBegin ? starts[i] : 0);
            long after = (reached & accepts[slot * width + i]) | (before & loops[slot * width + i]);
            carry = before >>> 63;
            state[i] = after;
            long complete = after & ends[i];
            if (complete != 0) {
                found = phraseOf[i * 64 + Long.numberOfTrailingZeros(complete)];
            }
        }
        return found;
    }

    /// Whether all that is followed after a step has begun with its word.
    boolean isBegun(long[] state, int slot) {
        for (int i = 0; i < width; i++) {
            if ((state[i] & ~(starts[i] & accepts[slot * width + i])) != 0) {
                return false;
            }
        }
        return true;
    }

    private int slotOf(long hash) {
        int mask = keys.length - 1;
        int slot = (int) (hash >>> shift);
        while (keys[slot] != 0 && keys[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static byte[] letters(String word) {
        var letters = new byte[word.length()];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) Letters.fold(word.charAt(i));
        }
        return letters;
    }

    private static long hash(String word) {
        long hash = SEED;
        for (int i = 0; i < word.length(); i++) {
            hash = hash(hash, Letters.fold(word.charAt(i)));
        }
        return hash;
    }

    /// What a word means in which steps.
    private static final class Word {
        final List<Integer> accepted = new ArrayList<>(4);
        final List<Integer> skipped = new ArrayList<>(4);
        boolean begins;
    }

    private static final class Builder {
        final Map<String, Word> words = new HashMap<>();
        final List<Integer> starts = new ArrayList<>();
        final List<Integer> ends = new ArrayList<>();
        final List<Integer> phraseOf = new ArrayList<>();
        int steps;

        void add(String phrase, int index) {
            boolean isFiller = false;
            boolean isFirst = true;
            int from = 0;
            for (int i = 0; i <= phrase.length(); i++) {
                char c = i == phrase.length() ? ' ' : phrase.charAt(i);
                if (c != ' ' && c != '|' && c != '{' && c != '}') {
                    continue;
                }
                if (i > from) {
                    if (!isFiller && isFirst) {
                        if (from == 0) {
                            starts.add(steps);
                        }
                        steps++;
                        phraseOf.add(index);
                    }
                    Word meaning = meaning(phrase.substring(from, i));
                    (isFiller ? meaning.skipped : meaning.accepted).add(steps - 1);
                    meaning.begins |= !isFiller && starts.getLast() == steps - 1;
                    isFirst = c != '|';
                }
                if (c == '{' || c == '}') {
                    isFiller = c == '{';
                    isFirst = true;
                }
                from = i + 1;
            }
            ends.add(steps - 1);
        }

        private Word meaning(String word) {
            Word known = words.get(word);
            if (known == null) {
                known = new Word();
                words.put(word, known);
            }
            return known;
        }

        /// A bit for each beginning of a word that a phrase begins with.
        long[] beginnings() {
            var bits = new long[BEGINNINGS / 64];
            for (Map.Entry<String, Word> entry : words.entrySet()) {
                byte[] word = Phrases.letters(entry.getKey());
                if (!entry.getValue().begins) {
                    continue;
                }
                if (word.length < 2) {
                    throw new IllegalArgumentException("no phrase begins with " + entry.getKey());
                }
                for (int length = 2; length <= word.length; length++) {
                    int third = length > 2 ? word[2] : 0;
                    int fourth = length > 3 ? word[3] : 0;
                    int bit = sketch(word[0], word[1], third, fourth, length);
                    bits[bit >> 6] |= 1L << bit;
                }
            }
            return bits;
        }

        /// A bit for the number of each beginning of a word that a phrase begins with.
        long[] firstWords() {
            var bits = new long[1 << (NUMBER_BITS - 6)];
            for (Map.Entry<String, Word> entry : words.entrySet()) {
                String word = entry.getKey();
                for (int to = 2; entry.getValue().begins && to <= word.length(); to++) {
                    int bit = TextWords.numberOf(word.substring(0, to)) >>> (32 - NUMBER_BITS);
                    bits[bit >> 6] |= 1L << bit;
                }
            }
            return bits;
        }

        /// A bit for each word that a phrase begins with, or a beginning of it, and the letter that
        /// comes next: of the rest of the word, or of a word that may follow.
        long[] openings() {
            var bits = new long[1 << (NUMBER_BITS - 6)];
            long[] followers = followers();
            for (Map.Entry<String, Word> entry : words.entrySet()) {
                String word = entry.getKey();
                for (int to = 2; entry.getValue().begins && to < word.length(); to++) {
                    open(bits, word.substring(0, to), letterBit(word, to));
                }
                for (int step : entry.getValue().accepted) {
                    if (starts.contains(step)) {
                        open(bits, word, followers[step]);
                    }
                }
            }
            return bits;
        }

        private static long letterBit(String word, int at) {
            return 1L << (Letters.fold(word.charAt(at)) - 'a');
        }

        private static void open(long[] bits, String word, long letters) {
            int number = TextWords.numberOf(word);
            for (int letter = 'a'; letter <= 'z'; letter++) {
                if ((letters & (1L << (letter - 'a'))) != 0) {
                    int bit = opening(number, letter);
                    bits[bit >> 6] |= 1L << bit;
                }
            }
        }

        /// For each step the letters that the words behind it begin with, all behind the last one.
        private long[] followers() {
            var letters = new long[steps + 1];
            for (Map.Entry<String, Word> entry : words.entrySet()) {
                long first = letterBit(entry.getKey(), 0);
                for (int step : entry.getValue().accepted) {
                    letters[Math.max(0, step - 1)] |= first;
                }
                for (int step : entry.getValue().skipped) {
                    letters[step] |= first;
                }
            }
            for (int step : ends) {
                letters[step] = -1;
            }
            return letters;
        }

        /// The beginnings of all words that a step takes, hashed.
        long[] parts() {
            var parts = new long[PARTS];
            int count = 0;
            for (Map.Entry<String, Word> entry : words.entrySet()) {
                if (entry.getValue().accepted.isEmpty()) {
                    continue;
                }
                String word = entry.getKey();
                long hash = hash(SEED, Letters.fold(word.charAt(0)));
                for (int i = 1; i < word.length() - 1; i++) {
                    hash = hash(hash, Letters.fold(word.charAt(i)));
                    int at = (int) (hash >>> 40) & PARTS - 1;
                    while (parts[at] != 0 && parts[at] != hash) {
                        at = at + 1 & PARTS - 1;
                    }
                    count += parts[at] == 0 ? 1 : 0;
                    parts[at] = hash;
                }
            }
            if (count > PARTS / 2) {
                throw new IllegalArgumentException("the words of the phrases are too many");
            }
            return parts;
        }

        long[] bits(List<Integer> steps) {
            var bits = new long[(this.steps + 63) / 64];
            for (int step : steps) {
                bits[step / 64] |= 1L << step;
            }
            return bits;
        }
    }
}
