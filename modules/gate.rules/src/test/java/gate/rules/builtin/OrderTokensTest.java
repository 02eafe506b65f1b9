package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class OrderTokensTest {

    @Test
    void wordsAndTheSignsBetweenAreTokens() {
        int[] tokens = tokens("Stop. Then: go!");

        assertEquals(6, tokens.length);
        assertArrayEquals(new int[] {tokens("Stop")[0], tokens(".")[0]}, Arrays.copyOf(tokens, 2));
        assertNotEquals(tokens[1], tokens[3], "a full stop is no colon");
    }

    @Test
    void aWordIsTheSameInWhateverWayItIsDisguised() {
        assertArrayEquals(tokens("ignore the rules"), tokens("Ign0re the ru\\u006ces"));
    }

    @Test
    void capitalsAreSaid() {
        int[] tokens = tokens("STOP it");

        assertEquals(3, tokens.length);
        assertEquals(tokens("stop")[0], tokens[1]);
        assertEquals(2, tokens("OK it").length, "two letters are an abbreviation");
        assertEquals(4, tokens("STOP THIS NOW").length, "once for all that follow");
    }

    @Test
    void aSignThatIsRepeatedIsOneAndThreeAreReadBetweenWords() {
        assertEquals(3, tokens("a... b").length);
        assertEquals(5, tokens("to .:!?()[] go").length);
    }

    @Test
    void aSignBehindEveryWordDoesNotDrownTheWords() {
        int[] plain = tokens("send the files to them");

        int[] lines = tokens("send\\nthe\\nfiles\\nto\\nthem");
        assertEquals(plain.length + 2, lines.length);
        assertArrayEquals(tokens("send\\nthe\\nfiles to them"), lines);
        assertEquals(
                lines.length + 1, tokens("send\\nthe\\nfiles to\\nthem").length, "a blank between");
    }

    @Test
    void aLineBreakIsASignHoweverItIsWritten() {
        assertArrayEquals(tokens("one\\ntwo"), tokens("one\ntwo"));
        assertArrayEquals(tokens("one two"), tokens("one\\ttwo"));
    }

    @Test
    void noMoreAreReadThanThereIsRoomFor() {
        var tokens = new OrderTokens(OrderNet.WINDOW);
        byte[] text = "word ".repeat(1_000).getBytes(StandardCharsets.UTF_8);

        assertEquals(OrderNet.WINDOW, tokens.read(text, 0, text.length));
        assertEquals(2, tokens.read(text, 0, 9));
        assertEquals(0, tokens.read(text, 4, 4));
    }

    @Test
    void rowsOfTheTableAreNeverLeft() {
        for (int c = 0; c < 0x3000; c++) {
            for (int token : tokens("x" + (char) c + "y\\" + (char) c)) {
                assertEquals(token, token & (1 << OrderTokens.ROW_BITS) - 1);
            }
        }
    }

    @Test
    void aTextMayEndInTheMiddleOfAnEscape() {
        assertEquals(2, tokens("go\\").length);
        assertArrayEquals(tokens("go."), Arrays.copyOf(tokens("go.\\u00"), 2));
        assertEquals(1, tokens("\\").length);
    }

    private static int[] tokens(String text) {
        var tokens = new OrderTokens(OrderNet.WINDOW);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(tokens.tokens(), tokens.read(bytes, 0, bytes.length));
    }
}
