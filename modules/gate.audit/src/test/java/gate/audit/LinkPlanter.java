package gate.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Somebody who may write in the log's directory: plants links under the names that a gate creates,
/// all the time, and removes his own.
final class LinkPlanter implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("", ".new", ".new-wal", ".new-shm", ".new-journal", "-wal", "-shm", "-spool");

    private final AuditPaths paths;
    private final Path targets;
    private final AtomicInteger planted = new AtomicInteger();
    private final Thread thread = new Thread(this::plant);
    private volatile boolean done;

    /// @param targets where his links lead to: what appears there was followed
    LinkPlanter(AuditPaths paths, Path targets) {
        this.paths = paths;
        this.targets = targets;
        thread.start();
    }

    int planted() {
        return planted.get();
    }

    @Override
    public void close() {
        done = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void plant() {
        for (int i = 0; !done; i++) {
            String name = NAMES.get(i % NAMES.size());
            Path link = paths.beside(name);
            try {
                Files.createSymbolicLink(link, targets.resolve("target" + name));
                planted.incrementAndGet();
                LockSupport.parkNanos(100_000);
                if (Files.isSymbolicLink(link)) {
                    Files.delete(link);
                }
            } catch (IOException e) {
                // There is something, or it is gone: the next name.
            }
        }
    }
}
