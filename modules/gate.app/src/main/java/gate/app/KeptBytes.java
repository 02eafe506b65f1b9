package gate.app;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A copy of some bytes in which pieces are replaced, from the first to the last. Owned by one
/// thread.
final class KeptBytes {

    private static final int ROOM_BYTES = 1_024;

    private final byte[] source;
    private final int end;
    private int copied;
    private byte[] out;
    private int length;

    /// Of `source[from, to)`; nothing is copied before the first piece is replaced.
    KeptBytes(byte[] source, int from, int to) {
        this.source = source;
        end = to;
        copied = from;
        out = new byte[0];
    }

    /// Replaces `[from, to)` of the source, which begins where the last piece ended or later.
    void replace(int from, int to, String text) {
        if (length == 0) {
            out = new byte[end - copied + ROOM_BYTES];
        }
        copy(from);
        put(text.getBytes(StandardCharsets.UTF_8));
        copied = to;
    }

    /// Whether anything was replaced.
    boolean isChanged() {
        return length > 0;
    }

    /// All of it.
    ByteBuffer finish() {
        copy(end);
        return ByteBuffer.wrap(out, 0, length);
    }

    private void copy(int to) {
        ensure(to - copied);
        System.arraycopy(source, copied, out, length, to - copied);
        length += to - copied;
        copied = to;
    }

    private void put(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
    }

    private void ensure(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, length + more + out.length / 2);
        }
    }
}
