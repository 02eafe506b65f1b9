package gate.rules.builtin;

import gate.protocol.Json;

/// Finds where logins take place by the metadata of an authorization server (RFC 8414, section 2)
/// that stands in a text: `"authorization_endpoint": "https://…"`.
final class LoginText {

    private static final String NAME = "_endpoint";

    private static final int MAX_CHARS = 8_192;

    private LoginText() {}

    /// Whether a text may hold such a member: it begins as JSON does, and has the name. One byte in
    /// nine is looked at.
    static boolean mayHold(Json json, int node) {
        byte[] bytes = json.bytes();
        int from = json.start(node) + 1;
        int to = json.end(node) - 1;
        if (to - from < NAME.length() + 8 || bytes[from] != '{') {
            return false;
        }
        for (int at = from + NAME.length() - 1; at < to; at += NAME.length()) {
            int in = NAME.indexOf(bytes[at]);
            while (in >= 0) {
                if (isName(bytes, at - in, from, to)) {
                    return true;
                }
                in = NAME.indexOf(bytes[at], in + 1);
            }
        }
        return false;
    }

    private static boolean isName(byte[] bytes, int at, int from, int to) {
        if (at < from || at + NAME.length() > to) {
            return false;
        }
        for (int i = 0; i < NAME.length(); i++) {
            if (bytes[at + i] != NAME.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Where the next value of such a member begins, or -1.
    static int next(String text, int from) {
        int at = text.indexOf(NAME, from);
        while (at >= 0) {
            int value = at + NAME.length();
            boolean isMember = text.startsWith("\"", value);
            value++;
            while (isMember && value < text.length() && isBetween(text.charAt(value))) {
                value++;
            }
            if (isMember && text.startsWith("\"", value)) {
                return value + 1;
            }
            at = text.indexOf(NAME, at + 1);
        }
        return -1;
    }

    private static boolean isBetween(char c) {
        return c == ':' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /// Where it ends.
    static int end(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < MAX_CHARS && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }
}
