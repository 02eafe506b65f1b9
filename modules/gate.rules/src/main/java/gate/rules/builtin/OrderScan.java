package gate.rules.builtin;

import java.util.Arrays;

/// Scores the windows of a text that may hold an order by the model, in one pass.
///
/// Words that speak for an order fill a level that leaks; where it is high enough, the windows that
/// end there and soon behind are scored, and a feature counts once in a window. Owned by one
/// thread, for one message.
final class OrderScan {

    /// No window was looked into.
    static final int NO_SCORE = Integer.MIN_VALUE;

    /// With each word the level loses the share of two to the minus this.
    static final int LEAK_BITS = 4;

    private static final int RING = 64;

    /// More than a window has features: so many begin with each of its words.
    private static final int SEEN = 512;

    /// So many windows are told apart by the upper byte of what was seen.
    private static final int TURNS = 255;

    /// How many features may begin with a word.
    private static final int FEATURES = 8;

    private static final int[] NO_FEATURES = {};
    private static final Marks UNMARKED =
            new Marks() {

                @Override
                public int of(int start, int end) {
                    return 0;
                }
            };

    /// What marks the words of a text.
    interface Marks {

        /// [TextWords#IN_BRACKETS], [TextWords#BEFORE_COLON] or 0, given where a word stands.
        int of(int start, int end);
    }

    /// A window that scores so much less than [OrderModel#even] is not made an order by more words.
    private static final int HOPELESS = 24 * OrderModel.UNITS / 10;

    /// Behind a window that scores so much less, the next that is scored ends [#APART] words later.
    private static final int FAR = 14 * OrderModel.UNITS / 10;

    /// The same when a model is trained or measured, and only after so many windows of a message.
    private static final int ALL_HOPELESS = 6 * OrderModel.UNITS;

    private static final int ALL_WINDOWS = 1 << 14;

    private static final int APART = 4;

    /// A window that scores so much less than [OrderModel#even] is not read a second time.
    private static final int NEAR = OrderModel.UNITS / 2;

    /// So many windows of a text are read a second time, those that score most.
    static final int MOST_NEAR = 2;

    /// Windows that end up to so many words behind one where the level is high enough are scored as
    /// any; not where all are, for there the gate is lower.
    private static final int MORE = 16;

    private final OrderModel model;
    private final OrderWeights weights;
    private final int gate;
    private final int spanning;
    private final int hopeless;
    private final int far;
    private final int near;
    private final boolean scoresAll;
    private final int[] words = new int[RING];
    private final int[] starts = new int[RING];
    private final int[] ends = new int[RING];

    /// Of the words in the ring that were in a window: the features that begin with each and count,
    /// with their weights in the last byte, how many they are, and the class of the word.
    private int[] features = NO_FEATURES;

    private final byte[] counts = new byte[RING];
    private final byte[] classes = new byte[RING];

    /// Which word of the message these are of, if words behind it can add none.
    private final int[] known = new int[RING];

    /// Words of the message so far.
    private int taken;

    /// Of the window that is scored: the classes of the next two words that have any, and how far
    /// before its end the first of these stands.
    private int nextClass;

    private int classAfterNext;
    private int nextClassAt;

    /// A feature and, above its bits, the turn of the window that has it; made when the first
    /// window is scored, for most texts have none.
    private int[] seen = NO_FEATURES;

    private Marks marks = UNMARKED;
    private long window;
    private int turn;

    /// How many words of the text stand before the value that is read.
    private int valueFrom;

    private int count;
    private int level;
    private boolean wasFar;
    private int lastScored;

    /// Windows that end at words up to this one are scored.
    private int scoredTo;

    private int best;
    private int bestStart;
    private int bestEnd;
    private int bestSize;
    private int bestCount;

    /// Windows that may hold an order, each without a word of the one that was noted before it.
    private final int[] nearScores = new int[MOST_NEAR];

