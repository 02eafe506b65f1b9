package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// HTTP requests that delete: `curl -X DELETE`, and a GraphQL mutation in the body.
final class WebRequest {

    private static final String DELETES = "sends a request that deletes";

    private WebRequest() {}

    static @Nullable String judge(List<String> argv, String name) {
        if (Argv.hasPart(argv, "docker.sock") && isOfVolumes(argv)) {
            return "deletes volumes with what is in them";
        }
        if (isOwn(argv)) {
            return null;
        }
        boolean isCurl = name.equals("curl") || name.equals("wget") || name.startsWith("invoke");
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String next = i + 1 < argv.size() ? argv.get(i + 1) : "";
            if (isCurl ? isMethod(word, next) : i < 4 && word.equalsIgnoreCase("DELETE")) {
                return DELETES;
            }
            boolean isMethodOf = word.endsWith(".delete") && word.contains("://");
            if ((isMethodOf || isDeletingPath(word))
                    && (posts(argv) || word.contains("_delete_by_query"))) {
                return DELETES;
            }
            if (word.indexOf("mutation") >= 0 && GraphQl.judge(word) != null) {
                return GraphQl.judge(word);
            }
        }
        return null;
    }

    /// A request to the service of Docker that deletes volumes.
    private static boolean isOfVolumes(List<String> argv) {
        boolean isDeleted = false;
        boolean isVolume = false;
        for (int i = 1; i < argv.size(); i++) {
            String next = i + 1 < argv.size() ? argv.get(i + 1) : "";
            isDeleted |= isMethod(argv.get(i), next);
            isVolume |= argv.get(i).contains("/volumes/");
            if (argv.get(i).endsWith("/volumes/prune")) {
                return true;
            }
        }
        return isDeleted && isVolume;
    }

    /// Whether all that is asked is this machine, or one that is there for tests.
    private static boolean isOwn(List<String> argv) {
        boolean isOwn = false;
        for (String word : argv) {
            int scheme = word.indexOf("://");
            if (scheme < 0 && !word.startsWith("localhost:")) {
                continue;
            }
            String rest = scheme < 0 ? word : word.substring(scheme + 3);
            int end = 0;
            while (end < rest.length() && "/?#:".indexOf(rest.charAt(end)) < 0) {
                end++;
            }
            String host = rest.substring(0, end);
            boolean isHere = host.equals("localhost") || host.equals("127.0.0.1");
            isOwn =
                    (isHere && isDevelopment(rest.substring(end)))
                            || (isHere && FileTargets.isThrowAway(rest))
                            || isStage(host);
            if (!isOwn) {
                return false;
            }
        }
        return isOwn;
    }

    /// Whether a port is one at which programs under development listen, and no database does.
    private static boolean isDevelopment(String rest) {
        if (!rest.startsWith(":")) {
            return true;
        }
        boolean isUsual =
                rest.startsWith(":3")
                        || rest.startsWith(":4")
                        || rest.startsWith(":5")
                        || rest.startsWith(":8080")
                        || rest.startsWith(":8000")
                        || rest.startsWith(":8888");
        return isUsual && !rest.startsWith(":5984") && !rest.startsWith(":5601");
    }

    private static boolean isStage(String host) {
        return host.contains("staging") || host.startsWith("dev.") || FileTargets.isThrowAway(host);
    }

    private static boolean isMethod(String word, String next) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "-x", "--request", "--method", "-method" -> next.equalsIgnoreCase("DELETE");
            case "-xdelete", "--request=delete", "--method=delete" -> true;
            default -> word.startsWith("-s") && word.endsWith("X") && next.equals("DELETE");
        };
    }

    /// Whether a part of the path begins with what it does: `/delete_series`, `/doDelete`.
    private static boolean isDeletingPath(String word) {
        for (int at = word.indexOf('/'); at >= 0; at = word.indexOf('/', at + 1)) {
            if (word.startsWith("delete", at + 1)
                    || word.startsWith("_delete", at + 1)
                    || word.startsWith("doDelete", at + 1)
                    || word.startsWith("purge", at + 1)
                    || word.startsWith("destroy", at + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean posts(List<String> argv) {
        return argv.contains("POST")
                || argv.contains("-XPOST")
                || argv.contains("PUT")
                || argv.contains("-d")
                || argv.contains("--data");
    }
}
