package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Offer;
import gate.rules.OfferDiff;
import gate.rules.Pins;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Compares what a server offers with what it offered before, across sessions.
///
/// A tool that now gives orders which it did not give when the user came to trust it is a rug pull:
/// refused. One that merely widened is shown; one that was only reworded is remembered. See
/// `docs/rules/tool_changed.md`.
public final class ToolChanged implements Rule {

    private static final String ID = "tool_changed";

    /// For the service loader.
    public ToolChanged() {}

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
        if (envelope.direction() == Direction.UPSTREAM) {
            judgeCall(envelope, memory, findings);
            return;
        }
        Json json = envelope.json();
        int tools = Offered.tools(envelope);
        if (tools != Json.NONE) {
            judgeList(envelope, tools, memory.pins(), findings);
            return;
        }
        int instructions = Offered.instructions(envelope);
        if (instructions != Json.NONE) {
            Offer offer = Offer.instructions(json.string(instructions));
            var names = new OfferedNames(envelope.session(), memory.pins(), json, Json.NONE);
            List<Offer> passed = new ArrayList<>(1);
            judge(offer, json, json.parent(instructions), memory.pins(), names, passed, findings);
            memory.pins().pin(passed);
        }
    }

    private static void judgeCall(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        if (!(envelope.message() instanceof Message.Request request)
                || !request.method().equals("tools/call")) {
            return;
        }
        Json json = request.json();
        int name = json.member(request.params(), "name");
        if (json.isString(name) && memory.pins().isHeld(json.string(name))) {
            findings.accept(
                    new Finding(
                            ID,
                            Severity.HIGH,
                            new Span(json.pointer(name), 0, json.string(name).length()),
                            "this tool has changed and was not accepted yet: mcpgate pins diff"));
        }
    }

    private static void judgeList(
            Envelope envelope, int tools, Pins pins, Consumer<Finding> findings) {
        Json json = envelope.json();
        var names = new OfferedNames(envelope.session(), pins, json, tools);
        List<Offer> passed = new ArrayList<>();
        for (int at = json.first(tools); at != Json.NONE; at = json.next(at)) {
            String name = json.memberString(at, "name");
            if (name != null && !name.isEmpty()) {
                judge(Offer.tool(name, json, at), json, at, pins, names, passed, findings);
            }
        }
        String command = pins.otherCommand();
        if (!command.isEmpty()) {
            findings.accept(
                    new Finding(
                            ID,
                            Severity.LOW,
                            new Span(json.pointer(tools), 0, 0),
                            "a server of this name was started by another command before: "
                                    + command));
        }
        pins.pin(passed);
    }

    /// @param node the object that the parts of the offer stand in
    /// @param passed takes the offer if it is let pass and not known yet
    private static void judge(
            Offer offer,
            Json json,
            int node,
            Pins pins,
            OfferedNames names,
            List<Offer> passed,
            Consumer<Finding> findings) {
        List<Offer> versions = pins.known(offer.name());
        if (versions.contains(offer)) {
            return;
        }
        if (versions.isEmpty()) {
            passed.add(offer);
            return;
        }
        OfferDiff diff = OfferDiff.of(versions.getFirst(), offer);
        var orders = new Orders(names);
        for (OfferDiff.Change change : diff.changes()) {
            if (!change.added().isEmpty()) {
                String why = orders.read(change.added()).why();
                if (why != null) {
                    pins.hold(offer, why, true);
                    String reason = shown(offer) + " has changed: what it newly says " + why;
                    findings.accept(finding(json, node, change.path(), Severity.HIGH, reason));
                    return;
                }
            }
        }
        passed.add(offer);
        if (diff.widens()) {
            String reason = shown(offer) + " may do more than before: " + diff.summary();
            findings.accept(finding(json, node, "name", Severity.LOW, reason));
        }
    }

    private static String shown(Offer offer) {
        String label = offer.label();
        return label.length() <= 80 ? label : label.substring(0, 80) + "…";
    }

    /// @param path as in [Offer#parts]
    private static Finding finding(
            Json json, int node, String path, Severity severity, String reason) {
        int at = node;
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String step = path.substring(from, to).replace("~1", "/").replace("~0", "~");
            int member = json.member(at, step);
            if (member == Json.NONE) {
                break;
            }
            at = member;
            from = to + 1;
        }
        int end = json.isString(at) ? json.string(at).length() : 0;
        return new Finding(ID, severity, new Span(json.pointer(at), 0, end), reason);
    }
}
