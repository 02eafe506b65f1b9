package gate.rules.builtin;

/// Names of tables that say what they hold.
final class CredentialNames {

    private CredentialNames() {}

    /// Whether a table holds credentials, by its name: `integration_tokens`, `ApiKeys`.
    static boolean isCredentials(String table) {
        String before = "";
        int from = 0;
        for (int i = 1; i <= table.length(); i++) {
            if (Words.isEnd(table, i)) {
                String word = Words.word(table, from, i);
                if (isAlone(word) || (isKey(word) && isKind(before))) {
                    return true;
                }
                before = word;
                from = i;
            }
        }
        return false;
    }

    /// Whether strangers write what it holds: `support_messages`, `comments`.
    static boolean isOfStrangers(String table) {
        for (String word : Words.of(table)) {
            switch (word) {
                case "message", "messages", "ticket", "tickets", "comment", "comments" -> {
                    return true;
                }
                case "review", "reviews", "feedback", "email", "emails", "posts", "issues" -> {
                    return true;
                }
                case "chats", "submissions", "inbox", "replies", "enquiries" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean isAlone(String word) {
        return switch (word) {
            case "secret", "secrets", "credential", "credentials", "apikey", "apikeys" -> true;
            case "password", "passwords", "passwd" -> true;
            default -> false;
        };
    }

    private static boolean isKey(String word) {
        return switch (word) {
            case "key", "keys", "token", "tokens" -> true;
            default -> false;
        };
    }

    private static boolean isKind(String word) {
        return switch (word) {
            case "api", "access", "refresh", "auth", "oauth", "integration", "private" -> true;
            case "signing", "session", "bot", "service", "webhook", "bearer", "ssh" -> true;
            default -> false;
        };
    }
}
