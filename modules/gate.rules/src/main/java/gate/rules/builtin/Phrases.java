package gate.rules.builtin;

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

    private static final long SEED = 0x9e3779b97f4a7c15L;
    private static final long FACTOR = 0xff51afd7ed558ccdL;

    /// Two folded letters make a number below this.
    private static final int PAIRS = 1 << 10;

    private final int width;
    private final long[] starts;
    private final long[] ends;
    private final int[] phraseOf;
    private final long[] keys;
    private final long[] accepts;
    private final long[] loops;
    private final boolean[] begins;
    private final boolean[] pairs = new boolean[PAIRS];
    private final int shift;

    private final List<String> sources;

    private Phrases(Builder builder) {
        sources = List.copyOf(builder.sources);
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
        accepts = new long[slots * width];
        loops = new long[slots * width];
        for (Map.Entry<String, Word> entry : builder.words.entrySet()) {
            String word = entry.getKey();
            if (word.length() > 1) {
                pairs[pair(Letters.fold(word.charAt(0)), Letters.fold(word.charAt(1)))] = true;
            }
            long key = hash(word);
            int slot = slotOf(key);
            keys[slot] = key;
            for (int step : entry.getValue().accepted) {
                accepts[slot * width + step / 64] |= 1L << step;
            }
            for (int step : entry.getValue().skipped) {
                loops[slot * width + step / 64] |= 1L << step;
            }
        }
        begins = new boolean[slots];
        for (int slot = 0; slot < slots; slot++) {
            for (int i = 0; i < width; i++) {
                begins[slot] |= (accepts[slot * width + i] & starts[i]) != 0;
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

    /// How many numbers a state has.
    int width() {
        return width;
    }

    /// The phrase, as it was given.
    String source(int phrase) {
        return sources.get(phrase);
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

    /// Whether a phrase begins with the word: no other word means anything where none has begun.
    boolean begins(int slot) {
        return begins[slot];
    }

    /// Whether a word of two letters or more may begin with these folded ones.
    boolean mayBegin(int first, int second) {
        return pairs[pair(first, second)];
    }

    private static int pair(int first, int second) {
        return ((first & 31) << 5) | (second & 31);
    }

    /// Follows all phrases by one word.
    ///
    /// @param state what was met so far, to be changed
    /// @return the phrase that the word completes, or -1
    int step(long[] state, int slot) {
        long carry = 0;
        int found = -1;
        for (int i = 0; i < width; i++) {
            long before = state[i];
            long reached = (before << 1) | carry | starts[i];
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

    private int slotOf(long hash) {
        int mask = keys.length - 1;
        int slot = (int) (hash >>> shift);
        while (keys[slot] != 0 && keys[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
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
    }

    private static final class Builder {
        final List<String> sources = new ArrayList<>();
        final Map<String, Word> words = new HashMap<>();
        final List<Integer> starts = new ArrayList<>();
        final List<Integer> ends = new ArrayList<>();
        final List<Integer> phraseOf = new ArrayList<>();
        int steps;

        void add(String phrase, int index) {
            sources.add(phrase);
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

        long[] bits(List<Integer> steps) {
            var bits = new long[(this.steps + 63) / 64];
            for (int step : steps) {
                bits[step / 64] |= 1L << step;
            }
            return bits;
        }
    }
}
