package gate.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.protocol.CodePoints;
import gate.protocol.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class TextPatternTest {

    /// `java.util.regex` is the oracle here; in judging it is not used.
    private static final List<String> EXPRESSIONS =
            List.of(
                    "abc",
                    "a|b",
                    "(a|b)c",
                    "a*b",
                    "a+b?",
                    "(ab)+",
                    "a{2}",
                    "a{1,3}c",
                    "a{2,}",
                    "(a|b){2,3}",
                    "[ab]c",
                    "[^ab]",
                    "[a-c]+",
                    "\\bab",
                    "ab\\b",
                    "^a",
                    "c$",
                    "a.c",
                    "(?i)AB",
                    "a\\.c",
                    "(?:a|bc)*c",
                    "\\d+",
                    "\\w+c",
                    "\\s",
                    "((a|b)*c){2}",
                    "a?b?c",
                    "(a|ab)(c|bcd)",
                    "[]a]b");

    @Test
    void findsWhatABacktrackingMatcherFinds() {
        var random = new Random(7);
        for (String expression : EXPRESSIONS) {
            TextPattern pattern = TextPattern.expression(expression);
            Pattern oracle = Pattern.compile(expression.replace("[]a]", "[\\]a]"));
            for (int i = 0; i < 400; i++) {
                String text = text(random);
                assertEquals(
                        oracle.matcher(text).find(),
                        pattern.isIn(text),
                        expression + " in " + text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a+", "[ab]+c?", "(ab)+", "\\d+", "\\bab\\b", "a{1,3}"})
    void reportsWhereMatchesStand(String expression) {
        TextPattern pattern = TextPattern.expression(expression);
        var random = new Random(11);
        for (int i = 0; i < 400; i++) {
            String text = text(random);
            List<String> expected = new ArrayList<>();
            Matcher matcher = Pattern.compile(expression).matcher(text);
            while (matcher.find()) {
                expected.add(matcher.start() + ".." + matcher.end());
            }
            assertEquals(expected, found(pattern, text), expression + " in " + text);
        }
    }

    @Test
    void takesTheLongestOfTheLeftmost() {
        assertEquals(List.of("0..4"), found(TextPattern.expression("ab|abcd"), "abcd"));
        assertEquals(List.of("0..2", "4..6"), found(TextPattern.expression("ab|abcdx"), "abcdab"));
    }

    @Test
    void countsUnitsOfUtf16() {
        assertEquals(List.of("2..3"), found(TextPattern.literal("x", false), "\ud83d\ude00x"));
        assertEquals(List.of("0..2"), found(TextPattern.expression("[^x]"), "\ud83d\ude00x"));
    }

    @Test
    void literalsMeanWhatTheySay() {
        TextPattern pattern = TextPattern.literal("a.c*", false);

        assertTrue(pattern.isIn("xa.c*"));
        assertEquals(List.of(), found(pattern, "abcc"));
        assertTrue(TextPattern.literal("Prod", true).isIn("PROD-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")",
                "a)",
                "[",
                "[a",
                "*",
                "a**",
                "a{2",
                "a{3,2}",
                "a{999}",
                "\\",
                "\\q",
                "(?=a)",
                "(?<x>a)",
                "a*",
                "a?",
                "()",
                "(a{200}){200}",
                "a*?",
                "\\u12",
                "[b-a]",
                "^",
                "a||"
            })
    void whatIsNoExpressionIsRefused(String expression) {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TextPattern.expression(expression))
                        .getMessage();
        assertTrue(String.valueOf(message).length() > 10, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*a){10}b", "a{0,80}a{80}b"})
    void hostileTextTakesLinearTime(String expression) {
        TextPattern pattern = TextPattern.expression(expression);
        String text = "a".repeat(200_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertEquals(List.of(), found(pattern, text)));
    }

    private static List<String> found(TextPattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Json json = Wired.text(text);
        pattern.find(
                new CodePoints().over(json, json.find("/params/text")),
                (start, end) -> found.add(start + ".." + end));
        return found;
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append("aaabbcd1 .".charAt(random.nextInt(10)));
        }
        return text.toString();
    }
}
