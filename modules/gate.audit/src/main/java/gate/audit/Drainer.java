package gate.audit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/// The thread `gate-audit`: owns SQLite, and moves the spool of its own session, then those of dead
/// ones, into the database.
///
/// Whatever the database does, the spool keeps the records, and this thread tries again.
final class Drainer implements Runnable {

    /// Messages that come within this time share a transaction.
    private static final long GROUP_NANOS = 20_000_000L;

    /// So much does not wait for more.
    private static final long URGENT_BYTES = 256 << 10;

    /// So long a message of megabytes waits for its pump to let go of it, so that memory need not
    /// hold it twice.
    private static final long HUGE_NANOS = 2_000_000_000L;

    /// So long after the start it leaves the processor to the first messages: SQLite and the hashes
    /// take a hundred milliseconds to load.
    private static final long START_NANOS = 200_000_000L;

    /// So long after its start a gate looks for the first time whether the log keeps too much, and
    /// so long it rests after each step of erasing.
    private static final long FIRST_PRUNE_NANOS = 1_000_000_000L;

    private static final long PRUNE_PAUSE_NANOS = 50_000_000L;

    private static final int WAIT_MILLIS = 1_000;
    private static final long FIRST_PAUSE_NANOS = 10_000_000L;
    private static final long LAST_PAUSE_NANOS = 1_000_000_000L;

    /// Others may keep the database busy for so long before it is worth a word.
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /// So long rows may stay unsigned.
    private static final long SEAL_NANOS = 60_000_000_000L;

    private final AuditPaths paths;
    private final SpoolDirectory directory;
    private final AuditSession session;
    private final SpoolWriter writer;
    private final SpoolSync sync;
    private final FileClaim claim;
    private final Complaints complaints;
    private final Drain drain;
    private final Checkpoints checkpoints;
    private final Pruner pruner;
    private final Thread thread = new Thread(this, "gate-audit");

    /// Set here before parking, cleared by whoever wakes the thread.
    private volatile boolean idle;

    /// Set once by whoever closes the log; the deadline is written before it.
    private volatile boolean closing;

    private long deadlineNanos;

    /// Set by whoever sees the end coming, cleared by this thread.
    private volatile boolean warming;

    private @Nullable Database database;
    private @Nullable Recovery recovery;
    private boolean recovered;
    private long failingSince;
    private long pauseNanos;
    private @Nullable Object corruptKey;

    /// Since when there has been something to sign; nothing if there is none.
    private boolean isUnsealed;

    private long unsealedNanos;
    private @Nullable String toldTrouble;

    /// Whether the log may keep too much, and when to look.
    private boolean mayPrune = true;

    private long pruneNanos;
    private boolean isStoreKnown;

    /// Set at the end, read by whoever closes the log.
    private volatile @Nullable String head;

