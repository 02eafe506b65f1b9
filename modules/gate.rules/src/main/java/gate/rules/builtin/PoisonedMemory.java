package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Span;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/// Finds calls that write an order where an agent will obey it later: into a file of instructions
/// or into its memory.
///
/// An order that is kept outlives the session that read it. Judged by the model and the phrases
/// that texts of servers are judged by: see `docs/rules/poisoned_memory.md`.
public final class PoisonedMemory implements Rule {

    private static final String ID = "poisoned_memory";
    private static final String KEEPS = "keeps an order for an agent";

    private final OrderThresholds thresholds;

    /// For the service loader.
    public PoisonedMemory() {
        this(InjectionSuspected.STANDARD);
    }

    private PoisonedMemory(OrderThresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public List<Setting> settings() {
        return InjectionSuspected.STANDARD.settings();
    }

    @Override
    public Rule with(Settings settings) {
        return new PoisonedMemory(InjectionSuspected.STANDARD.with(settings));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        CallArguments arguments = CallArguments.of(envelope, memory);
        if (arguments == null || WritingTools.reads(arguments.tool())) {
            return;
        }
        if (AgentTexts.isOfMemory(arguments.tool())) {
            new Written(arguments, thresholds, findings).judge(Json.NONE, Integer.MAX_VALUE);
            return;
        }
        Written written = null;
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            String text = arguments.path(node);
            if (text != null && AgentTexts.isInstructions(PathText.of(text))) {
                if (written == null) {
                    written = new Written(arguments, thresholds, findings);
                }
                written.judgeBeside(node);
            }
        }
    }

    /// Whether a text is an order that an agent would keep: surely one, by what is built in.
    static boolean keeps(String text) {
        OrderModel model = OrderModel.Responses.MODEL;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < OrderFinder.MIN_BYTES) {
            return false;
        }
        var finder = new OrderFinder(model);
        return isSure(finder, model, finder.find(bytes, 0, bytes.length));
    }

    /// Who writes about such phrases quotes one; who gives an order has more words for it.
    private static boolean isSure(OrderFinder finder, OrderModel model, int score) {
        boolean isLikely = score >= model.flagThreshold();
        return finder.hasPhrase()
                || score >= model.blockThreshold()
                || (isLikely && finder.hasPlainPhrase());
    }

    /// What one call writes. Owned by one thread, for one message.
    private static final class Written {

        private final CallArguments arguments;
        private final Json json;
        private final Consumer<Finding> findings;
        private final OrderModel model;
        private final OrderFinder finder;

        private final BitSet judged = new BitSet();

        /// What was judged last: all strings between these nodes.
        private int from;

        private int to;

        Written(CallArguments arguments, OrderThresholds thresholds, Consumer<Finding> findings) {
            this.arguments = arguments;
            this.findings = findings;
            json = arguments.json();
            model = thresholds.of(OrderModel.Responses.MODEL);
            finder = new OrderFinder(model);
        }

        /// Judges what stands in the same object as a path, or in one around it.
        void judgeBeside(int path) {
            if (path > from && path < to) {
                return;
            }
            boolean isFound = false;
            int object = json.parent(path);
            while (!isFound && arguments.holds(object)) {
                isFound = json.isObject(object) && judge(object, json.last(object));
                object = json.parent(object);
            }
        }

        /// Judges the strings between two nodes.
        ///
        /// @return whether there are any that a call may write
        boolean judge(int before, int end) {
            from = before;
            to = end;
            int node = arguments.next(before);
            while (node != Json.NONE && node < end) {
                if (!judged.get(node) && isWritten(node)) {
                    judged.set(node);
                    judge(node);
                }
                node = arguments.next(node);
            }
            int found = judged.nextSetBit(before + 1);
            return found >= 0 && found < end;
        }

        private boolean isWritten(int node) {
            return json.end(node) - json.start(node) - 2 >= OrderFinder.MIN_BYTES
                    && !AgentTexts.isOld(json, node)
                    && arguments.path(node) == null;
        }

        private void judge(int node) {
            int score = finder.find(json.bytes(), json.start(node) + 1, json.end(node) - 1);
            boolean isLikely = score >= model.flagThreshold();
            boolean isPlain = finder.hasPlainPhrase();
            if (!isLikely && !isPlain && !finder.hasPhrase()) {
                return;
            }
            Span span =
                    isLikely || finder.hasPhrase()
                            ? TextSpan.of(json, node, finder.start(), finder.end())
                            : TextSpan.of(json, node, finder.phraseStart(), finder.phraseEnd());
            String reason = KEEPS + finder.how() + (isLikely ? OrderThresholds.shown(score) : "");
            Severity severity = isSure(finder, model, score) ? Severity.HIGH : Severity.LOW;
            findings.accept(new Finding(ID, severity, span, reason));
        }
    }
}
