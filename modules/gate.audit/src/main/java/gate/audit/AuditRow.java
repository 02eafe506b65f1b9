package gate.audit;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// One row of the log, as it was found there.
///
/// Nothing here is trusted: words that the gate writes, `block` or `request`, stay what the
/// database says, and a viewer shows what it does not know instead of stumbling over it. Names and
/// findings longer than [AuditReader#NAME_CHARS] and [AuditReader#FINDINGS_CHARS] are cut.
///
/// @param id ascending in the order of commits
/// @param seq counts the messages of one session, from 1
/// @param epochNanos when the message had been read, in nanoseconds since 1970
/// @param rpcId its id as it stands in JSON, `7` or `"a"`
/// @param method what it calls, or what the request it answers called
/// @param reason the id of the rule or fault that decided
/// @param findings a JSON array
/// @param sizeBytes how long the line was
/// @param sha256 of the line, where the log does not hold the whole of it
/// @param keptBytes how much of the line the log holds
/// @param head the first of those bytes, read-only, at most [AuditReader#HEAD_BYTES]
public record AuditRow(
        long id,
        String sessionId,
        long seq,
        long epochNanos,
        String direction,
        String kind,
        @Nullable String rpcId,
        @Nullable String method,
        @Nullable String toolName,
        String decision,
        @Nullable String reason,
        String serverName,
        @Nullable String findings,
        long sizeBytes,
        long judgeNanos,
        @Nullable String sha256,
        long keptBytes,
        ByteBuffer head) {

    /// Takes what the database said; the bytes of the head are not copied.
    public AuditRow {
        head = head.asReadOnlyBuffer();
    }

    /// Whether [#head] is all that the log holds of the message.
    public boolean isWhole() {
        return head.remaining() == keptBytes;
    }
}
