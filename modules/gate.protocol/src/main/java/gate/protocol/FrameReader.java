package gate.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Cuts a byte stream into lines at LF, and nowhere else.
///
/// It reads as much as is there and hands out one line at a time, so a line waits for no other. A
/// line longer than the limit is hashed and let go while it streams by: memory stays bounded
/// whatever the peer sends. Owned by one thread.
public final class FrameReader {

    /// The longest message unless a setting says otherwise: 64 MiB, its line feed not counted.
    public static final int MAX_MESSAGE_BYTES = 64 << 20;

    private static final int MAX_LIMIT_BYTES = 1 << 30;
    private static final int SMALL_READ_BYTES = 8 << 10;
    private static final int LARGE_READ_BYTES = 64 << 10;
    private static final int FIRST_BUFFER_BYTES = 32 << 10;
    private static final int KEPT_BUFFER_BYTES = 1 << 20;
    private static final int LAST_STEP_BYTES = 8 << 20;
    private static final Frame.End END = new Frame.End();

    private final InputStream in;
    private final int maxMessageBytes;
    private final Frame.Line line = new Frame.Line();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int start;
    private int scanned;
    private int filled;
    private int readBytes = SMALL_READ_BYTES;
    private boolean atEnd;

    /// @param maxMessageBytes the longest line that is kept, its line end not counted
    /// @throws IllegalArgumentException if that is no size from 1 byte to 1 GiB
    public FrameReader(InputStream in, int maxMessageBytes) {
        if (maxMessageBytes < 1 || maxMessageBytes > MAX_LIMIT_BYTES) {
            throw new IllegalArgumentException("no message limit: " + maxMessageBytes);
        }
        this.in = in;
        this.maxMessageBytes = maxMessageBytes;
    }

    /// The next frame; waits for it. The bytes of the line before it are gone.
    ///
    /// @throws IOException if the stream cannot be read
    public Frame next() throws IOException {
        while (true) {
            for (int i = scanned; i < filled; i++) {
                if (buffer[i] == '\n') {
                    return take(i + 1);
                }
            }
            scanned = filled;
            if (atEnd) {
                return filled > start ? take(filled) : END;
            }
            if (filled - start > maxMessageBytes + 1) {
                return skipOversized();
            }
            makeRoom();
            fill();
        }
    }

    /// Gives back the room that a huge line took, once it has been dealt with: its bytes are gone.
    ///
    /// @return whether there was any
    public boolean release() {
        if (filled > start || buffer.length <= KEPT_BUFFER_BYTES) {
            return false;
        }
        buffer = new byte[FIRST_BUFFER_BYTES];
        start = 0;
        scanned = 0;
        filled = 0;
        line.bytes = buffer;
        line.start = 0;
        line.end = 0;
        return true;
    }

    /// Whether another frame has arrived in full already, so that [#next] will not wait for it.
    public boolean hasNext() {
        while (scanned < filled) {
            if (buffer[scanned] == '\n') {
                return true;
            }
            scanned++;
        }
        return atEnd && filled > start;
    }

    private Frame take(int lineEnd) {
        line.bytes = buffer;
        line.start = start;
        line.end = lineEnd;
        start = lineEnd;
        scanned = lineEnd;
        int content = line.contentEnd() - line.start;
        if (content > maxMessageBytes) {
            int size = lineEnd - line.start - (buffer[lineEnd - 1] == '\n' ? 1 : 0);
            var sniff = new Sniff().feed(buffer, line.start, line.start + size);
            var digest = sha256();
            digest.update(buffer, line.start, size);
            return new Frame.Oversized(size, HexFormat.of().formatHex(digest.digest()), sniff);
        }
        return line;
    }

    private Frame skipOversized() throws IOException {
        var sniff = new Sniff();
        MessageDigest digest = sha256();
        long size = 0;
        while (true) {
            int lineEnd = scanned;
            while (lineEnd < filled && buffer[lineEnd] != '\n') {
                lineEnd++;
            }
            sniff.feed(buffer, start, lineEnd);
            digest.update(buffer, start, lineEnd - start);
            size += lineEnd - start;
            boolean ended = lineEnd < filled;
            start = ended ? lineEnd + 1 : lineEnd;
            scanned = start;
            if (ended || atEnd) {
                return new Frame.Oversized(size, HexFormat.of().formatHex(digest.digest()), sniff);
            }
            makeRoom();
            fill();
        }
    }

    private void fill() throws IOException {
        int wanted = Math.min(readBytes, buffer.length - filled);
        int read = in.read(buffer, filled, wanted);
        if (read < 0) {
            atEnd = true;
            return;
        }
        filled += read;
        readBytes = read == wanted ? LARGE_READ_BYTES : SMALL_READ_BYTES;
    }

    /// Makes room behind what is unread: at the front if it is free, else by growing.
    private void makeRoom() {
        int unread = filled - start;
        if (unread == 0 && !release()) {
            start = 0;
            scanned = 0;
            filled = 0;
        }
        if (buffer.length - filled >= SMALL_READ_BYTES) {
            return;
        }
        if (buffer.length - unread >= Math.max(SMALL_READ_BYTES, buffer.length / 2)) {
            System.arraycopy(buffer, start, buffer, 0, unread);
        } else {
            int limit = maxMessageBytes + SMALL_READ_BYTES + 2;
            // From here on to the limit at once: each step leaves an array behind.
            long more = buffer.length < LAST_STEP_BYTES ? 2L * buffer.length : limit;
            int length = (int) Math.min(Math.max(limit, FIRST_BUFFER_BYTES), more);
            length = Math.max(length, unread + SMALL_READ_BYTES);
            byte[] grown = start == 0 ? Arrays.copyOf(buffer, length) : new byte[length];
            if (start > 0) {
                System.arraycopy(buffer, start, grown, 0, unread);
            }
            buffer = grown;
        }
        scanned -= start;
        start = 0;
        filled = unread;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
