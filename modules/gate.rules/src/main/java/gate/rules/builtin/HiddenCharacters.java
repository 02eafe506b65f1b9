package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Reads one text, character by character, for what is hidden in it.
///
/// Of all that is found the first harm stays, or the first oddity if there is no harm. Places are
/// UTF-16 code units. Owned by one thread, for one text.
final class HiddenCharacters {

    /// The first half, in UTF-16, of tag characters and of the variation selectors beyond 16.
    static final int HALF_OF_TAGS = 0xdb40;

    /// Letters of a message in tag characters, or selectors that no character has: fewer may be a
    /// slip.
    private static final int MESSAGE = 4;

    /// Selectors on one character; editors that stumble write two.
    private static final int SELECTORS = 3;

    /// Invisible characters that carry a byte, one for each bit.
    private static final int BITS = 8;

    /// Invisible characters in one word that break it into pieces.
    private static final int SPLITS = 3;

    private static final int BLACK_FLAG = 0x1f3f4;
    private static final int CANCEL_TAG = 0xe007f;

    private @Nullable String reason;
    private boolean isHarm;
    private int start;
    private int end;

    private int before = ' ';

    private int tagsFrom;
    private int tags;
    private boolean isFlag;
    private final StringBuilder flag = new StringBuilder();
    private int oddFlags;

    private int selectorsFrom;
    private int selectors;
    private int strayFrom;
    private int strays;

    private final InvisibleRun run = new InvisibleRun();
    private int runFrom;

    private int wordFrom;
    private int letters;
    private int splits;

    private final BidiLine line = new BidiLine();

    /// Whether the character is one that this class looks at.
    static boolean isHidden(int point) {
        return isInvisible(point) || isSelector(point) || isTag(point) || BidiLine.isControl(point);
    }

    /// The next character.
    void read(int point, int index) {
        if (point != BLACK_FLAG && (tags > 0 || isFlag) && !isTag(point)) {
            endTags(index);
        }
        if (selectors > 0 && !isSelector(point)) {
            endSelectors(index);
        }
        if (!run.isEmpty() && !InvisibleRun.isPart(point)) {
            endRun(point, index);
        }
        if (isTag(point)) {
            tag(point, index);
        } else if (isSelector(point)) {
            selector(point, index);
        } else if (InvisibleRun.isPart(point)) {
            if (run.isEmpty()) {
                runFrom = index;
            }
            run.add(point);
        } else {
            if (point == BLACK_FLAG) {
                endTags(index);
                isFlag = true;
                tagsFrom = index;
            }
            visible(point, index);
            before = point;
        }
        if (line.read(point, index)) {
            harm("characters that show the text in another order", line.from(), index);
        }
    }

    /// The text is over.
    void end(int index) {
        endTags(index);
        endSelectors(index);
        endRun(' ', index);
        visible(' ', index);
        if (line.read('\n', index)) {
            harm("characters that show the text in another order", line.from(), index);
        }
        if (strays >= MESSAGE) {
            harm("text hidden in variation selectors", strayFrom, index);
        }
        if (oddFlags > 2) {
            harm("text hidden in flags", 0, index);
        }
    }

    /// Why the text is odd, or null.
    @Nullable String reason() {
        return reason;
    }

    boolean isHarm() {
        return isHarm;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    private void tag(int point, int index) {
        if (tags == 0 && !isFlag) {
            tagsFrom = index;
        }
        tags++;
        if (flag.length() < 8) {
            flag.append((char) (point & 0x7f));
        }
    }

    private void endTags(int index) {
        if (tags > 0) {
            if (!isFlag) {
                boolean isMessage = tags >= MESSAGE;
                note(isMessage, "text hidden in tag characters", tagsFrom, index);
            } else if (tags > 7) {
                harm("text hidden in the tag characters of a flag", tagsFrom, index);
            } else if (!isKnownFlag()) {
                oddFlags++;
                note(false, "a flag that no system shows", tagsFrom, index);
            }
        }
        tags = 0;
        isFlag = false;
        flag.setLength(0);
    }

    private boolean isKnownFlag() {
        return switch (flag.toString()) {
            case "gbeng\u007f", "gbsct\u007f", "gbwls\u007f" -> true;
            default -> false;
        };
    }

    private void selector(int point, int index) {
        if (selectors == 0) {
            selectorsFrom = index;
            boolean isCommon = point == 0xfe0e || point == 0xfe0f;
            boolean isBase =
                    point >= 0xe0100
                            ? isIdeograph(before)
                            : before >= 0x1000 || (isCommon && !isLetter(before) && before > ' ');
            if (!isBase) {
                strayFrom = strays == 0 ? index : strayFrom;
                strays++;
            }
        }
        selectors++;
    }

    private void endSelectors(int index) {
        if (selectors >= SELECTORS) {
            harm("text hidden in variation selectors", selectorsFrom, index);
        }
        selectors = 0;
    }

    private void endRun(int point, int index) {
        if (run.length() >= BITS && !run.isPeriodic()) {
            harm("data hidden in invisible characters", runFrom, index);
        }
        boolean isSplit =
                run.isSplitter() && isLetter(before) && isLetter(point) && !isCamel(point);
        if (isSplit) {
            splits++;
        }
        run.clear();
    }

    private boolean isCamel(int point) {
        return point <= 'Z' && before >= 'a';
    }

    /// Counts the pieces of a word that invisible characters stand in.
    private void visible(int point, int index) {
        if (isLetter(point)) {
            if (letters == 0) {
                wordFrom = index;
            }
            letters++;
            return;
        }
        if (splits >= SPLITS && letters <= splits * 3) {
            harm("a word broken up by invisible characters", wordFrom, index);
        }
        letters = 0;
        splits = 0;
    }

    private void harm(String why, int from, int to) {
        note(true, why, from, to);
    }

    private void note(boolean harms, String why, int from, int to) {
        if (reason == null || (harms && !isHarm)) {
            reason = why;
            isHarm = harms;
            start = from;
            end = to;
        }
    }

    private static boolean isLetter(int point) {
        int letter = point | 0x20;
        return letter >= 'a' && letter <= 'z';
    }

    private static boolean isIdeograph(int point) {
        return (point >= 0x3400 && point <= 0x9fff)
                || (point >= 0xf900 && point <= 0xfaff)
                || (point >= 0x20000 && point <= 0x3ffff);
    }

    private static boolean isTag(int point) {
        return point >= 0xe0000 && point <= CANCEL_TAG;
    }

    private static boolean isSelector(int point) {
        return (point >= 0xfe00 && point <= 0xfe0f) || (point >= 0xe0100 && point <= 0xe01ef);
    }

    private static boolean isInvisible(int point) {
        return point != 0xad && InvisibleRun.isPart(point);
    }
}
