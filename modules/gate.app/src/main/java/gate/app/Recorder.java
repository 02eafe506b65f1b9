package gate.app;

import gate.audit.AuditLog;
import gate.audit.AuditRecord;
import gate.audit.Decision;
import gate.audit.Kind;
import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Fault;
import gate.protocol.Frame;
import gate.protocol.Message;
import gate.protocol.RpcId;
import gate.rules.Finding;
import gate.rules.Ruling;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// Turns what the gate decided into rows of the audit log.
///
/// Each method returns the name of the event, `<session>/<number>`, or the empty string if it could
/// not be recorded: then the message must not be forwarded.
///
/// Owned by the thread of its direction.
final class Recorder {

    /// The reason of a row that counts what was forwarded unrecorded.
    static final String AUDIT_GAP = "audit_gap";

    /// The reason of a row that says that the policy was read anew.
    static final String POLICY_CHANGED = "policy_changed";

    /// The reason of a row that says why the policy was not read anew.
    static final String POLICY_REJECTED = "policy_rejected";

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Direction direction;
    private final String sessionId;
    private final Ledger ledger;
    private final Complaints complaints;
    private final AtRest atRest;
    private long unrecorded;

    /// What takes the rows of a session.
    interface Ledger {

        /// Takes a row, whose message is not to be kept beyond this call.
        ///
        /// @return its number in the session, from 1
        /// @throws IOException if it could not be recorded
        long append(AuditRecord row) throws IOException;

        /// Takes note of who the client says that it is.
        void clientNamed(String name);

        /// Nothing holds the last message any more.
        void letGo();
    }

    /// @param atRest says what of a message is kept
    Recorder(
            Direction direction,
            String sessionId,
            AuditLog audit,
            Complaints complaints,
            AtRest atRest) {
        this(direction, sessionId, ledger(audit), complaints, atRest);
    }

    Recorder(
            Direction direction,
            String sessionId,
            Ledger ledger,
            Complaints complaints,
            AtRest atRest) {
        this.direction = direction;
        this.sessionId = sessionId;
        this.ledger = ledger;
        this.complaints = complaints;
        this.atRest = atRest;
    }

    private static Ledger ledger(AuditLog audit) {
        return new Ledger() {
            @Override
            public long append(AuditRecord row) throws IOException {
                return audit.append(row);
            }

            @Override
            public void clientNamed(String name) {
                audit.clientNamed(name);
            }

            @Override
            public void letGo() {
                audit.letGo();
            }
        };
    }

    /// A message that has its place in the session.
    ///
    /// @param refusedBy the rule or fault that keeps it back, or null if it is to be forwarded
    /// @param content its bytes, without line feed
    String judged(
            Envelope envelope, Ruling ruling, @Nullable String refusedBy, ByteBuffer content) {
        Message message = envelope.message();
        Decision decision = Decision.ALLOW;
        String reason = null;
        if (refusedBy != null) {
            decision = Decision.BLOCK;
            reason = refusedBy;
        } else if (ruling.warning() != null) {
            decision = Decision.WARN;
            reason = ruling.warning();
        }
        var row =
                new AuditRecord(
                        envelope.epochNanos(),
                        direction,
                        kind(message),
                        rpcId(message),
                        envelope.method(),
                        envelope.toolName(),
                        decision,
                        reason,
                        ruling.findings(),
                        content.remaining(),
                        ruling.judgeNanos(),
                        null,
                        content);
        return append(atRest.judged(row, envelope, ruling));
    }

    /// A message that has no place in the session.
    String rejected(Fault fault, Message message, long epochNanos, ByteBuffer content) {
        var row =
                new AuditRecord(
                        epochNanos,
                        direction,
                        Kind.FAULT,
                        rpcId(message),
                        message instanceof Message.Request request ? request.method() : null,
                        null,
                        Decision.WARN,
                        fault.id(),
                        List.of(finding(fault, 0)),
                        content.remaining(),
                        0,
                        null,
                        content);
        return append(atRest.rejected(row, message));
    }

    /// A line that is no message.
    ///
    /// @param offsetBytes where in it reading stopped
    String unread(Kind kind, Fault fault, int offsetBytes, long epochNanos, ByteBuffer content) {
        var row =
                new AuditRecord(
                        epochNanos,
                        direction,
                        kind,
                        null,
                        null,
                        null,
                        Decision.WARN,
                        fault.id(),
                        List.of(finding(fault, offsetBytes)),
                        content.remaining(),
                        0,
                        null,
                        content);
        return append(atRest.unread(row));
    }

    /// A line that was too long to be kept.
    String oversized(Frame.Oversized oversized) {
        return append(
                new AuditRecord(
                        epochNanos(),
                        direction,
                        Kind.FAULT,
                        null,
                        null,
                        null,
                        Decision.WARN,
                        Fault.OVERSIZED.id(),
                        List.of(finding(Fault.OVERSIZED, 0)),
                        oversized.sizeBytes(),
                        0,
                        oversized.sha256(),
                        NOTHING));
    }

    /// The last message is forwarded although it could not be recorded: the policy says so.
    void forwardedUnrecorded() {
        if (++unrecorded == 1) {
            complaints.say("audit unavailable, forwarding unrecorded: the policy says so");
        }
    }

    /// Who the client says that it is.
    void clientNamed(String name) {
        ledger.clientNamed(atRest.text(name));
    }

    /// Nothing holds the last message any more.
    void letGo() {
        ledger.letGo();
    }

    /// The time of day, in nanoseconds since 1970.
    static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private String append(AuditRecord record) {
        try {
            if (unrecorded > 0) {
                ledger.append(gap());
                unrecorded = 0;
            }
            return sessionId + '/' + ledger.append(record);
        } catch (IOException e) {
            if (unrecorded == 0) {
                complaints.say("audit unavailable: " + e.getMessage());
            }
            return "";
        }
    }

    /// The policy has changed while the session runs, or should have.
    void policy(boolean isRejected, String what) {
        append(note(isRejected ? POLICY_REJECTED : POLICY_CHANGED, what));
    }

    /// The row that stands for what could not be recorded.
    private AuditRecord gap() {
        return note(
                AUDIT_GAP,
                "messages that were forwarded while the log was unavailable: " + unrecorded);
    }

    /// A row that stands for no message.
    private AuditRecord note(String id, String what) {
        return new AuditRecord(
                epochNanos(),
                direction,
                Kind.FAULT,
                null,
                null,
                null,
                Decision.WARN,
                id,
                List.of(new Finding(id, Severity.LOW, new Span("", 0, 0), what)),
                0,
                0,
                null,
                NOTHING);
    }

    private static Finding finding(Fault fault, int offsetBytes) {
        return new Finding(
                fault.id(), Severity.LOW, new Span("", offsetBytes, offsetBytes), fault.reason());
    }

    private static Kind kind(Message message) {
        return switch (message) {
            case Message.Request _ -> Kind.REQUEST;
            case Message.Notification _ -> Kind.NOTIFICATION;
            case Message.Result _ -> Kind.RESULT;
            case Message.Failure _ -> Kind.ERROR;
        };
    }

    private static @Nullable String rpcId(Message message) {
        RpcId id =
                switch (message) {
                    case Message.Request request -> request.id();
                    case Message.Notification _ -> null;
                    case Message.Result result -> result.id();
                    case Message.Failure failure -> failure.id();
                };
        return id == null ? null : id.toString();
    }
}
