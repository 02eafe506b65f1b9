package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Finds keys that are told by how their parts are put together, where a prefix would say too
/// little: so many digits, a dash, the provider's letters at the end.
///
/// Azure's letters are from Microsoft's "common annotated security keys"; the rest is what the
/// providers' documents show. Each look begins where a word does and costs a bounded number of
/// characters.
final class SecretParts {

    /// Letters of a service within its keys, ten characters before the end of what is not `=`.
    private static final String AZURE_LETTERS =
            "+ASt+ABa+AMC+ACR+ASb+AEh+ARmAIoTACDbAzSeAzFuAzCaAPIM";

    static final int AZURE_TAIL = 10;

    /// Where those letters stand in keys of 43, 52, 54 and 86 characters.
    private static final int[] AZURE_PLACES = {33, 42, 44, 76};

    private static final String PUTTY = "PuTTY-User-Key-File-";
    private static final String PUTTY_KEY = "Private-Lines:";

    /// How far behind its beginning a key file or an address may hold the secret.
    private static final int MAX_REACH = 2_048;

    /// A secret and what it is.
    record Part(String kind, int start, int end) {}

    private SecretParts() {}

    /// The key that begins at a place where a word does, or null.
    static @Nullable Part at(String text, int at) {
        char c = text.charAt(at);
        Part part =
                switch (c) {
                    case 'A' -> is(text, at + 1, 'C') ? twilio(text, at) : firebase(text, at);
                    case 'M', 'N', 'O' -> discord(text, at);
                    case 'K', 'L', '5' -> bitcoin(text, at);
                    case 'b' -> laravel(text, at);
                    case '0', '1', '2' -> numbered(text, at);
                    case 'P', 'p' -> named(text, at);
                    case 'o' -> oneTime(text, at);
                    case 's' -> beginsWithS(text, at);
                    default -> null;
                };
        if (part != null || !isLong(text, at)) {
            return part;
        }
        if (SecretFormat.Body.HEX.holds(c)) {
            part = hexadecimal(text, at);
        }
        if (part == null && Secrets.starts(text, at + 14, ".atlasv1.")) {
            int end = SecretShapes.after(text, at + 23, SecretFormat.Body.NAME, 80);
            part = end - at >= 83 ? new Part("terraform-token", at, end) : null;
        }
        return part == null ? azure(text, at) : part;
    }

    /// Whether a word goes on as long as the rest of such keys, by three of its letters.
    private static boolean isLong(String text, int at) {
        return at + 36 <= text.length()
                && isOfBase64(text.charAt(at + 7))
                && isOfBase64(text.charAt(at + 12))
                && isOfBase64(text.charAt(at + 10));
    }

    /// `AC`, 32 hexadecimal digits, a colon, and 32 more: an account and its token.
    private static @Nullable Part twilio(String text, int at) {
        boolean isAccount = Secrets.starts(text, at, "AC") && hexEnd(text, at + 2) == at + 34;
        return isAccount && isPair(text, at + 34)
                ? new Part("twilio-token", at + 35, at + 67)
                : null;
    }

    private static @Nullable Part numbered(String text, int at) {
        if (Secrets.starts(text, at, "0.") && isUuid(text, at + 2) && is(text, at + 38, '.')) {
            int end = SecretShapes.after(text, at + 39, SecretFormat.Body.ALNUM, 40);
            int key = end + 1;
            int to = SecretShapes.after(text, key, SecretFormat.Body.BASE64, 40);
            boolean isToken = is(text, end, ':') && end - at == 69 && to - key == 24;
            return isToken ? new Part("bitwarden-token", at, to) : null;
        }
        if (Secrets.starts(text, at, "00D")) {
            int mark = SecretShapes.after(text, at, SecretFormat.Body.ALNUM, 20);
            int end = SecretShapes.after(text, mark + 1, SecretFormat.Body.DOTTED, 200);
            boolean isToken = (mark - at == 15 || mark - at == 18) && is(text, mark, '!');
            return isToken && end - mark > 60 ? new Part("salesforce-token", at, end) : null;
        }
        if (is(text, at + 1, '/') && text.charAt(at) < '3') {
            return asana(text, at);
        }
        int cut = SecretShapes.after(text, at, SecretFormat.Body.ALNUM, 30);
        boolean isNgrok = cut - at == 27 && text.charAt(at) == '2' && is(text, cut, '_');
        int end = isNgrok ? SecretShapes.after(text, cut + 1, SecretFormat.Body.ALNUM, 30) : -1;
        return end - cut == 22 && isMixed(text, at, end) ? new Part("ngrok-token", at, end) : null;
    }

