package gate.rules.builtin;

import java.util.Locale;

/// What a text that describes something asks of the agent beyond its own use: signals, and how near
/// they stand to each other.
///
/// One pass over the words of a text; no signal means anything alone. See
/// `docs/rules/tool_changed.md` for what real descriptions hold of them.
final class Orders {

    /// Which tools there are, for telling a server's own from others.
    interface Names {

        /// Whether a word names a tool of another server, or one of none that is known.
        Foreign of(String word);
    }

    /// How sure it is that a word names another server's tool.
    enum Foreign {
        NO,
        /// An identifier that is nothing of this server's: a tool only if the text calls it one.
        PERHAPS,
        YES
    }

    /// Signals by their place in [#last].
    private static final int OBLIGES = 0;

    private static final int WHEN = 1;
    private static final int USED = 2;
    private static final int ALTERS = 3;
    private static final int ADDRESS = 4;
    private static final int NOT = 5;
    private static final int TELLS = 6;
    private static final int CONCEALS = 7;
    private static final int SENDS = 8;
    private static final int CONTENT = 9;
    private static final int SENSITIVE = 10;
    private static final int TAG = 11;
    private static final int FOREIGN = 12;
    private static final int SURE_FOREIGN = 13;
    private static final int MENTION = 14;
    private static final int SIGNALS = 15;

    private static final int FAR = 1 << 20;

    /// Words within which two signals belong together.
    private static final int NEAR = 28;

    /// Blanks in a row from which on they hide what comes after them.
    private static final int PADDING_CHARS = 160;

    private static final int MAX_WORD_CHARS = 200;

    private final Names names;
    private final int[] last = new int[SIGNALS];
    private int words;
    private String mention = "";
    private boolean isMentionOpen;
    private boolean isNews;
    private boolean isShadowing;
    private boolean mayShadow;
    private boolean isHiding;
    private boolean isTaking;
    private boolean isDiverting;
    private boolean isPadded;
    private boolean isTagged;

    Orders(Names names) {
        this.names = names;
        java.util.Arrays.fill(last, -FAR);
    }

    /// Whether the text orders what another server's tool has to do.
    boolean isShadowing() {
        return isShadowing;
    }

    /// Whether it says something about the use of another server's tool.
    boolean mayShadow() {
        return mayShadow;
    }

    /// Why nobody would write this as an innocent addition, or null.
    @org.jspecify.annotations.Nullable
    String why() {
        if (isShadowing) {
            return "orders what another server's tool has to do";
        }
        if (isHiding) {
            return "wants something kept from the user";
        }
        if (isTaking) {
            return "asks for keys or settings of the user";
        }
        if (isDiverting) {
            return "diverts something to an address of its own";
        }
        if (isPadded) {
            return "is moved out of sight with blanks";
        }
        return null;
    }

    /// Reads a text, after those read before; signals do not reach from one to the next.
    Orders read(String text) {
        words += NEAR * 4;
        int length = text.length();
        int blanks = 0;
        for (int i = 0; i < length; ) {
            if (isBlank(text.charAt(i))) {
                blanks++;
                i++;
                continue;
            }
            isPadded |= blanks >= PADDING_CHARS && words % (NEAR * 4) != 0;
            blanks = 0;
            int start = i;
            boolean isPlain = true;
            while (i < length && !isBlank(text.charAt(i))) {
                isPlain &= text.charAt(i) < 0x80;
                i++;
            }
            String word = text.substring(start, Math.min(i, start + MAX_WORD_CHARS));
            word(isPlain ? word : seen(word));
        }
        return this;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == 0xa0 || c == 0x3000;
    }

