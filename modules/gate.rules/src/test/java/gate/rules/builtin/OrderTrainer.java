package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Trains the models of orders, and reports on sources that a model has not seen.
///
/// ```
/// bench/train CORPORA responses|descriptions
/// ```
///
/// What speaks for an order are sentences of our grammars, put into innocent texts, and the attacks
/// of the corpora; what speaks against it are random windows of innocent texts, then, in three
/// rounds, those that the model likes best. Five models, each trained without a fifth of the
/// sources, tell how the model does on that fifth and set the thresholds; the model that is written
/// has seen all, and gets evidence that was fitted. Seeds are fixed.
public final class OrderTrainer {

    static final PrintStream OUT =
            new PrintStream(
                    new java.io.FileOutputStream(java.io.FileDescriptor.out),
                    true,
                    StandardCharsets.UTF_8);

    /// How many of the innocent texts that were written to look like orders may be refused.
    static final double NEAR_REFUSED = 0.015;

    private static final int ROUNDS = 3;

    /// How many draws of examples a model is the mean of.
    private static final int DRAWS = 3;

    private static final int FIRST_SEED = 7;

    private static final int NONE_HIDDEN = -1;

    /// What a model is trained for.
    ///
    /// @param rowBits how large the table of weights is
    /// @param grammar the file and the rule that payloads are made from
    /// @param honest how many honest descriptions of tools are made
    /// @param wordsPerWindow for so many words of an innocent text a random window is taken
    /// @param attacks corpora that are trained on
    /// @param reported corpora that are only reported on
    /// @param written texts of ours as tools return them
    /// @param described texts of ours as tools and servers describe themselves
    /// @param innocents corpora; the first is what false positives are counted in
    /// @param near those of them that were written to look like orders
    /// @param leastRefused a score below which nothing is refused, whatever the folds say
    /// @param shown the score from which on texts are shown, or 0 for what the folds say
    /// @param refused the score from which on they are refused, likewise
    /// @param windowCost of a window of an innocent text that is looked into, in orders missed
    /// @param net the file of the second reader, if there is one
    record Purpose(
            String resource,
            @Nullable String net,
            int rowBits,
            String grammar,
            String rule,
            int payloads,
            int honest,
            int wordsPerWindow,
            List<String> attacks,
            List<String> reported,
            List<String> written,
            List<String> described,
            List<String> innocents,
            String near,
            double flagShare,
            double blockShare,
            int leastRefused,
            int shown,
            int refused,
            float windowCost) {}

    /// Texts that were written for training, one by one.
    private static final String WRITTEN = "written";

    private static final String WRITTEN_INNOCENTS = "written_innocents";

    /// In other languages, and from the documentation of programs: in `written-more.txt`.
    private static final String MORE = "written_more";

    private static final String MORE_INNOCENTS = "written_more_innocents";

    /// Orders, prose, letters and manuals in thirty languages: in `written-languages.txt`.
    private static final String LANGUAGES = "written_languages";

    private static final String LANGUAGES_INNOCENTS = "written_languages_innocents";
    private static final String DESCRIBED = "written_descriptions";
    private static final String DESCRIBED_INNOCENTS = "written_descriptions_innocents";

    private static final Purpose RESPONSES =
            new Purpose(
                    "orders.bin",
                    "orders-net.bin",
                    OrderWeights.LEAST_ROW_BITS + 1,
                    "orders.txt",
                    "payload",
                    14_000,
                    2_000,
                    40,
                    List.of("injection", "injection_self", WRITTEN, MORE, LANGUAGES, DESCRIBED),
                    List.of("injection_composed", "injection_obfuscated"),
                    List.of("written.txt", "written-results.txt"),
                    List.of("written-descriptions.txt"),
                    List.of(
                            "benign_text",
                            "benign_hard",
                            "benign_tool_description",
                            "benign_unicode",
                            WRITTEN_INNOCENTS,
                            MORE_INNOCENTS,
                            LANGUAGES_INNOCENTS,
                            DESCRIBED_INNOCENTS),
                    WRITTEN_INNOCENTS,
                    0.0029,
                    0.00015,
                    0,
                    84, // 1.75 and 5.25 by texts that nobody trains with: see decision 91
                    252,
                    0.035f);

