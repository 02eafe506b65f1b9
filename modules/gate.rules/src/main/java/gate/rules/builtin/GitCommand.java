package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a `git` command loses: commits, branches, or changes that were never committed.
final class GitCommand {

    private static final String CHANGES = "throws away changes that are not committed";
    private static final String REMOTE = "overwrites or deletes history on the remote";
    private static final String HISTORY = "throws away commits or the means to recover them";

    private final Shell shell;
    private final List<String> argv;
    private List<String> options = List.of();

    GitCommand(Shell shell, List<String> argv) {
        this.shell = shell;
        this.argv = argv;
    }

    /// Why the command is destructive, or null.
    @Nullable String judge() {
        boolean isApart = shell.commands.directory.isTemporary();
        int verb = 1;
        while (verb < argv.size() && argv.get(verb).startsWith("-")) {
            String word = argv.get(verb);
            boolean hasValue = Words.isAmong(GLOBAL, word);
            if (word.equals("-c") && verb + 1 < argv.size()) {
                config(argv.get(verb + 1));
            } else if (word.startsWith("-c") && word.length() > 2) {
                config(word.substring(2));
            } else if (word.equals("-C") && verb + 1 < argv.size()) {
                isApart = staysApart(isApart, argv.get(verb + 1));
            } else if (word.startsWith("--work-tree") || word.startsWith("--git-dir")) {
                isApart = false;
            }
            verb += hasValue ? 2 : 1;
        }
        if (verb >= argv.size()) {
            return null;
        }
        options = argv.subList(verb, argv.size());
        String why = has('h', "--help") ? null : verb(argv.get(verb));
        boolean isHere = verb == 1 && !second("remove");
        boolean isKept = CHANGES.equals(why) && isHere && shell.commands.isStashed;
        // What a temporary clone holds may go; its remote is as real as any other.
        return isKept || (isApart && !REMOTE.equals(why)) ? null : why;
    }

    /// What was changed before is kept for the commands that follow, if all of it is stashed.
    private @Nullable String stash() {
        boolean isPush = options.size() == 1 || second("push") || second("save");
        boolean isNamed = false;
        for (int i = 2; i < options.size(); i++) {
            boolean isMessage = options.get(i - 1).equals("-m") || second("save");
            isNamed |= !isMessage && !options.get(i).startsWith("-");
            isNamed |= Words.isAmong("-- -p --patch -S --staged -k --keep-index", options.get(i));
        }
        shell.commands.isStashed = isPush && !isNamed && shell.commands.isFirst();
        return second("clear") || second("drop") ? "throws away stashed changes" : null;
    }

    /// Whether `-C path` leads to a temporary directory.
    private static boolean staysApart(boolean isApart, String path) {
        if (path.startsWith("/")) {
            return FileTargets.tree(path) == null;
        }
        boolean isBelow = path.equals(".") || (!path.isEmpty() && isPlain(path));
        return isApart && isBelow;
    }

    private static boolean isPlain(String path) {
        return Character.isLetterOrDigit(path.charAt(0))
                && !path.contains("..")
                && path.indexOf(':') < 0;
    }

    private static final String GLOBAL =
            "-C -c --git-dir --work-tree --namespace --config-env --exec-path --super-prefix";

    /// `-c alias.x='!rm -rf /'`.
    private void config(String setting) {
        int sign = setting.indexOf('=');
        if (sign > 0) {
            set(setting.substring(0, sign), setting.substring(sign + 1));
        }
        int mark = setting.indexOf("=!");
        if (mark > 0 && setting.startsWith("alias.")) {
            shell.run(setting.substring(mark + 2), null);
        } else if (setting.startsWith("alias.") && setting.indexOf('=') > 0) {
            shell.run("git ".concat(setting.substring(setting.indexOf('=') + 1)), null);
        }
    }

