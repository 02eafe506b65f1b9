package gate.rules.builtin;

/// Finds the credentials that stand in headers of HTTP, and on the command line of `curl`.
///
/// `Authorization` is RFC 9110, section 11.6.2; the options are curl's manual (`--header`,
/// `--user`); the other names are what providers ask for: `X-Api-Key` (AWS API Gateway),
/// `PRIVATE-TOKEN` (GitLab), `Api-Token`, `X-Auth-Token`.
final class SecretHeaders {

    private static final int MAX_VALUE = 2_048;

    private static final int MAX_NAME = 32;

    /// Shorter values of a header may be anything.
    private static final int MIN_VALUE = 10;

    /// Shorter passwords on a command line are not told from words.
    private static final int MIN_PASSWORD = 8;

    private SecretHeaders() {}

    /// Whether the name of a header may begin at a place, by one or two of its letters.
    static boolean mayBegin(String text, int at) {
        return switch (text.charAt(at) | 0x20) {
            case 'x' -> is(text, at + 1, '-');
            case 'a' -> is(text, at + 3, '-') || (is(text, at + 1, 'u') && is(text, at + 7, 'z'));
            case 'p' -> is(text, at + 7, '-');
            default -> false;
        };
    }

    private static boolean is(String text, int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    /// Where the credential of `Authorization: Bearer …` or `X-Api-Key: …` begins, or -1.
    static int value(String text, int at) {
        boolean isAuthorization = Secrets.starts(text, at + 1, "uthorization");
        int end = isAuthorization ? at + 13 : endOfName(text, at);
        if (end < 0) {
            return -1;
        }
        int next = skip(text, end, " \t:=,\"'\\");
        int value = isAuthorization ? afterScheme(text, next) : next;
        return value > next || (!isAuthorization && value > end) ? value : -1;
    }

    /// Where it ends, or -1 if it is none.
    static int end(String text, int at) {
        int value = value(text, at);
        if (value < 0) {
            return -1;
        }
        int to = afterValue(text, value);
        int digits = 0;
        for (int i = value; i < to; i++) {
            digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
        }
        boolean isBrokenJwt =
                Secrets.starts(text, value, "ey") && SecretShapes.jwt(text, value) < 0;
        boolean isValue = to - value >= MIN_VALUE && digits >= 2 && !isBrokenJwt;
        return isValue && !Placeholders.isOne(text, value, to) ? to : -1;
    }

    /// Where the credential of `--header 'Key: …'` or `-H` begins, or -1.
    static int optionValue(String text, int at) {
        int name = -1;
        if (Secrets.starts(text, at, "--header")) {
            name = skip(text, at + 8, " \t=\"'\\");
        } else if (Secrets.starts(text, at, "-H") && isOption(text, at)) {
            name = skip(text, at + 2, " \t=\"'\\");
        }
        if (name < 0) {
            return -1;
        }
        int colon = name;
        while (colon < text.length() && colon - name < MAX_NAME && isOfName(text.charAt(colon))) {
            colon++;
        }
        if (colon >= text.length() || text.charAt(colon) != ':' || !isOfSecret(text, name, colon)) {
            return -1;
        }
        int value = skip(text, colon + 1, " \t");
        int behind = afterScheme(text, value);
        return behind > value ? behind : value;
    }

    /// Where it ends, or -1 if it is none.
    static int optionEnd(String text, int at) {
        int value = optionValue(text, at);
        return value < 0 ? -1 : endOfSecret(text, value);
    }

    /// Where the password of `-u name:password` or `--user` begins, or -1.
    static int password(String text, int at) {
        int name = -1;
        if (Secrets.starts(text, at, "--user")) {
            name = skip(text, at + 6, " \t=\"'\\");
            name = name == at + 6 ? -1 : name;
        } else if (Secrets.starts(text, at, "-u") && isOption(text, at)) {
            name = skip(text, at + 2, " \t=\"'\\");
        }
        if (name < 0) {
            return -1;
        }
        int colon = name;
        while (colon < text.length() && colon - name < MAX_NAME && isPlain(text.charAt(colon))) {
            if (text.charAt(colon) == ':') {
                return colon + 1;
            }
            colon++;
        }
        return -1;
    }

    /// Where it ends, or -1 if it is none.
    static int passwordEnd(String text, int at) {
        int password = password(text, at);
        return password < 0 ? -1 : endOfSecret(text, password);
    }

    /// The end of a value that stands for itself and is no word, or -1.
    private static int endOfSecret(String text, int from) {
        int to = from;
        int marks = 0;
        int digits = 0;
        while (to < text.length() && to - from < MAX_VALUE && isPlain(text.charAt(to))) {
            char c = text.charAt(to);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            marks += isMark(c) ? 1 : 0;
            to++;
        }
        boolean isCut = to < text.length() && "$<{([*".indexOf(text.charAt(to)) >= 0;
        boolean isNumber = digits == to - from;
        boolean isLong = to - from >= MIN_PASSWORD && !isCut && !isNumber;
        boolean isRandom = digits > 0 ? !Placeholders.isOne(text, from, to) : marks > 1;
        boolean isBrokenJwt = Secrets.starts(text, from, "ey") && SecretShapes.jwt(text, from) < 0;
        return isLong && isRandom && !isBrokenJwt ? to : -1;
    }

    /// What words and names do not have.
    static boolean isMark(char c) {
        return !Secrets.isAlnum(c) && "-_.:/".indexOf(c) < 0;
    }

    /// What a shell takes as it stands.
    static boolean isPlain(char c) {
        return c > ' ' && c < 0x7f && "\"'`$<>{}[]()|;*\\".indexOf(c) < 0;
    }

    private static boolean isOption(String text, int at) {
        return at > 0 && text.charAt(at - 1) <= ' ';
    }

    private static boolean isOfName(char c) {
        return c == '-' || Secrets.isAlnum(c);
    }

    /// Whether the last word of a header's name is one of those that hold credentials.
    private static boolean isOfSecret(String text, int from, int to) {
        return endsWith(text, from, to, "authorization")
                || endsWith(text, from, to, "key")
                || endsWith(text, from, to, "token")
                || endsWith(text, from, to, "secret");
    }

    /// The end of a header's name of two words or three of which the last is `key` or `token`, or
    /// -1.
    private static int endOfName(String text, int at) {
        int to = at;
        int dashes = 0;
        while (to < text.length() && to - at < MAX_NAME && isOfName(text.charAt(to))) {
            dashes += text.charAt(to) == '-' ? 1 : 0;
            to++;
        }
        boolean isSecret =
                dashes > 0
                        && dashes < 4
                        && (endsWith(text, at, to, "-key") || endsWith(text, at, to, "-token"));
        boolean isHeader = isSecret && to < text.length() && "\"':".indexOf(text.charAt(to)) >= 0;
        boolean isAuth =
                isHeader
                        && (matches(text, at, to, "x-")
                                || matches(text, at, to, "api-")
                                || matches(text, at, to, "private-"));
        return isAuth ? to : -1;
    }

    private static boolean endsWith(String text, int from, int to, String word) {
        int at = to - word.length();
        return at >= from && matches(text, at, to, word);
    }

    private static boolean matches(String text, int from, int to, String word) {
        if (from + word.length() > to) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = text.charAt(from + i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
            if (lower != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int afterValue(String text, int value) {
        int to = after(text, value, MAX_VALUE);
        while (to < text.length() && text.charAt(to) == '.') {
            to = after(text, to + 1, MAX_VALUE);
        }
        return to;
    }

    private static int after(String text, int from, int max) {
        int to = from;
        while (to < text.length()
                && to - from < max
                && SecretFormat.Body.BASE64.holds(text.charAt(to))) {
            to++;
        }
        return to;
    }

    /// Behind the name of a scheme, as `Bearer ` and `Basic `; where the text began if there is
    /// none.
    private static int afterScheme(String text, int from) {
        int scheme = from;
        while (scheme < text.length()
                && scheme - from < 8
                && Secrets.isAlnum(text.charAt(scheme))) {
            scheme++;
        }
        boolean isKnown =
                matches(text, from, scheme, "bearer")
                        || matches(text, from, scheme, "basic")
                        || matches(text, from, scheme, "apikey")
                        || matches(text, from, scheme, "ssws")
                        || matches(text, from, scheme, "splunk")
                        || matches(text, from, scheme, "token");
        int value = skip(text, scheme, " \t");
        return isKnown && value > scheme ? value : from;
    }

    private static int skip(String text, int from, String marks) {
        int at = from;
        while (at < text.length() && at - from < 8 && marks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
