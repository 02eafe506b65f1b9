package gate.rules.builtin;

import java.util.Arrays;

/// Looks for phrases in the texts of one message, straight over its bytes.
///
/// Between two words of a phrase may stand anything but words: blanks, signs, markup, line breaks,
/// escapes of JSON inside JSON. A word may be written with escapes, entities, invisible characters,
/// digits for letters, in capitals, run together with its neighbours or letter by letter. Owned by
/// one thread, for one message.
final class PhraseScan {

    /// Shorter texts hold no phrase.
    static final int MIN_BYTES = 9;

    /// Words run together that are looked into.
    private static final int MIN_GLUED = 18;

    /// Single letters in a row that may spell a phrase.
    static final int MIN_SPELT = 8;

    /// Single letters that are looked into at once, and how many of them once more with the next.
    private static final int MAX_SPELT = 4_096;

    private static final int SPELT_AGAIN = 256;
    private static final int MAX_WORD = 16;

    /// Pieces that a word may be cut into, and how many bytes it may take up then.
    private static final int MAX_PIECES = 4;

    private static final int MAX_JOINED = 96;

    /// How far a tag or the address of a link may reach.
    private static final int MAX_ASIDE = 256;

    private static final byte NOTHING_OF_WORDS = 0;
    private static final byte LETTER = 1;
    private static final byte JOINS = 2;
    private static final byte MARKUP = 3;
    private static final byte[] CLASSES = classes();

    private static final long[] NOTHING = {};

    private final Phrases phrases;
    private final SourceLetters source = new SourceLetters();
    private final long[] state;
    private byte[] bytes = new byte[0];
    private int to;
    private boolean isIdle = true;
    private int phraseStart;
    private int spelt;
    private int speltStart;
    private int speltAgain;
    private int found = -1;
    private int foundEnd;
    private long work;

    /// The state before markup with attributes, and where it ends.
    private long[] asideState = NOTHING;

    private int asideStart;
    private int asideEnd = -1;
    private int noAsideBefore;
    private int joinedSlot;

    PhraseScan(Phrases phrases) {
        this.phrases = phrases;
        this.state = new long[phrases.width()];
    }

    /// The first phrase in `bytes[from, to)`, the source of a JSON string, or -1.
    int scan(byte[] bytes, int from, int to) {
        over(bytes, from, to);
        run(from, to);
        return found;
    }

    /// Starts with a text, of which [#run] may read where a phrase may begin.
    void over(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        source.over(bytes, to);
        found = -1;
        spelt = 0;
        asideEnd = -1;
        noAsideBefore = from;
        forget();
        work += to - from;
    }

    /// Reads on up to a place, and behind it while a phrase is begun. Where nothing is begun, words
    /// that [Phrases#mayBegin(int)] denies need not be read, if they are plain.
    ///
    /// @param from where a word begins
    /// @return where it ended
    int run(int from, int least) {
        int at = from;
        while (found < 0 && (at < least || (at < to && !isAtRest()))) {
            if (asideEnd >= 0 && at >= asideEnd) {
                endAside();
            }
            int kind = CLASSES[bytes[at] & 0xff];
            if (kind == LETTER) {
                at = word(at);
            } else if (kind == NOTHING_OF_WORDS) {
                at++;
            } else {
                at = isPlainEscape(at) ? at + 2 : sign(at, bytes[at]);
            }
        }
        if (at >= to) {
            endSpelling(at);
        }
        return at;
    }

    private boolean isAtRest() {
        return isIdle && spelt == 0 && asideEnd < 0;
    }

    /// The phrase that was found, or -1.
    int found() {
        return found;
    }

    /// Where the phrase found begins and ends, in bytes.
    int foundStart() {
        return phraseStart;
    }

    int foundEnd() {
        return foundEnd;
    }

    /// Steps taken so far, for all texts: a count that does not depend on the machine.
    long work() {
        return work;
    }

    /// A word of plain letters; anything unusual in it begins it anew, slowly.
    private int word(int start) {
        byte[] in = bytes;
        byte[] classes = CLASSES;
        int end = start + 1;
        while (end < to && classes[in[end] & 0xff] == LETTER) {
            end++;
        }
        if (end < to && classes[in[end] & 0xff] == JOINS && !isPlainEscape(end)) {
            return oddWord(start);
        }
        int length = end - start;
        boolean isOrdinary = isIdle && spelt == 0 && length > 1 && length < MIN_GLUED;
        if (isOrdinary && !phrases.mayBegin(in, start, length) && !followsEscape(start)) {
            return end;
        }
        long hash = Phrases.seed();
        for (int at = start; at < end; at++) {
            hash = Phrases.hash(hash, Letters.fold(in[at]));
        }
        return endWord(start, end, length, hash, phrases.slot(hash));
    }

