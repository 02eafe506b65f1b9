package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Looks for an order in the texts of one message by the model, also in what a text hides: base64,
/// hexadecimal digits, rot13, atbash, and text that is written backwards.
///
/// The text itself and what was hidden in it are searched for the phrases of the list as well, for
/// they are made of the same words. Owned by one thread, for one message.
final class OrderFinder {

    /// Shorter texts hold no order: names, ids, numbers.
    static final int MIN_BYTES = 12;

    /// How often text may be hidden in hidden text.
    private static final int MAX_DEPTH = 3;

    /// Bytes that one message may make us decode, over all of its texts.
    private static final int MAX_DECODED = 1 << 23;

    /// Bytes of encoded text that are read as a command.
    private static final int MAX_COMMAND = 1 << 12;

    /// Windows of one message that are read a second time: a bound for messages that are made to
    /// have many.
    private static final int MOST_READ_AGAIN = 1_000;

    /// Without a second reading a score counts for so much less: by as much the first reader needed
    /// more to show a text when it was alone.
    private static final int UNREAD = 8 * OrderModel.UNITS / 10;

    /// The second reader may take so much off a score, and add whatever it likes: what the first
    /// one learnt of old attacks shall not be argued away by one that hardly met any.
    private static final int MOST_TAKEN = 2 * OrderModel.UNITS;

    /// Of a window that scores so much by the first reader alone nothing is taken off.
    private static final int SURE = 6 * OrderModel.UNITS;

    /// Bytes before a window that are read again with it.
    private static final int BEFORE = 64;

    private final OrderModel model;
    private final boolean readsCommands;
    private final boolean scoresAll;
    private final Harm harm = new Harm();
    private final Level[] levels = new Level[MAX_DEPTH + 1];
    private int decoded;
    private int readAgain;

    /// Made for the first window that is read again: few texts have one.
    private @Nullable OrderTokens tokens;

    /// Whether the text was turned back, which is done once only.
    private boolean isTurned;

    private int score;
    private int start;
    private int end;
    private boolean hasPhrase;
    private boolean hasCommand;
    private boolean hasEncoded;
    private String how = "";

    OrderFinder(OrderModel model) {
        this(model, false);
    }

    /// @param readsCommands whether encoded text counts, and is read as a line of a shell
    OrderFinder(OrderModel model, boolean readsCommands) {
        this(model, readsCommands, false);
    }

    /// @param scoresAll whether all windows are scored, where time does not count
    OrderFinder(OrderModel model, boolean readsCommands, boolean scoresAll) {
        this.model = model;
        this.readsCommands = readsCommands;
        this.scoresAll = scoresAll;
    }

    /// The highest score of a window of the text, whatever it is hidden in.
    ///
    /// @param bytes the source of a JSON string, from `from` to `to`
    int find(byte[] bytes, int from, int to) {
        score = OrderScan.NO_SCORE;
        hasPhrase = false;
        hasCommand = false;
        hasEncoded = false;
        how = "";
        search(bytes, from, to, 0);
        return score;
    }

    /// Where the best window begins and ends, in bytes.
    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /// Whether a phrase of the list stands in the text itself.
    boolean hasPlainPhrase() {
        return level(0).phrases.found() >= 0;
    }

    /// Where that phrase begins and ends, in bytes.
    int phraseStart() {
        return level(0).phrases.foundStart();
    }

    int phraseEnd() {
        return level(0).phrases.foundEnd();
    }

    /// Whether a phrase of the list was hidden.
    boolean hasPhrase() {
        return hasPhrase;
    }

    /// Whether encoded text is a command that destroys something or runs what it loads.
    boolean hasCommand() {
        return hasCommand;
    }

    /// Whether some words were encoded, whatever they say.
    boolean hasEncoded() {
        return hasEncoded;
    }

    /// What it was hidden in, for people, or nothing.
    String how() {
        return how;
    }

