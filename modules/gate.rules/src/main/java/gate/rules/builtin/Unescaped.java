package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// A text as it reads once its escapes are undone, and where each character of it stood.
///
/// Owned by one thread.
final class Unescaped {

    /// Longest text that is looked at, in characters.
    static final int MAX_CHARS = 1 << 20;

    /// Shortest line that a program may have wrapped, in characters.
    private static final int MIN_LINE = 48;

    /// Shortest last word of a wrapped line that is looked at without digits and marks, in
    /// characters.
    static final int MIN_WORD = 16;

    private final String text;

    /// For each character its place in the text that was read, and the end of that.
    private final int[] places;

    /// Whether what is missing stands between characters, and is part of none.
    private final boolean isWrapped;

    private Unescaped(String text, int[] places, boolean isWrapped) {
        this.text = text;
        this.places = places;
        this.isWrapped = isWrapped;
    }

    /// What the escapes stand for.
    String text() {
        return text;
    }

    /// Percent escapes undone (RFC 3986), or null if there are none.
    static @Nullable Unescaped percent(String text) {
        if (text.length() > MAX_CHARS) {
            return null;
        }
        String decoded = Percent.decode(text);
        return decoded == null
                ? null
                : new Unescaped(decoded, Percent.places(text, decoded.length()), false);
    }

    /// The escapes undone that a string of JSON or of a programming language has (RFC 8259, section
    /// 7; `\x41`), as when JSON stands in a string of JSON; null if there are none.
    static @Nullable Unescaped backslashes(String text) {
        int first = text.indexOf('\\');
        if (first < 0 || first + 1 == text.length() || text.length() > MAX_CHARS) {
            return null;
        }
        var builder = new Builder(text.length());
        int at = 0;
        while (at < text.length()) {
            int length = escape(text, at);
            builder.add(length == 1 ? text.charAt(at) : value(text, at, length), at);
            at += length;
        }
        return builder.build(text.length(), false);
    }

    /// The line breaks taken out that a mail program (RFC 2045, section 6.7: `=` and a break), a
    /// shell (`\` and a break) or a terminal of fixed width puts into long words; null if there are
    /// none.
    static @Nullable Unescaped wraps(String text) {
        int first = nextWrap(text, 0, 0);
        if (first < 0 || text.length() > MAX_CHARS) {
            return null;
        }
        var builder = new Builder(text.length());
        int line = 0;
        int next = first;
        int at = 0;
        while (at < text.length()) {
            if (at == next) {
                at = text.charAt(at) == '=' || text.charAt(at) == '\\' ? at + 1 : at;
                at = afterBreak(text, at);
                line = at;
                next = nextWrap(text, at, line);
                continue;
            }
            builder.add(text.charAt(at), at);
            at++;
        }
        return builder.build(text.length(), true);
    }

    /// Where a character of this text begins in the text that was read.
    int start(int at) {
        return places[at];
    }

    /// Where the character before a place of this text ends in the text that was read.
    int end(int at) {
        return isWrapped ? places[at - 1] + 1 : places[at];
    }

    /// Whether something is missing in a piece of this text: else it stands in the text that was
    /// read as it is.
    boolean isChanged(int from, int to) {
        return end(to) - places[from] != to - from;
    }

    /// The next place from which a word with something missing in it, or right before it, is to be
    /// read, or the length of the text.
    int nextChanged(int from) {
        int[] stood = places;
        int last = text.length();
        int changed = from;
        while (changed < last && stood[changed + 1] - stood[changed] == 1) {
            changed++;
        }
        int word = changed;
        while (changed < last && word > from && text.charAt(word - 1) > ' ') {
            word--;
        }
        return word;
    }

    /// The place behind which nothing begins that [#nextChanged] promised.
    int lastChanged(int from) {
        int last = from;
        for (int at = from; at < text.length(); at++) {
            boolean isBlank = text.charAt(at) <= ' ';
            if (places[at + 1] - places[at] != 1) {
                last = at + 1;
            } else if (isBlank) {
                break;
            }
        }
        return last;
    }

    /// Where the next break stands that may be within a word, with the mark before it, or -1.
    private static int nextWrap(String text, int from, int lineFrom) {
        int line = lineFrom;
        for (int at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) {
            int end = at > line && text.charAt(at - 1) == '\r' ? at - 1 : at;
            int length = end - line;
            char last = length == 0 ? ' ' : text.charAt(end - 1);
            char before = length < 2 ? ' ' : text.charAt(end - 2);
            char after = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            if (length > 1 && isOfWord(after)) {
                boolean isMarked = last == '\\' || (last == '=' && length >= MIN_LINE);
                if (isMarked && isOfWord(before)) {
                    return end - 1;
                }
                if (length >= MIN_LINE && isOfWord(last) && mayBeKey(text, line, end)) {
                    return end;
                }
            }
            line = at + 1;
        }
        return -1;
    }

    /// Whether the last word of a line may be the head of a key: it is long, or no plain word.
    private static boolean mayBeKey(String text, int line, int end) {
        for (int at = end - 1; at >= line && text.charAt(at) > ' '; at--) {
            char c = text.charAt(at);
            boolean isMark = c == '_' || c == '-' || (c >= '0' && c <= '9');
            if (isMark || end - at >= MIN_WORD) {
                return true;
            }
        }
        return false;
    }

    private static int afterBreak(String text, int from) {
        return text.charAt(from) == '\r' ? from + 2 : from + 1;
    }

    private static boolean isOfWord(char c) {
        return SecretFormat.Body.LOOSE.holds(c) && c != '=';
    }

    /// How many characters the escape at a place has; 1 if there is none.
    private static int escape(String text, int at) {
        if (text.charAt(at) != '\\' || at + 1 >= text.length()) {
            return 1;
        }
        return switch (text.charAt(at + 1)) {
            case 'u' -> hex(text, at + 2, 4) < 0 ? 1 : 6;
            case 'x' -> hex(text, at + 2, 2) < 0 ? 1 : 4;
            case '"', '\'', '\\', '/', 'n', 'r', 't', 'b', 'f' -> 2;
            default -> 1;
        };
    }

    private static char value(String text, int at, int length) {
        if (length > 2) {
            return (char) hex(text, at + 2, length - 2);
        }
        char c = text.charAt(at + 1);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't', 'b', 'f' -> '\t';
            default -> c;
        };
    }

    private static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    /// Grows a text and its places.
    private static final class Builder {
        private final char[] text;
        private final int[] places;
        private int length;

        Builder(int most) {
            text = new char[most];
            places = new int[most + 1];
        }

        void add(char c, int place) {
            places[length] = place;
            text[length++] = c;
        }

        Unescaped build(int end, boolean isWrapped) {
            places[length] = end;
            return new Unescaped(new String(text, 0, length), places, isWrapped);
        }
    }
}
