package gate.protocol;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tells whether every peer takes the member names of an object for the same names.
///
/// Some peers match names without regard to case (Go before SDK 1.3.1, where `paramſ` was `params`:
/// CVE-2026-27896; C# inside `params` and `result`). Two names that they would take for one, or a
/// name that they would take for one of the protocol's, could be read differently on either side of
/// the gate.
final class MemberNames {

    private static final Set<String> METHODS =
            Set.of(
                    "initialize",
                    "ping",
                    "server/discover",
                    "subscriptions/listen",
                    "logging/setLevel",
                    "tools/list",
                    "tools/call",
                    "resources/list",
                    "resources/templates/list",
                    "resources/read",
                    "resources/subscribe",
                    "resources/unsubscribe",
                    "prompts/list",
                    "prompts/get",
                    "completion/complete",
                    "tasks/get",
                    "tasks/result",
                    "tasks/list",
                    "tasks/cancel",
                    "tasks/update",
                    "sampling/createMessage",
                    "roots/list",
                    "elicitation/create");

    private static final Map<String, String> PROTOCOL_NAMES =
            folded(
                    "_meta",
                    "action",
                    "argument",
                    "arguments",
                    "capabilities",
                    "clientInfo",
                    "completion",
                    "content",
                    "contents",
                    "context",
                    "cursor",
                    "inputRequests",
                    "inputResponses",
                    "instructions",
                    "isError",
                    "level",
                    "message",
                    "messages",
                    "mode",
                    "model",
                    "name",
                    "nextCursor",
                    "progressToken",
                    "prompts",
                    "protocolVersion",
                    "ref",
                    "requestId",
                    "requestState",
                    "requestedSchema",
                    "resourceTemplates",
                    "resources",
                    "resultType",
                    "role",
                    "roots",
                    "serverInfo",
                    "structuredContent",
                    "systemPrompt",
                    "task",
                    "taskId",
                    "tools",
                    "uri",
                    "url");

    private MemberNames() {}

    /// Whether the protocol defines the params of this method.
    static boolean areOfMethod(String method) {
        return METHODS.contains(method) || method.startsWith("notifications/");
    }

    /// Whether no name of the object could be taken for another one of it, nor, where the protocol
    /// defines the object, for a name of the protocol.
    ///
    /// @param object the node to look at; anything but an object is clear
    static boolean areClear(Json json, int object, boolean isProtocols) {
        if (!json.isObject(object) || !needsFolding(json, object)) {
            return true;
        }
        Set<String> seen = new HashSet<>();
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            String name = json.string(at);
            String folded = fold(name);
            if (!seen.add(folded)) {
                return false;
            }
            if (isProtocols && !PROTOCOL_NAMES.getOrDefault(folded, name).equals(name)) {
                return false;
            }
        }
        return true;
    }

    /// Names of lower-case ASCII fold to themselves, and duplicates of those were found before.
    private static boolean needsFolding(Json json, int object) {
        byte[] bytes = json.bytes();
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            if (!json.isPlain(at)) {
                return true;
            }
            for (int i = json.start(at) + 1; i < json.end(at) - 1; i++) {
                if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                    return true;
                }
            }
        }
        return false;
    }

    static String fold(String name) {
        String composed = isAscii(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFKC);
        return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> folded(String... names) {
        Map<String, String> map = new HashMap<>();
        for (String name : names) {
            map.put(fold(name), name);
        }
        return map;
    }
}
