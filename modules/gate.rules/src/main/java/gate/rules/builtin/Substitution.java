package gate.rules.builtin;

import java.util.List;

/// `sed s/one/two/`, where both are plain.
final class Substitution {

    private Substitution() {}

    static String sed(String text, List<String> argv) {
        String made = text;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.length() > 4
                    && word.charAt(0) == 's'
                    && !Character.isLetterOrDigit(word.charAt(1))) {
                char mark = word.charAt(1);
                int middle = word.indexOf(mark, 2);
                int end = middle < 0 ? -1 : word.indexOf(mark, middle + 1);
                if (end > 0 && middle > 2 && end - middle < 64) {
                    made = made.replace(word.substring(2, middle), word.substring(middle + 1, end));
                    made =
                            made.length() > Shell.MAX_VALUE_CHARS
                                    ? made.substring(0, Shell.MAX_VALUE_CHARS)
                                    : made;
                }
            }
        }
        return made;
    }
}
