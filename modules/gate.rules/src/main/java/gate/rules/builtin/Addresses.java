package gate.rules.builtin;

/// Words that are an address in the world, or a place where people keep what is theirs.
final class Addresses {

    private static final int LEAST_DIGITS = 9;

    private static final String[] PLACES = {
        ".ssh",
        "id_rsa",
        "id_ed25519",
        "id_ecdsa",
        ".aws/credentials",
        "mcp.json",
        ".netrc",
        ".npmrc",
        ".pypirc",
        ".git-credentials",
        ".kube/config",
        "/etc/passwd",
        "/etc/shadow",
        ".docker/config",
        ".gnupg",
        "claude_desktop_config",
        ".bash_history",
        "authorized_keys",
    };

    private Addresses() {}

    /// An e-mail address or a telephone number that is no example.
    static boolean isAddress(String word) {
        return isMail(word) || isTelephone(word);
    }

    private static boolean isMail(String word) {
        int at = word.indexOf('@');
        int dot = word.lastIndexOf('.');
        return at > 0
                && dot > at + 1
                && dot < word.length() - 2
                && word.indexOf('@', at + 1) < 0
                && word.indexOf('/') < 0
                && !word.startsWith("example.", at + 1)
                && !word.contains(".example.");
    }

    private static boolean isTelephone(String word) {
        if (word.isEmpty() || word.charAt(0) != '+') {
            return false;
        }
        int digits = 0;
        for (int i = 1; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c != '-' && c != '(' && c != ')' && c != '.' && c != ' ') {
                return false;
            }
        }
        return digits >= LEAST_DIGITS && !word.contains("555");
    }

    /// A file that holds keys, or what a client may do.
    ///
    /// @param word in lower case
    static boolean isSensitive(String word) {
        if (word.indexOf('.') < 0 && word.indexOf('_') < 0 && word.indexOf('/') < 0) {
            return false;
        }
        for (String place : PLACES) {
            if (word.contains(place)) {
                return true;
            }
        }
        return word.equals(".env") || word.endsWith("/.env");
    }
}
