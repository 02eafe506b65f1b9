package gate.rules.builtin;

import java.util.Locale;

/// A URL within a text, and what stands around it.
final class LinkText {

    /// Longest URL that is looked at, in characters.
    static final int MAX_LINK = 8_192;

    /// Characters before a URL that may make an image of it.
    private static final int AROUND = 300;

    /// Characters at the beginning of a text in which an image and its reference are looked for.
    private static final int REFERENCES = 16_384;

    /// Longest name of data that a URL has a place for, in characters.
    private static final int MAX_PLACE = 80;

    /// Characters of base64 that may be words.
    static final int MIN_HIDDEN = 32;

    private LinkText() {}

    /// Where the URL begins whose `://` stands at a place.
    static int start(String text, int at) {
        int from = at;
        while (from > 0 && at - from < 12 && Secrets.isAlnum(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    /// Where it ends.
    static int end(String text, int at) {
        int to = at + 3;
        int most = Math.min(text.length(), at + MAX_LINK);
        while (to < most && isOfLink(text.charAt(to))) {
            to++;
        }
        return to;
    }

    private static boolean isOfLink(char c) {
        return c > ' ' && c != ')' && c != '"' && c != '\'' && c != '`';
    }

    /// Whether the URL is shown as a picture, which fetches it without a click: `![alt](URL`, `<img
    /// src="URL`, or the target of a reference, `[name]: URL`, in a text with `![alt][name]`.
    static boolean isImage(String text, int from) {
        int before = from - 1;
        while (before >= 0 && (text.charAt(before) == '<' || text.charAt(before) == ' ')) {
            before--;
        }
        if (before < 1) {
            return false;
        }
        char c = text.charAt(before);
        if (c == '(' && text.charAt(before - 1) == ']') {
            int open = lastOf('[', text, before - 1);
            return open > 0 && text.charAt(open - 1) == '!';
        }
        if (c == '"' || c == '\'' || c == '=') {
            int tag = lastOf('<', text, before);
            return tag >= 0 && text.regionMatches(true, tag, "<img", 0, 4);
        }
        if (c == ':' && text.charAt(before - 1) == ']') {
            int open = lastOf('[', text, before - 1);
            return open >= 0 && isShown(text, open, before);
        }
        return false;
    }

    /// Whether the reference between two places is one that an image has; near the beginning of a
    /// text, for to search all of it for each reference is work by the square.
    private static boolean isShown(String text, int from, int to) {
        String reference = "]".concat(text.substring(from, to));
        String near = text.substring(0, Math.min(text.length(), REFERENCES));
        return near.contains(reference) && near.contains("![");
    }

    /// The nearest such character before a place, or -1.
    private static int lastOf(char c, String text, int before) {
        int least = Math.max(0, before - AROUND);
        for (int at = before; at >= least; at--) {
            if (text.charAt(at) == c) {
                return at;
            }
        }
        return -1;
    }

    /// The next such character between two places, or -1.
    private static int next(char c, String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) == c) {
                return at;
            }
        }
        return -1;
    }

    /// Whether a value of the query is not a value but says which data to put there.
    static boolean hasPlaceForData(String text, int at, int to) {
        int query = next('?', text, at, to);
        int equals = query < 0 ? -1 : next('=', text, query, to);
        while (equals >= 0) {
            int end = equals + 1;
            while (end < to && text.charAt(end) != '&') {
                end++;
            }
            end = end == to ? closed(text, equals + 1, to) : end;
            if (isPlace(text.substring(equals + 1, end))) {
                return true;
            }
            equals = next('=', text, end, to);
        }
        return false;
    }

    private static boolean isPlace(String value) {
        if (value.length() < 4 || value.length() > MAX_PLACE) {
            return false;
        }
        String decoded = Percent.decode(value);
        String place = decoded == null ? value : decoded;
        char first = place.charAt(0);
        boolean isBracketed = first == '{' || first == '<' || first == '[' || first == '$';
        boolean isNamed = place.equals(place.toUpperCase(Locale.ROOT)) && isWords(place);
        return (isBracketed || isNamed) && namesData(place.toLowerCase(Locale.ROOT));
    }

    /// Where a bracket closes in which a value begins that blanks cut the URL in: `?q=<all that the
    /// user said>`; else the end of the URL.
    private static int closed(String text, int from, int to) {
        int most = Math.min(text.length(), from + MAX_PLACE);
        boolean isCut = from < to && to < most && text.charAt(to) == ' ';
        char open = isCut ? text.charAt(from) : ' ';
        char close = open == '<' ? '>' : open == '[' ? ']' : open == '{' ? '}' : ' ';
        for (int at = to; isCut && close != ' ' && at < most && text.charAt(at) != '\n'; at++) {
            if (text.charAt(at) == close) {
                return at + 1;
            }
        }
        return to;
    }

    private static boolean isWords(String place) {
        for (int i = 0; i < place.length(); i++) {
            char c = place.charAt(i);
            if (c < 'A' && c != '-' && c != '+' && c != ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean namesData(String place) {
        return place.contains("data")
                || place.contains("secret")
                || place.contains("conversation")
                || place.contains("history")
                || place.contains("summary")
                || place.contains("context")
                || place.contains("password")
                || place.contains("chat")
                || place.contains("prompt")
                || place.contains("leak")
                || (place.indexOf(' ') > 0 && (place.contains("key") || place.contains("token")));
    }

    /// Whether a part of the URL is base64 or hex of words.
    static boolean hasHiddenText(String text, int at, int to) {
        int from = at + 3;
        for (int next = from; next <= to; next++) {
            if (next < to && SecretFormat.Body.NAME.holds(text.charAt(next))) {
                continue;
            }
            if (next - from >= MIN_HIDDEN) {
                String hidden = Coded.text(text, from, next);
                if (hidden != null && (isSpeech(hidden) || namesSecrets(hidden))) {
                    return true;
                }
            }
            from = next + 1;
        }
        return false;
    }

    /// Whether a text assigns what its names call secrets: `password=…;user=…`.
    private static boolean namesSecrets(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("password=")
                || lower.contains("passwd=")
                || lower.contains("secret=")
                || lower.contains("api_key=")
                || lower.contains("private key-----");
    }

    /// Whether a text has words with blanks between, as what people say does and what programs pass
    /// to each other does not.
    private static boolean isSpeech(String text) {
        int blanks = 0;
        int marks = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            blanks += c == ' ' ? 1 : 0;
            marks += "{}[]<>|;=\n".indexOf(c) >= 0 ? 1 : 0;
        }
        boolean isData = "{[<\"".indexOf(text.charAt(0)) >= 0;
        return !isData
                && blanks >= 3
                && blanks * 4 < text.length() * 2
                && marks * 20 < text.length();
    }
}
