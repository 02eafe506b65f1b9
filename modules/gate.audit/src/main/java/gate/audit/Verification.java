package gate.audit;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a look at the whole log found.
///
/// @param firstEntry the first entry of the chain that was looked at, mostly 1
/// @param lastEntry the last; 0 where there is none
/// @param head the hash of the last entry, in hex
/// @param messages how many messages the chain has, from `firstEntry` on
/// @param sessions how many sessions there are
/// @param rowsOutside how many messages were there before the chain was begun
/// @param rowsOutsideThrough the last id of those
/// @param signedThrough the last entry that a checkpoint covers
/// @param key the public key of the checkpoints, in hex; empty where there are none
/// @param isKeyKnown whether the key's file was there, so that the key is not just what the
///   database says
/// @param anchors how many lines of a client's log were compared
/// @param erased how many messages were erased on purpose
/// @param headFile the entry that the file beside the database knows of; null where that is missing
/// @param evidence what was found, neighbours in one range; at most a thousand ranges
/// @param evidenceCount how many pieces there are
public record Verification(
        long firstEntry,
        long lastEntry,
        String head,
        long messages,
        int sessions,
        long rowsOutside,
        long rowsOutsideThrough,
        long signedThrough,
        String key,
        boolean isKeyKnown,
        int anchors,
        long erased,
        @Nullable Long headFile,
        List<Evidence> evidence,
        long evidenceCount) {

    public Verification {
        evidence = List.copyOf(evidence);
    }

    /// Whether nothing speaks against it.
    public boolean isIntact() {
        return evidenceCount == 0;
    }
}
