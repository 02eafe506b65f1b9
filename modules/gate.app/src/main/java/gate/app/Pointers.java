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
        int node = follow(json, pointer);
        int second = pointer.indexOf('/', 1);
        if (node == Json.NONE && json.isObject(Json.ROOT) && second > 0) {
            return follow(json, pointer.substring(second));
        }
        return node;
    }

    private static int follow(Json json, String pointer) {
        int node = Json.ROOT;
        int at = 0;
        while (at < pointer.length() && node != Json.NONE) {
            if (pointer.charAt(at) != '/') {
                return Json.NONE;
            }
            int next = pointer.indexOf('/', at + 1);
            int end = next < 0 ? pointer.length() : next;
            String step = pointer.substring(at + 1, end);
            node = json.isArray(node) ? element(json, node, step) : member(json, node, step);
            at = end;
        }
        return node;
    }

    private static int member(Json json, int node, String step) {
        return json.member(node, step.replace("~1", "/").replace("~0", "~"));
    }

    private static int element(Json json, int node, String step) {
        int index;
        try {
            index = Integer.parseInt(step);
        } catch (NumberFormatException e) {
            return Json.NONE;
        }
        int at = index < 0 ? Json.NONE : json.first(node);
        for (int i = 0; i < index && at != Json.NONE; i++) {
            at = json.next(at);
        }
        return at;
    }
}
