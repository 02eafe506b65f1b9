package gate.rules.builtin;

/// How the keys of one provider look: a prefix, and a body of certain characters.
///
/// @param kind the name in findings: `github-token`
/// @param prefix what every such key begins with
/// @param body which characters follow
/// @param min fewest characters of the body
/// @param max most characters of the body; a longer one is something else, but from [#OPEN] on
record SecretFormat(String kind, String prefix, Body body, int min, int max) {

    /// From this greatest length on a body may be longer, and so many characters of it are looked
    /// at.
    static final int OPEN = 400;

    /// Characters of a body. Each kind holds all digits.
    enum Body {
        HEX("abcdefABCDEF", false),
        UPPER("ABCDEFGHIJKLMNOPQRSTUVWXYZ", false),
        ALNUM("", true),
        WORD("_", true),
        NAME("_-", true),
        DOTTED("_-=.", true),
        BASE64("_-+/=", true),
        URL("_-+/=%", true),
        LOOSE("_-+/=.", true);

        private final long low;
        private final long high;

        Body(String others, boolean hasLetters) {
            long lows = bits("0123456789", 0) | bits(others, 0);
            long highs = bits(others, 64);
            if (hasLetters) {
                highs |= bits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 64);
            }
            low = lows;
            high = highs;
        }

        private static long bits(String chars, int from) {
            long bits = 0;
            for (int i = 0; i < chars.length(); i++) {
                int bit = chars.charAt(i) - from;
                bits |= bit >= 0 && bit < 64 ? 1L << bit : 0;
            }
            return bits;
        }

        boolean holds(char c) {
            return c < 128 && ((c < 64 ? low : high) >>> c & 1) != 0;
        }
    }

    /// Whether much stands before the first dot: Airtable's keys.
    boolean hasLongFirstPart() {
        return prefix.length() == 3 && body == Body.DOTTED;
    }

    /// The fewest letters, digits, `_` and `-` that follow the prefix in a row.
    int leastInRow() {
        if (hasLongFirstPart()) {
            return 14;
        }
        return switch (body) {
            case DOTTED, BASE64, URL, LOOSE -> Math.min(min, 2);
            default -> min;
        };
    }

    /// Where the key that begins at a place ends, or -1 if there is none.
    int end(String text, int from) {
        int at = from + prefix.length();
        int most = (int) Math.min(text.length(), (long) at + max);
        int bodyFrom = at;
        while (at < most && body.holds(text.charAt(at))) {
            at++;
        }
        while (at > bodyFrom && body != Body.BASE64 && text.charAt(at - 1) == '.') {
            at--; // the end of a sentence
        }
        boolean isLonger =
                at < text.length()
                        && at == most
                        && max < OPEN
                        && Character.isLetterOrDigit(text.charAt(at));
        return at - bodyFrom < min || isLonger ? -1 : at;
    }

    /// Where a key without a greatest length ends, given what [#end] found.
    int rest(String text, int end) {
        int at = end;
        while (max >= OPEN && at < text.length() && body.holds(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
