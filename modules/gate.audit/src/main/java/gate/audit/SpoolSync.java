package gate.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/// The thread `gate-audit-sync`: makes what was written to the spool survive a power cut, soon
/// after and on nobody's way.
final class SpoolSync implements Runnable {

    private static final long SLICE_NANOS = 40_000_000L;

    private final SpoolDirectory directory;
    private final String sessionId;
    private final SpoolWriter writer;
    private final Complaints complaints;
    private final Thread thread = new Thread(this, "gate-audit-sync");

    /// Set here before parking, cleared by whoever wakes the thread.
    private volatile boolean idle;

    private volatile boolean stopped;
    private SpoolWriter.Position synced = new SpoolWriter.Position(0, 0);

    SpoolSync(
            SpoolDirectory directory, String sessionId, SpoolWriter writer, Complaints complaints) {
        this.directory = directory;
        this.sessionId = sessionId;
        this.writer = writer;
        this.complaints = complaints;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// Says that something was written.
    void wake() {
        if (idle) {
            idle = false;
            LockSupport.unpark(thread);
        }
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            idle = true;
            if (isSynced(writer.position())) {
                LockSupport.park(this);
                continue;
            }
            idle = false;
            LockSupport.parkNanos(this, SLICE_NANOS);
            sync();
        }
        sync();
    }

    /// Field by field, for the JVM makes the code of a record's `equals` when it is first called,
    /// which takes milliseconds of every gate.
    private boolean isSynced(SpoolWriter.Position position) {
        return position.offset() == synced.offset() && position.segment() == synced.segment();
    }

    private void sync() {
        SpoolWriter.Position position = writer.position();
        try {
            if (position.segment() > synced.segment()) {
                directory.sync();
            }
            for (int i = Math.max(1, synced.segment()); i <= position.segment(); i++) {
                sync(directory.segment(sessionId, i));
            }
        } catch (IOException e) {
            complaints.keepSaying("a power cut may lose records: " + e);
        }
        synced = position;
    }

    private static void sync(Path segment) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
            channel.force(false);
        } catch (NoSuchFileException e) {
            return; // drained meanwhile, and in a database that was synced
        }
    }
}
