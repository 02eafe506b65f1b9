package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Interpreters of programming languages, and the code that a command line hands them.
final class ScriptCommands {

    private ScriptCommands() {}

    static boolean isInterpreter(String name) {
        return switch (name) {
            case "node", "nodejs", "deno", "bun", "perl", "ruby", "php", "lua", "luajit" -> true;
            case "elixir", "swift", "ghc", "runghc", "escript", "crystal", "dart" -> true;
            case "rake",
                    "osascript",
                    "rscript",
                    "groovy",
                    "ipython",
                    "pypy",
                    "pypy3",
                    "tsx",
                    "julia" ->
                    true;
            case "ts-node", "irb", "tclsh", "jshell", "scala", "kotlin", "raku" -> true;
            default -> name.startsWith("python") || name.startsWith("perl5");
        };
    }

    /// Why a command is destructive, or null.
    static @Nullable String judge(
            Shell shell, List<String> argv, String name, @Nullable String input) {
        boolean hasCode = false;
        if (name.startsWith("perl") && emptiesFiles(argv)) {
            return FileTargets.LOST;
        }
        if (name.equals("ruby") && argv.contains("-run")) {
            return library(shell, argv);
        }
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (isCodeOption(word)) {
                hasCode = true;
                while (i + 2 < argv.size() && argv.get(i + 1).startsWith("--")) {
                    i++;
                }
                String code = i + 1 < argv.size() ? argv.get(i + 1) : "";
                if (word.length() > 2 && word.charAt(1) != '-' && word.indexOf('(') > 0) {
                    code = word.substring(2);
                }
                if (name.equals("osascript")) {
                    code = code.replace("\" & \"", ""); // joined, in AppleScript
                }
                String why = new ScriptCode(shell, code).judge();
                if (why != null) {
                    return why;
                }
                i++;
            } else if (!word.startsWith("-") && !hasCode) {
                String script = shell.file(word);
                return script == null ? null : new ScriptCode(shell, script).judge();
            }
        }
        return hasCode || input == null ? null : new ScriptCode(shell, input).judge();
    }

    /// `ruby -run -e rm -- -rf DIRECTORY`: commands for files that a library of Ruby knows.
    private static @Nullable String library(Shell shell, List<String> argv) {
        int code = argv.indexOf("-e");
        if (code > 0 && code + 1 < argv.size()) {
            List<String> command = new ArrayList<>(argv.subList(code + 1, argv.size()));
            command.remove("--");
            shell.commands.run(command, null);
        }
        return shell.harm.reason();
    }

    /// `perl -i -ne 1 FILE`: each file is replaced by what is printed of its lines, which is
    /// nothing.
    private static boolean emptiesFiles(List<String> argv) {
        boolean isInPlace = false;
        boolean isLoop = false;
        boolean prints = false;
        boolean hasCode = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isOption = word.length() > 1 && word.charAt(0) == '-' && word.charAt(1) != '-';
            String before = argv.get(i - 1);
            boolean isCode =
                    before.startsWith("-") && (before.endsWith("e") || before.endsWith("E"));
            if (isCode) {
                hasCode = true;
                prints |= word.contains("print") || word.contains("say") || word.contains("write");
            } else if (isOption) {
                isInPlace |= word.startsWith("-i") || word.startsWith("-ni") || word.equals("-nie");
                isLoop |= word.indexOf('n') > 0;
                prints |= word.indexOf('p') > 0;
            }
        }
        return isInPlace && isLoop && hasCode && !prints;
    }

    /// `-c`, `-e`, `-ne`, `-r`, `--eval`, `eval`, or `-c` with the code behind it.
    private static boolean isCodeOption(String word) {
        if (word.equals("--eval") || word.equals("--print") || word.equals("eval")) {
            return true;
        }
        if (word.length() < 2 || word.charAt(0) != '-' || word.charAt(1) == '-') {
            return false;
        }
        char last = word.charAt(word.length() - 1);
        boolean isShort = word.length() <= 6 && "ceErp".indexOf(last) >= 0;
        return isShort
                || (word.charAt(1) == 'c' && word.indexOf('(') > 0)
                || (word.charAt(1) == 'e' && word.indexOf('(') > 0);
    }
}
