package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Finds secrets that are told by more than a prefix: by their parts, by a mark within, or by where
/// they stand.
final class SecretShapes {

    /// Base64 in one line of a private key.
    private static final int MIN_PEM_LINE = 40;

    /// The same of a static key of OpenVPN, in hexadecimal digits.
    private static final int MIN_STATIC_LINE = 32;

    private static final String HEADER = "authorization header";

    private SecretShapes() {}

    /// Whether a sign may be the mark of a secret.
    static boolean isMark(char c) {
        return "~|%_:-".indexOf(c) >= 0;
    }

    /// What secret a mark at this place belongs to, or null.
    static @Nullable String kind(String text, int at) {
        boolean isSecret =
                switch (text.charAt(at)) {
                    case 'e' -> Secrets.starts(text, at, "ey") && jwt(text, at) > 0;
                    case 'S' -> Secrets.isStart(text, at) && sendgrid(text, at) > 0;
                    case '~' -> azure(text, at) > 0;
                    case '|', '%' -> facebook(text, at) > 0;
                    case '_' -> maxmind(text, at) > 0;
                    case ':' ->
                            userInfo(text, at) > 0
                                    || webhook(text, at) > 0
                                    || telegram(text, at) > 0;
                    case '-' ->
                            pem(text, at) > 0
                                    || SecretHeaders.optionEnd(text, at) > 0
                                    || SecretHeaders.passwordEnd(text, at) > 0;
                    case 'x' -> slack(text, at) > 0 || isHeader(text, at);
                    case 'A', 'a', 'X', 'P', 'p' -> isHeader(text, at);
                    default -> false;
                };
        return isSecret ? name(text, at) : null;
    }

    private static String name(String text, int at) {
        return switch (text.charAt(at)) {
            case 'e' -> "jwt";
            case 'S' -> "sendgrid-key";
            case '~' -> "azure-client-secret";
            case '|', '%' -> "facebook-token";
            case '_' -> "maxmind-key";
            case ':' ->
                    userInfo(text, at) > 0
                            ? "password in a URL"
                            : webhook(text, at) > 0 ? "webhook" : "telegram-token";
            case '-' ->
                    pem(text, at) > 0
                            ? "private-key"
                            : SecretHeaders.optionEnd(text, at) > 0
                                    ? "authorization header of a command"
                                    : "password in a command";
            case 'x' -> slack(text, at) > 0 ? "slack-token" : HEADER;
            default -> HEADER;
        };
    }

    /// Where the secret begins whose mark stands at a place.
    static int start(String text, int at, String kind) {
        return switch (kind) {
            case "azure-client-secret" -> at - 5;
            case "facebook-token" -> before(text, at, SecretFormat.Body.ALNUM);
            case "maxmind-key" -> at - 36;
            case "telegram-token" -> before(text, at, SecretFormat.Body.ALNUM);
            case "password in a URL" -> password(text, at);
            case "webhook" -> webhookPath(text, at);
            case HEADER -> SecretHeaders.value(text, at);
            case "authorization header of a command" -> SecretHeaders.optionValue(text, at);
            case "password in a command" -> SecretHeaders.password(text, at);
            default -> at;
        };
    }

    /// Where it ends.
    static int end(String text, int at, String kind) {
        return switch (kind) {
            case "jwt" -> jwt(text, at);
            case "sendgrid-key" -> sendgrid(text, at);
            case "azure-client-secret" -> azure(text, at);
            case "facebook-token" -> facebook(text, at);
            case "maxmind-key" -> at + 4;
            case "telegram-token" -> telegram(text, at);
            case "password in a URL" -> userInfo(text, at);
            case "webhook" -> webhook(text, at);
            case "private-key" -> pem(text, at);
            case "slack-token" -> slack(text, at);
            case "authorization header of a command" -> SecretHeaders.optionEnd(text, at);
            case "password in a command" -> SecretHeaders.passwordEnd(text, at);
            default -> SecretHeaders.end(text, at);
        };
    }

    private static boolean isHeader(String text, int at) {
        return SecretHeaders.mayBegin(text, at)
                && Secrets.isStart(text, at)
                && SecretHeaders.end(text, at) > 0;
    }

