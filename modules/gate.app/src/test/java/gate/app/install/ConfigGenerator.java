package gate.app.install;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes configuration files as people and programs do: other members between the servers,
/// comments, a byte order mark, either kind of line end, tabs, any script, no arguments, projects,
/// names twice.
final class ConfigGenerator {

    private static final List<String> WORDS =
            List.of(
                    "npx",
                    "-y",
                    "uvx",
                    "--",
                    "run",
                    "",
                    "größe",
                    "日本語",
                    "a b",
                    "x\"y",
                    "it's",
                    "C:\\dir\\s.exe",
                    "${workspaceFolder}/s",
                    "# no comment",
                    "a, b",
                    "[x]",
                    "{y}",
                    "key: value",
                    "https://example.com/?a=1#b",
                    "\uD83D\uDE00",
                    "true",
                    "1.5",
                    "~",
                    "--server",
                    "tab\there",
                    "@scope/pkg@1.2",
                    "*",
                    "&a",
                    "!x",
                    "%p",
                    "null",
                    "- x");

    private final Random random;
    private final Format format;
    private final String newline;
    private final boolean hasComments;
    private final StringBuilder out = new StringBuilder();
    private int servers;

    /// @param isCommented whether JSON has comments and commas too many, as editors allow it
    ConfigGenerator(long seed, Format format, boolean isCommented) {
        random = new Random(seed);
        this.format = format;
        hasComments = isCommented;
        newline = random.nextInt(3) == 0 ? "\r\n" : "\n";
    }

    /// How many servers there are that could be wrapped.
    int servers() {
        return servers;
    }

    byte[] next() {
        switch (format) {
            case JSON -> json();
            case TOML -> toml();
            case YAML -> yaml();
        }
        String text = out.toString();
        if (some(4) && text.endsWith(newline)) {
            text = text.substring(0, text.length() - newline.length());
        }
        return ((some(5) ? "\uFEFF" : "") + text).getBytes(StandardCharsets.UTF_8);
    }

