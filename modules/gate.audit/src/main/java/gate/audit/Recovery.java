package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Brings what dead gates left in the spool into the database, session by session.
///
/// A gate is dead when its lock is free, and who holds the lock is the only one at it. Owned by one
/// thread.
final class Recovery implements AutoCloseable {

    /// A lock without segments may belong to a gate that is just starting, unless it is this old.
    private static final long STALE_MILLIS = 3_600_000;

    private final SpoolDirectory directory;
    private final Complaints complaints;
    private final Deque<String> sessions;
    private @Nullable FileClaim claim;
    private @Nullable String sessionId;
    private @Nullable Drain drain;
    private int rows;

    Recovery(SpoolDirectory directory, Complaints complaints) throws IOException {
        this.directory = directory;
        this.complaints = complaints;
        this.sessions = new ArrayDeque<>(directory.sessions());
    }

    /// How many rows it has made.
    int rows() {
        return rows;
    }

    /// Whether there is a dead session to go on with, which is now claimed.
    boolean hasNext() {
        while (drain == null && !sessions.isEmpty()) {
            String id = sessions.remove();
            try {
                claim = FileClaim.tryClaim(directory.lock(id));
                if (claim != null) {
                    sessionId = id;
                    drain = Drain.dead(directory, id, complaints);
                } else if (!Files.exists(directory.lock(id)) && !directory.segments(id).isEmpty()) {
                    complaints.say(
                            directory.lock(id)
                                    + " is missing, so its session may be alive; if it is not,"
                                    + " create an empty file of that name");
                }
            } catch (IOException e) {
                abandon(id, e);
            }
        }
        return drain != null;
    }

    /// Moves some records of the session that [#hasNext] found.
    ///
    /// @return how much of the spool it has been through, in bytes
    /// @throws SQLException if the database does not take them; then [#rewind]
    long step(Database database) throws SQLException {
        Drain current = drain;
        String id = sessionId;
        if (current == null || id == null) {
            throw new IllegalStateException("no session to recover");
        }
        long bytesBefore = current.movedBytes();
        try {
            int before = current.rows();
            boolean moved = current.step(database);
            rows += current.rows() - before;
            if (!moved) {
                current.finish(database);
                Files.deleteIfExists(directory.lock(id));
                release();
            }
        } catch (IOException e) {
            abandon(id, e);
        }
        return current.movedBytes() - bytesBefore;
    }

    void rewind() {
        if (drain != null) {
            drain.rewind();
        }
    }

    /// Removes the locks of gates that left nothing else.
    void sweep() throws IOException {
        for (Path lock : directory.locks()) {
            long age = System.currentTimeMillis() - Files.getLastModifiedTime(lock).toMillis();
            if (age > STALE_MILLIS) {
                try (FileClaim mine = FileClaim.tryClaim(lock)) {
                    if (mine != null) {
                        Files.deleteIfExists(lock);
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        release();
    }

    private void abandon(String id, IOException e) {
        complaints.say("the records of session " + id + " stay in " + directory.path() + ": " + e);
        try {
            release();
        } catch (IOException suppressed) {
            e.addSuppressed(suppressed);
        }
    }

    private void release() throws IOException {
        Drain oldDrain = drain;
        FileClaim oldClaim = claim;
        drain = null;
        claim = null;
        try (oldClaim;
                oldDrain) {
            sessionId = null;
        }
    }
}
