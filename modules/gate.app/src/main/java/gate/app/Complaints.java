package gate.app;

import gate.protocol.Direction;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/// What the gate says on stderr, where clients keep their logs: a line each, and not without end.
///
/// Any thread may complain, and none waits: a client may leave stderr unread, and a server may have
/// filled it. `gate-stderr` prints; it starts with the first complaint. What waits for it is
/// bounded by what is said at all.
final class Complaints {

    /// Lines of each kind that are printed; the audit log has the rest.
    static final int MAX_LINES = 100;

    private static final int MAX_NOISE_BYTES = 400;

    private final PrintStream err;
    private final Queue<String> waiting = new ArrayDeque<>();
    private boolean isStarted;
    private boolean isPrinting;
    private int said;
    private int noises;

    Complaints(PrintStream err) {
        this.err = err;
    }

    /// Nobody is told.
    static Complaints unheard() {
        return new Complaints(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    /// Prints a line that starts with `mcpgate: `.
    synchronized void say(String line) {
        if (++said <= MAX_LINES) {
            print("mcpgate: " + line);
        } else if (said == MAX_LINES + 1) {
            print("mcpgate: more of this is in the audit log only");
        }
    }

    /// Shows what a peer printed between its messages.
    synchronized void noise(Direction direction, ByteBuffer content) {
        if (++noises > MAX_LINES) {
            if (noises == MAX_LINES + 1) {
                print("mcpgate: more output that is no message is in the audit log only");
            }
            return;
        }
        var shown = new StringBuilder("mcpgate: not forwarded, no JSON, from the ");
        shown.append(direction == Direction.UPSTREAM ? "client: " : "server: ");
        for (int i = 0; i < Math.min(MAX_NOISE_BYTES, content.remaining()); i++) {
            int unit = content.get(content.position() + i);
            shown.append(unit >= ' ' && unit < 0x7f ? (char) unit : unit == '\t' ? ' ' : '?');
        }
        print(shown.toString());
    }

    /// Prints a line however much was said before.
    synchronized void last(String line) {
        print("mcpgate: " + line);
    }

    /// Waits until all is printed, but no longer than this.
    synchronized void finish(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis;
                left > 0 && (isPrinting || !waiting.isEmpty());
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private void print(String line) {
        waiting.add(line);
        notifyAll();
        if (!isStarted) {
            isStarted = true;
            var thread = new Thread(this::printAll, "gate-stderr");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void printAll() {
        try {
            while (true) {
                err.println(next());
                printed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String next() throws InterruptedException {
        String line = waiting.poll();
        while (line == null) {
            wait();
            line = waiting.poll();
        }
        isPrinting = true;
        return line;
    }

    private synchronized void printed() {
        isPrinting = false;
        notifyAll();
    }
}