    /// `1/1200000000000000:…`, `2/…/…:…`: the number of a user, or two numbers, and 32 digits.
    private static @Nullable Part asana(String text, int at) {
        int to = at + 1;
        int parts = 0;
        while (is(text, to, '/') && parts < 2) {
            int end = to + 1;
            while (end < text.length() && end - to < 20 && Character.isDigit(text.charAt(end))) {
                end++;
            }
            if (end - to < 13) {
                return null;
            }
            to = end;
            parts++;
        }
        return isPair(text, to) ? new Part("asana-token", at, to + 33) : null;
    }

    /// A private key that its name calls one: WireGuard's, Ethereum's, PuTTY's file.
    private static @Nullable Part named(String text, int at) {
        if (Secrets.starts(text, at, PUTTY)) {
            int most = Math.min(text.length(), at + MAX_REACH);
            int lines = text.indexOf(PUTTY_KEY, at, most);
            int end = text.indexOf("Private-MAC:", Math.max(at, lines), most);
            return lines < 0 ? null : new Part("private-key", at, end < 0 ? most : end);
        }
        int end = nameEnd(text, at);
        if (end < 0) {
            return password(text, at);
        }
        int value = end;
        while (value < text.length() && value - end < 8 && isBetween(text.charAt(value))) {
            value++;
        }
        int key = Secrets.starts(text, value, "0x") ? value + 2 : value;
        int to = hexEnd(text, key);
        if (value > end && to - key == 64 && !Placeholders.isOne(text, key, to)) {
            return new Part("private-key", value, to);
        }
        int base64 = SecretShapes.after(text, value, SecretFormat.Body.BASE64, 60);
        boolean isWireguard = base64 - value == 44 && is(text, base64 - 1, '=');
        boolean isReal = isWireguard && !Placeholders.isOne(text, value, base64);
        return value > end && isReal ? new Part("private-key", value, base64) : null;
    }

    /// The password of a connection that is described in one line: `Server=…;Password=…;`,
    /// `jdbc:…?password=…`.
    private static @Nullable Part password(String text, int at) {
        int equals = text.regionMatches(true, at, "password=", 0, 9) ? at + 9 : at + 4;
        if (equals == at + 4 && !text.regionMatches(true, at, "pwd=", 0, 4)) {
            return null;
        }
        int from = equals;
        while (from < text.length() && (is(text, from, '"') || is(text, from, '\\'))) {
            from++;
        }
        int to = from;
        while (to < text.length() && to - from < 128 && isOfPassword(text.charAt(to))) {
            to++;
        }
        boolean isReal = to - from >= 8 && isRandom(text, from, to);
        return isReal && isOfConnection(text, at)
                ? new Part("password of a connection", from, to)
                : null;
    }

    private static boolean isOfPassword(char c) {
        return c > ' ' && c < 0x7f && "\"';&$<>{}\\,()".indexOf(c) < 0;
    }

    private static boolean isRandom(String text, int from, int to) {
        int digits = 0;
        int letters = 0;
        for (int at = from; at < to; at++) {
            digits += Character.isDigit(text.charAt(at)) ? 1 : 0;
            letters += Character.isLetter(text.charAt(at)) ? 1 : 0;
        }
        return digits >= 2 && letters >= 2 && !Placeholders.isOne(text, from, to);
    }

