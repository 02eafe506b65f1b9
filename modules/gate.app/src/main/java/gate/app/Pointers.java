package gate.app;

import gate.protocol.Json;

/// Follows JSON pointers (RFC 6901) into a message.
final class Pointers {

    private Pointers() {}

    /// The value that a pointer leads to, or [Json#NONE].
    ///
    /// Pointers lead into the line. Of a batch the log has each message by itself: there the first
    /// step, which counts the messages, is left out.
    static int resolve(Json json, String pointer) {
        int node = json.find(pointer);
        int second = pointer.indexOf('/', 1);
        if (node == Json.NONE && json.isObject(Json.ROOT) && second > 0) {
            return json.find(pointer.substring(second));
        }
        return node;
    }
}
