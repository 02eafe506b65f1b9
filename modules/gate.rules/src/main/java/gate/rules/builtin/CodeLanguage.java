package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

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
            if (isLanguage(word)) {
                return true;
            }
        }
        return false;
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
        var lines = new StringBuilder();
        boolean isCell = false;
        for (String line : code.lines().toList()) {
            String plain = line.strip();
            if (plain.startsWith("%%")) {
                isCell = isShellCell(plain);
            } else if (isCell || plain.startsWith("rm -")) {
                lines.append(plain).append('\n');
            } else if (plain.startsWith("%rm ")) {
                lines.append(plain, 1, plain.length()).append('\n');
            } else if (begins(plain)) {
                lines.append(plain, plain.indexOf(' ') + 1, plain.length()).append('\n');
            } else if (plain.startsWith("!")) {
                int from = plain.startsWith("!!") ? 2 : 1;
                lines.append(plain, from, plain.length()).append('\n');
            }
        }
        return lines.toString();
    }

    private static boolean begins(String line) {
        return line.startsWith("%sx ") || line.startsWith("%system ");
    }

    private static boolean isShellCell(String line) {
        return switch (line.indexOf(' ') < 0 ? line : line.substring(0, line.indexOf(' '))) {
            case "%%bash", "%%sh", "%%shell", "%%script", "%%cmd", "%%sx", "%%system", "%%!" ->
                    true;
            default -> false;
        };
    }
}
