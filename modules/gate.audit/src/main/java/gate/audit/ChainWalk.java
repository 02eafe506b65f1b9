package gate.audit;

import gate.audit.Evidence.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/// Walks along the chain and computes it anew from the rows that are there.
///
/// Where an entry does not have the hash that it should have, the walk goes on from the one that it
/// has: so each change shows where it is. No statement outlives a page. Owned by one thread.
final class ChainWalk {

    private static final int PAGE_ENTRIES = 500;

    /// Bodies up to this size come with their rows, longer ones in pieces.
    private static final int INLINE_BYTES = 1 << 20;

    private static final int PIECE_BYTES = 8 << 20;
    private static final int MAX_BYTES = 64 << 20;

    /// The columns that are hashed, in this order, after which comes the body.
    private static final String[] FIELDS = {
        "id",
        "session_id",
        "seq",
        "timestamp_ns",
        "direction",
        "kind",
        "rpc_id",
        "method",
        "tool_name",
        "decision",
        "decision_reason",
        "server_name",
        "findings",
        "size_bytes",
        "judge_ns",
        "sha256",
    };

    /// The types that the columns of an entry have, from `message_id` to `hash`: of a message with
    /// its body, of one without, of an event.
    private static final String KEPT = "itnbnb";

    private static final String ERASED = "itnnbb";
    private static final String EVENT = "ittnnb";

    private static final int FIRST_FIELD = 11;
    private static final int BODY_FIELD = FIRST_FIELD + FIELDS.length;

    private final Connection connection;
    private final EvidenceList evidence;
    private final ChainEventCheck events;
    private final ChainHash hash = new ChainHash();
    private final HexFormat hex = HexFormat.of();
    private final String pageSql;

    private long position;
    private byte @Nullable [] previous = new byte[ChainHash.BYTES];
    private long row;
    private long rows;
    private long counted;
    private final RowRanges erased = new RowRanges();

    ChainWalk(Connection connection, EvidenceList evidence, ChainEventCheck events) {
        this.connection = connection;
        this.evidence = evidence;
        this.events = events;
        this.pageSql = pageSql();
    }

    /// Begins in the middle, after an entry that is known to be good.
    void skipTo(long newPosition, byte[] newPrevious, long newRow) {
        position = newPosition;
        previous = newPrevious;
        row = newRow;
        counted = newRow;
    }

    /// Begins after the rows that are outside the chain.
    void startAfterRow(long newRow) {
        row = newRow;
        counted = newRow;
    }

    /// The entry that was walked last.
    long position() {
        return position;
    }

    /// The message that was walked last.
    long row() {
        return row;
    }

    /// How many messages were walked.
    long rows() {
        return rows;
    }

    /// The hash that the last entry has.
    String hash() {
        return previous == null ? "" : hex.formatHex(previous);
    }

    /// The messages whose bodies have been erased.
    RowRanges erased() {
        return erased;
    }

    /// Walks to an entry that is there, inclusive.
    void walkTo(long last) throws SQLException, IOException {
        try (PreparedStatement page = connection.prepareStatement(pageSql)) {
            while (position < last) {
                long before = position;
                Set<Long> ids = new HashSet<>();
                page.setLong(1, position);
                page.setLong(2, last);
                page.setInt(3, PAGE_ENTRIES);
                try (ResultSet entries = page.executeQuery()) {
                    while (entries.next()) {
                        entry(entries, ids);
                    }
                }
                if (position == before) {
                    throw new IOException("the chain became shorter while it was read");
                }
                countRows(ids);
            }
        }
    }

    private void entry(ResultSet entry, Set<Long> ids) throws SQLException {
        long at = entry.getLong(1);
        long of = entry.getLong(2);
        String kind = String.valueOf(entry.getString(3));
        byte[] stored = bytes(entry, 6);
        if (at != position + 1) {
            evidence.entries(Kind.CHAIN, position + 1, at - 1, "entries of the chain are missing");
            previous = null;
        }
        byte[] before = previous;
        position = at;
        if (kind.equals(Chain.MESSAGE)) {
            message(entry, at, of, before, stored, ids);
        } else {
            event(entry, at, of, kind, before, stored);
        }
        previous = stored;
        row = Math.max(row, of);
    }

    private void message(
            ResultSet entry,
            long at,
            long of,
            byte @Nullable [] before,
            byte[] stored,
            Set<Long> ids)
            throws SQLException {
        rows++;
        String types = entry.getString(9);
        if (types == null) {
            evidence.row(Kind.DELETED, at, of, null, "the row of this message is gone");
            return;
        }
        ids.add(of);
        String session = entry.getString(FIRST_FIELD + 1);
        String entryTypes = entry.getString(8);
        boolean isPlain =
                (entryTypes.equals(KEPT) || entryTypes.equals(ERASED))
                        && entry.getLong(10) <= MAX_BYTES;
        byte[] body = isPlain ? body(entry, of) : null;
        if (body == null) {
            evidence.row(
                    Kind.CHANGED,
                    at,
                    of,
                    session,
                    "its entry or its body is none that a gate writes");
            return;
        }
        if (before == null) {
            return;
        }
        hash.begin(before, at, Chain.MESSAGE);
        for (int i = 0; i < FIELDS.length; i++) {
            put(entry, FIRST_FIELD + i, types.charAt(i));
        }
        hash.putBytes(ChainHash.BLOB, body);
        if (!Arrays.equals(hash.end(), stored)) {
            evidence.row(Kind.CHANGED, at, of, session, "it does not match its hash");
        }
    }