    Drainer(
            AuditPaths paths,
            SpoolDirectory directory,
            AuditSession session,
            SpoolWriter writer,
            SpoolSync sync,
            FileClaim claim,
            Complaints complaints,
            Retention retention) {
        this.paths = paths;
        this.directory = directory;
        this.session = session;
        this.writer = writer;
        this.sync = sync;
        this.claim = claim;
        this.complaints = complaints;
        this.drain = Drain.live(directory, session, writer, complaints);
        this.checkpoints = new Checkpoints(paths);
        this.pruner = new Pruner(retention);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// Says that something was written.
    ///
    /// @return whether it is this call that woke the thread, which then wakes others
    boolean wake() {
        if (!idle) {
            return false;
        }
        idle = false;
        LockSupport.unpark(thread);
        return true;
    }

    /// Says that what was waited for may have come.
    void hurry() {
        LockSupport.unpark(thread);
    }

    /// Lets the thread finish what it can until then, and end.
    void finish(long newDeadlineNanos) {
        deadlineNanos = newDeadlineNanos;
        closing = true;
        LockSupport.unpark(thread);
    }

    /// Lets the thread load what the end of the session needs.
    void warmUp() {
        warming = true;
        LockSupport.unpark(thread);
    }

    /// How far the chain was when the session had ended; null if that could not be found out.
    @Nullable String head() {
        return head;
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    @Override
    public void run() {
        try {
            pruneNanos = System.nanoTime() + FIRST_PRUNE_NANOS;
            if (!closing) {
                LockSupport.parkNanos(this, START_NANOS);
            }
            while (mayGoOn()) {
                work();
            }
        } finally {
            end();
        }
    }

    /// Whether this thread is waiting for work, for tests.
    boolean isIdle() {
        return idle;
    }

    private boolean mayGoOn() {
        return !closing || (!drain.isDone() && System.nanoTime() - deadlineNanos < 0);
    }

    private void work() {
        try {
            Database open = database;
            if (warming && open != null) {
                warming = false;
                open.warmUp();
            }
            if (isUnsealed && System.nanoTime() - unsealedNanos >= SEAL_NANOS) {
                seal(database());
            } else if (!drain.isDone()) {
                own();
            } else if (hasDead()) {
                dead();
            } else if (mayPrune && System.nanoTime() - pruneNanos >= 0) {
                mayPrune = pruner.step(database());
                pruneNanos = System.nanoTime() + PRUNE_PAUSE_NANOS;
            } else {
                rest();
            }
        } catch (SQLException
                | IOException
                | RuntimeException
                | LinkageError
                | OutOfMemoryError e) {
            fail(e);
        }
    }

    private void own() throws IOException, SQLException {
        if (!closing) {
            long left = HUGE_NANOS - writer.sinceHugeNanos();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (drain.waitingBytes() < URGENT_BYTES) {
                LockSupport.parkNanos(this, GROUP_NANOS);
            }
        }
        long before = drain.movedBytes();
        drain.step(database());
        worked(drain.movedBytes() - before);
    }

    private boolean hasDead() {
        if (recovered || closing) {
            return false;
        }
        try {
            Recovery current = recovery;
            if (current == null) {
                current = new Recovery(directory, complaints);
                recovery = current;
            }
            if (current.hasNext()) {
                return true;
            }
            recovery = null;
            current.sweep();
        } catch (IOException e) {
            complaints.say("looking for the records of dead gates: " + e.getMessage());
        }
        recovered = true;
        return false;
    }

    private void dead() throws IOException, SQLException {
        Recovery current = recovery;
        if (current != null) {
            worked(current.step(database()));
        }
    }

    private void rest() {
        idle = true;
        if (drain.isDone() && !closing) {
            long now = System.nanoTime();
            long untilSeal = isUnsealed ? unsealedNanos + SEAL_NANOS - now : Long.MAX_VALUE;
            long untilPrune = mayPrune ? pruneNanos - now : Long.MAX_VALUE;
            if (Math.min(untilSeal, untilPrune) == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.min(untilSeal, untilPrune));
            }
        }
        idle = false;
        sync.wake();
    }

    private Database database() throws IOException, SQLException {
        Database open = database;
        if (open == null) {
            open = Database.open(paths, WAIT_MILLIS);
            database = open;
            warnOfNetwork();
        }
        return open;
    }

    /// Once, and here: who records needs not wait for it.
    private void warnOfNetwork() {
        if (!isStoreKnown) {
            isStoreKnown = true;
            String type = NetworkStore.typeOf(paths.database());
            if (!type.isEmpty()) {
                complaints.say(
                        paths.database()
                                + " is on a network file system ("
                                + type
                                + "), where gates on two machines can damage it; name a local file"
                                + " with "
                                + AuditPaths.VARIABLE);
            }
        }
    }

    private void seal(Database open) throws IOException, SQLException {
        head = open.seal();
        isUnsealed = false;
        mayPrune = true;
        String trouble = open.signingTrouble();
        if (trouble != null && !trouble.equals(toldTrouble)) {
            complaints.say("the log is not signed: " + trouble);
        }
        toldTrouble = trouble;
    }

    private void worked(long bytes) {
        checkpoints.committed(bytes);
        corruptKey = null;
        if (!isUnsealed) {
            isUnsealed = true;
            unsealedNanos = System.nanoTime();
        }
        if (pauseNanos != 0) {
            pauseNanos = 0;
            complaints.relieve(paths.database() + " takes records again");
        }
    }

    private void fail(Throwable e) {
        closeDatabase();
        drain.rewind();
        if (recovery != null) {
            recovery.rewind();
        }
        long now = System.nanoTime();
        if (pauseNanos == 0) {
            pauseNanos = FIRST_PAUSE_NANOS;
            failingSince = now;
        } else {
            pauseNanos = Math.min(pauseNanos * 2, LAST_PAUSE_NANOS);
        }
        boolean passes = e instanceof SQLException sql && passes(sql);
        if (!passes && closing) {
            deadlineNanos = now; // trying again would only keep the user waiting
        }
        if (!passes || now - failingSince > PATIENCE_NANOS) {
            complaints.keepSaying(
                    paths.database()
                            + ": "
                            + e.getMessage()
                            + "; records wait in "
                            + directory.path());
        }
        long left = closing ? deadlineNanos - now : Long.MAX_VALUE;
        LockSupport.parkNanos(this, Math.min(pauseNanos, left));
    }

    /// Whether a failure is none to speak of: another gate is writing, or a corrupt database has
    /// been replaced.
    private boolean passes(SQLException e) {
        if (!Database.isCorrupt(e)) {
            return Database.isBusy(e);
        }
        try {
            Object key = DatabaseFile.key(paths.database());
            if (key == null || !key.equals(corruptKey)) {
                corruptKey = key; // it may have been replaced under our feet: look once more
                return true;
            }
            Path aside = new DatabaseMaker(paths).replace(key, session);
            if (aside != null) {
                complaints.say(paths.database() + " was corrupt; it is kept as " + aside);
            }
            return true;
        } catch (IOException | SQLException failed) {
            e.addSuppressed(failed);
            return false;
        }
    }

    private void closeDatabase() {
        Database open = database;
        database = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                return; // it is given up in any case
            }
        }
    }

    /// Leaves nothing behind if the database has it all; the next gate sees to the rest.
    private void end() {
        Recovery unfinished = recovery;
        try (claim;
                writer;
                drain;
                unfinished) {
            head = null;
            if (drain.isDone()) {
                seal(database());
                drain.finish(database());
                Files.deleteIfExists(directory.lock(session.id()));
            }
        } catch (SQLException | IOException e) {
            complaints.say("records wait in " + directory.path() + ": " + e.getMessage());
        } finally {
            closeDatabase();
        }
    }
}
