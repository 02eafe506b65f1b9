package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Commands that send what they are given to another machine.
final class PrivateSenders {

    private static final String SENDS_KEY = "sends a file of keys or tokens to another machine";
    private static final String SENDS = "sends private data to another machine";

    static final int TOLD = PrivateData.KEY | PrivateData.PRIVATE;

    private PrivateSenders() {}

    /// Why a command must not run, or null.
    ///
    /// @param marks those of its input
    static @Nullable String judge(PrivateData data, List<String> argv, String name, int marks) {
        boolean isCopied = (marks & PrivateData.COPIED) != 0 && (isWeb(name) || isPeer(name));
        int read = isCopied ? marks | PrivateData.PRIVATE : marks;
        if (isShell(name)) {
            return (read & PrivateData.PEER) == 0 ? null : OpenDoors.SHELL;
        }
        if (isWeb(name)) {
            return isLocal(argv) ? null : why(PrivateRequests.web(data, argv, name, read));
        }
        return switch (name) {
            case "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd", "telnet", "socat" -> {
                String shell = isLocal(argv) ? null : OpenDoors.shell(argv, name, read);
                yield shell != null || isLocal(argv) ? shell : why(pipe(data, argv, read));
            }
            case "websocat", "wscat", "ftp", "tftp", "lftp", "ncftpput", "mail", "mailx" ->
                    why(pipe(data, argv, read));
            case "mutt", "sendmail", "msmtp", "swaks", "pastebinit", "mosquitto_pub" ->
                    why(pipe(data, argv, read));
            case "smbclient",
                    "bitsadmin",
                    "croc",
                    "wormhole",
                    "ipfs",
                    "transfer",
                    "termbin",
                    "kcat",
                    "ffsend" ->
                    why(pipe(data, argv, read));
            case "openssl" -> argv.contains("s_client") ? connected(data, argv, read) : null;
            case "ssh", "autossh" ->
                    OpenDoors.tunnels(argv)
                            ? OpenDoors.SHELL
                            : why((read | words(argv)) & (toNumber(argv) ? TOLD : PrivateData.KEY));
            case "scp", "rsync", "sftp", "pscp", "rclone", "gsutil", "s3cmd", "s5cmd", "azcopy" ->
                    why(copied(data, argv, read));
            case "aws", "gcloud", "az", "mc", "b2" -> why(stored(data, argv, read));
            case "dig", "nslookup", "host", "ping", "ping6", "drill", "kdig", "getent" ->
                    why(named(argv));
            case "ngrok", "cloudflared", "chisel", "bore" -> OpenDoors.opened(argv, name);
            case "python", "python3" -> OpenDoors.serves(data, argv);
            case "dockerd" ->
                    Argv.hasPart(argv, "tcp://0.0.0.0") && !argv.contains("--tlsverify")
                            ? OpenDoors.OPENED
                            : null;
            case "tmate", "upterm" -> OpenDoors.SHELL;
            case "gh", "glab" -> published(data, argv, read);
            case "git" -> why(added(data, argv));
            default -> why(addressed(argv));
        };
    }

    /// Why what has these marks must not be sent, or null.
    static @Nullable String why(int marks) {
        if ((marks & PrivateData.KEY) != 0) {
            return SENDS_KEY;
        }
        return (marks & PrivateData.PRIVATE) == 0 ? null : SENDS;
    }

    /// Whether a command may hand over a shell, whatever it reads.
    static boolean isPeer(String name) {
        return switch (name) {
            case "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd", "socat" -> true;
            default -> false;
        };
    }

    /// Whether what a command prints comes from another machine, as it likes.
    static boolean isOfPeer(List<String> argv, String name) {
        return (isPeer(name) || name.equals("telnet")) && !Argv.hasOption(argv, 'z', "-z");
    }

    private static boolean isWeb(String name) {
        return switch (name) {
            case "curl", "wget", "http", "https", "xh", "xhs", "aria2c", "curlie" -> true;
            default -> false;
        };
    }

