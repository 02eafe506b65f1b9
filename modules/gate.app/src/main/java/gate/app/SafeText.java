package gate.app;

import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Text that a terminal only shows, whatever it was made of.
///
/// This is a security boundary: what stands in the log was written by strangers, and a terminal
/// obeys what it is sent. So everything from the database comes through here, and what prints takes
/// nothing but `SafeText`. There is no way to make one that skips the rules:
///
/// - Control characters are drawn as pictures: ESC is `␛`, a line feed `␊`. Nothing ever breaks the
///   line.
/// - What is invisible, steers the direction of writing, or has no agreed meaning is named:
///   `‹U+202E›`. That is every other control or format character, variation selectors, tags,
///   fillers, private, unassigned and half characters. Bytes that are no UTF-8 are named `‹FF›`.
/// - Characters that would pass for such a picture or name are named too, so that a message cannot
///   pretend: `‹` in a message reads `‹U+2039›`.
/// - A base carries at most two combining marks; the others are counted: `‹+7›`. A mark without a
///   base is named, for it would change what stands before the text.
/// - Emoji stay whole: a joiner between two pictographs, a selector right after one.
///
/// VIEWER.md section 6 has C1 controls as `<9B>`; here they read `‹U+009B›`, since a message may
/// hold the four characters `<9B>` as well, and then nobody could tell.
///
/// Immutable.
final class SafeText {

    static final SafeText EMPTY = new SafeText("");

    private static final int NO_BASE = -1;
    private static final int MARKS = 2;
    private static final int JOINER = 0x200d;
    private static final int EMOJI_SELECTOR = 0xfe0f;
    private static final int PICTURES = 0x2400;
    private static final int DELETE_PICTURE = 0x2421;
    private static final char ELLIPSIS = '…';
    private static final String HEX = "0123456789abcdef";

    private final String text;

    private SafeText(String text) {
        this.text = text;
    }

    /// A text of one line.
    static SafeText line(String text) {
        return new SafeText(new Writer(points(text)).line());
    }

    /// The bytes from position to limit, which should be UTF-8, as one line.
    static SafeText line(ByteBuffer utf8) {
        return new SafeText(new Writer(points(utf8)).line());
    }

    /// A name that stands in a column: no two blanks follow each other, so that a name cannot fake
    /// the next column, and letters written from right to left are named, so that it cannot reorder
    /// its neighbours. Empty and missing names are `-`.
    static SafeText name(@Nullable String name) {
        String safe = name == null ? "" : new Writer(points(name)).name();
        return new SafeText(safe.isEmpty() ? "-" : safe);
    }

    /// A piece of JSON, cut between characters: what [#line] would draw or name is escaped instead,
    /// `\u202e`, so that a reader of JSON gets it back. Line breaks between the tokens become
    /// blanks.
    static SafeText json(ByteBuffer utf8) {
        if (isPlain(utf8)) {
            return new SafeText(StandardCharsets.US_ASCII.decode(utf8.duplicate()).toString());
        }
        return new SafeText(escaped(points(utf8), false));
    }

    /// A string as JSON, quotes included; null as `null`.
    static SafeText quoted(@Nullable String text) {
        return new SafeText(text == null ? "null" : escaped(points(text), true));
    }

    /// A piece of a string as JSON, without the quotes around it.
    static SafeText escaped(String text) {
        String quoted = escaped(points(text), true);
        return new SafeText(quoted.substring(1, quoted.length() - 1));
    }

    /// The two, one after the other.
    SafeText plus(SafeText other) {
        return new SafeText(text + other.text);
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /// How many columns of the terminal it takes, or more: what joined emoji take depends on the
    /// terminal.
    int cells() {
        int cells = 0;
        int before = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            cells += width(point, before);
            before = point;
        }
        return cells;
    }

