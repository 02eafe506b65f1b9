package gate.protocol;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is known of one client talking to one server: the requests in flight, and who the two say
/// that they are.
///
/// It assumes no order: real clients send `server/discover` before `initialize`, or neither. Shared
/// by `gate-up` and `gate-down`, hence synchronized; small, and bounded by [#MAX_IN_FLIGHT] and
/// [#MAX_TOOLS].
public final class Session {

    /// Requests that may wait for an answer at once, each way.
    public static final int MAX_IN_FLIGHT = 16_384;

    /// Tool names remembered.
    public static final int MAX_TOOLS = 4_096;

    private static final int MAX_FACT_CHARS = 256;

    // Revision 2026-07-28 says in `_meta` of every message who its sender is.
    private static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    private static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";

    private final String id;
    private final String name;
    private final List<String> command;
    private final boolean isExcerpt;
    private final InFlight upstream = new InFlight();
    private final InFlight downstream = new InFlight();
    private final Set<String> tools = new HashSet<>();
    private String revision = "";
    private String serverInfoName = "";
    private String clientInfoName = "";
    private String clientInfoVersion = "";

    /// @param id unique among all sessions of the user
    /// @param name what the user calls the server: `github`
    /// @param command how the server was started
    public Session(String id, String name, List<String> command) {
        this(id, name, command, false);
    }

    private Session(String id, String name, List<String> command, boolean isExcerpt) {
        this.id = id;
        this.name = name;
        this.command = List.copyOf(command);
        this.isExcerpt = isExcerpt;
    }

    /// A session of which not everything is there, to be judged afterwards: an answer needs no
    /// request, and where too many requests are in flight the oldest gives way.
    public static Session excerpt(String id, String name, List<String> command) {
        return new Session(id, name, command, true);
    }

    public String id() {
        return id;
    }

    /// What the user calls the server.
    public String name() {
        return name;
    }

    public List<String> command() {
        return command;
    }

    /// The protocol revision that `initialize` agreed on: `2025-06-18`; empty before.
    public synchronized String revision() {
        return revision;
    }

    /// `serverInfo.name`, or empty.
    public synchronized String serverInfoName() {
        return serverInfoName;
    }

    /// `clientInfo.name`, or empty.
    public synchronized String clientInfoName() {
        return clientInfoName;
    }

    /// `clientInfo.version`, or empty.
    public synchronized String clientInfoVersion() {
        return clientInfoVersion;
    }

    /// Whether the server has listed a tool of this name.
    public synchronized boolean hasTool(String tool) {
        return tools.contains(tool);
    }

    /// The tools that the server has listed, of those named; for recognising what a server is.
    public synchronized int countTools(Set<String> named) {
        int count = 0;
        for (String tool : named) {
            if (tools.contains(tool)) {
                count++;
            }
        }
        return count;
    }

    /// Whether a line may hold several messages: in revision 2025-03-26 only.
    public synchronized boolean allowsBatches() {
        return revision.equals("2025-03-26");
    }

    /// Finds a message's place. An answer takes its request out of flight; a request goes into
    /// flight only with [#forwarded].
    public synchronized Admission admit(Message message, Direction direction, long epochNanos) {
        if (message instanceof Message.Request request) {
            InFlight inFlight = inFlight(direction);
            if (inFlight.isWaiting(request.id())) {
                return new Admission.Rejected(Fault.ID_IN_FLIGHT);
            }
            if (inFlight.isFull() && isExcerpt) {
                inFlight.removeEldest();
            } else if (inFlight.isFull()) {
                return new Admission.Rejected(Fault.TOO_MANY_IN_FLIGHT);
            }
        }
        RpcId answers = answersTo(message);
        Exchange answered = answers == null ? null : inFlight(direction.opposite()).remove(answers);
        if (answers != null && answered == null && !isExcerpt) {
            return new Admission.Rejected(Fault.UNASKED);
        }
        return new Admission.Admitted(new Envelope(this, direction, message, epochNanos, answered));
    }

