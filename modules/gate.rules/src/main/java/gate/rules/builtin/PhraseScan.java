package gate.rules.builtin;

import java.util.Arrays;

/// Looks for phrases in the texts of one message, straight over its bytes.
///
/// Between two words of a phrase may stand anything but words: blanks, signs, markup, line breaks,
/// escapes of JSON inside JSON. A word may be written with escapes, entities, invisible characters,
/// digits for letters, in capitals, run together with its neighbours or letter by letter. Owned by
/// one thread, for one message.
final class PhraseScan {

    /// Words run together that are looked into.
    private static final int MIN_GLUED = 18;

    /// Single letters in a row that may spell a phrase.
    private static final int MIN_SPELT = 8;

    /// Single letters that are looked into at once, and how many of them once more with the next.
    private static final int MAX_SPELT = 4_096;

    private static final int SPELT_AGAIN = 256;
    private static final int MAX_WORD = 16;
    private static final int MAX_ENTITY = 10;

    private final Phrases phrases;
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
    private int after;
    private long work;

    PhraseScan(Phrases phrases) {
        this.phrases = phrases;
        this.state = new long[phrases.width()];
    }

    /// The first phrase in `bytes[from, to)`, the source of a JSON string, or -1.
    int scan(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        found = -1;
        spelt = 0;
        forget();
        int at = from;
        while (at < to && found < 0) {
            int b = bytes[at];
            if (b >= 0 && Letters.fold(b) != Letters.NONE) {
                at = word(at);
            } else if (b == ' ') {
                at++;
            } else if (b == '\\' && isPlainEscape(at)) {
                at += 2;
            } else {
                at = sign(at, b);
            }
        }
        endSpelling(at);
        work += to - from;
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
        long hash = Phrases.seed();
        int at = start;
        while (at < to) {
            int b = bytes[at];
            if (b < 0) {
                return oddWord(start);
            }
            int letter = Letters.fold(b);
            if (letter == Letters.NONE) {
                if (joins(b) && !(b == '\\' && isPlainEscape(at))) {
                    return oddWord(start);
                }
                break;
            }
            hash = Phrases.hash(hash, letter);
            at++;
        }
        endWord(start, at, at - start, phrases.slot(hash));
        return at;
    }

    /// Whether a sign that is no letter may yet go on with the word.
    private static boolean joins(int b) {
        return (b >= '0' && b <= '9') || b == '\\' || b == '&' || b == '%' || isSignForLetter(b);
    }

