package gate.rules.builtin;

import java.util.List;

/// `sed 's/one/two/;s/a/b/'`, where what is looked for is plain.
final class Substitution {

    private static final int MAX_PATTERN = 64;
    private static final int MAX_COMMANDS = 64;

    private Substitution() {}

    static String sed(String text, List<String> argv) {
        String made = text;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int at = 0;
            for (int n = 0; n < MAX_COMMANDS && isCommand(word, at); n++) {
                char mark = word.charAt(at + 1);
                int middle = word.indexOf(mark, at + 2);
                int end = middle < 0 ? -1 : word.indexOf(mark, middle + 1);
                if (end < 0 || middle == at + 2 || end - middle > MAX_PATTERN) {
                    break;
                }
                String one = word.substring(at + 2, middle);
                made = made.replace(one, word.substring(middle + 1, end));
                made =
                        made.length() > Shell.MAX_VALUE_CHARS
                                ? made.substring(0, Shell.MAX_VALUE_CHARS)
                                : made;
                at = word.indexOf(';', end);
                at = at < 0 ? word.length() : at + 1;
                while (at < word.length() && word.charAt(at) == ' ') {
                    at++;
                }
            }
        }
        return made;
    }

    private static boolean isCommand(String word, int at) {
        return word.length() > at + 4
                && word.charAt(at) == 's'
                && !Character.isLetterOrDigit(word.charAt(at + 1));
    }
}
