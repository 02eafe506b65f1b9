package gate.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// What a policy lets calls name: repositories, tables, hosts.
///
/// @param lists globs; what is named must fit one of every list
/// @param isChosen whether one of them comes from a file that may loosen: only then nothing that a
///   session learns by itself need hold it
public record Scope(List<List<String>> lists, boolean isChosen) {

    /// Everything.
    public static final Scope OPEN = new Scope(List.of(), false);

    public Scope {
        lists = List.copyOf(lists);
    }

    /// Whether no file says anything.
    public boolean isOpen() {
        return lists.isEmpty();
    }

    /// Whether a name fits one of every list; case does not count.
    public boolean allows(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isKept(pattern -> Glob.fits(pattern.toLowerCase(Locale.ROOT), lower));
    }

    /// Whether every list has something that fits.
    public boolean isKept(Predicate<String> fits) {
        for (List<String> list : lists) {
            boolean isKept = false;
            for (String each : list) {
                isKept |= fits.test(each);
            }
            if (!isKept) {
                return false;
            }
        }
        return true;
    }

    /// This scope, narrowed by what another file says.
    ///
    /// @param mayLoosen whether the other file may loosen
    public Scope and(List<String> list, boolean mayLoosen) {
        List<List<String>> all = new ArrayList<>(lists);
        all.add(List.copyOf(list));
        return new Scope(all, isChosen || mayLoosen);
    }

    /// For people: `a, b`; of several lists `a, b and c`.
    @Override
    public String toString() {
        List<String> each = new ArrayList<>();
        for (List<String> list : lists) {
            each.add(list.isEmpty() ? "nothing" : String.join(", ", list));
        }
        return isOpen() ? "any" : String.join(" and ", each);
    }
}
