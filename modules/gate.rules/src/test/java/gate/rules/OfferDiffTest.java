package gate.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.protocol.Envelope;
import gate.protocol.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class OfferDiffTest {

    /// @param widens what of it widens, as the log says it
    record Pair(String before, String after, String widens) {}

    static List<Pair> pairs() {
        return List.of(
                new Pair("{}", "{}", ""),
                new Pair(parameters("\"a\":{}"), parameters(""), ""),
                new Pair(
                        parameters(""),
                        parameters("\"a\":{\"type\":\"integer\"}"),
                        "new parameter \"a\" (integer)"),
                new Pair(
                        parameters("\"a\":{\"properties\":{\"b\":{}}}"),
                        parameters("\"a\":{\"properties\":{\"b\":{},\"c\":{}}}"),
                        "new parameter \"c\" (any type)"),
                new Pair(
                        parameters("\"a\":{\"enum\":[\"get\"]}"),
                        parameters("\"a\":{\"enum\":[\"get\",\"delete\"]}"),
                        "new choice \"delete\" of \"a\""),
                new Pair(
                        parameters("\"a\":{\"type\":\"number\"}"),
                        parameters("\"a\":{\"type\":\"string\"}"),
                        "type of \"a\": \"number\" → \"string\""),
                new Pair(
                        "{\"inputSchema\":{\"additionalProperties\":false}}",
                        "{\"inputSchema\":{\"additionalProperties\":true}}",
                        "takes parameters that are not listed: true"),
                new Pair(
                        "{\"annotations\":{\"destructiveHint\":false}}",
                        "{\"annotations\":{\"destructiveHint\":true}}",
                        "destructiveHint: false → true"),
                new Pair("{}", "{\"annotations\":{\"readOnlyHint\":true}}", ""),
                new Pair(
                        "{\"annotations\":{\"readOnlyHint\":false}}",
                        "{\"annotations\":{\"readOnlyHint\":true}}",
                        "readOnlyHint: false → true"),
                new Pair(
                        "{\"outputSchema\":{\"properties\":{}}}",
                        "{\"outputSchema\":{\"properties\":{\"a\":{}}}}",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void saysWhatWidens(Pair pair) {
        OfferDiff diff = OfferDiff.of(offer(pair.before), offer(pair.after));

        assertEquals(pair.widens, diff.summary());
        assertEquals(!pair.widens.isEmpty(), diff.widens());
    }

    @Test
    void onlyWhatWasNotSaidBeforeIsNew() {
        OfferDiff diff =
                OfferDiff.of(
                        offer("{\"description\":\"Reads a file. Be quick! Or not.\"}"),
                        offer("{\"description\":\"Be quick! Reads  it all. Or not.\"}"));

        assertEquals("reads  it all\n", diff.changes().getFirst().added());
    }

    @Test
    void ofAHugeOfferOnlyAHashIsCompared() {
        String huge = "{\"description\":\"" + "x".repeat(Offer.MAX_CHARS) + "%s\",\"title\":\"b\"}";

        Offer one = offer(huge.formatted("1"));
        Offer other = offer(huge.formatted("2"));

        assertTrue(one.chars() < 2 * Offer.MAX_CHARS);
        assertEquals(
                1,
                OfferDiff.of(one, other).changes().stream()
                        .filter(c -> c.path().equals("…"))
                        .count());
    }

    @Test
    void aDeepOfferIsReadWithoutRecursion() {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);

        assertEquals(1, offer(deep).parts().size());
    }

    private static String parameters(String properties) {
        return "{\"inputSchema\":{\"properties\":{\"z\":{},"
                + "\"y\":{}"
                + (properties.isEmpty() ? "" : "," + properties)
                + "}}}";
    }

    private static Offer offer(String tool) {
        Envelope envelope =
                Traffic.plain().answer("tools/list", "{}", "{\"tools\":[" + tool + "]}");
        Json json = envelope.json();
        int tools = json.member(envelope.message().payload(), "tools");
        return Offer.tool("tool", json, json.first(tools));
    }
}
