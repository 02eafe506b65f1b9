package gate.rules.builtin;

import java.util.List;

/// `sed 's/one/two/;s/a/b/'`, where what is looked for is plain.
final class Substitution {

    private static final int MAX_PATTERN = 64;
    private static final int MAX_COMMANDS = 64;
    private static final int CHARS_PER_STEP = 8;

    private Substitution() {}

    static String sed(String text, List<String> argv, Harm harm) {
        String made = text;
        int count = 0;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int at = 0;
            for (; count < MAX_COMMANDS && isCommand(word, at) && !harm.isFound(); count++) {
                char mark = word.charAt(at + 1);
                int middle = unescaped(word, mark, at + 2, word.length());
                int limit = Math.min(word.length(), middle + 1 + MAX_PATTERN);
                int end = middle < 0 ? -1 : unescaped(word, mark, middle + 1, limit);
                if (end < 0 || middle == at + 2 || end - middle > MAX_PATTERN) {
                    break;
                }
                harm.spend(1 + (word.length() + made.length()) / CHARS_PER_STEP);
                long most = (long) made.length() * (end - middle);
                if (most < 8L * Shell.MAX_VALUE_CHARS) {
                    String one = plain(word.substring(at + 2, middle), mark);
                    made = made.replace(one, plain(word.substring(middle + 1, end), mark));
                }
                at = word.indexOf(';', end);
                at = at < 0 ? word.length() : at + 1;
                while (at < word.length() && word.charAt(at) == ' ') {
                    at++;
                }
            }
        }
        return made;
    }

    /// Where a sign stands that no backslash escapes, or -1.
    private static int unescaped(String word, char sign, int from, int most) {
        for (int at = from; at < most; at++) {
            if (word.charAt(at) == sign) {
                return at;
            }
            at += word.charAt(at) == '\\' ? 1 : 0;
        }
        return -1;
    }

    private static String plain(String text, char sign) {
        return text.replace("\\" + sign, String.valueOf(sign));
    }

    private static boolean isCommand(String word, int at) {
        return word.length() > at + 4
                && word.charAt(at) == 's'
                && !Character.isLetterOrDigit(word.charAt(at + 1));
    }
}
