package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

class FrameReaderTest {

    /// @param lines what stands between the line feeds, line ends included
    record Cut(String stream, List<String> lines) {}

    static List<Cut> cuts() {
        return List.of(
                new Cut("", List.of()),
                new Cut("\n", List.of("\n")),
                new Cut("a", List.of("a")),
                new Cut("a\n", List.of("a\n")),
                new Cut("a\r\n", List.of("a\r\n")),
                new Cut("a\r", List.of("a\r")),
                new Cut("\r\n\n", List.of("\r\n", "\n")),
                new Cut("a\nb", List.of("a\n", "b")),
                new Cut("ab\r\ncd\n\nef", List.of("ab\r\n", "cd\n", "\n", "ef")),
                new Cut("a\rb\n\0\n", List.of("a\rb\n", "\0\n")));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aStreamIsCutAtLineFeedsHoweverItArrives(Cut cut) throws IOException {
        byte[] bytes = Wire.bytes(cut.stream);
        int gaps = Math.max(0, bytes.length - 1);
        for (int chunking = 0; chunking < 1 << gaps; chunking++) {
            var reader = new FrameReader(new Chunks(bytes, chunking), 100);
            List<String> lines = new ArrayList<>();
            while (reader.next() instanceof Frame.Line line) {
                lines.add(text(line.bytes(), line.start(), line.end()));
            }

            assertEquals(cut.lines, lines, "chunking " + Integer.toBinaryString(chunking));
            assertInstanceOf(Frame.End.class, reader.next());
        }
    }

    /// @param content the line without its end
    record Content(String line, String content, boolean isBlank) {}

    static List<Content> contents() {
        return List.of(
                new Content("a\n", "a", false),
                new Content("a\r\n", "a", false),
                new Content("a\r\r\n", "a\r", false),
                new Content("a", "a", false),
                new Content("a\r", "a\r", false),
                new Content("\n", "", true),
                new Content("\r\n", "", true),
                new Content(" \t \r\n", " \t ", true),
                new Content("  ", "  ", true),
                new Content("\r", "\r", false),
                new Content("\f\n", "\f", false));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void aLineEndsBeforeLfOrCrLf(Content expected) throws IOException {
        var reader = reader(expected.line, 100);

        var line = assertInstanceOf(Frame.Line.class, reader.next());

        assertEquals(expected.content, text(line.bytes(), line.start(), line.contentEnd()));
        assertEquals(expected.isBlank, line.isBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void theLimitIsTheLongestLineThatPasses(String lineEnd) throws IOException {
        for (int chunking : new int[] {0, -1, 0b1010101}) {
            for (int limit : List.of(1, 2, 7, 8192, 40_000)) {
                byte[] fits = Wire.bytes("x".repeat(limit) + lineEnd);
                byte[] exceeds = Wire.bytes("x".repeat(limit + 1) + lineEnd + "y\n");

                var fitting = new FrameReader(new Chunks(fits, chunking), limit);
                var exceeding = new FrameReader(new Chunks(exceeds, chunking), limit);

                assertInstanceOf(Frame.Line.class, fitting.next());
                assertInstanceOf(Frame.End.class, fitting.next());
                assertInstanceOf(Frame.Oversized.class, exceeding.next());
                assertEquals(lineEnd.isEmpty(), exceeding.next() instanceof Frame.End);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 20_000, 300_000, 3_000_000})
    void anOversizedLineIsMeasuredHashedAndSniffed(int size) throws IOException {
        String line =
                "{\"id\":7,\"jsonrpc\":\"2.0\",\"params\":{\"id\":8,\"x\":\""
                        + "y".repeat(size)
                        + "\"},\"method\":\"ping\"}";
        for (String lineEnd : List.of("\n", "\r\n", "")) {
            var reader = reader("ok\n" + line + lineEnd, 10);

            assertInstanceOf(Frame.Line.class, reader.next());
            var oversized = assertInstanceOf(Frame.Oversized.class, reader.next());

            String hashed = lineEnd.equals("\r\n") ? line + "\r" : line;
            assertEquals(hashed.length(), oversized.sizeBytes());
            assertEquals(sha256(hashed), oversized.sha256());
            assertEquals(new RpcId("7", false), oversized.sniff().id());
            assertTrue(oversized.sniff().hasMethod());
            assertInstanceOf(Frame.End.class, reader.next());
        }
    }

    @Test
    void anOversizedLineIsTheSameHoweverItArrives() throws IOException {
        byte[] bytes = Wire.bytes("{\"id\":7}abc\r\nz\n");
        for (int chunking = 0; chunking < 1 << (bytes.length - 1); chunking++) {
            var reader = new FrameReader(new Chunks(bytes, chunking), 4);

            var oversized = assertInstanceOf(Frame.Oversized.class, reader.next());
            var line = assertInstanceOf(Frame.Line.class, reader.next());

            assertEquals(12, oversized.sizeBytes());
            assertEquals(sha256("{\"id\":7}abc\r"), oversized.sha256());
            assertEquals(new RpcId("7", false), oversized.sniff().id());
            assertEquals("z\n", text(line.bytes(), line.start(), line.end()));
        }
    }

    @Test
    void memoryStaysBelowTheLimitAndAFewReads() throws IOException {
        int limit = 1 << 20;
        for (long length : List.of((long) limit, limit + 1L, limit + 2L, 64L << 20)) {
            var endless = new Endless(length);
            var reader = new FrameReader(endless, limit);

            var frame = reader.next();

            assertEquals(length > limit, frame instanceof Frame.Oversized);
            assertTrue(
                    endless.largestBuffer <= limit + (16 << 10),
                    () -> "buffer of " + endless.largestBuffer + " bytes");
            assertInstanceOf(Frame.End.class, reader.next());
        }
    }

    @Test
    void theBufferOfAHugeLineIsLetGoWithTheNextRead() throws IOException {
        var endless = new Endless(8 << 20);
        var reader = new FrameReader(endless, 64 << 20);
        var line = assertInstanceOf(Frame.Line.class, reader.next());
        assertTrue(line.bytes().length >= 8 << 20);

        reader.next();

        assertTrue(endless.lastBuffer <= 1 << 20, () -> "buffer of " + endless.lastBuffer);
        assertTrue(line.bytes().length <= 1 << 20, () -> "line in " + line.bytes().length);
    }

    @Test
    void manyLinesOfRandomSizesArriveWhole() throws IOException {
        var random = new Random(20_261_125);
        var stream = new StringBuilder();
        List<String> lines = new ArrayList<>();
        while (stream.length() < 4_000_000) {
            int length = random.nextInt(100) == 0 ? random.nextInt(200_000) : random.nextInt(300);
            String line = Character.toString('a' + random.nextInt(26)).repeat(length) + "\n";
            stream.append(line);
            lines.add(line);
        }
        byte[] bytes = Wire.bytes(stream.toString());
        var reader = new FrameReader(new RandomChunks(bytes, random), 250_000);

        for (String expected : lines) {
            var line = assertInstanceOf(Frame.Line.class, reader.next());
            assertEquals(expected, text(line.bytes(), line.start(), line.end()));
        }
        assertInstanceOf(Frame.End.class, reader.next());
    }

    @Test
    void theReaderKnowsWhetherAnotherLineIsThere() throws IOException {
        var reader = new FrameReader(new Chunks(Wire.bytes("a\nb\ncd\nef"), 0b00010000), 100);
        assertFalse(reader.hasNext(), "nothing was read yet");

        reader.next();
        assertTrue(reader.hasNext(), "b came with a");
        reader.next();
        assertFalse(reader.hasNext(), "half of cd is there");
        var line = assertInstanceOf(Frame.Line.class, reader.next());
        assertEquals("cd\n", text(line.bytes(), line.start(), line.end()));
        assertFalse(reader.hasNext(), "ef may go on");
        assertInstanceOf(Frame.Line.class, reader.next());
        assertFalse(reader.hasNext());
        assertInstanceOf(Frame.End.class, reader.next());
    }

    /// The reader may look at each byte a few times, however often it is asked and however slowly
    /// the line arrives: 20 MiB in steps of 8 KiB would else be 26 GB to look at.
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void waitingForTheEndOfALongLineStaysLinear() throws IOException {
        var reader = new FrameReader(new Endless(20 << 20), 32 << 20);

        assertInstanceOf(Frame.Line.class, reader.next());
        for (int i = 0; i < 100_000; i++) {
            assertFalse(reader.hasNext());
        }
    }

    @Test
    void aStreamThatCannotBeReadIsAnError() {
        var reader =
                new FrameReader(
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("pipe broken");
                            }

                            @Override
                            public int read(byte[] into, int offset, int length)
                                    throws IOException {
                                return read();
                            }
                        },
                        100);

        var thrown = assertThrows(IOException.class, reader::next);

        assertEquals("pipe broken", thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void aLimitThatIsNoSizeIsRejected(int limit) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new FrameReader(InputStream.nullInputStream(), limit));
    }

    @Test
    void theEndStaysTheEnd() throws IOException {
        var reader = reader("", 10);

        assertSame(reader.next(), reader.next());
    }

    @Test
    void aSniffOfNothingFindsNothing() throws IOException {
        var oversized = assertInstanceOf(Frame.Oversized.class, reader("x".repeat(20), 10).next());

        assertNull(oversized.sniff().id());
        assertFalse(oversized.sniff().hasMethod());
    }

    private static FrameReader reader(String latin1, int limit) {
        return new FrameReader(new ByteArrayInputStream(Wire.bytes(latin1)), limit);
    }

    private static String text(byte[] bytes, int from, int to) {
        var text = new StringBuilder();
        for (byte b : Arrays.copyOfRange(bytes, from, to)) {
            text.append((char) (b & 0xff));
        }
        return text.toString();
    }

    private static String sha256(String latin1) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Wire.bytes(latin1));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// A stream that pauses after byte `i` where bit `i` of the chunking is set.
    private static final class Chunks extends InputStream {

        private final byte[] bytes;
        private final int chunking;
        private int at;

        Chunks(byte[] bytes, int chunking) {
            this.bytes = bytes;
            this.chunking = chunking;
        }

        @Override
        public int read() {
            throw new AssertionError("byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int count = 0;
            while (count < length && at < bytes.length) {
                into[offset + count++] = bytes[at++];
                if ((chunking >> (at - 1) % 32 & 1) == 1) {
                    break;
                }
            }
            return count;
        }
    }

    private static final class RandomChunks extends InputStream {

        private final byte[] bytes;
        private final Random random;
        private int at;

        RandomChunks(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read() {
            throw new AssertionError("byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int most = Math.min(length, bytes.length - at);
            int count = random.nextBoolean() ? most : 1 + random.nextInt(Math.min(most, 2_000));
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }
    }

    /// One line of `x`, and no more; it remembers the buffers that it is read into.
    private static final class Endless extends InputStream {

        private long left;
        private boolean lineEnded;
        private int largestBuffer;
        private int lastBuffer;

        Endless(long length) {
            left = length;
        }

        @Override
        public int read() {
            throw new AssertionError("byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            largestBuffer = Math.max(largestBuffer, into.length);
            lastBuffer = into.length;
            if (left == 0) {
                if (lineEnded) {
                    return -1;
                }
                lineEnded = true;
                into[offset] = '\n';
                return 1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(into, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
        }
    }
}
