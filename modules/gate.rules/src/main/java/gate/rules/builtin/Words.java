package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Parts names into words, and looks words up in short lists.
final class Words {

    private Words() {}

    /// The words of a name, in lower case: `get`, `file` and `contents` of `getFile_contents`.
    static List<String> of(String name) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 1; at <= name.length(); at++) {
            if (isEnd(name, at)) {
                String word = word(name, from, at);
                if (!word.isEmpty()) {
                    words.add(word);
                }
                from = at;
            }
        }
        return words;
    }

    /// Whether a word of a name ends before this place.
    static boolean isEnd(String name, int at) {
        if (at == name.length()) {
            return true;
        }
        char c = name.charAt(at);
        boolean isMark = !isWordPart(c);
        boolean isCapital = c >= 'A' && c <= 'Z' && Character.isLowerCase(name.charAt(at - 1));
        return isMark || isCapital;
    }

    private static boolean isWordPart(char c) {
        return c < 0x80 ? Secrets.isAlnum(c) : Character.isLetterOrDigit(c);
    }

    /// A word of a name, in lower case and without the marks before it.
    static String word(String name, int from, int to) {
        int start = from;
        while (start < to && !isWordPart(name.charAt(start))) {
            start++;
        }
        return name.substring(start, to).toLowerCase(Locale.ROOT);
    }

    /// Whether a word is made of digits.
    static boolean isNumber(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!SecretBytes.isDigit(word.charAt(i))) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    /// Whether a word stands in a list with blanks between.
    static boolean isAmong(String list, String word) {
        int at = word.isEmpty() ? -1 : list.indexOf(word);
        while (at >= 0) {
            int end = at + word.length();
            boolean isStart = at == 0 || list.charAt(at - 1) == ' ';
            if (isStart && (end == list.length() || list.charAt(end) == ' ')) {
                return true;
            }
            at = list.indexOf(word, at + 1);
        }
        return false;
    }
}
