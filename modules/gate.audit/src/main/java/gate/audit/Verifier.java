package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.audit.Anchors.Anchor;
import gate.audit.Evidence.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Compares the log with its hash chain, its checkpoints, the file beside it, and what clients'
/// logs say (docs/AUDIT.md, "What verify finds").
///
/// It only reads, while gates may write: the walk takes page after page, and one short transaction
/// in the end looks at what cannot be looked at in pieces. Owned by one thread.
public final class Verifier {

    /// What to look at.
    ///
    /// @param sinceNanos what the newest genuine checkpoint before this time vouches for is taken
    ///   as good, in nanoseconds since 1970; [Long#MIN_VALUE] for the whole log
    /// @param session how the ids of the sessions begin that are of interest; empty for all
    /// @param anchors what clients' logs say
    public record Scope(long sinceNanos, String session, List<Anchor> anchors) {

        public Scope {
            anchors = List.copyOf(anchors);
        }

        /// The whole log.
        public static Scope all() {
            return new Scope(Long.MIN_VALUE, "", List.of());
        }
    }

    private final AuditPaths paths;
    private final Scope scope;
    private final Connection connection;
    private final EvidenceList evidence;
    private final SessionCheck sessions;

    private long rowsOutside;
    private long rowsOutsideThrough;
    private long sessionsOutsideThrough;
    private boolean isLost;
    private long earlierEntries;
    private @Nullable Long headFile;

    private Verifier(AuditPaths paths, Scope scope, Connection connection) {
        this.paths = paths;
        this.scope = scope;
        this.connection = connection;
        evidence = new EvidenceList(scope.session());
        sessions = new SessionCheck(evidence);
    }

    /// Looks at a log.
    ///
    /// @throws IOException if there is none, or it cannot be read to the end
    public static Verification verify(AuditPaths paths, Scope scope) throws IOException {
        try (Connection connection = AuditReader.connectToVerify(paths.database())) {
            return new Verifier(paths, scope, connection).verify();
        } catch (SQLException e) {
            throw new IOException("cannot read " + paths.database() + ": " + e.getMessage(), e);
        }
    }

    private Verification verify() throws SQLException, IOException {
        String chain = hashAt(1);
        String key = Signer.publicKey(paths);
        var events = new ChainEventCheck(evidence, sessions, chain, key);
        var walk = new ChainWalk(connection, evidence, events);
        schema();
        begin(walk);
        long first = skip(walk, events, chain, key);
        if (first == 1) {
            before();
        }
        walk.walkTo(number("SELECT coalesce(max(position), 0) FROM chain"));
        try (var statement = connection.createStatement()) {
            statement.execute("BEGIN");
            try {
                walk.walkTo(number("SELECT coalesce(max(position), 0) FROM chain"));
                finish(walk, events, first > 1);
                knowsSession();
                headFile(chain, walk.position(), events.key());
            } finally {
                statement.execute("ROLLBACK");
            }
        }
        anchors(walk.position());
        return new Verification(
                first,
                walk.position(),
                walk.hash(),
                walk.rows(),
                sessions.seen(),
                rowsOutside,
                rowsOutsideThrough,
                events.signedThrough(),
                events.key(),
                key != null,
                scope.anchors().size(),
                walk.erased().count(),
                headFile,
                evidence.ranges(),
                evidence.count());
    }

    /// An id that neither the table nor the chain has is a mistake, and no session that is intact.
    private void knowsSession() throws SQLException {
        String session = scope.session();
        if (session.isEmpty() || sessions.tellsOf(session)) {
            return;
        }
        try (PreparedStatement met =
                connection.prepareStatement(
                        "SELECT 1 FROM sessions WHERE substr(session_id, 1, length(?1)) = ?1"
                                + " LIMIT 1")) {
            met.setString(1, session);
            if (!met.executeQuery().next()) {
                throw new IllegalArgumentException("the log has no session " + session);
            }
        }
    }

    /// A trigger or a view could show one thing and keep another.
    private void schema() throws SQLException {
        long strange =
                number(
                        """
                        SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')
                          OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%')
                        """);
        if (strange > 0) {
            evidence.entries(Kind.SCHEMA, 0, 0, "there are triggers or views, which no gate makes");
        }
    }