    private boolean some(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String word() {
        return one(WORDS);
    }

    private String program() {
        String word = word();
        return word.isEmpty() ? "prog" : word;
    }

    private int count(int most) {
        return random.nextInt(most + 1);
    }

    // ---- JSON

    private String pad = "";
    private String unit = "  ";
    private boolean isCompact;

    private void json() {
        unit = one(List.of("  ", "\t", "    ", " "));
        isCompact = some(4);
        comment();
        List<Runnable> members = new ArrayList<>();
        for (int i = count(3); i > 0; i--) {
            members.add(this::noise);
        }
        members.add(
                random.nextInt(members.size() + 1) % Math.max(1, members.size()), this::servers0);
        if (some(2)) {
            members.add(this::projects);
        }
        if (some(6)) {
            members.add(this::servers0);
        }
        object(members);
        out.append(newline);
    }

    private void servers0() {
        key("mcpServers");
        entries();
    }

    private void projects() {
        key("projects");
        List<Runnable> all = new ArrayList<>();
        for (int i = count(3); i > 0; i--) {
            all.add(() -> {
                key("/home/" + word());
                object(List.of(this::noise, this::servers0));
            });
        }
        object(all);
    }

    private void entries() {
        List<Runnable> all = new ArrayList<>();
        for (int i = count(4); i > 0; i--) {
            all.add(this::entry);
        }
        object(all);
    }

    private void entry() {
        key(word());
        if (some(6)) {
            object(
                    List.of(
                            () -> member("type", "http"),
                            () -> member("url", "https://example.com/" + word())));
            return;
        }
        servers++;
        List<Runnable> all = new ArrayList<>();
        if (some(5)) {
            object(List.of(this::noise, () -> list("command", 1)));
            return;
        }
        all.add(() -> member("command", program()));
        if (!some(3)) {
            all.add(random.nextInt(2), () -> list("args"));
        }
        for (int i = count(3); i > 0; i--) {
            all.add(random.nextInt(all.size() + 1), this::noise);
        }
        object(all);
    }

    private void noise() {
        switch (random.nextInt(5)) {
            case 0 -> member("n" + random.nextInt(99), word());
            case 1 -> list("l" + random.nextInt(99));
            case 2 -> {
                key("env");
                object(List.of(() -> member("TOKEN", word()), () -> member(word(), word())));
            }
            case 3 -> {
                key("timeout");
                out.append(random.nextInt(1000));
            }
            default -> {
                key("mcpServersOld");
                out.append(one(List.of("null", "true", "[]", "{}", "[ { \"command\": \"x\" } ]")));
            }
        }
    }

    private void member(String name, String value) {
        key(name);
        text(value);
    }

    private void list(String name) {
        list(name, 0);
    }

    private void list(String name, int least) {
        key(name);
        int size = least + count(4);
        boolean isOneLine = isCompact || some(2);
        out.append('[');
        String outer = pad;
        pad += unit;
        for (int i = 0; i < size; i++) {
            if (!isOneLine) {
                line();
            } else if (some(4)) {
                out.append(' ');
            }
            text(word());
            if (i + 1 < size || (hasComments && some(3))) {
                out.append(isCompact ? "," : ", ");
            }
        }
        pad = outer;
        if (!isOneLine && size > 0) {
            line();
        } else if (some(5)) {
            out.append(hasComments ? " /* [\"none\"] */ " : "  ");
        }
        out.append(']');
    }

    private void object(List<Runnable> members) {
        out.append('{');
        String outer = pad;
        pad += unit;
        boolean isOneLine = isCompact || some(6);
        for (int i = 0; i < members.size(); i++) {
            if (isOneLine) {
                out.append(isCompact ? "" : " ");
            } else {
                line();
            }
            members.get(i).run();
            if (some(9)) {
                out.append(' ');
            }
            if (i + 1 < members.size() || (hasComments && some(4))) {
                out.append(',');
            }
            if (!isOneLine) {
                comment();
            }
        }
        pad = outer;
        if (!isOneLine && !members.isEmpty()) {
            line();
        }
        out.append('}');
    }

    private void comment() {
        if (!hasComments || some(2)) {
            return;
        }
        out.append(one(List.of(" // \"args\": [", " /* { */", " // größe \uD83D\uDE00")));
        line();
    }

    private void line() {
        out.append(newline).append(some(12) ? newline : "").append(pad);
    }

    private void key(String name) {
        text(name);
        out.append(isCompact ? ":" : one(List.of(": ", ":", " : ", ": ")));
    }

    private void text(String value) {
        String quoted = Format.text(Format.JSON.quote(value));
        if (some(5)) {
            quoted = quoted.replace("/", "\\/").replace("x", "\\u0078");
        }
        out.append(quoted);
    }

    // ---- TOML

    private void toml() {
        tomlComment();
        out.append("model = \"o4\"").append(newline);
        out.append("when = 1979-05-27 07:32:00Z").append(newline);
        if (some(3)) {
            servers++;
            out.append("mcp_servers.dotted.command = 'npx'");
            out.append(some(2) ? "" : newline + "mcp_servers.dotted.args = []");
            out.append(newline);
        }
        if (some(3)) {
            servers++;
            out.append("[mcp_servers]").append(newline);
            out.append("inline = { command = \"npx\"");
            out.append(one(List.of("", ", args = [ 'a', \"b\" ]", ", args = []")));
            out.append(", env = { A = \"1\" } } # why").append(newline);
        }
        int size = count(4);
        for (int i = 0; i < size; i++) {
            tomlEntry(i);
        }
        out.append("[[history]]").append(newline).append("text = \"\"\"").append(newline);
        out.append("[mcp_servers.none]\\").append(newline).append("\"\"\"").append(newline);
    }

    private void tomlEntry(int i) {
        String name = one(List.of("s" + i, "\"größe " + i + "\"", "'a.b " + i + "'"));
        String indent = one(List.of("", "  ", "\t"));
        out.append(indent).append("[ mcp_servers . ".replace(" ", one(List.of("", " "))));
        out.append(name).append(']').append(some(3) ? " # \"why\"" : "").append(newline);
        if (some(5)) {
            out.append("url = \"https://example.com\"").append(newline);
            return;
        }
        servers++;
        List<String> lines = new ArrayList<>();
        lines.add("command = " + tomlText(program()));
        if (!some(3)) {
            lines.add(random.nextInt(2), "args = " + tomlList());
        }
        if (some(2)) {
            lines.add(random.nextInt(lines.size() + 1), "startup_timeout_sec = 1_000.5");
        }
        if (some(2)) {
            lines.add("env = { \"TOKEN\" = 'x', B = \"\" }");
        }
        for (String line : lines) {
            tomlComment();
            out.append(indent).append(line).append(one(List.of("", "  # ]", ""))).append(newline);
        }
        if (some(3)) {
            out.append("[mcp_servers.").append(name).append(".env]").append(newline);
            out.append("A = 'command = 1'").append(newline);
        }
        out.append(newline);
    }

    private String tomlText(String value) {
        boolean isLiteral = some(3) && value.indexOf('\'') < 0;
        return isLiteral ? "'" + value + "'" : Format.text(Format.TOML.quote(value));
    }

    private String tomlList() {
        var list = new StringBuilder("[");
        boolean isLines = some(2);
        int size = count(4);
        for (int i = 0; i < size; i++) {
            list.append(isLines ? newline + "    " : "").append(tomlText(word()));
            list.append(i + 1 < size || some(3) ? ", " : "");
            list.append(isLines && some(3) ? "# , \"no\"" + newline : "");
        }
        return list.append(isLines ? newline : "").append(']').toString();
    }

    private void tomlComment() {
        out.append(some(4) ? "# [mcp_servers.x] größe" + newline : "");
    }

    // ---- YAML

    private void yaml() {
        out.append(some(3) ? "---" + newline : "");
        yamlComment("");
        out.append("GOOSE_MODEL: gpt-4o: not".replace(": not", "")).append(newline);
        out.append("extensions:").append(some(3) ? " # all" : "").append(newline);
        String indent = one(List.of("  ", "    ", " "));
        int size = 1 + count(4);
        for (int i = 0; i < size; i++) {
            yamlEntry(indent, i);
        }
        out.append("notes: |").append(newline).append("  extensions:").append(newline);
        out.append("    cmd: none").append(newline);
        out.append("folded: these are").append(newline).append("  two lines").append(newline);
        out.append("list:").append(newline).append("- a: 1").append(newline);
        out.append("  b: [x, {y: z}]").append(newline).append("- - nested").append(newline);
    }

    private void yamlEntry(String indent, int i) {
        String name = one(List.of("s" + i, "\"größe " + i + "\"", "'it''s " + i + "'"));
        out.append(indent).append(name).append(':');
        if (some(6)) {
            servers++;
            out.append(" {cmd: uvx, type: stdio").append(one(List.of("", ", args: [a, 'b, c']")));
            out.append("}").append(newline);
            return;
        }
        out.append(newline);
        String inner = indent + one(List.of("  ", "   "));
        if (some(5)) {
            out.append(inner).append("type: builtin").append(newline);
            return;
        }
        servers++;
        List<String> lines = new ArrayList<>();
        lines.add("cmd: " + yamlText(program()));
        if (!some(3)) {
            lines.add(random.nextInt(2), yamlList(inner));
        }
        lines.add(random.nextInt(lines.size() + 1), "enabled: true");
        lines.add("envs: " + one(List.of("{}", "{A: b}", newline + inner + "  KEY: \"v # w\"")));
        for (String line : lines) {
            yamlComment(inner);
            out.append(inner).append(line).append(one(List.of("", " # x: [", ""))).append(newline);
        }
    }

    private String yamlText(String value) {
        boolean isPlain =
                !value.isEmpty()
                        && value.chars().allMatch(c -> c > ' ' && c < 0x7f)
                        && value.chars()
                                .allMatch(
                                        c -> Character.isLetterOrDigit(c) || "/.@".indexOf(c) >= 0)
                        && value.charAt(0) != '@';
        if (isPlain && !some(3)) {
            return value;
        }
        return value.indexOf('\t') < 0 && some(2)
                ? "'" + value.replace("'", "''") + "'"
                : Format.text(Format.YAML.quote(value));
    }

    private String yamlList(String inner) {
        int size = count(4);
        if (size == 0 || some(3)) {
            var list = new StringBuilder("args: [");
            for (int i = 0; i < size; i++) {
                list.append(yamlText(word())).append(i + 1 < size ? ", " : "");
            }
            return list.append(']').toString();
        }
        var list = new StringBuilder("args:");
        String dash = newline + inner + one(List.of("", "  ")) + "- ";
        for (int i = 0; i < size; i++) {
            list.append(dash).append(yamlText(word()));
        }
        return list.toString();
    }

    private void yamlComment(String indent) {
        out.append(some(4) ? indent + "# cmd: none" + newline : "");
        out.append(some(9) ? newline : "");
    }
}
