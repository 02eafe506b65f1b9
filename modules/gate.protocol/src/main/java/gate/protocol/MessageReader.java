package gate.protocol;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads one line as one JSON-RPC 2.0 message of MCP, or says why not.
///
/// The grammar is the intersection of what the official SDKs read alike (see `docs/GRAMMAR.md`): a
/// line that passes means the same to every peer. Owned by one thread; what it returns is valid
/// until it reads again.
public final class MessageReader {

    /// The largest integer that every peer can tell from its neighbours: 2^53 - 1.
    static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    /// Messages in one batch.
    static final int MAX_BATCH = 1_000;

    /// The longest method or tool name, so that requests in flight need little memory.
    static final int MAX_METHOD_BYTES = 256;

    private static final int MAX_ID_BYTES = 1024;
    private static final int MAX_INTEGER_BYTES = 17;

    private final JsonScanner scanner = new JsonScanner();
    private final Json json = scanner.json();
    private @Nullable Fault fault;

    /// One for each direction.
    public MessageReader() {}

    /// Lets go of the last line, and of the memory that a huge one took. What was read of it is
    /// void.
    public void forget() {
        scanner.forget();
    }

    /// Reads the line's content.
    public Reading read(Frame.Line line) {
        return read(line.bytes(), line.start(), line.contentEnd());
    }

    /// Reads `bytes[from, to)`, which holds no line feed and stays unchanged while the reading is
    /// used.
    public Reading read(byte[] bytes, int from, int to) {
        fault = scanner.scan(bytes, from, to);
        if (fault != null) {
            return startsLikeJson(fault, bytes, from, to)
                    ? malformed(scanner.offset(), bytes, from, to)
                    : new Reading.Noise();
        }
        if (scanner.separators() > 1 && LineSeparators.hideObject(json, from, to)) {
            fault = Fault.HIDDEN_MESSAGE;
            return malformed(from, bytes, from, to);
        }
        if (json.isArray(Json.ROOT)) {
            return batch(bytes, from, to);
        }
        Message message = message(Json.ROOT);
        return message == null
                ? malformed(json.start(Json.ROOT), bytes, from, to)
                : new Reading.Single(message);
    }

    private Reading batch(byte[] bytes, int from, int to) {
        List<Message> messages = new ArrayList<>();
        Set<RpcId> asked = new HashSet<>();
        for (int at = json.first(Json.ROOT); at != Json.NONE; at = json.next(at)) {
            Message message = message(at);
            if (message == null) {
                return malformed(json.start(at), bytes, from, to);
            }
            if (message instanceof Message.Request request && !asked.add(request.id())) {
                fault = Fault.ID_IN_FLIGHT;
                return malformed(json.start(at), bytes, from, to);
            }
            if (messages.size() == MAX_BATCH) {
                fault = Fault.BATCH_TOO_LONG;
                return malformed(json.start(at), bytes, from, to);
            }
            messages.add(message);
        }
        if (messages.isEmpty()) {
            fault = Fault.EMPTY_BATCH;
            return malformed(from, bytes, from, to);
        }
        return new Reading.Batch(messages);
    }

    private Reading malformed(int offset, byte[] bytes, int from, int to) {
        var why = fault == null ? Fault.NOT_JSON : fault;
        return new Reading.Malformed(why, offset - from, new Sniff().feed(bytes, from, to));
    }

    /// The message at a node, or null and [#fault] set.
    private @Nullable Message message(int node) {
        if (!json.isObject(node)) {
            return refuse(Fault.NOT_AN_OBJECT);
        }
        int version = Json.NONE;
        int id = Json.NONE;
        int method = Json.NONE;
        int params = Json.NONE;
        int result = Json.NONE;
        int error = Json.NONE;
        for (int at = json.first(node); at != Json.NONE; at = json.next(at)) {
            int value = at + 1;
            if (json.textEquals(at, "jsonrpc")) {
                version = value;
            } else if (json.textEquals(at, "id")) {
                id = value;
            } else if (json.textEquals(at, "method")) {
                method = value;
            } else if (json.textEquals(at, "params")) {
                params = value;
            } else if (json.textEquals(at, "result")) {
                result = value;
            } else if (json.textEquals(at, "error")) {
                error = value;
            } else {
                return refuse(
                        MemberNames.varyEnvelope(json.string(at))
                                ? Fault.CASE_VARIANT
                                : Fault.UNKNOWN_MEMBER);
            }
        }
        if (!json.isString(version) || !json.textEquals(version, "2.0")) {
            return refuse(Fault.WRONG_VERSION);
        }
        RpcId rpcId = id == Json.NONE ? null : id(json, id);
        if (id != Json.NONE && rpcId == null) {
            return refuse(json.hasLoneSurrogate(id) ? Fault.LONE_SURROGATE : Fault.BAD_ID);
        }
        if (method != Json.NONE) {
            return result == Json.NONE && error == Json.NONE
                    ? call(node, rpcId, method, params)
                    : refuse(Fault.NO_KIND);
        }
        if (params != Json.NONE || (result == Json.NONE) == (error == Json.NONE)) {
            return refuse(Fault.NO_KIND);
        }
        return answer(node, rpcId, result, error);
    }