    /// Looks at the first entry, and at what was there before it.
    private void begin(ChainWalk walk) throws SQLException {
        Map<String, Object> members = Map.of();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT event FROM chain WHERE position = 1 AND kind = 'begin'");
                ResultSet row = query.executeQuery()) {
            if (row.next()) {
                members = JSON.std.mapFrom(String.valueOf(row.getString(1)));
            }
        } catch (IOException e) {
            members = Map.of();
        }
        if (!(members.get("messages") instanceof Number messages
                && members.get("messages_through") instanceof Number messagesThrough
                && members.get("sessions_through") instanceof Number sessionsThrough)) {
            evidence.entries(Kind.CHAIN, 1, 1, "the chain does not begin as a gate begins it");
            return;
        }
        rowsOutside = messages.longValue();
        rowsOutsideThrough = messagesThrough.longValue();
        sessionsOutsideThrough = sessionsThrough.longValue();
        walk.startAfterRow(rowsOutsideThrough);
        isLost = !Boolean.FALSE.equals(members.get("lost"));
        if (members.get("earlier_entries") instanceof Number earlier) {
            earlierEntries = earlier.longValue();
        }
    }

    /// Compares what was there before the first entry with what it says.
    private void before() throws SQLException {
        if (isLost) {
            evidence.entries(Kind.CHAIN, 1, 1, "an earlier chain of this database was removed");
        }
        if (earlierEntries > 0) {
            evidence.entries(
                    Kind.TRUNCATED,
                    0,
                    0,
                    "a log with a chain of "
                            + earlierEntries
                            + " entries was here before, and was removed or replaced");
        }
        long found = number("SELECT count(*) FROM messages WHERE id <= " + rowsOutsideThrough);
        if (found != rowsOutside) {
            evidence.row(
                    found < rowsOutside ? Kind.DELETED : Kind.INSERTED,
                    0,
                    rowsOutsideThrough,
                    null,
                    "up to this row there were "
                            + rowsOutside
                            + " messages when the chain was begun, and there are "
                            + found);
        }
    }

    /// Goes past what a checkpoint vouches for, if only later rows are asked for.
    ///
    /// @return the first entry to be looked at
    private long skip(ChainWalk walk, ChainEventCheck events, String chain, @Nullable String key)
            throws SQLException {
        if (scope.sinceNanos() == Long.MIN_VALUE || key == null) {
            return 1;
        }
        try (PreparedStatement query =
                        connection.prepareStatement(
                                """
                                SELECT c.position, c.event, c.message_id, p.hash
                                FROM chain c JOIN chain p ON p.position = c.position - 1
                                WHERE c.kind = 'checkpoint' ORDER BY c.position DESC
                                """);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Checkpoint signed =
                        Checkpoint.ofEvent(
                                chain, row.getLong(1) - 1, hex(row.getBytes(4)), row.getString(2));
                if (signed != null
                        && signed.epochNanos() < scope.sinceNanos()
                        && signed.key().equals(key)
                        && signed.isGenuine()) {
                    walk.skipTo(signed.position(), row.getBytes(4), row.getLong(3));
                    events.skipTo(signed.position());
                    return row.getLong(1);
                }
            }
        }
        return 1;
    }

    private void finish(ChainWalk walk, ChainEventCheck events, boolean isPart)
            throws SQLException, IOException {
        events.end(walk.position());
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT id, session_id FROM messages WHERE id > ? ORDER BY id")) {
            query.setLong(1, walk.row());
            try (ResultSet beyond = query.executeQuery()) {
                while (beyond.next()) {
                    walk.inserted(beyond.getLong(1), beyond.getString(2));
                }
            }
        }
        for (long[] range : walk.erased().without(events.declared()).all()) {
            evidence.rows(Kind.ERASED, range[0], range[1], "erased, and not by mcpgate purge");
        }
        sessions.compare(connection, sessionsOutsideThrough, isPart);
    }

    /// Compares with the checkpoint that a gate left beside the database.
    private void headFile(String chain, long last, String key) throws SQLException, IOException {
        Checkpoint head = HeadFile.read(paths.headFile());
        if (head == null) {
            return;
        }
        headFile = head.position();
        if (!head.isGenuine() || !(key.isEmpty() || head.key().equals(key))) {
            evidence.entries(Kind.CHECKPOINT, 0, 0, paths.headFile() + " is not signed by the key");
        } else if (!head.chain().equals(chain)) {
            evidence.entries(
                    Kind.TRUNCATED,
                    0,
                    0,
                    paths.headFile()
                            + " tells of another chain, of "
                            + head.position()
                            + " entries");
        } else if (head.position() > last) {
            evidence.entries(
                    Kind.TRUNCATED,
                    last + 1,
                    head.position(),
                    "the log ends before the entry that " + paths.headFile() + " tells of");
        } else if (!hashAt(head.position()).equals(head.hash())) {
            evidence.entries(
                    Kind.CHAIN, 1, head.position(), paths.headFile() + " tells of another hash");
        }
    }

    private void anchors(long last) throws SQLException {
        for (Anchor anchor : scope.anchors()) {
            long entry = anchor.entry();
            if (entry > last) {
                evidence.entries(
                        Kind.TRUNCATED,
                        last + 1,
                        entry,
                        "the log ends before the entry that session "
                                + anchor.session()
                                + " ended with");
            } else if (!hashAt(entry).startsWith(anchor.hash())) {
                evidence.entries(
                        Kind.ANCHOR,
                        1,
                        entry,
                        "the entry is not the one that session "
                                + anchor.session()
                                + " ended with");
            }
        }
    }

    /// The hash of an entry, in hex; empty where there is none.
    private String hashAt(long position) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT hash FROM chain WHERE position = ?")) {
            query.setLong(1, position);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? hex(row.getBytes(1)) : "";
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex(bytes);
    }
}
