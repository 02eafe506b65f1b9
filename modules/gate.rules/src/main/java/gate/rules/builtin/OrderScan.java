package gate.rules.builtin;

/// Scores the windows of a text that may hold an order by the model, in one pass.
///
/// Words that speak for an order fill a level that leaks; where it is high enough, the windows that
/// end there are scored, and a feature counts once in a window. Owned by one thread, for one
/// message.
final class OrderScan {

    /// No window was looked into.
    static final int NO_SCORE = Integer.MIN_VALUE;

    private static final int RING = 64;
    private static final int SEEN = 1_024;
    private static final long[] NONE_SEEN = {};
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

    /// A window that scores so much less than what is shown does not get there by more words.
    private static final int HOPELESS = 6 * OrderModel.UNITS;

    /// After so many windows of a message, behind one that is hopeless the next that is scored ends
    /// four words later; behind any other, all are.
    private static final int EVERY_WINDOW = 1 << 14;

    private static final int APART = 4;

    private final OrderModel model;
    private final int hopeless;
    private final int[] words = new int[RING];
    private final int[] starts = new int[RING];
    private final int[] ends = new int[RING];

    /// Of the first [#classed] words, found when the first window that has them is scored.
    private final byte[] classes = new byte[RING];

    private int classed;

    /// A feature and, above its bits, the number of the window that has it; made when the first
    /// window is scored, for most texts have none.
    private long[] seen = NONE_SEEN;

    private Marks marks = UNMARKED;
    private long window;
    private int count;
    private int level;
    private boolean wasHopeless;
    private int lastScored;
    private int best;
    private int bestStart;
    private int bestEnd;
    private int bestSize;
    private int bestCount;
    private long work;

    OrderScan(OrderModel model) {
        this.model = model;
        this.hopeless = model.flagThreshold() - HOPELESS;
    }

    /// Starts with another text.
    void begin(Marks marks) {
        this.marks = marks;
        count = 0;
        classed = 0;
        level = 0;
        wasHopeless = false;
        lastScored = 0;
        best = NO_SCORE;
    }

    /// Takes the next word of the text.
    void take(int word, int start, int end) {
        int at = count++ & RING - 1;
        words[at] = word;
        starts[at] = start;
        ends[at] = end;
        int evidence = model.evidence(word);
        level = Math.max(0, level - (level >> 4) + evidence);
        if (evidence > 0 && level >= model.gate() && isScored()) {
            score(end);
        }
    }

    private boolean isScored() {
        boolean isEvery = window < EVERY_WINDOW || count <= OrderModel.MAX_SIZE;
        return isEvery || !wasHopeless || count - lastScored >= APART;
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
            seen = new long[SEEN];
        }
        window++;
        wasHopeless = true;
        lastScored = count;
        classify();
        int most = Math.min(count, OrderModel.MAX_SIZE);
        int sum = 0;
        int size = 0;
        int next = 0;
        int afterNext = 0;
        int nextClass = WordClasses.NONE;
        int classAfterNext = WordClasses.NONE;
        int nextClassAt = 0;
        for (int i = 0; i < most; i++) {
            int at = count - 1 - i & RING - 1;
            int word = words[at];
            sum += once(OrderModel.one(word));
            int mark = marks.of(starts[at], ends[at]);
            if (mark != 0) {
                sum += once(OrderModel.marked(word, mark));
            }
            if (i > 0) {
                sum += once(OrderModel.two(word, next));
            }
            if (i > 1) {
                sum += once(OrderModel.three(word, next, afterNext));
                sum += once(OrderModel.around(word, afterNext));
            }
            int classOf = classes[at];
            if (classOf != WordClasses.NONE) {
                if (nextClass != WordClasses.NONE) {
                    sum += once(OrderModel.twoClasses(classOf, nextClass, i - nextClassAt));
                }
                if (classAfterNext != WordClasses.NONE) {
                    sum += once(OrderModel.threeClasses(classOf, nextClass, classAfterNext));
                }
                classAfterNext = nextClass;
                nextClass = classOf;
                nextClassAt = i;
            }
            afterNext = next;
            next = word;
            if (i + 1 == OrderModel.size(size) || i + 1 == most) {
                int score = sum + model.bias(size);
                if (score > best) {
                    best = score;
                    bestStart = starts[at];
                    bestEnd = end;
                    bestSize = i + 1;
                    bestCount = count;
                }
                size++;
                wasHopeless &= score < hopeless;
                if (score < hopeless) {
                    most = i + 1;
                }
            }
        }
        work += most;
    }

    private void classify() {
        for (int i = Math.max(classed, count - OrderModel.MAX_SIZE); i < count; i++) {
            classes[i & RING - 1] = (byte) model.classOf(words[i & RING - 1]);
        }
        classed = count;
    }

    /// The weight of a feature, or nothing where the window had it before.
    private int once(int feature) {
        int weight = model.weight(feature);
        if (weight == 0) {
            return 0;
        }
        long entry = window << OrderWeights.FEATURE_BITS | feature;
        int slot = feature & SEEN - 1;
        while (seen[slot] >> OrderWeights.FEATURE_BITS == window) {
            if (seen[slot] == entry) {
                return 0;
            }
            slot = slot + 1 & SEEN - 1;
        }
        seen[slot] = entry;
        return weight;
    }
}
