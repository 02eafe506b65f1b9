package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// HTTP requests that delete: `curl -X DELETE`, and a GraphQL mutation in the body.
final class WebRequest {

    private static final String DELETES = "sends a request that deletes";

    private WebRequest() {}

    static @Nullable String judge(List<String> argv, String name) {
        boolean isCurl = name.equals("curl") || name.equals("wget") || name.startsWith("invoke");
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            String next = i + 1 < argv.size() ? argv.get(i + 1) : "";
            if (isCurl ? isMethod(word, next) : i < 4 && word.equalsIgnoreCase("DELETE")) {
                return DELETES;
            }
            if (isDeletingPath(word)) {
                return DELETES;
            }
            if (word.indexOf("mutation") >= 0 && GraphQl.judge(word) != null) {
                return GraphQl.judge(word);
            }
        }
        return null;
    }

    private static boolean isMethod(String word, String next) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "-x", "--request", "--method", "-method" -> next.equalsIgnoreCase("DELETE");
            case "-xdelete", "--request=delete", "--method=delete" -> true;
            default -> word.startsWith("-s") && word.endsWith("X") && next.equals("DELETE");
        };
    }

    private static boolean isDeletingPath(String word) {
        return word.indexOf("/_delete_by_query") >= 0 || word.endsWith("/delete-batch");
    }
}
