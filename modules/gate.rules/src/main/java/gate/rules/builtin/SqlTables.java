package gate.rules.builtin;

/// Which tables a statement reads and writes, by its words: `FROM`, `JOIN`, `INTO`, `UPDATE`.
final class SqlTables {

    private boolean readsCredentials;
    private boolean readsStrangers;
    private boolean writesElsewhere;

    /// @param text SQL, or anything else
    SqlTables(String text) {
        var tokens = new SqlTokens(text, new Harm());
        for (int at = 0; at + 1 < tokens.count(); at++) {
            if (tokens.kind(at) != SqlTokens.Kind.WORD) {
                continue;
            }
            switch (tokens.value(at)) {
                case "FROM", "JOIN" -> {
                    String table = table(tokens, at + 1);
                    readsCredentials |= CredentialNames.isCredentials(table);
                    readsStrangers |= CredentialNames.isOfStrangers(table);
                }
                case "INTO", "UPDATE" -> {
                    String table = table(tokens, at + 1);
                    writesElsewhere |= !table.isEmpty() && !CredentialNames.isCredentials(table);
                }
                default -> {}
            }
        }
    }

    boolean readsCredentials() {
        return readsCredentials;
    }

    boolean readsStrangers() {
        return readsStrangers;
    }

    /// Whether it writes to a table that is not for credentials.
    boolean writesElsewhere() {
        return writesElsewhere;
    }

    /// The table named here, the last part of `schema.table`; empty if there is none.
    private static String table(SqlTokens tokens, int at) {
        String table = "";
        for (int i = at; i < tokens.count(); i += 2) {
            SqlTokens.Kind kind = tokens.kind(i);
            if (kind != SqlTokens.Kind.WORD && kind != SqlTokens.Kind.NAME) {
                return table;
            }
            // Words are in capitals, so only marks tell the words of a name apart.
            table =
                    kind == SqlTokens.Kind.WORD
                            ? tokens.value(i).toLowerCase(java.util.Locale.ROOT)
                            : tokens.value(i);
            if (!tokens.isSign(i + 1, '.')) {
                return table;
            }
        }
        return table;
    }
}
