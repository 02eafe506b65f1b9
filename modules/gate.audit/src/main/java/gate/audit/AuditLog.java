package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The audit log of one session: a spool that every record is in before its message moves on, and a
/// database that has it soon after.
///
/// The pumps append, each on its own thread; what they share is in [SpoolWriter], which guards it.
/// Two threads work behind their backs: `gate-audit` moves records into the database,
/// `gate-audit-sync` makes them survive a power cut.
public final class AuditLog implements AutoCloseable {

    private static final int RECOVERY_WAIT_MILLIS = 1_000;
    private static final int RECOVERY_ATTEMPTS = 5;

    /// After the first attempt; the longer, the more there were.
    private static final long RECOVERY_PAUSE_NANOS = 50_000_000;

    private final String sessionId;
    private final SpoolWriter writer;
    private final SpoolSync sync;
    private final Drainer drainer;
    private final Complaints complaints;
    private final AuditLimits limits;

    /// Both are guarded by `this`; the second is also read by pumps, which then need not wake
    /// threads that are not there yet.
    private boolean closed;

    private volatile boolean draining;

    private AuditLog(
            String sessionId,
            SpoolWriter writer,
            SpoolSync sync,
            Drainer drainer,
            Complaints complaints,
            AuditLimits limits) {
        this.sessionId = sessionId;
        this.writer = writer;
        this.sync = sync;
        this.drainer = drainer;
        this.complaints = complaints;
        this.limits = limits;
    }

    /// Begins a session: creates what is missing of the directories, and its spool. The database is
    /// not touched.
    ///
    /// @param complain is told, in one line each, what the user should know; called on any thread
    /// @throws IOException if the spool cannot be written, or is not the user's own
    public static AuditLog open(AuditPaths paths, AuditSession session, Consumer<String> complain)
            throws IOException {
        return open(paths, session, complain, Retention.DEFAULT);
    }

    /// The same, with what is kept of the log as a whole.
    public static AuditLog open(
            AuditPaths paths, AuditSession session, Consumer<String> complain, Retention retention)
            throws IOException {
        return open(paths, session, complain, AuditLimits.DEFAULT, retention);
    }

    static AuditLog open(
            AuditPaths paths, AuditSession session, Consumer<String> complain, AuditLimits limits)
            throws IOException {
        return open(paths, session, complain, limits, Retention.DEFAULT);
    }

    static AuditLog open(
            AuditPaths paths,
            AuditSession session,
            Consumer<String> complain,
            AuditLimits limits,
            Retention retention)
            throws IOException {
        var complaints = new Complaints(complain);
        SpoolDirectory directory = SpoolDirectory.prepare(paths);
        FileClaim claim = FileClaim.tryCreate(directory.lock(session.id()));
        if (claim == null) {
            throw new IOException(directory.lock(session.id()) + ": another gate has this session");
        }
        boolean opened = false;
        try {
            var writer = new SpoolWriter(directory, session, limits);
            var sync = new SpoolSync(directory, session.id(), writer, complaints);
            var drainer =
                    new Drainer(
                            paths, directory, session, writer, sync, claim, complaints, retention);
            opened = true;
            return new AuditLog(session.id(), writer, sync, drainer, complaints, limits);
        } finally {
            if (!opened) {
                Files.deleteIfExists(directory.lock(session.id()));
                claim.close();
            }
        }
    }

    /// Records a message. When this returns, the death of the gate no longer loses the record.
    ///
    /// @return its number in the session, from 1
    /// @throws IOException if it could not be recorded: then the message must not move on
    public long append(AuditRecord message) throws IOException {
        long seq = writer.append(message);
        written();
        return seq;
    }

    /// Starts to move records into the database. Called once the server has been started, for this
    /// loads SQLite.
    public synchronized void startDraining() {
        if (!draining) {
            sync.start();
            drainer.start();
            draining = true;
        }
    }

    /// Notes the name by which the client introduced itself.
    public void clientNamed(String name) {
        try {
            writer.named(name);
            written();
        } catch (IOException e) {
            complaints.keepSaying("the client's name is not recorded: " + e.getMessage());
        }
    }

    /// Says that the caller has let go of a message of megabytes: the database may have it now, and
    /// memory holds it once. It waits for this, but not for long.
    public void letGo() {
        writer.letGo();
        drainer.hurry();
    }

    /// Says that the end is near, so that what it needs is loaded while the server ends.
    public void ending() {
        if (draining) {
            drainer.warmUp();
        }
    }

    /// Ends the session, as far as the database allows within a second; what is left, the next gate
    /// brings in.
    public void close(int exitCode) {
        end(exitCode, limits.closeMillis());
    }

    /// The same, for one who has less time.
    ///
    /// @param patienceMillis how long it may take; more than a second is a second
    public void close(int exitCode, long patienceMillis) {
        end(exitCode, Math.min(patienceMillis, limits.closeMillis()));
    }

    /// Ends the session without an exit code.
    @Override
    public void close() {
        end(null, limits.closeMillis());
    }

    /// How far the hash chain was when the session had ended: `<session> <entry> <hash>`, which no
    /// later change of the log can undo where it is kept elsewhere. Empty before the end, and if
    /// the database did not answer in time.
    public synchronized Optional<String> head() {
        String head = drainer.head();
        return closed && head != null ? Optional.of(sessionId + ' ' + head) : Optional.empty();
    }

    /// Brings what dead gates left in the spool into the database.
    ///
    /// @return how many messages that were
    /// @throws IOException if the database does not take them; they stay in the spool
    public static int recover(AuditPaths paths, Consumer<String> complain) throws IOException {
        if (!Files.isDirectory(paths.spoolDirectory())) {
            return 0;
        }
        SpoolDirectory directory = SpoolDirectory.prepare(paths);
        var checkpoints = new Checkpoints(paths);
        try (var recovery = new Recovery(directory, new Complaints(complain))) {
            for (int attempt = 1; recovery.hasNext(); attempt++) {
                try (Database database = Database.open(paths, RECOVERY_WAIT_MILLIS)) {
                    while (recovery.hasNext()) {
                        checkpoints.committedAlone(recovery.step(database));
                    }
                    database.seal();
                } catch (SQLException e) {
                    if (!Database.isBusy(e) || attempt == RECOVERY_ATTEMPTS) {
                        throw e;
                    }
                    recovery.rewind();
                    LockSupport.parkNanos(RECOVERY_PAUSE_NANOS * attempt * attempt);
                }
            }
            recovery.sweep();
            return recovery.rows();
        } catch (SQLException e) {
            throw new IOException(paths.database() + ": " + e.getMessage(), e);
        }
    }

    /// Whether all that was appended is in the database and nothing is left to do, for tests.
    boolean isIdle() {
        return drainer.isIdle();
    }

    private void written() {
        if (draining && !drainer.wake()) {
            sync.wake();
        }
    }

    private synchronized void end(@Nullable Integer exitCode, long patienceMillis) {
        if (closed) {
            return;
        }
        closed = true;
        startDraining();
        try {
            writer.ended(Clock.epochNanos(), exitCode);
        } catch (IOException e) {
            complaints.say("the end of the session is not recorded: " + e.getMessage());
        }
        drainer.finish(System.nanoTime() + patienceMillis * 1_000_000);
        try {
            drainer.join(patienceMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sync.stop();
    }
}
