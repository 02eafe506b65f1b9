package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import gate.app.Key.Name;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

class KeyDecoderTest {

    record Typed(String typed, List<Key> keys) {

        static Typed of(String typed, Key... keys) {
            return new Typed(typed, List.of(keys));
        }
    }

    static List<Typed> typed() {
        Key escape = Key.of(Name.ESCAPE);
        return List.of(
                Typed.of("a", Key.of('a')),
                Typed.of("世", new Key(Name.CHAR, '世')),
                Typed.of("\r\n", Key.of(Name.ENTER), Key.of(Name.ENTER)),
                Typed.of(
                        "\t\u007f\b",
                        Key.of(Name.TAB),
                        Key.of(Name.BACKSPACE),
                        Key.of(Name.BACKSPACE)),
                Typed.of("\u0003\u001a", Key.ctrl('c'), Key.ctrl('z')),
                Typed.of("\u001b[A\u001bOB", Key.of(Name.UP), Key.of(Name.DOWN)),
                Typed.of("\u001b[5~\u001b[6~", Key.of(Name.PAGE_UP), Key.of(Name.PAGE_DOWN)),
                Typed.of(
                        "\u001b[H\u001b[4~\u001b[3~",
                        Key.of(Name.HOME),
                        Key.of(Name.END),
                        Key.of(Name.DELETE)),
                Typed.of("\u001b[Z", Key.of(Name.BACK_TAB)),
                Typed.of("\u001b", escape),
                Typed.of("\u001b\u001b", escape, escape),
                Typed.of("\u001bq", escape, Key.of('q')),
                // What a terminal answers is never taken for typed.
                Typed.of("\u001b[?62;1c", Key.of(Name.OTHER)),
                Typed.of("\u001b[24;80R", Key.of(Name.OTHER)),
                Typed.of("\u001b]11;rgb:0000/0000/0000\u0007q", Key.of('q')),
                Typed.of("\u001b]52;c;\u001b\\q", Key.of('\\'), Key.of('q')),
                Typed.of("\u001b[" + "1".repeat(100) + "q"));
    }

    @ParameterizedTest
    @MethodSource("typed")
    void whatIsTypedBecomesKeys(Typed typed) {
        var decoder = new KeyDecoder();
        var keys = new ArrayList<Key>();

        typed.typed.codePoints().forEach(point -> keys.addAll(decoder.take(point)));
        keys.addAll(decoder.end());

        if (typed.typed.contains("]52")) {
            keys.remove(Key.of(Name.ESCAPE)); // a string's end, ESC \, may be told apart or not
        }
        if (typed.typed.length() < 100) {
            assertEquals(typed.keys, keys);
        } else {
            assertFalse(keys.size() > 50, keys::toString);
        }
        assertFalse(decoder.isInside());
    }
}
