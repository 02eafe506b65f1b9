package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;

/// Brace expansion: `{rm,-rf,/}` becomes three words, `/{bin,etc}` two.
final class Braces {

    private static final int MAX_WORDS = 256;

    private Braces() {}

    static List<String> expand(String word, Harm harm) {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>();
        open.add(word);
        while (!open.isEmpty() && !harm.isFound()) {
            String next = open.removeLast();
            harm.spend(next.length() + 1L);
            int from = start(next, harm);
            if (from < 0 || done.size() + open.size() >= MAX_WORDS) {
                done.add(next);
            } else {
                split(next, from, open);
            }
        }
        return done;
    }

    /// The first brace with a comma at its own level, or -1.
    private static int start(String word, Harm harm) {
        for (int at = word.indexOf('{'); at >= 0; at = word.indexOf('{', at + 1)) {
            int depth = 0;
            boolean hasComma = false;
            boolean isVariable = at > 0 && word.charAt(at - 1) == '$';
            for (int i = at; i < word.length() && !isVariable; i++) {
                harm.spend(1);
                char c = word.charAt(i);
                if (c == '{') {
                    depth++;
                } else if (c == ',' && depth == 1) {
                    hasComma = true;
                } else if (c == '}' && --depth == 0) {
                    if (hasComma) {
                        return at;
                    }
                    break;
                }
            }
            if (depth > 0 || harm.isFound()) {
                return -1;
            }
        }
        return -1;
    }

    private static void split(String word, int from, List<String> open) {
        String before = word.substring(0, from);
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int part = from + 1;
        int end = word.length();
        for (int i = from; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == ',' && depth == 1) {
                parts.add(word.substring(part, i));
                part = i + 1;
            } else if (c == '}' && --depth == 0) {
                parts.add(word.substring(part, i));
                end = i + 1;
                break;
            }
        }
        String after = word.substring(end);
        for (int i = parts.size() - 1; i >= 0; i--) {
            open.add(before + parts.get(i) + after);
        }
    }
}
