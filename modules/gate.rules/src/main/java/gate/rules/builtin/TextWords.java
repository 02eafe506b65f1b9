package gate.rules.builtin;

/// Reads the source of a JSON string, or plain text, word by word, for the model of orders.
///
/// A word is known by a number that its first letter, its last letter and the letters between make,
/// those in any order: `insrtuctions` is `instructions`. Letters are what [SourceLetters] makes of
/// them; digits within a word stand for letters, numbers alone are no words. Letters that stand one
/// by one are one word (`i-g-n-o-r-e`), as are the parts that marks of emphasis cut; a long row of
/// letters is parted where capitals begin. Where words are written without blanks, each character
/// is one. Owned by one thread.
final class TextWords implements OrderScan.Marks {

    /// From here on a word with capitals in it is taken for several.
    private static final int MIN_CAMEL = 18;

    /// From here on a word may be the beginning of text in base64.
    private static final int MIN_BLOB_PIECE = 8;

    /// Stands beside a word in brackets, or before a colon: `<IMPORTANT>`, `[system]`, `user:`.
    static final int IN_BRACKETS = 1;

    static final int BEFORE_COLON = 2;

    /// Marks from here on, of the scripts of India and others, are signs of vowels that a word is
    /// not known without; those before, of Hebrew and Arabic, are often left out.
    private static final int FIRST_VOWEL_SIGN = 0x900;

    private static final int TATWEEL = 0x640;

    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte JOINS = 2;
    private static final byte[] CLASSES = classes();
    private static final int[] NUMBERS = numbers();

    /// The same for the bytes that are letters by themselves, else nothing.
    private static final int[] LETTER_NUMBERS = letterNumbers();

    /// Of the word that [#next] met: its number, where it begins and ends.
    int word;

    int start;
    int end;

    /// Whether it is more than two letters or more of ASCII between signs.
    boolean isOdd;

    /// The number of an odd word without what stands for letters at its end: that of `v` for `v2`.
    int bare;

    /// Whether an odd word may be of a phrase although neither number says so.
    boolean isUnsure;

    /// Whether the word is one letter of ASCII alone.
    boolean isLone;

    /// Whether the word may be the beginning of text in base64 or hexadecimal digits.
    boolean mayBeBlob;

    private final SourceLetters source = new SourceLetters();
    private byte[] bytes = new byte[0];
    private int at;
    private int to;

    /// Where the long row of letters ends that is being parted.
    private int camelEnd;

    private int sum;
    private int letters;
    private int first;
    private int last;
    private int bareSum;
    private int bareLast;
    private boolean hasLetter;

    /// Whether the word is one character of a script that has no blanks between words.
    private boolean isWhole;

    /// Starts with a text.
    void over(byte[] text, int from, int end) {
        bytes = text;
        at = from;
        to = end;
        camelEnd = from;
        source.over(text, end);
    }

    /// Goes on at a place behind.
    void skipTo(int place) {
        at = Math.max(at, place);
    }

    /// Whether there is one more word, which then stands in the fields.
    boolean next() {
        byte[] in = bytes;
        int[] numbers = LETTER_NUMBERS;
        byte[] classes = CLASSES;
        int most = to;
        int place = at;
        while (place < most) {
            int b = in[place];
            int number = numbers[b & 0xff];
            if (number != 0) {
                int from = place;
                int limit = Math.min(most, from + MIN_CAMEL); // so long a row is read in parts
                int added = 0;
                do {
                    added += number;
                    place++;
                } while (place < limit && (number = numbers[in[place] & 0xff]) != 0);
                int length = place - from;
                boolean isUsual =
                        length > 1
                                && length < MIN_CAMEL
                                && place < most
                                && from >= camelEnd
                                && classes[in[place] & 0xff] == OTHER
                                && in[place] != '*';
                if (isUsual || isPlain(from, place)) {
                    start = from;
                    end = place;
                    at = place;
                    isOdd = false;
                    isLone = false;
                    mayBeBlob = false;
                    word = number(numbers[in[from]], numbers[in[place - 1]], added);
                    return true;
                }
                if (!odd(from)) {
                    throw new IllegalStateException("a letter is a word");
                }
                return true;
            }
            if (classes[b & 0xff] == OTHER) {
                place = b == '<' ? source.tag(place) : place + 1;
            } else if (isPlainEscape(place)) {
                place += 2;
            } else {
                at = place;
                if (!isNumber() && odd(place)) {
                    return true;
                }
                place = at;
            }
        }
        at = place;
        return false;
    }

    /// Whether a row of letters is a word, and not a part of one, several, or one of letters that
    /// stand alone.
    private boolean isPlain(int from, int place) {
        int length = place - from;
        if (length >= MIN_CAMEL || from < camelEnd) {
            return false;
        }
        if (place >= to) {
            return length > 1;
        }
        int b = bytes[place];
        boolean endsPlainly = CLASSES[b & 0xff] == OTHER ? b != '*' : isPlainEscape(place);
        return endsPlainly && (length > 1 || isBeforeWord(place + 1));
    }

