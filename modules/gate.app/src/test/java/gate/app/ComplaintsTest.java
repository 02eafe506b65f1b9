package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.protocol.Direction;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class ComplaintsTest {

    /// Longer than any machine is busy; nothing that holds waits for it.
    private static final long PATIENCE_MILLIS = 60_000;

    /// A pipe that is full: whoever writes waits until somebody reads.
    private static final class FullPipe extends OutputStream {

        final CountDownLatch reader = new CountDownLatch(1);
        final ByteArrayOutputStream read = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            try {
                reader.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            read.write(b);
        }
    }

    private final FullPipe pipe = new FullPipe();
    private final Complaints complaints =
            new Complaints(new PrintStream(pipe, true, StandardCharsets.UTF_8));

    @Test
    void nobodyWaitsForAStderrThatIsNotRead() throws InterruptedException {
        complaints.say("one");
        complaints.noise(
                Direction.DOWNSTREAM,
                ByteBuffer.wrap("npm start".getBytes(StandardCharsets.UTF_8)));
        complaints.finish(1);

        pipe.reader.countDown();
        complaints.finish(PATIENCE_MILLIS);

        assertEquals(
                List.of(
                        "mcpgate: one",
                        "mcpgate: not forwarded, no JSON, from the server: npm start"),
                lines());
    }

    @Test
    void onlyTheFirstHundredOfAKindAreSaid() throws InterruptedException {
        pipe.reader.countDown();
        for (int i = 1; i <= 3 * Complaints.MAX_LINES; i++) {
            complaints.say("number " + i);
            complaints.noise(Direction.UPSTREAM, ByteBuffer.wrap(new byte[] {'n'}));
        }
        complaints.finish(PATIENCE_MILLIS);

        assertEquals(2 * (Complaints.MAX_LINES + 1), lines().size());
        assertTrue(lines().contains("mcpgate: number 100"));
        assertTrue(lines().contains("mcpgate: more of this is in the audit log only"));
    }

    @Test
    void whatAPeerPrintedIsCutAndMadeHarmless() throws InterruptedException {
        pipe.reader.countDown();
        complaints.noise(
                Direction.DOWNSTREAM,
                ByteBuffer.wrap(
                        ("\u001b[2J\tü\u0007" + "x".repeat(1000))
                                .getBytes(StandardCharsets.UTF_8)));
        complaints.finish(PATIENCE_MILLIS);

        String prefix = "mcpgate: not forwarded, no JSON, from the server: ";
        assertEquals(prefix + "?[2J ???" + "x".repeat(392), lines().get(0));
    }

    private List<String> lines() {
        return pipe.read.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
