package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmTest {

    private static final int CHARS = 100_000;

    /// Work is counted, not timed: what is made to be expensive ends soon after the sum is spent.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(",
                "`",
                "{a,",
                "${",
                "((",
                "'",
                "\"",
                "\\",
                "<<A\n",
                "<<A ",
                "|",
                "sh -c ",
                "X=$X$X;",
                "f(){",
                "eval ",
                "{a,b}{a,b}{a,b}{a,b} ",
                "echo a|base64 -d|",
                "xargs ",
                "sudo ",
                "find . -exec ",
                "(",
                ")",
                "[",
                "if ",
                "case ",
                "<(",
                "alias a=b;a;",
                "printf %s ",
                "cd ..;",
                "set -- a;",
                "r^m ",
                "del /s ",
                "DELETE FROM ",
                "run('",
                "MERGE INTO a ON ",
                "EXEC('",
                "/*",
                "$$",
                "run(",
                "chr(",
                "a='b'+a\n",
                "WHERE "
            })
    void workIsLinear(String unit) {
        String text = unit.repeat(CHARS / unit.length());
        var shells = new Shell[] {Harms.shell(text), Harms.shell(text), Harms.shell(text)};
        ArgumentJudge.command(shells[0], text);
        ArgumentJudge.query(shells[1], "DELETE FROM t WHERE " + text);
        ArgumentJudge.code(shells[2], text);

        for (Shell shell : shells) {
            assertTrue(shell.harm.spent() <= 50L * CHARS, () -> "" + shell.harm.spent());
        }
    }

    @Test
    void aTextThatMultipliesIsRefused() {
        String unit = "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b} ";

        assertEquals(Harm.TOO_MUCH_WORK, Harms.ofCommand(unit.repeat(4_000)));
    }

    @Test
    void commandsOfOneLetterWithoutEndAreRefused() {
        assertEquals(Harm.TOO_MUCH_WORK, Harms.ofCommand("a;".repeat(50_000)));
        assertNull(Harms.ofCommand("ls -l;".repeat(50_000)));
    }

    @Test
    void aCommandThatNestsTooDeeplyIsRefused() {
        String inside = "echo $(".repeat(Harm.MAX_DEPTH) + "x" + ")".repeat(Harm.MAX_DEPTH);

        assertEquals(Harm.TOO_DEEP, Harms.ofCommand(inside));
    }

    @Test
    void aHugeHarmlessScriptPasses() {
        String line = "echo \"$HOME is $(pwd)\" | grep -v 'x' >> out.txt && make -C src all\n";

        assertEquals(null, Harms.ofCommand(line.repeat(5_000)));
    }
}
