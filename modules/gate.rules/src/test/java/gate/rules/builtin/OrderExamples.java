package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/// Collects the windows that a model of orders is fitted to.
final class OrderExamples {

    private static final int CHUNK_WORDS = 400;

    /// All of a text that is not longer may stand before a payload.
    private static final int SHORT_WORDS = 30;

    /// Only windows above this score, in log-odds, are worth mining.
    private static final int MINED_SCORE = -3 * OrderModel.UNITS;

    /// How many random windows an innocent text gives at most.
    private static final int MOST_WINDOWS = 24;

    /// One window: its features and what it is.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Example(int[] features, int size, float weight, boolean isOrder) {

        /// The same with some of its features only.
        Example with(BitSet some) {
            int[] kept = Arrays.stream(features).filter(some::get).toArray();
            return new Example(kept, size, weight, isOrder);
        }
    }

    private static final byte[] NO_BYTES = {};

    private final List<Example> examples = new ArrayList<>();
    private final WordClasses classes;
    private final int wordsPerWindow;
    private final Random random;

    /// @param wordsPerWindow for so many words of an innocent text a random window is taken
    OrderExamples(WordClasses classes, int wordsPerWindow, Random random) {
        this.classes = classes;
        this.wordsPerWindow = wordsPerWindow;
        this.random = random;
    }

    List<Example> all() {
        return examples;
    }

    /// Forgets all but the first.
    void cutTo(int count) {
        examples.subList(count, examples.size()).clear();
    }

    /// Every payload with some of an innocent text before and after it; its family says where.
    List<TrainingText> embedded(List<TrainingText> payloads, List<TrainingText> innocents) {
        List<TrainingText> embedded = new ArrayList<>();
        for (TrainingText payload : payloads) {
            TrainingText around = innocents.get(random.nextInt(innocents.size()));
            boolean isShort = around.words().length <= SHORT_WORDS;
            int some = isShort ? around.words().length : Math.min(around.words().length / 2, 48);
            int before = random.nextInt(4) == 0 ? 0 : some;
            int after = random.nextInt(3) == 0 ? 0 : Math.min(around.words().length / 2, 24);
            int from = before == 0 ? 0 : random.nextInt(around.words().length - before + 1);
            int count = payload.words().length;
            var words = new int[before + count + after];
            var marks = new byte[words.length];
            System.arraycopy(around.words(), from, words, 0, before);
            System.arraycopy(around.marks(), from, marks, 0, before);
            System.arraycopy(payload.words(), 0, words, before, count);
            System.arraycopy(payload.marks(), 0, marks, before, count);
            System.arraycopy(around.words(), 0, words, before + count, after);
            System.arraycopy(around.marks(), 0, marks, before + count, after);
            String place = before + " " + (before + count);
            embedded.add(new TrainingText("made", place, "", "", NO_BYTES, words, marks, false));
        }
        return embedded;
    }

    /// Windows of every size that hold much of the payload: at first any, then the best.
    void addPayloads(List<TrainingText> embedded, @Nullable OrderModel model) {
        for (TrainingText text : embedded) {
            String[] place = text.family().split(" ", -1);
            int from = Integer.parseInt(place[0]);
            int to = Integer.parseInt(place[1]);
            if (model != null) {
                bestWindow(text, model, from, Math.min(to + 4, text.words().length), true, 1);
            }
            for (int size = 0; size < OrderModel.sizes(); size++) {
                int length = OrderModel.size(size);
                int needed = Math.min(to - from, length * 2 / 3);
                int last = Math.min(to + length / 6, text.words().length);
                int end = from + needed + random.nextInt(Math.max(1, last - from - needed + 1));
                float weight = model == null ? 0.5f : 0.2f;
                add(text, Math.min(end, text.words().length), size, true, weight);
            }
        }
    }

    /// Windows of innocent texts, wherever.
    void addRandom(List<TrainingText> innocents) {
        for (TrainingText text : innocents) {
            int count = text.words().length;
            int windows = Math.min(MOST_WINDOWS, 2 + count / wordsPerWindow);
            for (int i = 0; i < windows && count > 3; i++) {
                int end = 2 + random.nextInt(count - 2) + 1;
                add(text, Math.min(end, count), random.nextInt(3), false, 1);
            }
        }
    }

    /// The window of each piece of an innocent text that the model takes for an order soonest.
    void mine(List<TrainingText> innocents, OrderModel model) {
        for (TrainingText text : innocents) {
            for (int from = 0; from < text.words().length; from += CHUNK_WORDS) {
                int to = Math.min(text.words().length, from + CHUNK_WORDS);
                bestWindow(text, model, from, to, false, isChosen(text) ? 1 : 2);
            }
        }
    }

    /// Whether an innocent text was chosen for how much it looks like an order.
    private static boolean isChosen(TrainingText text) {
        return text.kind().equals("benign_security") || text.isWritten();
    }

    /// The window of a part of a text that the model takes for an order soonest.
    void bestWindow(
            TrainingText text, OrderModel model, int from, int to, boolean isOrder, float weight) {
        var scan = new OrderScan(model, true);
        scan.begin((start, _) -> text.marks()[start]);
        for (int i = from; i < to; i++) {
            scan.take(text.words()[i], i, i);
        }
        if (scan.best() == OrderScan.NO_SCORE || (!isOrder && scan.best() < MINED_SCORE)) {
            return;
        }
        int end = from + scan.bestCount();
        for (int size = 0; size < OrderModel.sizes(); size++) {
            if (scan.bestSize() <= OrderModel.size(size)) {
                add(text, end, size, isOrder, weight);
                break;
            }
        }
    }

    private void add(TrainingText text, int end, int size, boolean isOrder, float weight) {
        int from = Math.max(0, end - OrderModel.size(size));
        if (end - from < 2) {
            return;
        }
        int[] features = features(text.words(), text.marks(), from, end);
        examples.add(new Example(features, size, weight, isOrder));
    }

    /// The features of a window, each once.
    private int[] features(int[] words, byte[] marks, int from, int end) {
        var features = new int[(end - from) * 7];
        int count = 0;
        for (int i = from; i < end; i++) {
            features[count++] = OrderModel.one(words[i]);
            if (marks[i] != 0) {
                features[count++] = OrderModel.marked(words[i], marks[i]);
            }
            if (i + 1 < end) {
                features[count++] = OrderModel.two(words[i], words[i + 1]);
            }
            if (i + 2 < end) {
                features[count++] = OrderModel.three(words[i], words[i + 1], words[i + 2]);
                features[count++] = OrderModel.around(words[i], words[i + 2]);
            }
        }
        count = classFeatures(words, from, end, features, count);
        Arrays.sort(features, 0, count);
        int unique = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || features[i] != features[i - 1]) {
                features[unique++] = features[i];
            }
        }
        return Arrays.copyOf(features, unique);
    }

    private int classFeatures(int[] words, int from, int end, int[] features, int before) {
        int count = before;
        int next = WordClasses.NONE;
        int afterNext = WordClasses.NONE;
        int nextAt = 0;
        for (int i = end - 1; i >= from; i--) {
            int classOf = classes.of(words[i]);
            if (classOf == WordClasses.NONE) {
                continue;
            }
            if (next != WordClasses.NONE) {
                features[count++] = OrderModel.twoClasses(classOf, next, nextAt - i);
            }
            if (afterNext != WordClasses.NONE) {
                features[count++] = OrderModel.threeClasses(classOf, next, afterNext);
            }
            afterNext = next;
            next = classOf;
            nextAt = i;
        }
        return count;
    }
}
