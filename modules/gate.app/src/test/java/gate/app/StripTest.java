package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

class StripTest {

    @Test
    void aLineNeverGrowsBeyondItsWidth() {
        var line = new Strip(10).put("abc", Style.BOLD).to(5).put("defghijkl").put("more");

        assertEquals("abc  defg…", line.text());
        assertEquals("\u001b[1mabc\u001b[0m  defg…", line.ansi(true));
        assertEquals("abc  defg…", line.ansi(false));
    }

    @Test
    void blanksAtTheEndAreErasedAndNotSent() {
        assertEquals("ab\u001b[K", new Strip(10).put("ab").to(8).ansi(true));
        assertEquals("\u001b[K", new Strip(10).ansi(true));
    }

    @Test
    void afterAnEmojiTheColumnIsSaidAnew() {
        var line = new Strip(10).put("😀", Style.PLAIN).to(4).put("x");

        assertEquals("😀\u001b[3G  x\u001b[K", line.ansi(true));
    }

    @Test
    void whatLiesOverALineHidesWhatWasThere() {
        var line = new Strip(10).put("0123").put("456789");
        var over = new Strip(4).put("|ab|");

        assertEquals("|ab|456789", line.overlaid(0, over).text());
        assertEquals("01|ab|6789", line.overlaid(2, over).text());
        assertEquals("012345678|", line.overlaid(9, over).text().replace('…', '|'));
    }

    record Sliced(String text, int from, int cells, String part) {}

    static List<Sliced> sliced() {
        return List.of(
                new Sliced("abcdef", 2, 3, "cde"),
                new Sliced("abcdef", 4, 9, "ef"),
                new Sliced("abcdef", 9, 3, ""),
                new Sliced("abcdef", 0, 0, ""),
                new Sliced("世界人", 2, 2, "界"),
                new Sliced("世界人", 1, 4, " 界"),
                new Sliced("世界人", 0, 3, "世"),
                new Sliced("e\u0301e\u0301", 1, 1, "e\u0301"),
                new Sliced("", 0, 5, ""));
    }

    @ParameterizedTest
    @MethodSource("sliced")
    void aSliceCountsCells(Sliced sliced) {
        assertEquals(
                sliced.part,
                SafeText.line(sliced.text).slice(sliced.from, sliced.cells).toString());
    }

    record Wrapped(String text, int cells, List<String> pieces) {}

    static List<Wrapped> wrapped() {
        return List.of(
                new Wrapped("abcdef", 3, List.of("abc", "def")),
                new Wrapped("abcdefg", 3, List.of("abc", "def", "g")),
                new Wrapped("", 3, List.of("")),
                new Wrapped("世界人", 5, List.of("世界", "人")),
                new Wrapped("世界", 1, List.of("世", "界")),
                new Wrapped("ae\u0301b", 2, List.of("ae\u0301", "b")),
                new Wrapped("ab👨\u200d👩", 4, List.of("ab👨\u200d👩")));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void aLongTextGoesOnInTheNextLine(Wrapped wrapped) {
        var pieces = new ArrayList<String>();
        for (SafeText piece : SafeText.line(wrapped.text).wrap(wrapped.cells)) {
            pieces.add(piece.toString());
        }

        assertEquals(wrapped.pieces, pieces);
    }
}
