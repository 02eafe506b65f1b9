package gate.rules;

import gate.protocol.CodePoints;
import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// A rule that a policy brings along: `[[custom_rules]]`.
///
/// Looks for its patterns in every text of what a message says, member names included.
///
/// @param reason what the log says where it finds something
/// @param direction which messages it reads; null for both
/// @param tools globs for the tools that are called or answer; empty for all messages
/// @param patterns of which one is enough
public record OwnRule(
        String id,
        String reason,
        @Nullable Direction direction,
        List<String> tools,
        List<TextPattern> patterns)
        implements Rule {

    public OwnRule {
        tools = List.copyOf(tools);
        patterns = List.copyOf(patterns);
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        if (direction != null && envelope.direction() != direction) {
            return;
        }
        String tool = envelope.toolName();
        if (!tools.isEmpty() && (tool == null || !Glob.fitsAny(tools, tool))) {
            return;
        }
        int payload = envelope.message().payload();
        if (payload == Json.NONE) {
            return;
        }
        Json json = envelope.json();
        var points = new CodePoints();
        int last = json.last(payload);
        for (int node = payload; node < last; node++) {
            if (json.isText(node)) {
                for (TextPattern pattern : patterns) {
                    pattern.find(points.over(json, node), span(json, node, findings));
                }
            }
        }
    }

    /// Whether a text by itself has what the rule looks for.
    public boolean finds(String text) {
        for (TextPattern pattern : patterns) {
            if (pattern.isIn(text)) {
                return true;
            }
        }
        return false;
    }

    private TextPattern.Found span(Json json, int node, Consumer<Finding> findings) {
        return (start, end) ->
                findings.accept(
                        new Finding(
                                id,
                                Severity.HIGH,
                                new Span(json.pointer(node), start, end),
                                reason));
    }
}
