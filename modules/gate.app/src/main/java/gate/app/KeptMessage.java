package gate.app;

import gate.app.SecretMarks.Edit;
import gate.protocol.CodePoints;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.SecretText;
import gate.rules.Span;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One message as the log keeps it: marks in the place of secrets, and of values that are cut as a
/// whole. Every other byte is as it came, and the result is JSON.
///
/// What was found in the message is moved along, so that it points at what is kept. Owned by one
/// thread.
final class KeptMessage {

    /// Said in the place of a reason that may quote what is not kept.
    static final String NOT_KEPT = "(not kept)";

    private final Json json;
    private final SecretMarks marks;
    private final KeptBytes out;
    private final List<Finding> findings;
    private final int[] targets;
    private boolean hasCuts;

    /// @param findings what was found in it, with pointers into the line
    KeptMessage(Message message, List<Finding> findings, SecretMarks marks) {
        json = message.json();
        this.marks = marks;
        this.findings = new ArrayList<>(findings);
        out = new KeptBytes(json.bytes(), json.start(message.node()), json.end(message.node()));
        targets = new int[findings.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = Place.text(json, findings.get(i).span());
        }
    }

    /// Goes through the message.
    ///
    /// @param cuts the values that are cut as a whole, ascending
    KeptMessage take(Message message, List<Integer> cuts) {
        int next = 0;
        int last = json.last(message.node());
        int node = message.node();
        while (node < last) {
            if (next < cuts.size() && cuts.get(next) == node) {
                cut(node);
                next++;
                node = json.last(node);
                continue;
            }
            List<Edit> edits = json.isText(node) ? edits(node) : List.of();
            if (!edits.isEmpty()) {
                replace(node, edits);
                move(node, edits);
            }
            node++;
        }
        for (int i = 0; i < targets.length && out.isChanged(); i++) {
            findings.set(i, named(findings.get(i), targets[i]));
        }
        return this;
    }

    /// Whether anything is kept otherwise than it came.
    boolean isChanged() {
        return out.isChanged();
    }

    /// Whether a value was cut as a whole.
    boolean hasCuts() {
        return hasCuts;
    }

    /// What is kept.
    ByteBuffer bytes() {
        return out.finish();
    }

    /// What was found, pointing at what is kept.
    List<Finding> findings() {
        return findings;
    }

    /// The secrets of a text: those with a format, and what a rule has taken for one.
    private List<Edit> edits(int node) {
        List<Edit> edits =
                SecretText.mayBeIn(json, node)
                        ? marks.edits(json.string(node), StandardCharsets.UTF_8)
                        : List.of();
        List<Edit> all = null;
        for (int i = 0; i < targets.length; i++) {
            Finding finding = findings.get(i);
            Span span = finding.span();
            boolean isSecret =
                    targets[i] == node
                            && span.end() > span.start()
                            && SecretText.RULES.contains(finding.ruleId());
            if (isSecret) {
                all = all == null ? new ArrayList<>(edits) : all;
                byte[] secret =
                        json.string(node)
                                .substring(span.start(), span.end())
                                .getBytes(StandardCharsets.UTF_8);
                String kind = finding.reason();
                kind = kind.substring(kind.lastIndexOf(": ") + 2);
                String mark = marks.mark(kind, secret, 0, secret.length);
                all.add(new Edit(span.start(), span.end(), mark));
            }
        }
        return all == null ? edits : SecretMarks.merged(all);
    }

    private void cut(int node) {
        hasCuts = true;
        int start = json.start(node);
        int end = json.end(node);
        String name = json.nameOf(node);
        String mark = marks.mark(name == null ? "value" : name, json.bytes(), start, end);
        out.replace(start, end, '"' + mark + '"');
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= node - 1 && targets[i] < json.last(node)) {
                Finding finding = findings.get(i);
                Span span = new Span(json.pointer(node), 0, 0);
                findings.set(i, new Finding(finding.ruleId(), finding.severity(), span, NOT_KEPT));
                targets[i] = Json.NONE;
            }
        }
    }

    /// Maps the edits to bytes in one walk along the text.
    private void replace(int node, List<Edit> edits) {
        int content = json.start(node) + 1;
        if (json.isPlain(node)) {
            for (Edit edit : edits) {
                out.replace(content + edit.from(), content + edit.to(), edit.mark());
            }
            return;
        }
        var points = new CodePoints().over(json, node);
        int before = content;
        int from = -1;
        int next = 0;
        while (next < edits.size() && points.next() >= 0) {
            Edit edit = edits.get(next);
            int after = points.index() + points.width();
            if (from < 0 && after > edit.from()) {
                from = before;
            }
            before = points.offset();
            if (from >= 0 && after >= edit.to()) {
                out.replace(from, before, edit.mark());
                from = -1;
                next++;
            }
        }
    }

    private void move(int node, List<Edit> edits) {
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] == node) {
                Finding finding = findings.get(i);
                Span span = finding.span();
                Span moved =
                        new Span(
                                span.pointer(),
                                SecretMarks.moved(span.start(), false, edits),
                                SecretMarks.moved(span.end(), true, edits));
                findings.set(
                        i,
                        new Finding(finding.ruleId(), finding.severity(), moved, finding.reason()));
            }
        }
    }

    /// A finding whose pointer and reason name no secret either.
    private Finding named(Finding finding, int target) {
        Span span = finding.span();
        String pointer = target == Json.NONE ? span.pointer() : pointer(span.pointer());
        return new Finding(
                finding.ruleId(),
                finding.severity(),
                new Span(pointer, span.start(), span.end()),
                marks.without(finding.reason()));
    }

    /// The same pointer with the names that are kept.
    private String pointer(String pointer) {
        var kept = new StringBuilder(pointer.length());
        int at = 0;
        while (at < pointer.length()) {
            int slash = pointer.indexOf('/', at + 1);
            int end = slash < 0 ? pointer.length() : slash;
            String step = pointer.substring(at + 1, end).replace("~1", "/").replace("~0", "~");
            kept.append('/').append(marks.without(step).replace("~", "~0").replace("/", "~1"));
            at = end;
        }
        return kept.toString();
    }
}
