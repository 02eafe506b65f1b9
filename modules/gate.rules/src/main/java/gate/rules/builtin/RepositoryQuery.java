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

    /// Whether the search takes nothing but what is in a repository that it names, as far as can be
    /// told: an unquoted `repo:` at the start of a word, and neither an alternative nor a negation.
    boolean isHeld() {
        boolean isQuoted = false;
        boolean isHeld = false;
        int word = 0;
        for (int at = 0; at <= query.length(); at++) {
            char c = at < query.length() ? query.charAt(at) : ' ';
            if (c == '"') {
                isQuoted = !isQuoted;
            }
            if (isQuoted || Character.isLetterOrDigit(c)) {
                continue;
            }
            boolean isLoose = isAt(word, at, "or") || isAt(word, at, "not") || c == '|';
            boolean isMinus = c == '-' && (at + 1 == query.length() || query.charAt(at + 1) <= ' ');
            if (isLoose || isMinus) {
                return false;
            }
            boolean isFirst = word == 0 || query.charAt(word - 1) <= ' ';
            isHeld |= isFirst && c == ':' && isAt(word, at, "repo");
            word = at + 1;
        }
        return isHeld && !isQuoted;
    }

    private boolean isAt(int from, int to, String word) {
        return to - from == word.length() && query.regionMatches(true, from, word, 0, to - from);
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
