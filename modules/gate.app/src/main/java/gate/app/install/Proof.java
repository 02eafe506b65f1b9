package gate.app.install;

import gate.app.install.ConfigFile.Change;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes changes a plan only if they do what they should.
///
/// The changed file is read again: the entries concerned must say the same with or without the
/// gate, all others the same as before, and for `install` the opposite change must bring back every
/// byte. Where that does not hold for all changes at once, each is tried alone, and those that fail
/// are left out: an odd spelling costs its own entry the gate, and breaks nothing.
final class Proof {

    private final ConfigFile file;
    private final boolean isWrap;

    private Proof(ConfigFile file, boolean isWrap) {
        this.file = file;
        this.isWrap = isWrap;
    }

    static Plan of(ConfigFile file, List<Change> changes, boolean isWrap) {
        var proof = new Proof(file, isWrap);
        List<Change> good = changes;
        List<Change> bad = List.of();
        if (!proof.holds(good)) {
            good = new ArrayList<>();
            bad = new ArrayList<>();
            for (Change change : changes) {
                (proof.holds(List.of(change)) ? good : bad).add(change);
            }
            if (!proof.holds(good)) {
                good = List.of();
                bad = changes;
            }
        }
        List<Edit> edits = new ArrayList<>();
        for (Change change : good) {
            edits.addAll(change.edits());
        }
        edits.sort(Edit.BY_PLACE);
        return new Plan(
                file,
                edits,
                proof.servers(good),
                proof.servers(bad),
                isWrap || proof.isReversible(good));
    }

    private List<Server> servers(List<Change> changes) {
        List<Server> servers = new ArrayList<>();
        for (Change change : changes) {
            servers.add(file.entries().get(change.index()).server());
        }
        return servers;
    }

    private boolean holds(List<Change> changes) {
        try {
            ConfigFile after = after(changes);
            if (after.entries().size() != file.entries().size()) {
                return false;
            }
            for (int i = 0; i < file.entries().size(); i++) {
                if (!meansTheSame(file.entries().get(i), after.entries().get(i))) {
                    return false;
                }
            }
            for (Change change : changes) {
                boolean isWrapped = after.entries().get(change.index()).isWrapped();
                if (isWrapped != isWrap && change.isWhole() && !isStillWrapped(change)) {
                    return false;
                }
            }
            return !isWrap || undone(after, changes).equals(file.source());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    /// A gate before a gate: one is taken out at a time.
    private boolean isStillWrapped(Change change) {
        return !isWrap && file.entries().get(change.index()).server().isTwice();
    }

    private ConfigFile after(List<Change> changes) throws IOException {
        List<Edit> edits = new ArrayList<>();
        for (Change change : changes) {
            edits.addAll(change.edits());
        }
        String changed = Edit.apply(file.source(), edits);
        return ConfigFile.of(
                file.place(), file.file(), changed.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean meansTheSame(Entry before, Entry after) {
        return before.name().equals(after.name())
                && before.scope().equals(after.scope())
                && behind(before).equals(behind(after))
                && hasArgs(before) == hasArgs(after);
    }

    private static boolean hasArgs(Entry entry) {
        boolean isList = entry.command() != null && entry.command().value() instanceof Node.Items;
        return isList || (entry.isWrapped() ? !entry.hadNoArgs() : entry.args() != null);
    }

    /// The words of the server itself, whatever number of gates stands before it.
    private static List<String> behind(Entry entry) {
        List<String> words = entry.words();
        Entry at = entry;
        while (at.isWrapped() && at.original() > 0) {
            words = words.subList(at.original(), words.size());
            at = new Entry(at.name(), at.scope(), null, null, null, List.copyOf(words), "", "");
        }
        return words;
    }

    /// The file that the opposite of these changes would leave.
    private String undone(ConfigFile after, List<Change> changes) {
        var wrapping = new Wrapping(file.place().format(), after.source());
        List<Edit> edits = new ArrayList<>();
        for (Change change : changes) {
            Entry entry = after.entries().get(change.index());
            if (change.isWhole()) {
                edits.addAll(wrapping.unwrap(entry));
            } else {
                Entry before = file.entries().get(change.index());
                edits.add(wrapping.repoint(entry, before.words().get(0)));
            }
        }
        return Edit.apply(after.source(), edits);
    }

    /// Whether putting the gate in again would make the file what it is.
    private boolean isReversible(List<Change> changes) {
        try {
            ConfigFile after = after(changes);
            var wrapping = new Wrapping(file.place().format(), after.source());
            List<Edit> edits = new ArrayList<>();
            for (Change change : changes) {
                String gate = file.entries().get(change.index()).words().get(0);
                edits.addAll(wrapping.wrap(after.entries().get(change.index()), gate));
            }
            return Edit.apply(after.source(), edits).equals(file.source());
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
