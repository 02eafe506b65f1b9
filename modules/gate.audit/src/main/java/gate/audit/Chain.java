package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/// Appends to the hash chain: one entry for each message, each change of a session, each
/// checkpoint.
///
/// One transaction at a time writes, so there is one chain whatever number of gates there is: every
/// transaction begins with [#load]. Owned by the thread of its connection.
final class Chain {

    static final String MESSAGE = "message";
    static final String CHECKPOINT = "checkpoint";

    /// So many entries without a checkpoint make one due.
    static final int CHECKPOINT_ENTRIES = 256;

    private final Connection connection;
    private final Path headFile;
    private final ChainHash hash = new ChainHash();
    private final Salts salts = new Salts();
    private @Nullable PreparedStatement head;
    private @Nullable PreparedStatement insert;

    private long position;
    private long messageId;
    private byte[] last = new byte[ChainHash.BYTES];
    private long checkpoint;

    /// @param headFile tells whether there was another chain before
    Chain(Connection connection, Path headFile) {
        this.connection = connection;
        this.headFile = headFile;
    }

    /// Finds the end of the chain, in a transaction that has just begun. A chain that somebody has
    /// emptied begins anew, and says so.
    void load() throws SQLException, IOException {
        PreparedStatement query = head;
        if (query == null) {
            query =
                    connection.prepareStatement(
                            """
                            SELECT position, hash, message_id,
                              (SELECT max(id) FROM messages),
                              (SELECT max(position) FROM chain WHERE kind = 'checkpoint')
                            FROM chain ORDER BY position DESC LIMIT 1
                            """);
            head = query;
        }
        try (ResultSet row = query.executeQuery()) {
            if (row.next()) {
                position = row.getLong(1);
                last = row.getBytes(2);
                messageId = Math.max(row.getLong(3), row.getLong(4));
                checkpoint = row.getLong(5);
                return;
            }
        }
        start(true);
    }

    /// Begins the chain: what the tables hold so far is outside it.
    ///
    /// @param lost whether there was one in this database, which is gone
    void start(boolean lost) throws SQLException, IOException {
        Checkpoint earlier = HeadFile.readIfAny(headFile);
        position = 0;
        checkpoint = 0;
        last = new byte[ChainHash.BYTES];
        String event;
        try (var statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT (SELECT count(*) FROM messages),
                                  (SELECT coalesce(max(id), 0) FROM messages),
                                  (SELECT coalesce(max(rowid), 0) FROM sessions)
                                """)) {
            row.next();
            messageId = row.getLong(2);
            String nonce = HexFormat.of().formatHex(salts.next());
            event =
                    ChainEvents.begun(
                            nonce,
                            row.getLong(1),
                            messageId,
                            row.getLong(3),
                            lost,
                            earlier == null ? 0 : earlier.position());
        }
        event("begin", event);
    }

    /// The id that the next message's row gets.
    long nextMessageId() {
        return messageId + 1;
    }

    /// Appends the message whose row has just been inserted.
    ///
    /// @param findings as the row has them
    /// @param line the body, which the row has as a text if it `isText`
    void message(
            AuditSession session,
            long seq,
            AuditRecord message,
            @Nullable String findings,
            boolean isText,
            byte[] line)
            throws SQLException {
        byte[] salt = salts.next();
        hash.beginBody(salt, isText ? ChainHash.TEXT : ChainHash.BLOB);
        hash.body(line);
        byte[] body = hash.endBody();
        messageId++;
        hash.begin(last, position + 1, MESSAGE);
        hash.put(messageId);
        hash.put(session.id());
        hash.put(seq);
        hash.put(message.epochNanos());
        hash.put(message.direction().label());
        hash.put(message.kind().label());
        hash.put(message.rpcId());
        hash.put(message.method());
        hash.put(message.toolName());
        hash.put(message.decision().label());
        hash.put(message.reason());
        hash.put(session.serverName());
        hash.put(findings);
        hash.put(message.sizeBytes());
        hash.put(message.judgeNanos());
        hash.put(message.sha256());
        hash.putBytes(ChainHash.BLOB, body);
        append(MESSAGE, null, salt);
    }

    /// Appends what else happened.
    void event(String kind, String event) throws SQLException {
        hash.begin(last, position + 1, kind);
        hash.put(messageId);
        hash.put(event);
        append(kind, event, null);
    }

    /// How many entries the last checkpoint does not cover.
    long unsigned() {
        return position - checkpoint;
    }

    /// Appends a checkpoint.
    ///
    /// @throws IOException if it could not be signed
    Checkpoint checkpoint(Signer signer) throws SQLException, IOException {
        Checkpoint signed = signer.sign(id(), position, HexFormat.of().formatHex(last));
        event(CHECKPOINT, signed.toEvent());
        checkpoint = position;
        return signed;
    }

    /// The end of the chain, as it is told to the world: `<position> <the hash's first half>`.
    String headLine() {
        return position + " " + HexFormat.of().formatHex(last, 0, Math.min(16, last.length));
    }

    /// The hash of the first entry: no two chains have the same.
    private String id() throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT hash FROM chain WHERE position = 1")) {
            return row.next() ? HexFormat.of().formatHex(row.getBytes(1)) : "";
        }
    }

    private void append(String kind, @Nullable String event, byte @Nullable [] salt)
            throws SQLException {
        PreparedStatement statement = insert;
        if (statement == null) {
            statement =
                    connection.prepareStatement(
                            "INSERT INTO chain(position, message_id, kind, event, salt, hash)"
                                    + " VALUES (?, ?, ?, ?, ?, ?)");
            insert = statement;
        }
        byte[] next = hash.end();
        statement.setLong(1, position + 1);
        statement.setLong(2, messageId);
        statement.setString(3, kind);
        statement.setString(4, event);
        statement.setBytes(5, salt);
        statement.setBytes(6, next);
        statement.executeUpdate();
        position++;
        last = next;
    }
}
