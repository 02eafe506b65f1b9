package gate.app;

import gate.audit.AuditLog;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.AuditReader.Heading;
import gate.audit.AuditReader.Tally;
import gate.audit.RowCondition;
import gate.audit.RowIds;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Searches the log for the screen and looks for what is new in it, on a thread of its own.
///
/// The thread owns everything here but what stands under `this`, through which the thread of the
/// screen says what it wants. It polls: to ask SQLite whether anybody committed takes microseconds.
final class Scout implements Runnable {

    /// What it found. The number is that of the search: 0 for all rows.
    sealed interface News {

        /// There is a log; whatever was known of another one is void.
        record Opened() implements News {}

        record Waiting() implements News {}

        record Older(int number, RowIds ids, int percent, boolean isDone) implements News {}

        record Newer(int number, RowIds ids) implements News {}

        record Sessions(List<Known> sessions) implements News {}

        record Beat(Traffic.Pulse pulse) implements News {}

        record Trouble(String message) implements News {}
    }

    /// A session, and how many messages it has as far as they were counted.
    record Known(Heading heading, @Nullable Tally tally) {}

    /// Takes the news; may block, and then the search waits.
    interface Listener {
        void take(News news) throws InterruptedException;
    }

    static final int SESSIONS = 500;

    private static final long QUIET_MILLIS = 20;
    private static final long BUSY_MILLIS = 4;
    private static final long BUSY_NANOS = 2_000_000_000L;
    private static final long LOOK_NANOS = 250_000_000L;
    private static final long RECOVERY_NANOS = 2_000_000_000L;
    private static final long RETRY_MILLIS = 100;

    private static final long BEAT_NANOS = 250_000_000L;

    private final AuditPaths paths;
    private final Clock clock;
    private final Listener listener;
    private Scan all = new Scan(0, RowCondition.ALL);
    private Scan wanted = all;
    private RowCondition condition = RowCondition.ALL;
    private @Nullable AuditReader reader;
    private @Nullable Traffic traffic;
    private long newestId;
    private long beatAt;
    private long lookAt;
    private long recoverAt;
    private long changedAt = System.nanoTime();

    // What the thread of the screen asks for, under `this`.
    private @Nullable Scan asked;
    private @Nullable RowCondition askedCondition;
    private boolean sessionsAsked;

    /// Has a permit where something was asked for.
    private final Semaphore wake = new Semaphore(0);

    /// @param clock tells which minutes are the last ones
    Scout(AuditPaths paths, Clock clock, Listener listener) {
        this.paths = paths;
        this.clock = clock;
        this.listener = listener;
    }

    /// Searches for other rows from now on.
    synchronized void want(int number, RowCondition rows) {
        asked = new Scan(number, rows);
        askedCondition = rows;
        wake.release();
    }

    /// Lists the sessions, soon.
    synchronized void wantSessions() {
        sessionsAsked = true;
        wake.release();
    }

    /// Until it is interrupted.
    @Override
    public void run() {
        try {
            while (true) {
                try {
                    step();
                } catch (IOException e) {
                    listener.take(new News.Trouble(String.valueOf(e.getMessage())));
                    close();
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            close();
        }
    }

    private void step() throws IOException, InterruptedException {
        AuditReader file = reader;
        if (file == null) {
            file = open();
        }
        if (file == null) {
            listener.take(new News.Waiting());
            Thread.sleep(RETRY_MILLIS);
            recover();
            return;
        }
        take();
        boolean busy = search(file);
        look(file);
        if (file.isChanged()) {
            changedAt = System.nanoTime();
            follow(file);
        }
        if (!busy) {
            beat();
            listSessions(file);
            pause();
        }
    }

    private synchronized void take() {
        if (asked != null && askedCondition != null) {
            condition = askedCondition;
            wanted = condition.isAll() ? all : asked;
            asked = null;
        }
    }

    /// One piece of the searches; false where they are done.
    private boolean search(AuditReader file) throws IOException, InterruptedException {
        Scan next = all.percent() > 0 && !wanted.isDone() ? wanted : all.isDone() ? wanted : all;
        if (next.isDone()) {
            return false;
        }
        RowIds found = next.older(file);
        listener.take(new News.Older(next.number(), found, next.percent(), next.isDone()));
        return true;
    }

    private void follow(AuditReader file) throws IOException, InterruptedException {
        long newest = file.newest();
        newestId = newest;
        if (all.isStale(newest) || wanted.isStale(newest)) {
            restart(file);
            return;
        }
        RowIds rows = all.newer(file, newest);
        if (rows.size() > 0) {
            listener.take(new News.Newer(all.number(), rows));
        }
        if (wanted != all) {
            rows = wanted.newer(file, newest);
            if (rows.size() > 0) {
                listener.take(new News.Newer(wanted.number(), rows));
            }
        }
    }

    /// Looks from time to time whether another file took the log's place, and for killed gates.
    private void look(AuditReader file) throws IOException, InterruptedException {
        long now = System.nanoTime();
        if (now - lookAt > 0) {
            lookAt = now + LOOK_NANOS;
            if (file.isReplaced()) {
                close();
                open();
            }
        }
        if (now - recoverAt > 0) {
            recover();
            recoverAt = System.nanoTime() + RECOVERY_NANOS;
        }
    }

    private void recover() throws InterruptedException {
        var complaints = new ArrayList<String>();
        try {
            AuditLog.recover(paths, complaints::add);
        } catch (IOException e) {
            complaints.add("some messages of a killed gate are missing: " + e.getMessage());
        }
        if (!complaints.isEmpty()) {
            listener.take(new News.Trouble(complaints.getFirst()));
        }
    }

    private @Nullable AuditReader open() throws IOException, InterruptedException {
        Optional<AuditReader> opened = AuditReader.open(paths.database());
        reader = opened.orElse(null);
        if (reader != null) {
            restart(reader);
        }
        return reader;
    }

    /// Tells how busy the gates are, where that has changed and not too often.
    private void beat() throws IOException, InterruptedException {
        long now = System.nanoTime();
        if (traffic != null && now - beatAt >= BEAT_NANOS && traffic.isStale(newestId)) {
            beatAt = now;
            listener.take(new News.Beat(traffic.count(newestId)));
        }
    }

    private void restart(AuditReader file) throws IOException, InterruptedException {
        traffic = new Traffic(file, clock);
        newestId = file.newest();
        boolean isAll = wanted == all;
        all = new Scan(0, RowCondition.ALL);
        wanted = isAll ? all : new Scan(wanted.number(), condition);
        listener.take(new News.Opened());
    }

    private void listSessions(AuditReader file) throws IOException, InterruptedException {
        synchronized (this) {
            if (!sessionsAsked) {
                return;
            }
            sessionsAsked = false;
        }
        var known = new ArrayList<Known>();
        for (Heading heading : file.sessions(AuditReader.ALL, SESSIONS)) {
            known.add(new Known(heading, null));
        }
        listener.take(new News.Sessions(List.copyOf(known)));
        for (int i = 0; i < known.size() && !isAsked(); i++) {
            Heading heading = known.get(i).heading();
            Tally tally = file.count(RowCondition.session(heading.id()));
            known.set(i, new Known(heading, tally));
            if (i % 16 == 15 || i == known.size() - 1) {
                listener.take(new News.Sessions(List.copyOf(known)));
            }
        }
    }

    private synchronized boolean isAsked() {
        return asked != null;
    }

    private void pause() throws InterruptedException {
        boolean isBusy = System.nanoTime() - changedAt < BUSY_NANOS;
        if (wake.tryAcquire(isBusy ? BUSY_MILLIS : QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }

    private void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
