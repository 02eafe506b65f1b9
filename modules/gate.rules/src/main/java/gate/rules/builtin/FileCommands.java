package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Commands of Unix that delete or overwrite files: `rm`, `find`, `dd`, `shred`.
final class FileCommands {

    private FileCommands() {}

    /// Why a command is destructive, or null.
    static @Nullable String judge(Commands commands, List<String> argv, String name) {
        return switch (name) {
            case "rm", "srm", "grm", "unlink" -> remove(commands, argv);
            case "rimraf", "trash", "del-cli" -> clean(commands, argv);
            case "rmdir" -> Commands.hasOption(argv, '\0', "/s") ? tree(commands, argv) : null;
            case "find", "gfind", "bfs" -> find(commands, argv);
            case "fd", "fdfind" -> fd(commands, argv);
            case "dd" -> dd(argv);
            case "shred", "wipe", "scrub" -> shred(argv);
            case "truncate" -> truncate(argv);
            case "mv" -> move(argv);
            case "cp", "install", "ln", "dcfldd" -> copy(argv);
            case "rsync" -> rsync(argv);
            case "scp", "sftp" -> secureCopy(argv);
            case "tar" -> tar(commands, argv);
            default -> null;
        };
    }

    /// Programs with which builds clean up: what lies in the working tree is theirs.
    private static @Nullable String clean(Commands commands, List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).startsWith("-")) {
                continue;
            }
            String why = FileTargets.tree(argv.get(i));
            if (why != null && !why.equals(FileTargets.TREE)) {
                return why;
            }
            if (commands.isStrict()) {
                return FileTargets.ANY_TREE;
            }
        }
        return null;
    }

    private static @Nullable String remove(Commands commands, List<String> argv) {
        if (argv.contains(EVERY_FILE)) {
            return "deletes every file that find meets";
        }
        boolean isTree =
                Commands.hasOption(argv, 'r', "--recursive")
                        || Commands.hasOption(argv, 'R', "--recursive")
                        || hasLongOption(argv, "--recur");
        boolean isRoot = argv.contains("--no-preserve-root");
        if (isTree || isRoot) {
            return tree(commands, argv);
        }
        for (int i = 1; i < argv.size(); i++) {
            if (!argv.get(i).startsWith("-")) {
                String why = FileTargets.file(argv.get(i));
                if (why != null) {
                    return why;
                }
            }
        }
        return null;
    }

    /// GNU programs take long options shortened: `--recur`.
    private static boolean hasLongOption(List<String> argv, String prefix) {
        for (int i = 1; i < argv.size() && !argv.get(i).equals("--"); i++) {
            if (argv.get(i).startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /// Why the operands must not be deleted with all that is below them.
    private static @Nullable String tree(Commands commands, List<String> argv) {
        boolean isMarked = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isOption = !isMarked && word.length() > 1 && word.charAt(0) == '-';
            if (word.equals("--")) {
                isMarked = true;
            } else if (!isOption) {
                String why = FileTargets.tree(commands.directory.located(word));
                if (why != null) {
                    return why;
                }
                if (commands.isStrict()) {
                    return FileTargets.ANY_TREE;
                }
            }
        }
        return null;
    }

    /// Stands for what `find` meets when it looks for nothing in particular.
    private static final String EVERY_FILE = "$EVERY_FILE";

    private static @Nullable String find(Commands commands, List<String> argv) {
        boolean isBuild = false;
        String root = null;
        int at = Wrappers.skip(argv, 1, "-D");
        while (at < argv.size() && !argv.get(at).startsWith("-") && !argv.get(at).equals("(")) {
            String why = FileTargets.tree(argv.get(at));
            boolean isHere = why != null && FileTargets.tree(argv.get(at).concat("/dist")) == null;
            if (why != null && (root == null || !isHere)) {
                root = isHere ? "." : argv.get(at);
            }
            at++;
        }
        if (at == 1) {
            root = ".";
        }
        for (int i = at; i + 1 < argv.size(); i++) {
            boolean isName = argv.get(i).equals("-name") || argv.get(i).equals("-iname");
            isBuild |= isName && FileTargets.isBuildOutput(argv.get(i + 1));
        }
        boolean isSafe = root == null || (root.equals(".") && isBuild);
        for (int i = at; i < argv.size(); i++) {
            switch (argv.get(i)) {
                case "-delete" -> {
                    if (!isSafe && !argv.contains("-empty")) {
                        return "deletes every file that find meets";
                    }
                    if (commands.isStrict()) {
                        return FileTargets.ANY_TREE;
                    }
                }
                case "-exec", "-execdir", "-ok", "-okdir" -> {
                    int end = i + 1;
                    while (end < argv.size()
                            && !argv.get(end).equals(";")
                            && !argv.get(end).equals("+")) {
                        end++;
                    }
                    String found =
                            isSafe ? "node_modules" : isFiltered(argv) ? "$FOUND" : EVERY_FILE;
                    found(commands, argv.subList(i + 1, end), found);
                    i = end;
                }
                default -> {}
            }
        }
        return null;
    }

    private static boolean isFiltered(List<String> argv) {
        for (String word : argv) {
            if (Wrappers.isAmong(FILTERS, word)) {
                return true;
            }
        }
        return false;
    }

    private static final String FILTERS =
            "-name -iname -path -ipath -wholename -regex -iregex -mtime -mmin -atime -ctime -cmin"
                    + " -newer -size -empty -user -group -perm -inum -samefile -lname -newermt";

    private static void found(Commands commands, List<String> template, String found) {
        List<String> command = new ArrayList<>(template.size());
        for (String word : template) {
            command.add(word.replace("{}", found));
        }
        commands.run(command, null);
    }

    private static @Nullable String fd(Commands commands, List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            if (Wrappers.isAmong("-x -X --exec --exec-batch", argv.get(i))) {
                List<String> command = new ArrayList<>(argv.subList(i + 1, argv.size()));
                command.add("$FOUND");
                commands.run(command, null);
            }
        }
        return null;
    }

    private static @Nullable String dd(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).startsWith("of=")) {
                String why = FileTargets.overwritten(argv.get(i).substring(3), false);
                if (why != null) {
                    return why;
                }
            }
        }
        return null;
    }

    private static @Nullable String shred(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.startsWith("-")) {
                if (Wrappers.isAmong("-n -s --iterations --size --random-source", word)) {
                    i++;
                }
            } else if (!word.equals("-")) {
                return "overwrites a file or disk so that nothing can be recovered";
            }
        }
        return null;
    }

    private static @Nullable String truncate(List<String> argv) {
        int at = Wrappers.skip(argv, 1, "-s --size -r --reference");
        for (; at < argv.size(); at++) {
            if (FileTargets.isVital(argv.get(at)) || FileTargets.isDevice(argv.get(at))) {
                return "empties a file of the system";
            }
        }
        return null;
    }

    private static @Nullable String move(List<String> argv) {
        if (argv.size() < 3) {
            return null;
        }
        if (argv.getLast().equals("/dev/null")) {
            return "moves files to /dev/null, where nothing stays";
        }
        for (int i = 1; i < argv.size() - 1; i++) {
            String word = argv.get(i);
            boolean isAll = word.equals("/") || word.equals("/*") || word.equals("~");
            if (isAll || isSystemTop(word)) {
                return "moves the system's files away";
            }
        }
        return FileTargets.isDevice(argv.getLast()) ? "writes over a disk" : null;
    }

    static boolean isSystemTop(String path) {
        String plain = path.endsWith("/*") ? path.substring(0, path.length() - 2) : path;
        plain =
                plain.length() > 1 && plain.endsWith("/")
                        ? plain.substring(0, plain.length() - 1)
                        : plain;
        return switch (plain) {
            case "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc" ->
                    true;
            case "/root", "/run", "/sbin", "/srv", "/sys", "/usr", "/var", "/usr/bin" -> true;
            case "/usr/lib", "/usr/local", "/usr/sbin", "/var/lib", "/var/log", "/usr/share" ->
                    true;
            case "/Users", "/System", "/Library", "/Applications", "/etc/ssh", "/var/www" -> true;
            default -> false;
        };
    }

    private static @Nullable String copy(List<String> argv) {
        return argv.size() > 2 && FileTargets.isDevice(argv.getLast())
                ? "writes over a disk"
                : null;
    }

    /// `scp file host:/etc/passwd`.
    private static @Nullable String secureCopy(List<String> argv) {
        String last = argv.getLast();
        int colon = last.indexOf(':');
        if (argv.size() < 3 || colon < 0) {
            return null;
        }
        String path = last.substring(colon + 1);
        boolean isSystem = isSystemTop(path) || path.equals("/") || FileTargets.isVital(path);
        return isSystem ? "writes over files of the system of another machine" : null;
    }

    private static @Nullable String rsync(List<String> argv) {
        boolean isDry = Commands.hasOption(argv, 'n', "--dry-run");
        for (int i = 1; i < argv.size() && !isDry; i++) {
            String word = argv.get(i);
            if (word.startsWith("--del") || word.equals("--remove-source-files")) {
                return "deletes what the other side lacks";
            }
        }
        return null;
    }

    private static @Nullable String tar(Commands commands, List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.startsWith("--checkpoint-action=exec=")) {
                commands.script(word.substring(25));
            } else if (word.startsWith("--to-command=")) {
                commands.script(word.substring(13));
            } else if (word.equals("--remove-files")) {
                return "deletes the files that it packs";
            }
        }
        return null;
    }
}