    /// Whether it is one backslash that escapes what is no letter: a line break, a quote.
    private boolean isPlainEscape(int at) {
        if (bytes[at] != '\\' || at + 1 >= to) {
            return false;
        }
        int escaped = bytes[at + 1];
        return SourceLetters.isControlEscape(escaped) || escaped == '"' || escaped == '/';
    }

    /// What an ASCII letter or another byte is to a word before it.
    private static byte[] classes() {
        var classes = new byte[256];
        for (int b = 0; b < 256; b++) {
            if (b >= 0x80 || (b >= '0' && b <= '9') || b == '\\' || b == '&' || b == '%') {
                classes[b] = JOINS;
            } else if (isSignForLetter(b)) {
                classes[b] = JOINS;
            } else if (b == '<' || b == ']') {
                classes[b] = MARKUP;
            } else if (Letters.fold(b) != Letters.NONE) {
                classes[b] = LETTER;
            }
        }
        return classes;
    }

    private static boolean isSignForLetter(int b) {
        return b == '@' || b == '$' || b == '|' || b == '!';
    }

    /// What is neither a letter of ASCII nor a blank.
    private int sign(int at, int b) {
        if (b >= '0' && b <= '9') {
            int end = at;
            while (end < to && bytes[end] >= '0' && bytes[end] <= '9') {
                end++;
            }
            boolean isWord = end < to && bytes[end] >= 0 && Letters.fold(bytes[end]) != 0;
            if (!isWord && !isIdle) {
                number(at, end);
            }
            return isWord ? oddWord(at) : end;
        }
        if (b == '<') {
            int end = source.tag(at);
            if (end == at + 1) {
                beginAside(at, '>');
            }
            return end;
        }
        if (b == ']' && at + 1 < to && bytes[at + 1] == '(') {
            beginAside(at, ')');
        }
        if (isSignForLetter(b) && source.isLetterAt(at + 1)) {
            return startsWithSign(at) ? oddWord(at) : at + 1;
        }
        if (b >= 0 && b != '\\' && b != '&' && b != '%') {
            return at + 1;
        }
        int letter = source.next(at);
        return letter > Letters.IGNORED ? oddWord(at) : source.after;
    }

    /// Within a phrase `70` may be its `to`; if not, it is nothing.
    private void number(int start, int end) {
        long hash = Phrases.seed();
        for (int at = start; at < end; at++) {
            hash = Phrases.hash(hash, Letters.foldLeet(bytes[at]));
        }
        int slot = phrases.slot(hash);
        if (slot >= 0) {
            long[] before = state.clone();
            step(slot, start, end, false);
            if (isIdle) {
                System.arraycopy(before, 0, state, 0, before.length);
                isIdle = false;
            }
        }
    }

    /// A word with escapes, entities, letters beyond ASCII or digits in it.
    private int oddWord(int start) {
        long hash = Phrases.seed();
        long bare = hash;
        int letters = 0;
        int at = start;
        while (at < to) {
            int letter = source.next(at);
            boolean isLetter = letter != Letters.NONE;
            if (!isLetter) {
                letter = Letters.foldLeet(bytes[at]);
                if (letter == Letters.NONE) {
                    boolean isDigit = bytes[at] >= '0' && bytes[at] <= '9';
                    if (!isDigit) {
                        break;
                    }
                    letter = Letters.FOREIGN;
                } else if (isSignForLetter(bytes[at]) && !source.isLetterAt(at + 1)) {
                    break;
                }
                source.after = at + 1;
            }
            if (letter != Letters.IGNORED) {
                hash = Phrases.hash(hash, letter);
                letters++;
                if (isLetter) {
                    bare = hash;
                }
            }
            at = source.after;
        }
        int slot = phrases.slot(hash);
        int end = endWord(start, at, letters, hash, slot < 0 ? phrases.slot(bare) : slot);
        return Math.max(end, start + 1);
    }

