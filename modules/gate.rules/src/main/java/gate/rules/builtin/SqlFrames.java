package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The brackets of an SQL text that are open at a place, and the queries in a `WITH` that are known
/// there.
final class SqlFrames {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAMED = 256;

    /// What stands between two brackets, or outside of all.
    static final class Frame {

        /// The verb of the statement or query in it; empty as long as there is none.
        String verb = "";

        /// Whether a comma leads to the next table.
        boolean isList;

        /// Whether `FROM` belongs to a function: `EXTRACT(year FROM at)`.
        boolean isOfFunction;

        /// How many names of a `WITH` were known at the verb `INSERT`, whose own end when it does.
        int namesBefore = -1;

        /// Whether all names of the `WITH` that is read are known in each other.
        boolean isRecursive;

        /// Whether `USING` has led to tables already.
        boolean hasUsing;

        /// Whether the body of a query in a `WITH` was the last to end in it, so that a comma may
        /// lead to another.
        boolean isBehindNamed;

        /// What it defines, where it is such a body.
        private @Nullable String defines;
    }

    /// A query in a `WITH`, known from its end to the end of the frame that it belongs to.
    private record Named(String name, int depth) {}

    private final List<Frame> frames = new ArrayList<>();
    private final List<Named> named = new ArrayList<>();

    SqlFrames() {
        frames.add(new Frame());
    }

    Frame current() {
        return frames.getLast();
    }

    /// A new statement begins.
    void clear() {
        frames.clear();
        frames.add(new Frame());
        named.clear();
    }

    /// Opens a bracket.
    ///
    /// @return false if that is too deep
    boolean open(boolean isOfFunction) {
        if (frames.size() >= MAX_DEPTH) {
            return false;
        }
        var frame = new Frame();
        frame.isOfFunction = isOfFunction;
        frames.add(frame);
        return true;
    }

    /// The bracket that was opened last is the body of a query in a `WITH`.
    ///
    /// @param isRecursive whether its name is known in it
    /// @return false if there are too many
    boolean define(String name, boolean isRecursive) {
        current().defines = name;
        if (isRecursive) {
            named.add(new Named(name, frames.size()));
        }
        return named.size() < MAX_NAMED;
    }

    /// The verb `INSERT` was met.
    void inserts() {
        current().namesBefore = named.size();
    }

    /// What an `INSERT` does beside its query begins: names of that query are not known there.
    void endsQuery() {
        int before = current().namesBefore;
        while (before >= 0 && named.size() > before) {
            named.removeLast();
        }
    }

    /// Closes a bracket.
    ///
    /// @return false if none is open
    boolean close() {
        if (frames.size() == 1) {
            return false;
        }
        String name = frames.removeLast().defines;
        int depth = frames.size();
        while (!named.isEmpty() && named.getLast().depth > depth) {
            named.removeLast();
        }
        current().isBehindNamed = name != null;
        if (name != null) {
            named.add(new Named(name, depth));
        }
        return true;
    }

    /// Whether a name is that of a query in a `WITH`.
    boolean isNamed(String name) {
        for (Named each : named) {
            if (each.name.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
