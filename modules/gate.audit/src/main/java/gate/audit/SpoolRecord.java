package gate.audit;

import org.jspecify.annotations.Nullable;

/// What one record of the spool says.
sealed interface SpoolRecord {

    /// Whose records follow. Every segment begins with it, so that each can be read by itself.
    ///
    /// @param clientName what was known of the client when the segment was begun
    record Started(AuditSession session, @Nullable String clientName) implements SpoolRecord {}

    /// A message came.
    ///
    /// @param seq its number in the session, counted from 1
    record Came(long seq, AuditRecord message) implements SpoolRecord {}

    /// The client said its name.
    record Named(String client) implements SpoolRecord {}

    /// The session is over.
    ///
    /// @param exitCode null where the gate has none to tell
    record Ended(long epochNanos, @Nullable Integer exitCode) implements SpoolRecord {}
}