    /// @return where to go on: behind the word, or behind the pieces that it is the first of
    private int endWord(int start, int end, int letters, long hash, int wordSlot) {
        int slot = wordSlot < 0 ? withEscape(start, end) : wordSlot;
        boolean isRight = slot >= 0;
        if (!isRight && !isIdle && letters <= MAX_WORD && mayBeMisspelt(start, end, letters)) {
            slot = misspelt(start, end);
        }
        boolean mayBePiece = letters > 1 && letters < MAX_WORD && phrases.isPart(hash);
        long[] before = !isIdle && slot >= 0 && mayBePiece ? state.clone() : NOTHING;
        int goOn = end;
        if (slot >= 0) {
            step(slot, start, end, isRight);
        }
        boolean isLost = slot < 0 || isIdle;
        int joinedEnd = isLost && mayBePiece && found < 0 ? joined(start) : -1;
        if (joinedEnd > 0) {
            if (before.length > 0) {
                System.arraycopy(before, 0, state, 0, before.length);
                isIdle = false;
            }
            step(joinedSlot, start, joinedEnd);
            goOn = isIdle ? end : joinedEnd;
        } else if (slot < 0) {
            forget();
            if (letters >= MIN_GLUED) {
                glued(start, end);
            }
        }
        if (letters == 1) {
            spell(start);
        } else if (spelt > 0) {
            endSpelling(start);
        }
        return goOn;
    }

    /// A word of a phrase cut into pieces: `pre-vious`, `ign<b>ore</b>`, `instruc tions`.
    ///
    /// @return where the last piece ends, or -1; the word stands in [#joinedSlot]
    private int joined(int start) {
        long hash = Phrases.seed();
        int letters = 0;
        int pieces = 1;
        boolean inPiece = true;
        int limit = Math.min(to, start + MAX_JOINED);
        int at = start;
        int pieceEnd = -1;
        while (at < limit && letters <= MAX_WORD) {
            int letter = source.next(at);
            if (letter > Letters.IGNORED) {
                pieces += inPiece ? 0 : 1;
                inPiece = true;
                hash = Phrases.hash(hash, letter);
                letters++;
                if (pieces > 1 && !phrases.isPart(hash) && phrases.slot(hash) < 0) {
                    break;
                }
            } else if (letter == Letters.NONE && inPiece) {
                inPiece = false;
                joinedSlot = pieces > 1 ? phrases.slot(hash) : -1;
                if (joinedSlot >= 0) {
                    pieceEnd = at;
                    break;
                }
                if (pieces == MAX_PIECES || !phrases.isPart(hash)) {
                    break;
                }
            }
            if (!inPiece && endsClause(bytes[at])) {
                break;
            }
            at = bytes[at] == '<' ? source.tag(at) : source.after;
        }
        if (at >= to && inPiece && pieces > 1) {
            joinedSlot = phrases.slot(hash);
            pieceEnd = joinedSlot >= 0 ? to : -1;
        }
        work += at - start;
        return pieceEnd;
    }

    /// In `C:\\notes` it is not sure whether an n or a line break stands before the word.
    private boolean followsEscape(int start) {
        return start >= 3
                && bytes[start - 2] == '\\'
                && bytes[start - 3] == '\\'
                && SourceLetters.isControlEscape(bytes[start - 1]);
    }

    private int withEscape(int start, int end) {
        if (!followsEscape(start)) {
            return -1;
        }
        long hash = Phrases.hash(Phrases.seed(), Letters.fold(bytes[start - 1]));
        for (int at = start; at < end; at++) {
            int letter = bytes[at] < 0 ? Letters.NONE : Letters.fold(bytes[at]);
            hash = Phrases.hash(hash, letter);
        }
        work += end - start;
        return phrases.slot(hash);
    }

    private boolean mayBeMisspelt(int start, int end, int letters) {
        boolean isPlain = end - start == letters;
        return !isPlain
                || (letters >= Misspellings.MIN_LETTERS - 1
                        && phrases.mayBeMisspelt(
                                Letters.fold(bytes[start]), Letters.fold(bytes[end - 1])));
    }

    /// In the middle of a phrase a long word may be misspelt.
    private int misspelt(int start, int end) {
        var letters = new byte[MAX_WORD];
        int count = 0;
        for (int at = start; at < end; at = source.after) {
            int letter = source.next(at);
            if (letter != Letters.IGNORED) {
                if (letter == Letters.NONE) {
                    letter = bytes[at] < 0 ? Letters.NONE : Letters.foldLeet(bytes[at]);
                    source.after = at + 1;
                }
                if (letter == Letters.NONE || count == MAX_WORD) {
                    return -1;
                }
                letters[count++] = (byte) letter;
            }
        }
        work += end - start;
        return phrases.slotOfMisspelt(letters, count);
    }