    private void search(byte[] bytes, int from, int to, int depth) {
        Level level = level(depth);
        TextWords words = level.words;
        OrderScan scan = level.scan;
        words.over(bytes, from, to);
        PhraseScan phrases = level.phrases;
        phrases.over(bytes, from, to);
        scan.begin(words);
        level.ciphers.begin();
        int read = from; // up to here for phrases
        int lone = 0; // letters in a row, which spell nothing while they are few
        int firstLone = from;
        int count = 0;
        boolean isJson = isJson(bytes, from, to);
        int last = from;
        while (words.next()) {
            if (isJson && hasQuote(bytes, last, words.start)) {
                scan.beginValue();
            }
            last = words.end;
            scan.take(words.word, words.start, words.end);
            count++;
            boolean isUsual = !words.isOdd && !LookedFor.has(words.word);
            if (isUsual && !isBehindEscape(bytes, words.start)) {
                lone = 0;
                continue;
            }
            firstLone = lone == 0 ? words.start : firstLone;
            lone = words.isLone ? lone + 1 : 0;
            boolean mayBegin = lone == 0 || lone >= PhraseScan.MIN_SPELT;
            if (words.end > read && mayBegin && mayBeginPhrase(words, bytes, to)) {
                read = phrases.run(Math.max(read, firstLone), words.end);
            }
            int cipher = level.ciphers.take(words.word, count);
            if (cipher != Ciphers.NONE && !isTurned && depth < MAX_DEPTH) {
                turnBack(bytes, Ciphers.from(from, words.start), to, cipher, depth);
            }
            if (words.mayBeBlob && depth < MAX_DEPTH && words.start >= level.noBlobBefore) {
                if (decode(level, bytes, from, to, depth)) {
                    read = phrases.run(Math.max(read, words.start), level.noBlobBefore);
                }
            }
        }
        level.noBlobBefore = 0;
        scan.end();
        OrderNet net = scan.nearCount() == 0 ? null : model.net();
        if (net == null) {
            note(scan.best(), scan.bestStart(), scan.bestEnd());
            return;
        }
        for (int i = 0; i < scan.nearCount(); i++) {
            int first = scan.nearScore(i);
            int most = first >= SURE ? 0 : MOST_TAKEN;
            int added = again(net, bytes, from, scan.nearStart(i), to);
            note(first + Math.max(-most, added), scan.nearStart(i), scan.nearEnd(i));
        }
    }

    private void note(int itsScore, int itsStart, int itsEnd) {
        if (itsScore > score) {
            score = itsScore;
            start = itsStart;
            end = itsEnd;
            how = "";
        }
    }

    /// What the second reader says of a window: it reads from a little before it on.
    private int again(OrderNet net, byte[] bytes, int from, int window, int to) {
        if (readAgain == MOST_READ_AGAIN) {
            return -UNREAD;
        }
        readAgain++;
        int first = Math.max(from, window - BEFORE);
        while (first > from && first < window && !isBehindBlank(bytes, first)) {
            first++;
        }
        if (tokens == null) {
            tokens = new OrderTokens(OrderNet.WINDOW);
        }
        return net.score(tokens.tokens(), tokens.read(bytes, first, to));
    }

    /// Whether a word may begin here: behind a blank or an escape that is one, or with a letter of
    /// a script that knows none.
    private static boolean isBehindBlank(byte[] bytes, int at) {
        int before = bytes[at - 1];
        boolean isEscape = at > 1 && bytes[at - 2] == '\\' && (before == 'n' || before == 't');
        return before == ' ' || isEscape || (bytes[at] & 0xf0) == 0xe0;
    }

    /// Whether a text is an object or a list of JSON, as the source of a JSON string.
    private static boolean isJson(byte[] bytes, int from, int to) {
        if (to - from < 2) {
            return false;
        }
        int first = bytes[from];
        int last = bytes[to - 1];
        return (first == '{' && last == '}') || (first == '[' && last == ']');
    }

    /// Whether a string of the JSON within a text begins or ends here: what it quotes itself has
    /// more backslashes.
    private static boolean hasQuote(byte[] bytes, int from, int to) {
        for (int at = from; at + 1 < to; at++) {
            if (bytes[at] == '\\' && bytes[at + 1] == '"' && (at == 0 || bytes[at - 1] != '\\')) {
                return true;
            }
        }
        return false;
    }

    /// Whether a phrase may begin with the word, or with a letter that an escape before it may be.
    private static boolean mayBeginPhrase(TextWords words, byte[] bytes, int to) {
        if (isBehindEscape(bytes, words.start)) {
            return true;
        }
        Phrases phrases = PhraseTable.PHRASES;
        int end = words.end;
        if (words.isOdd) {
            return words.isUnsure
                    || words.isLone
                    || phrases.mayBegin(words.word)
                    || phrases.mayBegin(words.bare);
        }
        int next = end + 1 < to && bytes[end] == ' ' ? Letters.plain(bytes[end + 1]) : Letters.NONE;
        return next == Letters.NONE
                ? phrases.mayBegin(words.word)
                : phrases.mayBegin(words.word, next);
    }

