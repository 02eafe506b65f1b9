package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Reads the records of one segment, while it is written or long after its gate has died.
///
/// A record cut short by the end is no record: its gate died while writing it, so its message was
/// never forwarded. Owned by one thread.
final class SpoolReader implements Closeable {

    private static final int BUFFER_BYTES = 65_536;

    private final Path segment;
    private final RandomAccessFile file;
    private final CRC32C crc = new CRC32C();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long bufferStart;
    private int bufferLength;
    private long offset;
    private long limit;

    SpoolReader(Path segment) throws IOException {
        this.segment = segment;
        this.file = new RandomAccessFile(segment.toFile(), "r");
    }

    /// After the record that was read last, in bytes from the start of the segment.
    long offset() {
        return offset;
    }

    long length() throws IOException {
        return file.length();
    }

    /// Reads on from here; what was read ahead is forgotten.
    void seek(long newOffset) {
        offset = newOffset;
        bufferLength = 0;
    }

    /// The next record, or null where no whole one is left.
    ///
    /// @param end where the writer has come to, in bytes; no byte from here on is looked at, for it
    ///   may yet be written anew
    /// @throws DamagedSpoolException if something else than a record stands there
    @Nullable SpoolRecord next(long end) throws IOException {
        limit = end;
        if (offset == 0) {
            if (limit < SpoolEncoder.MAGIC.length) {
                return null;
            }
            int at = buffered(0, SpoolEncoder.MAGIC.length);
            if (!startsWith(SpoolEncoder.MAGIC, at)) {
                if (restIsZero()) {
                    return null;
                }
                throw damaged("no segment of a spool");
            }
            offset = SpoolEncoder.MAGIC.length;
        }
        if (limit - offset < SpoolEncoder.HEADER_BYTES) {
            return null;
        }
        int at = buffered(offset, SpoolEncoder.HEADER_BYTES);
        int bodyBytes = SpoolDecoder.intAt(buffer, at);
        int bodyCrc = SpoolDecoder.intAt(buffer, at + 4);
        crc.reset();
        crc.update(buffer, at, 8);
        if ((int) crc.getValue() != SpoolDecoder.intAt(buffer, at + 8)) {
            if (restIsZero()) {
                return null;
            }
            throw damaged("a header does not match its checksum");
        }
        if (bodyBytes < SpoolEncoder.PREFIX_BYTES) {
            throw damaged("a record of " + bodyBytes + " bytes");
        }
        long bodyStart = offset + SpoolEncoder.HEADER_BYTES;
        if (limit - bodyStart < bodyBytes) {
            return null;
        }
        SpoolRecord record = body(bodyStart, bodyBytes, bodyCrc);
        offset = bodyStart + bodyBytes;
        return record;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private SpoolRecord body(long start, int length, int expectedCrc) throws IOException {
        int at = buffered(start, SpoolEncoder.PREFIX_BYTES);
        byte type = buffer[at];
        int fieldBytes = SpoolDecoder.intAt(buffer, at + 1);
        if (fieldBytes < 0 || fieldBytes > length - SpoolEncoder.PREFIX_BYTES) {
            throw damaged("fields of " + fieldBytes + " bytes");
        }
        int headBytes = SpoolEncoder.PREFIX_BYTES + fieldBytes;
        crc.reset();
        byte[] fields;
        int from;
        byte[] message;
        if (length <= BUFFER_BYTES) {
            at = buffered(start, length);
            crc.update(buffer, at, length);
            fields = buffer;
            from = at + SpoolEncoder.PREFIX_BYTES;
            message = Arrays.copyOfRange(buffer, at + headBytes, at + length);
        } else {
            fields = new byte[headBytes];
            message = new byte[length - headBytes];
            file.seek(start);
            file.readFully(fields);
            file.readFully(message);
            crc.update(fields);
            crc.update(message);
            from = SpoolEncoder.PREFIX_BYTES;
        }
        if ((int) crc.getValue() != expectedCrc) {
            throw damaged("a record does not match its checksum");
        }
        var decoder = new SpoolDecoder(fields, from, from + fieldBytes);
        try {
            return decoder.decode(type, message);
        } catch (DamagedSpoolException e) {
            throw new DamagedSpoolException(where(String.valueOf(e.getMessage())), e);
        }
    }

    /// Some bytes of the file, all of them in the buffer.
    ///
    /// @return where in the buffer they begin
    private int buffered(long start, int length) throws IOException {
        if (start < bufferStart || start + length > bufferStart + bufferLength) {
            bufferStart = start;
            bufferLength = 0;
            file.seek(start);
            while (bufferLength < length) {
                int wanted = (int) Math.min(BUFFER_BYTES, limit - start);
                int read = file.read(buffer, bufferLength, wanted - bufferLength);
                if (read < 0) {
                    throw damaged("the segment has become shorter");
                }
                bufferLength += read;
            }
        }
        return (int) (start - bufferStart);
    }

    private boolean startsWith(byte[] expected, int at) {
        return Arrays.equals(expected, 0, expected.length, buffer, at, at + expected.length);
    }

    /// Some file systems extend a file before they write it: after a power cut its tail is zero.
    private boolean restIsZero() throws IOException {
        for (long start = offset; start < limit; start++) {
            if (buffer[buffered(start, 1)] != 0) {
                return false;
            }
        }
        return true;
    }

    private DamagedSpoolException damaged(String what) {
        return new DamagedSpoolException(where(what));
    }

    private String where(String what) {
        return segment + " at byte " + offset + ": " + what;
    }
}
