package gate.rules.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Makes sentences from a grammar of ours: a rule's name and an alternative on each line; `{rule}`
/// stands for one of its alternatives, `(a|b|)` for one of those.
///
/// The same seed makes the same sentences.
final class PhraseMaker {

    private static final int MAX_DEPTH = 24;

    private final Map<String, List<String>> rules = new HashMap<>();
    private final Random random;

    PhraseMaker(String resource, long seed) throws IOException {
        random = new Random(seed);
        try (InputStream in = PhraseMaker.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no such grammar: " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                int colon = line.indexOf(": ");
                if (!line.startsWith("#") && colon > 0) {
                    rules.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                            .add(line.substring(colon + 2));
                }
            }
        }
    }

    /// A sentence of the rule.
    String make(String rule) {
        var made = new StringBuilder();
        expand("{" + rule + "}", made, 0);
        return made.toString();
    }

    private void expand(String text, StringBuilder made, int depth) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{') {
                int end = text.indexOf('}', at);
                List<String> of = end < 0 ? null : rules.get(text.substring(at + 1, end));
                if (of == null || depth > MAX_DEPTH) {
                    made.append(c);
                    at++;
                } else {
                    expand(of.get(random.nextInt(of.size())), made, depth + 1);
                    at = end + 1;
                }
            } else if (c == '(') {
                int end = closing(text, at);
                List<String> choices = end < 0 ? List.of() : choices(text.substring(at + 1, end));
                if (choices.size() < 2) {
                    made.append(c);
                    at++;
                } else {
                    expand(choices.get(random.nextInt(choices.size())), made, depth + 1);
                    at = end + 1;
                }
            } else {
                made.append(c);
                at++;
            }
        }
    }

    private static int closing(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> choices(String text) {
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '|' : text.charAt(i);
            depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
            if (c == '|' && depth == 0) {
                choices.add(text.substring(from, i));
                from = i + 1;
            }
        }
        return choices;
    }
}