    /// Takes note of a message that is about to be forwarded.
    public synchronized void forwarded(Envelope envelope) {
        if (envelope.message() instanceof Message.Request request) {
            inFlight(envelope.direction())
                    .add(
                            new Exchange(
                                    envelope.direction(),
                                    request.id(),
                                    request.method(),
                                    Envelope.toolName(request),
                                    System.nanoTime()));
            learnClient(request);
        } else if (envelope.message() instanceof Message.Notification notification) {
            cancel(notification, envelope.direction());
        } else if (envelope.message() instanceof Message.Result result) {
            learnServer(result, envelope);
        }
    }

    /// Takes the request that a refused answer would have answered out of flight, so that whoever
    /// waits can be told.
    ///
    /// An answer to `"1"` names no request 1, and is never forwarded as if it did; but if 1 waits
    /// and `"1"` does not, the server will hardly answer it again.
    ///
    /// @param direction which way the answer went
    /// @return the request, whose id may be of the other type; null if there is none
    public synchronized @Nullable Exchange abandon(RpcId answer, Direction direction) {
        InFlight asked = inFlight(direction.opposite());
        Exchange exact = asked.remove(answer);
        if (exact != null) {
            return exact;
        }
        RpcId twin = answer.twin();
        return asked.isWaiting(twin) ? asked.remove(twin) : null;
    }

    /// Takes all requests out of flight that still wait for an answer, oldest first; those that
    /// were cancelled do not wait.
    ///
    /// @param direction which way the requests went
    public synchronized List<Exchange> abandonAll(Direction direction) {
        return inFlight(direction).removeAll();
    }

    private InFlight inFlight(Direction direction) {
        return direction == Direction.UPSTREAM ? upstream : downstream;
    }

    private void cancel(Message.Notification notification, Direction direction) {
        if (!notification.method().equals("notifications/cancelled")) {
            return;
        }
        Json json = notification.json();
        int requestId = json.member(notification.params(), "requestId");
        RpcId named = requestId == Json.NONE ? null : MessageReader.id(json, requestId);
        if (named != null && !inFlight(direction).cancel(named)) {
            inFlight(direction.opposite()).endListening(named);
        }
    }

    private static @Nullable RpcId answersTo(Message message) {
        if (message instanceof Message.Result result) {
            return result.id();
        }
        return message instanceof Message.Failure failure ? failure.id() : null;
    }

    private void learnClient(Message.Request request) {
        boolean isInitialize = request.method().equals("initialize");
        if (isInitialize || clientInfoName.isEmpty()) {
            Json json = request.json();
            int info =
                    isInitialize
                            ? json.member(request.params(), "clientInfo")
                            : metaMember(json, request.params(), CLIENT_INFO);
            clientInfoName = fact(json, info, "name");
            clientInfoVersion = fact(json, info, "version");
        }
    }

    private void learnServer(Message.Result message, Envelope envelope) {
        Json json = message.json();
        int result = message.result();
        String method = envelope.method() == null ? "" : envelope.method();
        if (method.equals("initialize")) {
            revision = fact(json, result, "protocolVersion");
            serverInfoName = fact(json, json.member(result, "serverInfo"), "name");
        } else if (method.equals("server/discover") && serverInfoName.isEmpty()) {
            serverInfoName = fact(json, json.member(result, "serverInfo"), "name");
        } else if (method.equals("tools/list")) {
            learnTools(json, json.member(result, "tools"));
        }
        if (serverInfoName.isEmpty()) {
            serverInfoName = fact(json, metaMember(json, result, SERVER_INFO), "name");
        }
    }

    private void learnTools(Json json, int list) {
        if (!json.isArray(list)) {
            return;
        }
        for (int at = json.first(list); at != Json.NONE; at = json.next(at)) {
            String tool = json.memberString(at, "name");
            if (tool != null && tools.size() < MAX_TOOLS) {
                tools.add(shortened(tool));
            }
        }
    }

    private static int metaMember(Json json, int payload, String name) {
        return json.member(json.member(payload, "_meta"), name);
    }

    private static String fact(Json json, int object, String name) {
        String value = json.memberString(object, name);
        return value == null ? "" : shortened(value);
    }

    private static String shortened(String text) {
        return text.length() > MAX_FACT_CHARS ? text.substring(0, MAX_FACT_CHARS) : text;
    }
}
