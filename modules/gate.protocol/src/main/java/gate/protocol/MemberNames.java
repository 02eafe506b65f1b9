package gate.protocol;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
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
                    "cacheScope",
                    "capabilities",
                    "clientInfo",
                    "code",
                    "completion",
                    "content",
                    "contents",
                    "context",
                    "createdAt",
                    "cursor",
                    "data",
                    "description",
                    "elicitationId",
                    "error",
                    "includeContext",
                    "inputRequests",
                    "inputResponses",
                    "instructions",
                    "isError",
                    "lastUpdatedAt",
                    "level",
                    "logger",
                    "maxTokens",
                    "message",
                    "messages",
                    "metadata",
                    "mode",
                    "model",
                    "modelPreferences",
                    "name",
                    "nextCursor",
                    "notifications",
                    "pollInterval",
                    "progress",
                    "progressToken",
                    "prompts",
                    "protocolVersion",
                    "reason",
                    "ref",
                    "requestId",
                    "requestState",
                    "requestedSchema",
                    "resourceTemplates",
                    "resources",
                    "result",
                    "resultType",
                    "role",
                    "roots",
                    "serverInfo",
                    "status",
                    "statusMessage",
                    "stopReason",
                    "stopSequences",
                    "structuredContent",
                    "supportedVersions",
                    "systemPrompt",
                    "task",
                    "taskId",
                    "tasks",
                    "temperature",
                    "toolChoice",
                    "toolResult",
                    "tools",
                    "total",
                    "ttl",
                    "ttlMs",
                    "uri",
                    "url");

    private static final Map<String, String> ENVELOPE_NAMES =
            folded("jsonrpc", "id", "method", "params", "result", "error");

    /// The protocol's names that have capitals, without them, by length.
    private static final String[][] LOWERED = lowered();

    private static final int FEW_NAMES = 32;

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
        if (!json.isObject(object) || !needsFolding(json, object, isProtocols)) {
            return true;
        }
        // Hashes instead of the names, for some names grow tenfold by folding. Two names with the
        // same hash of 64 bits are refused: nobody sends those but on purpose.
        var seen = new long[FEW_NAMES];
        int count = 0;
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            String name = json.string(at);
            String folded = fold(name);
            if (isProtocols && !PROTOCOL_NAMES.getOrDefault(folded, name).equals(name)) {
                return false;
            }
            if (count == seen.length) {
                seen = Arrays.copyOf(seen, count * 2);
            }
            seen[count++] = hash(folded);
        }
        return count <= FEW_NAMES ? allDiffer(seen, count) : allDifferSorted(seen, count);
    }

    /// Whether a name is a member of a JSON-RPC message in another case.
    static boolean varyEnvelope(String name) {
        return ENVELOPE_NAMES.containsKey(fold(name));
    }

    private static boolean allDiffer(long[] hashes, int count) {
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                if (hashes[i] == hashes[j]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean allDifferSorted(long[] hashes, int count) {
        Arrays.sort(hashes, 0, count);
        for (int i = 1; i < count; i++) {
            if (hashes[i] == hashes[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /// Names of lower-case ASCII fold to themselves, and duplicates of those were found before;
    /// they can only be names of the protocol that lost their capitals.
    private static boolean needsFolding(Json json, int object, boolean isProtocols) {
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
            if (isProtocols && isLowered(json, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLowered(Json json, int name) {
        int length = json.end(name) - json.start(name) - 2;
        if (length >= LOWERED.length) {
            return false;
        }
        for (String lowered : LOWERED[length]) {
            if (json.textEquals(name, lowered)) {
                return true;
            }
        }
        return false;
    }

    static String fold(String name) {
        return foldCase(isAscii(name) ? name : Normalizer.normalize(name, Normalizer.Form.NFKC));
    }

    /// The name as a peer sees it that matches without regard to case, `ſ` and the Kelvin sign
    /// included.
    static String foldCase(String name) {
        return isAscii(name)
                ? name.toLowerCase(Locale.ROOT)
                : name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
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

    private static String[][] lowered() {
        int longest = 0;
        for (String name : PROTOCOL_NAMES.values()) {
            longest = Math.max(longest, name.length());
        }
        var byLength = new String[longest + 1][0];
        for (Map.Entry<String, String> name : PROTOCOL_NAMES.entrySet()) {
            if (!name.getKey().equals(name.getValue())) {
                int length = name.getKey().length();
                byLength[length] = Arrays.copyOf(byLength[length], byLength[length].length + 1);
                byLength[length][byLength[length].length - 1] = name.getKey();
            }
        }
        return byLength;
    }
}