    private final int[] nearStarts = new int[MOST_NEAR];
    private final int[] nearEnds = new int[MOST_NEAR];
    private int nearCount;

    /// The one that was noted last.
    private int lastNear;

    private long work;

    /// For the gate.
    OrderScan(OrderModel model) {
        this(model, false);
    }

    /// @param scoresAll whether all windows are scored, where time does not count
    OrderScan(OrderModel model, boolean scoresAll) {
        this.model = model;
        this.weights = model.weights();
        this.gate = model.gate();
        this.spanning = model.blockThreshold() - model.flagThreshold();
        this.hopeless = model.even() - (scoresAll ? ALL_HOPELESS : HOPELESS);
        this.far = scoresAll ? hopeless : model.even() - FAR;
        this.near = model.even() - NEAR;
        this.scoresAll = scoresAll;
    }

    /// Starts with another text.
    void begin(Marks marks) {
        this.marks = marks;
        count = 0;
        level = 0;
        wasFar = false;
        lastScored = 0;
        scoredTo = 0;
        valueFrom = 0;
        best = NO_SCORE;
        nearCount = 0;
    }

    /// The next word is of another value than the last: of another string of JSON. What is said in
    /// two values is seldom one sentence: a window with words of both scores less, by as much as
    /// lies between what is shown and what is refused.
    void beginValue() {
        end();
        valueFrom = count;
    }

    /// Takes the next word of the text.
    void take(int word, int start, int end) {
        int at = count++ & RING - 1;
        taken++;
        words[at] = word;
        starts[at] = start;
        ends[at] = end;
        int evidence = model.evidence(word);
        int filled = level - (level >> LEAK_BITS) + evidence;
        level = filled & ~(filled >> 31); // never below nothing, and no branch to guess
        if (level >= gate && evidence > 0) {
            scoredTo = count + (scoresAll ? 0 : MORE);
        }
        if (count <= scoredTo && isScored()) {
            score(end);
        }
    }

    private boolean isScored() {
        boolean isEvery = scoresAll && (window < ALL_WINDOWS || count <= OrderModel.MAX_SIZE);
        return isEvery || !wasFar || count - lastScored >= APART;
    }

    /// Ends the text: its last words may make an order of the window before.
    void end() {
        boolean isNear = count <= scoredTo || level >= gate;
        if (wasFar && !scoresAll && count > lastScored && isNear) {
            score(ends[count - 1 & RING - 1]);
        }
    }

    /// The highest score of a window, or [#NO_SCORE].
    int best() {
        return best;
    }

    /// Where the window with the highest score begins and ends, in bytes.
    int bestStart() {
        return bestStart;
    }

    int bestEnd() {
        return bestEnd;
    }

    /// How many windows may hold an order, so that they are worth a second reading.
    int nearCount() {
        return nearCount;
    }

    int nearScore(int index) {
        return nearScores[index];
    }

    int nearStart(int index) {
        return nearStarts[index];
    }

    int nearEnd(int index) {
        return nearEnds[index];
    }

    /// How many words the text had up to its end, and how many the window has.
    int bestCount() {
        return bestCount;
    }

    int bestSize() {
        return bestSize;
    }

    /// Words that were scored, once for each window: a count that does not depend on the machine.
    long work() {
        return work;
    }

