package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Walks the qualifiers of a GitHub search that say where to search: `is:open repo:owner/name`.
///
/// What `-repo:` and `NOT repo:` leave out is not searched. Owned by one thread, for one query.
final class RepositoryQuery {

    private final String query;
    private int colon;
    private String value = "";
    private boolean isRepository;

    RepositoryQuery(String query) {
        this.query = query;
    }

    /// Whether the search also takes what is in none of the repositories that it names: `repo:o/r
    /// OR token`.
    boolean hasAlternative() {
        return query.contains(" OR ") || query.contains("\tOR\t") || query.contains(" | ");
    }

    /// Goes to the next such qualifier.
    boolean next() {
        for (colon = query.indexOf(':', colon + 1);
                colon > 0;
                colon = query.indexOf(':', colon + 1)) {
            int from = colon;
            while (from > 0 && isAsciiLetter(query.charAt(from - 1))) {
                from--;
            }
            isRepository = isWord(from, "repo");
            boolean isOwner =
                    isWord(from, "org")
                            || isWord(from, "user")
                            || isWord(from, "owner")
                            || isWord(from, "enterprise");
            if ((isRepository || isOwner) && !isExcluded(from)) {
                value = value();
                return true;
            }
        }
        colon = query.length();
        return false;
    }

    /// Whether it names a repository, not an owner.
    boolean isRepository() {
        return isRepository;
    }

    /// What it names, as it is written; null where the qualifier is empty.
    @Nullable String named() {
        return value.isEmpty() ? null : value;
    }

    private String value() {
        int start = colon + 1;
        while (start < query.length() && isQuote(query.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < query.length() && !endsQualifier(query.charAt(end))) {
            end++;
        }
        return query.substring(start, end);
    }

    private boolean isWord(int from, String word) {
        return colon - from == word.length()
                && query.regionMatches(true, from, word, 0, word.length());
    }

    private boolean isExcluded(int from) {
        if (from > 0 && query.charAt(from - 1) == '-') {
            return from == 1 || !isAsciiLetter(query.charAt(from - 2));
        }
        return query.startsWith("NOT ", from - "NOT ".length());
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '\\';
    }

    private static boolean endsQualifier(char c) {
        return c <= ' ' || isQuote(c) || c == ')' || c == '(' || c == ',' || c == '+';
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
