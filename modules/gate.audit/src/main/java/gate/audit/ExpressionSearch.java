package gate.audit;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Looks for an [Expression] in texts.
///
/// Sets of instructions that were met become states with a table of what follows each byte: then a
/// byte costs one look. Of states it keeps [#STATES]; where an expression makes more, all are
/// forgotten, so a byte costs as much as the program is long, at most. Owned by one thread.
final class ExpressionSearch {

    static final int STATES = 1_000;

    private static final int BYTES = 256;

    /// A set of instructions at which the search is at once.
    private static final class State {

        private final int[] program;
        private final boolean matches;
        private final boolean matchesAtEnd;
        private final @Nullable State[] next = new @Nullable State[BYTES];

        State(int[] program, boolean matches, boolean matchesAtEnd) {
            this.program = program;
            this.matches = matches;
            this.matchesAtEnd = matchesAtEnd;
        }
    }

    /// A set of instructions, as the key of its state.
    private record Key(int hash, int[] program) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(program, key.program);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final Expression expression;
    private final Map<Key, State> states = new HashMap<>();

    /// Which instructions were reached, by the number of the search for them.
    private final int[] reached;

    private final int[] stack;
    private int round;
    private int depth;
    private State start;

    ExpressionSearch(Expression expression) {
        this.expression = expression;
        reached = new int[expression.size()];
        stack = new int[expression.size() + 1];
        start = begin();
    }

    /// Whether the text holds it.
    ///
    /// @param text UTF-8; what is none matches nothing
    boolean isIn(byte[] text) {
        State state = start;
        for (int i = 0; i < text.length && !state.matches; i++) {
            int b = text[i] & 0xff;
            State next = state.next[b];
            if (next == null) {
                next = after(state, b);
                state.next[b] = next;
            }
            state = next;
        }
        return state.matches || state.matchesAtEnd;
    }

    /// How many states are kept.
    int states() {
        return states.size();
    }

    private State begin() {
        round++;
        reach(0);
        return state(true);
    }

    private State after(State state, int b) {
        round++;
        for (int at : state.program) {
            boolean takes =
                    expression.kind(at) == Expression.Kind.BYTES
                            && b >= expression.first(at)
                            && b <= expression.second(at);
            if (takes) {
                reach(at + 1);
            }
        }
        return state(false);
    }

    private void reach(int at) {
        if (reached[at] != round) {
            reached[at] = round;
            stack[depth++] = at;
        }
    }

    /// The state of all that can be reached from what is on the stack without taking a byte.
    private State state(boolean isAtStart) {
        int[] program = settled(isAtStart, false);
        boolean matches = has(program, Expression.Kind.MATCH);
        boolean matchesAtEnd = matches;
        if (!matches && has(program, Expression.Kind.END)) {
            round++;
            for (int at : program) {
                reach(at);
            }
            matchesAtEnd = has(settled(isAtStart, true), Expression.Kind.MATCH);
        }
        var key = new Key(Arrays.hashCode(program), program);
        State known = states.get(key);
        if (known != null) {
            return known;
        }
        if (states.size() >= STATES) {
            states.clear();
            Arrays.fill(start.next, null);
        }
        var state = new State(program, matches, matchesAtEnd);
        states.put(key, state);
        return state;
    }

    private int[] settled(boolean isAtStart, boolean isAtEnd) {
        var settled = new int[expression.size()];
        int size = 0;
        while (depth > 0) {
            int at = stack[--depth];
            switch (expression.kind(at)) {
                case SPLIT -> {
                    reach(expression.first(at));
                    reach(expression.second(at));
                }
                case BEGIN -> {
                    if (isAtStart) {
                        reach(at + 1);
                    }
                }
                case END -> {
                    settled[size++] = at;
                    if (isAtEnd) {
                        reach(at + 1);
                    }
                }
                case BYTES, MATCH -> settled[size++] = at;
            }
        }
        int[] program = Arrays.copyOf(settled, size);
        Arrays.sort(program);
        return program;
    }

    private boolean has(int[] program, Expression.Kind kind) {
        for (int at : program) {
            if (expression.kind(at) == kind) {
                return true;
            }
        }
        return false;
    }
}
