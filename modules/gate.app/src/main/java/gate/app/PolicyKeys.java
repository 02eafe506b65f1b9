package gate.app;

import java.util.List;

/// What may stand in a policy file: every key with its type and what it does. The reader checks
/// files against this, and the schema and the reference are printed from it.
final class PolicyKeys {

    /// What kind of value a key takes.
    enum Type {
        TEXT("a text"),
        TEXTS("a list of texts"),
        CHOICE("a text"),
        FLAG("true or false"),
        NUMBER("a number"),
        SIZE("a size, as in \"64M\""),
        DATE("a date, as in 2026-12-31"),
        TABLE("a table"),
        TABLES("an array of tables");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /// In words: `a text`.
        String label() {
            return label;
        }
    }

    /// One key.
    ///
    /// @param choices what it may say; empty where that is open
    /// @param isForProjects whether a project's file may have it
    record Key(
            String name,
            Type type,
            boolean isRequired,
            boolean isForProjects,
            List<String> choices,
            String doc) {}

    /// A table and its keys.
    ///
    /// @param header as it stands in a file: `[tools]`
    record Section(String header, String doc, List<Key> keys) {

        /// The key of this name, or null.
        @org.jspecify.annotations.Nullable
        Key key(String name) {
            for (Key key : keys) {
                if (key.name().equals(name)) {
                    return key;
                }
            }
            return null;
        }
    }

    static final List<String> ACTIONS = List.of("allow", "warn", "redact", "block");

    static final Section TOOLS =
            new Section(
                    "[tools]",
                    "Which tools may be called. Also as `[servers.\"GLOB\".tools]`.",
                    List.of(
                            texts("allow", "globs; no other tools may be called"),
                            texts("deny", "globs; these tools may not be called")));

    static final Section RULE =
            new Section(
                    "[rules.ID]",
                    "What one rule does. Also as `[servers.\"GLOB\".rules.ID]`, which goes before"
                        + " it in the same file. Besides these it takes the rule's own settings.",
                    List.of(
                            choice("action", ACTIONS, "what a finding of the rule leads to"),
                            choice(
                                    "action_low",
                                    ACTIONS,
                                    "what its weaker findings lead to, which only warn by default"
                                            + " (else as `action`)")));

    static final Section AUDIT =
            new Section(
                    "[audit]",
                    "The log.",
                    List.of(
                            ofUser(
                                    "on_failure",
                                    Type.CHOICE,
                                    List.of("refuse", "allow"),
                                    "messages that cannot be recorded: refused, or forwarded and"
                                            + " counted (refuse)"),
                            ofUser(
                                    "redact",
                                    Type.CHOICE,
                                    List.of("none", "secrets", "args", "all"),
                                    "what of messages the log has as a keyed digest only: nothing,"
                                            + " secrets, also what the client hands to the server,"
                                            + " or all that they say (secrets)")));

    static final Section SERVER =
            new Section(
                    "[servers.\"GLOB\"]",
                    "The same for servers whose name (`run --server`) fits.",
                    List.of(
                            ofUser("monitor", Type.FLAG, List.of(), "as above, for these servers"),
                            table("rules", "by id"),
                            table("tools", "as above")));

    static final Section TESTS =
            new Section(
                    "[custom_rules.tests]",
                    "Texts that `mcpgate policy test` tries the rule on.",
                    List.of(
                            texts("block", "texts in which it finds something"),
                            texts("pass", "texts in which it finds nothing")));

    static final Section CUSTOM_RULE =
            new Section(
                    "[[custom_rules]]",
                    "A rule of your own: looks for texts in all that a message says, names of"
                            + " members included.",
                    List.of(
                            required("id", Type.TEXT, "small letters, digits and `_`"),
                            required(
                                    "reason",
                                    Type.TEXT,
                                    "what the log says where it finds something"),
                            choice("action", ACTIONS, "what a finding leads to (block)"),
                            choice(
                                    "from",
                                    List.of("client", "server", "any"),
                                    "whose messages it reads (any)"),
                            texts("servers", "globs; on other servers it is not asked"),
                            texts("tools", "globs; only calls of these tools and their answers"),
                            texts("literals", "texts to be found as they stand"),
                            key("ignore_case", Type.FLAG, "for `literals` (false)"),
                            texts("patterns", "linear regular expressions"),
                            table("tests", "see below")));