    /// Settings whose value is a command.
    private void set(String key, String value) {
        String name = key.toLowerCase(Locale.ROOT);
        switch (name) {
            case "core.pager",
                    "core.editor",
                    "core.sshcommand",
                    "sequence.editor",
                    "core.fsmonitor",
                    "diff.external",
                    "core.askpass",
                    "gpg.program" ->
                    shell.run(value, null);
            case "credential.helper" -> {
                boolean isForeign =
                        value.contains("curl ") || value.contains("wget ") || value.contains(">>");
                if (value.startsWith("!") && isForeign) {
                    shell.harm.taken("lets others have the logins that Git uses");
                }
                if (value.startsWith("!")) {
                    shell.run(value.substring(1), null);
                }
            }
            case "core.hookspath" -> shell.harm.taken(Footholds.loaded(value));
            default -> {
                if (runs(name)) {
                    shell.run(value, null);
                }
                if (name.endsWith(".push") && value.startsWith("+")) {
                    shell.harm.found(REMOTE);
                }
            }
        }
    }

    /// Whether a setting is a command for some files: `filter.x.clean`, `diff.x.textconv`.
    private static boolean runs(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "clean", "smudge", "process" -> key.startsWith("filter.");
            case "textconv", "command" -> key.startsWith("diff.");
            case "driver" -> key.startsWith("merge.");
            case "cmd" -> key.startsWith("difftool.") || key.startsWith("mergetool.");
            default -> false;
        };
    }

    private @Nullable String verb(String verb) {
        return switch (verb) {
            case "push" -> isDry() ? null : push();
            case "reset" -> has("--hard") || has("--merge") || has("--har") ? CHANGES : null;
            case "clean" ->
                    has('f', "--force") && !has('n', "--dry-run") && !isOfBuild() && !isIgnored()
                            ? untracked()
                            : null;
            case "branch" -> branch();
            case "checkout" -> checkout();
            case "switch" -> has('f', "--force") || has("--discard-changes") ? CHANGES : null;
            case "restore" -> restore();
            case "stash" -> stash();
            case "reflog" -> (second("expire") || second("delete")) && !isDry() ? HISTORY : null;
            case "filter-branch", "filter-repo" ->
                    has("--analyze") || has("--dry-run") ? null : "rewrites the whole history";
            case "update-ref" -> has('d', "--delete") || has("--stdin") ? HISTORY : null;
            case "gc", "prune" -> isDry() ? null : prune();
            case "worktree" -> second("remove") && has('f', "--force") ? CHANGES : null;
            case "rm" ->
                    has('r', "-r")
                                    && !has("--cached")
                                    && !isDry()
                                    && (has('f', "--force") || isAll())
                            ? CHANGES
                            : null;
            case "tag" -> null;
            case "remote" -> null;
            case "replace" -> null;
            case "symbolic-ref" -> null;
            case "submodule" -> submodule();
            case "bisect", "rebase", "config" -> nested();
            case "read-tree" -> has("--reset") ? CHANGES : null;
            case "checkout-index" ->
                    has('f', "--force") && has('a', "--all") && !has("--prefix") ? CHANGES : null;
            case "svn" -> second("reset") ? HISTORY : null;
            case "lfs" -> null;
            default -> null;
        };
    }

    /// `clean -X path`: only what is ignored there.
    private boolean isIgnored() {
        return has('X', "-X") && !options.getLast().startsWith("-");
    }

    /// Whether only what builds write is named.
    private boolean isOfBuild() {
        return isOfBuild(0);
    }

    private boolean isOfBuild(int before) {
        boolean isOfBuild = false;
        for (int i = Math.max(0, before) + 1; i < options.size(); i++) {
            if (!options.get(i).startsWith("-")) {
                isOfBuild = FileTargets.tree(options.get(i)) == null;
                if (!isOfBuild) {
                    return false;
                }
            }
        }
        return isOfBuild;
    }

    private static String untracked() {
        return "deletes files that Git does not keep";
    }

    private boolean isAll() {
        return options.contains(".") || options.contains("*") || options.contains(":/");
    }

    private @Nullable String push() {
        if (has("--mirror") || has('d', "--delete") || has("--prune")) {
            return REMOTE;
        }
        // Beside `--force-with-lease` it switches the lease off (git-push, `--force`).
        if (has('f', "--force")) {
            return REMOTE;
        }
        for (int i = 1; i < options.size(); i++) {
            String word = options.get(i);
            boolean isRefspec = word.length() > 1 && !word.startsWith("-");
            if (isRefspec && (word.charAt(0) == '+' || word.charAt(0) == ':')) {
                return REMOTE;
            }
        }
        return null;
    }

    private @Nullable String branch() {
        boolean isForced = has('f', "--force");
        if (has('D', "-D") || (isForced && has('d', "--delete"))) {
            return "deletes a branch that may not be merged";
        }
        return isForced || has('M', "-M") || has("-C") ? "overwrites a branch" : null;
    }

    private @Nullable String checkout() {
        if (has('f', "--force")) {
            return CHANGES;
        }
        boolean isNew = has('b', "-b") || has('B', "-B") || has("--orphan") || has("--detach");
        boolean isMarked = false;
        int operands = 0;
        for (int i = 1; i < options.size(); i++) {
            String word = options.get(i);
            if (word.equals("--")) {
                isMarked = i + 1 < options.size();
                break;
            }
            if (word.startsWith("--pathspec-from-file")) {
                return CHANGES;
            }
            if (word.startsWith("-") && word.length() > 1) {
                boolean hasValue =
                        Words.isAmong(
                                "-b -B --orphan --conflict --unified -U --inter-hunk-context",
                                word);
                i += hasValue ? 1 : 0;
                if (word.equals("--track") && i + 1 < options.size()) {
                    String mode = options.get(i + 1);
                    i += mode.equals("inherit") || mode.equals("direct") ? 1 : 0;
                }
            } else if (word.equals(".") || word.startsWith("./") || word.equals(":/")) {
                return CHANGES;
            } else {
                operands++;
            }
        }
        if (isNew || has("-p") || has("--patch")) {
            return null;
        }
        boolean isLost = isMarked || operands > 1;
        return isLost && !isOfBuild(options.indexOf("--")) ? CHANGES : null;
    }

    private @Nullable String restore() {
        boolean isStaged = has('S', "--staged");
        boolean isTree = has('W', "--worktree");
        if ((isStaged && !isTree) || has('p', "--patch")) {
            return null;
        }
        boolean hasPath = false;
        for (int i = 1; i < options.size(); i++) {
            String word = options.get(i);
            if (word.equals("-s") || word.equals("--source")) {
                i++;
            } else if (word.startsWith("--pathspec-from-file") || !word.startsWith("-")) {
                hasPath = true;
            }
        }
        return hasPath ? CHANGES : null;
    }

    private @Nullable String prune() {
        boolean isNow = false;
        for (String word : options) {
            isNow |= word.startsWith("--prune=now") || word.startsWith("--prune=all");
            isNow |= word.startsWith("--expire=now") || word.startsWith("--expire=all");
        }
        return isNow ? HISTORY : null;
    }

    private @Nullable String submodule() {
        if (second("deinit") && has('f', "--force")) {
            return CHANGES;
        }
        int verb = options.indexOf("foreach");
        if (verb > 0) {
            int from = Argv.skip(options, verb + 1, "");
            shell.run(Argv.joined(options, from), null);
        }
        return null;
    }

    /// Commands that `git` runs: `bisect run`, `rebase --exec`, an alias.
    private @Nullable String nested() {
        for (int i = 1; i + 1 < options.size(); i++) {
            String word = options.get(i);
            if (word.equals("run")) {
                shell.commands.run(new ArrayList<>(options.subList(i + 1, options.size())), null);
                return null;
            }
            if (word.indexOf('.') > 0 && !has("--unset") && !has("--get")) {
                set(word, options.get(i + 1));
            }
            if (word.equals("--exec") || word.equals("-x")) {
                shell.run(options.get(i + 1), null);
            }
            if (word.startsWith("alias.") && options.get(i + 1).startsWith("!")) {
                shell.run(options.get(i + 1).substring(1), null);
            }
        }
        return null;
    }

    /// Short options of `git` with a value, which may stand in the same word.
    private static final String VALUED = "cCbBsoUX";

    private boolean isDry() {
        return has("--dry-run");
    }

    private boolean second(String word) {
        return options.size() > 1 && options.get(1).equals(word);
    }

    private boolean has(String option) {
        return Argv.hasOption(options, '\0', option);
    }

    private boolean has(char letter, String option) {
        return Argv.hasOption(options, letter, option, VALUED);
    }
}
