package gate.app;

import gate.protocol.Frame;
import gate.protocol.FrameReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client's end of a server's pipes, which waits no longer than it is told.
///
/// `gate-scan-read` reads; everything else belongs to the thread that made it.
final class ServerTalk {

    /// What a line may be at most; longer ones come as empty lines.
    private static final int MAX_LINE_BYTES = 16 << 20;

    private static final int MAX_WAITING = 64;
    private static final byte[] END = new byte[0];

    /// How long a server that has closed its output may take to end.
    private static final int MAX_END_MILLIS = 1_000;

    private final Process server;
    private final OutputStream out;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MAX_WAITING);
    private final long endNanos;

    /// @param millis until when a line may come, from now on
    ServerTalk(Process server, long millis) {
        this.server = server;
        out = server.getOutputStream();
        endNanos = System.nanoTime() + millis * 1_000_000;
        var frames = new FrameReader(server.getInputStream(), MAX_LINE_BYTES);
        var reader = new Thread(() -> read(frames), "gate-scan-read");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(FrameReader frames) {
        try {
            while (true) {
                Frame frame = frames.next();
                if (frame instanceof Frame.Line line && !line.isBlank()) {
                    lines.put(Arrays.copyOfRange(line.bytes(), line.start(), line.contentEnd()));
                } else if (frame instanceof Frame.End) {
                    lines.put(END);
                    return;
                }
            }
        } catch (IOException e) {
            lines.offer(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Sends a line. A server that is gone is found out by [#next], behind what it said before.
    void send(String line) {
        try {
            out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // Its output ends as well, or the time does.
        }
    }

    /// How the server ended, to complete "the server …".
    String end() throws InterruptedException {
        boolean isEnded = server.waitFor(MAX_END_MILLIS, TimeUnit.MILLISECONDS);
        return isEnded ? ServerProcess.describe(server.exitValue()) : "closed its output";
    }

    /// The next line; null at the end of the server's output.
    ///
    /// @throws IOException if none comes in time
    byte @Nullable [] next() throws IOException, InterruptedException {
        byte[] line = lines.poll(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new IOException("the server took too long; --timeout gives it more");
        }
        return line.length == 0 ? null : line;
    }

    void close() {
        try {
            out.close();
        } catch (IOException e) {
            // The server has closed its end before.
        }
    }
}
