package gate.rules;

/// Something about a rule that a policy may set: `strict = true` under its name.
public sealed interface Setting {

    /// How the policy calls it.
    String name();

    /// What it does, in words that follow its name.
    String what();

    /// Yes or no.
    ///
    /// @param standard what holds where nothing is set
    /// @param strict which of the two finds more: a project's file may only choose this one
    record Flag(String name, boolean standard, boolean strict, String what) implements Setting {

        /// A flag that finds more where it is on.
        public Flag(String name, boolean standard, String what) {
            this(name, standard, true, what);
        }
    }

    /// A number between two others, each included.
    ///
    /// @param lowIsStrict whether smaller numbers find more
    record Amount(
            String name,
            double standard,
            double least,
            double most,
            boolean lowIsStrict,
            String what)
            implements Setting {}

    /// What calls may name; without it, anything. Of several files every list must be kept.
    record Names(String name, String what) implements Setting {}
}
