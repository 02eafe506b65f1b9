package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Percent escapes (RFC 3986, section 2.1) of ASCII characters.
final class Percent {

    private Percent() {}

    /// The text without its escapes, or null if it has none.
    static @Nullable String decode(String text) {
        int first = text.indexOf('%');
        while (first >= 0 && value(text, first) < 0) {
            first = text.indexOf('%', first + 1);
        }
        if (first < 0) {
            return null;
        }
        var decoded = new StringBuilder(text.length()).append(text, 0, first);
        int at = first;
        while (at < text.length()) {
            int value = value(text, at);
            decoded.append(value < 0 ? text.charAt(at) : (char) value);
            at += value < 0 ? 1 : 3;
        }
        return decoded.toString();
    }

    /// Where each character of the decoded text stood, and where the text ended.
    ///
    /// @param length of the decoded text
    static int[] places(String text, int length) {
        var places = new int[length + 1];
        int at = 0;
        for (int i = 0; i < length; i++) {
            places[i] = at;
            at += value(text, at) < 0 ? 1 : 3;
        }
        places[length] = text.length();
        return places;
    }

    /// What the escape at a place stands for, or -1 if there is none of an ASCII character.
    private static int value(String text, int at) {
        if (text.charAt(at) != '%' || at + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || high > 7 || low < 0 ? -1 : high * 16 + low;
    }
}
