package gate.app;

import java.io.IOException;
import java.io.InputStream;

/// Reads what is typed, on a thread of its own, and hands on each character.
///
/// The terminal answers a read after a tenth of a second also where nothing was typed, so that this
/// stops reading when another program shall have the keyboard.
final class TerminalKeys implements Runnable {

    /// Takes what is typed.
    interface Listener {

        void typed(int point) throws InterruptedException;

        /// The terminal is gone.
        void hungUp() throws InterruptedException;
    }

    private static final long SOON_NANOS = 20_000_000;
    private static final int EMPTY_READS = 50;
    private static final int BUFFER_BYTES = 4096;

    private final InputStream in;
    private final Listener listener;

    /// Set by the thread of the screen while another program has the keyboard; under `this`.
    private boolean paused;

    /// Whether a read is going on; under `this`.
    private boolean reading;

    TerminalKeys(InputStream in, Listener listener) {
        this.in = in;
        this.listener = listener;
    }

    /// Returns when nothing is read any more.
    synchronized void pause() throws InterruptedException {
        paused = true;
        while (reading) {
            wait();
        }
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            read();
        } catch (IOException e) {
            hangUp();
        } catch (InterruptedException e) {
            // The screen is closed.
        }
    }

    private void read() throws IOException, InterruptedException {
        var bytes = new byte[BUFFER_BYTES];
        int empty = 0;
        int kept = 0;
        while (empty < EMPTY_READS) {
            begin();
            long started = System.nanoTime();
            int count;
            try {
                count = in.read(bytes, kept, bytes.length - kept);
            } finally {
                end();
            }
            if (count <= 0) {
                empty = System.nanoTime() - started < SOON_NANOS ? empty + 1 : 0;
                continue;
            }
            empty = 0;
            kept = handOn(bytes, kept + count);
        }
        listener.hungUp();
    }

    /// Hands on whole characters; returns how many bytes of the next one are there.
    private int handOn(byte[] bytes, int count) throws InterruptedException {
        int at = 0;
        while (at < count) {
            int lead = bytes[at] & 0xff;
            int size = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            if (at + size > count) {
                break;
            }
            String text = new String(bytes, at, size, java.nio.charset.StandardCharsets.UTF_8);
            listener.typed(text.codePointAt(0));
            at += size;
        }
        System.arraycopy(bytes, at, bytes, 0, count - at);
        return count - at;
    }

    private synchronized void begin() throws InterruptedException {
        while (paused) {
            wait();
        }
        reading = true;
    }

    private synchronized void end() {
        reading = false;
        notifyAll();
    }

    private void hangUp() {
        try {
            listener.hungUp();
        } catch (InterruptedException e) {
            // The screen is closed.
        }
    }
}