    private void event(
            ResultSet entry, long at, long of, String kind, byte @Nullable [] before, byte[] stored)
            throws SQLException {
        if (!entry.getString(8).equals(EVENT) || entry.getLong(10) > MAX_BYTES) {
            evidence.entries(Kind.CHAIN, at, at, "this is no event that a gate writes");
            return;
        }
        byte[] event = bytes(entry, 4);
        if (before != null) {
            hash.begin(before, at, kind);
            hash.put(of);
            hash.putBytes(ChainHash.TEXT, event);
            if (!Arrays.equals(hash.end(), stored)) {
                evidence.entries(Kind.CHAIN, at, at, "an event does not match its hash");
            }
        }
        events.event(
                at,
                kind,
                new String(event, StandardCharsets.UTF_8),
                before == null ? "" : hex.formatHex(before));
    }

    private void put(ResultSet entry, int column, char type) throws SQLException {
        switch (type) {
            case 'i' -> hash.put(entry.getLong(column));
            case 'r' -> hash.put(entry.getDouble(column));
            case 't' -> hash.putBytes(ChainHash.TEXT, bytes(entry, column));
            case 'b' -> hash.putBytes(ChainHash.BLOB, bytes(entry, column));
            default -> hash.putNull();
        }
    }

    /// The hash of the body, or null if there is none as it should be.
    private byte @Nullable [] body(ResultSet entry, long of) throws SQLException {
        byte[] kept = entry.getBytes(5);
        byte[] salt = entry.getBytes(7);
        String type = entry.getString(BODY_FIELD);
        boolean isGone = type.equals("null");
        if (kept != null) {
            if (salt != null || !isGone) {
                return null;
            }
            erased.add(of);
            return kept;
        }
        boolean isBody = type.equals("text") || type.equals("blob");
        if (salt == null || salt.length != ChainHash.SALT_BYTES || !isBody) {
            return null;
        }
        long length = entry.getLong(BODY_FIELD + 1);
        hash.beginBody(salt, (byte) type.charAt(0));
        if (length <= INLINE_BYTES) {
            hash.body(bytes(entry, BODY_FIELD + 2));
        } else {
            pieces(of, length);
        }
        return hash.endBody();
    }

    private void pieces(long of, long length) throws SQLException {
        try (PreparedStatement piece =
                connection.prepareStatement(
                        "SELECT substr(CAST(message_json AS BLOB), ?, ?) FROM messages WHERE id"
                                + " = ?")) {
            for (long from = 0; from < length; from += PIECE_BYTES) {
                piece.setLong(1, from + 1);
                piece.setInt(2, PIECE_BYTES);
                piece.setLong(3, of);
                try (ResultSet bytes = piece.executeQuery()) {
                    if (bytes.next()) {
                        hash.body(bytes(bytes, 1));
                    }
                }
            }
        }
    }

    /// Looks whether there are messages between those of the page.
    private void countRows(Set<Long> ids) throws SQLException {
        try (PreparedStatement count = between("count(*)", "")) {
            if (number(count) != ids.size()) {
                try (PreparedStatement query = between("id, session_id", " ORDER BY id");
                        ResultSet all = query.executeQuery()) {
                    while (all.next()) {
                        if (!ids.contains(all.getLong(1))) {
                            inserted(all.getLong(1), all.getString(2));
                        }
                    }
                }
            }
        }
        counted = row;
    }

    private PreparedStatement between(String what, String order) throws SQLException {
        PreparedStatement query =
                connection.prepareStatement(
                        "SELECT " + what + " FROM messages WHERE id > ? AND id <= ?" + order);
        query.setLong(1, counted);
        query.setLong(2, row);
        return query;
    }

    /// Notes a message that is not on the chain.
    void inserted(long id, @Nullable String session) {
        evidence.row(Kind.INSERTED, 0, id, session, "no gate has written this row");
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (ResultSet result = query.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    private static byte[] bytes(ResultSet entry, int column) throws SQLException {
        byte[] bytes = entry.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    private static String pageSql() {
        var types = new StringBuilder();
        var lengths = new StringBuilder();
        var fields = new StringBuilder();
        for (String field : FIELDS) {
            types.append(types.isEmpty() ? "" : " || ")
                    .append("substr(typeof(m." + field + "), 1, 1)");
            lengths.append(" + coalesce(octet_length(m.").append(field).append("), 0)");
            fields.append(", m.").append(field);
        }
        return """
        SELECT c.position, c.message_id, c.kind, c.event, c.body_sha256, c.hash, c.salt,
          substr(typeof(c.message_id), 1, 1) || substr(typeof(c.kind), 1, 1)
            || substr(typeof(c.event), 1, 1) || substr(typeof(c.salt), 1, 1)
            || substr(typeof(c.body_sha256), 1, 1) || substr(typeof(c.hash), 1, 1),
          CASE WHEN m.id IS NULL THEN NULL ELSE %s END,
          coalesce(octet_length(c.event), 0) %s
          %s,
          typeof(m.message_json), octet_length(m.message_json),
          CASE WHEN octet_length(m.message_json) <= %d THEN CAST(m.message_json AS BLOB) END
        FROM chain c LEFT JOIN messages m ON c.kind = 'message' AND m.id = c.message_id
        WHERE c.position > ? AND c.position <= ? ORDER BY c.position LIMIT ?
        """
                .formatted(types, lengths, fields, INLINE_BYTES);
    }
}
