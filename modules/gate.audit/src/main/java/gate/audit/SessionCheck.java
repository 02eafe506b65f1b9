package gate.audit;

import com.fasterxml.jackson.jr.ob.JSON;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Compares the sessions with what the chain says of them.
///
/// Of each session it keeps three hashes, so a log of a hundred thousand sessions takes some
/// megabytes. Owned by one thread.
final class SessionCheck {

    private static final int PAGE_ROWS = 500;

    /// What the chain says last of one session, as hashes of the events' texts.
    private static final class Known {
        private byte @Nullable [] start;
        private byte @Nullable [] client;
        private byte @Nullable [] end;
    }

    private final EvidenceList evidence;
    private final ChainHash hash = new ChainHash();
    private final Map<String, Known> sessions = new HashMap<>();
    private int seen;

    SessionCheck(EvidenceList evidence) {
        this.evidence = evidence;
    }

    /// Takes note of an event.
    ///
    /// @return whether it has the form of one
    boolean note(String kind, String event) {
        String id;
        try {
            id = JSON.std.mapFrom(event).get("session_id") instanceof String text ? text : null;
        } catch (IOException e) {
            id = null;
        }
        if (id == null) {
            return false;
        }
        Known known = sessions.computeIfAbsent(id, _ -> new Known());
        byte[] text = hash.of(event);
        switch (kind) {
            case ChainEvents.SESSION -> known.start = text;
            case ChainEvents.CLIENT -> known.client = text;
            default -> known.end = text;
        }
        return true;
    }

    /// Whether the chain tells of a session whose id begins like this.
    boolean tellsOf(String beginning) {
        for (String id : sessions.keySet()) {
            if (id.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /// How many sessions have been compared.
    int seen() {
        return seen;
    }

    /// Compares, in the transaction in which the end of the chain was read.
    ///
    /// @param outside the last rowid of the sessions that are outside the chain
    /// @param isPart whether the walk did not begin at the beginning, so that nothing is known of
    ///   many sessions
    void compare(Connection connection, long outside, boolean isPart)
            throws SQLException, IOException {
        try (PreparedStatement page =
                connection.prepareStatement(
                        """
                        SELECT rowid, session_id, started_at_ns, server_name, server_command, pid,
                          client_name, ended_at_ns, exit_code,
                          typeof(session_id) || typeof(started_at_ns) || typeof(server_name)
                            || typeof(server_command) || typeof(pid) = 'textintegertexttextinteger'
                          AND typeof(client_name) IN ('text', 'null')
                          AND typeof(ended_at_ns) IN ('integer', 'null')
                          AND typeof(exit_code) IN ('integer', 'null')
                        FROM sessions WHERE rowid > ? ORDER BY rowid LIMIT ?
                        """)) {
            long last = Long.MIN_VALUE;
            boolean more = true;
            while (more) {
                more = false;
                page.setLong(1, last);
                page.setInt(2, PAGE_ROWS);
                try (ResultSet row = page.executeQuery()) {
                    while (row.next()) {
                        more = true;
                        last = row.getLong(1);
                        compare(row, last <= outside || isPart);
                    }
                }
            }
        }
        for (Map.Entry<String, Known> gone : sessions.entrySet()) {
            evidence.session(gone.getKey(), "the row of this session is gone");
        }
    }

    private void compare(ResultSet row, boolean mayBeUnknown) throws SQLException, IOException {
        seen++;
        String id = String.valueOf(row.getString(2));
        Known known = sessions.remove(id);
        if (known == null || known.start == null) {
            if (!mayBeUnknown) {
                evidence.session(id, "no gate has written the row of this session");
                return;
            }
            known = known == null ? new Known() : known;
        }
        boolean isChained = known.start != null;
        Long ended = row.getObject(8) == null ? null : row.getLong(8);
        Integer exitCode = row.getObject(9) == null ? null : row.getInt(9);
        boolean isSame =
                row.getBoolean(10)
                        && (!isChained
                                || is(
                                        known.start,
                                        ChainEvents.session(
                                                id,
                                                row.getLong(3),
                                                row.getString(4),
                                                row.getString(5),
                                                row.getLong(6))))
                        && (known.client == null
                                ? !isChained || row.getString(7) == null
                                : is(known.client, ChainEvents.client(id, row.getString(7))))
                        && (known.end == null
                                ? !isChained || (ended == null && exitCode == null)
                                : ended != null
                                        && is(known.end, ChainEvents.end(id, ended, exitCode)));
        if (!isSame) {
            evidence.session(id, "the row of this session was changed");
        }
    }

    private boolean is(byte @Nullable [] expected, String event) {
        return Arrays.equals(expected, hash.of(event));
    }
}
