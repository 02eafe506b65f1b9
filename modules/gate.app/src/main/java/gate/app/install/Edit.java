package gate.app.install;

import java.util.Comparator;
import java.util.List;

/// Replaces the bytes from `start` up to `end` by others.
///
/// @param text the new ones, a character a byte
record Edit(int start, int end, String text) {

    static final Comparator<Edit> BY_PLACE =
            Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end);

    /// Makes all changes at once.
    ///
    /// @throws IllegalArgumentException if two of them meet
    static String apply(String source, List<Edit> edits) {
        var sorted = edits.stream().sorted(BY_PLACE).toList();
        var changed = new StringBuilder(source.length() + 256);
        int done = 0;
        for (Edit edit : sorted) {
            if (edit.start < done) {
                throw new IllegalArgumentException("two changes at " + edit.start);
            }
            changed.append(source, done, edit.start).append(edit.text);
            done = edit.end;
        }
        return changed.append(source, done, source.length()).toString();
    }
}
