package gate.app.install;

import org.jspecify.annotations.Nullable;

/// A server in a client's configuration file.
///
/// @param name what the client calls it
/// @param scope where in the file it stands, if the file has several places: the path of a project
/// @param state whether the gate stands before it
/// @param command how it is started, or the address of a remote one, for people; never its
///   environment
/// @param gate the gate's path in the file, if it stands there
/// @param note why nothing can be done, or what is wrong; empty if all is well
public record Server(
        String name,
        String scope,
        State state,
        String command,
        @Nullable String gate,
        String note) {

    /// Whether the gate stands before a server.
    public enum State {
        /// It does.
        WRAPPED,
        /// It does not, and could.
        PLAIN,
        /// It could not: the client speaks to it over the network.
        REMOTE,
        /// It could not: the client starts it by itself, or the entry is unclear.
        OTHER
    }

    /// Whether the gate stands before a gate.
    public boolean isTwice() {
        return state == State.WRAPPED && note.equals(Entry.TWICE);
    }
}
