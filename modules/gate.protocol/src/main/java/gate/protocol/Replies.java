package gate.protocol;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Composes the errors that the gate answers with in place of what it holds back (JSON-RPC 2.0,
/// section 5.1).
public final class Replies {

    /// JSON-RPC error code of every refusal: a server error that JSON-RPC 2.0 leaves to the
    /// implementation. Clients already treat it as a clean failure.
    public static final int REFUSED = -32_000;

    private Replies() {}

    /// One error as a line of its own, line feed included.
    ///
    /// @param data what a program may want to know; empty to leave it out
    public static byte[] error(RpcId id, int code, String message, Map<String, ?> data) {
        return line(composed(id, code, message, data));
    }

    /// The same error for each of several ids, as the batch that answers a batch.
    ///
    /// @throws IllegalArgumentException if there is no id, for JSON-RPC has no empty batch
    public static byte[] errors(List<RpcId> ids, int code, String message, Map<String, ?> data) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a batch of answers needs one at least");
        }
        List<Map<String, Object>> batch = new ArrayList<>();
        for (RpcId id : ids) {
            batch.add(composed(id, code, message, data));
        }
        return line(batch);
    }

    /// The result of a `tools/call` whose tool failed with this text, as a line of its own. It has
    /// what revision 2026-07-28 asks for; others do not mind.
    public static byte[] failedTool(RpcId id, String text) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("resultType", "complete");
        result.put("content", List.of(Map.of("type", "text", "text", text)));
        result.put("isError", true);
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("jsonrpc", "2.0");
        reply.put("id", id.value());
        reply.put("result", result);
        return line(reply);
    }

    private static Map<String, Object> composed(
            RpcId id, int code, String message, Map<String, ?> data) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        if (!data.isEmpty()) {
            error.put("data", data);
        }
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("jsonrpc", "2.0");
        reply.put("id", id.value());
        reply.put("error", error);
        return reply;
    }

    private static byte[] line(Object value) {
        try {
            return (JSON.std.asString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("composing in memory cannot fail", e);
        }
    }
}
