package gate.app;

import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Rows for programs: a JSON object a line, its names those of the columns.
///
/// The names never change; a new one may come. A message that is one JSON text stands there as
/// JSON, any other in base64. Nothing that a terminal would obey is written raw, for people look at
/// this too. Owned by one thread.
final class JsonRows implements RowPrinter {

    /// What the objects call their layout.
    static final int SCHEMA = 1;

    /// How much of a message is held at once; a multiple of three, so that base64 joins up.
    private static final int PIECE_BYTES = 3 << 20;

    /// How much of it is looked at in one go, for it takes several times the memory then.
    private static final int SLICE_BYTES = 1 << 18;

    private final Screen screen;
    private final boolean withBodies;

    private final boolean withRaw;

    /// @param withBodies whether the messages come along
    JsonRows(Screen screen, boolean withBodies) {
        this(screen, withBodies, false);
    }

    /// @param withRaw whether the bytes of the messages come along as well, in base64: exactly as
    ///   the peer sent them, which JSON is not, once it was read and written
    JsonRows(Screen screen, boolean withBodies, boolean withRaw) {
        this.screen = screen;
        this.withBodies = withBodies;
        this.withRaw = withRaw;
    }

    @Override
    public void print(List<AuditRow> page, Bodies bodies) throws IOException {
        for (AuditRow row : page) {
            print(row, bodies);
        }
        screen.flush();
    }

    private void print(AuditRow row, Bodies bodies) throws IOException {
        number("{\"schema\":", SCHEMA);
        number(",\"id\":", row.id());
        string(",\"session_id\":", row.sessionId());
        number(",\"seq\":", row.seq());
        string(",\"time\":", time(row.epochNanos()));
        number(",\"timestamp_ns\":", row.epochNanos());
        string(",\"direction\":", row.direction());
        string(",\"kind\":", row.kind());
        json(",\"rpc_id\":", row.rpcId());
        string(",\"method\":", row.method());
        string(",\"tool_name\":", row.toolName());
        string(",\"decision\":", row.decision());
        string(",\"decision_reason\":", row.reason());
        string(",\"server_name\":", row.serverName());
        json(",\"findings\":", row.findings());
        number(",\"size_bytes\":", row.sizeBytes());
        number(",\"judge_ns\":", row.judgeNanos());
        string(",\"sha256\":", row.sha256());
        message(row, bodies);
        if (withRaw && withBodies) {
            rawBytes(row, bodies);
        }
        ascii("}\n");
    }

    private void message(AuditRow row, Bodies bodies) throws IOException {
        ascii(",\"message\":");
        if (!withBodies && row.keptBytes() > 0) {
            ascii("null,\"encoding\":\"omitted\"");
            return;
        }
        if (row.keptBytes() == 0) {
            ascii("null");
            return;
        }
        var message = new Pieces(row, bodies);
        var shape = new JsonShape();
        for (byte[] piece = message.first(); piece.length > 0; piece = message.next()) {
            shape.feed(piece, piece.length);
        }
        if (shape.isWhole()) {
            raw(message);
        } else {
            base64(message);
        }
    }

    private void rawBytes(AuditRow row, Bodies bodies) throws IOException {
        number(",\"kept_bytes\":", row.keptBytes());
        ascii(",\"raw\":\"");
        var message = new Pieces(row, bodies);
        for (byte[] piece = message.first(); piece.length > 0; piece = message.next()) {
            screen.write(Base64.getEncoder().encode(piece));
        }
        ascii("\"");
    }

    private void raw(Pieces message) throws IOException {
        byte[] rest = new byte[0];
        for (byte[] piece = message.first(); piece.length > 0; piece = message.next()) {
            byte[] bytes = joined(rest, piece);
            int at = 0;
            int end;
            do {
                end = Math.min(at + SLICE_BYTES, bytes.length);
                ByteBuffer slice = ByteBuffer.wrap(bytes, at, end - at);
                slice.limit(Summary.wholeCharacters(slice));
                screen.write(SafeText.json(slice).utf8());
                at = slice.limit();
            } while (end < bytes.length);
            rest = Arrays.copyOfRange(bytes, at, bytes.length);
        }
    }

    private void base64(Pieces message) throws IOException {
        ascii("\"");
        for (byte[] piece = message.first(); piece.length > 0; piece = message.next()) {
            screen.write(Base64.getEncoder().encode(piece));
        }
        ascii("\",\"encoding\":\"base64\"");
    }

    private void number(String name, long value) throws IOException {
        ascii(name);
        ascii(Long.toString(value));
    }

    private void string(String name, @Nullable String value) throws IOException {
        ascii(name);
        screen.write(SafeText.quoted(value).utf8());
    }

    /// JSON that the database holds as text; as a string where it is no JSON.
    private void json(String name, @Nullable String value) throws IOException {
        ascii(name);
        byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        boolean isJson = JsonShape.isJson(bytes);
        screen.write(
                (isJson ? SafeText.json(ByteBuffer.wrap(bytes)) : SafeText.quoted(value)).utf8());
    }

    /// Words of our own, never of the log.
    private void ascii(String words) throws IOException {
        screen.write(words.getBytes(StandardCharsets.US_ASCII));
    }

    /// UTC to the nanosecond, always nine digits: `2026-11-23T18:02:21.006000000Z`.
    static String time(long epochNanos) {
        long second = Math.floorDiv(epochNanos, 1_000_000_000L);
        long nano = Math.floorMod(epochNanos, 1_000_000_000L);
        String date = Instant.ofEpochSecond(second).toString();
        return date.substring(0, date.length() - 1)
                + '.'
                + Long.toString(1_000_000_000L + nano).substring(1)
                + 'Z';
    }

    private static byte[] joined(byte[] one, byte[] other) {
        if (one.length == 0) {
            return other;
        }
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /// The message of a row, piece by piece: a short one came with the row.
    private static final class Pieces {

        private final AuditRow row;
        private final Bodies bodies;
        private byte[] only = new byte[0];
        private long at;

        Pieces(AuditRow row, Bodies bodies) {
            this.row = row;
            this.bodies = bodies;
        }

        byte[] first() throws IOException {
            at = 0;
            return next();
        }

        /// Empty at the end.
        byte[] next() throws IOException {
            if (at >= row.keptBytes()) {
                return new byte[0];
            }
            byte[] piece = read();
            if (piece.length == 0) {
                throw new IOException("row " + row.id() + " was removed while it was printed");
            }
            at += piece.length;
            return piece;
        }

        private byte[] read() throws IOException {
            if (row.keptBytes() > PIECE_BYTES) {
                return bodies.piece(row.id(), at, PIECE_BYTES);
            }
            if (only.length == 0 && row.isWhole()) {
                only = new byte[row.head().remaining()];
                row.head().duplicate().get(only);
            } else if (only.length == 0) {
                only = bodies.piece(row.id(), 0, PIECE_BYTES);
            }
            return only;
        }
    }
}