    /// The first of the characters of a kind that end at a place.
    private static int before(String text, int at, SecretFormat.Body body) {
        int from = at;
        while (from > 0 && at - from < 64 && body.holds(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    /// Where the characters of a kind end that begin at a place.
    static int after(String text, int at, SecretFormat.Body body, int max) {
        int to = at;
        int most = (int) Math.min(text.length(), (long) at + max);
        while (to < most && body.holds(text.charAt(to))) {
            to++;
        }
        return to;
    }

    /// `eyJ….eyJ….…`: header, claims and signature (RFC 7519).
    static int jwt(String text, int at) {
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        boolean isInName = before == '_' || before == '-' || !Secrets.isStart(text, at);
        if (isInName || !Secrets.starts(text, at, "ey")) {
            return -1;
        }
        int header = after(text, at, SecretFormat.Body.NAME, 4_096);
        if (header - at < 17 || !Secrets.starts(text, header, ".ey")) {
            return -1;
        }
        int claims = afterClaims(text, header + 1);
        if (claims - header < 18 || claims >= text.length() || text.charAt(claims) != '.') {
            return -1;
        }
        return isSample(text, header + 1, claims)
                ? -1
                : after(text, claims + 1, SecretFormat.Body.NAME, 4_096);
    }

    /// Some programs write claims in the alphabet that URLs do not allow, with `/`, and JSON writes
    /// that `\/`.
    private static int afterClaims(String text, int from) {
        int to = from;
        int most = (int) Math.min(text.length(), from + 65_536L);
        while (to < most) {
            char c = text.charAt(to);
            if (!SecretFormat.Body.BASE64.holds(c) && c != '\\') {
                break;
            }
            to++;
        }
        return to;
    }

    /// Whether claims can be read and are made up: nobody's, or of a host for examples.
    private static boolean isSample(String text, int from, int to) {
        String claims = Coded.text(text, from, to);
        if (claims == null) {
            return false;
        }
        boolean isOfSomebody =
                claims.contains("\"exp\"")
                        || claims.contains("\"iat\"")
                        || claims.contains("\"sub\"");
        return !isOfSomebody
                || claims.contains("1234567890")
                || claims.contains("example.")
                || claims.contains("//localhost");
    }

    /// `SG.` and two parts.
    private static int sendgrid(String text, int at) {
        if (!Secrets.starts(text, at, "SG.")) {
            return -1;
        }
        int one = after(text, at + 3, SecretFormat.Body.NAME, 30);
        if (one - at < 17 || one >= text.length() || text.charAt(one) != '.') {
            return -1;
        }
        int two = after(text, one + 1, SecretFormat.Body.NAME, 60);
        return two - one >= 32 && SecretParts.isMixed(text, at + 3, two) ? two : -1;
    }

    /// Three characters, a digit, `Q~`, and 31 to 34 more.
    private static int azure(String text, int at) {
        if (at < 5 || text.charAt(at - 1) != 'Q' || !Character.isDigit(text.charAt(at - 2))) {
            return -1;
        }
        int to = at + 1;
        boolean isMixed = false;
        while (to < text.length() && to - at < 40) {
            char c = text.charAt(to);
            boolean isPart = (SecretFormat.Body.DOTTED.holds(c) || c == '~') && c != '=';
            if (!isPart) {
                break;
            }
            isMixed |= c >= 'A' && c <= 'Z';
            to++;
        }
        int length = to - at - 1;
        return isMixed && length >= 31 && length <= 34 ? to : -1;
    }

    /// The number of an application, a bar or the `%` of its escape, and 27 characters.
    private static int facebook(String text, int at) {
        int digits = 0;
        while (digits < at && digits < 17 && Character.isDigit(text.charAt(at - 1 - digits))) {
            digits++;
        }
        int to = after(text, at + 1, SecretFormat.Body.NAME, 40);
        int length = to - at - 1;
        boolean isToken = digits >= 15 && digits <= 16 && length >= 27 && length < 40;
        return isToken && !Placeholders.isOne(text, at + 1, to) ? to : -1;
    }

    /// Six characters, `_`, 29 characters, `_mmk`.
    private static int maxmind(String text, int at) {
        boolean isEnd =
                Secrets.starts(text, at, "_mmk")
                        && (at + 4 == text.length() || !Secrets.isAlnum(text.charAt(at + 4)));
        if (!isEnd || at < 36 || text.charAt(at - 30) != '_') {
            return -1;
        }
        return before(text, at, SecretFormat.Body.WORD) == at - 36 ? at + 4 : -1;
    }

    /// The number of a bot, a colon, and 35 characters that begin with A.
    private static int telegram(String text, int at) {
        int digits = 0;
        while (digits < at && digits < 12 && Character.isDigit(text.charAt(at - 1 - digits))) {
            digits++;
        }
        if (digits < 8 || digits > 10 || !Secrets.starts(text, at + 1, "AA")) {
            return -1;
        }
        int to = after(text, at + 1, SecretFormat.Body.NAME, 50);
        return to - at == 36 ? to : -1;
    }

    /// `xoxb-` and its kin: a number, and more parts.
    private static int slack(String text, int at) {
        if (!Secrets.starts(text, at, "xox") || at + 6 >= text.length()) {
            return -1;
        }
        boolean isToken =
                "abeoprs".indexOf(text.charAt(at + 3)) >= 0
                        && text.charAt(at + 4) == '-'
                        && Character.isDigit(text.charAt(at + 5));
        boolean isInWord = !Secrets.isStart(text, at) && !isAfterXoxe(text, at);
        if (!isToken || isInWord) {
            return -1;
        }
        int to = after(text, at + 5, SecretFormat.Body.NAME, 255);
        int digits = 0;
        int parts = 1;
        for (int i = at + 5; i < to; i++) {
            digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
            parts += text.charAt(i) == '-' ? 1 : 0;
        }
        boolean isLong = to - at - 5 >= (parts > 3 ? 12 : 16) && digits >= 5;
        return isLong && !Placeholders.isOne(text, at + 5, to) ? to : -1;
    }

    private static boolean isAfterXoxe(String text, int at) {
        return at >= 5 && Secrets.starts(text, at - 5, "xoxe");
    }

    /// A private key in PEM or in OpenSSH's form, to its end or that of the text.
    private static int pem(String text, int at) {
        boolean isPlain = Secrets.starts(text, at, "-----BEGIN ");
        boolean isHead =
                (isPlain || Secrets.starts(text, at, "---- BEGIN SSH2 "))
                        && (at == 0 || text.charAt(at - 1) != '-');
        if (!isHead) {
            return -1;
        }
        int to = at + 11;
        int most = Math.min(text.length(), at + 60);
        boolean isPrivate = false;
        boolean isStatic = false;
        while (to < most && text.charAt(to) != '-') {
            isPrivate |= Secrets.starts(text, to, "PRIVATE KEY");
            isStatic |= Secrets.starts(text, to, "OpenVPN Static key");
            to++;
        }
        if (!isPrivate && !isStatic) {
            return -1;
        }
        while (to < text.length() && text.charAt(to) == '-') {
            to++;
        }
        to = afterHeaders(text, to);
        int line = 0;
        int longest = 0;
        while (to < text.length() && text.charAt(to) != '-') {
            line = SecretFormat.Body.BASE64.holds(text.charAt(to)) ? line + 1 : 0;
            longest = Math.max(longest, line);
            to++;
        }
        if (longest < (isStatic ? MIN_STATIC_LINE : MIN_PEM_LINE)) {
            return -1;
        }
        int end = to;
        while (end < text.length() && end - to < 80 && text.charAt(end) != '\n') {
            end++;
        }
        return Secrets.starts(text, to, "-----END") ? afterDashes(text, to + 5, end) : to;
    }

    /// `Proc-Type:`, `DEK-Info:` and `Comment:`, each in a line of its own, where a line ends by
    /// itself or as JSON writes it.
    private static int afterHeaders(String text, int from) {
        int at = from;
        while (true) {
            int next = at;
            while (next < text.length() && " \r\n\\nr".indexOf(text.charAt(next)) >= 0) {
                next++;
            }
            boolean isHeader =
                    Secrets.starts(text, next, "Proc-Type:")
                            || Secrets.starts(text, next, "DEK-Info:")
                            || Secrets.starts(text, next, "Comment:");
            if (!isHeader) {
                return at;
            }
            int most = Math.min(text.length(), next + 256);
            while (next < most && text.charAt(next) != '\n' && text.charAt(next) != '\\') {
                next++;
            }
            at = next;
        }
    }

    private static int afterDashes(String text, int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) != '-') {
            at++;
        }
        while (at < to && text.charAt(at) == '-') {
            at++;
        }
        return at;
    }

    /// The end of a password in `scheme://user:password@host`.
    private static int userInfo(String text, int at) {
        int colon = colon(text, at);
        if (colon < 0) {
            return -1;
        }
        int to = colon + 1;
        while (to < text.length() && to - colon < 128 && isOfUserInfo(text.charAt(to))) {
            to++;
        }
        boolean isPassword =
                to < text.length()
                        && text.charAt(to) == '@'
                        && to + 1 < text.length()
                        && Secrets.isAlnum(text.charAt(to + 1));
        return isPassword && isRandom(text, at + 3, colon, to) ? to : -1;
    }

    private static int password(String text, int at) {
        return colon(text, at) + 1;
    }

    private static int colon(String text, int at) {
        if (!Secrets.starts(text, at, "://")) {
            return -1;
        }
        int colon = at + 3;
        while (colon < text.length() && colon - at < 64 && isOfUserInfo(text.charAt(colon))) {
            if (text.charAt(colon) == ':') {
                return colon;
            }
            colon++;
        }
        return -1;
    }

    /// Whether a password is more than a word of documentation: it has digits and letters, and the
    /// host is no example.
    private static boolean isRandom(String text, int user, int colon, int to) {
        int digits = 0;
        int letters = 0;
        int capitals = 0;
        for (int at = colon + 1; at < to; at++) {
            char c = text.charAt(at);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            letters += Character.isLetter(c) ? 1 : 0;
            capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
        }
        int length = to - colon - 1;
        String name = text.substring(user, colon);
        boolean isRepeat = !name.isEmpty() && Secrets.starts(text, colon + 1, name);
        boolean isExample =
                Secrets.starts(text, to + 1, "example")
                        || Secrets.starts(text, to + 1, "localhost")
                        || Secrets.starts(text, to + 1, "host")
                        || Secrets.starts(text, to + 1, "127.0.0.1");
        boolean isMixed = length >= 12 && digits >= 1 && capitals >= 2 && letters - capitals >= 2;
        return length >= 8
                && (digits >= 2 || isMixed)
                && letters >= 1
                && !isRepeat
                && !isExample
                && !Placeholders.isOne(text, colon + 1, to);
    }

    private static boolean isOfUserInfo(char c) {
        return c > ' ' && c < 0x7f && "/?#@<>{}[]$\"'`\\|^()*".indexOf(c) < 0;
    }

    /// The address of a webhook, which whoever knows it may post to.
    private static int webhook(String text, int at) {
        int path = webhookPath(text, at);
        if (path < 0) {
            return -1;
        }
        int to = path;
        while (to < text.length() && to - path < 300 && isOfPath(text.charAt(to))) {
            to++;
        }
        return to - path >= 40 && !Placeholders.isOne(text, to - 20, to) ? to : -1;
    }

    private static final String[] HOOKS = {
        "hooks.slack.com/services/T",
        "discord.com/api/webhooks/",
        "hooks.slack.com/triggers/T",
        "hooks.slack.com/workflows/T",
        "discordapp.com/api/webhooks/",
        "mcp.zapier.com/api/mcp/s/"
    };

    /// Where its secret part begins, or -1.
    private static int webhookPath(String text, int at) {
        if (!Secrets.starts(text, at, "://")) {
            return -1;
        }
        for (String hook : HOOKS) {
            if (Secrets.starts(text, at + 3, hook)) {
                return at + 3 + hook.length();
            }
        }
        int to = at + 3;
        while (to < text.length() && to - at < 80 && text.charAt(to) != '/') {
            to++;
        }
        boolean isTeams = Secrets.starts(text, to - 19, ".webhook.office.com/webhookb2/");
        return to - at > 22 && isTeams ? to + 11 : -1;
    }

    private static boolean isOfPath(char c) {
        return SecretFormat.Body.NAME.holds(c) || c == '/' || c == '@' || c == '.';
    }
}
