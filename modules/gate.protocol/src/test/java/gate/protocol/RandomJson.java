package gate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// Random JSON texts that the gate accepts, and random damage to them.
final class RandomJson {

    private static final String[] NUMBERS = {
        "0", "-0", "1", "-12", "3.25", "1e5", "1E+400", "-0.1e-7", "12345678901234567890123", "1.0"
    };

    private static final String[] SPLINTERS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "\\ude00",
        "\\u0000",
        "\0",
        "\r",
        "\t",
        " ",
        "0",
        "-",
        ".",
        "e5",
        "1",
        "01",
        "NaN",
        "null",
        "tru",
        "//",
        "/**/",
        "'",
        "\u00c3",
        "\u00e2\u0080\u00a8",
        "\u00ed\u00a0\u0080",
        "\u00ef\u00bb\u00bf",
        "\u00f0\u009f\u0098\u0080",
        "\u00ff",
        "\"a\":1",
        ",\"a\":1",
        "\"a\":",
        "{}",
        "[]",
        "\"\""
    };

    private final Random random;
    private int names;

    RandomJson(long seed) {
        random = new Random(seed);
    }

    /// A text that RFC 8259 and the gate allow.
    byte[] text() {
        var text = new StringBuilder();
        value(text, 0);
        blanks(text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The same text with one to three splinters in it, or pieces of it lost, doubled or moved.
    byte[] damaged(byte[] text) {
        byte[] damaged = text;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(damaged.length + 1);
            int to = Math.min(damaged.length, from + random.nextInt(8));
            byte[] piece = Arrays.copyOfRange(damaged, from, to);
            byte[] splinter = Wire.bytes(SPLINTERS[random.nextInt(SPLINTERS.length)]);
            damaged =
                    switch (random.nextInt(5)) {
                        case 0 -> spliced(damaged, from, to, new byte[0]);
                        case 1 -> spliced(damaged, to, to, piece);
                        case 2 -> spliced(damaged, from, to, splinter);
                        case 3 -> spliced(damaged, from, from, splinter);
                        default -> flipped(damaged);
                    };
        }
        return damaged;
    }

    /// Appends one character to a text, and a spelling of it to its JSON.
    static void appendCharacter(Random random, StringBuilder text, StringBuilder json) {
        switch (random.nextInt(8)) {
            case 0 -> {
                String escapes = "\"\\/bfnrt";
                int which = random.nextInt(escapes.length());
                text.append("\"\\/\b\f\n\r\t".charAt(which));
                json.append('\\').append(escapes.charAt(which));
            }
            case 1 -> {
                char unit = (char) random.nextInt(0x10000);
                text.append(unit);
                json.append(escape(unit, random));
            }
            case 2 -> {
                char unit = (char) (0xd800 + random.nextInt(0x800));
                text.append(unit);
                json.append(escape(unit, random));
            }
            case 3 -> {
                String pair = Character.toString(0x10000 + random.nextInt(0x100000));
                text.append(pair);
                json.append(escape(pair.charAt(0), random)).append(escape(pair.charAt(1), random));
            }
            case 4 -> {
                int point = 0x80 + random.nextInt(0x110000 - 0x80);
                String raw = Character.toString(point >= 0xd800 && point < 0xe000 ? 'é' : point);
                text.append(raw);
                json.append(raw);
            }
            default -> {
                char letter = (char) ('a' + random.nextInt(26));
                text.append(letter);
                json.append(letter);
            }
        }
    }

    private static String escape(char unit, Random random) {
        return String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit);
    }

    private void value(StringBuilder text, int depth) {
        blanks(text);
        switch (random.nextInt(depth > 5 ? 4 : 7)) {
            case 0 -> string(text);
            case 1 -> text.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 2 -> text.append(random.nextBoolean());
            case 3 -> text.append("null");
            case 4 -> array(text, depth);
            default -> object(text, depth);
        }
    }

    private void array(StringBuilder text, int depth) {
        text.append('[');
        for (int i = random.nextInt(4); i > 0; i--) {
            value(text, depth + 1);
            blanks(text);
            text.append(i > 1 ? "," : "");
        }
        blanks(text);
        text.append(']');
    }

    private void object(StringBuilder text, int depth) {
        text.append('{');
        int members = random.nextInt(12) == 0 ? 8 + random.nextInt(20) : random.nextInt(5);
        for (int i = members; i > 0; i--) {
            blanks(text);
            text.append(random.nextInt(9) == 0 ? "\"\\u00e9" : "\"n").append(names++).append('"');
            blanks(text);
            text.append(':');
            value(text, depth + 1);
            blanks(text);
            text.append(i > 1 ? "," : "");
        }
        blanks(text);
        text.append('}');
    }

    private void string(StringBuilder text) {
        var ignored = new StringBuilder();
        text.append('"');
        for (int i = random.nextInt(6); i > 0; i--) {
            appendCharacter(random, ignored, text);
        }
        text.append('"');
    }

    private void blanks(StringBuilder text) {
        if (random.nextInt(8) == 0) {
            text.append(random.nextBoolean() ? " " : "\t ");
        }
    }

    private byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        var spliced = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(bytes, to, spliced, from + piece.length, bytes.length - to);
        return spliced;
    }
}
