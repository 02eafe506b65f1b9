package gate.rules;

import gate.protocol.Admission;
import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.protocol.Session;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lines of a conversation as the rules see them: read, admitted to a session, and learnt from.
public final class Traffic {

    private final Session session;
    private int ids;

    public Traffic(Session session) {
        this.session = session;
    }

    /// A session with a server that nothing is known of.
    public static Traffic plain() {
        return new Traffic(new Session("0123456789ab", "server", List.of("node", "index.js")));
    }

    /// A session with a server that calls itself by this name.
    public static Traffic with(String serverInfo) {
        Traffic traffic = plain();
        traffic.answer(
                "initialize",
                "{}",
                """
                {"protocolVersion":"2025-06-18","serverInfo":{"name":"%s","version":"1"}}\
                """
                        .formatted(serverInfo));
        return traffic;
    }

    /// A call of a tool.
    public Envelope call(String tool, String arguments) {
        return request("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    /// A request of the client.
    public Envelope request(String method, String params) {
        String line =
                """
                {"jsonrpc":"2.0","id":%d,"method":"%s","params":%s}\
                """
                        .formatted(ids++, method, params);
        return line(Direction.UPSTREAM, line);
    }

    /// The answer of the server to such a request.
    public Envelope answer(String method, String params, String result) {
        request(method, params);
        return answerLast(result);
    }

    /// The answer of the server to the last request.
    public Envelope answerLast(String result) {
        String line =
                """
                {"jsonrpc":"2.0","id":%d,"result":%s}\
                """
                        .formatted(ids - 1, result);
        return line(Direction.DOWNSTREAM, line);
    }

    /// What a tool returns as its text, which is the source of a JSON string without quotes.
    public Envelope returned(String text) {
        return answer(
                "tools/call",
                "{\"name\":\"read\"}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}");
    }

    /// One line, which must be one message.
    public Envelope line(Direction direction, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return switch (new MessageReader().read(bytes, 0, bytes.length)) {
            case Reading.Single(Message message) -> admit(message, direction);
            case Reading other -> throw new IllegalArgumentException(other + ": " + line);
        };
    }

    private Envelope admit(Message message, Direction direction) {
        return switch (session.admit(message, direction, 0)) {
            case Admission.Admitted(Envelope envelope) -> {
                session.forwarded(envelope);
                yield envelope;
            }
            case Admission.Rejected rejected ->
                    throw new IllegalArgumentException(rejected.toString());
        };
    }
}
