package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Commands that let other machines in: a shell that is handed over, a tunnel, a server of all
/// files.
final class OpenDoors {

    static final String OPENED = "opens a way in from other machines";
    static final String SHELL = "gives a shell to another machine";

    private OpenDoors() {}

    /// `nc -e /bin/sh`, `sh | nc`, `socat exec:sh tcp:host:1`.
    static @Nullable String shell(List<String> argv, String name, int read) {
        if ((read & PrivateData.SHELL) != 0) {
            return SHELL;
        }
        boolean isRun = false;
        boolean isNet = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String lower = word.toLowerCase(Locale.ROOT);
            if (name.equals("socat")) {
                isRun |= lower.startsWith("system:") || runsProgram(lower);
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

    /// `exec:sh`, not `exec:/bin/cat`, which only gives back what it is sent.
    private static boolean runsProgram(String word) {
        if (!word.startsWith("exec:")) {
            return false;
        }
        String plain = word.substring(5).replace("'", "").replace("\"", "");
        return !plain.equals("cat") && !plain.equals("/bin/cat") && !plain.equals("/usr/bin/cat");
    }

    private static boolean isProgram(String word) {
        int blank = word.indexOf(' ');
        String name = Argv.name(blank < 0 ? word : word.substring(0, blank));
        return PrivateSenders.isShell(name)
                || name.equals("cmd")
                || name.equals("powershell")
                || name.equals("pwsh")
                || word.startsWith("/bin/");
    }

    /// A tunnel to where one logs in or where data is: `ngrok tcp 5432`.
    static @Nullable String opened(List<String> argv, String name) {
        String verb =
                switch (name) {
                    case "ngrok" -> "tcp";
                    case "chisel" -> "client";
                    case "bore" -> "local";
                    default -> "tunnel";
                };
        for (int i = argv.contains(verb) ? 1 : argv.size(); i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isWeb = word.startsWith("http://") || word.startsWith("https://");
            boolean isUrl = argv.get(i - 1).equals("--url");
            boolean isOpened =
                    switch (name) {
                        case "chisel" ->
                                word.startsWith("R:")
                                        && (isGuarded(word) || word.endsWith(":socks"));
                        case "cloudflared" ->
                                isUrl && (isGuarded(word) || (word.contains("://") && !isWeb));
                        default -> isGuarded(word);
                    };
            if (isOpened) {
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

    /// `python3 -m http.server --directory /`.
    static @Nullable String serves(PrivateData data, List<String> argv) {
        if (!argv.contains("http.server")) {
            return null;
        }
        boolean isHere = argv.contains("127.0.0.1") || argv.contains("localhost");
        int option = Math.max(argv.indexOf("--directory"), argv.indexOf("-d"));
        String named = option + 1 < argv.size() ? argv.get(option + 1) : "";
        String place = option > 0 ? named : data.directory();
        boolean isOpen = PrivateSenders.isWide(place) || isSettings(place);
        return !isHere && isOpen ? "lets others read all files" : null;
    }

    /// Whether a directory holds settings of a user's programs, and their keys: `~/.config`,
    /// `~/.ssh`.
    private static boolean isSettings(String place) {
        String path = place.startsWith("$HOME") ? "~".concat(place.substring(5)) : place;
        return path.startsWith("~/.config") || PrivateFiles.of(path) != 0;
    }

    /// `ssh -R 2222:localhost:22 host`: the other machine may log in here.
    static boolean tunnels(List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.endsWith(":22") && argv.get(i - 1).endsWith("R") && word.indexOf(':') > 0) {
                return true;
            }
        }
        return false;
    }
}
