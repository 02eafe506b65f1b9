package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Texts whose lines are commands and something beside: makefiles, crontabs.
final class CommandFiles {

    private final Shell shell;
    private final Harm harm;

    CommandFiles(Shell shell) {
        this.shell = shell;
        this.harm = shell.harm;
    }

    /// The recipes of a makefile that is known: lines that begin with a tab.
    void make(List<String> argv, @Nullable String input) {
        String rules = null;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int recipe = word.startsWith("--eval=") ? word.indexOf(';') + 1 : 0;
            if (recipe > 0) {
                recipe(word.substring(recipe));
            }
        }
        for (int i = 1; i + 1 < argv.size(); i++) {
            if (argv.get(i).equals("-f") || argv.get(i).equals("--file")) {
                String file = argv.get(i + 1);
                rules = Argv.isStandardInput(file) ? input : shell.file(file);
            }
        }
        if (rules == null) {
            rules = shell.file("Makefile");
        }
        if (rules == null) {
            return;
        }
        for (String line : rules.split("\n", -1)) {
            if (line.startsWith("\t") && !harm.isFound()) {
                recipe(line.substring(1));
            }
        }
    }

    private void recipe(String line) {
        int from = 0;
        while (from < line.length() && "@-+ ".indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        String command = line.substring(from).replace("$(HOME)", "$HOME").replace("$(RM)", "rm -f");
        shell.run(command.replace("$$", "$"), null);
    }

    /// Lines of a crontab: five fields or `@daily`, then a command.
    ///
    /// @param columns the fields before the command: in files of the system a user is one
    void schedule(@Nullable String input, int columns) {
        int from = 0;
        while (input != null && from < input.length() && !harm.isFound()) {
            int end = input.indexOf('\n', from);
            int stop = end < 0 ? input.length() : end;
            int at = from;
            int fields = input.charAt(from) == '@' ? columns - 4 : columns;
            for (int i = 0; i < fields && at >= 0 && at < stop; i++) {
                at = input.indexOf(' ', at) + 1;
                at = at == 0 ? stop : at;
            }
            if (at < stop) {
                shell.run(input.substring(at, stop), null);
            }
            from = stop + 1;
        }
    }
}
