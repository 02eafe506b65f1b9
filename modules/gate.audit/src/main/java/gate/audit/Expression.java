package gate.audit;

import java.util.Arrays;

/// A regular expression that looks at each byte of a text once, whatever both are.
///
/// The syntax is that of RE2 as far as people use it in a search: sets, `[^a-z]`, `\d`, `\w`, `\s`
/// and their capitals, `a|b`, `(a)`, `(?:a)`, repetitions, `a{2,5}` among them, the dot, both ends
/// of the text, and `(?i)` at the beginning. Letters of ASCII stand for both cases, unless one of
/// them is a capital. There are no backreferences and no look-around: they are what makes other
/// engines hang.
///
/// It is compiled to a program over UTF-8 bytes, a nondeterministic automaton (Thompson, "Regular
/// Expression Search Algorithm", CACM 11, 1968). Immutable; [ExpressionSearch] runs it.
public final class Expression {

    /// The expression makes no sense.
    public static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        private final int at;

        Wrong(int at, String message) {
            super(message);
            this.at = at;
        }

        /// Where, in characters from its beginning.
        public int at() {
            return at;
        }
    }

    /// What one instruction does.
    enum Kind {
        /// Takes a byte between `first` and `second`, and goes on with the next instruction.
        BYTES,
        /// Goes on with `first` and with `second`.
        SPLIT,
        /// Goes on at the beginning of the text only.
        BEGIN,
        /// Goes on at the end of the text only.
        END,
        MATCH
    }

    /// Longer expressions are refused.
    public static final int CHARS = 512;

    /// How many instructions one may have: repetitions are written out.
    static final int INSTRUCTIONS = 10_000;

    private final String source;
    private Kind[] kinds = new Kind[64];
    private int[] first = new int[64];
    private int[] second = new int[64];
    private int size;
    private int repetitions;

    private Expression(String source) {
        this.source = source;
    }

    /// Reads an expression.
    ///
    /// @throws Wrong if it makes no sense, or would make too long a program
    public static Expression of(String source) throws Wrong {
        if (source.isEmpty()) {
            throw new Wrong(0, "an expression is missing here");
        }
        if (source.length() > CHARS) {
            throw new Wrong(CHARS, "an expression has " + CHARS + " characters at most");
        }
        var expression = new Expression(source);
        ExpressionNode node = new ExpressionParser(source).parse();
        // It may begin anywhere: any bytes come before it.
        expression.add(Kind.SPLIT, 3, 1);
        expression.add(Kind.BYTES, 0, 0xff);
        expression.add(Kind.SPLIT, 0, 0);
        node.write(expression);
        expression.add(Kind.MATCH, 0, 0);
        return expression;
    }

    /// Adds an instruction; returns where it stands.
    int add(Kind kind, int one, int other) throws Wrong {
        if (size == INSTRUCTIONS) {
            throw tooLong();
        }
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * size);
            first = Arrays.copyOf(first, 2 * size);
            second = Arrays.copyOf(second, 2 * size);
        }
        kinds[size] = kind;
        first[size] = one;
        second[size] = other;
        return size++;
    }

    /// Counts a repetition: also those of nothing have an end.
    void spend() throws Wrong {
        if (++repetitions > INSTRUCTIONS) {
            throw tooLong();
        }
    }

    private static Wrong tooLong() {
        return new Wrong(0, "this repeats too much: write shorter repetitions");
    }

    /// Says later where an instruction that splits goes on.
    void split(int at, int one, int other) {
        first[at] = one;
        second[at] = other;
    }

    int size() {
        return size;
    }

    Kind kind(int at) {
        return kinds[at];
    }

    int first(int at) {
        return first[at];
    }

    int second(int at) {
        return second[at];
    }

    @Override
    public String toString() {
        return source;
    }
}
