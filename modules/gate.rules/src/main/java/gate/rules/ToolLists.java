package gate.rules;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;

import java.util.List;
import java.util.function.Consumer;

/// Refuses calls of tools that a policy does not let be called, and names those in lists.
///
/// @param denied globs; a tool that fits one is not called
/// @param allowed lists of globs, each from one file: a tool is called only if it fits one of every
///   list
public record ToolLists(List<String> denied, List<List<String>> allowed) implements Rule {

    public static final String ID = "tool_not_allowed";

    /// Stands for a tool that was left out of a list.
    public static final String HIDDEN = "tool_hidden";

    public ToolLists {
        denied = List.copyOf(denied);
        allowed = List.copyOf(allowed);
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
        if (envelope.direction() == Direction.DOWNSTREAM) {
            listed(envelope, findings);
            return;
        }
        if (!(envelope.message() instanceof Message.Request request)
                || !request.method().equals("tools/call")) {
            return;
        }
        Json json = request.json();
        int name = json.member(request.params(), "name");
        String tool = json.isString(name) ? json.string(name) : "";
        String why = why(tool);
        if (why != null) {
            Span span =
                    json.isString(name)
                            ? new Span(json.pointer(name), 0, tool.length())
                            : new Span("", 0, 0);
            findings.accept(new Finding(ID, Severity.HIGH, span, why));
        }
    }

    private void listed(Envelope envelope, Consumer<Finding> findings) {
        if (!"tools/list".equals(envelope.method())
                || !(envelope.message() instanceof Message.Result result)) {
            return;
        }
        Json json = result.json();
        int tools = json.member(result.result(), "tools");
        for (int at = json.isArray(tools) ? json.first(tools) : Json.NONE;
                at != Json.NONE;
                at = json.next(at)) {
            String name = json.memberString(at, "name");
            if (name != null && why(name) != null) {
                Span span = new Span(json.pointer(json.member(at, "name")), 0, name.length());
                findings.accept(new Finding(HIDDEN, Severity.LOW, span, "is left out of the list"));
            }
        }
    }

    /// Why a tool may not be called, or null if it may.
    public @org.jspecify.annotations.Nullable String why(String tool) {
        for (String pattern : denied) {
            if (Glob.fits(pattern, tool)) {
                return "the policy denies the tools \"" + pattern + '"';
            }
        }
        for (List<String> list : allowed) {
            if (!Glob.fitsAny(list, tool)) {
                return "the policy allows other tools only";
            }
        }
        return null;
    }
}
