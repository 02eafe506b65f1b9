package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Whether a call says that its code is of a programming language, so that no shell reads it.
///
/// To a shell much of Python and JavaScript is a command: `a > b` writes a file, `/** … | x */`
/// runs what a pattern meets.
final class CodeLanguage {

    private CodeLanguage() {}

    /// @param tool the name of the tool
    /// @param node the argument that is code
    static boolean isTold(String tool, Json json, int node) {
        int object = json.parent(node);
        String language = json.isObject(object) ? language(json, object) : null;
        if (language != null) {
            return isLanguage(language);
        }
        for (String word : Words.of(tool)) {
            if (isPlainly(word)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String language(Json json, int object) {
        for (String name : new String[] {"language", "lang", "languageId", "runtime", "kernel"}) {
            String language = json.memberString(object, name);
            if (language != null && !language.isEmpty()) {
                List<String> words = Words.of(language);
                return words.isEmpty() ? language : words.getFirst();
            }
        }
        return null;
    }

    /// Whether a word names a language where one is asked for.
    private static boolean isLanguage(String word) {
        return isPlainly(word)
                || switch (word) {
                    case "node", "page", "chrome", "go", "r", "swift", "rust", "bun", "java" ->
                            true;
                    default -> false;
                };
    }

    /// Whether a word names a language, or what evaluates only one, and nothing else: not `node`,
    /// which may be one of a cluster.
    private static boolean isPlainly(String word) {
        return switch (word) {
            case "python", "python2", "python3", "py", "ipython", "pyodide", "micropython" -> true;
            case "javascript", "js", "nodejs", "typescript", "ts", "deno" -> true;
            case "ruby", "perl", "php", "lua", "julia", "kotlin", "scala", "groovy" -> true;
            case "golang", "csharp", "dotnet", "clojure", "elixir" -> true;
            case "browser", "puppeteer", "playwright", "devtools" -> true;
            default -> false;
        };
    }

    /// The lines that a notebook gives to a shell: behind `!`, all of a cell of `%%bash`, and what
    /// no language says: `rm -rf x`.
    static String shellLines(String code) {
        List<String> all = code.strip().lines().toList();
        boolean isCell = !all.isEmpty() && isShellCell(all.getFirst());
        var lines = new StringBuilder();
        boolean goesOn = false;
        for (int i = isCell ? 1 : 0; i < all.size(); i++) {
            String plain = all.get(i).strip();
            int from = isCell || goesOn ? 0 : shellPart(plain);
            if (from >= 0) {
                lines.append(plain, from, plain.length()).append('\n');
            }
            goesOn = from >= 0 && plain.endsWith("\\");
        }
        return lines.toString();
    }

    /// Where the part of a line begins that a shell runs, or -1.
    private static int shellPart(String line) {
        if (line.startsWith("rm -")) {
            return 0;
        }
        if (line.startsWith("%rm ")) {
            return 1;
        }
        if (line.startsWith("%sx ") || line.startsWith("%system ")) {
            return line.indexOf(' ') + 1;
        }
        int mark = line.indexOf('!');
        if (mark < 0 || line.startsWith("!=", mark)) {
            return -1;
        }
        boolean isRun = mark == 0 || line.startsWith("= ", mark - 2) || line.startsWith("%");
        int length = line.startsWith("!!", mark) ? 2 : 1;
        return isRun ? mark + length : -1;
    }

    private static boolean isShellCell(String line) {
        return switch (line.indexOf(' ') < 0 ? line : line.substring(0, line.indexOf(' '))) {
            case "%%bash", "%%sh", "%%shell", "%%script", "%%cmd", "%%sx", "%%system", "%%!" ->
                    true;
            default -> false;
        };
    }
}