    /// A word as the eye takes it.
    private static String seen(String word) {
        var seen = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); ) {
            int point = word.codePointAt(i);
            append(seen, point);
            i += Character.charCount(point);
        }
        return seen.toString();
    }

    /// Invisible characters are left out and look-alikes are what they look like.
    private static void append(StringBuilder word, int point) {
        if (point < 0x80) {
            word.append((char) point);
            return;
        }
        int letter = Letters.fold(point);
        if (letter == Letters.NONE || letter == Letters.FOREIGN) {
            word.appendCodePoint(point);
        } else if (letter != Letters.IGNORED) {
            word.append((char) letter);
        }
    }

    private void word(String raw) {
        words++;
        int from = 0;
        int to = raw.length();
        while (from < to && isMark(raw.charAt(from))) {
            from++;
        }
        while (to > from && isMark(raw.charAt(to - 1))) {
            to--;
        }
        String plain = raw.substring(from, to).toLowerCase(Locale.ROOT);
        if (raw.indexOf('<') >= 0 && raw.indexOf('>') > 0) {
            isTagged |= isTag(plain);
            if (isTag(plain)) {
                saw(TAG);
            }
        }
        if (plain.isEmpty()) {
            return;
        }
        signal(plain);
        shape(plain, from == 0 && to == raw.length() ? raw : raw.substring(from, to));
        if (isNews) {
            // What stands together changes only where something new stands.
            isNews = false;
            decide();
        }
    }

    private static boolean isMark(char c) {
        return !Character.isLetterOrDigit(c) && c != '_' && c != '/' && c != '~' && c != '+';
    }

    private static boolean isTag(String word) {
        return switch (word) {
            case "important", "system", "critical", "secret", "hidden", "instructions" -> true;
            case "/important", "/system", "/critical", "assistant", "sys", "instruction" -> true;
            default -> false;
        };
    }

    private void signal(String word) {
        switch (word) {
            case "must", "always", "shall", "ensure", "mandatory", "required", "sure", "has" ->
                    saw(OBLIGES);
            case "have", "need", "needs", "should", "strictly" -> saw(OBLIGES);
            case "when", "whenever", "if", "before", "after", "once", "upon", "each", "every" ->
                    saw(WHEN);
            case "any", "all", "calls", "for", "while", "everytime" -> saw(WHEN);
            case "available", "invoked", "called", "calling", "used", "using", "use", "uses" ->
                    saw(USED);
            case "invoking", "invoke", "running", "runs", "executed", "executing", "calls_to" ->
                    saw(USED);
            case "call", "run", "execute", "loaded", "present", "installed", "enabled" -> saw(USED);
            case "recipient",
                    "recipients",
                    "bcc",
                    "bcc'd",
                    "cc",
                    "redirect",
                    "redirected",
                    "reroute" ->
                    saw(ALTERS);
            case "proxy", "change", "replace", "substitute", "instead", "override", "prepend" ->
                    saw(ALTERS);
            case "prefix", "append", "forward", "forwarded", "swap", "rewrite", "route", "add" ->
                    saw(ALTERS);
            case "destination", "addressee", "copied" -> saw(ALTERS);
            case "not", "never", "don't", "dont", "don’t", "without", "no", "avoid", "nor" ->
                    saw(NOT);
            case "needn't", "refrain", "rather" -> saw(NOT);
            case "mention", "tell", "inform", "notify", "notifying", "telling", "informing" ->
                    saw(TELLS);
            case "mentioning", "reveal", "revealing", "disclose", "alert", "alerting", "asking" ->
                    saw(TELLS);
            case "warn", "warning", "report", "reporting", "bother" -> saw(TELLS);
            case "user", "users", "user's", "human", "anyone", "anybody", "person" -> {
                if (isNear(TELLS, 8) && isNear(NOT, 12) && last[NOT] < last[TELLS]) {
                    saw(CONCEALS);
                }
            }
            case "secretly", "covertly", "discreetly", "stealthily" -> saw(CONCEALS);
            case "send", "pass", "include", "upload", "post", "attach", "provide", "copy" ->
                    saw(SENDS);
            case "transmit", "submit", "exfiltrate", "read", "leak", "supply", "paste" ->
                    saw(SENDS);
            case "content", "contents", "history", "messages", "conversation", "keys" ->
                    saw(CONTENT);
            case "emails", "mails", "credentials", "environment", "secrets", "passwords" ->
                    saw(CONTENT);
            case "key", "token", "password", "tokens", "message", "everything" -> saw(CONTENT);
            case "embed", "embedding", "return", "exfiltrating", "reading", "reads" -> saw(SENDS);
            default -> {}
        }
    }

    private void shape(String word, String raw) {
        if (Addresses.isAddress(word)) {
            saw(ADDRESS);
        }
        if (Addresses.isSensitive(word)) {
            saw(SENSITIVE);
        }
        boolean isCall =
                switch (word) {
                    case "tool", "tools", "function", "invoked", "called", "executed" -> true;
                    default -> false;
                };
        if (isCall) {
            if (words - last[MENTION] <= 2 && foreign() == Foreign.PERHAPS) {
                last[FOREIGN] = last[MENTION];
                isNews = true;
            }
        } else if (isIdentifier(raw)) {
            saw(MENTION);
            mention = raw;
            isMentionOpen = true;
        }
    }

    /// What the identifier is that was met last. Asked only where it matters: it may read files.
    private Foreign foreign() {
        if (!isMentionOpen) {
            return last[MENTION] == last[SURE_FOREIGN]
                    ? Foreign.YES
                    : last[MENTION] < 0 ? Foreign.NO : Foreign.PERHAPS;
        }
        isMentionOpen = false;
        Foreign foreign = names.of(mention);
        if (foreign == Foreign.YES) {
            last[FOREIGN] = last[MENTION];
            last[SURE_FOREIGN] = last[MENTION];
        } else if (foreign == Foreign.NO) {
            last[MENTION] = -FAR;
        }
        return foreign;
    }

    /// A word that a person would not write unless it names something: `send_email`, `sendEmail`.
    private static boolean isIdentifier(String word) {
        boolean isJoined = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '_' && i > 0) {
                isJoined = true;
            } else if (c >= 'A' && c <= 'Z' && i > 0 && Character.isLowerCase(word.charAt(i - 1))) {
                isJoined = true;
            } else if (!Character.isLetterOrDigit(c) && c != '-') {
                return false;
            }
        }
        return isJoined && word.length() >= 6;
    }

    private void saw(int signal) {
        last[signal] = words;
        isNews = true;
    }

    private boolean isNear(int signal, int within) {
        return words - last[signal] <= within;
    }

    private boolean isNear(int signal) {
        return isNear(signal, NEAR);
    }

    /// Looks at what stands together after each word.
    private void decide() {
        boolean obliges = isNear(OBLIGES);
        boolean isConditional = isNear(WHEN) && isNear(USED);
        if (isMentionOpen
                && (obliges || isConditional)
                && isNear(MENTION)
                && (isNear(ALTERS, 16) || isConditional || isNear(CONCEALS) || isNear(ADDRESS))) {
            foreign();
        }
        if (isNear(FOREIGN) && (obliges || isConditional || isNear(TAG))) {
            boolean alters = isNear(ALTERS, 16);
            isShadowing |= isNear(ADDRESS) && (alters || isNear(SENDS) || isNear(CONTENT));
            isShadowing |= isNear(CONCEALS);
            isShadowing |= isNear(SURE_FOREIGN) && isConditional && alters && isTagged;
            mayShadow |= isNear(SURE_FOREIGN) && isConditional && alters;
        }
        boolean asks = isNear(SENDS) || isNear(TAG) || obliges;
        isHiding |= isNear(CONCEALS) && asks && (isNear(CONTENT) || isNear(SENSITIVE) || isTagged);
        isTaking |= isNear(SENSITIVE) && isNear(SENDS, 16);
        isDiverting |=
                isNear(ADDRESS) && obliges && isNear(ALTERS, 16) && (isNear(CONTENT) || isTagged);
    }
}
