package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// What lets somebody in again: keys and orders planted in files that systems, shells and agents
/// obey, and the end of the gate that watches.
final class Footholds {

    static final String AGENT = "writes what an agent obeys";
    private static final String LOGIN = "lets another key log in";
    private static final String RIGHTS = "gives somebody the rights of the system";
    private static final String STARTED = "makes a program from elsewhere start again and again";
    private static final String GUARD = "switches off the protection of a system";
    private static final String GATE = "disarms the gate";
    private static final String KERNEL = "/proc/sys/kernel/";

    private Footholds() {}

    /// Why a file must not be written, or null.
    ///
    /// @param content what would stand in it, if known
    static @Nullable String written(String file, @Nullable String content) {
        if (!PathText.isPath(file) || (file.indexOf('.') < 0 && file.indexOf('/') < 0)) {
            return null;
        }
        if (file.startsWith(KERNEL) && content != null && content.strip().equals("0")) {
            return isShield(file.substring(KERNEL.length()).replace('/', '.')) ? GUARD : null;
        }
        PathText path = PathText.of(file);
        if (ProtectedPaths.isOfAgents(path)) {
            return AGENT;
        }
        if (path.last(0).equals("authorized_keys")) {
            return LOGIN;
        }
        if (path.last(1).equals("sudoers.d")) {
            return RIGHTS;
        }
        if (content != null && path.last(0).equals("sshd_config") && letsRootIn(content)) {
            return LOGIN;
        }
        if (content != null && path.last(0).equals("pg_hba.conf") && trustsAll(content)) {
            return "lets anybody log in to a database";
        }
        if (content != null && path.indexOf("workflows") > 0 && tellsSecrets(content)) {
            return "prints every secret of a repository";
        }
        ProtectedPaths kind = ProtectedPaths.of(path);
        boolean isOpened = content != null && content.contains("folderOpen");
        boolean isObeyed =
                kind == ProtectedPaths.CONFIGURATION
                        || (kind == ProtectedPaths.SETTINGS && isOpened);
        return isObeyed && content != null && isForeign(content) ? STARTED : null;
    }

    private static final List<String> LOGINS = List.of("PermitRootLogin", "PermitEmptyPasswords");

    /// `PermitRootLogin yes`.
    private static boolean letsRootIn(String text) {
        for (String line : text.lines().toList()) {
            for (String name : LOGINS) {
                boolean isFirst = line.strip().startsWith(name);
                if (isFirst && line.strip().substring(name.length()).strip().startsWith("yes")) {
                    return true;
                }
            }
        }
        return false;
    }

    /// `sed -i 's/.*PermitRootLogin.*/PermitRootLogin yes/' sshd_config`: what it puts in.
    private static @Nullable String replaced(List<String> argv) {
        String file = argv.getLast();
        for (int i = 1; i < argv.size() && file.endsWith("sshd_config"); i++) {
            String script = argv.get(i);
            int second = script.length() > 2 ? script.indexOf(script.charAt(1), 2) : -1;
            int third = second < 0 ? -1 : script.indexOf(script.charAt(1), second + 1);
            boolean isNamed = script.contains(LOGINS.get(0)) || script.contains(LOGINS.get(1));
            boolean isSubstitution = script.startsWith("s") && isNamed && third > 0;
            if (isSubstitution && script.substring(second, third).contains(" yes")) {
                return LOGIN;
            }
        }
        return written(file, null);
    }

    /// `host all all 0.0.0.0/0 trust`.
    private static boolean trustsAll(String lines) {
        for (String line : lines.lines().toList()) {
            boolean isAll = line.contains("0.0.0.0/0") || line.contains("::/0");
            if (isAll && line.contains("trust")) {
                return true;
            }
        }
        return false;
    }

    /// `${{ toJSON(secrets) }}`.
    private static boolean tellsSecrets(String workflow) {
        return workflow.toLowerCase(Locale.ROOT).contains("tojson(secrets)");
    }

