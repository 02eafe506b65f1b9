package gate.rules.builtin;

/// Finds keys, tokens and passwords in a text: by the formats of their providers, and by the places
/// that only hold secrets (a private key block, the password of a URL, an authorization header).
///
/// Disguises are undone as far as a copy would undo them: percent escapes, base64, hex.
/// Placeholders of documentation are none. Work is linear in the text. Rules and redaction share
/// this.
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

    /// Texts within texts: base64 of base64.
    private static final int MAX_DEPTH = 2;

    /// What is decoded of one piece of base64 or hex, in characters.
    private static final int MAX_CODED = 65_536;

    private static final int MIN_CODED = 24;

    /// Longest text whose percent escapes are undone, in characters.
    private static final int MAX_ESCAPED = 1 << 20;

    private Secrets() {}

    /// Finds all secrets of a text; each span covers the secret and nothing else.
    public static void find(CharSequence text, Sink sink) {
        find(text, sink, 0);
    }

    private static void find(CharSequence text, Sink sink, int depth) {
        plain(text, sink);
        if (depth < MAX_DEPTH) {
            coded(text, sink, depth);
            String decoded = text.length() > MAX_ESCAPED ? null : Percent.decode(text);
            if (decoded != null) {
                int[] places = Percent.places(text, decoded.length());
                plain(decoded, new Placed(sink, places));
            }
        }
    }

    private static void plain(CharSequence text, Sink sink) {
        int free = 0;
        int length = text.length();
        for (int at = 0; at < length; at++) {
            char c = text.charAt(at);
            if (at < free || c >= 0x80) {
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
            if (kind != null && end > start) {
                sink.found(kind, start, end);
                free = end;
            }
        }
    }

    /// Whether a key with a prefix may begin at a place: not within a word or the name of a file.
    private static boolean mayBegin(CharSequence text, int at) {
        if (at + 3 > text.length()) {
            return false;
        }
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        return !isAlnum(before)
                && before != '.'
                && (SecretAnchors.isTriple(
                                text.charAt(at), text.charAt(at + 1), text.charAt(at + 2))
                        || (text.charAt(at) == 'S' && text.charAt(at + 1) == 'K'));
    }

    private static boolean isReal(CharSequence text, SecretFormat format, int from, int end) {
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
        boolean isPart =
                format.kind().equals("authress-key")
                        && !text.subSequence(from, end).toString().contains(".acc");
        if (isPart) {
            return false;
        }
        return !Placeholders.isOne(text, body, end);
    }

    private static boolean endsWithAa(CharSequence text, int end) {
        return text.charAt(end - 1) == 'A' && text.charAt(end - 2) == 'A';
    }

    /// Base64 and hex whose text holds a secret: the whole piece is the secret then.
    private static void coded(CharSequence text, Sink sink, int depth) {
        int at = 0;
        while (at < text.length()) {
            if (!SecretFormat.Body.BASE64.holds(text.charAt(at))) {
                at++;
                continue;
            }
            int from = at;
            while (at < text.length() && SecretFormat.Body.BASE64.holds(text.charAt(at))) {
                at++;
            }
            int to = Math.min(at, from + MAX_CODED);
            while (from < to && text.charAt(from) == '=') {
                from++; // token=c2s…
            }
            if (to - from >= MIN_CODED) {
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

    private static void coded(CharSequence text, int from, int to, Sink sink, int depth) {
        String decoded = Coded.text(text, from, to);
        if (decoded != null) {
            var inner = new First();
            find(decoded, inner, depth + 1);
            if (inner.kind != null) {
                sink.found(inner.kind + ", encoded", from, to);
            }
        }
    }

    static boolean starts(CharSequence text, int at, String prefix) {
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
        private @org.jspecify.annotations.Nullable String kind;

        @Override
        public void found(String found, int start, int end) {
            if (kind == null) {
                kind = found;
            }
        }
    }

    /// Turns places in a decoded text into places of the text it was decoded from; what had no
    /// escape in it was found there already.
    private static final class Placed implements Sink {
        private final Sink sink;
        private final int[] places;

        Placed(Sink sink, int[] places) {
            this.sink = sink;
            this.places = places;
        }

        @Override
        public void found(String kind, int start, int end) {
            int from = places[start];
            int to = places[end];
            if (to - from > end - start) {
                sink.found(kind + ", encoded", from, to);
            }
        }
    }
}