    static final Section EXCEPTION =
            new Section(
                    "[[exceptions]]",
                    "One narrow case in which a finding is allowed. Beside `rule` it names one"
                            + " thing at least; what is named must all fit.",
                    List.of(
                            ofUserRequired("rule", "the rule whose findings are allowed"),
                            ofUserRequired("reason", "why, for who reads the policy"),
                            ofUser(
                                    "expires",
                                    Type.DATE,
                                    List.of(),
                                    "the last day on which it holds"),
                            ofUser("server", Type.TEXT, List.of(), "a glob for the server's name"),
                            ofUser("tool", Type.TEXT, List.of(), "a glob for the tool"),
                            ofUser(
                                    "pointer",
                                    Type.TEXT,
                                    List.of(),
                                    "a glob for where it stands: `/params/arguments/*`"),
                            ofUser(
                                    "text",
                                    Type.TEXT,
                                    List.of(),
                                    "the whole text that it stands in"),
                            ofUser("found", Type.TEXT, List.of(), "the characters that were found"),
                            ofUser(
                                    "sha256",
                                    Type.TEXT,
                                    List.of(),
                                    "of the whole text that it stands in, in hex")));

    static final Section ROOT =
            new Section(
                    "",
                    "",
                    List.of(
                            ofUser(
                                    "monitor",
                                    Type.FLAG,
                                    List.of(),
                                    "refuse and redact nothing for what rules find, only record"
                                            + " what would have been done (false)"),
                            ofUser(
                                    "on_rule_error",
                                    Type.CHOICE,
                                    List.of("warn", "block"),
                                    "what happens to a message on which a rule fails (block)"),
                            ofUser(
                                    "refusal",
                                    Type.CHOICE,
                                    List.of("error", "tool-result", "auto"),
                                    "how a refused call of a tool is answered: by error -32000, by"
                                            + " a result that says that the tool failed, or by that"
                                            + " only where the client is known to misread the error"
                                            + " (error)"),
                            key(
                                    "max_message",
                                    Type.SIZE,
                                    "the longest message that is read, 1K to 512M (64M); holds from"
                                            + " the next start"),
                            table("audit", "the log"),
                            table("rules", "what rules do, by id"),
                            table("tools", "which tools may be called"),
                            table(
                                    "servers",
                                    "the same for single servers, by a glob for their name"),
                            new Key(
                                    "custom_rules",
                                    Type.TABLES,
                                    false,
                                    true,
                                    List.of(),
                                    "rules of your own"),
                            new Key(
                                    "exceptions",
                                    Type.TABLES,
                                    false,
                                    false,
                                    List.of(),
                                    "narrow cases in which a finding is allowed")));

    /// All of them, in the order in which the reference has them.
    static final List<Section> ALL =
            List.of(ROOT, RULE, TOOLS, SERVER, AUDIT, CUSTOM_RULE, TESTS, EXCEPTION);

    private PolicyKeys() {}

    private static Key key(String name, Type type, String doc) {
        return new Key(name, type, false, true, List.of(), doc);
    }

    private static Key texts(String name, String doc) {
        return key(name, Type.TEXTS, doc);
    }

    private static Key table(String name, String doc) {
        return key(name, Type.TABLE, doc);
    }

    private static Key choice(String name, List<String> choices, String doc) {
        return new Key(name, Type.CHOICE, false, true, choices, doc);
    }

    private static Key required(String name, Type type, String doc) {
        return new Key(name, type, true, true, List.of(), doc);
    }

    private static Key ofUser(String name, Type type, List<String> choices, String doc) {
        return new Key(name, type, false, false, choices, doc);
    }

    private static Key ofUserRequired(String name, String doc) {
        return new Key(name, Type.TEXT, true, false, List.of(), doc);
    }
}