    /// Whether the line before a place tells who connects to where, and that is not `localhost`.
    private static boolean isOfConnection(String text, int at) {
        int start = at;
        while (start > 0 && at - start < 300 && text.charAt(start - 1) != '\n') {
            start--;
        }
        String line = text.substring(start, at).toLowerCase(java.util.Locale.ROOT);
        boolean isConnection =
                line.contains("server=")
                        || line.contains("data source=")
                        || line.contains("jdbc:")
                        || line.contains("user id=");
        return isConnection && !line.contains("localhost") && !line.contains("127.0.0.1");
    }

    /// `AAAA` and seven characters, a colon, `APA91b` and some 134 more.
    private static @Nullable Part firebase(String text, int at) {
        boolean isKey =
                Secrets.starts(text, at, "AAAA") && Secrets.starts(text, at + 11, ":APA91b");
        int end = isKey ? SecretShapes.after(text, at + 12, SecretFormat.Body.NAME, 160) : at;
        return end - at > 140 ? new Part("firebase-key", at, end) : null;
    }

    /// The number of a bot in base64, six characters, and 27 or more, with dots between.
    private static @Nullable Part discord(String text, int at) {
        int dot = SecretShapes.after(text, at, SecretFormat.Body.NAME, 30);
        boolean isToken = dot - at >= 23 && is(text, dot, '.') && is(text, dot + 7, '.');
        int end = isToken ? SecretShapes.after(text, dot + 8, SecretFormat.Body.NAME, 44) : -1;
        return end - dot >= 35 && isNumber(text, at, dot)
                ? new Part("discord-token", at, end)
                : null;
    }

    /// Whether base64 stands for digits: each four letters for three of them.
    private static boolean isNumber(String text, int from, int to) {
        for (int at = from; at + 4 <= to; at += 4) {
            boolean isDigits =
                    "MNO".indexOf(text.charAt(at)) >= 0
                            && "DTjz".indexOf(text.charAt(at + 1)) >= 0
                            && "AEIMQUYcgk".indexOf(text.charAt(at + 2)) >= 0
                            && "wxyz012345".indexOf(text.charAt(at + 3)) >= 0;
            if (!isDigits) {
                return false;
            }
        }
        return true;
    }

    /// A key of a wallet in base58, whose checksum is right.
    private static @Nullable Part bitcoin(String text, int at) {
        int end = SecretShapes.after(text, at, SecretFormat.Body.ALNUM, 54);
        int length = text.charAt(at) == '5' ? 51 : 52;
        boolean isKey = end - at == length && Checksums.isBase58Check(text, at, end);
        return isKey ? new Part("bitcoin-private-key", at, end) : null;
    }

    /// `APP_KEY=base64:` and 32 bytes.
    private static @Nullable Part laravel(String text, int at) {
        if (!Secrets.starts(text, at, "base64:")
                || !Secrets.starts(text, Math.max(0, at - 4), "KEY")) {
            return null;
        }
        int end = SecretShapes.after(text, at + 7, SecretFormat.Body.BASE64, 60);
        return end - at == 51 && is(text, end - 1, '=')
                ? new Part("laravel-key", at + 7, end)
                : null;
    }

    /// Where `private_key`, `privateKey` or `PRIVATE-KEY` ends, or -1.
    private static int nameEnd(String text, int at) {
        if (!text.regionMatches(true, at, "private", 0, 7)) {
            return -1;
        }
        int from = is(text, at + 7, '_') || is(text, at + 7, '-') ? at + 8 : at + 7;
        return text.regionMatches(true, from, "key", 0, 3) ? from + 3 : -1;
    }

    private static boolean isBetween(char c) {
        return c == ' ' || c == '=' || c == ':' || c == '"' || c == '\'' || c == '\\';
    }

