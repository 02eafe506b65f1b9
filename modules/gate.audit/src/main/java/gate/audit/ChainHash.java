package gate.audit;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Computes the hashes of the chain, SHA-256 all of them.
///
/// An entry is hashed as a sequence of typed values, each as long as its type or the length before
/// it says: so no two entries have the same bytes (docs/AUDIT.md, "The hash chain"). Owned by one
/// thread.
final class ChainHash {

    static final int BYTES = 32;
    static final int SALT_BYTES = 16;

    static final byte NULL = 'n';
    static final byte INTEGER = 'i';
    static final byte REAL = 'r';
    static final byte TEXT = 't';
    static final byte BLOB = 'b';

    private static final int BUFFER_BYTES = 1_024;

    private final MessageDigest sha256;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int length;

    ChainHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Begins an entry.
    ///
    /// @param previous the hash of the entry before it; of the first, zeros
    void begin(byte[] previous, long position, String kind) {
        length = 0;
        putBytes(BLOB, previous);
        put(position);
        put(kind);
    }

    void put(long value) {
        ensure(1 + Long.BYTES);
        buffer[length++] = INTEGER;
        bits(value);
    }

    void put(double value) {
        ensure(1 + Long.BYTES);
        buffer[length++] = REAL;
        bits(Double.doubleToRawLongBits(value));
    }

    void put(@Nullable String text) {
        if (text == null) {
            putNull();
        } else {
            putBytes(TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void putNull() {
        ensure(1);
        buffer[length++] = NULL;
    }

    /// @param type [#TEXT] or [#BLOB]
    void putBytes(byte type, byte[] bytes) {
        ensure(1 + Integer.BYTES + bytes.length);
        buffer[length++] = type;
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (bytes.length >>> shift);
        }
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    /// The hash of the entry.
    byte[] end() {
        sha256.update(buffer, 0, length);
        if (buffer.length > BUFFER_BYTES << 6) {
            buffer = new byte[BUFFER_BYTES]; // not every row has findings of a megabyte
        }
        return sha256.digest();
    }

    /// Begins the hash of a body, which [#body] continues and [#endBody] ends.
    ///
    /// @param type of the body as SQLite has it
    void beginBody(byte[] salt, byte type) {
        sha256.update(salt);
        sha256.update(type);
    }

    void body(byte[] bytes) {
        sha256.update(bytes);
    }

    byte[] endBody() {
        return sha256.digest();
    }

    /// The hash of a text.
    byte[] of(String text) {
        return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bits(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
