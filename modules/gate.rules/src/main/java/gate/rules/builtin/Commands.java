package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tells what one command would do: names, options and operands are known here, no text.
///
/// It sends each command to those who know its kind, and follows commands that run others.
final class Commands {

    /// Every command is shown to all who know some, however short it is.
    private static final long STEPS_PER_COMMAND = 20;

    private final Shell shell;
    private final Harm harm;
    final WorkingDirectory directory = new WorkingDirectory();
    final ShellBuiltins builtins;
    private boolean isWindows;

    Commands(Shell shell) {
        this.shell = shell;
        this.harm = shell.harm;
        this.builtins = new ShellBuiltins(shell, this);
    }

    /// Whether every deletion of a tree counts.
    boolean isStrict() {
        return harm.isStrict();
    }

    /// Whether a command of Windows was met, whose backslashes a POSIX shell would take for
    /// escapes: the text is worth reading once more.
    boolean isWindows() {
        return isWindows;
    }

    /// Judges a command.
    ///
    /// @param input what it reads, if known
    /// @return what it prints, if known
    @Nullable String run(List<String> words, @Nullable String input) {
        List<String> argv = StraightPath.of(words);
        if (argv.isEmpty() || harm.isFound() || !harm.enter()) {
            return null;
        }
        harm.spend(STEPS_PER_COMMAND + argv.size());
        String name = name(argv.getFirst());
        String output = shell.data.follow(argv, name, input, dispatch(argv, name, input));
        harm.leave();
        return output;
    }

    /// The last part of a command's path, in small letters: `rm` for `/bin/rm`.
    static String name(String word) {
        int slash = Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\'));
        String last = slash < 0 ? word : word.substring(slash + 1);
        int length = last.length();
        boolean isLower = true;
        for (int i = 0; i < length && isLower; i++) {
            char c = last.charAt(i);
            isLower = c < 'A' || (c > 'Z' && c < 0x80);
        }
        String lower = isLower ? last : last.toLowerCase(Locale.ROOT);
        return lower.endsWith(".exe") ? lower.substring(0, length - 4) : lower;
    }

    /// Whether a word is the name of a command that can destroy something, or runs others.
    static boolean isNamed(String word) {
        String name = name(word);
        return switch (name) {
            case "rm", "dd", "shred", "mkfs", "wipefs", "git", "sudo", "bash", "sh", "find" -> true;
            case "chmod", "chown", "truncate", "unlink", "rmdir", "eval", "python", "perl" -> true;
            case "python3", "node", "kill", "docker", "kubectl", "dropdb", "blkdiscard" -> true;
            case "sgdisk", "crontab", "userdel", "iptables", "mv", "cryptsetup", "lvremove" -> true;
            case "ruby", "php", "psql", "mysql", "sqlite3", "mongosh", "redis-cli", "xargs" -> true;
            case "terraform", "helm", "aws", "gcloud", "az", "rsync", "chroot", "env" -> true;
            default -> name.startsWith("mkfs.");
        };
    }

