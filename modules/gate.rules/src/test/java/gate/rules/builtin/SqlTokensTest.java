package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SqlTokensTest {

    @Test
    void aWordIsMadeOnceInWhateverCaseItComesBack() {
        SqlTokens tokens = tokens("drop DROP Drop é É ß");

        assertEquals("DROP", tokens.value(0));
        assertSame(tokens.value(0), tokens.value(1));
        assertSame(tokens.value(0), tokens.value(2));
        assertEquals("é", tokens.value(3), "databases fold letters of ASCII only");
        assertEquals("É", tokens.value(4));
    }

    @Test
    void manyWordsStayApart() {
        var text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(i % 3 == 0 ? "w" : "W").append(i * 7 % 1_000).append(' ');
        }

        SqlTokens tokens = tokens(text.toString());

        assertEquals(10_000, tokens.count());
        for (int i = 0; i < tokens.count(); i++) {
            assertEquals("W" + i * 7 % 1_000, tokens.value(i));
        }
    }

    @Test
    void stringsAndNamesKeepTheirCase() {
        SqlTokens tokens = tokens("name 'Name' \"Name\" N'Name' Name");

        assertEquals("NAME", tokens.value(0));
        assertEquals("Name", tokens.value(1));
        assertEquals("Name", tokens.value(2));
        assertEquals("Name", tokens.value(3), "a string of a national character set");
        assertEquals(SqlTokens.Kind.STRING, tokens.kind(3));
        assertSame(tokens.value(0), tokens.value(4));
    }

    private static SqlTokens tokens(String text) {
        var harm = new Harm();
        harm.allow(text.length());
        return new SqlTokens(text, harm);
    }
}
