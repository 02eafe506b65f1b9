package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import gate.protocol.Admission;
import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Frame;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.protocol.Session;
import gate.rules.Cut;
import gate.rules.Finding;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

@SuppressWarnings("StringConcatToTextBlock")
class RedactionTest {

    private static final String MARK = "«redacted:r»";

    /// Refuses what still says EVIL.
    private static final class Evil implements Rule {

        @Override
        public String id() {
            return "r";
        }

        @Override
        public Severity severity() {
            return Severity.HIGH;
        }

        @Override
        public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
            if (envelope.json().source(Json.ROOT).contains("EVIL")) {
                findings.accept(new Finding(id(), severity(), new Span("", 0, 0), "evil"));
            }
        }
    }

    @Test
    void onlyTheSpanGivesWay() {
        assertEquals(
                "{ \"jsonrpc\":\"2.0\" ,\"method\":\"m\",\"params\":{\"text\":\"a "
                        + MARK
                        + " b\",\"n\":1.0}}\r\n",
                redacted(
                        "{ \"jsonrpc\":\"2.0\" ,\"method\":\"m\",\"params\":{\"text\":\"a EVIL"
                                + " b\",\"n\":1.0}}\r\n",
                        new Span("/params/text", 2, 6)));
    }

    @Test
    void escapesCountAsWhatTheyStandFor() {
        assertEquals(
                text("\\u00e9\\n" + MARK + "\\\"x"),
                redacted(text("\\u00e9\\n\\u0045VIL\\\"x"), new Span("/params/text", 2, 6)));
    }

    @Test
    void halfACharacterGoesAsAWhole() {
        assertEquals(
                text("a" + MARK + "b"),
                redacted(text("a\ud83d\ude00b"), new Span("/params/text", 2, 3)));
        assertEquals(
                text("a" + MARK + "b"),
                redacted(text("a\\ud83d\\ude00b"), new Span("/params/text", 1, 2)));
    }

    @Test
    void severalSpansOfSeveralTexts() {
        String line =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"arguments\":"
                        + "{\"b\":[\"EVIL\",{\"type\":\"xEVIL\"}],\"a/~\":\"EVIL EVIL\"}}}";
        assertEquals(
                line.replace("EVIL", MARK),
                redacted(
                        line,
                        new Span("/params/arguments/a~1~0", 5, 9),
                        new Span("/params/arguments/a~1~0", 0, 4),
                        new Span("/params/arguments/b/0", 0, 4),
                        new Span("/params/arguments/b/1/type", 1, 5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/method",
                "/id",
                "/params",
                "/params/n",
                "/params/none",
                "/params/uri",
                "/params/list/0/name",
                "/params/list/0/type",
                "/params/media/data",
                "/params/list/00/text",
                ""
            })
    void whatCannotBeReplacedIsNot(String pointer) {
        String line =
                "{\"jsonrpc\":\"2.0\",\"id\":\"EVILEVIL\",\"method\":\"EVILEVIL\",\"params\":{\"n\":12345678,"
                    + "\"uri\":\"EVILEVIL\",\"list\":[{\"name\":\"EVILEVIL\",\"type\":\"EVILEVIL\","
                    + "\"text\":\"EVILEVIL\"}],"
                    + "\"media\":{\"mimeType\":\"image/png\",\"data\":\"EVILEVIL\"}}}";
        assertNull(redacted(line, new Span(pointer, 0, 4)));
    }

    @Test
    void aSpanBeyondTheTextIsNotCut() {
        assertNull(redacted(text("EVIL"), new Span("/params/text", 0, 5)));
    }

    @Test
    void whatIsStillRefusedIsNotForwarded() {
        assertNull(redacted(text("EVIL EVIL"), new Span("/params/text", 0, 4)));
        // A finding in a name has the pointer of its value.
        assertNull(
                redacted(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"EVIL\":\"good\"}}",
                        new Span("/params/EVIL", 0, 4)));
    }

    /// Whatever the text and the span: the bytes outside stay, and what is read is the text with
    /// the span replaced.
    @Test
    void allElseStaysByteForByte() {
        var random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            String source = source(random);
            String line = text(source);
            Json before = read(line).message().json();
            String whole = before.string(before.find("/params/text"));
            if (whole.isEmpty()) {
                continue;
            }
            int start = random.nextInt(whole.length());
            int end = start + 1 + random.nextInt(whole.length() - start);
            boolean cutsStart = start > 0 && isPair(whole, start);
            boolean cutsEnd = end < whole.length() && isPair(whole, end);
            String expected =
                    whole.substring(0, cutsStart ? start - 1 : start)
                            + MARK
                            + whole.substring(cutsEnd ? end + 1 : end);

            String redacted = redacted(line, new Span("/params/text", start, end));

            assertNotNull(redacted, line);
            Json after = read(redacted).message().json();
            assertEquals(expected, after.string(after.find("/params/text")), line);
            int mark = redacted.indexOf(MARK);
            String tail = redacted.substring(mark + MARK.length());
            assertEquals(redacted.substring(0, mark), line.substring(0, mark), line);
            assertEquals(tail, line.substring(line.length() - tail.length()), line);
        }
    }

    private static boolean isPair(String text, int at) {
        return Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "Z",
                    " ",
                    "é",
                    "漢",
                    "\ud83d\ude00",
                    "\\n",
                    "\\\"",
                    "\\\\",
                    "\\/",
                    "\\u00e9",
                    "\\ud83d\\ude00",
                    "\\u0041",
                    "\\ud83d");

    private static String source(Random random) {
        var source = new StringBuilder();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            source.append(PIECES.get(random.nextInt(PIECES.size())));
            source.append(source.toString().endsWith("\\ud83d") ? "x" : "");
        }
        return source.toString();
    }

    private static String text(String source) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"x\":\"é\",\"text\":\""
                + source
                + "\",\"y\":[1,2]}}\n";
    }

    private static Reading.Single read(String line) {
        return (Reading.Single)
                new MessageReader().read(Frame.Line.of(line.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable String redacted(String line, Span... spans) {
        List<Rule> rules = List.of(new Evil());
        var judge = new Judge(rules, Policy.BUILT_IN, Memory.ofProcess());
        var session = new Session("0123456789ab", "s", List.of("s"));
        Message message = read(line).message();
        Envelope envelope =
                ((Admission.Admitted) session.admit(message, Direction.UPSTREAM, 0)).envelope();
        Frame.Line redacted =
                Redaction.of(
                        Frame.Line.of(line.getBytes(StandardCharsets.UTF_8)),
                        envelope,
                        java.util.Arrays.stream(spans).map(span -> new Cut(span, "r")).toList(),
                        judge);
        return redacted == null
                ? null
                : new String(
                        redacted.bytes(),
                        redacted.start(),
                        redacted.end() - redacted.start(),
                        StandardCharsets.UTF_8);
    }
}
