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
            if (isLanguage(word) && !isAmbiguous(word)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a word in the name of a tool may be something else: a node of a cluster.
    private static boolean isAmbiguous(String word) {
        return switch (word) {
            case "node", "page", "chrome", "go", "r", "swift", "rust", "bun", "java" -> true;
            default -> false;
        };
    }

    private static @Nullable String language(Json json, int object) {
        for (String name : new String[] {"language", "lang", "languageId", "runtime", "kernel"}) {
            String language = json.memberString(object, name);
            if (language != null && !language.isEmpty()) {
                return Words.of(language).isEmpty() ? language : Words.of(language).getFirst();
            }
        }
        return null;
    }

    /// Whether a word names a language, or what evaluates only one: a page of a browser.
    private static boolean isLanguage(String word) {
        return switch (word) {
            case "python", "python2", "python3", "py", "ipython", "pyodide", "micropython" -> true;
            case "javascript", "js", "node", "nodejs", "typescript", "ts", "deno", "bun" -> true;
            case "ruby", "perl", "php", "lua", "r", "julia", "java", "kotlin", "scala", "groovy" ->
                    true;
            case "go", "golang", "rust", "swift", "csharp", "dotnet", "clojure", "elixir" -> true;
            case "browser", "page", "puppeteer", "playwright", "chrome", "devtools" -> true;
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
        boolean isRun =
                mark == 0 || line.startsWith("= ", mark - 2) || (mark > 0 && line.startsWith("%"));
        boolean isCompared = line.startsWith("!=", mark);
        return mark < 0 || !isRun || isCompared
                ? -1
                : line.startsWith("!!", mark) ? mark + 2 : mark + 1;
    }

    private static boolean isShellCell(String line) {
        return switch (line.indexOf(' ') < 0 ? line : line.substring(0, line.indexOf(' '))) {
            case "%%bash", "%%sh", "%%shell", "%%script", "%%cmd", "%%sx", "%%system", "%%!" ->
                    true;
            default -> false;
        };
    }
}