    private static final Purpose DESCRIPTIONS =
            new Purpose(
                    "descriptions.bin",
                    null,
                    OrderWeights.LEAST_ROW_BITS,
                    "poison.txt",
                    "poison",
                    16_000,
                    16_000,
                    60,
                    List.of(DESCRIBED, WRITTEN, MORE),
                    List.of("tool_description_attack"),
                    List.of("written.txt", "written-results.txt"),
                    List.of("written-descriptions.txt", "written-instructions.txt"),
                    List.of(
                            "benign_tool_description",
                            "benign_text",
                            DESCRIBED_INNOCENTS,
                            WRITTEN_INNOCENTS,
                            MORE_INNOCENTS),
                    DESCRIBED_INNOCENTS,
                    0.0009,
                    0.0006,
                    5 * OrderModel.UNITS,
                    0,
                    0,
                    0.005f);

    private final Purpose purpose;
    private final Map<String, List<TrainingText>> corpora = new HashMap<>();
    private final List<TrainingText> payloads = new ArrayList<>();
    private final List<TrainingText> chatter = new ArrayList<>();
    private final WordClasses classes = classes();

    private OrderTrainer(Path corpora, Purpose purpose) throws IOException {
        this.purpose = purpose;
        for (List<String> files : List.of(purpose.attacks, purpose.reported, purpose.innocents)) {
            for (String file : files) {
                if (!file.startsWith(WRITTEN)) {
                    this.corpora.put(file, TrainingText.load(corpora, file));
                }
            }
        }
        written(purpose.written, WRITTEN, WRITTEN_INNOCENTS);
        written(List.of("written-more.txt"), MORE, MORE_INNOCENTS);
        written(List.of("written-languages.txt"), LANGUAGES, LANGUAGES_INNOCENTS);
        written(purpose.described, DESCRIBED, DESCRIBED_INNOCENTS);
        var maker = new PhraseMaker(purpose.grammar, 1);
        for (int i = 0; i < purpose.payloads; i++) {
            payloads.add(made("made", maker.make(purpose.rule)));
        }
        var innocent = new PhraseMaker("innocents.txt", 2);
        for (int i = 0; i < 8_000; i++) {
            chatter.add(made("chatter", innocent.make("chatter")));
        }
        var honest = new PhraseMaker("honest.txt", 3);
        for (int i = 0; i < purpose.honest; i++) {
            chatter.add(made("honest", honest.make("honest")));
        }
    }

    private void written(List<String> resources, String attacks, String innocents)
            throws IOException {
        corpora.put(attacks, TrainingText.written(resources, "attack", attacks));
        corpora.put(innocents, TrainingText.written(resources, "benign", innocents));
    }

    private static TrainingText made(String kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TrainingText.of(kind, kind, "self:" + kind, "", bytes);
    }

