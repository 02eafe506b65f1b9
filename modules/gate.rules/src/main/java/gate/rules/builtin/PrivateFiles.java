package gate.rules.builtin;

import java.util.Locale;

/// Files whose text is nobody else's business: keys and tokens, and what tells of their owner.
final class PrivateFiles {

    private PrivateFiles() {}

    /// The marks of what a path holds, as in [PrivateData]: a key, something private, or nothing.
    static int of(String path) {
        if (!mayBe(path)) {
            return 0;
        }
        PathText text = PathText.of(path);
        String last = text.last(0);
        if (text.last(1).equals("etc") && isAccounts(last)) {
            return PrivateData.PRIVATE;
        }
        if (isProfile(text)
                || isPacked(last)
                || ProtectedPaths.of(text) == ProtectedPaths.CREDENTIAL) {
            return PrivateData.KEY;
        }
        return isPrivate(text, last) ? PrivateData.PRIVATE : 0;
    }

    /// A cheap look, for most words name no such file.
    static boolean mayBe(String path) {
        int length = path.length();
        if (length < 3 || length > PathText.MAX_CHARS) {
            return false;
        }
        boolean isNamed = "~/$%.".indexOf(path.charAt(0)) >= 0;
        boolean isPart = true;
        boolean isPath = false;
        for (int i = 0; i < length && !isNamed; i++) {
            char c = path.charAt(i);
            isNamed = (isPart && c == '.') || c == ':' || c == '%';
            isPart = c == '/' || c == '\\';
            isPath |= isPart || c == '.' || c == '_';
        }
        return (isNamed || (isPath && hasPrivateWord(path)))
                && PathText.isPath(path)
                && !path.contains("://");
    }

    /// Whether a path that begins at no place in particular has a name that tells.
    private static boolean hasPrivateWord(String path) {
        return path.contains("id_")
                || path.contains("key")
                || path.contains("cred")
                || path.contains("secret")
                || path.contains("tfstate")
                || path.contains("config.php")
                || path.contains(".sqlite")
                || path.contains("wallet")
                || path.contains("ogin")
                || path.contains("etc/")
                || hasPrivateEnding(path);
    }

    private static boolean isAccounts(String name) {
        return name.equals("passwd") || name.equals("sudoers") || name.equals("group");
    }

    /// Tokens, logins of browsers and wallets, each in a directory of its own.
    private static boolean isProfile(PathText path) {
        boolean isCloud = path.last(0).equals("gcloud") && path.last(1).equals(".config");
        return isCloud
                || path.indexOf(".mozilla") >= 0
                || path.indexOf("google-chrome") >= 0
                || (path.indexOf("google") >= 0
                        && path.indexOf("chrome") >= 0
                        && path.indexOf("application support") >= 0)
                || path.indexOf("brave-browser") >= 0
                || (path.indexOf("leveldb") >= 0 && path.indexOf("local storage") >= 0)
                || path.indexOf("tdata") >= 0
                || path.indexOf(".electrum") >= 0
                || path.indexOf(".bitcoin") >= 0
                || (path.indexOf("solana") >= 0 && path.last(0).equals("id.json"))
                || (path.indexOf(".ethereum") >= 0 && path.indexOf("keystore") >= 0);
    }

    /// `.ssh.tgz`: a directory of keys, packed.
    private static boolean isPacked(String last) {
        int dot = last.startsWith(".") ? last.indexOf('.', 1) : -1;
        boolean isArchive =
                last.endsWith(".tgz")
                        || last.endsWith(".zip")
                        || last.endsWith(".7z")
                        || last.contains(".tar");
        return dot > 0
                && isArchive
                && ProtectedPaths.of(PathText.of("~/" + last.substring(0, dot)))
                        == ProtectedPaths.CREDENTIAL;
    }

    private static boolean isPrivate(PathText path, String last) {
        return switch (last) {
            case "seed.txt", "mnemonic.txt", "seed-phrase.txt" -> path.isInHome();
            case ".env", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "cookies.sqlite" -> true;
            case "cookies", "history" -> path.isInHome() && path.size() > 3;
            case "places.sqlite", "chat.db", "web data", "key3.db", "signons.sqlite" -> true;
            case "wp-config.php", ".htpasswd", "secrets.yml", "secrets.json", "secrets.toml" ->
                    true;
            case "privkey.pem", "credentials.json", "service-account.json", "terraform.tfstate" ->
                    true;
            default -> isEnvironment(last) || hasPrivateEnding(last) || isDocument(path);
        };
    }

    private static boolean isDocument(PathText path) {
        return path.isInHome()
                && (path.indexOf("documents") >= 0
                        || path.indexOf("desktop") >= 0
                        || path.indexOf("pictures") >= 0);
    }

    /// `.env.production`, but no `.env.example`.
    private static boolean isEnvironment(String last) {
        return last.startsWith(".env.")
                && !last.contains("example")
                && !last.contains("sample")
                && !last.contains("template")
                && !last.contains("dist");
    }

    private static boolean hasPrivateEnding(String last) {
        return (last.startsWith(".") && last.endsWith("_history"))
                || last.endsWith("_history.txt")
                || last.endsWith(".kdbx")
                || last.endsWith(".p12")
                || last.endsWith(".pfx")
                || last.endsWith(".jks")
                || last.endsWith(".keytab")
                || last.endsWith(".ppk")
                || last.endsWith(".key")
                || (last.endsWith(".pem") && last.toLowerCase(Locale.ROOT).contains("key"));
    }
}