    static boolean isShell(String name) {
        return switch (name) {
            case "bash", "sh", "zsh", "dash", "ksh", "ash", "fish", "mksh", "csh", "tcsh" -> true;
            default -> false;
        };
    }

    /// Names that are asked for: what is in them goes to whoever answers for the domain.
    private static int named(List<String> argv) {
        int marks = words(argv);
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int sign = word.indexOf('$');
            boolean isSecret = sign >= 0 && PrivateRequests.isSecretName(word.substring(sign + 1));
            marks |= isSecret ? PrivateData.PRIVATE : 0;
        }
        return marks & TOLD;
    }

    /// `printf 'put FILE' | sftp host`: what the input tells to send.
    static @Nullable String ordered(PrivateData data, String name, String input) {
        boolean isOwn = name.equals("sftp");
        if (!isOwn && !name.equals("ftp") && !name.equals("lftp") && !name.equals("smbclient")) {
            return null;
        }
        int marks = 0;
        for (String line : input.lines().toList()) {
            String order = line.strip();
            if (order.startsWith("put ") || order.startsWith("mput ")) {
                for (String word : order.split(" ", 8)) {
                    marks |= data.ofFile(word);
                }
            }
        }
        return why(marks & (isOwn ? PrivateData.KEY : TOLD));
    }

    static int words(List<String> argv) {
        int marks = 0;
        for (int i = 1; i < argv.size(); i++) {
            marks |= PrivateData.in(argv.get(i));
        }
        return marks;
    }

    /// Whether all that it speaks to is this machine.
    private static boolean isLocal(List<String> argv) {
        boolean isLocal = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int scheme = word.indexOf("://");
            String host = scheme < 0 ? word : word.substring(scheme + 3);
            boolean isHere =
                    host.startsWith("localhost")
                            || host.startsWith("127.0.0.1")
                            || host.startsWith("[::1]")
                            || host.startsWith("host.docker.internal");
            if (scheme >= 0 && !isHere) {
                return false;
            }
            isLocal |= isHere;
        }
        return isLocal;
    }

    private static @Nullable String connected(PrivateData data, List<String> argv, int read) {
        return (read & PrivateData.SHELL) != 0 ? OpenDoors.SHELL : why(pipe(data, argv, read));
    }

    /// Sends its input, its words, or files that they name.
    private static int pipe(PrivateData data, List<String> argv, int read) {
        int marks = read | words(argv);
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int colon = word.indexOf(':');
            boolean isAddress = colon > 1 && word.lastIndexOf('/', colon) < 0;
            if (isAddress && !word.startsWith("/")) {
                String kind = word.substring(0, colon).toLowerCase(Locale.ROOT);
                if (kind.equals("file") || kind.equals("open")) {
                    String file = word.substring(colon + 1);
                    marks |= data.ofFile(file);
                    marks |= FileTargets.isVital(file) ? PrivateData.PRIVATE : 0;
                }
                continue;
            }
            for (String part : word.split(" ", 16)) {
                String file = part.startsWith("@") ? part.substring(1) : part;
                marks |= part.startsWith("-") ? 0 : data.ofFile(file);
            }
        }
        return marks & TOLD;
    }

    /// `scp ~/.ssh/id_rsa host:`: only keys, for private files are copied to one's own machines.
    private static int copied(PrivateData data, List<String> argv, int read) {
        boolean isAway = false;
        boolean isWide = false;
        int picked = 0;
        int marks = read | words(argv);
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isValue =
                    Words.isAmong(
                            "-i -o -e -F -S -P -J -c -l --rsh --config --exclude --include"
                                    + " --exclude-from --files-from --password-file",
                            argv.get(i - 1));
            boolean isIncluded = argv.get(i - 1).equals("--include");
            int from = word.startsWith("--include=") ? "--include=".length() : 0;
            if ((isIncluded || from > 0) && FileCommands.isPrivate(word.substring(from))) {
                picked = PrivateData.KEY;
            }
            isWide |= isWide(word);
            if (word.startsWith("-") || isValue) {
                continue;
            }
            marks |= PrivateReaders.ofOperand(data, word);
            int colon = word.indexOf(':');
            isAway |= colon == 0 && argv.getFirst().endsWith("rclone");
            isAway |= colon > 1 || (colon == 1 && word.length() == 2);
        }
        marks |= isWide ? picked : 0;
        if (isAway && toNumber(argv)) {
            return marks & TOLD;
        }
        return isAway ? marks & PrivateData.KEY : 0;
    }

    /// Whether a copy begins where all homes, or the files of the system, are.
    static boolean isWide(String source) {
        return switch (source) {
            case "/", "~", "~/", "$HOME", "$HOME/", "/home", "/home/", "/root", "/root/" -> true;
            case "/etc", "/etc/", "/Users", "/Users/" -> true;
            default -> false;
        };
    }

    /// Whether the other machine is known by a number of the public net only.
    private static boolean toNumber(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int scheme = word.indexOf("://");
            int from = Math.max(word.indexOf('@') + 1, scheme < 0 ? 0 : scheme + 3);
            if (PrivateSources.isPublicNumber(word, from)) {
                return true;
            }
        }
        return false;
    }

    private static int stored(PrivateData data, List<String> argv, int read) {
        boolean isStore =
                argv.contains("s3")
                        || argv.contains("s3api")
                        || argv.contains("storage")
                        || argv.contains("cp")
                        || argv.contains("mirror");
        int marks = isStore ? copied(data, argv, read) : 0;
        boolean isPublic = isStore && (argv.contains("public-read") || argv.contains("publicRead"));
        return isPublic ? marks | ((read | words(argv)) & TOLD) : marks;
    }

    /// An address of whatever command, with private text in it.
    private static int addressed(List<String> argv) {
        int marks = 0;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int found = PrivateData.in(word) & TOLD;
            if (found == PrivateData.PRIVATE) {
                found = PrivateData.in(withoutLogin(word)) & TOLD;
            }
            marks |= found != 0 && word.contains("://") ? found : 0;
        }
        return isLocal(argv) ? 0 : marks;
    }

    /// `postgres://app:$(vault read …)@db/`: what proves who asks is meant to be sent.
    private static String withoutLogin(String word) {
        int from = word.indexOf("://") + 3;
        int to = from < 3 ? -1 : word.indexOf('@', from);
        boolean isLogin = to > 0 && word.lastIndexOf('/', to) < from && isOfDatabase(word);
        return isLogin ? word.substring(0, from).concat(word.substring(to)) : word;
    }

    private static boolean isOfDatabase(String url) {
        return switch (url.substring(0, url.indexOf("://"))) {
            case "postgres", "postgresql", "mysql", "mariadb", "mongodb", "mongodb+srv" -> true;
            case "redis", "rediss", "amqp", "amqps", "sqlserver" -> true;
            default -> false;
        };
    }

    /// `git add -f .env`: what was kept out of a repository by its rules.
    private static int added(PrivateData data, List<String> argv) {
        boolean isForced = argv.size() > 2 && argv.get(1).equals("add") && argv.contains("-f");
        int marks = 0;
        for (int i = 2; i < argv.size() && isForced; i++) {
            marks |= data.ofFile(argv.get(i));
        }
        return marks & TOLD;
    }

    private static @Nullable String published(PrivateData data, List<String> argv, int read) {
        String first = argv.size() > 1 ? argv.get(1) : "";
        return switch (first) {
            case "api" ->
                    argv.contains("permission=admin")
                            ? "gives somebody the rights of an administrator"
                            : why(pipe(data, argv, read));
            case "repo" ->
                    argv.contains("edit") && argv.contains("public")
                            ? "makes a repository public"
                            : null;
            case "gist", "issue", "pr", "release", "snippet", "mr" -> why(pipe(data, argv, read));
            default -> null;
        };
    }
}
