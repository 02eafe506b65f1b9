package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Tools that are named after a command of which they take the rest: `git`, `kubectl_run`.
final class Tools {

    private Tools() {}

    /// The command, or null.
    static @Nullable String command(String tool) {
        int from = 0;
        for (int i = 0; i <= tool.length(); i++) {
            boolean isEnd = i == tool.length() || !Character.isLetterOrDigit(tool.charAt(i));
            if (isEnd) {
                String word = tool.substring(from, i).toLowerCase(Locale.ROOT);
                if (isCommand(word)) {
                    return word;
                }
                from = i + 1;
            }
        }
        return null;
    }

    private static boolean isCommand(String word) {
        return switch (word) {
            case "git", "kubectl", "docker", "aws", "gcloud", "az", "terraform", "helm", "gh" ->
                    true;
            case "psql", "mysql", "redis", "find", "rm", "podman", "oc", "tofu", "pulumi" -> true;
            case "heroku", "flyctl", "vercel", "netlify", "railway", "doctl", "vault", "dd" -> true;
            default -> false;
        };
    }
}
