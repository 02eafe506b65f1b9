package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptCommentsTest {

    /// `|` stands for the end of a line.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "a|  # b|c; a|c",
                "#!/bin/sh|a; #!/bin/sh|a",
                "a // b|// c|d; a // b|d",
                "/* a */ b; b",
                "/** a| * b| */|c; |c",
                "/* a|   b|*/|c;    b|*/|c",
                "x = ^a^|* b; x = ^a^|* b",
                "///a///|b; b",
                "def f():|    ///a|    b|    ///|    c; def f():||    c",
                "f(|///a///|); f(|///a///|)",
                "///a/// + b; ///a/// + b",
                "a = ///b|# c|d///; a = ///b|d///"
            })
    void onlyWholeCommentsAreLeftOut(String code, String kept) {
        assertEquals(plain(kept).strip(), ScriptComments.without(plain(code)).strip());
    }

    private static String plain(String text) {
        return text.replace('|', '\n').replace("///", "\"\"\"");
    }
}
