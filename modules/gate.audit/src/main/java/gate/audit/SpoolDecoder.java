package gate.audit;

import gate.protocol.Direction;
import gate.rules.Finding;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Turns the fields of one record back into what [SpoolEncoder] was given.
///
/// The checksum has been verified before: what does not fit here was written by another version of
/// the gate, or is damage that a checksum cannot see.
final class SpoolDecoder {

    private final byte[] bytes;
    private final int end;
    private int at;

    /// @param bytes holds the fields from `from`, inclusive, to `end`, exclusive
    SpoolDecoder(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /// @param message the bytes after the fields
    /// @throws DamagedSpoolException if these are not the fields of such a record
    SpoolRecord decode(byte type, byte[] message) throws DamagedSpoolException {
        try {
            SpoolRecord record =
                    switch (type) {
                        case SpoolEncoder.STARTED -> started();
                        case SpoolEncoder.CAME -> came(message);
                        case SpoolEncoder.NAMED -> new SpoolRecord.Named(string());
                        case SpoolEncoder.ENDED -> ended();
                        default -> throw new IllegalArgumentException("record type " + type);
                    };
            if (at != end) {
                throw new IllegalArgumentException((end - at) + " bytes too many");
            }
            return record;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedSpoolException("not a record that this gate knows", e);
        }
    }

    private SpoolRecord.Started started() {
        String id = string();
        long startedNanos = longValue();
        String serverName = string();
        int words = count();
        List<String> command = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            command.add(string());
        }
        long pid = longValue();
        var session = new AuditSession(id, startedNanos, serverName, command, pid);
        return new SpoolRecord.Started(session, nullableString());
    }

    private SpoolRecord.Ended ended() {
        long epochNanos = longValue();
        String exitCode = string();
        return new SpoolRecord.Ended(
                epochNanos, exitCode.isEmpty() ? null : Integer.valueOf(exitCode));
    }

    private SpoolRecord.Came came(byte[] message) {
        long seq = longValue();
        return new SpoolRecord.Came(
                seq,
                new AuditRecord(
                        longValue(),
                        direction(),
                        kind(),
                        nullableString(),
                        nullableString(),
                        nullableString(),
                        decision(),
                        nullableString(),
                        findings(),
                        longValue(),
                        longValue(),
                        nullableString(),
                        ByteBuffer.wrap(message)));
    }

    private List<Finding> findings() {
        int count = count();
        if (count == 0) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String ruleId = string();
            Severity severity = severity();
            var span = new Span(string(), intValue(), intValue());
            findings.add(new Finding(ruleId, severity, span, string()));
        }
        return findings;
    }

    private Direction direction() {
        byte code = bytes[at++];
        return switch (code) {
            case 'u' -> Direction.UPSTREAM;
            case 'd' -> Direction.DOWNSTREAM;
            default -> throw new IllegalArgumentException("direction " + code);
        };
    }

    private Kind kind() {
        byte code = bytes[at++];
        return switch (code) {
            case 'q' -> Kind.REQUEST;
            case 'n' -> Kind.NOTIFICATION;
            case 'r' -> Kind.RESULT;
            case 'e' -> Kind.ERROR;
            case 'f' -> Kind.FAULT;
            case 'z' -> Kind.NOISE;
            default -> throw new IllegalArgumentException("kind " + code);
        };
    }

    private Decision decision() {
        byte code = bytes[at++];
        return switch (code) {
            case 'a' -> Decision.ALLOW;
            case 'w' -> Decision.WARN;
            case 'b' -> Decision.BLOCK;
            default -> throw new IllegalArgumentException("decision " + code);
        };
    }

    private Severity severity() {
        byte code = bytes[at++];
        return switch (code) {
            case 'l' -> Severity.LOW;
            case 'h' -> Severity.HIGH;
            default -> throw new IllegalArgumentException("severity " + code);
        };
    }

    private int intValue() {
        int value = intAt(bytes, at);
        at += 4;
        return value;
    }

    private long longValue() {
        return ((long) intValue() << 32) | (intValue() & 0xFFFF_FFFFL);
    }

    private int count() {
        int count = intValue();
        if (count < 0 || count > end - at) {
            throw new IllegalArgumentException("count " + count);
        }
        return count;
    }

    private String string() {
        String value = nullableString();
        if (value == null) {
            throw new IllegalArgumentException("a string is missing");
        }
        return value;
    }

    private @Nullable String nullableString() {
        int length = intValue();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("string of " + length + " bytes");
        }
        var value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    /// The big-endian int at an index.
    static int intAt(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | ((bytes[at + 1] & 0xFF) << 16)
                | ((bytes[at + 2] & 0xFF) << 8)
                | (bytes[at + 3] & 0xFF);
    }
}
