package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class CodePointsTest {

    /// @param json a string as JSON writes it, without its quotes
    record Walk(String json, String text) {}

    static List<Walk> walks() {
        return List.of(
                new Walk("", ""),
                new Walk("abc", "abc"),
                new Walk("é€😀", "é€😀"),
                new Walk("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"),
                new Walk("\\u0000\\u0041\\u00e9\\u20AC\\uffff", "\0Aé€\uffff"),
                new Walk("\\ud83d\\ude00\\uD83D\\uDE00", "😀😀"),
                new Walk("a\\ud83d", "a\ud83d"),
                new Walk("\\ud83da", "\ud83da"),
                new Walk("\\ude00\\ud83d", "\ude00\ud83d"),
                new Walk("\\ud83d\\ud83d\\ude00", "\ud83d😀"),
                new Walk("\\ud83d\\u0041", "\ud83dA"),
                new Walk("\\ud83d\\n", "\ud83d\n"),
                new Walk("\\ud83d\\\\ude00", "\ud83d" + "\\ude00"),
                new Walk("\\ud83d😀", "\ud83d😀"),
                new Walk(
                        "\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff",
                        "\u007f\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff"));
    }

    @ParameterizedTest
    @MethodSource("walks")
    void itCountsUtf16UnitsHoweverACharacterIsWritten(Walk walk) {
        var json = Wire.json("[\"" + walk.json + "\"]");

        assertEquals(walk.text, json.string(1));
        assertWalks(walk.text, json, 1);
        assertTrue(json.textEquals(1, walk.text));
        assertFalse(json.textEquals(1, walk.text + "x"));
    }

    @Test
    void aNameIsWalkedLikeAString() {
        var json = Wire.json("{\"a\\u0062😀\":1}");

        assertWalks("ab😀", json, 1);
    }

    @Test
    void oneInstanceServesManyTexts() {
        var json = Wire.json("[\"x😀\",\"yz\"]");
        var points = new CodePoints().over(json, 1);
        points.next();
        points.next();

        points.over(json, 2);

        assertEquals('y', points.next());
        assertEquals(0, points.index());
        assertEquals(1, points.width());
    }

    @Test
    void beforeAnyTextThereIsNothing() {
        assertEquals(-1, new CodePoints().next());
    }

    @Test
    void itAgreesWithTheStringOnRandomTexts() {
        var random = new Random(4_711);
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            var json = new StringBuilder("\"");
            for (int i = random.nextInt(12); i > 0; i--) {
                RandomJson.appendCharacter(random, text, json);
            }
            Json read = Wire.json(json.append('"').toString());

            assertEquals(text.toString(), read.string(Json.ROOT));
            assertWalks(text.toString(), read, Json.ROOT);
        }
    }

    private static void assertWalks(String text, Json json, int node) {
        var points = new CodePoints().over(json, node);
        List<Integer> expected = new ArrayList<>();
        List<Integer> walked = new ArrayList<>();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            expected.addAll(List.of(point, i, Character.charCount(point)));
        }
        for (int point = points.next(); point >= 0; point = points.next()) {
            walked.addAll(List.of(point, points.index(), points.width()));
        }
        assertEquals(expected, walked);
        assertEquals(text.length(), points.index(), "at the end");
        assertEquals(0, points.width(), "at the end");
        assertEquals(-1, points.next(), "the end stays the end");
    }
}
