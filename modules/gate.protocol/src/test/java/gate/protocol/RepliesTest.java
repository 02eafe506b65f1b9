package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class RepliesTest {

    private static final Map<String, ?> DATA = Map.of("mcpgate", Map.of("event", "0123456789ab/7"));

    /// @param token the id as it stands in the answer
    record Answered(RpcId id, String token) {}

    static List<Answered> ids() {
        return List.of(
                new Answered(new RpcId("7", false), "7"),
                new Answered(new RpcId("-1", false), "-1"),
                new Answered(new RpcId("9007199254740991", false), "9007199254740991"),
                new Answered(new RpcId("7", true), "\"7\""),
                new Answered(new RpcId("", true), "\"\""),
                new Answered(new RpcId("a\"b\\c", true), "\"a\\\"b\\\\c\""),
                new Answered(new RpcId("é😀", true), "\"é😀\""),
                new Answered(new RpcId("a\nb\rc", true), "\"a\\nb\\rc\""),
                new Answered(new RpcId("\0", true), "\"\\u0000\""));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void anErrorCarriesTheIdAsItWasAsked(Answered expected) {
        byte[] line = Replies.error(expected.id, Replies.REFUSED, "mcpgate blocked: x", Map.of());

        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + expected.token
                        + ",\"error\":{\"code\":-32000,\"message\":\"mcpgate blocked: x\"}}\n",
                utf8(line));
        var failure = assertInstanceOf(Message.Failure.class, Wire.message(utf8(line).strip()));
        assertEquals(expected.id, failure.id());
    }

    @Test
    void anErrorCarriesItsData() {
        byte[] line = Replies.error(new RpcId("1", false), -31_000, "say \"no\"", DATA);

        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-31000,"
                        + "\"message\":\"say \\\"no\\\"\","
                        + "\"data\":{\"mcpgate\":{\"event\":\"0123456789ab/7\"}}}}\n",
                utf8(line));
    }

    @Test
    void aBatchIsAnsweredByABatchInItsOrder() {
        var ids = List.of(new RpcId("2", false), new RpcId("2", true), new RpcId("1", false));

        byte[] line = Replies.errors(ids, -32_000, "no", Map.of());

        assertEquals(
                "[{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32000,\"message\":\"no\"}},{\"jsonrpc\":\"2.0\",\"id\":\"2\",\"error\":{\"code\":-32000,\"message\":\"no\"}},{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"no\"}}]\n",
                utf8(line));
    }

    @Test
    void anEmptyBatchIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Replies.errors(List.of(), -32_000, "no", Map.of()));
    }

    @Test
    void anIdIsShownAsJsonWritesIt() {
        assertEquals("7", new RpcId("7", false).toString());
        assertEquals("\"7\"", new RpcId("7", true).toString());
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
