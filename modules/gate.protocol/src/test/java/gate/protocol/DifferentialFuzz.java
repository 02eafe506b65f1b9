package gate.protocol;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// What Jazzer calls with one input after the other, guided by what each covers of the reader:
/// whatever the gate accepts, Jackson reads as the same tree.
///
/// What was accepted is written to the file that `-Dfuzz.accepted` names, for Node and Python to
/// read: `bench/fuzz.sh`. Owned by one thread.
public final class DifferentialFuzz {

    /// Inputs that are told apart, a power of two; more are written again.
    private static final int SLOTS = 1 << 22;

    private static final int FLUSH_EVERY = 1_000;

    private static final byte[] BEFORE =
            bytes("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":");
    private static final byte[] AFTER = bytes("}}");

    private static final MessageReader READER = new MessageReader();
    private static final Oracle ORACLE = new Oracle();
    private static final long[] SEEN = new long[SLOTS];
    private static @Nullable OutputStream accepted;
    private static long inputs;
    private static long taken;

    private DifferentialFuzz() {}

    /// Reads one input: as a line, and as a value in a line that is a message around it.
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        inputs++;
        int end = 0;
        while (end < data.length && data[end] != '\n') {
            end++;
        }
        boolean isTaken = take(Arrays.copyOf(data, end));
        byte[] around = Arrays.copyOf(BEFORE, BEFORE.length + end + AFTER.length);
        System.arraycopy(data, 0, around, BEFORE.length, end);
        System.arraycopy(AFTER, 0, around, BEFORE.length + end, AFTER.length);
        isTaken |= take(around);
        taken += isTaken ? 1 : 0;
    }

    private static boolean take(byte[] line) throws IOException {
        Json json = json(READER.read(line, 0, line.length));
        if (json == null) {
            return false;
        }
        ORACLE.assertSame(line, json);
        if (isNew(line)) {
            write(line);
        }
        return true;
    }

    /// Says how much was done.
    public static void fuzzerTearDown() throws IOException {
        if (accepted != null) {
            accepted.flush();
        }
        System.err.println("fuzz: inputs " + inputs + ", accepted " + taken);
    }

    /// The tree that was read, or null for what is no message.
    static @Nullable Json json(Reading reading) {
        return switch (reading) {
            case Reading.Single(Message message) -> message.json();
            case Reading.Batch batch -> batch.messages().getFirst().json();
            case Reading.Malformed _, Reading.Noise _ -> null;
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isNew(byte[] line) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (byte b : line) {
            hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
        }
        int slot = (int) (hash ^ (hash >>> 32)) & (SLOTS - 1);
        boolean isNew = SEEN[slot] != hash;
        SEEN[slot] = hash;
        return isNew;
    }

    private static void write(byte[] line) throws IOException {
        OutputStream out = accepted;
        if (out == null) {
            String file = System.getProperty("fuzz.accepted", "/dev/null");
            out = new BufferedOutputStream(new FileOutputStream(file, true), 1 << 16);
            accepted = out;
        }
        out.write(bytes(HexFormat.of().formatHex(line) + '\n'));
        if (taken % FLUSH_EVERY == 0) {
            out.flush();
        }
    }
}
