package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// What one argument would destroy or give away, as far as it has been read, and how much reading
/// is left.
///
/// Every reader of commands counts its steps here, so that a hostile text costs what its length
/// allows and no more: a text that takes more steps, or nests deeper, than any honest command is
/// itself a finding. Owned by one thread, for one message.
final class Harm {

    static final String TOO_MUCH_WORK =
            "the command takes more work to read than its length allows";
    static final String TOO_DEEP = "the command nests more deeply than is read";

    /// Commands within commands: substitutions, `sh -c`, scripts in scripts.
    static final int MAX_DEPTH = 24;

    private static final long BASE_STEPS = 500_000;
    private static final long STEPS_PER_CHAR = 9;

    private final boolean strict;
    private final boolean isOfTheft;
    private @Nullable String reason;
    private @Nullable String theft;
    private boolean isAtLimit;
    private long left = BASE_STEPS;
    private long spent;
    private int depth;

    Harm() {
        this(false);
    }

    /// @param strict whether every deletion of a tree counts, of build output too
    Harm(boolean strict) {
        this(strict, false);
    }

    private Harm(boolean strict, boolean isOfTheft) {
        this.strict = strict;
        this.isOfTheft = isOfTheft;
    }

    /// One that does not mind destruction, so that reading goes on beyond it.
    static Harm ofTheft() {
        return new Harm(false, true);
    }

    /// Whether every deletion of a tree counts.
    boolean isStrict() {
        return strict;
    }

    /// Allows work for a text of this length; what is judged in it lives from the same sum.
    void allow(int chars) {
        left += chars * STEPS_PER_CHAR;
    }

    /// Counts steps; beyond the sum, the text is refused.
    void spend(long steps) {
        spent += steps;
        left -= steps;
        if (left < 0) {
            limit(TOO_MUCH_WORK);
        }
    }

    /// Steps taken so far: a count that does not depend on the machine.
    long spent() {
        return spent;
    }

    /// Goes one level deeper.
    ///
    /// @return whether that is still allowed; if so, [#leave] is due
    boolean enter() {
        if (depth >= MAX_DEPTH) {
            limit(TOO_DEEP);
            return false;
        }
        depth++;
        return true;
    }

    void leave() {
        depth--;
    }

    /// Keeps why the argument is destructive, if it is; the first reason stays.
    void found(@Nullable String why) {
        if (why != null && reason == null && !isOfTheft) {
            reason = why;
        }
    }

    private void limit(String why) {
        if (reason == null) {
            isAtLimit = true;
            reason = why;
        }
    }

    /// Whether the text is refused because it could not be read to its end.
    boolean isAtLimit() {
        return isAtLimit;
    }

    /// Keeps what the argument would give away, if anything; the first reason stays.
    void taken(@Nullable String why) {
        if (why != null && theft == null) {
            theft = why;
        }
    }

    /// What it would give away, or null.
    @Nullable String theft() {
        return theft;
    }

    /// Whether a reason stands: nothing more needs reading.
    boolean isFound() {
        return reason != null;
    }

    @Nullable String reason() {
        return reason;
    }
}
