package gate.app;

import gate.protocol.CodePoints;
import gate.protocol.Envelope;
import gate.protocol.Frame;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.rules.Cut;
import gate.rules.Judge;
import gate.rules.Verdict;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A line without what was found in it: `«redacted:rule»` in its place, every other byte as it
/// came.
///
/// Nothing is written anew: the cuts are mapped to bytes of the line. Only texts that people and
/// models read are cut; where a name, a number or a part of the protocol would have to be, the
/// message is refused instead. What comes out is read and judged again, so it is one message of the
/// same shape in which nothing is left to refuse or cut.
final class Redaction {

    /// Bytes of the line that give way.
    private record Edit(int from, int to, String ruleId) {}

    private Redaction() {}

    /// Rounds of cutting: a rule may name only the first of what it finds in a text.
    private static final int MAX_ROUNDS = 16;

    /// The line without what the cuts take, and what is to be cut then.
    ///
    /// @param judge has judged the line, and judges again what becomes of it
    /// @return null where that cannot be done safely
    static Frame.@Nullable Line of(
            Frame.Line line, Envelope envelope, List<Cut> cuts, Judge judge) {
        Frame.Line redacted = line;
        Envelope now = envelope;
        List<Cut> left = cuts;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            redacted = cut(redacted, now.json(), left);
            now = redacted == null ? null : read(redacted, envelope);
            if (redacted == null || now == null) {
                return null;
            }
            Verdict verdict = judge.judge(now).verdict();
            if (verdict instanceof Verdict.Forward) {
                return redacted;
            }
            if (!(verdict instanceof Verdict.Mask mask)) {
                return null;
            }
            left = mask.cuts();
        }
        return null;
    }

    private static Frame.@Nullable Line cut(Frame.Line line, Json json, List<Cut> cuts) {
        List<Edit> edits = new ArrayList<>();
        for (Cut cut : cuts) {
            Edit edit = edit(json, cut);
            if (edit == null) {
                return null;
            }
            edits.add(edit);
        }
        edits.sort(Comparator.comparingInt(Edit::from));
        return Frame.Line.of(applied(line, edits));
    }

    private static @Nullable Edit edit(Json json, Cut cut) {
        int node = Pointers.resolve(json, cut.span().pointer());
        boolean isPlace =
                json.isString(node)
                        && json.pointer(node).equals(cut.span().pointer())
                        && Prose.holds(json, node);
        if (!isPlace) {
            return null;
        }
        int from = -1;
        var points = new CodePoints().over(json, node);
        int before = json.start(node) + 1;
        while (points.next() >= 0) {
            // A character that is cut in half goes as a whole.
            if (from < 0 && points.index() + points.width() > cut.span().start()) {
                from = before;
            }
            before = points.offset();
            if (points.index() + points.width() >= cut.span().end()) {
                return new Edit(from, before, cut.ruleId());
            }
        }
        return null; // the text ends before the cut does
    }

    private static byte[] applied(Frame.Line line, List<Edit> edits) {
        var out = new ByteArrayOutputStream(line.end() - line.start() + 64);
        int at = line.start();
        for (Edit edit : edits) {
            if (edit.from < at) {
                continue; // both cut one character
            }
            out.write(line.bytes(), at, edit.from - at);
            out.writeBytes(("«redacted:" + edit.ruleId + "»").getBytes(StandardCharsets.UTF_8));
            at = edit.to;
        }
        out.write(line.bytes(), at, line.end() - at);
        return out.toByteArray();
    }

    /// The line as a message in the place of the other, or null if it has not the same shape.
    private static @Nullable Envelope read(Frame.Line redacted, Envelope before) {
        Reading reading = new MessageReader().read(redacted);
        return reading instanceof Reading.Single(Message message)
                        && hasShape(message.json(), before.json())
                ? new Envelope(
                        before.session(),
                        before.direction(),
                        message,
                        before.epochNanos(),
                        before.answered())
                : null;
    }

    private static boolean hasShape(Json json, Json of) {
        if (json.count() != of.count()) {
            return false;
        }
        for (int node = 0; node < json.count(); node++) {
            if (json.kind(node) != of.kind(node) || json.parent(node) != of.parent(node)) {
                return false;
            }
        }
        return true;
    }
}
