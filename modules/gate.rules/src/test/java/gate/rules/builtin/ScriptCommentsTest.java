package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptCommentsTest {

    /// `|` stands for the end of a line, `///` for three quotes; with `js` comments are those of
    /// JavaScript.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "py; a|  # b|c; a|c",
                "py; #!/bin/sh|a; #!/bin/sh|a",
                "py; x = (8|// f()); x = (8|// f())",
                "js; a // b|// c|d; a // b|d",
                "js; # a; # a",
                "js; /* a */ b; b",
                "js; /** a| * b| */|c; |c",
                "js; /* a|   b|*/|c;    b|*/|c",
                "js; x = ^a^|* b; x = ^a^|* b",
                "py; ///a///|b; b",
                "py; ///a///|exec(__doc__); ///a///|exec(__doc__)",
                "py; def f():|    ///a|    b|    ///|    c; def f():||    c",
                "py; f(|///a///|); f(|///a///|)",
                "py; f({1:|///a///}); f({1:|///a///})",
                "py; ///a/// + b; ///a/// + b",
                "py; a = ///b|# c|d///; a = ///b|d///"
            })
    void onlyWholeCommentsAreLeftOut(String language, String code, String kept) {
        assertEquals(plain(kept).strip(), without(language, code).strip());
    }

    private static String without(String language, String code) {
        return ScriptComments.without(plain(code), language.equals("js"));
    }

    private static String plain(String text) {
        return text.replace('|', '\n').replace("///", "\"\"\"");
    }
}
