package gate.app;

import gate.app.PrettyJson.Para;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which objects and arrays of the message on the screen are folded away. Owned by the thread of
/// the screen.
///
/// One is known by the line of the layout in which it begins. What is indented farther below
/// belongs to it.
final class Folds {

    private long id;
    private final Set<Integer> folded = new TreeSet<>();
    private int version;

    /// Forgets what was folded in another message.
    void begin(long row) {
        if (row != id) {
            id = row;
            clear();
        }
    }

    /// Counts the changes.
    int version() {
        return version;
    }

    boolean has(int line) {
        return folded.contains(line);
    }

    /// Folds what begins in this line, else what the line stands in; from a folded one what that
    /// stands in. Returns the line where it begins, or -1 where there is nothing to fold.
    int fold(List<Para> paras, int line) {
        int at = line;
        while (at >= 0 && (end(paras, at) == at || has(at))) {
            at = parent(paras, at);
        }
        if (at >= 0) {
            folded.add(at);
            version++;
        }
        return at;
    }

    /// Unfolds what begins in this line; everything where that is not folded.
    void unfold(int line) {
        if (!folded.remove(line)) {
            folded.clear();
        }
        version++;
    }

    private void clear() {
        folded.clear();
        version++;
    }

    /// The line in which ends what begins in this one; the same where nothing begins.
    static int end(List<Para> paras, int line) {
        int indent = paras.get(line).indent();
        int end = line + 1;
        while (end < paras.size() && paras.get(end).indent() > indent) {
            end++;
        }
        return end == line + 1 || end == paras.size() ? line : end;
    }

    /// The line in which begins what this one stands in, or -1.
    private static int parent(List<Para> paras, int line) {
        int indent = paras.get(line).indent();
        int parent = line - 1;
        while (parent >= 0 && paras.get(parent).indent() >= indent) {
            parent--;
        }
        return parent;
    }
}