    private @Nullable String dispatch(List<String> argv, String name, @Nullable String input) {
        String alias = shell.alias(name);
        if (alias != null) {
            return shell.run(alias + " " + quoted(argv, 1), input);
        }
        if (shell.isFunction(name)) {
            return shell.call(name, argv.subList(1, argv.size()), input);
        }
        if (argv.size() == 1 && argv.getFirst().indexOf(' ') > 0) {
            return shell.run(argv.getFirst(), input);
        }
        if (hasGlob(name) && argv.getFirst().indexOf('/') >= 0) {
            return globbed(argv, name, input);
        }
        switch (name) {
            case "echo" -> {
                return KnownText.echo(argv);
            }
            case "printf" -> {
                return printf(argv);
            }
            case "cat", "tac", "less", "more", "head", "tail", "sort", "uniq", "tee", "pv" -> {
                return passed(argv, name, input);
            }
            case "base64", "base32", "xxd", "rev", "tr", "openssl", "sed", "iconv", "od" -> {
                return decoded(argv, name, input);
            }
            case "hash" -> {
                int path = argv.indexOf("-p");
                if (path > 0 && path + 2 < argv.size()) {
                    shell.setAlias(argv.get(path + 2), argv.get(path + 1));
                }
                return null;
            }
            case "make", "gmake" -> {
                make(argv, input);
                return null;
            }
            case "which", "command", "type", "mktemp", "read", "set", "export", "declare" -> {
                return builtins.run(argv, name, input);
            }
            case "local", "readonly", "typeset", "alias", "eval", "source", ".", "trap" -> {
                return builtins.run(argv, name, input);
            }
            case "mapfile", "readarray", "builtin" -> {
                return builtins.run(argv, name, input);
            }
            case "bash", "sh", "zsh", "dash", "ksh", "ash", "fish", "mksh", "rbash", "csh" -> {
                return interpreter(argv, input);
            }
            case "tcsh" -> {
                return interpreter(argv, input);
            }
            case "at", "batch" -> {
                return input == null ? null : shell.run(input, null);
            }
            case "crontab" -> {
                schedule(input, 5);
                harm.taken(Footholds.scheduled(input));
            }
            case "grep", "egrep", "fgrep" -> {
                return hasOption(argv, 'v', "--invert-match", "efAmBC") ? input : null;
            }
            case "rg", "ag", "ack", "man", "apropos", "whatis", "help" -> {
                return null;
            }
            case "test", "[", "[[", "true", "false", ":", "pwd", "exit", "mkdir" -> {
                return null;
            }
            case "cd", "pushd" -> {
                directory.move(argv);
                return null;
            }
            case "awk", "gawk", "mawk" -> {
                return awk(argv);
            }
            default -> {
                String inner = Wrappers.run(shell, this, argv, name, input);
                if (!Wrappers.NO_WRAPPER.equals(inner)) {
                    return inner;
                }
            }
        }
        if (argv.getFirst().startsWith("$")) {
            unreadable(argv);
        }
        judge(argv, name, input);
        if (name.equals("find") && FileCommands.findsJunk(argv)) {
            return FileCommands.JUNK;
        }
        if (shell.file(argv.getFirst()) != null || isWritten(argv.getFirst())) {
            String script = written(argv.getFirst());
            return script == null ? null : shell.run(script, input);
        }
        return null;
    }

    /// Counts work.
    void spend(long steps) {
        harm.spend(steps);
    }

    /// Keeps why the argument is destructive.
    void found(String why) {
        harm.found(why);
    }

    /// Runs a command whose output a command before it passes on.
    void passOn(List<String> argv) {
        shell.data.printed(run(argv, null));
    }

    /// Follows a script within a command.
    void script(String text) {
        shell.run(text, null);
    }