    private static boolean isBehindEscape(byte[] bytes, int start) {
        return start > 2 && bytes[start - 2] == '\\' && bytes[start - 3] == '\\';
    }

    /// The words that phrases may begin with, and those of ciphers: one of fifteen in most texts.
    private static final class LookedFor {

        private static final long[] WORDS = PhraseTable.PHRASES.firstWords();

        static {
            Ciphers.addWords(WORDS, Phrases.NUMBER_BITS);
        }

        static boolean has(int word) {
            int bit = word >>> (32 - Phrases.NUMBER_BITS);
            return (WORDS[bit >> 6] & 1L << bit) != 0;
        }
    }

    private Level level(int depth) {
        Level level = levels[depth];
        if (level == null) {
            level = new Level(model, scoresAll);
            levels[depth] = level;
        }
        return level;
    }

    /// @return whether it was text, and the words behind are those behind it
    private boolean decode(Level level, byte[] bytes, int from, int to, int depth) {
        EncodedText encoded = level.encoded;
        byte[] text = encoded.decode(bytes, from, level.words.start, to);
        level.noBlobBefore = encoded.end;
        decoded += encoded.end - encoded.start;
        if (text == null || decoded > MAX_DECODED) {
            return false;
        }
        int first = encoded.start;
        int last = encoded.end;
        level.words.skipTo(last);
        int before = score;
        boolean isNews = readsCommands && isNews(text, encoded.length);
        if (searchHidden(text, encoded.length, depth) || score > before || isNews) {
            start = first;
            end = last;
            how = ", encoded";
        }
        return true;
    }

    /// Whether encoded text is worse than what was met before.
    private boolean isNews(byte[] text, int length) {
        boolean isCommand = !hasCommand && isCommand(text, length);
        boolean isEncoded = !hasEncoded && isSentence(text, length);
        hasCommand |= isCommand;
        hasEncoded |= isEncoded;
        return isCommand || (isEncoded && !hasCommand);
    }

    /// Whether it has three words or more and is no JSON, which cursors and tokens are made of.
    private static boolean isSentence(byte[] text, int length) {
        int blanks = 0;
        for (int i = 0; i < length; i++) {
            blanks += text[i] == ' ' ? 1 : 0;
        }
        return blanks >= 2 && text[0] != '{' && text[0] != '[';
    }

    /// The first one of a message counts: all that it hides is read with the steps of one text.
    private boolean isCommand(byte[] text, int length) {
        if (harm.isFound()) {
            return false;
        }
        int read = Math.min(length, MAX_COMMAND);
        harm.allow(read);
        var line = new String(text, 0, read, StandardCharsets.ISO_8859_1);
        ArgumentJudge.command(new Shell(harm), line);
        return harm.isFound();
    }

    private void turnBack(byte[] bytes, int from, int end, int cipher, int depth) {
        int to = Ciphers.to(from, end);
        decoded += to - from;
        if (decoded > MAX_DECODED) {
            return;
        }
        byte[] text = Ciphers.turnedBack(bytes, from, to, cipher);
        int before = score;
        isTurned = true;
        if (searchHidden(text, text.length, depth) || score > before) {
            boolean isBackwards = cipher == Ciphers.BACKWARDS;
            int first = hasPhrase ? 0 : start;
            int last = hasPhrase ? text.length : this.end;
            start = isBackwards ? to - last : from + first;
            this.end = isBackwards ? to - first : from + last;
            how = isBackwards ? ", written backwards" : ", in a letter cipher";
        }
        isTurned = false;
    }

    /// @return whether a phrase was found, and none before
    private boolean searchHidden(byte[] text, int length, int depth) {
        search(text, 0, length, depth + 1);
        boolean isFirst = !hasPhrase;
        hasPhrase |= level(depth + 1).phrases.found() >= 0;
        return isFirst && hasPhrase;
    }

    /// What one depth of hiding needs.
    private static final class Level {
        final TextWords words = new TextWords();
        final PhraseScan phrases = new PhraseScan(PhraseTable.PHRASES);
        final OrderScan scan;
        final Ciphers ciphers = new Ciphers();
        final EncodedText encoded = new EncodedText();
        int noBlobBefore;

        Level(OrderModel model, boolean scoresAll) {
            scan = new OrderScan(model, scoresAll);
        }
    }
}
