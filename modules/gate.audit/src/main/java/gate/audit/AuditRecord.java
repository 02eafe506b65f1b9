package gate.audit;

import gate.protocol.Direction;
import gate.rules.Finding;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.List;

/// One message that came from a peer, and what the gate decided about it.
///
/// The bytes of the message are not copied: they must not change while the record is appended.
///
/// @param epochNanos when its last byte had been read, in nanoseconds since 1970
/// @param rpcId its id as it stands in JSON, `7` or `"a"`; null where it has none
/// @param method the method that it calls, or that the request it answers called
/// @param toolName the tool that a `tools/call` names, also for the answer to it
/// @param reason the id of the rule or fault that decided; null where none did
/// @param findings all that was found in it, also what the policy lets pass
/// @param sizeBytes how long the line was, without its line feed
/// @param judgeNanos how long judging took
/// @param sha256 of the line, in hex, where `message` is not the whole of it
/// @param message the line without its line feed, from position to limit; empty where it was too
///   long to be kept
public record AuditRecord(
        long epochNanos,
        Direction direction,
        Kind kind,
        @Nullable String rpcId,
        @Nullable String method,
        @Nullable String toolName,
        Decision decision,
        @Nullable String reason,
        List<Finding> findings,
        long sizeBytes,
        long judgeNanos,
        @Nullable String sha256,
        ByteBuffer message) {

    public AuditRecord {
        findings = List.copyOf(findings);
    }
}
