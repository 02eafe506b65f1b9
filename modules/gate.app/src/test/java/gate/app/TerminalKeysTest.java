package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

class TerminalKeysTest {

    private static final long PATIENCE_MILLIS = 20_000;

    /// What was typed; closed once the terminal hung up.
    private static final class Typed implements TerminalKeys.Listener {

        private final StringBuilder text = new StringBuilder();
        private boolean hungUp;

        @Override
        public synchronized void typed(int point) {
            text.appendCodePoint(point);
            notifyAll();
        }

        @Override
        public synchronized void hungUp() {
            hungUp = true;
            notifyAll();
        }

        synchronized void await(String wanted) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            while (!text.toString().equals(wanted) && System.nanoTime() < end) {
                wait(50);
            }
            assertEquals(wanted, text.toString());
        }
    }

    /// A terminal that hands over these pieces, and then nothing for ever, at once.
    private static final class Pieces extends InputStream {

        private final Queue<byte[]> pieces = new ArrayDeque<>();

        Pieces(byte[]... pieces) {
            this.pieces.addAll(Arrays.asList(pieces));
        }

        @Override
        public int read() {
            throw new IllegalStateException("one byte at a time is slow");
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            byte[] piece = pieces.poll();
            if (piece == null) {
                return 0;
            }
            System.arraycopy(piece, 0, bytes, from, piece.length);
            return piece.length;
        }
    }

    @Test
    void charactersComeWholeHoweverTheirBytesCome() {
        byte[] text = "aü天😀b".getBytes(StandardCharsets.UTF_8);
        List<byte[]> single = new ArrayList<>();
        for (byte b : text) {
            single.add(new byte[] {b});
        }
        var typed = new Typed();

        new TerminalKeys(new Pieces(single.toArray(byte[][]::new)), typed).run();

        assertEquals("aü天😀b", typed.text.toString());
        assertTrue(
                typed.hungUp, "a terminal that answers nothing at once, again and again, is gone");
    }

    @Test
    void bytesThatAreNoTextAreNoReasonToStop() {
        var typed = new Typed();

        new TerminalKeys(new Pieces(new byte[] {(byte) 0xff, 'a', (byte) 0x80, 'b'}), typed).run();

        assertEquals("\ufffda\ufffdb", typed.text.toString());
    }

    @Test
    void aTerminalThatFailsHasHungUp() {
        var typed = new Typed();
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Input/output error");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        return read();
                    }
                };

        new TerminalKeys(broken, typed).run();

        assertTrue(typed.hungUp);
    }

    @Test
    void nothingIsReadWhilePaused() throws Exception {
        var typed = new Typed();
        try (var keyboard = new PipedOutputStream();
                var in = new PipedInputStream(keyboard)) {
            var keys = new TerminalKeys(new Ticking(in), typed);
            var thread = new Thread(keys);
            thread.start();
            keyboard.write('a');
            typed.await("a");

            keys.pause();
            keyboard.write('b');
            Thread.sleep(200);
            assertEquals("a", typed.text.toString());
            assertEquals(1, in.available(), "the other program gets it");

            keys.resume();
            typed.await("ab");
            thread.interrupt();
            thread.join(PATIENCE_MILLIS);
            assertFalse(thread.isAlive());
        }
    }

    /// Answers within a while also where nothing comes, as a terminal does under VTIME.
    private static final class Ticking extends InputStream {

        private final InputStream in;

        Ticking(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() {
            throw new IllegalStateException("one byte at a time is slow");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                for (int tries = 0; in.available() == 0 && tries < 5; tries++) {
                    Thread.sleep(10);
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            return in.available() == 0 ? 0 : in.read(bytes, from, length);
        }
    }
}
