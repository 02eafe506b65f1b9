package gate.rules.builtin;

import java.util.List;
import java.util.Locale;

/// Commands that print what a system, a store or a cloud keeps for its owner.
final class PrivateSources {

    private PrivateSources() {}

    /// The marks of what a command prints without reading a file that it names.
    static int source(List<String> argv, String name) {
        String first = argv.size() > 1 ? argv.get(1) : "";
        return switch (name) {
            case "env", "printenv", "set", "history", "export", "declare" ->
                    argv.size() == 1 || (argv.size() == 2 && first.startsWith("-"))
                            ? PrivateData.PRIVATE
                            : 0;
            case "gpg", "gpg2" ->
                    argv.contains("--export-secret-keys") && !PrivateReaders.writesFile(argv, name)
                            ? PrivateData.KEY
                            : 0;
            case "security" ->
                    switch (first) {
                        case "dump-keychain" -> PrivateData.KEY;
                        case "find-generic-password", "find-internet-password" ->
                                Argv.hasPart(argv, "Safe Storage")
                                        ? PrivateData.KEY
                                        : PrivateData.PRIVATE;
                        default -> 0;
                    };
            case "secret-tool" -> argv.contains("--all") ? PrivateData.KEY : PrivateData.PRIVATE;
            case "pass", "op", "bw", "lpass", "vault", "gopass" ->
                    isList(argv) ? PrivateData.EVERY : PrivateData.PRIVATE;
            case "aws" ->
                    argv.contains("list-secrets")
                            ? PrivateData.EVERY
                            : givesCredential(argv) ? PrivateData.PRIVATE : 0;
            case "pbpaste", "wl-paste" -> PrivateData.COPIED;
            case "xclip" -> argv.contains("-o") || argv.contains("-out") ? PrivateData.COPIED : 0;
            case "xsel" ->
                    argv.size() == 1 || Argv.hasOption(argv, 'o', "--output")
                            ? PrivateData.COPIED
                            : 0;
            case "sops", "ansible-vault" ->
                    Argv.hasOption(argv, 'd', "--decrypt")
                                    || argv.contains("decrypt")
                                    || argv.contains("view")
                            ? PrivateData.PRIVATE
                            : 0;
            case "terraform", "tofu" ->
                    (first.equals("state") && argv.contains("pull"))
                                    || (first.equals("show") && argv.contains("-json"))
                            ? PrivateData.PRIVATE
                            : 0;
            case "mongoexport", "pg_basebackup" -> PrivateData.PRIVATE;
            case "gh" -> first.equals("auth") && argv.contains("token") ? PrivateData.PRIVATE : 0;
            case "gcloud", "az" ->
                    (givesCredential(argv) ? PrivateData.PRIVATE : 0)
                            | (argv.contains("print-access-token") ? PrivateData.OF_GOOGLE : 0);
            case "pg_dump", "pg_dumpall", "mysqldump", "mongodump" -> PrivateData.PRIVATE;
            case "curl", "wget" -> fetched(argv);
            case "kubectl", "oc" ->
                    isClusterSecret(argv)
                            ? ofCluster(argv)
                            : isClusterLogin(argv) ? PrivateData.PRIVATE : 0;
            case "tar", "bsdtar" -> packs(argv) ? PrivateData.PRIVATE : 0;
            case "docker", "podman" ->
                    argv.contains("inspect") && Argv.hasPart(argv, "Env") ? PrivateData.PRIVATE : 0;
            case "git" ->
                    first.equals("credential") && argv.contains("fill")
                            ? PrivateData.PRIVATE
                            : listsTree(argv) ? PrivateData.EVERY : 0;
            case "dig", "nslookup", "host", "drill", "kdig" ->
                    Argv.hasWord(argv, "TXT", "txt", "-type=TXT") ? PrivateData.PEER : 0;
            case "find", "gfind", "bfs" ->
                    (FileCommands.findsEverything(argv) ? PrivateData.EVERY : 0)
                            | FileCommands.findsPrivate(argv);
            case "ps" ->
                    argv.contains("-C") || argv.contains("-p") || argv.contains("-u")
                            ? 0
                            : PrivateData.EVERY;
            case "systemctl" -> first.startsWith("list-unit") ? PrivateData.EVERY : 0;
            case "redis-cli", "valkey-cli" ->
                    (listsKeys(argv) ? PrivateData.EVERY : 0)
                            | (argv.contains("--rdb") ? PrivateData.PRIVATE : 0);
            case "mysql", "mariadb", "psql", "sqlcmd", "sqlite3" ->
                    (makesStatements(argv) ? PrivateData.HIDDEN : 0)
                            | (Argv.hasPart(argv, "elect ")
                                            || Argv.hasPart(argv, "ELECT ")
                                            || Argv.hasPart(argv, ".dump")
                                            || Argv.hasPart(argv, "copy ")
                                    ? PrivateData.PRIVATE
                                    : 0);
            default -> 0;
        };
    }