    /// Words of one meaning, of ours: on each line some of a class, whose name stands before a
    /// colon.
    private static WordClasses classes() throws IOException {
        var classes = new WordClasses();
        try (InputStream in = OrderTrainer.class.getResourceAsStream("classes.txt")) {
            if (in == null) {
                throw new IOException("no classes of words");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> names = new ArrayList<>();
            for (String line : text.split("\n", -1)) {
                int colon = line.indexOf(": ");
                if (line.startsWith("#") || colon < 0) {
                    continue;
                }
                String name = line.substring(0, colon);
                if (!names.contains(name)) {
                    names.add(name);
                }
                for (String word : line.substring(colon + 2).split(" ", -1)) {
                    classes.add(made(name, word).words()[0], names.indexOf(name) + 1);
                }
            }
        }
        return classes;
    }

    /// Trains one model and reports on it.
    ///
    /// @param args the folder of the corpora, the purpose, and where to write the file
    public static void main(String[] args) throws IOException {
        Purpose purpose = args[1].equals("descriptions") ? DESCRIPTIONS : RESPONSES;
        var trainer = new OrderTrainer(Path.of(args[0]), purpose);
        OUT.println("texts are read");
        trainer.run(Path.of(args[2]).resolve(purpose.resource));
    }

    private void run(Path file) throws IOException {
        var report = new OrderReport(purpose, corpora);
        OUT.println("trained on our grammar and innocent texts of other sources, no attack:");
        report.print(folds(false));
        if (!purpose.attacks.isEmpty()) {
            OUT.println("and on attacks of other sources only (unseen):");
            report.print(folds(true));
        }
        List<TrainingText> orders = orders(attacks(NONE_HIDDEN));
        byte[] evidence =
                OrderEvidence.fit(
                        orders, innocents(NONE_HIDDEN), purpose.windowCost, new Random(13));
        OrderModel model =
                train(NONE_HIDDEN, true)
                        .with(chosen(report.thresholds()))
                        .with(evidence, OrderEvidence.GATE);
        if (purpose.net != null) {
            var net = new ByteArrayOutputStream();
            net(NONE_HIDDEN).write(new DataOutputStream(net));
            Files.write(file.resolveSibling(purpose.net), net.toByteArray());
        }
        var out = new ByteArrayOutputStream();
        model.write(new DataOutputStream(out));
        Files.write(file, out.toByteArray());
        OUT.println("wrote " + out.size() + " bytes to " + file);
    }

    private OrderModel[] folds(boolean withAttacks) {
        var models = new OrderModel[TrainingText.FOLDS];
        Arrays.parallelSetAll(
                models,
                fold -> {
                    OrderModel model = train(fold, withAttacks);
                    OUT.println("  trained without part " + (fold + 1));
                    return model;
                });
        return models;
    }

    /// A model that has not seen one fold; without attacks, of one draw, for the report only.
    private OrderModel train(int hidden, boolean withAttacks) {
        List<TrainingText> innocents = innocents(hidden);
        List<TrainingText> attacks = withAttacks ? attacks(hidden) : List.of();
        byte[] evidence = OrderEvidence.count(orders(attacks), innocents);
        var fit = new OrderFit(evidence, classes, purpose.rowBits);
        List<OrderFit.Draw> draws = new ArrayList<>();
        for (int draw = 0; draw < (withAttacks ? DRAWS : 1); draw++) {
            draws.add(draw(innocents, attacks, fit, new Random(FIRST_SEED + draw)));
        }
        OrderModel model = fit.fit(draws, OrderFit.EPOCHS);
        if (purpose.net == null || hidden == NONE_HIDDEN || !withAttacks) {
            return model;
        }
        OrderNet net = net(hidden);
        return model.with(() -> net);
    }

    /// A second reader that has not seen one fold; of no texts that were put together.
    private OrderNet net(int hidden) {
        List<TrainingText> innocents = new ArrayList<>(innocents(hidden));
        innocents.removeIf(text -> text.source().equals("self:" + text.kind()));
        return OrderNetExamples.train(attacks(hidden), innocents, FIRST_SEED);
    }

    /// Examples, among them what models of fewer were wrong about.
    private OrderFit.Draw draw(
            List<TrainingText> innocents, List<TrainingText> attacks, OrderFit fit, Random random) {
        var examples = new OrderExamples(classes, purpose.wordsPerWindow, random);
        var draw = new OrderFit.Draw(examples.all(), random);
        List<TrainingText> embedded = examples.embedded(payloads, innocents);
        examples.addRandom(innocents);
        int kept = examples.all().size();
        examples.addPayloads(embedded, null);
        for (int round = 0; round < ROUNDS; round++) {
            OrderModel model = fit.fit(List.of(draw), OrderFit.EPOCHS_TO_MINE);
            examples.cutTo(kept);
            examples.mine(innocents, model);
            kept = examples.all().size();
            examples.addPayloads(embedded, model);
            for (TrainingText attack : attacks) {
                boolean isUsual = attack.isWritten() && !attack.kind().equals(LANGUAGES);
                float weight = isUsual ? 3 : 1.5f;
                examples.bestWindow(attack, model, 0, attack.words().length, true, weight);
            }
        }
        return draw;
    }

    /// The thresholds that are chosen, and for others what the folds say.
    private int[] chosen(int[] folds) {
        return new int[] {
            purpose.shown == 0 ? folds[0] : purpose.shown,
            purpose.refused == 0 ? folds[1] : purpose.refused
        };
    }

    private List<TrainingText> innocents(int hidden) {
        List<TrainingText> innocents = new ArrayList<>(chatter);
        for (String name : purpose.innocents) {
            for (TrainingText text : all(name)) {
                boolean isAttackQuoted = text.hasPhrase();
                if (text.fold() != hidden && !isAttackQuoted) {
                    innocents.add(text);
                }
            }
        }
        return innocents;
    }

    private List<TrainingText> attacks(int hidden) {
        List<TrainingText> attacks = new ArrayList<>();
        for (String name : purpose.attacks) {
            for (TrainingText text : all(name)) {
                boolean isOrder =
                        !text.kind().contains("implicit") && !text.kind().contains("direct");
                if (text.fold() != hidden && isOrder) {
                    attacks.add(text);
                }
            }
        }
        return attacks;
    }

    private List<TrainingText> orders(List<TrainingText> attacks) {
        List<TrainingText> orders = new ArrayList<>(payloads);
        orders.addAll(attacks);
        return orders;
    }

    private List<TrainingText> all(String name) {
        return corpora.getOrDefault(name, List.of());
    }
}
