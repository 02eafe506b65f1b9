package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

class ExpressionTest {

    record Case(String expression, List<String> found, List<String> missed) {}

    static List<Case> cases() {
        return List.of(
                new Case(
                        "rm +-(rf|fr)",
                        List.of("sudo rm  -fr /", "RM -RF"),
                        List.of("rm -r", "rm-rf")),
                new Case("^a.c$", List.of("abc", "a天c", "ABC"), List.of("xabc", "abcx", "ac")),
                new Case("a{2,3}b", List.of("aab", "xaaab"), List.of("ab", "a b")),
                new Case("^a{2}$", List.of("aa"), List.of("a", "aaa")),
                new Case("^a{2,}$", List.of("aa", "aaaaa"), List.of("a", "")),
                new Case("[^a-y]", List.of("abcz", "ü"), List.of("abc", "")),
                new Case("^[]a-]+$", List.of("]-a"), List.of("b")),
                new Case("\\d+\\s\\w", List.of("12 x"), List.of("12x", "a b")),
                new Case("^\\D+$", List.of("abc", "天"), List.of("a1")),
                new Case("Ab", List.of("xAbx"), List.of("ab", "AB")),
                new Case("(?i)Ab", List.of("aB"), List.of("a b")),
                new Case("[ä-ü]", List.of("ö"), List.of("o", "ÿ")),
                new Case("[😀-😂]", List.of("x😁"), List.of("😃", "?")),
                new Case("(a*)*b", List.of("aaab", "b"), List.of("aaaa")),
                new Case("a|", List.of("", "b"), List.of()),
                new Case("a\\.b\\/c", List.of("a.b/c"), List.of("axb/c")),
                new Case("a+?b", List.of("aab"), List.of("b")),
                new Case("x{", List.of("x{"), List.of("x")),
                new Case("a$|^b", List.of("ba", "ca", "bc"), List.of("ac", "ab c")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsWhatItSays(Case one) throws Exception {
        for (String text : one.found) {
            assertTrue(isIn(one.expression, text), one.expression + " is in " + text);
        }
        for (String text : one.missed) {
            assertFalse(isIn(one.expression, text), one.expression + " is not in " + text);
        }
    }

    /// Against another engine, on texts and expressions of a few letters, in which much is equal.
    @Test
    void agreesWithAnotherEngine() throws Exception {
        var random = new Random(20);
        String[] atoms = {"a", "b", "[ab]", "[^a]", ".", "(a|b)", "(ab|b)", "ab", "^a", "b$", "ü"};
        String[] times = {"", "", "*", "+", "?", "{2}", "{1,2}", "{0,3}"};
        for (int i = 0; i < 3_000; i++) {
            var expression = new StringBuilder();
            for (int part = random.nextInt(4); part >= 0; part--) {
                String atom = atoms[random.nextInt(atoms.length)];
                boolean isEdge = atom.indexOf('^') == 0 || atom.indexOf('$') > 0;
                expression.append(atom).append(isEdge ? "" : times[random.nextInt(times.length)]);
                expression.append(part > 0 && random.nextInt(6) == 0 ? "|" : "");
            }
            var text = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append("abbü".charAt(random.nextInt(4)));
            }
            boolean expected = Pattern.compile(expression.toString()).matcher(text).find();
            assertEquals(
                    expected,
                    isIn(expression.toString(), text.toString()),
                    expression + " in " + text);
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "(a*)*b",
                "(a|a)*b",
                "(a|aa)+$",
                "(.*)(.*)(.*)(.*)(.*)x",
                "(x+x+)+y",
                "a.{200}b"
            })
    void nothingMakesItHang(String expression) throws Exception {
        byte[] text = "ax".repeat(500_000).getBytes(StandardCharsets.UTF_8);
        var search = new ExpressionSearch(Expression.of(expression));

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> search.isIn(text));

        assertTrue(search.states() <= ExpressionSearch.STATES);
    }

    record Bad(String expression, int at, String message) {}

    static List<Bad> wrong() {
        return List.of(
                new Bad("", 0, "an expression is missing here"),
                new Bad("a)", 1, "this ) closes nothing: \\) looks for one"),
                new Bad("(a", 0, "this ( is never closed"),
                new Bad("[a", 0, "this [ is never closed"),
                new Bad("*a", 0, "there is nothing to repeat here: \\ before it looks for it"),
                new Bad("a**", 2, "what is repeated already cannot be repeated; use ( )"),
                new Bad("a{2,1}", 1, "this repetition ends before it begins"),
                new Bad("a{x}", 1, "a repetition is {2}, {2,} or {2,5}, up to 1000"),
                new Bad("(?=a)", 0, "of groups only ( and (?: are known, and (?i) at the start"),
                new Bad("(a)\\1", 3, "\\1 is not known here: \\d \\w \\s \\D \\W \\S are"),
                new Bad("a\\", 1, "something is missing after this \\"),
                new Bad("(".repeat(33), 32, "groups nest 32 deep at most"),
                new Bad("a".repeat(513), 512, "an expression has 512 characters at most"),
                new Bad("((a{1000}){1000})", 0, "this repeats too much: write shorter repetitions"),
                new Bad(
                        "((((){1000}){1000}){1000})",
                        0,
                        "this repeats too much: write shorter repetitions"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatMakesNoSenseIsRefusedWithItsPlace(Bad bad) {
        var thrown = assertThrows(Expression.Wrong.class, () -> Expression.of(bad.expression));

        assertEquals(bad.message, thrown.getMessage());
        assertEquals(bad.at, thrown.at());
    }

    @Test
    void bytesThatAreNoTextMatchNothingButDoNoHarm() throws Exception {
        var any = new ExpressionSearch(Expression.of("^.$"));

        assertFalse(any.isIn(new byte[] {(byte) 0xff}));
        assertFalse(any.isIn(new byte[] {(byte) 0xe5, (byte) 0xa4}));
        assertTrue(any.isIn("天".getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isIn(String expression, String text) throws Expression.Wrong {
        return new ExpressionSearch(Expression.of(expression))
                .isIn(text.getBytes(StandardCharsets.UTF_8));
    }
}
