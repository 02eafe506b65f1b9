package gate.rules.builtin;

/// Tells what documentation writes in the place of a key: `xxxx`, `EXAMPLE`, `your-key-here`.
final class Placeholders {

    /// Letters or digits in alphabetical order that no random key has.
    private static final int SEQUENCE = 9;

    /// Shorter ones count together.
    private static final int SHORT_SEQUENCE = 4;

    /// One character in a row.
    private static final int REPEAT = 5;

    private static final int FEW = 16;

    private Placeholders() {}

    /// Whether a body of a key is a placeholder.
    static boolean isOne(String text, int from, int to) {
        int sequence = 1;
        int inSequence = 0;
        int repeat = 1;
        long seenLow = 0;
        long seenHigh = 0;
        int letters = 0;
        int capitals = 0;
        int smalls = 0;
        int digits = 0;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            char before = at > from ? text.charAt(at - 1) : 0;
            sequence = isNext(before, c) ? sequence + 1 : 1;
            inSequence +=
                    sequence == SHORT_SEQUENCE ? SHORT_SEQUENCE : sequence > SHORT_SEQUENCE ? 1 : 0;
            repeat = c == before ? repeat + 1 : 1;
            if (sequence >= SEQUENCE || repeat >= REPEAT || isWord(text, at, to)) {
                return true;
            }
            if (c < 64) {
                seenLow |= 1L << c;
            } else if (c < 128) {
                seenHigh |= 1L << (c - 64);
            }
            digits += c >= '0' && c <= '9' ? 1 : 0;
            letters += c >= 'A' ? 1 : 0;
            capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
            smalls += c >= 'a' && c <= 'z' ? 1 : 0;
        }
        int distinct = Long.bitCount(seenLow) + Long.bitCount(seenHigh);
        int length = to - from;
        boolean isOneCase = capitals == 0 || smalls == 0;
        boolean isWords = digits == 0 && (length < 20 || isOneCase);
        return distinct < Math.min(length / 2, length < FEW ? 5 : 7)
                || isWords
                || inSequence * 2 > length
                || (letters == 0 && length >= FEW && distinct < 8)
                || isPublished(text, from);
    }

    private static boolean isNext(char before, char c) {
        return c == before + 1 || (before == '9' && c == '0');
    }

    private static boolean isWord(String text, int at, int to) {
        return switch (text.charAt(at) | 0x20) {
            case 'e' -> is(text, at, to, "example");
            case 'p' -> is(text, at, to, "placeholder");
            case 'y' -> is(text, at, to, "your_") || is(text, at, to, "your-");
            case 'd' -> is(text, at, to, "dummy");
            case 'r' -> is(text, at, to, "redacted");
            case 'c' -> is(text, at, to, "changeme");
            case 'f' -> is(text, at, to, "fakefake") || is(text, at, to, "faketoken");
            case 't' -> is(text, at, to, "token_here");
            default -> false;
        };
    }

    private static boolean is(String text, int at, int to, String word) {
        if (at + word.length() > to) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Character.toLowerCase(text.charAt(at + i)) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Keys of Google that stand in its own samples and in those of frameworks, and those of the
    /// emulators of Azure's storage and database and of Ethereum's chains, Stripe's for tests, and
    /// that of the documents of one-time passwords.
    static boolean isPublished(String text, int from) {
        boolean isOfDocuments =
                Secrets.starts(text, from, "Eby8vdM02xNOcq")
                        || Secrets.starts(text, from, "C2y6yDjf5/R+ob")
                        || Secrets.starts(text, from, "4eC39HqLyjWDar")
                        || Secrets.starts(text, from, "BQokikJOvBiI2H")
                        || Secrets.starts(text, from, "JBSWY3DPEHPK3PXP")
                        || text.regionMatches(true, from, "ac0974bec39a17e3", 0, 16);
        if (isOfDocuments) {
            return true;
        }
        if (!Secrets.starts(text, Math.max(0, from - 4), "AIza")) {
            return false;
        }
        for (String key :
                new String[] {
                    "SyAnLA7NfeLq",
                    "SyD3asb-2pEZ",
                    "SyAdOS2zB6NC",
                    "SyASWm6HmTMd",
                    "SyANUvH9H9Bs",
                    "SyA5_iVawFQ8",
                    "SyBcE-OOIbhj",
                    "yDNSXIbFmlXb",
                    "Tesb6Tscfcni"
                }) {
            if (Secrets.starts(text, from, key)) {
                return true;
            }
        }
        return false;
    }
}
