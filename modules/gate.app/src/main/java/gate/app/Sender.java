package gate.app;

import gate.protocol.Direction;
import gate.protocol.Frame;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;

import java.util.List;

/// Tells from a message who sent it, where nobody says.
///
/// Answers, and what only servers ask and announce (MCP 2025-11-25, schema, `ServerRequest` and
/// `ServerNotification`), come from the server, all else from the client. Owned by one thread.
final class Sender {

    private final MessageReader messages;

    /// @param messages reads the line; what it has read before is void then
    Sender(MessageReader messages) {
        this.messages = messages;
    }

    /// Which way a frame seems to travel.
    Direction guess(Frame frame) {
        if (!(frame instanceof Frame.Line line)) {
            return Direction.UPSTREAM;
        }
        return switch (messages.read(line)) {
            case Reading.Single(Message message) -> guess(List.of(message));
            case Reading.Batch(List<Message> batch) -> guess(batch);
            case Reading.Malformed _, Reading.Noise _ -> Direction.UPSTREAM;
        };
    }

    /// One that only a server sends is enough: it is the server that rules distrust most.
    private static Direction guess(List<Message> messages) {
        for (Message message : messages) {
            if (isServers(message)) {
                return Direction.DOWNSTREAM;
            }
        }
        return Direction.UPSTREAM;
    }

    private static boolean isServers(Message message) {
        return switch (message) {
            case Message.Result _, Message.Failure _ -> true;
            case Message.Request request -> isServers(request.method());
            case Message.Notification notification -> isServers(notification.method());
        };
    }

    private static boolean isServers(String method) {
        return switch (method) {
            case "sampling/createMessage",
                    "elicitation/create",
                    "roots/list",
                    "notifications/message",
                    "notifications/progress",
                    "notifications/resources/updated",
                    "notifications/resources/list_changed",
                    "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/elicitation/complete" ->
                    true;
            default -> false;
        };
    }
}
