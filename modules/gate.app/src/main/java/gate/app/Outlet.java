package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;

/// Where messages for one peer are written, one at a time.
///
/// `gate-up` and `gate-down` both write to either peer (one forwards, the other answers), so each
/// message is written and flushed under the lock: never torn, never held back for the next one. MCP
/// clients lose a notification that they read in one piece with the response behind it.
final class Outlet {

    /// The JDK copies each write through a native buffer of its length; this bounds it. A pipe
    /// holds no more than this anyway.
    private static final int WRITE_BYTES = 64 << 10;

    private @Nullable OutputStream out;
    private boolean closed;

    /// Read without the lock, which a write to a peer that does not read holds.
    private volatile long taken;

    /// An outlet that has to be opened before anything gets through.
    Outlet() {}

    Outlet(OutputStream out) {
        this.out = out;
    }

    /// Lets through what waits.
    synchronized void open(OutputStream opened) throws IOException {
        out = opened;
        if (closed) {
            opened.close();
        }
        notifyAll();
    }

    /// Writes one message; waits until the outlet is open.
    ///
    /// @throws IOException if the peer is gone, or the outlet closed
    synchronized void write(byte[] bytes, int from, int to) throws IOException {
        try {
            while (out == null && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (closed || out == null) {
            throw new IOException("closed");
        }
        for (int at = from; at < to; at += WRITE_BYTES) {
            int length = Math.min(WRITE_BYTES, to - at);
            out.write(bytes, at, length);
            taken += length;
        }
        out.flush();
    }

    void write(byte[] message) throws IOException {
        write(message, 0, message.length);
    }

    /// How many bytes the peer has taken; for any thread.
    long takenBytes() {
        return taken;
    }

    /// Tells the peer that nothing follows. Safe to call twice.
    synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        notifyAll();
        if (out != null) {
            out.close();
        }
    }
}
