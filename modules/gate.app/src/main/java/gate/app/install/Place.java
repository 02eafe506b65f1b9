package gate.app.install;

import java.nio.file.Path;
import java.util.List;

/// A file in which a client looks for servers, whether it exists or not.
///
/// @param client its name on the command line: `claude-code`
/// @param title its name: `Claude Code`
/// @param tables where its servers stand in the file: names from the outside in, `*` for any
public record Place(
        String client,
        String title,
        Path file,
        Format format,
        List<List<String>> tables,
        Scope scope) {

    /// Whose file it is.
    public enum Scope {
        /// The user's own.
        USER,
        /// A project's, shared with other people: changed only when asked for.
        PROJECT,
        /// An administrator's: never changed.
        MANAGED
    }

    public Place {
        tables = List.copyOf(tables);
    }
}