    /// As much of it as fits, with `…` at its end where something was cut.
    SafeText clip(int cells) {
        int used = 0;
        int before = 0;
        int fits = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            used += width(point, before);
            if (used > cells) {
                return cells < 1 ? EMPTY : new SafeText(text.substring(0, fits) + ELLIPSIS);
            }
            at += Character.charCount(point);
            if (used < cells && point != JOINER) {
                fits = at;
            }
            before = point;
        }
        return this;
    }

    /// With blanks behind it, up to this width.
    SafeText padded(int cells) {
        int missing = cells - cells();
        return missing > 0 ? new SafeText(text + " ".repeat(missing)) : this;
    }

    /// With blanks before it, up to this width.
    SafeText right(int cells) {
        int missing = cells - cells();
        return missing > 0 ? new SafeText(" ".repeat(missing) + text) : this;
    }

    byte[] utf8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text;
    }

    /// Whether a character shows itself and does nothing else, wherever it stands: neither
    /// invisible nor steering. Combining marks count as visible.
    static boolean isVisible(int point) {
        if (point < 0x7f) {
            return point >= 0x20;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> !isIgnorable(point) && WCWidth.wcwidth(point) >= 0;
        };
    }

    /// Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties.txt) as far as the general
    /// category does not tell: drawn as nothing.
    private static boolean isIgnorable(int point) {
        return point == 0x034f
                || point == 0x115f
                || point == 0x1160
                || point == 0x17b4
                || point == 0x17b5
                || (point >= 0x180b && point <= 0x180f)
                || point == 0x3164
                || (point >= 0xfe00 && point <= 0xfe0f)
                || point == 0xffa0
                || (point >= 0xe0000 && point <= 0xe0fff);
    }

    /// Whether it is drawn on the character before it: marks, and the vowels of split Hangul.
    static boolean isCombining(int point) {
        if (point < 0x300) {
            return false;
        }
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || WCWidth.wcwidth(point) == 0;
    }

    /// Whether it would pass for one of our own pictures or names.
    private static boolean isOurs(int point) {
        return point == '‹' || point == '›' || (point >= PICTURES && point <= PICTURES + 0x26);
    }

    private static boolean isPictograph(int point) {
        return point > 0x7f && Character.isExtendedPictographic(point);
    }

    private static int width(int point, int before) {
        if (point < 0x7f) {
            return 1;
        }
        if (point == EMOJI_SELECTOR) {
            return 2 - Math.min(2, WCWidth.wcwidth(before));
        }
        return point == JOINER ? 0 : WCWidth.wcwidth(point);
    }

    private static int[] points(String text) {
        var points = new int[text.codePointCount(0, text.length())];
        int at = 0;
        for (int i = 0; i < points.length; i++) {
            points[i] = text.codePointAt(at);
            at += Character.charCount(points[i]);
        }
        return points;
    }

    /// The characters; a byte that is no part of one is its own negative: `-0xff`.
    private static int[] points(ByteBuffer utf8) {
        int from = utf8.position();
        int length = utf8.remaining();
        var points = new int[length];
        int count = 0;
        for (int i = 0; i < length; ) {
            int lead = utf8.get(from + i) & 0xff;
            int size = lead < 0x80 ? 1 : sizeOf(lead);
            int point = size == 1 ? lead : size == 0 ? -lead : decoded(utf8, from + i, size);
            points[count++] = point < 0 ? -lead : point;
            i += point < 0 ? 1 : size;
        }
        return java.util.Arrays.copyOf(points, count);
    }

    private static boolean isPlain(ByteBuffer utf8) {
        for (int i = utf8.position(); i < utf8.limit(); i++) {
            byte b = utf8.get(i);
            if (b < 0x20 || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static int sizeOf(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    /// The character of this many bytes, or -1 where they are not one, or not the shortest way to
    /// write it (RFC 3629, section 4).
    private static int decoded(ByteBuffer utf8, int at, int size) {
        if (at + size > utf8.limit()) {
            return -1;
        }
        int point = utf8.get(at) & (0xff >> (size + 1));
        for (int i = 1; i < size; i++) {
            int next = utf8.get(at + i) & 0xff;
            if ((next & 0xc0) != 0x80) {
                return -1;
            }
            point = (point << 6) | (next & 0x3f);
        }
        boolean shortest = point >= (size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000);
        boolean whole = point <= Character.MAX_CODE_POINT && (point < 0xd800 || point > 0xdfff);
        return shortest && whole ? point : -1;
    }

    private static String escaped(int[] points, boolean asString) {
        var json = new StringBuilder(points.length + 2);
        int marks = MARKS;
        if (asString) {
            json.append('"');
        }
        for (int point : points) {
            boolean combining = isCombining(point);
            marks = combining ? marks + 1 : point == '"' ? MARKS : 0;
            if (point < 0) {
                json.append('\ufffd');
            } else if (asString && (point == '"' || point == '\\')) {
                json.append('\\').append((char) point);
            } else if (!asString && (point == '\t' || point == '\n' || point == '\r')) {
                json.append(' ');
            } else if (isVisible(point) && marks <= MARKS) {
                json.appendCodePoint(point);
            } else if (point < 0x10000) {
                escape(json, point);
            } else {
                escape(json, Character.highSurrogate(point));
                escape(json, Character.lowSurrogate(point));
            }
        }
        if (asString) {
            json.append('"');
        }
        return json.toString();
    }

    private static void escape(StringBuilder json, int unit) {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            json.append(HEX.charAt((unit >> shift) & 0xf));
        }
    }

    /// Writes one text by the rules.
    private static final class Writer {

        private final int[] points;
        private final StringBuilder safe;
        private int base = NO_BASE;
        private int marks;
        private int uncounted;

        Writer(int[] points) {
            this.points = points;
            safe = new StringBuilder(points.length + 16);
        }

        String line() {
            for (int i = 0; i < points.length; i++) {
                put(i);
            }
            countMarks();
            return safe.toString();
        }

        String name() {
            boolean blank = true;
            for (int i = 0; i < points.length; i++) {
                int point = points[i];
                boolean blankNow = isBlank(point);
                if (blankNow && !blank) {
                    countMarks();
                    safe.append(' ');
                    base = ' ';
                    marks = 0;
                } else if (!blankNow && isRightToLeft(point)) {
                    countMarks();
                    mark(point);
                } else if (!blankNow) {
                    put(i);
                }
                blank = blankNow;
            }
            countMarks();
            if (blank && !safe.isEmpty()) {
                safe.setLength(safe.length() - 1);
            }
            return safe.toString();
        }

        private void put(int index) {
            int point = points[index];
            if (point >= 0x20 && point < 0x7f) {
                countMarks();
                show(point);
            } else if (point >= 0 && isCombining(point) && isVisible(point)) {
                combine(point);
            } else if (isJoiner(index)) {
                safe.append('\u200d');
            } else if (point == EMOJI_SELECTOR && isPictograph(base) && follows(index, base)) {
                safe.append('\ufe0f');
            } else {
                countMarks();
                name(point);
            }
        }

        private void name(int point) {
            if (point >= 0 && point < 0x20) {
                show(PICTURES + point);
            } else if (point == 0x7f) {
                show(DELETE_PICTURE);
            } else if (point >= 0 && isVisible(point) && !isOurs(point)) {
                show(point);
            } else {
                mark(point);
            }
        }

        private void show(int point) {
            safe.appendCodePoint(point);
            base = point;
            marks = 0;
        }

        private void combine(int point) {
            if (base == NO_BASE) {
                mark(point);
            } else if (marks < MARKS) {
                safe.appendCodePoint(point);
                marks++;
            } else {
                uncounted++;
            }
        }

        private void countMarks() {
            if (uncounted > 0) {
                safe.append("‹+").append(uncounted).append('›');
                uncounted = 0;
                base = NO_BASE;
            }
        }

        private void mark(int point) {
            safe.append('‹');
            if (point < 0) {
                hex(-point, 2);
            } else {
                safe.append("U+");
                hex(point, point > 0xfffff ? 6 : point > 0xffff ? 5 : 4);
            }
            safe.append('›');
            base = NO_BASE;
            marks = 0;
        }

        private void hex(int value, int digits) {
            for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
                safe.append(Character.toUpperCase(HEX.charAt((value >> shift) & 0xf)));
            }
        }

        /// Whether a joiner stands between two pictographs; the first may carry a skin tone or a
        /// selector.
        private boolean isJoiner(int index) {
            boolean between =
                    points[index] == JOINER
                            && index + 1 < points.length
                            && isPictograph(points[index + 1])
                            && isVisible(points[index + 1])
                            && (isPictograph(base) || Character.isEmojiModifier(base));
            if (!between || follows(index, base)) {
                return between;
            }
            int before = points[index - 1];
            boolean dressed = before == EMOJI_SELECTOR || Character.isEmojiModifier(before);
            return dressed && follows(index - 1, base);
        }

        private boolean follows(int index, int point) {
            return index > 0 && points[index - 1] == point;
        }

        private static boolean isBlank(int point) {
            return point == ' '
                    || point == 0x2800
                    || (point > 0x7f && Character.getType(point) == Character.SPACE_SEPARATOR);
        }

        private static boolean isRightToLeft(int point) {
            if (point < 0x590) {
                return false;
            }
            byte direction = Character.getDirectionality(point);
            return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                    || direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
        }
    }
}
