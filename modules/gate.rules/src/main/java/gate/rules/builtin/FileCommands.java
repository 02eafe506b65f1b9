package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Commands of Unix that delete or overwrite files: `rm`, `find`, `dd`, `shred`.
final class FileCommands {

    private FileCommands() {}

    /// Why a command is destructive, or null.
    static @Nullable String judge(Commands commands, List<String> argv, String name) {
        return switch (name) {
            case "rm", "srm", "grm", "unlink" -> remove(commands, argv);
            case "rimraf", "del-cli" -> clean(commands, argv);
            case "rmdir" -> Argv.hasOption(argv, '\0', "/s") ? tree(commands, argv) : null;
            case "find", "gfind", "bfs" -> find(commands, argv);
            case "fd", "fdfind" -> fd(commands, argv);
            case "dd" -> dd(argv);
            case "shred", "wipe", "scrub" -> shred(argv);
            case "truncate" -> truncate(argv);
            case "fallocate" -> punched(argv);
            case "mv" -> move(argv);
            case "cp", "install", "ln", "dcfldd" -> copy(argv);
            case "rsync" -> rsync(argv);
            case "scp", "sftp" -> secureCopy(argv);
            case "tar" -> tar(commands, argv);
            case "sed" -> sed(argv);
            case "zip", "7z", "7za" -> packed(argv);
            case "hdfs", "hadoop" -> ofCluster(argv);
            case "curl", "wget" -> fetched(argv);
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
        boolean isTree =
                Argv.hasOption(argv, 'r', "--recursive")
                        || Argv.hasOption(argv, 'R', "--recursive")
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
                boolean isBinaries =
                        word.equals("bin") || word.equals("bin/") || word.equals("deps");
                boolean isFree =
                        (isBinaries && hasBuildOutput(argv))
                                || (FileTargets.TREE.equals(why) && FileTargets.isFile(word));
                if (why != null && !isFree) {
                    return why;
                }
                if (commands.isStrict()) {
                    return FileTargets.ANY_TREE;
                }
            }
        }
        return null;
    }

    private static @Nullable String find(Commands commands, List<String> argv) {
        commands.spend(40L * argv.size()); // several tests are looked for, each in all words
        int at = firstTest(argv);
        String root = root(argv, at);
        boolean isSafe = root == null || isJunk(argv, at, root);
        boolean isOfFiles = findsFiles(argv, at);
        for (int i = at; i < argv.size(); i++) {
            switch (argv.get(i)) {
                case "-delete" -> {
                    if (!isSafe && !argv.contains("-empty")) {
                        return EveryName.FILES;
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
                    found(
                            commands,
                            at > 1 ? argv.get(at - 1) : ".",
                            template(argv, isOfFiles, i + 1, end),
                            root == null || isSafe ? JUNK : met(argv, at, root));
                    i = end;
                }
                default -> {}
            }
        }
        return null;
    }

    /// What `-exec` runs: `rm -rf {}` upon plain files deletes no tree.
    private static List<String> template(List<String> argv, boolean isOfFiles, int from, int to) {
        List<String> template = argv.subList(from, to);
        boolean isRemoval =
                isOfFiles
                        && template.size() == 3
                        && template.getFirst().equals("rm")
                        && template.get(1).startsWith("-")
                        && template.get(2).equals("{}");
        return isRemoval ? List.of("rm", "-f", "{}") : template;
    }

    /// Whether all that `find` meets are plain files: it asks for them before it runs anything, and
    /// for nothing else instead.
    private static boolean findsFiles(List<String> argv, int from) {
        int type = argv.subList(from, argv.size()).indexOf("-type") + from;
        boolean isAsked = type >= from && type + 1 < argv.size() && argv.get(type + 1).equals("f");
        if (!isAsked || argv.subList(from, type).contains("-exec")) {
            return false;
        }
        for (String word : argv.subList(from, argv.size())) {
            if (Words.isAmong("! -not -o -or , ( ) \\(", word)) {
                return false;
            }
        }
        return true;
    }

    /// Stands for what builds write.
    static final String JUNK = "node_modules";

    /// Whether `find` prints only names of what builds write.
    static boolean findsJunk(List<String> argv) {
        int at = firstTest(argv);
        String root = root(argv, at);
        return root != null && isJunk(argv, at, root);
    }

    private static boolean hasBuildOutput(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String name = argv.get(i).endsWith("/") ? argv.get(i).replace("/", "") : argv.get(i);
            if (FileTargets.isBuildOutput(name) || name.equals("coverage.out")) {
                return true;
            }
        }
        return false;
    }

    /// Stands for what `find` meets.
    private static String met(List<String> argv, int from, String root) {
        String ending = "";
        for (int i = from; i + 1 < argv.size(); i++) {
            boolean isName = argv.get(i).equals("-name") || argv.get(i).equals("-iname");
            String pattern = argv.get(i + 1);
            if (isName && isOfKeys(pattern)) {
                return "~/.ssh/id_found";
            }
            String plain = "~/x/".concat(pattern.replace("*", ""));
            if (isName && PrivateFiles.of(plain) != 0) {
                return plain;
            }
            if (isName && ending.isEmpty() && pattern.startsWith("*.")) {
                ending = pattern.substring(1);
            }
        }
        if (root.equals(".") && !ending.isEmpty()) {
            return "$FOUND".concat(ending);
        }
        boolean isEvery = !isFiltered(argv) || !root.equals(".");
        return isEvery ? PrivateData.text(PrivateData.EVERY) : "$FOUND";
    }

    private static boolean isOfKeys(String pattern) {
        return pattern.startsWith("id_")
                || pattern.startsWith("*.pem")
                || pattern.startsWith("credentials")
                || pattern.startsWith(".netrc");
    }

    /// Whether the names that `find` prints are those of every file, or of files outside of the
    /// working tree.
    static boolean findsEverything(List<String> argv) {
        int at = firstTest(argv);
        String root = root(argv, at);
        if (root == null || isJunk(argv, at, root)) {
            return false;
        }
        boolean isNamed =
                argv.contains("-maxdepth") || argv.contains("-exec") || argv.contains("-quit");
        return !isNamed && (!root.equals(".") || !isFiltered(argv));
    }

    /// The marks of names that are looked for.
    static int findsPrivate(List<String> argv) {
        for (int i = 1; i + 1 < argv.size(); i++) {
            boolean isName = argv.get(i).equals("-name") || argv.get(i).equals("-iname");
            String pattern = argv.get(i + 1);
            if (isName && isPrivate(pattern)) {
                return PrivateData.PRIVATE;
            }
        }
        return 0;
    }

    /// Whether files of such names hold keys, or what is nobody else's business.
    static boolean isPrivate(String pattern) {
        return isOfKeys(pattern) || PrivateFiles.of("~/x/".concat(pattern)) != 0;
    }

    /// Whether all that `find` looks for can be made again, or is old and meant to go.
    private static boolean isJunk(List<String> argv, int from, String root) {
        boolean isBuild = false;
        boolean isOld = false;
        boolean isLeft = false;
        for (int i = from; i + 1 < argv.size(); i++) {
            String test = argv.get(i);
            String value = argv.get(i + 1);
            boolean isName = test.equals("-name") || test.equals("-iname");
            isBuild |= isName && FileTargets.isBuildOutput(value);
            isLeft |= isName && (value.equals(".DS_Store") || value.equals("*.pyc"));
            isOld |= test.endsWith("time") && value.startsWith("+") && !value.equals("+0");
            isOld |= test.endsWith("min") && value.startsWith("+");
        }
        boolean isTemporary =
                root.startsWith("/tmp")
                        || root.startsWith("/var/tmp")
                        || root.startsWith("/var/log/")
                        || root.equals("/var/log")
                        || root.contains("/.cache")
                        || root.contains("/Caches");
        return (isBuild && (root.equals(".") || isLeft))
                || (isTemporary && (isOld || isFiltered(argv)))
                || isRotation(argv, from, root);
    }

    /// `find /backup/daily -name '*.gz' -mtime +30 -delete`: old files of one kind, where such are
    /// kept in turn.
    private static boolean isRotation(List<String> argv, int from, String root) {
        boolean isOfKind = false;
        boolean isOld = false;
        for (int i = from; i + 1 < argv.size(); i++) {
            String value = argv.get(i + 1);
            if (argv.get(i).equals("-name")) {
                isOfKind |= value.length() > 3 && value.indexOf('.') >= 0 && !value.equals("*.*");
            } else if (argv.get(i).equals("-mtime") && value.startsWith("+")) {
                isOld |= value.length() > 2 || value.compareTo("+6") > 0;
            }
        }
        String place = root.toLowerCase(Locale.ROOT);
        boolean isKept =
                place.contains("backup")
                        || place.contains("dump")
                        || place.contains("archive")
                        || place.contains("snapshot")
                        || place.contains("/logs");
        return isOfKind && isOld && isKept;
    }

    private static int firstTest(List<String> argv) {
        int at = Argv.skip(argv, 1, "-D");
        while (at < argv.size() && !argv.get(at).startsWith("-") && !argv.get(at).equals("(")) {
            at++;
        }
        return at;
    }

    /// The place below which `find` must not delete, `.` for the working tree; null if there is
    /// none.
    private static @Nullable String root(List<String> argv, int to) {
        String root = null;
        int at = Argv.skip(argv, 1, "-D");
        if (to <= at) {
            return ".";
        }
        while (at < to) {
            String word = argv.get(at);
            String why = FileTargets.tree(word);
            boolean isRelative = word.isEmpty() || "/~$".indexOf(word.charAt(0)) < 0;
            boolean isHere =
                    isRelative && why != null && FileTargets.tree(word.concat("/dist")) == null;
            if (why != null && (root == null || !isHere)) {
                root = isHere ? "." : word;
            }
            at++;
        }
        return root;
    }

    private static boolean isFiltered(List<String> argv) {
        for (String word : argv) {
            if (Words.isAmong(FILTERS, word)) {
                return true;
            }
        }
        return false;
    }

    private static final String FILTERS =
            "-name -iname -path -ipath -wholename -regex -iregex -mtime -mmin -atime -ctime -cmin"
                    + " -newer -size -empty -user -group -perm -inum -samefile -lname -newermt";

    /// `-exec {} -rf /`, but not `-exec {} --version`.
    private static boolean runsWhatIsFound(List<String> template) {
        int at = 0;
        while (at < template.size() && Words.isAmong("sudo env nice command", template.get(at))) {
            at++;
        }
        boolean isFound = at < template.size() && template.get(at).equals("{}");
        boolean isQuestion =
                at + 2 == template.size()
                        && Words.isAmong("--version -version -V -v --help", template.get(at + 1));
        return isFound && at + 1 < template.size() && !isQuestion;
    }

    private static boolean isOfPrograms(String root) {
        boolean isSlash = root.length() > 1 && root.endsWith("/");
        return switch (isSlash ? root.substring(0, root.length() - 1) : root) {
            case "/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin", "/usr", "/" -> true;
            default -> false;
        };
    }

    private static void found(Commands commands, String root, List<String> template, String found) {
        if (isOfPrograms(root) && runsWhatIsFound(template)) {
            commands.found(Commands.HIDDEN);
        }
        List<String> command = new ArrayList<>(template.size());
        for (String word : template) {
            command.add(word.replace("{}", found));
        }
        commands.passOn(command);
    }

    private static @Nullable String fd(Commands commands, List<String> argv) {
        boolean isWide = false;
        for (int i = 1; i < argv.size(); i++) {
            String root = FileTargets.tree(argv.get(i));
            isWide |= root != null && !root.equals(FileTargets.TREE) && i > 1;
            isWide &= !argv.get(i).equals(".");
            if (Words.isAmong("-x -X --exec --exec-batch", argv.get(i))) {
                List<String> command = new ArrayList<>(argv.subList(i + 1, argv.size()));
                command.add(isWide ? PrivateData.text(PrivateData.EVERY) : "$FOUND");
                commands.run(command, null);
            }
        }
        return null;
    }

    /// `hdfs dfs -rm -r -skipTrash /warehouse`; else its trash keeps what is deleted.
    private static @Nullable String ofCluster(List<String> argv) {
        boolean isTree = argv.contains("-r") || argv.contains("-R") || argv.contains("-rmr");
        if (!isTree || !argv.contains("-skipTrash")) {
            return null;
        }
        for (int i = 2; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isPath = word.indexOf('/') >= 0 && !word.startsWith("/tmp/");
            if (isPath && FileTargets.isMissed(word)) {
                return "deletes a directory of a cluster";
            }
        }
        return null;
    }

    private static @Nullable String dd(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            if (argv.get(i).startsWith("of=")) {
                String file = argv.get(i).substring(3);
                String why =
                        argv.contains("if=/dev/null")
                                ? FileTargets.cleared(file)
                                : FileTargets.overwritten(file, false);
                boolean isFilled =
                        argv.contains("if=/dev/urandom")
                                || argv.contains("if=/dev/zero")
                                || argv.contains("if=/dev/random");
                boolean isLost = FileTargets.isVital(file) || argv.contains("conv=notrunc");
                if (why == null && isFilled && isLost && FileTargets.tree(file) != null) {
                    return "writes over a file, so that nothing can be recovered";
                }
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
                if (Words.isAmong("-n -s --iterations --size --random-source", word)) {
                    i++;
                }
            } else if (!word.equals("-") && FileTargets.tree(word) != null) {
                return "overwrites a file or disk so that nothing can be recovered";
            }
        }
        return null;
    }

    private static @Nullable String truncate(List<String> argv) {
        int at = Argv.skip(argv, 1, "-s --size -r --reference");
        for (; at < argv.size(); at++) {
            String why = FileTargets.cleared(argv.get(at));
            if (why != null) {
                return why;
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
        if (argv.size() > 2 && argv.get(argv.size() - 2).equals("/dev/null")) {
            return FileTargets.cleared(argv.getLast());
        }
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

    /// The upload of a built site deletes what another host no longer needs.
    private static boolean isSite(List<String> argv) {
        if (argv.size() < 4 || argv.getLast().indexOf(':') < 0) {
            return false;
        }
        String source = argv.get(argv.size() - 2);
        int end = source.endsWith("/") ? source.length() - 1 : source.length();
        String name = source.substring(source.lastIndexOf('/', end - 1) + 1, Math.max(0, end));
        return switch (name) {
            case "public", "_site", "site", "www", "html" -> true;
            default -> FileTargets.isBuildOutput(name);
        };
    }

    private static @Nullable String rsync(List<String> argv) {
        boolean isDry = Argv.hasOption(argv, 'n', "--dry-run") || isSite(argv);
        for (int i = 1; i < argv.size() && !isDry; i++) {
            String word = argv.get(i);
            if (word.startsWith("--del") || word.equals("--remove-source-files")) {
                return "deletes what the other side lacks";
            }
        }
        return null;
    }

    private static @Nullable String packed(List<String> argv) {
        boolean isMove = argv.getFirst().endsWith("zip") && Argv.hasOption(argv, 'm', "--move");
        return isMove || argv.contains("-sdel") ? "deletes the files that it packs" : null;
    }

    /// `fallocate --punch-hole` makes zeros of what is there.
    private static @Nullable String punched(List<String> argv) {
        boolean isHole =
                argv.contains("--punch-hole")
                        || argv.contains("-p")
                        || argv.contains("--collapse-range")
                        || argv.contains("--zero-range");
        return isHole && FileTargets.isMissed(argv.getLast()) ? "empties a part of a file" : null;
    }

    /// `curl -o /etc/passwd URL`.
    private static @Nullable String fetched(List<String> argv) {
        for (int i = 2; i < argv.size(); i++) {
            String option = argv.get(i - 1);
            boolean isShort = option.length() > 1 && option.charAt(1) != '-';
            boolean isOutput =
                    isShort
                            && option.startsWith("-")
                            && (option.endsWith("o") || option.endsWith("O"));
            if (isOutput || option.equals("--output") || option.equals("--output-document")) {
                String why = FileTargets.overwritten(argv.get(i), false);
                if (why != null) {
                    return why;
                }
            }
        }
        return null;
    }

    /// `sed -i d *`: no line is left.
    private static @Nullable String sed(List<String> argv) {
        boolean isAll = argv.contains("d") || argv.contains("1,$d");
        return isAll && Argv.hasOption(argv, 'i', "--in-place", "ef") ? FileTargets.LOST : null;
    }

    private static @Nullable String tar(Commands commands, List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.startsWith("--checkpoint-action=exec=")) {
                commands.script(word.substring(25));
            } else if (word.startsWith("--to-command=")) {
                commands.script(word.substring(13));
            } else if (word.equals("--remove-files") || word.equals("--recursive-unlink")) {
                return "deletes the files that it packs";
            }
        }
        return null;
    }
}
