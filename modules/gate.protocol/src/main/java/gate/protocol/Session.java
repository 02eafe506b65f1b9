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

    private final String id;
    private final String name;
    private final List<String> command;
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
        this.id = id;
        this.name = name;
        this.command = List.copyOf(command);
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
        Exchange answered = null;
        switch (message) {
            case Message.Request request -> {
                InFlight inFlight = inFlight(direction);
                if (inFlight.isWaiting(request.id())) {
                    return new Admission.Rejected(Fault.ID_IN_FLIGHT);
                }
                if (inFlight.isFull()) {
                    return new Admission.Rejected(Fault.TOO_MANY_IN_FLIGHT);
                }
            }
            case Message.Notification _ -> {}
            case Message.Result result -> {
                answered = inFlight(direction.opposite()).remove(result.id());
                if (answered == null) {
                    return new Admission.Rejected(Fault.UNASKED);
                }
            }
            case Message.Failure failure -> {
                if (failure.id() != null) {
                    answered = inFlight(direction.opposite()).remove(failure.id());
                    if (answered == null) {
                        return new Admission.Rejected(Fault.UNASKED);
                    }
                }
            }
        }
        return new Admission.Admitted(new Envelope(this, direction, message, epochNanos, answered));
    }

    /// Takes note of a message that is about to be forwarded.
    public synchronized void forwarded(Envelope envelope) {
        switch (envelope.message()) {
            case Message.Request request -> {
                inFlight(envelope.direction())
                        .add(
                                new Exchange(
                                        envelope.direction(),
                                        request.id(),
                                        request.method(),
                                        Envelope.toolName(request),
                                        System.nanoTime()));
                if (request.method().equals("initialize")) {
                    int client = request.json().member(request.params(), "clientInfo");
                    clientInfoName = fact(request.json(), client, "name");
                    clientInfoVersion = fact(request.json(), client, "version");
                }
            }
            case Message.Notification notification -> cancel(notification, envelope.direction());
            case Message.Result result -> learn(result, envelope);
            case Message.Failure _ -> {}
        }
    }

    /// Takes the request that an unreadable answer would have answered out of flight.
    ///
    /// @param direction which way the answer went
    /// @return the request, or null if there is none with this id
    public synchronized @Nullable Exchange abandon(RpcId answer, Direction direction) {
        return inFlight(direction.opposite()).remove(answer);
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

    private void learn(Message.Result result, Envelope envelope) {
        Json json = result.json();
        switch (envelope.method()) {
            case "initialize" -> {
                revision = fact(json, result.result(), "protocolVersion");
                serverInfoName = fact(json, json.member(result.result(), "serverInfo"), "name");
            }
            case "server/discover" -> learnFromMeta(json, result.result());
            case "tools/list" -> {
                int list = json.member(result.result(), "tools");
                if (!json.isArray(list)) {
                    return;
                }
                for (int at = json.first(list); at != Json.NONE; at = json.next(at)) {
                    String tool = json.memberString(at, "name");
                    if (tool != null && tools.size() < MAX_TOOLS) {
                        tools.add(
                                tool.length() > MAX_FACT_CHARS
                                        ? tool.substring(0, MAX_FACT_CHARS)
                                        : tool);
                    }
                }
            }
            case null, default -> {}
        }
    }

    /// Revision 2026-07-28 says who the server is in every result's `_meta`.
    private void learnFromMeta(Json json, int result) {
        int direct = json.member(result, "serverInfo");
        int meta = json.member(json.member(result, "_meta"), "io.modelcontextprotocol/serverInfo");
        String found = fact(json, direct == Json.NONE ? meta : direct, "name");
        if (serverInfoName.isEmpty()) {
            serverInfoName = found;
        }
    }

    private static String fact(Json json, int object, String name) {
        String value = json.memberString(object, name);
        if (value == null) {
            return "";
        }
        return value.length() > MAX_FACT_CHARS ? value.substring(0, MAX_FACT_CHARS) : value;
    }
}
