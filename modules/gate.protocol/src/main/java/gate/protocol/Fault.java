package gate.protocol;

/// Why a line is not forwarded: it is not one JSON-RPC message that every peer reads alike.
///
/// The classes are those of JSONTestSuite, of JSON-RPC 2.0 and of MCP 2025-11-25 (basic/transports,
/// "stdio"; basic/index, "Messages"). Each names what a person can look for.
public enum Fault {
    EMPTY("nothing but white space"),
    NOT_JSON("this is not a JSON text"),
    BARE_CR("a carriage return inside the line: some peers would split it there"),
    BYTE_ORDER_MARK("a byte order mark"),
    WRONG_ENCODING("UTF-16 or UTF-32 instead of UTF-8"),
    INVALID_UTF8("bytes that are not UTF-8"),
    CONTROL_CHARACTER("a raw control character"),
    BAD_ESCAPE("an escape that JSON does not have"),
    BAD_NUMBER("a number that JSON does not have"),
    BAD_LITERAL("a word that is not true, false or null"),
    UNEXPECTED("a character where JSON allows none"),
    CUT_SHORT("the text ends in the middle of a value"),
    TRAILING("something after the end of the value"),
    TOO_DEEP("more than " + JsonScanner.MAX_DEPTH + " levels of nesting"),
    TOO_MANY_MEMBERS("more than " + JsonScanner.MAX_MEMBERS + " members"),
    TOO_MANY_VALUES("more than " + JsonScanner.MAX_VALUES + " values"),
    NAME_TOO_LONG(
            "a member name of more than "
                    + JsonScanner.MAX_NAME_BYTES
                    + " bytes, or a method or tool of more than "
                    + MessageReader.MAX_METHOD_BYTES),
    NAME_WITH_NUL("a NUL in the name of a member, a method or a tool"),
    LONE_SURROGATE("half a surrogate pair in an id or in the name of a member, a method or a tool"),
    DUPLICATE_MEMBER("two members of the same name"),
    CASE_VARIANT("a member name that differs from another or from the protocol's only in case"),
    HIDDEN_MESSAGE("a line separator with a JSON object behind it inside a string"),
    NOT_AN_OBJECT("neither an object nor a batch"),
    UNKNOWN_MEMBER("a member that JSON-RPC does not have"),
    WRONG_VERSION("jsonrpc is missing or not \"2.0\""),
    BAD_ID("an id that is neither a short string nor an integer within 2^53"),
    BAD_METHOD("method is no string, or empty"),
    BAD_PARAMS("params or result is not an object"),
    BAD_ERROR("error is not an object with an integer code and a string message"),
    NO_KIND("not exactly one of method, result and error"),
    BATCH_NOT_ALLOWED("a batch, which only protocol revision 2025-03-26 has"),
    EMPTY_BATCH("a batch without messages"),
    BATCH_TOO_LONG("a batch of more than " + MessageReader.MAX_BATCH + " messages"),
    OVERSIZED("longer than a message may be"),
    UNASKED("an answer to a request that was never asked, or was answered before"),
    ID_IN_FLIGHT("a request with the id of one that is still in flight"),
    TOO_MANY_IN_FLIGHT("more than " + Session.MAX_IN_FLIGHT + " requests in flight");

    private final String reason;

    Fault(String reason) {
        this.reason = reason;
    }

    /// What is wrong, in words that complete "refused: …".
    public String reason() {
        return reason;
    }

    /// Its name in the audit log: `bare_cr`.
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
