package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Commands that run another with words that they read: `xargs`, `parallel`.
final class Xargs {

    /// Stands for an operand that only the running command would learn.
    private static final String UNKNOWN = "$INPUT";

    private static final int MAX_VALUES = 64;

    private Xargs() {}

    static @Nullable String xargs(Commands commands, List<String> argv, @Nullable String input) {
        String placeholder = null;
        int at = 1;
        while (at < argv.size() && argv.get(at).startsWith("-") && argv.get(at).length() > 1) {
            String word = argv.get(at);
            if (word.equals("--")) {
                at++;
                break;
            }
            if (word.equals("-I") || word.equals("-J")) {
                placeholder = at + 1 < argv.size() ? argv.get(at + 1) : null;
                at++;
            } else if (word.startsWith("-I")) {
                placeholder = word.substring(2);
            } else if (word.startsWith("-i") || word.startsWith("--replace")) {
                int value = word.startsWith("-i") ? 2 : word.indexOf('=') + 1;
                boolean hasValue = value > 0 && value < word.length();
                placeholder = hasValue ? word.substring(value) : "{}";
            } else if (Words.isAmong(
                    "-n -P -L -l -s -d -a -E --max-args --max-procs --arg-file", word)) {
                at++;
            }
            at++;
        }
        if (at >= argv.size()) {
            return null;
        }
        List<String> command = new ArrayList<>(argv.subList(at, argv.size()));
        String value = input == null ? UNKNOWN : input.strip();
        if (placeholder != null && !placeholder.isEmpty()) {
            replace(command, placeholder, value);
            if (!command.equals(argv.subList(at, argv.size()))) {
                return commands.run(command, null);
            }
        }
        addWords(command, value);
        return commands.run(command, null);
    }

    private static void replace(List<String> command, String placeholder, String value) {
        for (int i = 0; i < command.size(); i++) {
            String word = command.get(i);
            if (word.contains(placeholder) && value.length() * (long) word.length() < 1_000_000) {
                command.set(i, word.replace(placeholder, value));
            }
        }
    }

    private static void addWords(List<String> command, String value) {
        var word = new StringBuilder();
        char quote = '\0';
        for (int i = 0; i <= value.length() && command.size() < 4_096; i++) {
            char c = i == value.length() ? '\n' : value.charAt(i);
            if (quote != '\0' && i < value.length()) {
                if (c == quote) {
                    quote = '\0';
                } else {
                    word.append(c);
                }
            } else if (c <= ' ') {
                if (!word.isEmpty()) {
                    command.add(word.toString());
                    word.setLength(0);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else {
                word.append(c);
            }
        }
    }

    static void parallel(
            Shell shell, Commands commands, List<String> argv, @Nullable String input) {
        int at = Argv.skip(argv, 1, "-S -j --jobs -P --sshlogin --results --joblog -a -N -n -L -I");
        List<String> command = new ArrayList<>();
        while (at < argv.size() && !argv.get(at).startsWith(":::")) {
            command.add(argv.get(at));
            at++;
        }
        List<String> values = new ArrayList<>();
        for (; at < argv.size() && values.size() < MAX_VALUES; at++) {
            if (!argv.get(at).startsWith(":::")) {
                values.add(argv.get(at));
            }
        }
        if (values.isEmpty()) {
            values.add(input == null ? UNKNOWN : input.strip());
        }
        boolean isShell = command.size() == 1 && command.getFirst().indexOf(' ') > 0;
        for (String value : values) {
            if (command.isEmpty()) {
                shell.run(value, null);
                continue;
            }
            List<String> filled = new ArrayList<>(command);
            replace(filled, "{}", value);
            if (filled.equals(command)) {
                filled.add(value);
            }
            if (isShell) {
                shell.run(String.join(" ", filled), null);
            } else {
                commands.run(filled, null);
            }
        }
    }
}
