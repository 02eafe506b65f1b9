package gate.rules.builtin;

import gate.protocol.CodePoints;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.function.Consumer;

/// Finds characters that nobody sees and a model reads, or that show a text in another order than
/// it has.
///
/// Every text and every member name, both ways: see `docs/rules/hidden_unicode.md`.
public final class HiddenUnicode implements Rule {

    private static final String ID = "hidden_unicode";

    /// Invisible characters that make a text worth reading.
    private static final int ENOUGH = 3;

    /// For the service loader.
    public HiddenUnicode() {}

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
        Json json = envelope.json();
        int node = envelope.message().node();
        int last = json.last(node);
        RareBytes rare = new RareBytes(json.bytes());
        for (; node < last; node++) {
            if (json.isText(node) && json.hasRareCharacters(node) && mayHide(rare, json, node)) {
                judge(json, node, findings);
            }
        }
    }

    /// Whether a text is worth reading character by character: all that is harm takes a control of
    /// direction, or some invisible characters.
    private static boolean mayHide(RareBytes rare, Json json, int node) {
        byte[] bytes = json.bytes();
        int to = json.end(node) - 1;
        int count = 0;
        int at = rare.next(json.start(node) + 1, to);
        while (at < to) {
            if (bytes[at] == '\\') {
                int point = rare.point(at);
                count += point == HiddenCharacters.HALF_OF_TAGS ? ENOUGH : weight(point);
            } else if (isLead(bytes[at] & 0xff)) {
                count += weight(rare.point(at));
            }
            if (count >= ENOUGH) {
                return true;
            }
            at = rare.after(at);
            if (at < to && bytes[at] >= 0) {
                at = rare.next(at, to);
            }
        }
        return false;
    }

    private static int weight(int point) {
        if (BidiLine.isControl(point)) {
            return ENOUGH;
        }
        return HiddenCharacters.isHidden(point) ? 1 : 0;
    }

    /// Whether an invisible character may begin with this byte; letters of most languages do not.
    private static boolean isLead(int lead) {
        return switch (lead) {
            case 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf0, 0xf3 -> true;
            default -> false;
        };
    }

    private static void judge(Json json, int node, Consumer<Finding> findings) {
        var hidden = new HiddenCharacters();
        var points = new CodePoints().over(json, node);
        for (int point = points.next(); point >= 0; point = points.next()) {
            hidden.read(point, points.index());
        }
        hidden.end(points.index());
        String reason = hidden.reason();
        if (reason != null) {
            Severity severity = hidden.isHarm() ? Severity.HIGH : Severity.LOW;
            Span span = new Span(json.pointer(node), hidden.start(), hidden.end());
            findings.accept(new Finding(ID, severity, span, reason));
        }
    }
}
