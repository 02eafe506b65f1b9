package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class SniffTest {

    private static final RpcId SEVEN = new RpcId("7", false);

    record Sniffed(String line, @Nullable RpcId id, boolean hasMethod) {}

    static List<Sniffed> lines() {
        return List.of(
                new Sniffed("{\"id\":7}", SEVEN, false),
                new Sniffed("{\"id\":7,\"method\":\"x\"}", SEVEN, true),
                new Sniffed(" { \"id\" : 7 , \"method\" : \"x\" } ", SEVEN, true),
                new Sniffed("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"x", SEVEN, true),
                new Sniffed("{\"method\":\"x\",\"id\":\"7\"}", new RpcId("7", true), true),
                new Sniffed(
                        "{\"id\":\"server-discover-probe-1\"}",
                        string("server-discover-probe-1"),
                        false),
                new Sniffed("{\"params\":{\"id\":8,\"x\":[{\"id\":9}]},\"id\":7}", SEVEN, false),
                new Sniffed("{\"params\":\"{\\\"id\\\":8,\",\"id\":7}", SEVEN, false),
                new Sniffed("{\"id\":7}trailing", SEVEN, false),
                new Sniffed("\u00ef\u00bb\u00bf{\"id\":7}", SEVEN, false),
                new Sniffed("}}{\"id\":7}", SEVEN, false),
                new Sniffed("{\"x\":1\r,\"id\":7}", SEVEN, false),
                new Sniffed(
                        "{\"" + "n".repeat(300) + "\":\"" + "v".repeat(300) + "\",\"id\":7}",
                        SEVEN,
                        false),
                // Not certain enough to answer.
                new Sniffed("{\"id\":7", null, false),
                new Sniffed("{\"id\":7,\"id\":7}", null, false),
                new Sniffed("{\"id\":7,\"id\":8,\"id\":9}", null, false),
                new Sniffed("{\"id\":7,\"\\u0069d\":8}", null, false),
                new Sniffed("{\"id\":7}{\"id\":8}", null, false),
                new Sniffed("{\"id\":null}", null, false),
                new Sniffed("{\"id\":1.0}", null, false),
                new Sniffed("{\"id\":1e3}", null, false),
                new Sniffed("{\"id\":9007199254740992}", null, false),
                new Sniffed("{\"id\":[7]}", null, false),
                new Sniffed("{\"id\":{\"id\":7}}", null, false),
                new Sniffed("{\"id\":\"a\\u0062\"}", null, false),
                new Sniffed("{\"id\":\"\u00ff\"}", null, false),
                new Sniffed("{\"id\":\"" + "v".repeat(300) + "\"}", null, false),
                new Sniffed("{\"ID\":7}", null, false),
                new Sniffed("[{\"id\":7}]", null, false),
                new Sniffed("[\"id\":7]", null, false),
                new Sniffed("\"id\":7", null, false),
                new Sniffed("{\"params\":{\"method\":\"x\"},\"x\":\"method\"}", null, false),
                new Sniffed("", null, false));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void onlyACertainIdIsFound(Sniffed expected) {
        byte[] bytes = Wire.bytes(expected.line);

        var whole = new Sniff().feed(bytes, 0, bytes.length);
        var inPieces = new Sniff();
        for (int i = 0; i < bytes.length; i++) {
            inPieces.feed(bytes, i, i + 1);
        }

        assertEquals(expected.id, whole.id());
        assertEquals(expected.hasMethod, whole.hasMethod());
        assertEquals(expected.id, inPieces.id());
        assertEquals(expected.hasMethod, inPieces.hasMethod());
    }

    /// More than an `int` counts: in one token, in brackets, and in names.
    @Test
    void aLineOfMoreThanTwoGibibytesIsSniffedToItsEnd() {
        var piece = new byte[1 << 24];
        java.util.Arrays.fill(piece, (byte) 'x');
        var sniff = new Sniff();

        sniff.feed(Wire.bytes("{\"id\":7,\"a\":\""), 0, 13);
        for (int i = 0; i < 129; i++) {
            sniff.feed(piece, 0, piece.length);
        }
        sniff.feed(Wire.bytes("\"}"), 0, 2);

        assertEquals(SEVEN, sniff.id());
        assertNull(new Sniff().feed(piece, 0, piece.length).id());
    }

    private static RpcId string(String text) {
        return new RpcId(text, true);
    }
}
