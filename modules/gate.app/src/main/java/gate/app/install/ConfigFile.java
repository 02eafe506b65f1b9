package gate.app.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A client's configuration file, read.
///
/// @param place which it is
/// @param file where it really lies: symbolic links are followed, for a link must stay one
/// @param source its bytes, a character each
/// @param entries its servers, in the order of the file
public record ConfigFile(Place place, Path file, String source, List<Entry> entries) {

    /// Bigger files are left alone.
    public static final long MAX_BYTES = 64 << 20;

    /// Reads the file of a place.
    ///
    /// @throws IOException if it cannot be read, or not exactly: the message says why, without the
    ///   path
    public static ConfigFile read(Place place) throws IOException {
        Path file = place.file().toRealPath();
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is longer than 64 MiB");
        }
        return of(place, file, Files.readAllBytes(file));
    }

    static ConfigFile of(Place place, Path file, byte[] bytes) throws IOException {
        String source = new String(bytes, StandardCharsets.ISO_8859_1);
        if (source.startsWith("\u00ff\u00fe") || source.startsWith("\u00fe\u00ff")) {
            throw new IOException("it is not UTF-8: edit it by hand");
        }
        try {
            return new ConfigFile(place, file, source, entries(place, source));
        } catch (UnreadableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<Entry> entries(Place place, String source) throws UnreadableException {
        Node.Table root = place.format().read(source);
        List<Entry> entries = new ArrayList<>();
        for (List<String> path : place.tables()) {
            collect(root, path, "", entries);
        }
        return List.copyOf(entries);
    }

    /// @param path what is left of it
    private static void collect(Node node, List<String> path, String scope, List<Entry> entries) {
        if (!(node instanceof Node.Table table)) {
            return;
        }
        for (Node.Member member : table.members()) {
            if (path.isEmpty()) {
                if (!isGroup(member)) {
                    entries.add(Entry.of(member, scope));
                }
                continue;
            }
            boolean isAny = path.get(0).equals("*");
            if (isAny || path.get(0).equals(member.key())) {
                List<String> rest = path.subList(1, path.size());
                collect(member.value(), rest, isAny ? member.key() : scope, entries);
            }
        }
    }

    /// Newer files of opencode have a table of servers beside other settings.
    private static boolean isGroup(Node.Member member) {
        if (!member.key().equals("servers") || !(member.value() instanceof Node.Table table)) {
            return false;
        }
        for (Node.Member inner : table.members()) {
            if (!(inner.value() instanceof Node.Table)) {
                return false;
            }
        }
        return true;
    }

    /// Its servers, in the order of the file.
    public List<Server> servers() {
        List<Server> servers = new ArrayList<>();
        for (Entry entry : entries) {
            servers.add(entry.server());
        }
        return servers;
    }

    /// What it takes to put the gate before its servers; a gate that is gone gives its place to
    /// this one. An administrator's file is never changed.
    ///
    /// @param gate its absolute path
    /// @param wanted tells by name which servers
    /// @param isGone whether there is no such program
    public Plan wrap(String gate, Predicate<String> wanted, Predicate<String> isGone) {
        var wrapping = new Wrapping(place.format(), source);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (isManaged() || entry.words().isEmpty() || !wanted.test(entry.name())) {
                continue;
            }
            if (!entry.isWrapped()) {
                changes.add(new Change(i, true, wrapping.wrap(entry, gate)));
            } else if (!entry.words().get(0).equals(gate) && isGone.test(entry.words().get(0))) {
                changes.add(new Change(i, false, List.of(wrapping.repoint(entry, gate))));
            }
        }
        return Proof.of(this, changes, true);
    }

    /// What it takes to be without the gate again.
    public Plan unwrap(Predicate<String> wanted) {
        var wrapping = new Wrapping(place.format(), source);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            boolean isWrapped = entry.isWrapped() && entry.original() > 0;
            if (isWrapped && !isManaged() && wanted.test(entry.name())) {
                changes.add(new Change(i, true, wrapping.unwrap(entry)));
            }
        }
        return Proof.of(this, changes, false);
    }

    private boolean isManaged() {
        return place.scope() == Place.Scope.MANAGED;
    }

    /// What is to be done to one entry.
    ///
    /// @param index its place among the entries
    /// @param isWhole whether the gate goes in or out; else it only gets another path
    record Change(int index, boolean isWhole, List<Edit> edits) {}
}