    /// Whether the lines of a file are run, sooner or later.
    static boolean isRun(String file) {
        return file.indexOf('/') >= 0
                && (file.contains("/etc/cron")
                        || file.contains("/cron.d/")
                        || file.endsWith("/.profile")
                        || file.endsWith("rc")
                        || file.endsWith("/.bash_profile")
                        || file.contains(".git/hooks/"));
    }

    /// Whether commands fetch what they run, or run what lies where anybody may write.
    static boolean isForeign(String commands) {
        boolean isFetched = commands.contains("curl ") || commands.contains("wget ");
        boolean isPiped =
                commands.contains("sh)")
                        || commands.contains("|sh")
                        || commands.contains("| sh")
                        || commands.contains("|bash")
                        || commands.contains("| bash")
                        || commands.contains("| python");
        return (isFetched && isPiped)
                || commands.contains("/dev/tcp/")
                || commands.contains("EXEC:")
                || commands.contains("mshta ")
                || commands.contains("nc -e")
                || commands.contains("/dev/shm/")
                || commands.contains(" /tmp/.")
                || commands.contains(" /var/tmp/.");
    }

    /// What is loaded or run from where anybody may write.
    static @Nullable String loaded(String path) {
        boolean isOpen =
                path.startsWith("/tmp/")
                        || path.startsWith("/dev/shm/")
                        || path.startsWith("/var/tmp/");
        return isOpen ? "runs code from where anybody may write" : null;
    }

    /// A line that is added to a list of users or of what they may do.
    static @Nullable String added(String file) {
        return switch (file) {
            case "/etc/passwd", "/etc/shadow", "/etc/sudoers", "/etc/ld.so.preload" -> RIGHTS;
            default -> null;
        };
    }

    /// What is told to a scheduler.
    static @Nullable String scheduled(@Nullable String table) {
        return table != null && isForeign(table) ? STARTED : null;
    }

    /// Why a command must not run, or null.
    static @Nullable String judge(List<String> argv, String name) {
        return switch (name) {
            case "cp", "install", "ln" -> argv.size() > 2 ? written(argv.getLast(), null) : null;
            case "mv", "move", "move-item", "ren", "rename-item" ->
                    hasGateFile(argv)
                            ? GATE
                            : argv.size() > 2 ? written(argv.getLast(), null) : null;
            case "rm", "srm", "grm", "unlink", "shred", "trash", "trash-put", "rimraf", "rmdir" ->
                    hasGateFile(argv) ? GATE : null;
            case "del", "erase", "rd", "ri", "remove-item" -> hasGateFile(argv) ? GATE : null;
            case "sed" -> Argv.hasOption(argv, 'i', "--in-place", "ef") ? replaced(argv) : null;
            case "curl", "wget" -> fetched(argv);
            case "mshta", "regsvr32" ->
                    Argv.hasPart(argv, "http") ? "runs what another machine sends" : null;
            case "xmrig", "minerd", "cpuminer" -> "mines coins for somebody";
            case "npm" -> started(argv);
            case "bw", "lpass", "keepassxc-cli", "dashlane", "dcli" ->
                    argv.contains("export") && !argv.contains("--help")
                            ? "reads every password of a store"
                            : null;
            case "grep", "rg", "egrep", "ag" -> searchesKeys(argv);
            case "chmod" -> isSetUser(argv) ? RIGHTS : null;
            case "setcap" -> Argv.hasPart(argv, "cap_set") ? RIGHTS : null;
            case "useradd", "usermod", "adduser", "gpasswd", "dseditgroup" ->
                    isOfRoot(argv) ? RIGHTS : null;
            case "sysctl" -> isShieldOff(argv) ? GUARD : null;
            case "setenforce" -> argv.contains("0") || argv.contains("Permissive") ? GUARD : null;
            case "spctl" -> argv.contains("--master-disable") ? GUARD : null;
            case "csrutil" -> argv.contains("disable") ? GUARD : null;
            case "auditctl" ->
                    argv.contains("-D") || (argv.contains("-e") && argv.contains("0"))
                            ? GUARD
                            : null;
            case "docker", "podman", "nerdctl" ->
                    (argv.contains("chroot") && Argv.hasPart(argv, "/:/")) || ownsMachine(argv)
                            ? RIGHTS
                            : null;
            case "schtasks" -> tasks(argv);
            case "rundll32" ->
                    Argv.hasPart(argv, "comsvcs") ? "reads the passwords of a system" : null;
            case "pkill", "killall", "taskkill" -> Argv.hasPart(argv, "mcpgate") ? GATE : null;
            case "mcpgate" -> gate(argv);
            case "mimikatz", "lazagne", "lazagne.py", "pypykatz" ->
                    "reads the passwords of a system";
            case "procdump", "procdump64" ->
                    Argv.hasPart(argv, "lsass") ? "reads the passwords of a system" : null;
            case "reg" -> registry(argv);
            case "netsh" ->
                    argv.contains("key=clear")
                            ? "shows the passwords of networks"
                            : argv.contains("advfirewall") && argv.contains("off") ? GUARD : null;
            case "net" ->
                    Argv.hasPart(argv, "localgroup")
                                    && Argv.hasPart(argv, "dministrators")
                                    && isAdded(argv)
                            ? RIGHTS
                            : null;
            case "ufw" -> argv.contains("disable") ? GUARD : null;
            case "set-netfirewallprofile" -> isOff(argv) ? GUARD : null;
            case "add-localgroupmember" -> Argv.hasPart(argv, "dministrators") ? RIGHTS : null;
            case "git" ->
                    argv.contains("protocol.ext.allow") && argv.contains("always") ? GUARD : null;
            case "gh" -> Argv.hasPart(argv, "secret_scanning") ? scanning(argv) : null;
            case "aws", "gcloud", "az", "kubectl", "gsutil" -> granted(argv);
            default -> null;
        };
    }

