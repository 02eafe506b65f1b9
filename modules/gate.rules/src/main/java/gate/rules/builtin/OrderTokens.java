package gate.rules.builtin;

import java.util.Arrays;

/// The tokens of a text for [OrderNet]: its words as [TextWords] knows them, and the signs between.
///
/// A word is a row of the table of embeddings, by its number; the first rows are signs. Owned by
/// one thread, for one message.
final class OrderTokens {

    static final int ROW_BITS = 15;

    /// The row of a sign that has none of its own.
    private static final int OTHER_SIGN = 1;

    private static final int NUMBER = 2;
    private static final int LINE_BREAK = 3;

    /// Stands before the first of words of three letters or more that have no small one.
    private static final int CAPITALS = 4;

    private static final int FIRST_SIGN = 5;
    private static final String SIGNS = ":.!?<>[]{}#\"'()@/-*";

    /// Rows below are no words.
    private static final int FIRST_WORD = 32;

    /// Signs that are read between two words.
    private static final int MOST_SIGNS = 3;

    /// So many gaps in a row may have signs, those behind have none until one is blank: a line for
    /// each word, or a star, says nothing more and would push words out of the window.
    private static final int SIGNED_GAPS = 2;

    /// The row of each byte that is a sign; nothing for blanks.
    private static final byte[] ROWS = rows();

    private static final int NOTHING = 0;

    private final TextWords words = new TextWords();
    private final int[] tokens;
    private int count;

    /// @param most tokens that are read of a text
    OrderTokens(int most) {
        tokens = new int[most];
    }

    /// Reads the first tokens of a text.
    ///
    /// @param bytes the source of a JSON string, from `from` to `to`
    /// @return how many there are
    int read(byte[] bytes, int from, int to) {
        count = 0;
        words.over(bytes, from, to);
        int behind = from;
        int signed = 0;
        boolean wasCapitals = false;
        while (count < tokens.length && words.next()) {
            int before = count;
            if (signed < SIGNED_GAPS || !hasSign(bytes, behind, words.start)) {
                signs(bytes, behind, words.start);
                signed = count > before ? signed + 1 : 0;
            }
            boolean isCapitals = isCapitals(bytes);
            if (isCapitals && !wasCapitals) {
                add(CAPITALS);
            }
            wasCapitals = isCapitals;
            int row = (words.word * 0x9e3779b1) >>> (Integer.SIZE - ROW_BITS);
            add(row < FIRST_WORD ? row + FIRST_WORD : row);
            behind = words.end;
        }
        signs(bytes, behind, to);
        return count;
    }

    /// The tokens, of which so many count as were read.
    int[] tokens() {
        return tokens;
    }

    private void add(int token) {
        if (count < tokens.length) {
            tokens[count++] = token;
        }
    }

    /// Of the same sign in a row one counts.
    private void signs(byte[] bytes, int from, int to) {
        int last = NOTHING;
        int signs = 0;
        int at = from;
        while (at < to && signs < MOST_SIGNS && count < tokens.length) {
            int row = ROWS[bytes[at] & 0xff];
            at++;
            if (bytes[at - 1] == '\\' && at < to) {
                row = escaped(bytes[at]);
                at += bytes[at] == 'u' ? 5 : 1;
            }
            if (row != NOTHING && row != last) {
                add(row);
                last = row;
                signs++;
            }
        }
    }

    private static boolean hasSign(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (ROWS[bytes[at] & 0xff] != NOTHING) {
                return true;
            }
        }
        return false;
    }

    /// What a backslash makes of the byte behind it.
    private static int escaped(byte b) {
        return switch (b) {
            case 'n', 'r' -> LINE_BREAK;
            case 't', 'b', 'f' -> NOTHING;
            case 'u' -> OTHER_SIGN;
            default -> b >= 0 ? Math.max(OTHER_SIGN, ROWS[b]) : OTHER_SIGN;
        };
    }

    private boolean isCapitals(byte[] bytes) {
        for (int at = words.start; at < words.end; at++) {
            if (bytes[at] < 'A' || bytes[at] > 'Z') {
                return false;
            }
        }
        return words.end - words.start > 2;
    }

    private static byte[] rows() {
        var rows = new byte[256];
        Arrays.fill(rows, (byte) OTHER_SIGN);
        Arrays.fill(rows, 0, ' ' + 1, (byte) NOTHING);
        rows['\n'] = LINE_BREAK;
        Arrays.fill(rows, '0', '9' + 1, (byte) NUMBER);
        for (int i = 0; i < SIGNS.length(); i++) {
            rows[SIGNS.charAt(i)] = (byte) (FIRST_SIGN + i);
        }
        return rows;
    }
}
