package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.PrettyJson.Para;
import gate.app.PrettyJson.Spot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

class PrettyJsonTest {

    record LaidOut(String json, String lines) {}

    static List<LaidOut> laidOut() {
        return List.of(
                new LaidOut("{}", "{}"),
                new LaidOut("[ ]", "[]"),
                new LaidOut(
                        "{\"a\":1,\"b\":[true,null]}",
                        "{|  \"a\": 1,|  \"b\": [|    true,|    null|  ]|}"),
                new LaidOut(" {\"a\" : { } }", "{|  \"a\": {}|}"),
                new LaidOut("{\"a,b\":\"x:{y}\"}", "{|  \"a,b\": \"x:{y}\"|}"),
                new LaidOut("{\"a\":\"q\\\"q\"}", "{|  \"a\": \"q\\\"q\"|}"),
                new LaidOut("{\"a\":\"\u001b[2J\"}", "{|  \"a\": \"␛[2J\"|}"),
                new LaidOut(
                        "{\"a\":[1,{\"b\":\"cut sho",
                        "{|  \"a\": [|    1,|    {|      \"b\": \"cut sho"),
                new LaidOut("]]}}", "]]}}"),
                new LaidOut("no JSON, {at} all", "no JSON, {at} all"),
                new LaidOut("", ""));
    }

    @ParameterizedTest
    @MethodSource("laidOut")
    void aMemberHasALine(LaidOut laidOut) {
        var lines = new StringBuilder();
        for (Para para : PrettyJson.lines(bytes(laidOut.json), List.of())) {
            lines.append(lines.isEmpty() ? "" : "|")
                    .append(" ".repeat(para.indent()))
                    .append(para.text());
        }

        assertEquals(laidOut.lines, lines.toString());
    }

    record Marked(String json, Spot spot, String underlined) {}

    static List<Marked> marked() {
        return List.of(
                new Marked(
                        "{\"a\":{\"b\":[0,\"xx rm -rf yy\"]}}", new Spot("/a/b/1", 3, 9), "rm -rf"),
                new Marked("{\"a\":\"\\u0041\\n😀rm\"}", new Spot("/a", 4, 6), "rm"),
                new Marked("{\"a\":\"世界rm\"}", new Spot("/a", 2, 4), "rm"),
                new Marked("{\"a/b\":{\"~\":\"rm\"}}", new Spot("/a~1b/~0", 0, 2), "rm"),
                new Marked("{\"\\u0061\":\"rm\"}", new Spot("/a", 0, 2), "rm"),
                new Marked("{\"a\":\"short\"}", new Spot("/a", 3, 900), "rt"),
                new Marked("{\"a\":\"short\"}", new Spot("/b", 0, 2), ""),
                new Marked("{\"a\":\"x\",\"b\":{\"a\":\"rm\"}}", new Spot("/b/a", 0, 2), "rm"),
                new Marked("[\"x\",\"rm\"]", new Spot("/1", 0, 2), "rm"));
    }

    @ParameterizedTest
    @MethodSource("marked")
    void whatWasFoundIsUnderlinedWhereItStands(Marked marked) {
        var underlined = new StringBuilder();
        for (Para para : PrettyJson.lines(bytes(marked.json), List.of(marked.spot))) {
            for (int i = 0; i < para.marks().size(); i += 2) {
                int from = para.marks().get(i);
                underlined.append(para.text().slice(from, para.marks().get(i + 1) - from));
            }
        }

        assertEquals(marked.underlined, underlined.toString());
    }

    @Test
    void depthAndLinesHaveALimit() {
        byte[] deep = bytes("[".repeat(100_000));
        byte[] many = bytes("[" + "1,".repeat(100_000));

        assertEquals(
                PrettyJson.LINES, PrettyJson.lines(deep, List.of(new Spot("/0", 0, 1))).size());
        assertEquals(PrettyJson.LINES, PrettyJson.lines(many, List.of()).size());
    }

    /// Cut, glued, changed: it never fails, and never drops a byte that is no blank.
    @Test
    void anyBytesAreLaidOut() {
        var random = new Random(5);
        byte[] whole = bytes("{\"a\":[1,{\"b\":\"x\\u00e9 \\\" 世\"},[],{}],\"c\":null}");
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) "{}[],:\"\\ \u00ff".charAt(random.nextInt(10));
            }
            int shown = 0;
            for (Para para : PrettyJson.lines(bytes, List.of(new Spot("/a/1/b", 1, 4)))) {
                shown += para.text().toString().length();
                for (int mark : para.marks()) {
                    assertTrue(mark <= para.text().cells() + 8);
                }
            }
            int plain = 0;
            for (byte b : bytes) {
                plain += b > ' ' && b < 0x7f ? 1 : 0;
            }
            assertTrue(shown >= plain, () -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
