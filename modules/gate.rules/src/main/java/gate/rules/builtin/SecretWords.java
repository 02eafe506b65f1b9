package gate.rules.builtin;

/// Finds values that a name calls a secret: `password = "…"`, `DATADOG_API_KEY=…`.
///
/// Only values that look random count: a name alone is in every program. Still these are guesses,
/// so nothing is refused for them, and rules look for them only where a policy says so.
final class SecretWords {

    static final String KIND = "value that is named a secret";

    private static final int MAX_NAME = 64;

    private static final int MIN_VALUE = 8;

    private static final int MAX_VALUE = 256;

    /// Characters between a name and its value: `" => '`.
    private static final int MAX_BETWEEN = 8;

    private SecretWords() {}

    /// Finds what is named a secret; each span covers the value and nothing else.
    static void find(String text, Secrets.Sink sink) {
        int free = 0;
        int name = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isOfName(c)) {
                continue;
            }
            if (at > name && at >= free && mayAssign(c) && isOfSecret(text, name, at)) {
                int value = value(text, at);
                int end = value < 0 ? -1 : end(text, value);
                if (end > 0 && isRandom(text, value, end)) {
                    sink.found(KIND, value, end);
                    free = end;
                }
            }
            name = at + 1;
        }
    }

    private static boolean mayAssign(char c) {
        return c == '=' || c == ':' || c == ' ' || c == '"' || c == '\'' || c == '\\';
    }

    private static boolean isOfName(char c) {
        return c == '_' || c == '-' || Secrets.isAlnum(c);
    }

    /// Where the value begins behind `=`, `:`, `:=` or `=>`, with blanks and quotes around; else
    /// -1.
    private static int value(String text, int from) {
        int at = from;
        int most = Math.min(text.length(), from + MAX_BETWEEN);
        boolean isAssigned = false;
        while (at < most && " =:>\"'\\".indexOf(text.charAt(at)) >= 0) {
            isAssigned |= text.charAt(at) == '=' || text.charAt(at) == ':';
            at++;
        }
        return isAssigned && at < most ? at : -1;
    }

    /// The end of a value that nothing else follows in its line or its quotes, or -1.
    private static int end(String text, int from) {
        int to = from;
        while (to < text.length() && to - from < MAX_VALUE && isOfValue(text.charAt(to))) {
            to++;
        }
        while (to > from && text.charAt(to - 1) == '.') {
            to--;
        }
        char next = to < text.length() ? text.charAt(to) : '\n';
        boolean isWhole = next <= ' ' || "\"'`,;}&#<.\\".indexOf(next) >= 0;
        return isWhole && to - from >= MIN_VALUE ? to : -1;
    }

    private static boolean isOfValue(char c) {
        return SecretFormat.Body.LOOSE.holds(c) || "!@%^*~?|".indexOf(c) >= 0;
    }

    /// Whether a value is made of letters and digits as no name or number is.
    private static boolean isRandom(String text, int from, int to) {
        int digits = 0;
        int letters = 0;
        int turns = 0;
        int other = 0;
        int before = 0;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            int type = c >= '0' && c <= '9' ? 1 : Character.isLetter(c) ? 2 : 3;
            digits += type == 1 ? 1 : 0;
            letters += type == 2 ? 1 : 0;
            other += type == 3 ? 1 : 0;
            boolean isTurn = type != before && type + before == 3;
            turns += isTurn ? 1 : 0;
            before = type;
        }
        int length = to - from;
        boolean isMixed = digits >= 2 && letters >= 2 && turns * 6 >= length && turns >= 2;
        return isMixed && other * 4 <= length && !Placeholders.isOne(text, from, to);
    }

    /// Whether the last words of a name call it a secret: `dbPassword`, `API_KEY`, `client-secret`.
    private static boolean isOfSecret(String text, int from, int to) {
        if (to - from > MAX_NAME) {
            return false;
        }
        return ends(text, from, to, "password")
                || ends(text, from, to, "passwd")
                || ends(text, from, to, "passphrase")
                || ends(text, from, to, "pwd")
                || ends(text, from, to, "secret")
                || ends(text, from, to, "token")
                || ends(text, from, to, "credentials")
                || endsInKey(text, from, to);
    }

    private static boolean endsInKey(String text, int from, int to) {
        if (!ends(text, from, to, "key")) {
            return false;
        }
        int at = to - 3;
        while (at > from && !Secrets.isAlnum(text.charAt(at - 1))) {
            at--;
        }
        return ends(text, from, at, "api")
                || ends(text, from, at, "app")
                || ends(text, from, at, "access")
                || ends(text, from, at, "secret")
                || ends(text, from, at, "private")
                || ends(text, from, at, "account")
                || ends(text, from, at, "auth");
    }

    private static boolean ends(String text, int from, int to, String word) {
        int at = to - word.length();
        if (at < from) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = text.charAt(at + i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
            if (lower != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
