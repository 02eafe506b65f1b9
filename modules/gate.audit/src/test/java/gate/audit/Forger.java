package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Somebody who knows how the chain is made and can write the database, but has not the key.
final class Forger {

    private Forger() {}

    private record Link(long position, long messageId, String kind, @Nullable String event) {}

    /// Numbers the entries anew and gives each the hash that fits what is there, from one entry on.
    ///
    /// @param signer signs the checkpoints anew, with a key of his own; null to leave them
    static void rehash(Connection connection, long from, @Nullable Signer signer)
            throws SQLException, IOException {
        byte[] previous = hashAt(connection, from - 1);
        String chain = HexFormat.of().formatHex(hashAt(connection, 1));
        long position = from;
        var hash = new ChainHash();
        for (Link link : links(connection, from)) {
            String event = link.event;
            if (link.kind.equals(Chain.CHECKPOINT) && signer != null) {
                event =
                        signer.sign(chain, position - 1, HexFormat.of().formatHex(previous))
                                .toEvent();
            }
            byte[] body = body(connection, link, hash);
            hash.begin(previous, position, link.kind);
            if (link.kind.equals(Chain.MESSAGE)) {
                fields(connection, link, hash);
                hash.putBytes(ChainHash.BLOB, body);
            } else {
                hash.put(link.messageId);
                hash.put(event);
            }
            previous = hash.end();
            try (var update =
                    connection.prepareStatement(
                            "UPDATE chain SET position = ?, hash = ?, event = ? WHERE position"
                                    + " = ?")) {
                update.setLong(1, position);
                update.setBytes(2, previous);
                update.setString(3, event);
                update.setLong(4, link.position);
                update.executeUpdate();
            }
            position++;
        }
    }

    private static List<Link> links(Connection connection, long from) throws SQLException {
        List<Link> links = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT position, message_id, kind, event FROM chain WHERE position"
                                        + " >= "
                                        + from
                                        + " ORDER BY position")) {
            while (row.next()) {
                links.add(
                        new Link(
                                row.getLong(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4)));
            }
        }
        return links;
    }

    private static byte[] hashAt(Connection connection, long position) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT hash FROM chain WHERE position = " + position)) {
            return row.next() ? row.getBytes(1) : new byte[ChainHash.BYTES];
        }
    }

    private static byte[] body(Connection connection, Link link, ChainHash hash)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT c.salt, typeof(m.message_json), m.message_json FROM chain c"
                                    + " JOIN messages m ON m.id = c.message_id WHERE c.position = "
                                        + link.position)) {
            if (!row.next() || row.getBytes(1) == null) {
                return new byte[0];
            }
            hash.beginBody(row.getBytes(1), (byte) row.getString(2).charAt(0));
            byte[] bytes = row.getBytes(3);
            hash.body(bytes == null ? new byte[0] : bytes);
            return hash.endBody();
        }
    }

    private static void fields(Connection connection, Link link, ChainHash hash)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT id, session_id, seq, timestamp_ns, direction, kind, rpc_id,"
                                    + " method, tool_name, decision, decision_reason, server_name,"
                                    + " findings, size_bytes, judge_ns, sha256 FROM messages WHERE"
                                    + " id = "
                                        + link.messageId)) {
            if (!row.next()) {
                return;
            }
            for (int i = 1; i <= 16; i++) {
                switch (row.getObject(i)) {
                    case null -> hash.putNull();
                    case Number number -> hash.put(number.longValue());
                    case String text -> hash.put(text);
                    case byte[] bytes -> hash.putBytes(ChainHash.BLOB, bytes);
                    default -> throw new AssertionError();
                }
            }
        }
    }
}
