package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the spool of one session.
///
/// When a call returns, the kernel has the record: the death of this process no longer loses it.
/// Both pumps append, and the draining thread asks how far they are: every method is synchronized.
final class SpoolWriter implements Closeable {

    /// How far the spool reaches.
    ///
    /// @param segment the number of the last segment
    /// @param offset its length, in bytes
    record Position(int segment, long offset) {}

    private static final int HUGE_BYTES = 8 << 20;

    private final SpoolDirectory directory;
    private final AuditSession session;
    private final AuditLimits limits;
    private final SpoolEncoder encoder = new SpoolEncoder();
    private RandomAccessFile file;
    private int segment = 1;
    private long offset;
    private long seq;
    private @Nullable String clientName;
    private boolean torn;
    private boolean closed;
    private boolean hasHuge;
    private long hugeNanos;

    /// All that was written, and how much of it the database has.
    private long writtenBytes;

    private long drainedBytes;

    /// @throws java.nio.file.FileAlreadyExistsException if there is a session of that id
    SpoolWriter(SpoolDirectory directory, AuditSession session, AuditLimits limits)
            throws IOException {
        this.directory = directory;
        this.session = session;
        this.limits = limits;
        this.file = begin(segment);
    }

    /// Writes a message.
    ///
    /// @return its number in the session, from 1
    /// @throws IOException if it was not written, or not whole: then it does not count
    synchronized long append(AuditRecord message) throws IOException {
        ByteBuffer line = message.message();
        int lineBytes = line.remaining();
        if (lineBytes > SpoolEncoder.MAX_MESSAGE_BYTES) {
            throw new IOException("audit unavailable: a message of " + lineBytes + " bytes");
        }
        makeRoom(lineBytes);
        int rest = encoder.came(seq + 1, message);
        try {
            write(line, rest);
        } finally {
            encoder.trim();
        }
        seq++;
        if (lineBytes > HUGE_BYTES) {
            hasHuge = true;
            hugeNanos = System.nanoTime();
        }
        return seq;
    }

    /// The message of megabytes that was written last is in the spool only.
    synchronized void letGo() {
        hasHuge = false;
    }

    /// How long ago a message of megabytes was written that its pump still holds; for ever where
    /// there is none.
    synchronized long sinceHugeNanos() {
        return hasHuge ? System.nanoTime() - hugeNanos : Long.MAX_VALUE;
    }

    synchronized void named(String client) throws IOException {
        clientName = client;
        makeRoom(0);
        encoder.named(client);
        write(null, 0);
    }

    /// Writes that the session is over, and nothing after that.
    synchronized void ended(long epochNanos, @Nullable Integer exitCode) throws IOException {
        if (!closed) {
            closed = true;
            mend();
            encoder.ended(epochNanos, exitCode);
            write(null, 0);
        }
    }

    synchronized Position position() {
        return new Position(segment, offset);
    }

    /// Takes note that the database has this much more of what was written.
    synchronized void drained(long bytes) {
        drainedBytes += bytes;
    }

    /// Begins a new segment if this one, which can no longer be read, is the last.
    synchronized void abandon(int damagedSegment) throws IOException {
        if (segment == damagedSegment) {
            roll();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        file.close();
    }

    private void makeRoom(int lineBytes) throws IOException {
        if (closed) {
            throw new IOException("audit unavailable: the session has ended");
        }
        long waiting = writtenBytes - drainedBytes;
        if (waiting + lineBytes > limits.waitingBytes()) {
            throw new IOException(
                    "audit unavailable: "
                            + waiting
                            + " bytes in "
                            + directory.path()
                            + " wait for the database, the limit is "
                            + limits.waitingBytes());
        }
        mend();
        if (offset >= limits.segmentBytes()) {
            roll();
        }
    }

    /// Takes back the part of a record that was written before the disk was full.
    private void mend() throws IOException {
        if (torn) {
            file.setLength(offset);
            file.seek(offset);
            torn = false;
        }
    }

    private void roll() throws IOException {
        RandomAccessFile full = file;
        file = begin(segment + 1);
        segment++;
        torn = false;
        full.close();
    }

    /// Creates a segment, which becomes the one that is written to if nothing fails.
    private RandomAccessFile begin(int number) throws IOException {
        Path path = directory.segment(session.id(), number);
        OwnFiles.createFile(path);
        RandomAccessFile created = null;
        boolean begun = false;
        try {
            created = new RandomAccessFile(path.toFile(), "rw");
            created.write(SpoolEncoder.MAGIC);
            encoder.started(session, clientName);
            created.write(encoder.bytes(), 0, encoder.length());
            begun = true;
            offset = SpoolEncoder.MAGIC.length + (long) encoder.length();
            writtenBytes += offset;
            return created;
        } finally {
            if (!begun) {
                if (created != null) {
                    created.close();
                }
                Files.deleteIfExists(path);
            }
        }
    }

    /// Writes what was encoded: at once, but for a long message, which follows in pieces, so that
    /// the JDK needs no buffer as long as the message.
    private void write(@Nullable ByteBuffer line, int rest) throws IOException {
        torn = true;
        byte[] bytes = encoder.bytes();
        int length = encoder.length();
        long written = length;
        file.write(bytes, 0, length);
        if (line != null) {
            int from = line.limit() - rest;
            while (from < line.limit()) {
                int piece = Math.min(SpoolEncoder.WHOLE_BYTES, line.limit() - from);
                line.get(from, bytes, 0, piece);
                file.write(bytes, 0, piece);
                from += piece;
            }
            written += rest;
        }
        torn = false;
        offset += written;
        writtenBytes += written;
    }
}
