package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;

/// Moves the spool of one session into the database, one transaction at a time.
///
/// It reads the files, whether their gate lives or has died: so what brings back the records of a
/// dead gate is what runs all day. Owned by one thread.
final class Drain implements Closeable {

    private static final int BATCH_ROWS = 1_024;
    private static final long BATCH_BYTES = 1 << 20;
    private static final long HUGE_BYTES = 4 << 20;

    private final SpoolDirectory directory;
    private final String sessionId;
    private final @Nullable SpoolWriter writer;
    private final Complaints complaints;
    private final SpoolWriter.Position fixedEnd;

    private int segment;
    private @Nullable SpoolReader reader;

    /// Up to where the database has this segment.
    private long committed;

    private @Nullable AuditSession session;
    private @Nullable String clientName;

    /// The connection that has seen the session's own row.
    private @Nullable Database introduced;

    private int rows;
    private long movedBytes;

    private Drain(
            SpoolDirectory directory,
            String sessionId,
            @Nullable SpoolWriter writer,
            int firstSegment,
            SpoolWriter.Position end,
            Complaints complaints) {
        this.directory = directory;
        this.sessionId = sessionId;
        this.writer = writer;
        this.segment = firstSegment;
        this.fixedEnd = end;
        this.complaints = complaints;
    }

    /// Follows a session that is being written.
    static Drain live(
            SpoolDirectory directory,
            AuditSession session,
            SpoolWriter writer,
            Complaints complaints) {
        return new Drain(directory, session.id(), writer, 1, writer.position(), complaints);
    }

    /// What a dead gate left behind. Its lock is ours.
    static Drain dead(SpoolDirectory directory, String sessionId, Complaints complaints)
            throws IOException {
        var segments = directory.segments(sessionId);
        int first = segments.isEmpty() ? 1 : segments.getFirst();
        int last = segments.isEmpty() ? 0 : segments.getLast();
        long length = last == 0 ? 0 : Files.size(directory.segment(sessionId, last));
        var end = new SpoolWriter.Position(last, length);
        return new Drain(directory, sessionId, null, first, end, complaints);
    }

    /// How many rows it has made.
    int rows() {
        return rows;
    }

    /// How much of the spool it has been through.
    long movedBytes() {
        return movedBytes;
    }

    /// Whether the database has all that has been written so far.
    boolean isDone() {
        SpoolWriter.Position end = end();
        return segment > end.segment() || (segment == end.segment() && committed >= end.offset());
    }

    /// Roughly how much is left, in bytes: all of the segment where the writer is ahead.
    long waitingBytes() {
        SpoolWriter.Position end = end();
        return segment < end.segment() ? Long.MAX_VALUE : end.offset() - committed;
    }

    /// Moves some records in one transaction.
    ///
    /// @return whether there was any left to move
    /// @throws SQLException if they are not in the database that has its name now; then [#rewind]
    boolean step(Database database) throws IOException, SQLException {
        SpoolWriter.Position end = end();
        while (segment <= end.segment()) {
            SpoolReader open = open(end);
            if (open != null) {
                long limit = segment < end.segment() ? open.length() : end.offset();
                if (batch(database, open, limit)) {
                    return true;
                }
            }
            if (segment == end.segment()) {
                return false;
            }
            remove(database);
        }
        return false;
    }

    /// After an exception: what was not committed is read again.
    void rewind() {
        introduced = null;
        if (reader != null) {
            reader.seek(committed);
        }
    }

    /// Removes the segments, for all that is in them is in the database.
    void finish(Database database) throws IOException, SQLException {
        if (writer == null && session != null) {
            database.begin();
            database.endDead(sessionId);
            database.commit();
        }
        close();
        database.sync();
        for (int number : directory.segments(sessionId)) {
            Files.deleteIfExists(directory.segment(sessionId, number));
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private SpoolWriter.Position end() {
        return writer == null ? fixedEnd : writer.position();
    }

    private @Nullable SpoolReader open(SpoolWriter.Position end) throws IOException {
        if (reader == null) {
            Path path = directory.segment(sessionId, segment);
            if (segment < end.segment() && !Files.exists(path)) {
                return null;
            }
            reader = new SpoolReader(path);
            reader.seek(committed);
        }
        return reader;
    }

    /// @return whether it moved anything
    private boolean batch(Database database, SpoolReader from, long limit)
            throws IOException, SQLException {
        long start = committed;
        DamagedSpoolException damage = null;
        SpoolRecord record = null;
        try {
            record = from.next(limit);
        } catch (DamagedSpoolException e) {
            damage = e;
        }
        if (record != null) {
            database.begin();
            introduce(database);
            int count = 0;
            long reached = from.offset();
            int added = 0;
            while (record != null) {
                added += apply(database, record);
                count++;
                reached = from.offset();
                record = null;
                if (count < BATCH_ROWS && reached - start < BATCH_BYTES) {
                    try {
                        record = from.next(limit);
                    } catch (DamagedSpoolException e) {
                        damage = e;
                    }
                }
            }
            commit(database);
            introduced = database;
            committed = reached;
            rows += added;
            report(reached - start);
            if (reached - start > HUGE_BYTES) {
                System.gc(); // by itself the collector lets the heap grow by each huge message
            }
        }
        if (damage != null) {
            setAside(damage);
            return true;
        }
        return committed > start;
    }

    /// Commits, and makes sure that it was not into a file that has lost its name.
    private static void commit(Database database) throws IOException, SQLException {
        if (database.isInPlace()) {
            database.commit();
            if (database.isInPlace()) {
                return;
            }
        }
        throw new SQLException("the database file was replaced or removed");
    }

    private void introduce(Database database) throws IOException, SQLException {
        if (session != null && introduced != database) {
            database.start(session, clientName);
        }
    }

    private int apply(Database database, SpoolRecord record) throws IOException, SQLException {
        switch (record) {
            case SpoolRecord.Started(AuditSession started, String client) -> {
                session = started;
                clientName = client;
                database.start(started, client);
            }
            case SpoolRecord.Came(long seq, AuditRecord message) -> {
                if (session == null) {
                    throw new DamagedSpoolException("a message without a session");
                }
                return database.add(session, seq, message);
            }
            case SpoolRecord.Named(String client) -> {
                clientName = client;
                database.name(sessionId, client);
            }
            case SpoolRecord.Ended(long epochNanos, Integer exitCode) ->
                    database.end(sessionId, epochNanos, exitCode);
        }
        return 0;
    }

    /// Keeps a segment that cannot be read on, and goes on with the next.
    private void setAside(DamagedSpoolException damage) throws IOException {
        if (writer != null) {
            writer.abandon(segment);
        }
        Path path = directory.segment(sessionId, segment);
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        long lost = Files.size(path) - committed;
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        complaints.say(damage.getMessage() + "; what follows is kept in " + aside);
        report(lost);
        next();
    }

    private void remove(Database database) throws IOException {
        if (reader != null) {
            long torn = reader.length() - committed;
            database.sync();
            Files.deleteIfExists(directory.segment(sessionId, segment));
            report(torn);
        }
        next();
    }

    private void next() throws IOException {
        close();
        segment++;
        committed = 0;
    }

    private void report(long bytes) {
        movedBytes += bytes;
        if (writer != null) {
            writer.drained(bytes);
        }
    }
}
