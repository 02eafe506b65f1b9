package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Commands that a shell runs itself, for they change what it knows: `set`, `read`, `eval`,
/// `alias`.
final class ShellBuiltins {

    private final Shell shell;
    private final Commands commands;

    ShellBuiltins(Shell shell, Commands commands) {
        this.shell = shell;
        this.commands = commands;
    }

    /// Runs one.
    ///
    /// @return what it prints, if known
    @Nullable String run(List<String> argv, String name, @Nullable String input) {
        switch (name) {
            case "which", "type" -> {
                return argv.size() > 1 ? argv.getLast() : null;
            }
            case "command", "builtin" -> {
                int from = Argv.skip(argv, 1, "");
                boolean isQuestion = from > 1 && argv.get(1).toLowerCase(Locale.ROOT).equals("-v");
                if (isQuestion) {
                    return argv.getLast();
                }
                return commands.run(argv.subList(from, argv.size()), input);
            }
            case "mktemp" -> {
                return "/tmp/made-by-mktemp";
            }
            case "read", "mapfile", "readarray" -> {
                int callback = argv.indexOf("-C");
                if (callback > 0 && callback + 1 < argv.size()) {
                    // It is run with each line that is read, whatever that is.
                    String each = PrivateData.text(PrivateData.EVERY);
                    shell.run(argv.get(callback + 1).concat(" ").concat(each), null);
                }
                read(argv, input);
            }
            case "set" -> {
                int marker = argv.indexOf("--");
                if (marker > 0 && marker < argv.size() - 1) {
                    positional(argv.subList(marker + 1, argv.size()));
                }
            }
            case "alias" -> alias(argv);
            case "eval" -> {
                return shell.run(Argv.joined(argv, 1), input);
            }
            case "source", "." -> {
                String script = argv.size() > 1 ? commands.written(argv.get(1)) : null;
                boolean isInput = argv.size() > 1 && Argv.isStandardInput(argv.get(1));
                String source = isInput ? input : script;
                return source == null ? null : shell.run(source, null);
            }
            case "trap" -> {
                if (argv.size() > 1) {
                    shell.run(argv.get(1), null);
                }
            }
            default -> assign(argv);
        }
        return null;
    }

    void positional(List<String> values) {
        shell.set("@", String.join(Shell.BETWEEN, values));
        shell.set("*", String.join(" ", values));
        for (int i = 0; i < values.size() && i < 9; i++) {
            shell.set(Integer.toString(i + 1), values.get(i));
        }
    }

    private void read(List<String> argv, @Nullable String input) {
        if (input == null) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (int i = 1; i < argv.size(); i++) {
            if (!argv.get(i).startsWith("-")) {
                names.add(argv.get(i));
            }
        }
        String text = input.strip();
        if (names.isEmpty()) {
            shell.set("REPLY", text);
            return;
        }
        boolean isRead = argv.getFirst().equals("read");
        String[] words = isRead ? text.split(" ", names.size()) : new String[] {text};
        for (int i = 0; i < names.size(); i++) {
            shell.set(names.get(i), i < words.length ? words[i] : "");
        }
    }

    private void alias(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            int equals = argv.get(i).indexOf('=');
            if (equals > 0) {
                String name = argv.get(i).substring(0, equals);
                String value = argv.get(i).substring(equals + 1);
                if (!firstWord(value).equals(name)) {
                    shell.setAlias(name, value);
                }
            }
        }
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    private void assign(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            int equals = ShellWords.assignment(argv.get(i));
            if (equals > 0) {
                shell.set(argv.get(i).substring(0, equals), argv.get(i).substring(equals + 1));
            }
        }
    }
}
