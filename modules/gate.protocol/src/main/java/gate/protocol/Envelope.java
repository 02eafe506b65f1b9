package gate.protocol;

import org.jspecify.annotations.Nullable;

/// A message with its session, direction and time: all that a rule may know.
///
/// Valid as long as its message.
///
/// @param epochNanos when its last byte had been read, in nanoseconds since 1970
/// @param answered the request that a result or an error answers, else null
public record Envelope(
        Session session,
        Direction direction,
        Message message,
        long epochNanos,
        @Nullable Exchange answered) {

    public Json json() {
        return message.json();
    }

    /// The method that the message calls, or that the request it answers called; null for an error
    /// without id.
    public @Nullable String method() {
        if (message instanceof Message.Request request) {
            return request.method();
        }
        if (message instanceof Message.Notification notification) {
            return notification.method();
        }
        return answered == null ? null : answered.method();
    }

    /// The tool that a `tools/call` names, also for the answer to it; else null.
    public @Nullable String toolName() {
        if (message instanceof Message.Request request) {
            return toolName(request);
        }
        return answered == null ? null : answered.toolName();
    }

    static @Nullable String toolName(Message.Request request) {
        return request.method().equals("tools/call")
                ? request.json().memberString(request.params(), "name")
                : null;
    }
}
