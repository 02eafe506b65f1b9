package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

class MessageReaderTest {

    private static final String HEAD = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"";

    private final MessageReader reader = new MessageReader();

    @Test
    void aMessageShowsWhereItsPartsStand() {
        var request =
                assertInstanceOf(
                        Message.Request.class,
                        Wire.message(
                                "{\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{\"a/b~\":[1,{\"é\":true}]}},\"id\":\"7\",\"jsonrpc\":\"2.0\"}"));
        Json json = request.json();

        assertEquals(new RpcId("7", true), request.id());
        assertEquals("tools/call", request.method());
        assertEquals(request.params(), request.payload());
        int arguments = json.member(request.params(), "arguments");
        int list = json.member(arguments, "a/b~");
        int flag = json.member(json.next(json.first(list)), "é");
        assertEquals("/params/arguments/a~1b~0/1/é", json.pointer(flag));
        assertEquals("/params/arguments/a~1b~0/1/é", json.pointer(flag - 1));
        assertEquals("", json.pointer(Json.ROOT));
        assertEquals("true", json.source(flag));
        assertEquals("[1,{\"é\":true}]", json.source(list));
        assertEquals(Json.NONE, json.next(Json.ROOT));
        assertEquals(Json.NONE, json.next(flag));
        assertNull(json.memberString(request.params(), "arguments"));
        assertEquals("x", json.memberString(request.params(), "name"));
    }

    @Test
    void theReaderMayStandInTheMiddleOfABuffer() {
        byte[] bytes = Wire.bytes("\"}" + HEAD + "}]{");

        var reading = reader.read(bytes, 2, bytes.length - 2);

        assertInstanceOf(Reading.Single.class, reading);
    }

    @Test
    void aMalformedLineTellsWhereAndWhom() {
        var malformed =
                malformed(
                        "{\"id\":7,\"method\":\"x\",\"jsonrpc\":\"2.0\",\"params\":{\"x\":\"a\r"
                                + "b\"}}");

        assertEquals(Fault.BARE_CR, malformed.fault());
        assertEquals(53, malformed.offsetBytes());
        assertEquals(new RpcId("7", false), malformed.sniff().id());
        assertTrue(malformed.sniff().hasMethod());
    }

    @Test
    void aDuplicateIsShownWhereItStands() {
        String line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"id\":2}";

        assertEquals(line.lastIndexOf("\"id\""), malformed(line).offsetBytes());
    }

    @Test
    void whatIsOddButHarmlessIsMarked() {
        Json json =
                Wire.message(HEAD + ",\"params\":{\"x\":{\"a\":1,\"b\":2,\"A\":3},\"n\":1e99999}}")
                        .json();

        assertEquals("/params/x/A", json.pointer(json.caseTwin()));
        assertEquals("/params/n", json.pointer(json.absurdNumber()));
        Json plain =
                Wire.message(HEAD + ",\"params\":{\"x\":{\"a\":1,\"b\":2},\"n\":1e9999}}").json();
        assertEquals(Json.NONE, plain.caseTwin());
        assertEquals(Json.NONE, plain.absurdNumber());
    }

    @ParameterizedTest
    @MethodSource("twins")
    void namesThatDifferOnlyInCaseAreMarkedAtAnyDepth(String object) {
        Json json = Wire.message(HEAD + ",\"params\":{\"x\":[" + object + "]}}").json();

        assertNotEquals(Json.NONE, json.caseTwin());
    }

    static List<String> twins() {
        return List.of(
                "{\"path\":1,\"Path\":2}",
                "{\"p\":1,\"P\":2}",
                "{\"path\":1,\"p\\u0041th\":2}",
                "{\"é\":1,\"É\":2}",
                "{\"s\":1,\"ſ\":2}",
                "{\"k\":1,\"\u212a\":2}",
                object(20, i -> "n" + i, "N7"),
                object(20, i -> "n" + i, "\\u004e7"),
                object(20, i -> "k" + i, "\u212a7"));
    }

