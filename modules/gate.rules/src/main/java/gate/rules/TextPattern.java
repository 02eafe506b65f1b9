package gate.rules;

import gate.protocol.CodePoints;

/// A pattern of a policy, made to be looked for in linear time whatever the text: every character
/// is read once, and at most [#MAX_STATES] places of the pattern are kept for it.
///
/// What it finds is the leftmost match, and of those the longest; the next one is looked for behind
/// it. For any thread.
public final class TextPattern {

    /// Places in one pattern, repetitions written out.
    public static final int MAX_STATES = 768;

    /// Matches that are reported of one text.
    private static final int MAX_FOUND = 64;

    static final int CHARACTERS = 0;
    static final int SPLIT = 1;
    static final int BEGIN = 2;
    static final int END = 3;
    static final int WORD_EDGE = 4;
    static final int MATCH = 5;

    /// Takes what is found.
    public interface Found {

        /// Takes one match.
        ///
        /// @param start the first character, in UTF-16 units of the text
        /// @param end after the last
        void at(int start, int end);
    }

    private final String source;
    private final int[] kinds;
    private final int[] nexts;
    private final int[] others;
    private final CharacterSet[] sets;

    /// What a match may begin with, of ASCII; beyond it anything may.
    private final boolean[] firsts = new boolean[128];

    private final boolean beginsAnywhere;

    TextPattern(String source, int[] kinds, int[] nexts, int[] others, CharacterSet[] sets) {
        this.source = source;
        this.kinds = kinds;
        this.nexts = nexts;
        this.others = others;
        this.sets = sets;
        beginsAnywhere = lookForFirsts();
    }

    /// A text to be found as it stands.
    ///
    /// @param ignoresCase whether case does not matter
    /// @throws IllegalArgumentException if it is empty or too long
    public static TextPattern literal(String text, boolean ignoresCase) {
        return PatternReader.literal(text, ignoresCase);
    }

    /// A regular expression without what takes more than linear time. It has `.`, `[…]`, `\d \w \s
    /// \b` and their opposites, `(…)`, `|`, `* + ? {m,n}`, `^` and `$` at the ends of the text, and
    /// `(?i)` in front.
    ///
    /// @throws IllegalArgumentException if it is none; the message says why and where
    public static TextPattern expression(String expression) {
        return PatternReader.expression(expression);
    }

    /// As it was written.
    public String source() {
        return source;
    }

    /// Whether the text has a match.
    public boolean isIn(String text) {
        var run = new Run((_, _) -> {}, -1);
        int at = 0;
        while (at < text.length() && !run.isDone()) {
            int point = text.codePointAt(at);
            run.take(point, at);
            at += Character.charCount(point);
        }
        run.end(at);
        return run.count > 0;
    }

    /// Reports the matches in the text that the code points go over.
    public void find(CodePoints points, Found found) {
        Run run = null;
        int before = -1;
        for (int point = points.next(); point >= 0; point = points.next()) {
            if (run == null && !mayBegin(point)) {
                before = point;
                continue;
            }
            if (run == null) {
                run = new Run(found, before);
            }
            run.take(point, points.index());
            if (run.isDone()) {
                return;
            }
        }
        if (run != null) {
            run.end(points.index());
        }
    }

    private boolean mayBegin(int point) {
        return beginsAnywhere || point >= 128 || firsts[point];
    }

    /// Sees what the first characters may be.
    ///
    /// @return whether that does not help, for a match may be empty
    private boolean lookForFirsts() {
        var seen = new boolean[kinds.length];
        int[] stack = new int[2 * kinds.length + 2];
        int depth = 0;
        stack[depth++] = 0;
        boolean isAnywhere = false;
        while (depth > 0) {
            int state = stack[--depth];
            if (seen[state]) {
                continue;
            }
            seen[state] = true;
            switch (kinds[state]) {
                case CHARACTERS -> {
                    for (int c = 0; c < 128; c++) {
                        firsts[c] |= sets[state].has(c);
                    }
                }
                case MATCH -> isAnywhere = true;
                case SPLIT -> {
                    stack[depth++] = nexts[state];
                    stack[depth++] = others[state];
                }
                default -> stack[depth++] = nexts[state];
            }
        }
        return isAnywhere;
    }