    /// Whether two letters stand at a place, as after `a` and a blank.
    private boolean isBeforeWord(int place) {
        return place + 1 < to
                && CLASSES[bytes[place - 1] & 0xff] == OTHER
                && LETTER_NUMBERS[bytes[place] & 0xff] != 0
                && LETTER_NUMBERS[bytes[place + 1] & 0xff] != 0;
    }

    /// Whether it is one backslash that escapes what is no letter: a line break, a quote.
    private boolean isPlainEscape(int place) {
        if (bytes[place] != '\\' || place + 1 >= to) {
            return false;
        }
        int escaped = bytes[place + 1];
        return SourceLetters.isControlEscape(escaped) || escaped == '"';
    }

    /// Steps over digits that no letter follows.
    private boolean isNumber() {
        int place = at;
        while (place < to && bytes[place] >= '0' && bytes[place] <= '9') {
            place++;
        }
        if (place == at || (place < to && CLASSES[bytes[place] & 0xff] != OTHER)) {
            return false;
        }
        at = place;
        return true;
    }

    /// A word with anything but plain letters in it, alone or long; false if there is none.
    private boolean odd(int from) {
        sum = 0;
        letters = 0;
        hasLetter = false;
        isWhole = false;
        isOdd = true;
        start = from;
        boolean isLeet = source.next(from) == Letters.NONE;
        if (isLeet && !startsWithLeet(from)) {
            at = source.after;
            return false;
        }
        int place = piece(from);
        if (letters == 0 || !hasLetter) {
            at = Math.max(place, from + 1);
            return false;
        }
        isUnsure = isLeet || letters >= MIN_CAMEL || from < camelEnd;
        bare = number(first, bareLast, bareSum);
        boolean isOne = letters == 1 && !isWhole;
        if (isOne) {
            place = spelt(place);
        }
        int piece = place;
        place = afterEmphasis(place);
        isLone = isOne && !isUnsure && place == from + 1;
        isUnsure |= place > piece || (isOne && !isLone);
        end = place;
        at = place;
        mayBeBlob = place - from >= MIN_BLOB_PIECE;
        word = number(first, last, sum);
        return true;
    }

    private boolean startsWithLeet(int from) {
        int b = bytes[from];
        boolean isDigit = b >= '0' && b <= '9';
        return isDigit
                || (b >= 0 && Letters.foldLeet(b) != Letters.NONE && source.isLetterAt(from + 1));
    }

    /// Adds letters up to where they end; a long word ends where its next capital begins.
    private int piece(int from) {
        int place = from;
        boolean isCamel = isCamel(from);
        boolean isForeign = false; // the last letter, of another script
        while (place < to) {
            int letter = source.next(place);
            boolean isLetter = letter != Letters.NONE;
            if (isForeign && letter <= Letters.FOREIGN && isMark(source.point)) {
                if (source.point >= FIRST_VOWEL_SIGN) {
                    add(numberOf(source.point));
                }
                place = source.after;
                if (source.isLetterAt(place)) {
                    return place; // what comes is no letter of that script
                }
                continue;
            }
            if (!isLetter) {
                int b = bytes[place];
                letter = b < 0 ? Letters.NONE : Letters.foldLeet(b);
                if (letter == Letters.NONE) {
                    if (b < '0' || b > '9') {
                        break;
                    }
                    letter = Letters.FOREIGN;
                } else if ((b < '0' || b > '9') && !source.isLetterAt(place + 1)) {
                    break;
                }
                source.after = place + 1;
            } else if (letter > Letters.IGNORED) {
                if (isCamel && letters > 0 && isCapital(place) && !isCapital(place - 1)) {
                    return place;
                }
                hasLetter = true;
            }
            isForeign = isLetter && letter == Letters.FOREIGN;
            if (isForeign && isWord(source.point)) {
                if (letters > 0) {
                    return place;
                }
                add(numberOfForeign(source.point));
                isWhole = true;
                return source.after;
            }
            if (letter > Letters.IGNORED) {
                add(isForeign ? numberOfForeign(source.point) : NUMBERS[letter]);
                if (isLetter) {
                    bareSum = sum;
                    bareLast = last;
                }
            }
            place = source.after;
        }
        return place;
    }

    private void add(int number) {
        if (letters == 0) {
            first = number;
        }
        last = number;
        letters++;
        sum += number;
    }

