package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import gate.protocol.Frame;
import gate.rules.ToolLists;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class HiddenToolsTest {

    private static final ToolLists NO_X = new ToolLists(List.of("x*"), List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[ A , X , B ]; [ A , B ]",
                "[X,A]; [A]",
                "[A,X]; [A]",
                "[X, X,A ,X,X , B, X ]; [A , B ]",
                "[ X ]; [  ]",
                "[X,X]; []"
            })
    void deniedToolsGoAndNothingElseChanges(String list, String left) {
        Frame.Line less = HiddenTools.without(line(list), NO_X);

        assertNotNull(less);
        assertEquals(text(left), string(less));
    }

    @Test
    void aListWithoutThemIsTheLineThatCame() {
        Frame.Line line = line("[A,B]");

        assertSame(line, HiddenTools.without(line, NO_X));
        Frame.Line other = Frame.Line.of(bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n"));
        assertSame(other, HiddenTools.without(other, NO_X));
    }

    @Test
    void whatIsNoAnswerIsNotTold() {
        assertNull(HiddenTools.without(Frame.Line.of(bytes("[1]\n")), NO_X));
    }

    private static Frame.Line line(String list) {
        return Frame.Line.of(bytes(text(list)));
    }

    private static String text(String list) {
        String tools =
                list.replace("A", "{ \"name\": \"a\" }")
                        .replace("B", "{\"name\":\"b\",\"n\":1.0}")
                        .replace("X", "{\"name\":\"x1\"}");
        return "{\"jsonrpc\":\"2.0\", \"id\":1,\"result\":{\"tools\":" + tools + ",\"z\":1}}\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String string(Frame.Line line) {
        return new String(
                line.bytes(), line.start(), line.end() - line.start(), StandardCharsets.UTF_8);
    }
}
