package gate.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class OutletTest {

    /// Notes what was written between two flushes.
    private static final class Flushes extends OutputStream {

        final List<String> flushed = new ArrayList<>();
        final ByteArrayOutputStream open = new ByteArrayOutputStream();
        boolean closed;

        @Override
        public void write(int b) {
            open.write(b);
        }

        @Override
        public void flush() {
            flushed.add(open.toString(StandardCharsets.UTF_8));
            open.reset();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void everyMessageIsFlushedAlone() throws IOException {
        var out = new Flushes();
        var outlet = new Outlet(out);

        outlet.write(bytes("one\n"));
        outlet.write(bytes("xtwo\nx"), 1, 5);

        assertEquals(List.of("one\n", "two\n"), out.flushed);
    }

    @Test
    void aLongMessageArrivesWhole() throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] message = bytes("0123456789".repeat(50_000));

        new Outlet(out).write(message);

        assertArrayEquals(message, out.toByteArray());
    }

    @Test
    void messagesWaitForTheOutletToOpen() throws Exception {
        var out = new Flushes();
        var outlet = new Outlet();
        var writer = new Thread(() -> write(outlet));
        writer.start();

        writer.join(50);
        assertTrue(writer.isAlive());
        outlet.open(out);
        writer.join();

        assertEquals(List.of("early\n"), out.flushed);
    }

    @Test
    void aClosedOutletTakesNothing() throws IOException {
        var out = new Flushes();
        var outlet = new Outlet(out);

        outlet.close();
        outlet.close();

        assertTrue(out.closed);
        assertThrows(IOException.class, () -> outlet.write(bytes("late\n")));
        assertEquals(List.of(), out.flushed);
    }

    @Test
    void anOutletClosedBeforeItOpensClosesWhatItIsGiven() throws IOException {
        var out = new Flushes();
        var outlet = new Outlet();

        outlet.close();
        outlet.open(out);

        assertTrue(out.closed);
    }

    private static void write(Outlet outlet) {
        try {
            outlet.write(bytes("early\n"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
