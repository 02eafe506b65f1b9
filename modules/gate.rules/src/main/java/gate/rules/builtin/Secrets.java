package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;

/// Finds keys, tokens and passwords in a text: by the formats of their providers, and by the places
/// that only hold secrets (a private key block, the password of a URL, an authorization header).
///
/// Disguises are undone as far as a copy would undo them: percent and backslash escapes, base64,
/// hex, line breaks within long words. Placeholders of documentation are none. Work is linear in
/// the text. Rules and redaction share this.
public final class Secrets {

    /// Takes what is found.
    public interface Sink {

        /// A secret; of one text they come in no order, and never overlap in one view of it.
        ///
        /// @param kind what it is, for people: `github-token`
        /// @param start its first character, in UTF-16 code units
        /// @param end after its last character, in the same unit
        void found(String kind, int start, int end);
    }

    private static final String ENCODED = ", encoded";

    /// Texts within texts: base64 of base64.
    private static final int MAX_DEPTH = 2;

    /// What is decoded of one piece of base64 or hex, in characters.
    private static final int MAX_CODED = 65_536;

    private static final int MIN_CODED = 24;

    /// Shortest line of base64 that goes on in the next one, in characters.
    private static final int MIN_LINE = 40;

    /// Begins no secret.
    private static final byte NO_ROLE = 0;

    /// Of a word, and begins a secret where the word begins.
    private static final byte IN_WORD = 1;

    /// Of a word, and may begin a secret within it, too.
    private static final byte IN_WORD_TOO = 2;

    /// Of no word, and may be the mark of a secret.
    private static final byte MARK = 3;

    private static final byte[] ROLES = roles();

    private Secrets() {}

    private static byte[] roles() {
        var roles = new byte[0x80];
        for (char c = 0; c < roles.length; c++) {
            roles[c] = isAlnum(c) ? IN_WORD : SecretShapes.isMark(c) ? MARK : NO_ROLE;
        }
        roles['x'] = IN_WORD_TOO; // xoxe.xoxb-…
        return roles;
    }

    /// Finds all secrets of a text; each span covers the secret and nothing else.
    public static void find(String text, Sink sink) {
        find(text, sink, 0);
    }

    /// Finds the secrets of the text of a string that begin at a place or later.
    ///
    /// @param from in bytes, what [SecretAnchors#begin] said
    static void find(Json json, int node, int from, Sink sink) {
        String text = json.string(node);
        int before = TextSpan.units(json.bytes(), json.start(node) + 1, from);
        find(text.substring(before), new Behind(sink, before), 0);
    }

    private static void find(String text, Sink sink, int depth) {
        var fresh = new Fresh(sink);
        plain(text, 0, text.length(), fresh);
        coded(text, null, fresh, depth);
        views(text, fresh, depth);
    }

    private static void views(String text, Sink sink, int depth) {
        if (depth < MAX_DEPTH) {
            view(Unescaped.percent(text), sink, depth + 1);
            view(Unescaped.backslashes(text), sink, depth + 1);
            view(Unescaped.wraps(text), sink, depth + 1);
        }
    }

    /// Only what a view changes is read again.
    private static void view(@Nullable Unescaped view, Sink sink, int depth) {
        if (view == null) {
            return;
        }
        String text = view.text();
        var placed = new Placed(sink, view);
        int from = view.nextChanged(0);
        while (from < text.length()) {
            int last = view.lastChanged(from);
            plain(text, from, Math.min(last + 1, text.length()), placed);
            from = view.nextChanged(last + 1);
        }
        coded(text, view, placed, depth);
        views(text, placed, depth);
    }

