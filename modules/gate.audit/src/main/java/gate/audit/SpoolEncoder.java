package gate.audit;

import gate.protocol.Direction;
import gate.rules.Finding;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Turns one record after the other into the bytes of the spool (docs/AUDIT.md has the format).
///
/// [#bytes] holds what was encoded last, from 0 to [#length]; a message that did not fit follows it
/// in the file and is left where it is. Owned by the writer, which guards it.
final class SpoolEncoder {

    /// The first bytes of every segment.
    static final byte[] MAGIC = "mcpgate1".getBytes(StandardCharsets.US_ASCII);

    /// Length of the body, its CRC-32C, and the CRC-32C of these two: an int each.
    static final int HEADER_BYTES = 12;

    /// Type of the record, and length of its fields.
    static final int PREFIX_BYTES = 5;

    /// A record up to this long is written at once.
    static final int WHOLE_BYTES = 65_536;

    /// SQLite takes no value over 10^9 bytes; neither do we.
    static final int MAX_MESSAGE_BYTES = 512 << 20;

    static final byte STARTED = 'S';
    static final byte CAME = 'M';
    static final byte NAMED = 'N';
    static final byte ENDED = 'E';

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[WHOLE_BYTES];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void started(AuditSession session, @Nullable String clientName) {
        begin(STARTED);
        put(session.id());
        put(session.startedNanos());
        put(session.serverName());
        put(session.serverCommand().size());
        for (String word : session.serverCommand()) {
            put(word);
        }
        put(session.pid());
        put(clientName);
        end();
    }

    void named(String client) {
        begin(NAMED);
        put(client);
        end();
    }

    void ended(long epochNanos, @Nullable Integer exitCode) {
        begin(ENDED);
        put(epochNanos);
        put(exitCode == null ? "" : Integer.toString(exitCode));
        end();
    }

    /// Encodes a message; its own bytes only if the record stays short enough to be written whole.
    ///
    /// @return how many bytes of the message have yet to follow: all or none
    int came(long seq, AuditRecord message) {
        begin(CAME);
        put(seq);
        put(message.epochNanos());
        put(code(message.direction()));
        put(code(message.kind()));
        put(message.rpcId());
        put(message.method());
        put(message.toolName());
        put(code(message.decision()));
        put(message.reason());
        put(message.findings().size());
        for (Finding finding : message.findings()) {
            put(finding.ruleId());
            put(code(finding.severity()));
            put(finding.span().pointer());
            put(finding.span().start());
            put(finding.span().end());
            put(finding.reason());
        }
        put(message.sizeBytes());
        put(message.judgeNanos());
        put(message.sha256());
        ByteBuffer line = message.message();
        int lineBytes = line.remaining();
        int fieldBytes = length - HEADER_BYTES - PREFIX_BYTES;
        setInt(HEADER_BYTES + 1, fieldBytes);
        if (lineBytes <= WHOLE_BYTES - length) {
            line.get(line.position(), bytes, length, lineBytes);
            length += lineBytes;
            seal(null, 0);
            return 0;
        }
        seal(line, lineBytes);
        return lineBytes;
    }

    /// Gives back what a record with huge fields took.
    void trim() {
        if (bytes.length > WHOLE_BYTES) {
            bytes = new byte[WHOLE_BYTES];
        }
    }

    private void begin(byte type) {
        length = HEADER_BYTES;
        bytes[length] = type;
        length += PREFIX_BYTES;
    }

    private void end() {
        setInt(HEADER_BYTES + 1, length - HEADER_BYTES - PREFIX_BYTES);
        seal(null, 0);
    }

    private void seal(@Nullable ByteBuffer rest, int restBytes) {
        setInt(0, length - HEADER_BYTES + restBytes);
        crc.reset();
        crc.update(bytes, HEADER_BYTES, length - HEADER_BYTES);
        if (rest != null) {
            crc.update(rest.duplicate());
        }
        setInt(4, (int) crc.getValue());
        crc.reset();
        crc.update(bytes, 0, 8);
        setInt(8, (int) crc.getValue());
    }

    private void put(byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    private void put(int value) {
        ensure(4);
        setInt(length, value);
        length += 4;
    }

    private void put(long value) {
        put((int) (value >>> 32));
        put((int) value);
    }

    private void put(@Nullable String value) {
        if (value == null) {
            put(-1);
            return;
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        put(text.length);
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void setInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static byte code(Direction direction) {
        return switch (direction) {
            case UPSTREAM -> 'u';
            case DOWNSTREAM -> 'd';
        };
    }

    private static byte code(Kind kind) {
        return switch (kind) {
            case REQUEST -> 'q';
            case NOTIFICATION -> 'n';
            case RESULT -> 'r';
            case ERROR -> 'e';
            case FAULT -> 'f';
            case NOISE -> 'z';
        };
    }

    private static byte code(Decision decision) {
        return switch (decision) {
            case ALLOW -> 'a';
            case WARN -> 'w';
            case BLOCK -> 'b';
        };
    }

    private static byte code(gate.rules.Severity severity) {
        return switch (severity) {
            case LOW -> 'l';
            case HIGH -> 'h';
        };
    }
}