    /// `otpauth://totp/…?secret=BASE32`.
    private static @Nullable Part oneTime(String text, int at) {
        if (!Secrets.starts(text, at, "otpauth://")) {
            return null;
        }
        int secret = text.indexOf("secret=", at, Math.min(text.length(), at + 300));
        if (secret < 0) {
            return null;
        }
        int from = secret + 7;
        int to = from;
        while (to < text.length() && to - from < 128 && isBase32(text.charAt(to))) {
            to++;
        }
        boolean isReal = to - from >= 16 && !Placeholders.isOne(text, from, to);
        return isReal ? new Part("one-time-password-secret", from, to) : null;
    }

    private static boolean isBase32(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
    }

    /// The signature of an address of Azure's storage, which whoever has it may use: `?sv=…&sig=…`.
    private static @Nullable Part signature(String text, int at) {
        boolean isParameter =
                Secrets.starts(text, at, "sig=")
                        && at > 0
                        && (text.charAt(at - 1) == '&' || text.charAt(at - 1) == '?');
        if (!isParameter) {
            return null;
        }
        int to = at + 4;
        int letters = 0;
        while (to < text.length() && letters <= 45) {
            boolean isEscape = text.charAt(to) == '%';
            if (!isEscape && !SecretFormat.Body.BASE64.holds(text.charAt(to))) {
                break;
            }
            to += isEscape ? 3 : 1;
            letters++;
        }
        to = Math.min(to, text.length());
        boolean isKey = letters >= 43 && letters <= 44 && !Placeholders.isOne(text, at + 4, to);
        return isKey && isSigned(text, at, to) ? new Part("azure-signature", at + 4, to) : null;
    }

    private static @Nullable Part beginsWithS(String text, int at) {
        if (Secrets.starts(text, at, "sdk-")) {
            return isUuid(text, at + 4) ? new Part("launchdarkly-key", at, at + 40) : null;
        }
        return Secrets.starts(text, at, "st.") ? infisical(text, at) : signature(text, at);
    }

    /// `st.` and 24, 32 and 32 hexadecimal digits, with dots between.
    private static @Nullable Part infisical(String text, int at) {
        boolean isToken =
                is(text, at + 27, '.')
                        && is(text, at + 60, '.')
                        && hexEnd(text, at + 3) == at + 27
                        && hexEnd(text, at + 61) == at + 93;
        return isToken ? new Part("infisical-token", at, at + 93) : null;
    }

    /// Whether the address tells a version and an end besides.
    private static boolean isSigned(String text, int from, int to) {
        int start = from;
        while (start > 0 && from - start < 400 && text.charAt(start) > ' ') {
            start--;
        }
        int end = to;
        while (end < text.length() && end - to < 400 && text.charAt(end) > ' ') {
            end++;
        }
        boolean isBounded =
                text.indexOf("se=", start, end) >= 0 || text.indexOf("sp=", start, end) >= 0;
        return isBounded && text.indexOf("sv=", start, end) >= 0;
    }

    /// What begins with 32 hexadecimal digits, or with a UUID.
    private static @Nullable Part hexadecimal(String text, int at) {
        if (is(text, at + 36, ':') && isUuid(text, at)) {
            return isPair(text, at + 36) ? new Part("fal-key", at, at + 69) : null;
        }
        boolean isMailgun = is(text, at + 32, '-') && is(text, at + 41, '-');
        boolean isMailchimp = Secrets.starts(text, at + 32, "-us");
        boolean isNewRelic = Secrets.starts(text, at + 32, "FFFFNRAL");
        if (!isMailgun && !isMailchimp && !isNewRelic) {
            return null;
        }
        for (int i = at; i < at + 32; i++) {
            if (!SecretFormat.Body.HEX.holds(text.charAt(i))) {
                return null;
            }
        }
        int to = SecretShapes.after(text, at, SecretFormat.Body.NAME, 60);
        if (Placeholders.isOne(text, at, at + 32)) {
            return null;
        }
        if (isMailgun) {
            return to - at == 50 ? new Part("mailgun-key", at, to) : null;
        }
        if (isMailchimp) {
            return to - at >= 36 && to - at <= 37 ? new Part("mailchimp-key", at, to) : null;
        }
        return to - at == 40 ? new Part("newrelic-key", at, to) : null;
    }

