package gate.rules.builtin;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Says how models do, each on the fold of the texts that it has not seen.
final class OrderReport {

    private final OrderTrainer.Purpose purpose;
    private final Map<String, List<TrainingText>> corpora;

    /// Of every attack that is trained on, under its cluster: texts that hold it are where it is.
    private final Map<String, TrainingText> attacks = new HashMap<>();

    private int[] thresholds = {0, 0};

    OrderReport(OrderTrainer.Purpose purpose, Map<String, List<TrainingText>> corpora) {
        this.purpose = purpose;
        this.corpora = corpora;
        for (String name : purpose.attacks()) {
            for (TrainingText text : all(name)) {
                attacks.put(text.cluster(), text);
            }
        }
    }

    /// The scores from which on texts are shown, and refused, by the models printed last.
    int[] thresholds() {
        return thresholds.clone();
    }

    /// Prints a line for each kind of text.
    ///
    /// @param trained for each fold a model that has not seen it
    void print(OrderModel[] trained) {
        setThresholds(trained);
        var folds = new OrderModel[trained.length];
        for (int i = 0; i < folds.length; i++) {
            folds[i] = trained[i].with(thresholds);
        }
        for (List<String> files :
                List.of(purpose.attacks(), purpose.reported(), purpose.innocents())) {
            for (String name : files) {
                Map<String, int[]> kinds = new TreeMap<>();
                for (TrainingText text : all(name)) {
                    TrainingText held = attacks.getOrDefault(text.cluster(), text);
                    OrderModel model = folds[held.fold()];
                    count(text, model, kinds);
                }
                kinds.forEach((kind, counts) -> line(name, kind, counts));
            }
        }
    }

    private void count(TrainingText text, OrderModel model, Map<String, int[]> kinds) {
        OrderFinder finder = finder(model);
        int score = finder.find(text.bytes(), 0, text.bytes().length);
        boolean isHidden = finder.hasPhrase() || finder.hasCommand();
        boolean isShown = score >= thresholds[0] || isHidden || finder.hasEncoded();
        boolean isRefused = score >= thresholds[1] || isHidden;
        int[] counts = kinds.computeIfAbsent(text.kind(), _ -> new int[6]);
        counts[0]++;
        counts[1] += text.hasPhrase() ? 1 : 0;
        counts[2] += isShown ? 1 : 0;
        counts[3] += isShown || text.hasPhrase() ? 1 : 0;
        counts[4] += isRefused ? 1 : 0;
        counts[5] += isRefused || text.hasPhrase() ? 1 : 0;
    }

    private OrderFinder finder(OrderModel model) {
        boolean isOfDescriptions = purpose.resource().equals("descriptions.bin");
        return new OrderFinder(model, isOfDescriptions, true);
    }

    private static void line(String name, String kind, int[] counts) {
        OrderTrainer.OUT.printf(
                "  %-22s %-24s %5d phrases %6.2f | shown: model %6.2f both %6.2f |"
                        + " refused: model %6.2f both %6.2f%n",
                name,
                kind,
                counts[0],
                100.0 * counts[1] / counts[0],
                100.0 * counts[2] / counts[0],
                100.0 * counts[3] / counts[0],
                100.0 * counts[4] / counts[0],
                100.0 * counts[5] / counts[0]);
    }

    private List<TrainingText> all(String name) {
        return corpora.getOrDefault(name, List.of());
    }

    /// The score from which on few enough of the innocent texts are refused that were written to
    /// look like orders.
    private int refusing(OrderModel[] folds) {
        List<TrainingText> near = all(purpose.near());
        var scores = new int[near.size()];
        for (int i = 0; i < scores.length; i++) {
            TrainingText text = near.get(i);
            scores[i] = finder(folds[text.fold()]).find(text.bytes(), 0, text.bytes().length);
        }
        Arrays.sort(scores);
        return scores[scores.length - 1 - (int) (scores.length * OrderTrainer.NEAR_REFUSED)] + 1;
    }

    /// The scores that as many innocent texts reach as the purpose allows.
    private void setThresholds(OrderModel[] folds) {
        List<TrainingText> innocents = all(purpose.innocents().getFirst());
        var scores = new int[innocents.size()];
        for (int i = 0; i < scores.length; i++) {
            TrainingText text = innocents.get(i);
            OrderModel model = folds[text.fold()];
            scores[i] =
                    text.hasPhrase()
                            ? OrderScan.NO_SCORE
                            : finder(model).find(text.bytes(), 0, text.bytes().length);
        }
        Arrays.sort(scores);
        int shown = (int) (scores.length * purpose.flagShare());
        int refused = (int) (scores.length * purpose.blockShare());
        thresholds =
                new int[] {
                    scores[scores.length - 1 - shown] + 1, scores[scores.length - 1 - refused] + 1
                };
        int least = Math.max(refusing(folds), purpose.leastRefused());
        thresholds[1] = Math.max(thresholds[1], least);
        OrderTrainer.OUT.println("thresholds " + thresholds[0] + " " + thresholds[1]);
    }
}
