package gate.app;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

/// Which texts of a message may be written otherwise without the protocol meaning something else:
/// what people, models and tools read, and not what peers find each other by.
final class Prose {

    private Prose() {}

    /// Whether this string is such a text.
    static boolean holds(Json json, int node) {
        String name = null;
        int object = Json.NONE;
        int at = node;
        while (json.parent(at) != Json.NONE) {
            int parent = json.parent(at);
            String step = json.nameOf(at);
            if (json.parent(parent) == Json.NONE) {
                return name != null && isPayload(step) && !isProtocol(json, object, name);
            }
            if (isFree(json, parent, step)) {
                return true;
            }
            if (name == null && step != null) {
                name = step;
                object = parent;
            }
            at = parent;
        }
        return false;
    }

    private static boolean isPayload(@Nullable String step) {
        return "params".equals(step) || "result".equals(step) || "error".equals(step);
    }

    /// Whether the member holds what the peers have agreed on among themselves: nothing in it is
    /// the protocol's.
    private static boolean isFree(Json json, int parent, @Nullable String step) {
        int root = json.parent(parent);
        if (step == null || root != Json.ROOT) {
            return false;
        }
        String payload = json.nameOf(parent);
        return switch (step) {
            case "arguments" -> "params".equals(payload);
            case "structuredContent" -> "result".equals(payload);
            case "data" -> "error".equals(payload);
            default -> false;
        };
    }

    private static boolean isProtocol(Json json, int object, String name) {
        return switch (name) {
            case "name", "uri", "uriTemplate", "url", "method", "role", "type", "mimeType" -> true;
            case "requestState", "requestId", "taskId", "elicitationId", "progressToken" -> true;
            case "cursor", "nextCursor", "protocolVersion", "version", "resultType", "code" -> true;
            case "blob", "$ref", "$schema", "$id", "pattern", "format", "required", "enum" -> true;
            case "const", "action", "status", "level", "logger", "includeContext", "src" -> true;
            case "data" -> json.member(object, "mimeType") != Json.NONE;
            default -> false;
        };
    }
}
