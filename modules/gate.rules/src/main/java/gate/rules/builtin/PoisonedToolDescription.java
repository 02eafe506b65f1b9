package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// Finds orders to the agent in what a server says about itself: tools with their whole schemas,
/// prompts, resources and instructions. See `docs/rules/poisoned_tool_description.md`.
///
/// A model of its own judges them, for a description tells an agent what to do by its nature.
public final class PoisonedToolDescription implements Rule {

    private static final String ID = "poisoned_tool_description";
    private static final String REASON = "a description gives the agent orders beyond its tool";

    private static final String ENCODED = "a description holds text that nobody can read";
    private static final String COMMAND = "a description holds a command that destroys";

    /// What of a result describes the server.
    private static final String[] PARTS = {
        "tools", "prompts", "resources", "resourceTemplates", "instructions"
    };

    static final OrderThresholds STANDARD = new OrderThresholds(1.9, 5.0);

    /// A text that scores as much as this is refused if the model of results gives it [#AGREED]:
    /// the two were trained with other texts and seldom err on the same.
    private static final int LIKELY = 3 * OrderModel.UNITS / 2;

    private static final int AGREED = 5 * OrderModel.UNITS / 2;

    /// A text that scores up to so much more than what is refused is not where the model of results
    /// gives it less than [#DOUBTED]: it may be a strict manual of a tool.
    private static final int DOUBTFUL = 3 * OrderModel.UNITS / 2;

    private static final int DOUBTED = 0;

    private final OrderThresholds thresholds;

    /// For the service loader.
    public PoisonedToolDescription() {
        this(STANDARD);
    }

    private PoisonedToolDescription(OrderThresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public List<Setting> settings() {
        return STANDARD.settings();
    }

    @Override
    public Rule with(Settings settings) {
        return new PoisonedToolDescription(STANDARD.with(settings));
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
        if (envelope.direction() != Direction.DOWNSTREAM) {
            return;
        }
        Json json = envelope.json();
        switch (envelope.message()) {
            case Message.Result result -> judgeParts(json, result.result(), findings);
            // A server that samples may hand over tools (MCP 2025-11-25, client/sampling).
            case Message.Request request -> judgeParts(json, request.params(), findings);
            case Message.Notification notification ->
                    judgeParts(json, notification.params(), findings);
            case Message.Failure _ -> {}
        }
    }

    private void judgeParts(Json json, int object, Consumer<Finding> findings) {
        if (object == Json.NONE || !json.isObject(object)) {
            return;
        }
        OrderFinder finder = null;
        OrderFinder second = null;
        for (String part : PARTS) {
            int value = json.member(object, part);
            if (value == Json.NONE) {
                continue;
            }
            OrderModel model = thresholds.of(OrderModel.Descriptions.MODEL);
            if (finder == null || second == null) {
                finder = new OrderFinder(model, true);
                second = new OrderFinder(OrderModel.Responses.MODEL);
            }
            // Instructions tell an agent what to do by their nature: what is only likely to be an
            // order is none there.
            boolean isGuide = part.equals("instructions");
            int least = isGuide ? model.blockThreshold() : model.flagThreshold();
            int last = json.last(value);
            for (int node = value; node < last; node++) {
                if (json.isText(node)) {
                    judgeText(json, node, model, least, finder, isGuide ? null : second, findings);
                }
            }
        }
    }

    /// As far above [#LIKELY] as a policy has moved what is refused.
    private static int likely(OrderModel model) {
        int moved = model.blockThreshold() - OrderModel.Descriptions.MODEL.blockThreshold();
        return LIKELY + Math.max(0, moved);
    }

    /// Not where a policy says from which score on a text is refused.
    private static boolean isDoubtful(int score, OrderModel model) {
        int refused = OrderModel.Descriptions.MODEL.blockThreshold();
        return model.blockThreshold() == refused && score < refused + DOUBTFUL;
    }

    private static String reason(
            OrderFinder finder, OrderModel model, boolean isAgreed, int score) {
        if (finder.hasCommand()) {
            return COMMAND + finder.how();
        }
        boolean isOrder = isAgreed || finder.hasPhrase() || score >= model.flagThreshold();
        String by = isAgreed ? ", by both models" : "";
        return isOrder
                ? REASON + finder.how() + OrderThresholds.shown(score) + by
                : ENCODED + finder.how();
    }

    private static void judgeText(
            Json json,
            int node,
            OrderModel model,
            int least,
            OrderFinder finder,
            @Nullable OrderFinder second,
            Consumer<Finding> findings) {
        int from = json.start(node) + 1;
        int to = json.end(node) - 1;
        if (to - from < OrderFinder.MIN_BYTES) {
            return;
        }
        int score = finder.find(json.bytes(), from, to);
        boolean isHidden = finder.hasPhrase() || finder.hasCommand();
        int other =
                second != null && score >= likely(model)
                        ? second.find(json.bytes(), from, to)
                        : OrderScan.NO_SCORE;
        boolean isAgreed =
                score >= likely(model) && score < model.blockThreshold() && other >= AGREED;
        if (score >= least || isAgreed || isHidden || finder.hasEncoded()) {
            boolean isDenied = second != null && other < DOUBTED && isDoubtful(score, model);
            boolean isHigh = score >= model.blockThreshold() && !isDenied;
            boolean isSure = isHigh || isAgreed || isHidden;
            Severity severity = isSure ? Severity.HIGH : Severity.LOW;
            Span span = TextSpan.of(json, node, finder.start(), finder.end());
            findings.accept(
                    new Finding(ID, severity, span, reason(finder, model, isAgreed, score)));
        }
    }
}
