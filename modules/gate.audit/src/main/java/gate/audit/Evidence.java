package gate.audit;

import org.jspecify.annotations.Nullable;

/// Something about the log that is not as the gates wrote it.
///
/// @param firstEntry where on the chain it begins; 0 where it is not on the chain
/// @param firstRow the id of the first message concerned; 0 where no message is
/// @param session whose, as far as that is known
/// @param what in a sentence; it may quote the database, so it is not to be trusted
public record Evidence(
        Kind kind,
        long firstEntry,
        long lastEntry,
        long firstRow,
        long lastRow,
        @Nullable String session,
        String what) {

    /// The kinds of change.
    public enum Kind {
        /// A row does not have the values that were recorded, or the entry before it is another.
        CHANGED("changed"),
        /// A row is gone.
        DELETED("deleted"),
        /// A row was not recorded by a gate.
        INSERTED("inserted"),
        /// A body is gone, and no erasure was declared.
        ERASED("erased"),
        /// Entries of the chain are gone.
        CHAIN("chain"),
        /// A row of the sessions was changed, removed or added.
        SESSION("session"),
        /// A signature is not by the key, or does not fit.
        CHECKPOINT("checkpoint"),
        /// Entries that should be signed are not.
        UNSIGNED("unsigned"),
        /// The log ends before it did.
        TRUNCATED("truncated"),
        /// What a client's log says of the chain is not so.
        ANCHOR("anchor"),
        /// The tables themselves are not as a gate makes them.
        SCHEMA("schema");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /// Its name in what `verify` prints: `changed`.
        public String label() {
            return label;
        }
    }

    /// Whether another one goes on where this ends.
    boolean isFollowedBy(Evidence next) {
        return kind == next.kind
                && firstEntry > 0
                && next.firstEntry == lastEntry + 1
                && (next.firstRow == 0 || lastRow == 0 || next.firstRow == lastRow + 1)
                && what.equals(next.what);
    }

    Evidence with(Evidence next) {
        boolean isOne = session != null && session.equals(next.session);
        return new Evidence(
                kind,
                firstEntry,
                next.lastEntry,
                firstRow == 0 ? next.firstRow : firstRow,
                Math.max(lastRow, next.lastRow),
                isOne ? session : null,
                what);
    }
}