    /// Base64 of 32, 39, 40 or 64 bytes with the letters of a service in it, or 84 characters with
    /// `JQQJ99`.
    private static @Nullable Part azure(String text, int at) {
        if (at > 0 && isOfBase64(text.charAt(at - 1))) {
            return null;
        }
        int length = Secrets.starts(text, at + 52, "JQQJ99") ? 84 : 0;
        for (int letters : AZURE_PLACES) {
            boolean mayBe = is(text, at + letters, 'A') || is(text, at + letters, '+');
            if (mayBe && isAzure(text, at + letters)) {
                length = letters + AZURE_TAIL;
            }
        }
        int to = at;
        while (to < text.length() && to - at < length && isOfBase64(text.charAt(to))) {
            to++;
        }
        boolean isWhole = to == text.length() || !isOfBase64(text.charAt(to));
        if (length == 0 || to - at < length || !isWhole || Placeholders.isPublished(text, at)) {
            return null;
        }
        while (to < text.length() && text.charAt(to) == '=') {
            to++;
        }
        return new Part("azure-key", at, to);
    }

    /// Whether the letters of a service stand at a place.
    private static boolean isAzure(String text, int at) {
        for (int i = 0; i < AZURE_LETTERS.length(); i += 4) {
            if (text.regionMatches(at, AZURE_LETTERS, i, 4)) {
                return true;
            }
        }
        return false;
    }

    /// The same in bytes, for the first pass.
    static boolean mayEndAzure(byte[] bytes, int from, int to) {
        int at = to - AZURE_TAIL;
        if (at < from || (bytes[at] != 'A' && bytes[at] != '+')) {
            return false;
        }
        for (int i = 0; i < AZURE_LETTERS.length(); i += 4) {
            boolean isOne = true;
            for (int letter = 0; letter < 4 && isOne; letter++) {
                isOne = bytes[at + letter] == AZURE_LETTERS.charAt(i + letter);
            }
            if (isOne) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfBase64(char c) {
        return Secrets.isAlnum(c) || c == '+' || c == '/' || c == '-' || c == '_';
    }

    /// Whether a colon and 32 hexadecimal digits stand at a place, and no more.
    private static boolean isPair(String text, int at) {
        return is(text, at, ':')
                && hexEnd(text, at + 1) == at + 33
                && !Placeholders.isOne(text, at + 1, at + 33);
    }

    private static boolean isUuid(String text, int at) {
        return is(text, at + 8, '-')
                && is(text, at + 13, '-')
                && is(text, at + 18, '-')
                && is(text, at + 23, '-')
                && hexEnd(text, at) == at + 8
                && hexEnd(text, at + 24) == at + 36;
    }

    /// The end of the hexadecimal digits that begin at a place; one too many if a word goes on.
    private static int hexEnd(String text, int at) {
        int to = SecretShapes.after(text, at, SecretFormat.Body.HEX, 70);
        return to < text.length() && Secrets.isAlnum(text.charAt(to)) ? to + 1 : to;
    }

    /// Whether it has small letters, capitals and digits.
    static boolean isMixed(String text, int from, int to) {
        boolean hasLow = false;
        boolean hasHigh = false;
        boolean hasDigit = false;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            hasLow |= c >= 'a';
            hasHigh |= c >= 'A' && c <= 'Z';
            hasDigit |= c >= '0' && c <= '9';
        }
        return hasLow && hasHigh && hasDigit && !Placeholders.isOne(text, from, to);
    }

    private static boolean is(String text, int at, char c) {
        return at >= 0 && at < text.length() && text.charAt(at) == c;
    }
}
