package gate.audit;

import gate.audit.Expression.Kind;

import java.util.ArrayList;
import java.util.List;

/// A part of a regular expression, which writes itself as instructions. The parser limits how deep
/// they nest.
sealed interface ExpressionNode {

    /// Stands for a repetition without an end.
    int ENDLESS = -1;

    /// Adds its instructions; what follows goes on behind them.
    void write(Expression program) throws Expression.Wrong;

    /// The beginning or the end of the text.
    record Edge(Kind kind) implements ExpressionNode {
        @Override
        public void write(Expression program) throws Expression.Wrong {
            program.add(kind, 0, 0);
        }
    }

    /// One after the other.
    record Row(List<ExpressionNode> parts) implements ExpressionNode {
        @Override
        public void write(Expression program) throws Expression.Wrong {
            for (ExpressionNode part : parts) {
                part.write(program);
            }
        }
    }

    /// Either of them.
    record Choice(List<ExpressionNode> parts) implements ExpressionNode {
        @Override
        public void write(Expression program) throws Expression.Wrong {
            var ends = new ArrayList<Integer>();
            for (int i = 0; i < parts.size(); i++) {
                boolean isLast = i == parts.size() - 1;
                int split = isLast ? -1 : program.add(Kind.SPLIT, 0, 0);
                parts.get(i).write(program);
                if (!isLast) {
                    ends.add(program.add(Kind.SPLIT, 0, 0));
                    program.split(split, split + 1, program.size());
                }
            }
            for (int end : ends) {
                program.split(end, program.size(), program.size());
            }
        }
    }

    /// The same again.
    ///
    /// @param most how many times at most, or [#ENDLESS]
    record Repeat(ExpressionNode part, int least, int most) implements ExpressionNode {
        @Override
        public void write(Expression program) throws Expression.Wrong {
            for (int i = 0; i < least; i++) {
                program.spend();
                part.write(program);
            }
            if (most == ENDLESS) {
                int split = program.add(Kind.SPLIT, 0, 0);
                part.write(program);
                program.add(Kind.SPLIT, split, split);
                program.split(split, split + 1, program.size());
                return;
            }
            var splits = new ArrayList<Integer>();
            for (int i = least; i < most; i++) {
                splits.add(program.add(Kind.SPLIT, 0, 0));
                part.write(program);
            }
            for (int split : splits) {
                program.split(split, split + 1, program.size());
            }
        }
    }

    /// One character of a set, as the bytes of UTF-8.
    ///
    /// @param ranges first and last code points, ascending and disjoint: first, last, first, last
    record Set(List<Integer> ranges) implements ExpressionNode {

        /// The last code point of each length of UTF-8.
        private static final int[] LAST = {0x7f, 0x7ff, 0xffff, 0x10ffff};

        @Override
        public void write(Expression program) throws Expression.Wrong {
            var runs = new ArrayList<int[]>();
            for (int i = 0; i < ranges.size(); i += 2) {
                int from = ranges.get(i);
                for (int length = 0; length < LAST.length; length++) {
                    int to = Math.min(ranges.get(i + 1), LAST[length]);
                    if (from <= to) {
                        addRuns(from, to, length + 1, runs);
                        from = to + 1;
                    }
                }
            }
            writeAny(runs, program);
        }

        /// Splits a range of code points of one length until each byte has a range of its own.
        private static void addRuns(int from, int to, int length, List<int[]> runs) {
            for (int tail = 1; tail < length; tail++) {
                int mask = (1 << (6 * tail)) - 1;
                if ((from & ~mask) != (to & ~mask)) {
                    if ((from & mask) != 0) {
                        addRuns(from, from | mask, length, runs);
                        addRuns((from | mask) + 1, to, length, runs);
                        return;
                    }
                    if ((to & mask) != mask) {
                        addRuns(from, (to & ~mask) - 1, length, runs);
                        addRuns(to & ~mask, to, length, runs);
                        return;
                    }
                }
            }
            var run = new int[2 * length];
            for (int i = 0; i < length; i++) {
                int shift = 6 * (length - 1 - i);
                int lead = i > 0 ? 0x80 : length == 1 ? 0 : (0xf00 >> length) & 0xff;
                int bits = i > 0 ? 0x3f : 0xff;
                run[2 * i] = lead | ((from >> shift) & bits);
                run[2 * i + 1] = lead | ((to >> shift) & bits);
            }
            runs.add(run);
        }

        private static void writeAny(List<int[]> runs, Expression program) throws Expression.Wrong {
            if (runs.isEmpty()) {
                program.add(Kind.BYTES, 1, 0); // nothing is in the set
                return;
            }
            var ends = new ArrayList<Integer>();
            for (int i = 0; i < runs.size(); i++) {
                boolean isLast = i == runs.size() - 1;
                int split = isLast ? -1 : program.add(Kind.SPLIT, 0, 0);
                int[] run = runs.get(i);
                for (int at = 0; at < run.length; at += 2) {
                    program.add(Kind.BYTES, run[at], run[at + 1]);
                }
                if (!isLast) {
                    ends.add(program.add(Kind.SPLIT, 0, 0));
                    program.split(split, split + 1, program.size());
                }
            }
            for (int end : ends) {
                program.split(end, program.size(), program.size());
            }
        }
    }
}