    /// What comes from a cloud's metadata, or from a machine that has no name or keeps what anybody
    /// sends.
    private static int fetched(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isMetadata =
                    word.contains("169.254.169.254")
                            || word.contains("169.254.170.2")
                            || word.contains("100.100.100.200")
                            || word.contains("fd00:ec2::254")
                            || word.contains("metadata.google.internal");
            if (isMetadata && word.contains("user-data")) {
                return PrivateData.PRIVATE;
            }
            if (isMetadata
                    && (word.toLowerCase(Locale.ROOT).contains("credentials")
                            || word.contains("token"))) {
                return PrivateData.KEY;
            }
            int host = word.startsWith("http") ? word.indexOf("://") + 3 : 0;
            if (host > 3 && (isPublicNumber(word, host) || PrivateRequests.isDropBox(word))) {
                return PrivateData.PEER;
            }
        }
        return 0;
    }

    /// Whether a host is a number of four parts, of no private net.
    static boolean isPublicNumber(String url, int from) {
        int dots = 0;
        int at = from;
        while (at < url.length() && (url.charAt(at) == '.' || Character.isDigit(url.charAt(at)))) {
            dots += url.charAt(at) == '.' ? 1 : 0;
            at++;
        }
        boolean isPrivate =
                url.startsWith("127.", from)
                        || url.startsWith("10.", from)
                        || url.startsWith("192.168.", from)
                        || url.startsWith("172.", from)
                        || url.startsWith("169.254.", from);
        boolean isEnd = at == url.length() || url.charAt(at) == '/' || url.charAt(at) == ':';
        return dots == 3 && isEnd && !isPrivate;
    }

    /// A home directory, or data of the system, packed to be passed on.
    private static boolean packs(List<String> argv) {
        if (PrivateReaders.writesFile(argv, "tar") || !isCreating(argv)) {
            return false;
        }
        for (int i = 1; i < argv.size(); i++) {
            String why = FileTargets.tree(argv.get(i));
            if (FileTargets.HOME.equals(why) || FileTargets.SYSTEM.equals(why)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCreating(List<String> argv) {
        boolean isBundle = argv.size() > 1 && argv.get(1).indexOf('c') >= 0;
        return isBundle || Argv.hasOption(argv, 'c', "--create");
    }

    private static boolean isList(List<String> argv) {
        return argv.contains("ls") || argv.contains("list");
    }

    /// Whether a command shows a secret of a store by its name.
    static boolean isVault(List<String> argv, String name) {
        return switch (name) {
            case "pass", "gopass" -> argv.contains("show");
            case "op", "vault", "bw" -> argv.contains("get") || argv.contains("read");
            case "aws" -> argv.contains("get-secret-value");
            default -> false;
        };
    }

    /// Whether the command of a cloud prints what lets somebody in.
    private static boolean givesCredential(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            switch (argv.get(i)) {
                case "get-secret-value", "get-session-token", "get-login-password" -> {
                    return true;
                }
                case "create-access-key", "assume-role", "export-credentials" -> {
                    return true;
                }
                case "--with-decryption", "print-access-token", "print-identity-token" -> {
                    return true;
                }
                case "get-access-token", "show-connection-string" -> {
                    return true;
                }
                case "list-keys" -> {
                    return true;
                }
                case "keys", "credential", "versions", "secret", "secrets" -> {
                    String next = i + 1 < argv.size() ? argv.get(i + 1) : "";
                    boolean isShown = next.equals("show") || next.equals("access");
                    if (isShown || (argv.get(i).equals("keys") && next.equals("list"))) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /// `git ls-files` with nothing that narrows it down.
    private static boolean listsTree(List<String> argv) {
        for (int i = 2; i < argv.size(); i++) {
            switch (argv.get(i)) {
                case "-z", "-c", "--cached", "." -> {}
                default -> {
                    return false;
                }
            }
        }
        return argv.size() > 1 && argv.get(1).equals("ls-files");
    }

    private static boolean listsKeys(List<String> argv) {
        int pattern = argv.indexOf("--pattern");
        boolean isSome = pattern > 0 && pattern + 1 < argv.size();
        if (isSome && !argv.get(pattern + 1).equals("*")) {
            return false;
        }
        int keys = argv.indexOf("keys");
        return argv.contains("--scan") || keys > 0 || argv.contains("KEYS");
    }

    /// `select concat('drop table ', table_name)`: a query whose answer is meant to be run.
    private static boolean makesStatements(List<String> argv) {
        for (String word : argv) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.contains("'drop ")
                    || lower.contains("'truncate ")
                    || lower.contains("'delete from ")) {
                return true;
            }
        }
        return false;
    }

    /// `kubectl config view --raw`, `kubectl create token`.
    private static boolean isClusterLogin(List<String> argv) {
        return (argv.contains("config") && argv.contains("--raw"))
                || (argv.contains("create") && argv.contains("token"));
    }

    private static int ofCluster(List<String> argv) {
        boolean isAll = argv.contains("-A") || argv.contains("--all-namespaces");
        return isAll ? PrivateData.KEY : PrivateData.PRIVATE;
    }

    private static boolean isClusterSecret(List<String> argv) {
        int get = argv.indexOf("get");
        if (get < 0 || get + 1 >= argv.size()) {
            return false;
        }
        String kind = argv.get(get + 1);
        return kind.startsWith("secret")
                && Argv.hasOption(argv, 'o', "--output")
                && !showsNames(argv);
    }

    /// `-o name`, `-o custom-columns=NAME:.metadata.name`: nothing of what they hold.
    private static boolean showsNames(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int equals = word.indexOf('=');
            boolean isNext = argv.get(i - 1).equals("-o") || argv.get(i - 1).equals("--output");
            boolean isSame = word.startsWith("-o=") || word.startsWith("--output=");
            boolean isShort = word.length() > 2 && word.charAt(0) == '-' && word.charAt(1) != '-';
            boolean isLoud = word.startsWith("-v") || word.startsWith("--v");
            if (isLoud || (isShort && !isSame && word.indexOf('o') > 0)) {
                return false; // `-Ao yaml`, `-oyaml`, `-v=9` with all answers
            }
            if (!isNext && !isSame) {
                continue;
            }
            String format = isSame ? word.substring(equals + 1) : word;
            if (!format.equals("name") && !format.equals("wide") && !hasMetadataOnly(format)) {
                return false;
            }
        }
        return true;
    }

    private static final String NAMING =
            ".metadata.name .metadata.namespace .metadata.creationTimestamp .type";

    private static boolean hasMetadataOnly(String format) {
        if (!format.startsWith("custom-columns=")) {
            return false;
        }
        for (String column : format.substring("custom-columns=".length()).split(",", -1)) {
            String path = column.substring(column.indexOf(':') + 1);
            if (!Words.isAmong(NAMING, path)) {
                return false;
            }
        }
        return true;
    }
}