    private void score(int end) {
        if (window == 0) {
            seen = new int[SEEN];
            features = new int[RING * FEATURES];
        }
        if (turn == TURNS) {
            Arrays.fill(seen, 0);
            turn = 0;
        }
        turn++;
        window++;
        wasFar = true;
        lastScored = count;
        int most = Math.min(count, OrderModel.MAX_SIZE);
        int inValue = count - valueFrom;
        int sum = 0;
        int size = 0;
        nextClass = WordClasses.NONE;
        classAfterNext = WordClasses.NONE;
        for (int i = 0; i < most; i++) {
            int at = count - 1 - i & RING - 1;
            if (known[at] != taken - i) {
                read(at, i);
            }
            int to = at * FEATURES + counts[at];
            for (int n = at * FEATURES; n < to; n++) {
                sum += once(features[n]);
            }
            int classOf = classes[at];
            if (classOf != WordClasses.NONE) {
                classAfterNext = nextClass;
                nextClass = classOf;
                nextClassAt = i;
            }
            boolean isFull = i + 1 == OrderModel.size(size) || i + 1 == most;
            if (isFull || i + 1 == inValue) {
                int score = sum + model.bias(size);
                int counted = i < inValue ? score : score - spanning;
                if (counted > best) {
                    best = counted;
                    bestStart = starts[at];
                    bestEnd = end;
                    bestSize = i + 1;
                    bestCount = count;
                }
                if (counted >= near) {
                    note(counted, starts[at], end);
                }
                wasFar &= score < far;
                if (isFull) {
                    size++;
                    most = score < hopeless ? i + 1 : most;
                }
            }
        }
        work += most;
    }

    /// Notes a window that may hold an order: of those that share words the one that scores most.
    private void note(int score, int start, int end) {
        boolean isNew = nearCount == 0 || start >= nearEnds[lastNear];
        int place = isNew ? place() : lastNear;
        if (score > nearScores[place]) {
            nearScores[place] = score;
            nearStarts[place] = start;
            nearEnds[place] = end;
            lastNear = place;
        }
    }

    /// A place that is free, or that of the window that scores least.
    private int place() {
        if (nearCount < MOST_NEAR) {
            nearScores[nearCount] = NO_SCORE;
            return nearCount++;
        }
        int least = 0;
        for (int i = 1; i < MOST_NEAR; i++) {
            least = nearScores[i] < nearScores[least] ? i : least;
        }
        return least;
    }

    /// Notes the features that begin with a word and have a weight.
    ///
    /// @param at where the word stands in the ring
    /// @param i how many words of the window are behind it
    private void read(int at, int i) {
        int word = words[at];
        int to = put(at * FEATURES, OrderModel.one(word));
        int mark = marks.of(starts[at], ends[at]);
        if (mark != 0) {
            to = put(to, OrderModel.marked(word, mark));
        }
        if (i > 0) {
            int next = words[at + 1 & RING - 1];
            to = put(to, OrderModel.two(word, next));
            if (i > 1) {
                int afterNext = words[at + 2 & RING - 1];
                to = put(to, OrderModel.three(word, next, afterNext));
                to = put(to, OrderModel.around(word, afterNext));
            }
        }
        int classOf = model.classOf(word);
        if (classOf != WordClasses.NONE) {
            if (nextClass != WordClasses.NONE) {
                to = put(to, OrderModel.twoClasses(classOf, nextClass, i - nextClassAt));
            }
            if (classAfterNext != WordClasses.NONE) {
                to = put(to, OrderModel.threeClasses(classOf, nextClass, classAfterNext));
            }
        }
        classes[at] = (byte) classOf;
        counts[at] = (byte) (to - at * FEATURES);
        boolean isWhole =
                i > 1 && (classOf == WordClasses.NONE || classAfterNext != WordClasses.NONE);
        known[at] = isWhole ? taken - i : 0;
    }

    private int put(int place, int feature) {
        int entry = weights.entry(feature);
        if (entry == 0) {
            return place;
        }
        features[place] = entry;
        return place + 1;
    }

    /// The weight of a feature, or nothing where the window had it before.
    ///
    /// @param entry the feature and its weight
    private int once(int entry) {
        int found = turn << OrderWeights.FEATURE_BITS | entry >>> Byte.SIZE;
        int slot = found & SEEN - 1;
        while (seen[slot] >>> OrderWeights.FEATURE_BITS == turn) {
            if (seen[slot] == found) {
                return 0;
            }
            slot = slot + 1 & SEEN - 1;
        }
        seen[slot] = found;
        return (byte) entry;
    }
}