    /// Whether a character, behind a letter of another script, is a mark on it: a vowel, an accent,
    /// or what draws a word of Arabic out. Behind other letters it ends the word.
    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || point == TATWEEL;
    }

    /// Whether a character is read as a word: of Chinese, Japanese, Korean, Thai, Lao, Burmese and
    /// Khmer.
    private static boolean isWord(int point) {
        return (point >= 0xe01 && point <= 0xedf)
                || (point >= 0x1000 && point <= 0x109f)
                || (point >= 0x1780 && point <= 0x17b3)
                || (point >= 0x3041 && point <= 0x30ff)
                || (point >= 0x3400 && point <= 0x9fff)
                || (point >= 0xac00 && point <= 0xd7a3);
    }

    /// The number of a letter that is none of the English alphabet, the same for the ways in which
    /// it is written: as a capital, with hamza or madda, by an Arabic or a Persian keyboard.
    private static int numberOfForeign(int point) {
        int plain =
                switch (point) {
                    case 0x622, 0x623, 0x625 -> 0x627; // alef
                    case 0x624 -> 0x648; // waw
                    case 0x626, 0x649, 0x6cc -> 0x64a; // yeh
                    case 0x6a9 -> 0x643; // kaf
                    default -> Character.toLowerCase(point);
                };
        int letter = Letters.fold(plain);
        return letter > Letters.FOREIGN ? NUMBERS[letter] : numberOf(plain);
    }

    /// The number of a letter.
    private static int numberOf(int point) {
        int number = point * 0x9e3779b1 + 0x7f4a7c15;
        number = (number ^ number >>> 16) * 0x45d9f3b5;
        return number ^ number >>> 15;
    }

    /// `i g n o r e`, `i.g.n.o.r.e`: letters with the same one sign between, up to two signs.
    private int spelt(int after) {
        int place = after;
        if (place + 1 >= to) {
            return place;
        }
        int sign = bytes[place];
        if (CLASSES[sign & 0xff] != OTHER) {
            return place;
        }
        while (place + 1 < to && bytes[place] == sign) {
            int letter = source.next(place + 1);
            int behind = source.after;
            if (letter == Letters.NONE && bytes[place + 1] > ' ') {
                letter = Letters.foldLeet(bytes[place + 1]);
                behind = place + 2;
            }
            if (letter <= Letters.IGNORED || source.isLetterAt(behind)) {
                break;
            }
            add(letter == Letters.FOREIGN ? numberOfForeign(source.point) : NUMBERS[letter]);
            place = behind;
        }
        return place;
    }

    /// `ig**no**re`: what a mark of emphasis cuts in the middle of letters is one word.
    private int afterEmphasis(int after) {
        int place = after;
        while (place < to && bytes[place] == '*') {
            int behind = place + 1;
            if (behind < to && bytes[behind] == '*') {
                behind++;
            }
            if (!source.isLetterAt(behind)) {
                break;
            }
            int piece = piece(behind);
            if (piece <= behind) {
                break;
            }
            place = piece;
        }
        return place;
    }

    /// Whether the letters from here on are so many that capitals part them.
    private boolean isCamel(int from) {
        if (from < camelEnd) {
            return true;
        }
        int place = from;
        while (place < to && CLASSES[bytes[place] & 0xff] == LETTER) {
            place++;
        }
        if (place - from < MIN_CAMEL) {
            return false;
        }
        camelEnd = place;
        return true;
    }

    private boolean isCapital(int place) {
        return place >= 0 && bytes[place] >= 'A' && bytes[place] <= 'Z';
    }

    /// What marks a word of the text, given where it stands.
    @Override
    public int of(int start, int end) {
        int before = start > 0 ? bytes[start - 1] : 0;
        int after = end < to ? bytes[end] : 0;
        if (before == '<' || before == '[' || after == '>' || after == ']') {
            return IN_BRACKETS;
        }
        return after == ':' ? BEFORE_COLON : 0;
    }

    /// The number of a word, by those of its letters.
    private static int number(int first, int last, int sum) {
        int number = sum + first * 0x2c1b3c6d + last * 0x297a2d39;
        number = (number ^ number >>> 15) * 0x85ebca6b;
        return number ^ number >>> 13;
    }

    /// The number of a word of plain letters, as it is met in a text.
    static int numberOf(String plain) {
        int sum = 0;
        for (int i = 0; i < plain.length(); i++) {
            sum += NUMBERS[plain.charAt(i)];
        }
        int last = NUMBERS[plain.charAt(plain.length() - 1)];
        return number(NUMBERS[plain.charAt(0)], last, sum);
    }

    private static byte[] classes() {
        var classes = new byte[256];
        for (int b = 0; b < 256; b++) {
            if (b >= 0x80 || (b >= '0' && b <= '9') || b == '\\' || b == '&' || b == '%') {
                classes[b] = JOINS;
            } else if (b == '@' || b == '$' || b == '|' || b == '!') {
                classes[b] = JOINS;
            } else if (Letters.fold(b) != Letters.NONE) {
                classes[b] = LETTER;
            }
        }
        return classes;
    }

    private static int[] letterNumbers() {
        var numbers = new int[256];
        for (int b = 0; b < 0x80; b++) {
            numbers[b] = CLASSES[b] == LETTER ? NUMBERS[b] : 0;
        }
        return numbers;
    }

    /// A number for each letter, as [Letters] folds it, in either case.
    private static int[] numbers() {
        var numbers = new int[0x80];
        for (int c = 0; c < numbers.length; c++) {
            int letter = Letters.fold(c);
            numbers[c] = numberOf(letter == Letters.NONE ? c : letter);
        }
        return numbers;
    }
}
