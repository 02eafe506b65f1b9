package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.audit.Evidence.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Looks at what the chain holds beside messages: its beginning, sessions, checkpoints, erasures.
///
/// Owned by one thread.
final class ChainEventCheck {

    /// A transaction has 1,024 messages at most, after which a checkpoint is due: so no two
    /// checkpoints of a gate are further apart.
    private static final long MAX_APART = 2_048;

    private final EvidenceList evidence;
    private final SessionCheck sessions;
    private final String chain;
    private final RowRanges declared = new RowRanges();
    private @Nullable String key;
    private long checkpoint;
    private long checkpoints;

    /// @param chain the hash of the first entry, in hex
    /// @param key the public key of the log's owner, in hex; null to take that of the first
    ///   checkpoint
    ChainEventCheck(
            EvidenceList evidence, SessionCheck sessions, String chain, @Nullable String key) {
        this.evidence = evidence;
        this.sessions = sessions;
        this.chain = chain;
        this.key = key;
    }

    /// Takes this entry for a checkpoint that has been looked at.
    void skipTo(long position) {
        checkpoint = position;
    }

    /// @param before the hash of the entry before, in hex; empty if that is missing
    void event(long at, String kind, String event, String before) {
        switch (kind) {
            case ChainEvents.BEGIN -> {
                if (at != 1) {
                    evidence.entries(Kind.CHAIN, at, at, "a second beginning");
                }
            }
            case ChainEvents.SESSION, ChainEvents.CLIENT, ChainEvents.END -> {
                if (!sessions.note(kind, event)) {
                    evidence.entries(Kind.CHAIN, at, at, "an event of no session");
                }
            }
            case Chain.CHECKPOINT -> checkpoint(at, event, before);
            case ChainEvents.ERASE -> erase(at, event);
            default -> evidence.entries(Kind.CHAIN, at, at, "an event of an unknown kind");
        }
    }

    /// Says what is missing at the end.
    ///
    /// @param last the last entry
    void end(long last) {
        if (last - checkpoint >= Chain.CHECKPOINT_ENTRIES) {
            evidence.entries(Kind.UNSIGNED, checkpoint + 1, last, "a checkpoint is missing");
        }
    }

    /// The last entry that a checkpoint vouches for, or 0.
    long signedThrough() {
        return checkpoint;
    }

    long checkpoints() {
        return checkpoints;
    }

    /// Whose signatures were taken for genuine, in hex; empty if there were none.
    String key() {
        return key == null ? "" : key;
    }

    /// The messages whose bodies were erased on purpose.
    RowRanges declared() {
        return declared;
    }

    private void checkpoint(long at, String event, String before) {
        checkpoints++;
        if (at - checkpoint > MAX_APART) {
            evidence.entries(Kind.UNSIGNED, checkpoint + 1, at, "a checkpoint is missing");
        }
        long first = checkpoint + 1;
        checkpoint = at;
        if (before.isEmpty()) {
            return;
        }
        Checkpoint signed = Checkpoint.ofEvent(chain, at - 1, before, event);
        if (signed == null) {
            evidence.entries(Kind.CHECKPOINT, first, at, "a checkpoint that is none");
            return;
        }
        if (key == null) {
            key = signed.key();
        }
        if (!signed.key().equals(key)) {
            evidence.entries(Kind.CHECKPOINT, first, at, "signed by another key");
        } else if (!signed.isGenuine()) {
            evidence.entries(Kind.CHECKPOINT, first, at, "the signature does not fit");
        }
    }

    private void erase(long at, String event) {
        try {
            Map<String, Object> members = JSON.std.mapFrom(event);
            if (members.get("rows") instanceof List<?> rows) {
                for (Object range : rows) {
                    if (range instanceof List<?> pair
                            && pair.size() == 2
                            && pair.get(0) instanceof Number first
                            && pair.get(1) instanceof Number last
                            && first.longValue() <= last.longValue()) {
                        declared.addAll(first.longValue(), last.longValue());
                    }
                }
                return;
            }
        } catch (IOException e) {
            // It is said below.
        }
        evidence.entries(Kind.CHAIN, at, at, "an erasure of nothing");
    }
}
