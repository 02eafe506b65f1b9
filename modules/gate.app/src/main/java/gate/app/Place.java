package gate.app;

import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Span;

import java.nio.ByteBuffer;

/// Where in a message something was found, with the text around it.
///
/// @param node the string or member name that it stands in; [Json#NONE] where it was not found, or
///   where the line is no message
/// @param before what stands before it
/// @param found the text itself; empty where a whole value is meant that is no text, or a position
/// @param after what stands behind it
record Place(Finding finding, int node, SafeText before, SafeText found, SafeText after) {

    /// How much of the text around is shown, and of the text itself.
    private static final int AROUND_CHARS = 60;

    private static final int FOUND_CHARS = 400;
    private static final SafeText MORE = SafeText.line("…");

    /// In a message that can be read.
    static Place in(Json json, Finding finding) {
        int node = text(json, finding.span());
        if (node == Json.NONE) {
            return new Place(finding, node, SafeText.EMPTY, SafeText.EMPTY, SafeText.EMPTY);
        }
        if (!json.isText(node)) {
            int start = json.start(node);
            int end = Math.min(json.end(node), start + FOUND_CHARS);
            SafeText value = SafeText.json(ByteBuffer.wrap(json.bytes(), start, end - start));
            return new Place(
                    finding,
                    node,
                    SafeText.EMPTY,
                    end < json.end(node) ? value.plus(MORE) : value,
                    SafeText.EMPTY);
        }
        String text = json.string(node);
        int start = boundary(text, finding.span().start());
        int end = boundary(text, finding.span().end());
        if (start == end) {
            start = 0;
            end = text.length();
        }
        int shownEnd = boundary(text, Math.min(end, start + FOUND_CHARS));
        SafeText found = SafeText.line(text.substring(start, shownEnd));
        return new Place(
                finding,
                node,
                end(text, start),
                shownEnd < end ? found.plus(MORE) : found,
                start(text, end));
    }

    /// In a line that is no message: the span counts its bytes.
    static Place in(byte[] line, Finding finding) {
        int at = Math.min(finding.span().start(), line.length);
        int from = Math.max(0, at - AROUND_CHARS);
        int to = Math.min(line.length, at + AROUND_CHARS);
        SafeText before = SafeText.line(ByteBuffer.wrap(line, from, at - from));
        SafeText after = SafeText.line(ByteBuffer.wrap(line, at, to - at));
        return new Place(
                finding,
                Json.NONE,
                from > 0 ? MORE.plus(before) : before,
                SafeText.EMPTY,
                to < line.length ? after.plus(MORE) : after);
    }

    /// The text that a span lies in. A member's name has the pointer of its value, so where the
    /// value cannot hold the span, it is the name's.
    static int text(Json json, Span span) {
        int value = Pointers.resolve(json, span.pointer());
        if (value == Json.NONE || span.end() == 0 || fits(json, value, span)) {
            return value;
        }
        boolean isMember = json.parent(value) != Json.NONE && json.isObject(json.parent(value));
        return isMember && fits(json, value - 1, span) ? value - 1 : Json.NONE;
    }

    private static boolean fits(Json json, int node, Span span) {
        return json.isText(node) && json.string(node).length() >= span.end();
    }

    private static SafeText end(String text, int to) {
        int from = boundary(text, Math.max(0, to - AROUND_CHARS));
        SafeText shown = SafeText.line(text.substring(from, to));
        return from > 0 ? MORE.plus(shown) : shown;
    }

    private static SafeText start(String text, int from) {
        int to = boundary(text, Math.min(text.length(), from + AROUND_CHARS));
        SafeText shown = SafeText.line(text.substring(from, to));
        return to < text.length() ? shown.plus(MORE) : shown;
    }

    /// A position between two characters: never within a surrogate pair, never beyond the end.
    static int boundary(String text, int at) {
        int near = Math.min(at, text.length());
        boolean splits =
                near > 0
                        && near < text.length()
                        && Character.isSurrogatePair(text.charAt(near - 1), text.charAt(near));
        return splits ? near - 1 : near;
    }
}