    private void step(int slot, int start, int end) {
        step(slot, start, end, true);
    }

    /// @param mayBegin whether a phrase may begin with the word; not where it is only taken for one
    private void step(int slot, int start, int end, boolean mayBegin) {
        if (isIdle) {
            if (!phrases.begins(slot)) {
                return;
            }
            isIdle = false;
        }
        int complete = phrases.step(state, slot, mayBegin);
        if (mayBegin && phrases.isBegun(state, slot)) {
            phraseStart = start;
        }
        if (complete >= 0 && found < 0) {
            found = complete;
            foundEnd = end;
        } else if (isClear()) {
            isIdle = true;
        }
    }

    private boolean isClear() {
        for (long bits : state) {
            if (bits != 0) {
                return false;
            }
        }
        return true;
    }

    private void forget() {
        if (!isIdle) {
            Arrays.fill(state, 0);
            isIdle = true;
        }
    }

    private void spell(int start) {
        if (spelt == 0) {
            speltStart = start;
        }
        spelt++;
        if (spelt == MAX_SPELT - SPELT_AGAIN) {
            speltAgain = start;
        } else if (spelt == MAX_SPELT) {
            glued(speltStart, start + 1);
            spelt = SPELT_AGAIN;
            speltStart = speltAgain;
        }
    }

    private void endSpelling(int end) {
        if (spelt >= MIN_SPELT && found < 0) {
            forget();
            glued(speltStart, end);
            forget();
        }
        spelt = 0;
    }

    /// Cuts a row of letters into the words of phrases, always taking the longest that fits.
    private void glued(int from, int end) {
        var letters = new byte[end - from];
        int count = 0;
        for (int at = from; at < end; at = source.after) {
            int letter = source.next(at);
            if (letter > Letters.IGNORED) {
                letters[count++] = (byte) letter;
            }
        }
        int at = 0;
        while (at < count && found < 0) {
            if (isIdle && (at + 2 >= count || !phrases.mayBegin(letters, at))) {
                at++;
                continue;
            }
            int length = 0;
            int longest = -1;
            long hash = Phrases.seed();
            int most = Math.min(MAX_WORD, count - at);
            for (int i = 0; i < most; i++) {
                hash = Phrases.hash(hash, letters[at + i]);
                int slot = i == 0 ? -1 : phrases.slot(hash);
                if (slot >= 0) {
                    longest = slot;
                    length = i + 1;
                }
                work++;
                if (isIdle && i > 0 && !phrases.isPart(hash)) {
                    break;
                }
            }
            if (longest < 0) {
                forget();
                at++;
            } else {
                step(longest, from, end);
                at += length;
            }
        }
    }

    /// Whether a sign parts words for good: `to jail: break out`.
    private static boolean endsClause(int b) {
        return switch (b) {
            case ',', ';', ':', '.', '?', '!', '(', ')' -> true;
            default -> false;
        };
    }

    /// Whether a sign stands for the first letter of a word that the phrases have: `@ll`.
    private boolean startsWithSign(int start) {
        long hash = Phrases.hash(Phrases.seed(), Letters.foldLeet(bytes[start]));
        int at = start + 1;
        while (at < to && at - start <= MAX_WORD) {
            int letter = bytes[at] < 0 ? Letters.NONE : Letters.fold(bytes[at]);
            letter = letter == Letters.NONE ? Letters.foldLeet(bytes[at]) : letter;
            if (letter == Letters.NONE) {
                break;
            }
            hash = Phrases.hash(hash, letter);
            at++;
        }
        work += at - start;
        return phrases.slot(hash) >= 0 || phrases.isPart(hash);
    }

    /// What stands in a tag or in the address of a link is read, and then the phrase goes on where
    /// it was before.
    private void beginAside(int at, char closer) {
        if (isIdle || asideEnd >= 0 || at < noAsideBefore) {
            return;
        }
        int limit = Math.min(to, at + MAX_ASIDE);
        int end = at + 1;
        while (end < limit && bytes[end] != closer) {
            end++;
        }
        work += end - at;
        if (end < limit) {
            asideEnd = end + 1;
            asideStart = phraseStart;
            asideState = state.clone();
        } else {
            noAsideBefore = limit;
        }
    }

    private void endAside() {
        asideEnd = -1;
        System.arraycopy(asideState, 0, state, 0, state.length);
        phraseStart = asideStart;
        isIdle = false;
    }
}
