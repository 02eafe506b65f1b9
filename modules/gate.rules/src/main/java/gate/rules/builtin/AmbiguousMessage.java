package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.function.Consumer;

/// Points out what two peers may read differently although both read it.
///
/// Names that differ only in case are one name to some peers (Go's JSON before MCP SDK 1.3.1,
/// CVE-2026-27896; C# inside `params` and `result`), and a number of hundreds of digits is whatever
/// a peer makes of it. Where such a thing could change what a message asks for, the reader refuses
/// it; here is the rest.
public final class AmbiguousMessage implements Rule {

    private static final String ID = "ambiguous_message";

    /// For the service loader.
    public AmbiguousMessage() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.LOW;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        Json json = envelope.json();
        int message = envelope.message().node();
        int twin = json.caseTwin();
        if (isIn(json, message, twin)) {
            findings.accept(
                    finding(json, twin, "another name of this object differs in case only"));
        }
        int number = json.absurdNumber();
        if (isIn(json, message, number)) {
            findings.accept(finding(json, number, "a number that no peer computes with"));
        }
    }

    /// Whether a node stands in this message, and not in another of its batch.
    private static boolean isIn(Json json, int message, int node) {
        return node >= message && node < json.last(message);
    }

    private static Finding finding(Json json, int node, String reason) {
        return new Finding(ID, Severity.LOW, new Span(json.pointer(node), 0, 0), reason);
    }
}