    /// A command whose name cannot be worked out, with operands that only a deletion has.
    private void unreadable(List<String> argv) {
        boolean isTree = hasRemoval(argv, 'r', "--recursive") && hasRemoval(argv, 'f', "--force");
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isPlace = !word.isEmpty() && "/~$.*".indexOf(word.charAt(0)) >= 0;
            boolean isLost = isTree && isPlace && FileTargets.tree(word) != null;
            if (isLost || FileTargets.isDevice(word)) {
                harm.found("hides which command it runs upon files or a disk");
            }
        }
    }

    /// Whether an option is given among letters that `rm` has, and no others.
    private static boolean hasRemoval(List<String> argv, char letter, String name) {
        for (String word : argv) {
            boolean isOfRemoval = word.length() > 1 && word.charAt(0) == '-';
            for (int i = 1; i < word.length(); i++) {
                isOfRemoval &= "rRfvidI".indexOf(word.charAt(i)) >= 0;
            }
            String letters = isOfRemoval ? word.replace('R', 'r') : "";
            if (word.equals(name) || letters.indexOf(letter) > 0) {
                return true;
            }
        }
        return false;
    }

    /// The recipes of a makefile that is known: lines that begin with a tab.
    private void make(List<String> argv, @Nullable String input) {
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
                rules = isStandardInput(file) ? input : shell.file(file);
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

    /// A program under another name: `cp /bin/dd ./make`, `ln -s /bin/rm x`.
    private void renamed(List<String> argv, String name) {
        boolean isCopy =
                name.equals("cp")
                        || name.equals("ln")
                        || name.equals("mv")
                        || name.equals("install");
        if (isCopy && argv.size() > 2) {
            String source = argv.get(argv.size() - 2);
            becomes(argv.getLast(), source);
            if (name.equals("ln") && source.startsWith("/")) {
                directory.link(argv.getLast(), source);
            }
        }
    }

    /// A file is a program that is known under another name.
    void becomes(String file, String program) {
        boolean isProgram = program.contains("bin/") || program.indexOf('/') < 0;
        if (isProgram && isNamed(program) && !name(file).equals(name(program))) {
            shell.setAlias(name(file), name(program));
        }
    }

    /// Whether a command only tells what it would do.
    private static boolean isQuestion(List<String> argv, String name) {
        if (ScriptCommands.isInterpreter(name) || DataCommands.isSqlClient(name)) {
            return false;
        }
        // `git` may have run what its settings say; `kill` has sent its signal.
        if (name.equals("git") || name.equals("kill")) {
            return false;
        }
        for (int i = 1; i < argv.size(); i++) {
            switch (argv.get(i)) {
                case "--help", "-help", "--preview-only", "--what-if", "-WhatIf" -> {
                    return true;
                }
                case "--" -> {
                    return false;
                }
                default -> {
                    if (!argv.get(i).startsWith("-") && stopsAtOperand(name)) {
                        return false;
                    }
                }
            }
        }
        return name.equals("aws") && argv.getLast().equals("help");
    }

    /// Programs whose BSD form, that of macOS, takes every word after an operand for one too.
    private static boolean stopsAtOperand(String name) {
        return switch (name) {
            case "rm", "rmdir", "unlink", "mv", "cp", "ln", "chmod", "chown", "chgrp" -> true;
            default -> false;
        };
    }

    private void judge(List<String> argv, String name, @Nullable String input) {
        isWindows |= WindowsCommands.isNamed(name);
        renamed(argv, name);
        if (isQuestion(argv, name)) {
            return;
        }
        String why = FileCommands.judge(this, argv, name);
        if (why == null) {
            why = SystemCommands.judge(argv, name);
        }
        if (why == null && name.equals("git")) {
            why = new GitCommand(shell, argv).judge();
        }
        if (why == null) {
            why = DataCommands.judge(shell, argv, name, input);
        }
        if (why == null) {
            why = OpsCommands.judge(argv, name);
        }
        if (why == null && ScriptCommands.isInterpreter(name)) {
            why = ScriptCommands.judge(shell, argv, name, input);
        }
        if (why == null) {
            why = unknownWrapper(argv, name);
        }
        if (why != null) {
            harm.found(why);
        }
    }

    /// A command that nobody knows may run what its operands say: `mywrapper rm -rf /`.
    private @Nullable String unknownWrapper(List<String> argv, String name) {
        boolean isKnown =
                switch (name) {
                    case "git", "gh", "glab", "hub", "npm", "tldr", "jq", "yq", "mcpgate" -> true;
                    case "rm", "find", "dd", "apt", "apt-get", "brew", "dnf", "cheat" -> true;
                    default -> false;
                };
        if (isKnown) {
            return null;
        }
        int most = Math.min(argv.size() - 1, 8);
        for (int i = 1; i < most; i++) {
            String word = argv.get(i);
            if (word.endsWith("rm") && name(word).equals("rm") && argv.get(i + 1).startsWith("-")) {
                return FileCommands.judge(this, argv.subList(i, argv.size()), "rm");
            }
        }
        return null;
    }

    private static boolean hasGlob(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '?' || c == '*' || (c == '[' && name.length() > 2)) {
                return true;
            }
        }
        return false;
    }

    /// `/bin/r?` is what the shell finds for it.
    private @Nullable String globbed(List<String> argv, String name, @Nullable String input) {
        if (name.length() > 32) {
            return null;
        }
        for (String known : GLOBBED) {
            if (ShellText.globMatches(name, known)) {
                List<String> found = new ArrayList<>(argv);
                found.set(0, known);
                run(found, input);
            }
        }
        return null;
    }

    private static final String[] GLOBBED = {
        "rm", "dd", "sh", "bash", "shred", "mkfs", "find", "git", "chmod", "chown", "python3"
    };

    private @Nullable String printf(List<String> argv) {
        if (argv.size() > 2 && argv.get(1).equals("-v")) {
            shell.set(argv.get(2), KnownText.printf(argv, 3, harm));
            return null;
        }
        boolean isMarked = argv.size() > 1 && argv.get(1).equals("--");
        return KnownText.printf(argv, isMarked ? 2 : 1, harm);
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

    /// Commands that print what they read; `tee` writes it to files, too.
    private @Nullable String passed(List<String> argv, String name, @Nullable String input) {
        String text = input;
        boolean isOwn = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.startsWith("-")) {
                continue;
            }
            if (name.equals("tee")) {
                harm.found(FileTargets.overwritten(word, hasOption(argv, 'a', "--append")));
                shell.data.redirected(word, input);
                if (input != null) {
                    shell.write(word, input);
                }
                continue;
            }
            String content = shell.file(word);
            if (content != null) {
                String before = name.equals("cat") && isOwn ? text : null;
                boolean isShort = before != null && before.length() < Shell.MAX_VALUE_CHARS;
                harm.spend(before == null ? 0 : before.length() / 8);
                text = before != null && isShort ? before.concat(content) : content;
                isOwn = true;
            }
        }
        return text;
    }

    /// `sed '1e rm -rf /'`: GNU's `e` runs a command.
    private void sedRuns(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String script = argv.get(i);
            int at = 0;
            while (at < script.length() && "0123456789$".indexOf(script.charAt(at)) >= 0) {
                at++;
            }
            if (script.startsWith("e ", at)) {
                shell.run(script.substring(at + 2), null);
            }
        }
    }

    private @Nullable String decoded(List<String> argv, String name, @Nullable String input) {
        int out = name.equals("openssl") ? argv.indexOf("-out") : -1;
        if (out > 0 && out + 1 < argv.size() && FileTargets.isDevice(argv.get(out + 1))) {
            harm.found(FileTargets.overwritten(argv.get(out + 1), false));
        }
        harm.found(FileCommands.judge(this, argv, name));
        if (name.equals("sed")) {
            sedRuns(argv);
        }
        String text = input;
        for (int i = 1; i < argv.size() && text == null; i++) {
            text = shell.file(argv.get(i));
        }
        if (text == null) {
            return null;
        }
        harm.spend(text.length());
        return switch (name) {
            case "base64" ->
                    hasOption(argv, 'd', "--decode") || hasOption(argv, 'D', "-d")
                            ? KnownText.base64(text)
                            : null;
            case "openssl" ->
                    hasOption(argv, '\0', "-d")
                                    && hasWord(argv, "base64", "-base64", "-a")
                                    && !hasPart(argv, "pass")
                                    && !hasPrefix(argv, "-aes")
                            ? KnownText.base64(text)
                            : null;
            case "xxd" -> hasOption(argv, 'r', "-r") ? KnownText.hex(text) : null;
            case "rev" -> KnownText.reversed(text);
            case "tr" -> KnownText.translated(text, argv);
            case "iconv" -> text;
            case "sed" ->
                    hasOption(argv, 'i', "--in-place") ? null : Substitution.sed(text, argv, harm);
            default -> null;
        };
    }

    /// Whether an option is given, alone or among short ones.
    static boolean hasOption(List<String> argv, char letter, String name) {
        return hasOption(argv, letter, name, "");
    }

    /// The same, where some short options take a value that may stand in the same word.
    ///
    /// @param valued the letters of those
    static boolean hasOption(List<String> argv, char letter, String name, String valued) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.equals("--")) {
                return false;
            }
            if (word.length() > 1 && word.charAt(0) == '-') {
                if (word.equals(name) || word.startsWith(name.concat("="))) {
                    return true;
                }
                if (letter != '\0' && word.charAt(1) != '-' && isIn(word, letter, valued)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isIn(String word, char letter, String valued) {
        for (int i = 1; i < word.length(); i++) {
            if (word.charAt(i) == letter) {
                return true;
            }
            if (valued.indexOf(word.charAt(i)) >= 0) {
                return false;
            }
        }
        return false;
    }

    private static boolean hasWord(List<String> argv, String one, String two, String three) {
        return argv.contains(one) || argv.contains(two) || argv.contains(three);
    }

    /// Whether a word behind the name holds a text.
    static boolean hasPart(List<String> argv, String part) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).contains(part)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a word behind the name begins with a text.
    static boolean hasPrefix(List<String> argv, String prefix) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    static boolean isStandardInput(String path) {
        return path.equals("/dev/stdin") || path.equals("-") || path.equals("/proc/self/fd/0");
    }

    /// A shell: runs a string, a file, or what it reads.
    private @Nullable String interpreter(List<String> argv, @Nullable String input) {
        int at = 1;
        boolean isString = false;
        while (at < argv.size() && isShellOption(argv.get(at))) {
            String word = argv.get(at);
            boolean isShort = word.length() > 1 && word.charAt(1) != '-';
            isString |= isShort && word.charAt(0) == '-' && word.indexOf('c') > 0;
            isString |= word.equals("--command");
            boolean hasValue = word.equals("-o") || word.equals("+o") || word.equals("--rcfile");
            at += hasValue ? 2 : 1;
        }
        int reads = argv.indexOf("-s");
        if (reads > 0 && reads < at && input != null) {
            int marker = argv.indexOf("--");
            int from = marker > 0 ? marker + 1 : at;
            builtins.positional(argv.subList(Math.min(from, argv.size()), argv.size()));
            return shell.run(input, null);
        }
        if (isString) {
            if (at >= argv.size()) {
                return null;
            }
            if (at + 1 < argv.size()) {
                shell.set("0", argv.get(at + 1));
                builtins.positional(argv.subList(Math.min(argv.size(), at + 2), argv.size()));
            }
            return shell.run(argv.get(at), input);
        }
        if (at < argv.size() && !isStandardInput(argv.get(at))) {
            String script = written(argv.get(at));
            return script == null ? null : shell.run(script, input);
        }
        return input == null ? PrivateData.text(PrivateData.SHELL) : shell.run(input, null);
    }

    private static boolean isShellOption(String word) {
        return word.length() > 1 && (word.charAt(0) == '-' || word.charAt(0) == '+');
    }

    private boolean isWritten(String path) {
        return path.startsWith("./") && shell.file(path.substring(2)) != null;
    }

    @Nullable String written(String path) {
        String script = shell.file(path);
        return script == null && isWritten(path) ? shell.file(path.substring(2)) : script;
    }

    /// `awk 'BEGIN{system("rm -rf /")}'`.
    private @Nullable String awk(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.indexOf("system") >= 0 || word.indexOf('|') >= 0) {
                harm.found(new ScriptCode(shell, word).judge());
            }
        }
        return null;
    }

    static String joined(List<String> argv, int from) {
        return from >= argv.size() ? "" : String.join(" ", argv.subList(from, argv.size()));
    }

    /// Words as a script again, so that no character of them means anything.
    static String quoted(List<String> argv, int from) {
        var script = new StringBuilder();
        for (int i = from; i < argv.size(); i++) {
            if (i > from) {
                script.append(' ');
            }
            String word = argv.get(i);
            script.append('\'').append(word.replace("'", "'\\''")).append('\'');
        }
        return script.toString();
    }
}
