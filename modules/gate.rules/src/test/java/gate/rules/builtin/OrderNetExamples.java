package gate.rules.builtin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Collects the windows that an [OrderNet] is trained with, and trains it.
final class OrderNetExamples {

    private static final int WINDOW = OrderNet.WINDOW;
    private static final int EPOCHS = 8;

    /// Behind these epochs, from 1, innocent windows of the highest scores are added.
    private static final List<Integer> MINING = List.of(2, 4);

    private static final int MINED = 8_000;
    private static final int RANDOM = 20_000;

    /// Of a text, no more tokens are read.
    private static final int MOST_TOKENS = 100_000;

    /// Orders that are so much shorter than a window are also put into an innocent text, every
    /// other one.
    private static final int ROOM = 20;

    private static final float EMBEDDED_WEIGHT = 0.7f;

    /// Of innocent texts that were written to look like orders.
    private static final float NEAR_WEIGHT = 1.5f;

    private final Random random;
    private final OrderNetFit fit;
    private final List<OrderNetFit.Window> examples = new ArrayList<>();

    /// Attacks that are longer than a window; which one is learnt is looked for again.
    private final List<int[]> longOnes = new ArrayList<>();

    private final List<int[]> hosts = new ArrayList<>();
    private List<OrderNetFit.Window> left = new ArrayList<>();

    private OrderNetExamples(Random random) {
        this.random = random;
        fit = new OrderNetFit(random);
    }

    /// A network that has learnt from texts.
    static OrderNet train(List<TrainingText> attacks, List<TrainingText> innocents, long seed) {
        var examples = new OrderNetExamples(new Random(seed));
        innocents.forEach(examples::innocent);
        attacks.forEach(examples::attack);
        return examples.train();
    }

    private OrderNet train() {
        Collections.shuffle(left, random);
        int first = Math.min(RANDOM, left.size());
        examples.addAll(left.subList(0, first));
        left = new ArrayList<>(left.subList(first, left.size()));
        List<OrderNetFit.Window> best = longOnes(false);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            List<OrderNetFit.Window> all = new ArrayList<>(examples);
            all.addAll(best);
            fit.epoch(all, (epoch - 1f) / EPOCHS, epoch / (float) EPOCHS);
            if (MINING.contains(epoch)) {
                mine();
                best = longOnes(true);
            }
        }
        return fit.net();
    }

    private static int[] tokens(TrainingText text) {
        int length = text.bytes().length;
        var tokens = new OrderTokens(Math.min(MOST_TOKENS, length + 1));
        return Arrays.copyOf(tokens.tokens(), tokens.read(text.bytes(), 0, length));
    }

    private void innocent(TrainingText text) {
        int[] tokens = tokens(text);
        if (!text.isWritten()) {
            hosts.add(tokens);
        }
        for (int from = 0; from == 0 || from < tokens.length - ROOM; from += WINDOW) {
            int to = Math.min(tokens.length, from + WINDOW);
            float weight = text.isWritten() ? NEAR_WEIGHT : 1;
            var window = new OrderNetFit.Window(tokens, from, to, weight, false);
            (text.isWritten() ? examples : left).add(window);
        }
    }

    private void attack(TrainingText text) {
        int[] tokens = tokens(text);
        if (tokens.length > WINDOW) {
            longOnes.add(tokens);
            return;
        }
        examples.add(new OrderNetFit.Window(tokens, 0, tokens.length, 1, true));
        if (tokens.length < WINDOW - ROOM && random.nextBoolean()) {
            examples.add(embedded(tokens));
        }
    }

    private OrderNetFit.Window embedded(int[] order) {
        int[] host = hosts.get(random.nextInt(hosts.size()));
        int from = random.nextInt(Math.max(1, host.length - WINDOW));
        int before = Math.min(random.nextInt(WINDOW - order.length), host.length - from);
        int after = Math.min(WINDOW - order.length - before, host.length - from - before);
        var tokens = new int[before + order.length + after];
        System.arraycopy(host, from, tokens, 0, before);
        System.arraycopy(order, 0, tokens, before, order.length);
        System.arraycopy(host, from + before, tokens, before + order.length, after);
        return new OrderNetFit.Window(tokens, 0, tokens.length, EMBEDDED_WEIGHT, true);
    }

    /// Of each long attack the window that says most, or the first one.
    private List<OrderNetFit.Window> longOnes(boolean hasLearnt) {
        List<OrderNetFit.Window> windows = new ArrayList<>();
        for (int[] tokens : longOnes) {
            int best = 0;
            float most = Float.NEGATIVE_INFINITY;
            int last = hasLearnt ? tokens.length - WINDOW / 4 : 1;
            for (int from = 0; from < last; from += WINDOW / 2) {
                float score = fit.score(tokens, from, Math.min(tokens.length, from + WINDOW));
                if (score > most) {
                    most = score;
                    best = from;
                }
            }
            int to = Math.min(tokens.length, best + WINDOW);
            windows.add(new OrderNetFit.Window(tokens, best, to, 1, true));
        }
        return windows;
    }

    /// Adds the innocent windows that sound most like orders.
    private void mine() {
        record Scored(OrderNetFit.Window window, float score) {}
        List<Scored> scored = new ArrayList<>();
        for (OrderNetFit.Window window : left) {
            scored.add(new Scored(window, fit.score(window.tokens(), window.from(), window.to())));
        }
        scored.sort(Comparator.comparingDouble((Scored each) -> each.score).reversed());
        left = new ArrayList<>();
        for (int i = 0; i < scored.size(); i++) {
            (i < MINED ? examples : left).add(scored.get(i).window);
        }
    }
}
