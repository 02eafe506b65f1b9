package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

class SafeTextTest {

    private static final String ESC = "\u001b";

    record Shown(String raw, String safe) {}

    static List<Shown> lines() {
        return List.of(
                new Shown("", ""),
                new Shown("plain ASCII, {\"a\":1}", "plain ASCII, {\"a\":1}"),
                new Shown("Grüße, 世界, Ελλάδα, שלום", "Grüße, 世界, Ελλάδα, שלום"),
                new Shown("a\nb\tc\rd\0e\u007ff", "a␊b␉c␍d␀e␡f"),
                new Shown(ESC + "[31mred", "␛[31mred"),
                new Shown("\u009b31m \u0085", "‹U+009B›31m ‹U+0085›"),
                new Shown("\u202egnp.exe\u202c", "‹U+202E›gnp.exe‹U+202C›"),
                new Shown(
                        "\u2066x\u2069\u061c\u200e\u200f",
                        "‹U+2066›x‹U+2069›‹U+061C›‹U+200E›‹U+200F›"),
                new Shown("zero\u200bwidth\ufeff\u2060", "zero‹U+200B›width‹U+FEFF›‹U+2060›"),
                new Shown("soft\u00adhyphen", "soft‹U+00AD›hyphen"),
                new Shown("\u3164\u115f\u1160\uffa0", "‹U+3164›‹U+115F›‹U+1160›‹U+FFA0›"),
                new Shown("a\u2028b\u2029", "a‹U+2028›b‹U+2029›"),
                new Shown("\udb40\udc41\udb40\udc7f", "‹U+E0041›‹U+E007F›"),
                new Shown("a\ufe00b\udb40\udd00", "a‹U+FE00›b‹U+E0100›"),
                new Shown("\ue000 \udbff\udffd \ufdd0", "‹U+E000› ‹U+10FFFD› ‹U+FDD0›"),
                new Shown("\ud800x\udfff", "‹U+D800›x‹U+DFFF›"),
                new Shown("e\u0301e\u0301\u0302", "e\u0301e\u0301\u0302"),
                new Shown("Z\u0351\u0343\u0357\u0300\u0301!", "Z\u0351\u0343‹+3›!"),
                new Shown("\u0301x", "‹U+0301›x"),
                new Shown("\n\u0301", "␊\u0301"),
                new Shown("‹U+202E› ␛", "‹U+2039›U+202E‹U+203A› ‹U+241B›"),
                new Shown("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
                new Shown("❤\ufe0f\u200d🔥 👍🏽\u200d💻", "❤\ufe0f\u200d🔥 👍🏽\u200d💻"),
                new Shown("a\u200db 👨\u200dx 👨\u200d", "a‹U+200D›b 👨‹U+200D›x 👨‹U+200D›"),
                new Shown("👨\u200d\u200d👩", "👨‹U+200D›‹U+200D›👩"),
                new Shown("❤\ufe0f\ufe0f 1\ufe0f", "❤\ufe0f‹U+FE0F› 1‹U+FE0F›"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineShowsWhatWouldHideOrAct(Shown shown) {
        assertEquals(shown.safe, SafeText.line(shown.raw).toString());
    }

    record Named(String raw, String safe) {}

    static List<Named> names() {
        return List.of(
                new Named("read_file", "read_file"),
                new Named("x  BLOCK  y", "x BLOCK y"),
                new Named("  x \u00a0\u3000\u2800 y  ", "x y"),
                new Named("", "-"),
                new Named(" \u00a0 ", "-"),
                new Named("a\n\nb", "a␊␊b"),
                new Named("שלtool", "‹U+05E9›‹U+05DC›tool"),
                new Named("a\u0300\u0301\u0302 b", "a\u0300\u0301‹+1› b"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameStaysInItsColumn(Named named) {
        assertEquals(named.safe, SafeText.name(named.raw).toString());
    }

    record Bytes(String hex, String safe) {}

    static List<Bytes> bytes() {
        return List.of(
                new Bytes("41ff42", "A‹FF›B"),
                new Bytes("c080", "‹C0›‹80›"), // overlong NUL
                new Bytes("c01b", "‹C0›␛"),
                new Bytes("e0809b", "‹E0›‹80›‹9B›"), // overlong CSI
                new Bytes("eda080", "‹ED›‹A0›‹80›"), // a surrogate
                new Bytes("f4908080", "‹F4›‹90›‹80›‹80›"), // beyond Unicode
                new Bytes("f09f98", "‹F0›‹9F›‹98›"), // cut short
                new Bytes("9b33316d", "‹9B›31m"), // C1 as one byte
                new Bytes("c29b33316d", "‹U+009B›31m"),
                new Bytes("f09f9880", "😀"));
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void bytesThatAreNoTextAreNamed(Bytes bytes) {
        byte[] raw = java.util.HexFormat.of().parseHex(bytes.hex);

        assertEquals(bytes.safe, SafeText.line(ByteBuffer.wrap(raw)).toString());
    }

    /// What terminals obey: each is also wrapped, nested, in its 8-bit form, and cut at every byte.
    static List<String> escapes() {
        String st = ESC + "\\";
        var escapes =
                new ArrayList<>(
                        List.of(
                                ESC + "[2J",
                                ESC + "[?1049h",
                                ESC + "[6n",
                                ESC + "[c",
                                ESC + "[?2026$p",
                                ESC + "[8;1;1t",
                                ESC + "[21t",
                                ESC + "]0;title\u0007",
                                ESC + "]2;title" + st,
                                ESC + "]8;;http://evil/" + st + "link" + ESC + "]8;;" + st,
                                ESC + "]52;c;cm0gLXJmIC8=\u0007",
                                ESC + "]52;c;?\u0007",
                                ESC + "]777;notify;a;b\u0007",
                                ESC + "]1337;File=inline=1:AAAA\u0007",
                                ESC + "P$q\"p" + st,
                                ESC + "P+q544e" + st,
                                ESC + "_Gf=100;AAAA" + st,
                                ESC + "^private" + st,
                                ESC + "X" + "string" + st,
                                ESC + "c",
                                ESC + "#8",
                                ESC + "(0",
                                ESC + "[31m" + ESC + "]0;" + ESC + "[2J\u0007" + st,
                                "\u000e\u000f\u0008\u0007\u0005"));
        for (String escape : List.copyOf(escapes)) {
            var c1 = new StringBuilder();
            for (int i = 0; i < escape.length(); i++) {
                boolean pair = escape.charAt(i) == '\u001b' && i + 1 < escape.length();
                c1.append(pair ? (char) (escape.charAt(++i) + 0x40) : escape.charAt(i));
            }
            escapes.add(c1.toString());
            escapes.add("\"" + escape + "\u202e" + escape + "\"");
        }
        return escapes;
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void noEscapeSequenceSurvivesCutAnywhere(String escape) {
        byte[] utf8 = escape.getBytes(StandardCharsets.UTF_8);
        byte[] latin1 = escape.getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] bytes : List.of(utf8, latin1)) {
            for (int from = 0; from < bytes.length; from++) {
                for (int to = from; to <= bytes.length; to++) {
                    assertAllowed(SafeText.line(ByteBuffer.wrap(bytes, from, to - from)));
                    assertAllowed(SafeText.json(ByteBuffer.wrap(bytes, from, to - from)));
                }
            }
        }
        for (int width = 0; width < 20; width++) {
            assertAllowed(SafeText.line(escape).clip(width));
        }
        assertAllowed(SafeText.name(escape));
        assertAllowed(SafeText.quoted(escape));
    }

    /// Doubled, without a base, between letters and between emoji: there are few enough to try all.
    @Test
    void everyCodePointComesOutAllowed() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String one = Character.toString(point);
            String raw = one + one + "a" + one + "b😀" + one + "😀" + one;
            assertAllowed(SafeText.line(raw));
            assertAllowed(SafeText.quoted(one + one));
        }
    }

    /// Two different characters never look the same, so a message cannot pretend to hold another.
    @Test
    void everyCodePointIsShownInItsOwnWay() {
        var seen = new HashMap<String, Integer>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            Integer other = seen.put(SafeText.line(Character.toString(point)).toString(), point);
            assertEquals(null, other, () -> "shown alike");
        }
    }

    @Test
    void randomBytesComeOutAllowed() {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            var bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            assertAllowed(SafeText.line(ByteBuffer.wrap(bytes)));
            assertAllowed(SafeText.json(ByteBuffer.wrap(bytes)));
        }
    }

    /// Random strings of the characters that matter, which plain random bytes seldom hit.
    @Test
    void randomMixturesComeOutAllowedAtEveryWidth() {
        int[] sample = {
            'a', ' ', '"', '\\', 0x1b, '\n', 0x9b, 0x301, 0x302, 0x20dd, 0x200d, 0xfe0f, 0xfe00,
            0x1f468, 0x1f3fd, 0x2764, 0x202e, 0x1161, 0x5d0, 0x4e00, 0xd800, 0xdc00, 0xe0041,
            0x3000, '‹', 0x1f1e6
        };
        var random = new Random(2);
        for (int round = 0; round < 50_000; round++) {
            var raw = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                raw.appendCodePoint(sample[random.nextInt(sample.length)]);
            }
            SafeText line = SafeText.line(raw.toString());
            assertAllowed(line);
            assertAllowed(SafeText.name(raw.toString()));
            assertAllowed(SafeText.quoted(raw.toString()));
            int width = random.nextInt(14);
            SafeText clipped = line.clip(width);
            assertAllowed(clipped);
            assertTrue(clipped.cells() <= width, () -> raw + " does not fit");
            assertEquals(line.cells() <= width, clipped.toString().equals(line.toString()));
        }
    }

    record Clipped(String text, int cells, String result) {}

    static List<Clipped> clips() {
        return List.of(
                new Clipped("abc", 3, "abc"),
                new Clipped("abcd", 3, "ab…"),
                new Clipped("世界人", 6, "世界人"),
                new Clipped("世界人", 5, "世界…"),
                new Clipped("世界人", 4, "世…"),
                new Clipped("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
                new Clipped("abc", 1, "…"),
                new Clipped("abc", 0, ""),
                new Clipped("abc", -5, ""),
                new Clipped("", 0, ""));
    }

    @ParameterizedTest
    @MethodSource("clips")
    void clippingCountsCells(Clipped clipped) {
        assertEquals(clipped.result, SafeText.line(clipped.text).clip(clipped.cells).toString());
    }

    record Json(String raw, String safe) {}

    static List<Json> jsons() {
        return List.of(
                new Json("{\"a\":\"ü世\"}", "{\"a\":\"ü世\"}"),
                new Json("{\"a\":\t1,\r\"b\":2}", "{\"a\": 1, \"b\":2}"),
                new Json("\"\u202e\u007f\u0085\"", "\"\\u202e\\u007f\\u0085\""),
                new Json("\"\udb40\udc41\"", "\"\\udb40\\udc41\""),
                new Json("\"a\u0300\u0301\u0302\"", "\"a\u0300\u0301\\u0302\""),
                new Json("\"\u0301\"", "\"\\u0301\""),
                new Json("\"‹␛\"", "\"‹␛\""));
    }

    @ParameterizedTest
    @MethodSource("jsons")
    void jsonIsEscapedSoThatReadersGetItBack(Json json) {
        byte[] utf8 = json.raw.getBytes(StandardCharsets.UTF_8);

        assertEquals(json.safe, SafeText.json(ByteBuffer.wrap(utf8)).toString());
    }

    @Test
    void aQuotedStringIsOneJsonString() {
        assertEquals(
                "\"a\\\"b\\\\c\\u000a\\u001b\"", SafeText.quoted("a\"b\\c\n\u001b").toString());
        assertEquals("null", SafeText.quoted(null).toString());
    }

    @Test
    void theCheckOfTheseTestsCanFail() {
        assertNotEquals(-1, forbidden("a\u001b[2J"));
        assertNotEquals(-1, forbidden("a\u202eb"));
        assertNotEquals(-1, forbidden("a\u0300\u0301\u0302"));
        assertNotEquals(-1, forbidden("a\u200db"));
        assertEquals(-1, forbidden("a\u0300\u0301b 👨\u200d👩"));
    }

    private static void assertAllowed(SafeText safe) {
        int at = forbidden(safe.toString());
        if (at >= 0) {
            throw new AssertionError(
                    "U+" + Integer.toHexString(safe.toString().codePointAt(at)) + " at " + at);
        }
    }

    /// Where the first character stands that must not reach a terminal; -1 where there is none.
    /// Says in its own words what the rules are, instead of asking the code under test.
    private static int forbidden(String text) {
        int marks = 2; // at the start there is no base
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            boolean allowed;
            if (point == 0x200d) {
                allowed =
                        at > 0
                                && next < text.length()
                                && Character.isEmoji(text.codePointAt(next))
                                && !Character.isLetterOrDigit(text.codePointBefore(at));
            } else if (point == 0xfe0f) {
                allowed = at > 0 && Character.isExtendedPictographic(text.codePointBefore(at));
            } else {
                int type = Character.getType(point);
                boolean drawn =
                        type != Character.CONTROL
                                && type != Character.FORMAT
                                && type != Character.SURROGATE
                                && type != Character.PRIVATE_USE
                                && type != Character.UNASSIGNED
                                && type != Character.LINE_SEPARATOR
                                && type != Character.PARAGRAPH_SEPARATOR;
                boolean combining = WCWidth.wcwidth(point) == 0;
                marks = combining ? marks + 1 : 0;
                boolean filler =
                        (point >= 0xfe00 && point <= 0xfe0f)
                                || (point >= 0xe0000 && point <= 0xe0fff)
                                || point == 0x34f
                                || point == 0x115f
                                || point == 0x1160
                                || point == 0x3164
                                || point == 0xffa0;
                allowed = drawn && !filler && marks <= 2;
            }
            if (!allowed) {
                return at;
            }
            at = next;
        }
        return -1;
    }
}
