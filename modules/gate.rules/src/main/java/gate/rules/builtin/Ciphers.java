package gate.rules.builtin;

/// Tells text that was written backwards, in rot13 or in atbash by its commonest words, and turns
/// it back. A byte of the result stands for one byte of the source, so places can be told.
///
/// Owned by one thread; one instance serves one text after another.
final class Ciphers {

    static final int NONE = 0;
    static final int BACKWARDS = 1;
    static final int ROT13 = 2;
    static final int ATBASH = 3;

    /// So many words of a cipher within so many words make it likely.
    private static final int MIN_HITS = 3;

    private static final int NEAR_WORDS = 24;

    /// What is turned back at once, in bytes.
    private static final int MAX_BYTES = 1 << 16;

    private static final int SLOTS = 1_024;

    private static final String[] COMMON = {
        "your",
        "this",
        "that",
        "with",
        "from",
        "have",
        "must",
        "user",
        "will",
        "please",
        "ignore",
        "previous",
        "instructions",
        "instruction",
        "following",
        "system",
        "prompt",
        "send",
        "email",
        "message",
        "password",
        "important",
        "assistant",
        "should",
        "before",
        "after",
        "tell",
        "reveal",
        "what",
        "into",
        "only",
        "response",
        "task",
        "address",
        "account",
        "follow",
        "they",
        "which",
        "would",
        "there",
        "their",
        "about",
        "when",
        "make",
        "like",
        "time",
        "just",
        "know",
        "take",
        "people",
        "other",
        "than",
        "then",
        "some"
    };

    private static final int[] WORDS = new int[SLOTS];
    private static final byte[] KINDS = new byte[SLOTS];

    static {
        for (String word : COMMON) {
            var letters = new char[word.length()];
            for (int kind = BACKWARDS; kind <= ATBASH; kind++) {
                for (int i = 0; i < letters.length; i++) {
                    char c = word.charAt(kind == BACKWARDS ? letters.length - 1 - i : i);
                    letters[i] = (char) turned(c, kind);
                }
                int number = TextWords.numberOf(new String(letters));
                if (number == TextWords.numberOf(word)) {
                    continue; // `taht` is `that` as well
                }
                int slot = number & SLOTS - 1;
                while (KINDS[slot] != NONE) {
                    slot = slot + 1 & SLOTS - 1;
                }
                WORDS[slot] = number;
                KINDS[slot] = (byte) kind;
            }
        }
    }

    private final int[] hits = new int[ATBASH + 1];
    private final int[] lastHits = new int[ATBASH + 1];
    private int lastWord;
    private int told;

    /// Starts with another text.
    void begin() {
        told = 0;
        java.util.Arrays.fill(hits, 0);
    }

    /// Adds the words that [#take] knows to a set, by their first bits.
    static void addWords(long[] set, int bits) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (KINDS[slot] != NONE) {
                int bit = WORDS[slot] >>> (32 - bits);
                set[bit >> 6] |= 1L << bit;
            }
        }
    }

    /// Takes a word: the cipher that the text is now likely to be in, told once, or none.
    ///
    /// @param count of words up to this one, also of those that are not taken
    int take(int word, int count) {
        int slot = word & SLOTS - 1;
        while (KINDS[slot] != NONE) {
            if (WORDS[slot] == word) {
                return hit(word, count, KINDS[slot]);
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return NONE;
    }

    /// Programs have words of their own that look turned, `emit`, and have them often: one word
    /// after itself says nothing new.
    private int hit(int word, int count, int kind) {
        if (word == lastWord && hits[kind] > 0) {
            return NONE;
        }
        lastWord = word;
        hits[kind] = count - lastHits[kind] > NEAR_WORDS ? 1 : hits[kind] + 1;
        lastHits[kind] = count;
        if (hits[kind] >= MIN_HITS && (told & 1 << kind) == 0) {
            told |= 1 << kind;
            return kind;
        }
        return NONE;
    }

    /// Where the part of a text begins that is turned back, given where a cipher was told.
    static int from(int from, int at) {
        return Math.max(from, at - MAX_BYTES / 2);
    }

    static int to(int from, int to) {
        return Math.min(to, from + MAX_BYTES);
    }

    /// A part of the source of a JSON string as it was before; signs beyond ASCII become blanks.
    static byte[] turnedBack(byte[] bytes, int from, int to, int kind) {
        var text = new byte[to - from];
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            int letter = b < 0 ? ' ' : turned(b, kind);
            boolean isEscape = b == '\\' && i + 1 < to;
            put(text, i - from, isEscape ? ' ' : letter, kind);
            if (isEscape) {
                i++;
                put(text, i - from, bytes[i] == '"' ? '"' : ' ', kind);
            }
        }
        return text;
    }

    private static void put(byte[] text, int at, int letter, int kind) {
        text[kind == BACKWARDS ? text.length - 1 - at : at] = (byte) letter;
    }

    /// A letter as it was before; any other sign stays.
    static int turned(int c, int kind) {
        int base = (c & 0x20) | 0x40;
        int letter = c - base - 1;
        if (kind == BACKWARDS || c < 0x41 || letter < 0 || letter > 25) {
            return c;
        }
        return base + 1 + (kind == ROT13 ? (letter + 13) % 26 : 25 - letter);
    }
}