    /// One look through one text. Owned by one thread.
    private final class Run {

        private final Found found;
        private final int[] states = new int[kinds.length];
        private final int[] starts = new int[kinds.length];
        private int size;
        private final int[] newStates = new int[kinds.length];
        private final int[] newStarts = new int[kinds.length];
        private int newSize;

        /// At which round a state was last put into the new list.
        private final int[] marks = new int[kinds.length];

        private int round;

        private final int[] stack = new int[2 * kinds.length + 2];
        private int before;
        private int matchStart = -1;
        private int matchEnd;
        private int from;
        private int count;

        /// @param before the character before the first, or -1
        Run(Found found, int before) {
            this.found = found;
            this.before = before;
        }

        boolean isDone() {
            return count >= MAX_FOUND;
        }

        /// Takes the character at this place, having seen all before it.
        void take(int point, int at) {
            if (size == 0 && matchStart < 0 && !mayBegin(point)) {
                before = point;
                return;
            }
            close(point, at);
            size = 0;
            for (int i = 0; i < newSize; i++) {
                int state = newStates[i];
                if (kinds[state] == CHARACTERS && sets[state].has(point)) {
                    states[size] = nexts[state];
                    starts[size++] = newStarts[i];
                }
            }
            before = point;
        }

        /// After the last character.
        void end(int at) {
            close(-1, at);
            report();
        }

        /// Follows what takes no character, in the order of the starts: the leftmost is first.
        private void close(int point, int at) {
            while (true) {
                newSize = 0;
                round++;
                for (int i = 0; i < size; i++) {
                    if (isWanted(starts[i])) {
                        follow(states[i], starts[i], point, at);
                    }
                }
                if (isWanted(at)) {
                    follow(0, at, point, at);
                }
                if (matchStart < 0 || !isOver()) {
                    return;
                }
                report(); // nothing can make the match longer: go on with what begins behind it
            }
        }

        /// Whether a match may begin there: behind the last one, and not within the one that waits.
        private boolean isWanted(int start) {
            return start >= from && (matchStart < 0 || start <= matchStart || start >= matchEnd);
        }

        private boolean isOver() {
            for (int i = 0; i < newSize; i++) {
                if (newStarts[i] <= matchStart && kinds[newStates[i]] == CHARACTERS) {
                    return false;
                }
            }
            return true;
        }

        private void report() {
            if (matchStart >= 0) {
                count++;
                found.at(matchStart, matchEnd);
                from = Math.max(matchEnd, matchStart + 1);
                matchStart = -1;
            }
        }

        private void follow(int first, int start, int point, int at) {
            int depth = 0;
            stack[depth++] = first;
            while (depth > 0) {
                int state = stack[--depth];
                if (marks[state] == round) {
                    continue;
                }
                marks[state] = round;
                switch (kinds[state]) {
                    case SPLIT -> {
                        stack[depth++] = others[state];
                        stack[depth++] = nexts[state];
                    }
                    case BEGIN -> {
                        if (at == 0) {
                            stack[depth++] = nexts[state];
                        }
                    }
                    case END -> {
                        if (point < 0) {
                            stack[depth++] = nexts[state];
                        }
                    }
                    case WORD_EDGE -> {
                        if (isWord(before) != isWord(point)) {
                            stack[depth++] = nexts[state];
                        }
                    }
                    case MATCH -> {
                        if (matchStart < 0 || start <= matchStart) {
                            matchStart = start;
                            matchEnd = at;
                        }
                    }
                    default -> {
                        newStates[newSize] = state;
                        newStarts[newSize++] = start;
                    }
                }
            }
        }

        private static boolean isWord(int point) {
            return point == '_' || Character.isLetterOrDigit(point);
        }
    }
}
