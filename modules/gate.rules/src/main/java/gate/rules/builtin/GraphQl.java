package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// GraphQL mutations whose fields delete: `mutation { volumeDelete(volumeId: 1) }`.
final class GraphQl {

    private GraphQl() {}

    /// Why a document is destructive, or null; null also for what is no mutation.
    static @Nullable String judge(String text) {
        int at = text.indexOf("mutation");
        if (at < 0) {
            return null;
        }
        int depth = 0;
        int round = 0;
        int from = text.indexOf('{', at);
        for (int i = from; i >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            } else if (c == '(') {
                round++;
            } else if (c == ')') {
                round--;
            } else if (c == '"') {
                int end = text.indexOf('"', i + 1);
                i = end < 0 ? text.length() : end;
            } else if (c == '#') {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (isLetter(c)) {
                int end = i;
                while (end < text.length() && isNamePart(text.charAt(end))) {
                    end++;
                }
                if (depth == 1 && round == 0 && deletes(text, i, end)) {
                    return "runs a mutation that deletes";
                }
                i = end - 1;
            }
        }
        return null;
    }

    private static boolean isLetter(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isNamePart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }

    /// Whether one of the words of a name in camel case means deletion.
    private static boolean deletes(String text, int from, int to) {
        int word = from;
        for (int i = from + 1; i <= to; i++) {
            boolean isEnd =
                    i == to || text.charAt(i) == '_' || Character.isUpperCase(text.charAt(i));
            if (isEnd) {
                if (isDeletion(text, word, i)) {
                    return true;
                }
                word = i < to && text.charAt(i) == '_' ? i + 1 : i;
            }
        }
        return false;
    }

    private static final String[] DELETIONS = {
        "delete", "destroy", "purge", "wipe", "terminate", "drop", "truncate", "erase"
    };

    private static boolean isDeletion(String text, int from, int to) {
        for (String deletion : DELETIONS) {
            if (deletion.length() == to - from
                    && text.regionMatches(true, from, deletion, 0, to - from)) {
                return true;
            }
        }
        return false;
    }
}
