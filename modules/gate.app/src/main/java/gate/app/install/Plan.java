package gate.app.install;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is to be done to a file, proven to do just that.
///
/// @param file the file as it was read
/// @param edits what changes; empty if nothing does
/// @param servers whom it concerns
/// @param refused whom it does not, though it should: their entries must be edited by hand
/// @param isReversible whether the opposite command brings back every byte
public record Plan(
        ConfigFile file,
        List<Edit> edits,
        List<Server> servers,
        List<Server> refused,
        boolean isReversible) {

    public boolean isEmpty() {
        return edits.isEmpty();
    }

    /// The file's bytes as they were read.
    public byte[] before() {
        return file.source().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The file's bytes as they shall be.
    public byte[] after() {
        return Edit.apply(file.source(), edits).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The change as `diff -u` would show it.
    public String diff() {
        return UnifiedDiff.of(file.place().file().toString(), file.source(), edits);
    }
}
