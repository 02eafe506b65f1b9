package gate.protocol;

import java.nio.charset.StandardCharsets;

/// Looks for a message hidden between line separators that JSON allows raw inside strings.
///
/// MCP frames on LF alone, but some readers of text also end a line at U+0085, U+2028 and U+2029.
/// For those, a piece between two separators is a line of its own.
final class LineSeparators {

    private LineSeparators() {}

    /// Whether a piece between two separators is a JSON object: of the line itself, or of a string
    /// in it once unescaped.
    static boolean hideObject(Json json, int from, int to) {
        if (hasObjectPiece(new String(json.bytes(), from, to - from, StandardCharsets.UTF_8))) {
            return true;
        }
        for (int node = 0; node < json.count(); node++) {
            if (json.isText(node) && !json.isPlain(node) && hasObjectPiece(json.string(node))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasObjectPiece(String text) {
        int from = -1;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '\u0085' || unit == '\u2028' || unit == '\u2029') {
                if (from >= 0 && isObject(text.substring(from, i).strip())) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static boolean isObject(String piece) {
        if (!piece.startsWith("{") || !piece.endsWith("}")) {
            return false;
        }
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        return new JsonScanner().scan(bytes, 0, bytes.length) == null;
    }
}