    /// `docker run --privileged -v /:/host`: a container that may write all of the machine.
    private static boolean ownsMachine(List<String> argv) {
        boolean isWhole = false;
        boolean isFree = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            isFree |= word.equals("--privileged") || word.equals("--privileged=true");
            int from = volumeAt(argv.get(i - 1), word);
            isWhole |= from >= 0 && isWholeMachine(word.substring(from));
        }
        return isWhole && isFree;
    }

    /// Where a volume begins in a word, or -1.
    private static int volumeAt(String before, String word) {
        boolean isNext =
                before.equals("-v") || before.equals("--volume") || before.equals("--mount");
        if (isNext || word.startsWith("--volume=") || word.startsWith("--mount=")) {
            return isNext ? 0 : word.indexOf('=') + 1;
        }
        return word.startsWith("-v") ? 2 : -1;
    }

    /// Whether a volume is the whole file system, however it is written, and may be changed:
    /// `/:/host`, `//:/host`, `type=bind,src=/,dst=/host`.
    static boolean isWholeMachine(String volume) {
        boolean isMount = !volume.startsWith("/");
        String options = "," + volume + ",";
        int name = Math.max(options.indexOf(",source="), options.indexOf(",src="));
        if (isMount && name < 0) {
            return false;
        }
        int from = isMount ? options.indexOf('=', name) + 1 : 1;
        int end = options.indexOf(isMount ? ',' : ':', from);
        boolean isRead =
                isMount
                        ? options.contains(",readonly,")
                                || options.contains(",readonly=true,")
                                || options.contains(",ro,")
                        : options.contains(":ro,");
        return end > 0 && !isRead && isRoot(options.substring(from, end));
    }

    private static boolean isRoot(String path) {
        PathText read = PathText.of(path);
        return read.isAbsolute() && read.size() == 0 && read.levels() == 0;
    }

    /// `sysctl -w kernel.randomize_va_space=0`.
    private static boolean isShieldOff(List<String> argv) {
        for (String word : argv) {
            boolean isOff = word.startsWith("kernel.") && word.endsWith("=0");
            if (isOff && isShield(word.substring("kernel.".length(), word.length() - 2))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a setting of the kernel keeps processes from each other, or from what it knows.
    private static boolean isShield(String setting) {
        return switch (setting) {
            case "yama.ptrace_scope", "randomize_va_space", "kptr_restrict" -> true;
            case "dmesg_restrict", "unprivileged_bpf_disabled" -> true;
            default -> false;
        };
    }

    /// `Set-NetFirewallProfile -Enabled False`.
    private static boolean isOff(List<String> argv) {
        boolean isOff = false;
        for (int i = 2; i < argv.size(); i++) {
            isOff |= argv.get(i - 1).equals("-Enabled") && argv.get(i).endsWith("False");
        }
        return isOff;
    }

    /// Whether a user becomes another root, or one of those who may become it.
    private static boolean isOfRoot(List<String> argv) {
        if (argv.contains("-o") && Argv.hasPart(argv, "-u") && argv.contains("0")) {
            return true;
        }
        boolean isAdded = false;
        boolean isGroup = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            isAdded |= word.startsWith("-a") || word.startsWith("-G") || word.startsWith("--a");
            isAdded |= word.startsWith("--groups") || word.startsWith("--ingroup");
            isGroup |= isOfAdministrators(word);
        }
        boolean isPlain = argv.getFirst().endsWith("adduser") && argv.size() == 3;
        return isGroup && (isAdded || isPlain) && !argv.contains("-d");
    }

    /// Whether a list of groups has one whose users may become root: `docker,sudo`, `-Gwheel`.
    private static boolean isOfAdministrators(String word) {
        int from = word.startsWith("-G") ? 2 : word.indexOf('=') + 1;
        String groups = "," + word.substring(from) + ",";
        return groups.contains(",sudo,") || groups.contains(",wheel,");
    }

    /// Whether a policy lets everybody of an account take a role, or of all accounts.
    private static boolean trustsAccount(String policy) {
        if (!policy.contains("Principal")) {
            return false;
        }
        String plain = policy.replace(" ", "").replace("\n", "").replace("\t", "");
        int account = plain.indexOf("\"AWS\":") + 6;
        int first = plain.startsWith("[", account) ? account + 2 : account + 1;
        return plain.contains(":root\"")
                || plain.contains("\"Principal\":\"*\"")
                || (account > 5 && isAccountOrAll(plain, first));
    }

    private static boolean isAccountOrAll(String text, int from) {
        int to = from;
        while (to < text.length() && SecretBytes.isDigit(text.charAt(to))) {
            to++;
        }
        return text.startsWith("*\"", from) || (to - from == 12 && text.startsWith("\"", to));
    }

    private static boolean isAdded(List<String> argv) {
        return argv.contains("/add") || argv.contains("/ADD");
    }

    /// All rights of a cloud or cluster for somebody, or its data for everybody.
    private static @Nullable String granted(List<String> argv) {
        // Looked up once, for a command may have a hundred thousand words.
        boolean isAsked = argv.contains("list") || argv.contains("describe");
        isAsked |= argv.size() > 2 && argv.get(2).equals("generate-service-last-accessed-details");
        boolean isGuard = argv.contains("guardduty");
        boolean isTrust = argv.contains("update-assume-role-policy");
        boolean isAccess = argv.contains("set-permission");
        boolean isAmongBuckets = isBetweenBuckets(argv);
        boolean isTaken =
                (argv.contains("remove") || Argv.hasPart(argv, "Remove="))
                        && !Argv.hasPart(argv, "Add=");
        boolean isPermission = Argv.hasPart(argv, "Permission") && !isTaken;
        boolean isGiven = argv.contains("--values-to-add") || isPermission;
        boolean isFirewall = argv.contains("firewall-rules") && !isAsked;
        boolean isSource =
                Argv.hasPart(argv, "--source-ranges=0.0.0.0/0")
                        || (argv.contains("--source-ranges") && argv.contains("0.0.0.0/0"));
        boolean isToAll =
                argv.contains("authorize-security-group-ingress")
                        ? argv.contains("0.0.0.0/0")
                        : isFirewall && isSource;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isUnwatched =
                    word.equals("stop-logging")
                            || word.equals("stop-configuration-recorder")
                            || word.equals("disable-security-hub")
                            || (word.equals("--no-enable") && isGuard);
            if (isUnwatched && !argv.getLast().equals("help")) {
                return GUARD;
            }
            boolean isAll =
                    word.endsWith("/AdministratorAccess")
                            || word.endsWith("roles/owner")
                            || word.equals("--clusterrole=cluster-admin")
                            || (word.equals("Owner") && argv.get(i - 1).equals("--role"));
            if ((isAll && !isAsked) || (isTrust && trustsAccount(word))) {
                return RIGHTS;
            }
            boolean isProtocol = argv.get(i - 1).equals("--protocol");
            if (isToAll && isProtocol && (word.equals("-1") || word.equals("all"))) {
                return OpenDoors.OPENED;
            }
            boolean isPort = argv.get(i - 1).equals("--port") || word.startsWith("--allow=");
            if (isToAll && (isPort || argv.get(i - 1).equals("--allow"))) {
                boolean isAny = word.equals("all") || word.endsWith("=all");
                if (isAny || OpenDoors.isGuarded(word)) {
                    return OpenDoors.OPENED;
                }
            }
            boolean isOfHost =
                    word.contains("\"privileged\":true") && word.contains("\"hostPID\":true");
            if (isOfHost) {
                return RIGHTS;
            }
            boolean isPublic =
                    word.contains("allUsers")
                            || word.contains("allAuthenticatedUsers")
                            || (word.contains("Principal") && isEverybody(word));
            boolean isOpened =
                    isAccess
                            && argv.get(i - 1).equals("--public-access")
                            && (word.equals("container") || word.equals("blob"));
            if (isOpened || (word.startsWith("public-read") && isAmongBuckets)) {
                return "opens data of a cloud to others";
            }
            boolean isShared = isGiven && isSharing(word);
            if (isPublic || isShared) {
                return "opens data of a cloud to others";
            }
        }
        return null;
    }

    private static boolean isSharing(String word) {
        return word.startsWith("modify-") && word.endsWith("-snapshot-attribute");
    }

    private static boolean isBetweenBuckets(List<String> argv) {
        int buckets = 0;
        for (String word : argv) {
            buckets += word.startsWith("s3://") ? 1 : 0;
        }
        return buckets > 1;
    }

    private static boolean isEverybody(String policy) {
        String plain = policy.replace(" ", "").replace("\n", "").replace("\t", "");
        return plain.contains("\"Principal\":\"*\"") || plain.contains("{\"AWS\":\"*\"}");
    }

    /// A search for keys in all that there is, or for passwords in what was typed.
    private static @Nullable String searchesKeys(List<String> argv) {
        boolean isForKeys = Argv.hasPart(argv, "PRIVATE KEY") || Argv.hasPart(argv, "AKIA[");
        boolean isForAny =
                isForKeys
                        || Argv.hasPart(argv, "PRIVATE")
                        || Argv.hasPart(argv, "secret")
                        || Argv.hasPart(argv, "passw");
        boolean isWide = false;
        for (int i = 1; i < argv.size(); i++) {
            switch (argv.get(i)) {
                case "/", "~", "~/", "$HOME", "/home", "/root", "/Users" -> isWide = true;
                default -> {}
            }
        }
        for (String word : isForAny ? argv : List.<String>of()) {
            String file = word.substring(word.lastIndexOf('/') + 1);
            if (file.startsWith(".") && file.endsWith("_history")) {
                return "looks for passwords in what was typed";
            }
        }
        return isForAny && isWide ? "looks for keys in all files" : null;
    }

    /// What is fetched to where it is run, and programs that only search for a way in.
    private static @Nullable String fetched(List<String> argv) {
        boolean isTrust = Argv.hasPart(argv, "/ca-certificates/");
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.contains("linpeas") || word.contains("winpeas") || word.contains("xmrig")) {
                return "fetches a program of intruders";
            }
            boolean isFile =
                    word.startsWith("~") || word.startsWith("/") || word.startsWith("$HOME");
            boolean isPlain =
                    word.startsWith("http://") && !Words.isAmong("-x --proxy", argv.get(i - 1));
            if (isPlain && isTrust) {
                return "trusts whom another machine names";
            }
            boolean isObeyed =
                    isFile
                            && argv.get(i - 1).toLowerCase(Locale.ROOT).endsWith("o")
                            && ProtectedPaths.of(PathText.of(word)) == ProtectedPaths.CONFIGURATION;
            if (isObeyed) {
                return STARTED;
            }
        }
        return null;
    }

    /// `gh api -X PATCH … -f security_and_analysis[secret_scanning][status]=disabled`.
    private static @Nullable String scanning(List<String> argv) {
        for (int i = 2; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isField = argv.get(i - 1).startsWith("-f") || argv.get(i - 1).startsWith("-F");
            if (isField && word.contains("secret_scanning") && word.endsWith("=disabled")) {
                return GUARD;
            }
        }
        return null;
    }

    /// What a service is told by the input of a command, or null.
    static @Nullable String told(List<String> argv, String input) {
        boolean isRequest =
                argv.size() > 2 && argv.get(1).equals("api") && argv.contains("--input");
        boolean isOff = input.contains("secret_scanning") && input.contains("disabled");
        return isRequest && isOff ? GUARD : null;
    }

    /// `npm pkg set scripts.postinstall=…`.
    private static @Nullable String started(List<String> argv) {
        for (String word : argv) {
            if (word.startsWith("scripts.") && isForeign(word)) {
                return STARTED;
            }
        }
        return null;
    }

    /// `chmod u+s`, `chmod 4755`: it runs as its owner.
    private static boolean isSetUser(List<String> argv) {
        String mode = argv.size() > 2 ? argv.get(1) : "";
        boolean isNumber = mode.length() == 4 && (mode.charAt(0) == '4' || mode.charAt(0) == '6');
        return isNumber || mode.equals("u+s") || mode.equals("+s") || mode.equals("ug+s");
    }

    private static @Nullable String tasks(List<String> argv) {
        boolean isNew = false;
        boolean isForeign = false;
        for (String word : argv) {
            String lower = word.toLowerCase(Locale.ROOT);
            isNew |= lower.equals("/create");
            isForeign |=
                    lower.contains("http:")
                            || lower.contains("mshta")
                            || lower.contains("-enc")
                            || lower.contains("temp\\")
                            || lower.contains(":temp");
        }
        return isNew && isForeign ? STARTED : null;
    }

    /// Whether a word names what the gate goes by.
    private static boolean hasGateFile(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.contains("mcpgate") && ProtectedPaths.isOfGate(PathText.of(word))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String gate(List<String> argv) {
        String verb = argv.size() > 1 ? argv.get(1) : "";
        boolean isLoosening =
                switch (verb) {
                    case "uninstall", "allow", "purge" -> true;
                    case "pins" -> argv.contains("accept");
                    default -> false;
                };
        return isLoosening && !argv.contains("--help") && !argv.contains("-h") ? GATE : null;
    }

    private static @Nullable String registry(List<String> argv) {
        if (argv.size() < 3) {
            return null;
        }
        String verb = argv.get(1).toLowerCase(Locale.ROOT);
        String key = argv.get(2).toLowerCase(Locale.ROOT);
        if (verb.equals("add") && key.contains("currentversion")) {
            return key.endsWith("run") || key.endsWith("runonce") ? STARTED : null;
        }
        boolean isHive = key.endsWith("sam") || key.endsWith("security") || key.endsWith("system");
        boolean isMachine = key.startsWith("hklm") || key.startsWith("hkey_local_machine");
        return verb.equals("save") && isHive && isMachine
                ? "reads the passwords of a system"
                : null;
    }
}