    /// @param reached how many of the thing pass; one more is refused
    record Limit(Fault fault, int reached, IntFunction<String> line) {

        @Override
        public String toString() {
            return fault + " after " + reached;
        }
    }

    static List<Limit> limits() {
        return List.of(
                new Limit(
                        Fault.TOO_DEEP,
                        128,
                        n ->
                                HEAD
                                        + ",\"params\":{\"x\":"
                                        + "[".repeat(n - 2)
                                        + "]".repeat(n - 2)
                                        + "}}"),
                new Limit(
                        Fault.TOO_MANY_MEMBERS,
                        100_000,
                        n ->
                                HEAD
                                        + ",\"params\":{\"x\":"
                                        + object(n - 6, i -> "n" + i, "z")
                                        + "}}"),
                new Limit(
                        Fault.TOO_MANY_MEMBERS,
                        100_000,
                        n ->
                                HEAD
                                        + ",\"params\":{\"x\":[{\"a\":1}"
                                        + ",{\"a\":1}".repeat(n - 6)
                                        + "]}}"),
                new Limit(
                        Fault.TOO_MANY_VALUES,
                        1_000_000,
                        n -> HEAD + ",\"params\":{\"x\":[0" + ",0".repeat(n - 7) + "]}}"),
                new Limit(
                        Fault.NAME_TOO_LONG,
                        1024,
                        n -> HEAD + ",\"params\":{\"x\":{\"" + "n".repeat(n) + "\":1}}}"),
                new Limit(
                        Fault.NAME_TOO_LONG,
                        256,
                        n -> "{\"jsonrpc\":\"2.0\",\"method\":\"" + "m".repeat(n) + "\"}"),
                new Limit(
                        Fault.NAME_TOO_LONG,
                        256,
                        n ->
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
                                        + "t".repeat(n)
                                        + "\"}}"),
                new Limit(
                        Fault.BAD_ID,
                        1022,
                        n ->
                                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":\""
                                        + "i".repeat(n)
                                        + "\"}"),
                new Limit(
                        Fault.BATCH_TOO_LONG,
                        1_000,
                        n ->
                                "["
                                        + "{\"jsonrpc\":\"2.0\",\"method\":\"m\"},".repeat(n - 1)
                                        + HEAD
                                        + "}]"));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void aLimitIsReachedAndNotPassed(Limit limit) {
        Reading reached = read(limit.line.apply(limit.reached));
        Reading passed = read(limit.line.apply(limit.reached + 1));

        assertTrue(reached instanceof Reading.Single || reached instanceof Reading.Batch);
        assertEquals(limit.fault, assertInstanceOf(Reading.Malformed.class, passed).fault());
    }

    @Test
    void numbersAreMarkedAbsurdFromTheSixtyFifthDigitOn() {
        record Figure(String source, boolean isAbsurd) {}
        for (Figure number :
                List.of(
                        new Figure("9".repeat(64), false),
                        new Figure("9".repeat(65), true),
                        new Figure("-" + "9".repeat(64), false),
                        new Figure("0." + "1".repeat(63), false),
                        new Figure("0." + "1".repeat(64), true),
                        new Figure("1e9999", false),
                        new Figure("1e-9999", false),
                        new Figure("1E+10000", true))) {
            Json json = Wire.json("[" + number.source + "]");

            assertEquals(number.isAbsurd, json.absurdNumber() != Json.NONE, number.source);
            assertEquals(number.source, json.source(1));
        }
    }

    /// Inputs that were made to be slow; each takes seconds where something is quadratic.
    record Hostile(String name, Supplier<String> line) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Hostile> hostile() {
        String ls = "\u2028";
        return List.of(
                new Hostile(
                        "100,000 spellings of one name",
                        () -> argumentsOf(deep(object(99_000, i -> spelling(i, 600), "z")))),
                new Hostile(
                        "the same, in the arguments",
                        () -> argumentsOf(object(99_000, i -> spelling(i, 600), "z"))),
                new Hostile(
                        "names of one hash",
                        () -> argumentsOf(object(99_000, MessageReaderTest::colliding, "z"))),
                new Hostile(
                        "long names that fold to longer ones",
                        () -> argumentsOf(object(60_000, i -> "\ufdfa".repeat(300) + i, "z"))),
                new Hostile(
                        "names that are all escapes",
                        () -> argumentsOf(object(99_000, i -> "\\u0041".repeat(50) + i, "z"))),
                new Hostile(
                        "pieces between separators",
                        () -> argumentsOf("\"" + (ls + "{x").repeat(4_000_000) + "\"")),
                new Hostile(
                        "pieces between separators, escaped",
                        () -> argumentsOf("\"\\n" + (ls + "{\\\"x").repeat(4_000_000) + "\"")),
                new Hostile(
                        "many strings with separators",
                        () ->
                                argumentsOf(
                                        "[\""
                                                + ls
                                                + "\""
                                                + (",\"\\n" + ls + "\"").repeat(500_000)
                                                + "]")),
                new Hostile("brackets", () -> "[{".repeat(8_000_000)),
                new Hostile("ids", () -> "{" + "\"id\":1,".repeat(4_000_000)),
                new Hostile("a string that does not end", () -> "{\"" + "x".repeat(32_000_000)),
                new Hostile(
                        "a number that does not end", () -> argumentsOf("1".repeat(32_000_000))),
                new Hostile(
                        "an error code that does not end",
                        () ->
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"\",\"code\":"
                                        + "1".repeat(32_000_000)
                                        + "}}"));
    }

    /// Lines of tens of megabytes: what reads them in linear time is done in a fraction of a
    /// second, or in seconds on a machine that is busy; quadratic work would take hours.
    @ParameterizedTest
    @MethodSource("hostile")
    void noLineTakesLong(Hostile hostile) {
        byte[] bytes = hostile.line.get().getBytes(StandardCharsets.UTF_8);
        long started = System.nanoTime();

        reader.read(bytes, 0, bytes.length);

        long millis = (System.nanoTime() - started) / 1_000_000;
        assertTrue(millis < 120_000, () -> millis + " ms for " + bytes.length + " bytes");
    }

    @Test
    void memoryOfAHugeLineIsLetGo() {
        read(HEAD + ",\"params\":{\"x\":[0" + ",0".repeat(900_000) + "]}}");
        Json json = Wire.message(reader, HEAD + "}").json();
        assertEquals(256, json.starts.length);

        read(HEAD + ",\"params\":{\"x\":[0" + ",0".repeat(900_000) + "]}}");
        reader.forget();

        assertEquals(256, json.starts.length);
        assertEquals(0, json.bytes().length);
        assertEquals(0, json.count());
        assertInstanceOf(Reading.Single.class, read(HEAD + "}"));
    }

    private Reading read(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }

    private Reading.Malformed malformed(String line) {
        return assertInstanceOf(Reading.Malformed.class, read(line));
    }

    private static String argumentsOf(String value) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"arguments\":"
                + value
                + "}}";
    }

    private static String deep(String object) {
        return "{\"x\":" + object + "}";
    }

    private static String object(int count, IntFunction<String> name, String last) {
        var object = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            object.append('"').append(name.apply(i)).append("\":1,");
        }
        return object.append('"').append(last).append("\":1}").toString();
    }

    private static String spelling(int number, int length) {
        var name = new StringBuilder("a".repeat(length));
        for (int bit = 0; bit < 17; bit++) {
            name.setCharAt(bit * 7, (number >> bit & 1) == 0 ? 'a' : 'A');
        }
        return name.toString();
    }

    private static String colliding(int number) {
        var text = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