    private @Nullable Message call(int node, @Nullable RpcId id, int method, int params) {
        if (!json.isString(method) || json.end(method) - json.start(method) <= 2) {
            return refuse(Fault.BAD_METHOD);
        }
        if (!isCleanName(method)) {
            return null;
        }
        if (params != Json.NONE && !json.isObject(params)) {
            return refuse(Fault.BAD_PARAMS);
        }
        String name = json.string(method);
        boolean isProtocols = MemberNames.areOfMethod(name);
        int arguments = json.member(params, "arguments");
        int tool = json.member(params, "name");
        if (isProtocols && json.isString(tool) && !isCleanName(tool)) {
            return null;
        }
        if (!MemberNames.areClear(json, params, isProtocols)
                || !MemberNames.areClear(json, arguments, false)) {
            return refuse(Fault.CASE_VARIANT);
        }
        return id == null
                ? new Message.Notification(json, node, name, params)
                : new Message.Request(json, node, id, name, params);
    }

    private @Nullable Message answer(int node, @Nullable RpcId id, int result, int error) {
        if (error != Json.NONE) {
            boolean isError =
                    isInteger(json.member(error, "code"))
                            && json.isString(json.member(error, "message"));
            if (!isError) {
                return refuse(Fault.BAD_ERROR);
            }
            return MemberNames.areClear(json, error, true)
                    ? new Message.Failure(json, node, id, error)
                    : refuse(Fault.CASE_VARIANT);
        }
        if (!json.isObject(result)) {
            return refuse(Fault.BAD_PARAMS);
        }
        if (id == null) {
            return refuse(Fault.BAD_ID);
        }
        if (scanner.loneSurrogates() > 0 && !areToolsClean(json.member(result, "tools"))) {
            return null;
        }
        return MemberNames.areClear(json, result, true)
                ? new Message.Result(json, node, id, result)
                : refuse(Fault.CASE_VARIANT);
    }

    /// Whether every peer takes a method or a tool for the same: peers written in C end a text at
    /// NUL, and half a surrogate pair is replaced, kept or rejected.
    private boolean isCleanName(int node) {
        if (json.end(node) - json.start(node) - 2 > MAX_METHOD_BYTES) {
            fault = Fault.NAME_TOO_LONG;
        } else if (json.hasLoneSurrogate(node)) {
            fault = Fault.LONE_SURROGATE;
        } else if (!json.isPlain(node) && json.string(node).indexOf('\0') >= 0) {
            fault = Fault.NAME_WITH_NUL;
        } else {
            return true;
        }
        return false;
    }

    private boolean areToolsClean(int tools) {
        if (!json.isArray(tools)) {
            return true;
        }
        for (int at = json.first(tools); at != Json.NONE; at = json.next(at)) {
            int tool = json.member(at, "name");
            if (json.isString(tool) && json.hasLoneSurrogate(tool)) {
                fault = Fault.LONE_SURROGATE;
                return false;
            }
        }
        return true;
    }

    private boolean isInteger(int node) {
        return node != Json.NONE
                && json.kind(node) == Json.Kind.NUMBER
                && json.end(node) - json.start(node) <= MAX_INTEGER_BYTES
                && integerId(json.source(node)) != null;
    }

    /// The id that a value is, or null if it is none.
    static @Nullable RpcId id(Json json, int node) {
        if (json.end(node) - json.start(node) > MAX_ID_BYTES) {
            return null;
        }
        return switch (json.kind(node)) {
            case STRING -> json.hasLoneSurrogate(node) ? null : new RpcId(json.string(node), true);
            case NUMBER -> integerId(json.source(node));
            case OBJECT, ARRAY, TRUE, FALSE, NULL, NAME -> null;
        };
    }

    private @Nullable Message refuse(Fault why) {
        fault = why;
        return null;
    }

    /// The id that a JSON token stands for, if it is a string without escapes or a safe integer.
    static @Nullable RpcId cleanId(String token) {
        boolean isString = token.length() >= 2 && token.startsWith("\"") && token.endsWith("\"");
        if (!isString) {
            return integerId(token);
        }
        String text = token.substring(1, token.length() - 1);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < ' ' || unit == '"' || unit == '\\' || unit == 0xfffd) {
                return null;
            }
        }
        return new RpcId(text, true);
    }

    private static @Nullable RpcId integerId(String token) {
        boolean isNegative = token.startsWith("-");
        int from = isNegative ? 1 : 0;
        int digits = token.length() - from;
        if (digits < 1 || digits > 16 || (token.charAt(from) == '0' && token.length() > 1)) {
            return null;
        }
        long value = 0;
        for (int i = from; i < token.length(); i++) {
            char digit = token.charAt(i);
            if (digit < '0' || digit > '9') {
                return null;
            }
            value = value * 10 + (digit - '0');
        }
        return value <= MAX_SAFE_INTEGER ? new RpcId(token, false) : null;
    }

    /// Whether a line that is no JSON text was meant as one: it opens an object or a batch, or it
    /// is JSON in an encoding of its own.
    private static boolean startsLikeJson(Fault fault, byte[] bytes, int from, int to) {
        if (fault == Fault.BYTE_ORDER_MARK || fault == Fault.WRONG_ENCODING) {
            return true;
        }
        int first = skipBlanks(bytes, from, to);
        if (first == to || bytes[first] != '[') {
            return first < to && bytes[first] == '{';
        }
        int second = skipBlanks(bytes, first + 1, to);
        return second < to && bytes[second] == '{';
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 0 && bytes[at] <= ' ') {
            at++;
        }
        return at;
    }
}
