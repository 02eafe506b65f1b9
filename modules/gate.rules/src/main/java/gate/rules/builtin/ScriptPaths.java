package gate.rules.builtin;

import java.util.ArrayList;
import java.util.List;

/// The words of a script that may name files: what stands between quotes, blanks and brackets.
final class ScriptPaths {

    private static final int MAX_PATHS = 256;
    private static final int MAX_CHARS = 256;

    private ScriptPaths() {}

    static List<String> of(Harm harm, String code) {
        List<String> paths = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= code.length() && paths.size() < MAX_PATHS; at++) {
            if (at < code.length() && !isBetween(code.charAt(at))) {
                continue;
            }
            int length = at - from;
            if (length > 0 && length <= MAX_CHARS && mayName(code, from, at)) {
                harm.spend(length);
                paths.add(code.substring(from, at));
            }
            from = at + 1;
        }
        return paths;
    }

    private static boolean isBetween(char c) {
        return c == '\'' || c == '"' || c == '`' || c <= ' ' || c == '(' || c == ')' || c == ',';
    }

    private static boolean mayName(String code, int from, int to) {
        boolean isPath = false;
        for (int i = from; i < to && !isPath; i++) {
            char c = code.charAt(i);
            isPath = c == '/' || c == '\\' || c == '~';
        }
        return isPath || code.charAt(from) == '.' || code.startsWith("id_", from);
    }
}