    /// Whether it is one backslash that escapes what is no letter: a line break, a quote.
    private boolean isPlainEscape(int at) {
        if (at + 1 >= to) {
            return false;
        }
        int c = bytes[at + 1];
        return isControlEscape(c) || c == '"' || c == '/';
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
            return isWord ? oddWord(at) : end;
        }
        if (b == '<') {
            return tag(at);
        }
        if (b >= 0 && b != '\\' && b != '&' && b != '%') {
            return at + 1;
        }
        int letter = next(at);
        return letter > Letters.IGNORED ? oddWord(at) : after;
    }

    /// A word with escapes, entities, letters beyond ASCII or digits in it.
    private int oddWord(int start) {
        long hash = Phrases.seed();
        long bare = hash;
        int letters = 0;
        int at = start;
        while (at < to) {
            int letter = next(at);
            boolean isLetter = letter != Letters.NONE;
            if (!isLetter) {
                letter = Letters.foldLeet(bytes[at]);
                if (letter == Letters.NONE) {
                    boolean isDigit = bytes[at] >= '0' && bytes[at] <= '9';
                    if (!isDigit) {
                        break;
                    }
                    letter = Letters.FOREIGN;
                } else if (isSignForLetter(bytes[at]) && !isLetterAt(at + 1)) {
                    break;
                }
                after = at + 1;
            }
            if (letter != Letters.IGNORED) {
                hash = Phrases.hash(hash, letter);
                letters++;
                if (isLetter) {
                    bare = hash;
                }
            }
            at = after;
        }
        int slot = phrases.slot(hash);
        endWord(start, at, letters, slot < 0 ? phrases.slot(bare) : slot);
        return Math.max(at, start + 1);
    }

    private boolean isLetterAt(int at) {
        return at < to && bytes[at] >= 0 && Letters.fold(bytes[at]) != Letters.NONE;
    }

    private void endWord(int start, int end, int letters, int wordSlot) {
        int slot = wordSlot < 0 ? withEscape(start, end) : wordSlot;
        if (slot >= 0) {
            step(slot, start, end);
        } else {
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
    }

    /// In `C:\\notes` it is not sure whether an n or a line break stands before the word.
    private int withEscape(int start, int end) {
        boolean isUnsure =
                start >= 3
                        && bytes[start - 2] == '\\'
                        && bytes[start - 3] == '\\'
                        && isControlEscape(bytes[start - 1]);
        if (!isUnsure) {
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

    private void step(int slot, int start, int end) {
        if (isIdle) {
            if (!phrases.begins(slot)) {
                return;
            }
            phraseStart = start;
            isIdle = false;
        }
        int complete = phrases.step(state, slot);
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
        for (int at = from; at < end; at = after) {
            int letter = next(at);
            if (letter > Letters.IGNORED) {
                letters[count++] = (byte) letter;
            }
        }
        int at = 0;
        while (at < count && found < 0) {
            int length = 0;
            int longest = -1;
            long hash = Phrases.seed();
            boolean mayBegin = count - at > 1 && phrases.mayBegin(letters[at], letters[at + 1]);
            int most = mayBegin ? Math.min(MAX_WORD, count - at) : 0;
            for (int i = 0; i < most; i++) {
                hash = Phrases.hash(hash, letters[at + i]);
                int slot = i == 0 ? -1 : phrases.slot(hash);
                if (slot >= 0) {
                    longest = slot;
                    length = i + 1;
                }
            }
            work += most;
            if (longest < 0) {
                forget();
                at++;
            } else {
                step(longest, from, end);
                at += length;
            }
        }
    }

    /// Markup without attributes is no word; all else that a `<` begins is read.
    private int tag(int at) {
        int end = at + 1;
        if (end < to && bytes[end] == '/') {
            end++;
        }
        int name = end;
        while (end < to && end - name <= MAX_ENTITY && isLetterAt(end)) {
            end++;
        }
        while (end < to && bytes[end] >= '1' && bytes[end] <= '6') {
            end++;
        }
        boolean isTag = end > name && end < to && (bytes[end] == '>' || bytes[end] == '/');
        return isTag ? end + 1 : at + 1;
    }

    /// The letter at a place, one character on; where it ends stands in [#after].
    private int next(int at) {
        int b = bytes[at];
        after = at + 1;
        if (b < 0) {
            return beyondAscii(at, b & 0xff);
        }
        return switch (b) {
            case '\\' -> escape(at);
            case '&' -> entity(at);
            case '%' -> percent(at);
            default -> Letters.fold(b);
        };
    }

    private int beyondAscii(int at, int lead) {
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        int point = lead & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            point = (point << 6) | (bytes[at + i] & 0x3f);
        }
        after = at + length;
        return Letters.fold(point);
    }

    /// Any number of backslashes and what they escape: JSON may stand inside JSON.
    private int escape(int at) {
        int end = at;
        while (end < to && bytes[end] == '\\') {
            end++;
        }
        after = end;
        if (end >= to) {
            return Letters.NONE;
        }
        int c = bytes[end];
        if (c == 'u') {
            int unit = hex(end + 1, 4);
            if (unit < 0) {
                return Letters.NONE;
            }
            after = end + 5;
            return unit >= 0xd800 && unit < 0xdc00 ? surrogates(unit) : Letters.fold(unit);
        }
        if (c == 'x') {
            int unit = hex(end + 1, 2);
            if (unit >= 0) {
                after = end + 3;
                return Letters.fold(unit);
            }
        } else if (isControlEscape(c)) {
            after = end + 1;
        }
        return Letters.NONE;
    }

    private int surrogates(int high) {
        int at = after;
        while (at < to && bytes[at] == '\\') {
            at++;
        }
        if (at == after || at >= to || bytes[at] != 'u') {
            return Letters.NONE;
        }
        int low = hex(at + 1, 4);
        if (low < 0xdc00 || low > 0xdfff) {
            return Letters.NONE;
        }
        after = at + 5;
        return Letters.fold(Character.toCodePoint((char) high, (char) low));
    }

    private static boolean isControlEscape(int c) {
        return c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f';
    }

    /// `&#105;`, `&#x69;`, `&nbsp;`.
    private int entity(int at) {
        int most = Math.min(to, at + MAX_ENTITY);
        int end = at + 1;
        while (end < most && bytes[end] != ';' && bytes[end] > ' ') {
            end++;
        }
        if (end >= most || bytes[end] != ';' || end == at + 1) {
            return Letters.NONE;
        }
        if (bytes[at + 1] != '#') {
            after = end + 1;
            return Letters.NONE;
        }
        boolean isHex = bytes[at + 2] == 'x' || bytes[at + 2] == 'X';
        int point = 0;
        for (int i = at + (isHex ? 3 : 2); i < end; i++) {
            int digit = Character.digit(bytes[i], isHex ? 16 : 10);
            if (digit < 0) {
                return Letters.NONE;
            }
            point = point * (isHex ? 16 : 10) + digit;
        }
        after = end + 1;
        return point <= Character.MAX_CODE_POINT ? Letters.fold(point) : Letters.NONE;
    }

    private int percent(int at) {
        int unit = hex(at + 1, 2);
        if (unit < 0) {
            return Letters.NONE;
        }
        after = at + 3;
        return unit < 0x80 ? Letters.fold(unit) : Letters.FOREIGN;
    }

    /// So many hex digits as a number, or -1.
    private int hex(int at, int digits) {
        if (at + digits > to) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }
}
