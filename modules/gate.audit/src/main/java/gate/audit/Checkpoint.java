package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;

/// Says, signed, that the chain had this hash at this entry.
///
/// @param chain the hash of its first entry, in hex like the others
/// @param position the entry that is vouched for
/// @param key the public key, 32 bytes
/// @param signature 64 bytes, over [#signedBytes]
record Checkpoint(
        String chain, long position, String hash, long epochNanos, String key, String signature) {

    private static final String MARK = "mcpgate-checkpoint-1";
    private static final int WORDS = 7;

    static byte[] signedBytes(String chain, long position, String hash, long epochNanos) {
        String text =
                MARK + '\n' + chain + '\n' + position + '\n' + hash + '\n' + epochNanos + '\n';
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean isGenuine() {
        return Signer.isGenuine(key, signedBytes(chain, position, hash, epochNanos), signature);
    }

    /// The event of the chain: all but what the chain says itself.
    String toEvent() throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("at_ns", epochNanos);
        event.put("key", key);
        event.put("signature", signature);
        return JSON.std.asString(event);
    }

    /// Reads it from an event; null if that has not the form of one.
    static @Nullable Checkpoint ofEvent(
            String chain, long position, String hash, @Nullable String event) {
        try {
            if (event == null) {
                return null;
            }
            Map<String, Object> members = JSON.std.mapFrom(event);
            return members.get("at_ns") instanceof Number at
                            && members.get("key") instanceof String key
                            && members.get("signature") instanceof String signature
                    ? new Checkpoint(chain, position, hash, at.longValue(), key, signature)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /// One line, for the file beside the database.
    String toLine() {
        return MARK
                + ' '
                + chain
                + ' '
                + position
                + ' '
                + hash
                + ' '
                + epochNanos
                + ' '
                + key
                + ' '
                + signature
                + '\n';
    }

    /// Reads it from a line; null if that has not the form of one.
    static @Nullable Checkpoint ofLine(String line) {
        var words = new StringTokenizer(line, " \n");
        if (words.countTokens() != WORDS || !words.nextToken().equals(MARK)) {
            return null;
        }
        try {
            return new Checkpoint(
                    words.nextToken(),
                    Long.parseLong(words.nextToken()),
                    words.nextToken(),
                    Long.parseLong(words.nextToken()),
                    words.nextToken(),
                    words.nextToken());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
