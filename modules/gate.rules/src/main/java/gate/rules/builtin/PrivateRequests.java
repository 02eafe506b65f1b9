package gate.rules.builtin;

import java.util.List;
import java.util.Locale;

/// What a request of `curl` and its kin would carry: files, its input, secrets in its address.
final class PrivateRequests {

    private PrivateRequests() {}

    /// The marks of what is sent.
    ///
    /// @param read those of its input
    static int web(PrivateData data, List<String> argv, String name, int read) {
        int marks = 0;
        // `http host Authorization:…`: headers and data need no option.
        boolean isBare = !name.equals("curl") && !name.equals("wget") && !name.equals("aria2c");
        boolean isFed = isBare;
        boolean isDrop = false;
        for (String word : argv) {
            isDrop |= isDropBox(word);
        }
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String before = lastOption(argv.get(i - 1));
            boolean isHeader = word.startsWith("--header=");
            String value = isHeader ? word.substring("--header=".length()) : word;
            if (isLogin(isHeader || isBare ? "--header" : before, value) || isLogin(before, word)) {
                boolean isOfGoogle = (PrivateData.in(word) & PrivateData.OF_GOOGLE) != 0;
                marks |= isOfGoogle && !isToGoogle(argv) ? PrivateData.PRIVATE : 0;
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
        return (isFed ? marks | read : marks) & PrivateSenders.TOLD;
    }

    /// Whether all that is asked are hosts of Google, a cluster, or such as only the shell knows.
    private static boolean isToGoogle(List<String> argv) {
        boolean isValue = false;
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int from = word.regionMatches(true, 0, "http", 0, 4) ? word.indexOf("://") + 3 : 0;
            if (from > 3 && !isValue && !word.startsWith("$", from) && !isOfGoogle(word, from)) {
                return false;
            }
            isValue = Words.isAmong("-x --proxy -d --data --data-raw -e --referer", word);
        }
        return true;
    }

    private static boolean isOfGoogle(String url, int from) {
        int end = from;
        while (end < url.length() && "/:?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String host = "." + url.substring(from, end);
        boolean isNumber = host.length() > 1 && SecretBytes.isDigit(host.charAt(1));
        boolean isCluster = isNumber && url.indexOf("/api", end) >= 0; // of Kubernetes
        boolean isPrivate = isNumber && !PrivateSources.isPublicNumber(url, from);
        return isCluster
                || isPrivate
                || host.endsWith(".googleapis.com")
                || host.endsWith(".google.com")
                || host.endsWith(".run.app")
                || host.endsWith(".cloudfunctions.net")
                || host.endsWith(".appspot.com")
                || host.endsWith(".firebaseio.com")
                || host.endsWith(".firebasedatabase.app")
                || host.endsWith(".pkg.dev")
                || host.endsWith(".gcr.io")
                || host.endsWith(".googleusercontent.com");
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
            String name = capitals(word, at + 1);
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
    static boolean isSecretName(String variable) {
        String plain = capitals(variable, variable.startsWith("{") ? 1 : 0);
        return plain.endsWith("PASSWORD")
                || plain.endsWith("SECRET")
                || plain.endsWith("API_KEY")
                || plain.endsWith("ACCESS_KEY")
                || plain.endsWith("SECRET_KEY")
                || plain.endsWith("PRIVATE_KEY")
                || plain.endsWith("API_TOKEN")
                || plain.endsWith("AUTH_TOKEN")
                || plain.endsWith("ACCESS_TOKEN")
                || plain.endsWith("DEPLOY_TOKEN")
                || plain.endsWith("GITHUB_TOKEN")
                || plain.endsWith("GITLAB_TOKEN")
                || plain.endsWith("NPM_TOKEN");
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

    /// The capitals and underscores from a place on.
    private static String capitals(String text, int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) == '_' || isCapital(text.charAt(end)))) {
            end++;
        }
        return text.substring(from, end);
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /// Places that keep whatever anybody sends.
    static boolean isDropBox(String url) {
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
}
