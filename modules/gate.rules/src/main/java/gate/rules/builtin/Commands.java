package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Tells what one command would do: names, options and operands are known here, no text.
///
/// It sends each command to those who know its kind, and follows commands that run others.
final class Commands {

    /// Every command is shown to all who know some, however short it is.
    private static final long STEPS_PER_COMMAND = 20;

    static final String HIDDEN = "hides which command it runs upon files or a disk";

    private final Shell shell;
    private final Harm harm;
    final WorkingDirectory directory = new WorkingDirectory();
    final ShellBuiltins builtins;
    final CommandFiles files;
    private final Filters filters;

    /// Whether the first command has put aside what was not committed in this directory.
    boolean isStashed;

    private int count;
    private boolean startsWithStash;

    private boolean isWindows;

    Commands(Shell shell) {
        this.shell = shell;
        this.harm = shell.harm;
        this.builtins = new ShellBuiltins(shell, this);
        this.files = new CommandFiles(shell);
        this.filters = new Filters(shell, this);
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

    /// A script begins.
    void begin(String script) {
        startsWithStash = count == 0 && script.startsWith("git stash") && isOfGitOnly(script);
    }

    /// Whether a script is nothing but commands of Git for one place, none of which is run unless
    /// those before succeed.
    private boolean isOfGitOnly(String script) {
        harm.spend(script.length());
        for (String part : script.split("&&", -1)) {
            String command = part.strip();
            if (!command.startsWith("git ") || command.startsWith("git submodule")) {
                return false;
            }
        }
        String rest = script.replace("&&", " ");
        for (int i = 0; i < rest.length(); i++) {
            if ("&;|\n$`(){}<>".indexOf(rest.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether this is the command that the script begins with, and none that follows is run unless
    /// it succeeds.
    boolean isFirst() {
        return count == 1 && startsWithStash;
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
        count++;
        String name = Argv.name(argv.getFirst());
        String output = shell.data.follow(argv, name, input, dispatch(argv, name, input));
        harm.leave();
        return output;
    }

    /// Whether a word is the name of a command that can destroy something, or runs others.
    static boolean isNamed(String word) {
        String name = Argv.name(word);
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
            return shell.run(alias + " " + Argv.quoted(argv, 1), input);
        }
        if (shell.isFunction(name)) {
            return shell.call(name, argv.subList(1, argv.size()), input);
        }
        if (argv.size() == 1 && argv.getFirst().indexOf(' ') > 0) {
            return shell.run(argv.getFirst(), input);
        }
        if (name.startsWith("zf_")) {
            return run(renamed(argv, name.substring("zf_".length())), input); // of zsh/files
        }
        if (hasGlob(name) && argv.getFirst().indexOf('/') >= 0) {
            return globbed(argv, name, input);
        }
        switch (name) {
            case "echo" -> {
                return KnownText.echo(argv);
            }
            case "printf" -> {
                return filters.printf(argv);
            }
            case "cat", "tac", "less", "more", "head", "tail", "sort", "uniq", "tee", "pv" -> {
                return filters.passed(argv, name, input);
            }
            case "base64", "base32", "xxd", "rev", "tr", "openssl", "sed", "iconv", "od" -> {
                return filters.decoded(argv, name, input);
            }
            case "hash" -> {
                int path = argv.indexOf("-p");
                if (path > 0 && path + 2 < argv.size()) {
                    shell.setAlias(argv.get(path + 2), argv.get(path + 1));
                }
                return null;
            }
            case "make", "gmake" -> {
                files.make(argv, input);
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
                files.schedule(input, 5);
                harm.taken(Footholds.scheduled(input));
            }
            case "grep", "egrep", "fgrep" -> {
                return Argv.hasOption(argv, 'v', "--invert-match", "efAmBC") ? input : null;
            }
            case "rg", "ag", "ack", "man", "apropos", "whatis", "help" -> {
                return null;
            }
            case "test", "[", "[[", "true", "false", ":", "pwd", "exit", "mkdir" -> {
                return null;
            }
            case "findmnt", "lsblk" -> {
                return "/dev/sda1"; // or another disk of this machine
            }
            case "cd", "pushd" -> {
                directory.move(argv);
                isStashed = false;
                return null;
            }
            case "awk", "gawk", "mawk" -> {
                return filters.awk(argv, input);
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
        if (shell.file(argv.getFirst()) != null || isWritten(argv.getFirst())) {
            String script = written(argv.getFirst());
            return script == null ? null : shell.run(script, input);
        }
        return name.equals("find") && FileCommands.findsJunk(argv) ? FileCommands.JUNK : null;
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
                harm.found(HIDDEN);
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

    /// A program under another name: `cp /bin/dd ./make`, `ln -s /bin/rm x`.
    private void copied(List<String> argv, String name) {
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
        if (isProgram && isNamed(program) && !Argv.name(file).equals(Argv.name(program))) {
            shell.setAlias(Argv.name(file), Argv.name(program));
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
        copied(argv, name);
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
            if (word.endsWith("rm")
                    && Argv.name(word).equals("rm")
                    && argv.get(i + 1).startsWith("-")) {
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
                run(renamed(argv, known), input);
            }
        }
        return null;
    }

    private static List<String> renamed(List<String> argv, String name) {
        List<String> other = new ArrayList<>(argv);
        other.set(0, name);
        return other;
    }

    private static final String[] GLOBBED = {
        "rm", "dd", "sh", "bash", "shred", "mkfs", "find", "git", "chmod", "chown", "python3"
    };

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
        if (at == 2 && argv.get(1).equals("-n")) {
            return null; // read, and not run
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
        if (at < argv.size() && !Argv.isStandardInput(argv.get(at))) {
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
}
