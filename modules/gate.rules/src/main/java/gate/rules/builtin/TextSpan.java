package gate.rules.builtin;

import gate.protocol.Json;
import gate.rules.Span;

/// Turns places in the source of a JSON string into places in its text.
final class TextSpan {

    private TextSpan() {}

    /// @param from where it begins, in bytes of the message
    static Span of(Json json, int node, int from, int to) {
        byte[] bytes = json.bytes();
        int start = units(bytes, json.start(node) + 1, from);
        return new Span(json.pointer(node), start, start + units(bytes, from, to));
    }

    /// All of a text.
    static Span all(Json json, int node) {
        return of(json, node, json.start(node) + 1, json.end(node) - 1);
    }

    /// The UTF-16 code units that some source of a JSON string stands for.
    static int units(byte[] bytes, int from, int to) {
        int units = 0;
        for (int at = from; at < to; at++) {
            int b = bytes[at] & 0xff;
            if (b == '\\') {
                at += at + 1 < bytes.length && bytes[at + 1] == 'u' ? 5 : 1;
                units++;
            } else if (b < 0x80 || b >= 0xc0) {
                units += b >= 0xf0 ? 2 : 1;
            }
        }
        return units;
    }
}