    /// Finds what begins at some of the places of a text.
    private static void plain(String text, int from, int to, Sink sink) {
        int free = from;
        int escape = from - 1; // there may be one
        boolean isInWord = false;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            int role = c < 0x80 ? ROLES[c] : NO_ROLE;
            boolean goesOn = isInWord && at - escape != 2; // the letter of an escape ends no word
            isInWord = role == IN_WORD || role == IN_WORD_TOO;
            escape = c == '\\' ? at : escape;
            if (role == NO_ROLE || (role == IN_WORD && goesOn) || at < free) {
                continue;
            }
            String kind = null;
            int start = at;
            int end = -1;
            if (mayBegin(text, at)) {
                for (SecretFormat format : SecretFormats.of(c)) {
                    if (starts(text, at, format.prefix())) {
                        end = format.end(text, at);
                        if (end >= 0 && isReal(text, format, at, end)) {
                            kind = format.kind();
                            end = format.rest(text, end);
                            break;
                        }
                    }
                }
            }
            if (kind == null) {
                kind = SecretShapes.kind(text, at);
                if (kind != null) {
                    start = SecretShapes.start(text, at, kind);
                    end = SecretShapes.end(text, at, kind);
                }
            }
            SecretParts.Part part =
                    kind == null && role != MARK && isStart(text, at)
                            ? SecretParts.at(text, at)
                            : null;
            if (part != null) {
                kind = part.kind();
                start = part.start();
                end = part.end();
            }
            if (kind != null && end > start) {
                sink.found(kind, start, end);
                free = end;
            }
        }
    }

    /// Whether a key with a prefix may begin at a place: not within a word or the name of a file.
    private static boolean mayBegin(String text, int at) {
        if (at + 3 > text.length()) {
            return false;
        }
        return isStart(text, at)
                && (at == 0 || text.charAt(at - 1) != '.')
                && (SecretTriples.isTriple(
                                text.charAt(at), text.charAt(at + 1), text.charAt(at + 2))
                        || (text.charAt(at) == 'S' && text.charAt(at + 1) == 'K'));
    }

    private static boolean isReal(String text, SecretFormat format, int from, int end) {
        int body = from + format.prefix().length();
        boolean isChecked =
                format.body() == SecretFormat.Body.ALNUM
                        && (format.kind().equals("github-token")
                                || format.kind().equals("npm-token"));
        if (isChecked && end - body == 36 && Checksums.endsWithCrc(text, body, end)) {
            return true;
        }
        if (format.kind().equals("anthropic-key") && !endsWithAa(text, end)) {
            return false;
        }
        if (!hasParts(text, format, from, end)) {
            return false;
        }
        if (hasShortPrefix(format)) {
            return SecretParts.isMixed(text, body, end);
        }
        if (hasZeros(format)) {
            return true;
        }
        boolean isPart =
                format.kind().equals("authress-key") && !text.substring(from, end).contains(".acc");
        if (isPart) {
            return false;
        }
        return !Placeholders.isOne(text, body, end);
    }

    /// Whether a key has what its provider's have besides length and letters.
    private static boolean hasParts(String text, SecretFormat format, int from, int end) {
        return switch (format.kind()) {
            case "cloudflare-tunnel-token" -> isTunnel(Coded.text(text, from, end));
            case "octopus-key" -> digits(text, from, end) >= 2;
            case "onepassword-key" -> text.charAt(from + 9) == '-' && isUpper(text, from, end);
            case "airtable-token" -> text.indexOf('.', from, from + 18) == from + 17;
            default -> true;
        };
    }

    /// Whether decoded text tells an account, a tunnel and its secret.
    private static boolean isTunnel(@Nullable String text) {
        return text != null && text.contains("\"t\":\"") && text.contains("\"s\":\"");
    }

    private static int digits(String text, int from, int to) {
        int digits = 0;
        for (int at = from; at < to; at++) {
            digits += text.charAt(at) >= '0' && text.charAt(at) <= '9' ? 1 : 0;
        }
        return digits;
    }

    /// Whether names are as likely to begin like such a key: it must look random.
    private static boolean hasShortPrefix(SecretFormat format) {
        return format.prefix().length() <= 3
                && format.body().holds('_')
                && !format.body().holds('/')
                && !format.kind().equals("onepassword-key");
    }

    /// Whether such keys have rows of one letter: zeros in base64.
    private static boolean hasZeros(SecretFormat format) {
        return format.prefix().equals("hvb.") || format.kind().equals("fly-token");
    }

    private static boolean isUpper(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) >= 'a') {
                return false;
            }
        }
        return true;
    }

    private static boolean endsWithAa(String text, int end) {
        return text.charAt(end - 1) == 'A' && text.charAt(end - 2) == 'A';
    }

    /// Base64 and hex whose text holds a secret: the whole piece is the secret then.
    ///
    /// @param view of which only changed pieces are looked at, if there is one
    private static void coded(String text, @Nullable Unescaped view, Sink sink, int depth) {
        int at = depth < MAX_DEPTH ? 0 : text.length();
        int known = 0;
        while (at + MIN_CODED <= text.length()) {
            int probe = at + MIN_CODED;
            int low = probe - 1;
            int stop = Math.max(at, known);
            while (low >= stop && SecretFormat.Body.BASE64.holds(text.charAt(low))) {
                low--;
            }
            if (low >= stop) {
                at = low + 1;
                known = probe;
                continue;
            }
            int from = at;
            at = endOfLines(text, from);
            int to = Math.min(at, from + MAX_CODED);
            while (from < to && text.charAt(from) == '=') {
                from++; // token=c2s…
            }
            if (text.startsWith("0x", from)) {
                from += 2;
            } else if (text.startsWith("\\x", from - 1)) {
                from++;
            }
            boolean isNew = view == null || view.isChanged(from, to);
            if (to - from >= MIN_CODED && isNew) {
                coded(text, from, to, sink, depth);
                int equals = from;
                while (equals < to && text.charAt(equals) != '=') {
                    equals++;
                }
                if (equals + 1 + MIN_CODED < to) {
                    coded(text, equals + 1, to, sink, depth);
                }
            }
        }
    }

    /// The end of a piece of base64, which may be cut into lines of one length (RFC 2045, section
    /// 6.8: 76 characters; RFC 7468: 64).
    private static int endOfLines(String text, int from) {
        int line = from;
        int at = from;
        while (true) {
            while (at < text.length() && SecretFormat.Body.BASE64.holds(text.charAt(at))) {
                at++;
            }
            int next = at;
            if (next < text.length() && text.charAt(next) == '\r') {
                next++;
            }
            boolean goesOn =
                    at - line >= MIN_LINE
                            && next + 1 < text.length()
                            && text.charAt(next) == '\n'
                            && SecretFormat.Body.BASE64.holds(text.charAt(next + 1));
            if (!goesOn) {
                return at;
            }
            line = next + 1;
            at = line;
        }
    }

    private static void coded(String text, int from, int to, Sink sink, int depth) {
        String decoded = Coded.text(text, from, to);
        if (decoded != null) {
            var inner = new First();
            find(decoded, inner, depth + 1);
            if (inner.kind != null) {
                sink.found(inner.kind + ENCODED, from, to);
            }
        }
    }

    /// Whether a word may begin at a place: at the start, behind what is of no word, or behind the
    /// letter of an escape that nobody has undone (`\nghp_…`).
    static boolean isStart(String text, int at) {
        if (at == 0 || !isAlnum(text.charAt(at - 1))) {
            return true;
        }
        return at > 1 && text.charAt(at - 2) == '\\' && "nrtbf".indexOf(text.charAt(at - 1)) >= 0;
    }

    static boolean starts(String text, int at, String prefix) {
        if (at < 0 || at + prefix.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text.charAt(at + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isAlnum(char c) {
        return SecretFormat.Body.ALNUM.holds(c);
    }

    /// Keeps the first kind that is found.
    private static final class First implements Sink {
        private @Nullable String kind;

        @Override
        public void found(String found, int start, int end) {
            if (kind == null) {
                kind = found;
            }
        }
    }

    /// Turns places behind the beginning of a text into places of the text.
    private record Behind(Sink sink, int before) implements Sink {

        @Override
        public void found(String kind, int start, int end) {
            sink.found(kind, before + start, before + end);
        }
    }

    /// Lets through what does not touch anything that was found before.
    private static final class Fresh implements Sink {
        private final Sink sink;
        private @Nullable BitSet known;

        Fresh(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void found(String kind, int start, int end) {
            if (known == null) {
                known = new BitSet();
            }
            int next = known.nextSetBit(start);
            if (next < 0 || next >= end) {
                known.set(start, end);
                sink.found(kind, start, end);
            }
        }
    }

    /// Turns places in a text without escapes into places of the text with them.
    private static final class Placed implements Sink {
        private final Sink sink;
        private final Unescaped view;

        Placed(Sink sink, Unescaped view) {
            this.sink = sink;
            this.view = view;
        }

        @Override
        public void found(String kind, int start, int end) {
            int from = view.start(start);
            int to = view.end(end);
            boolean isEscaped = to - from > end - start && !kind.endsWith(ENCODED);
            sink.found(isEscaped ? kind + ENCODED : kind, from, to);
        }
    }
}
