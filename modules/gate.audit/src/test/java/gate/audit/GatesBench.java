package gate.audit;

import gate.audit.Verifier.Scope;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Many gates at once on one log, while somebody follows it. Not a test:
///
///     ./mvnw -q test-compile && bench/audit.sh GatesBench
///
/// What an append adds to forwarding is told beside a floor of the same run: the same bytes, written
/// by the same process to a plain file before or after. Gates that outnumber the processors wait for
/// one in either.
final class GatesBench {

    private static final PrintStream OUT =
            new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private static final long MAX_JOURNAL_BYTES = 64L << 20;

    /// What the audit may add to forwarding, in a hundredth of the messages more.
    private static final long MAX_ADDED_NANOS = 100_000;

    private final AuditPaths paths;
    private final int gates;
    private final int messages;
    private final AtomicInteger failed = new AtomicInteger();

    /// Guarded by this object, like what follows.
    private final Times appends;

    private final Times writes;

    /// How long each of many things took, in nanoseconds.
    private static final class Times {
        private final long[] nanos;
        private int count;

        Times(int most) {
            nanos = new long[most];
        }

        void add(long time) {
            nanos[count++] = time;
        }

        void sort() {
            Arrays.sort(nanos, 0, count);
        }

        long part(int percent) {
            return count == 0 ? 0 : nanos[(int) ((long) (count - 1) * percent / 100)];
        }
    }

    private GatesBench(AuditPaths paths, int gates, int messages) {
        this.paths = paths;
        this.gates = gates;
        this.messages = messages;
        appends = new Times(gates * messages);
        writes = new Times(gates * messages);
    }

    /// Runs it.
    ///
    /// @param args how many gates, and messages of each; 16 of 10,000 if none
    public static void main(String[] args) throws Exception {
        int gates = args.length > 0 ? Integer.parseInt(args[0]) : 16;
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        var paths = AuditPaths.of(Files.createTempDirectory("gates").resolve("audit.db"));
        System.exit(new GatesBench(paths, gates, messages).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        long start = System.nanoTime();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < gates; i++) {
            Process gate = Child.startTimed(paths, "0000000000" + (10 + i), messages);
            readers.add(Thread.ofPlatform().start(() -> read(gate)));
        }
        long journal = 0;
        long followed = 0;
        AuditReader follower = null;
        while (readers.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(10);
            Path wal = paths.beside("-wal");
            journal = Math.max(journal, wal.toFile().length());
            if (follower == null) {
                follower = AuditReader.open(paths.database()).orElse(null);
            } else {
                List<AuditRow> rows = follower.after(followed, 500, RowCondition.ALL);
                followed = rows.isEmpty() ? followed : rows.getLast().id();
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        int recovered = AuditLog.recover(paths, OUT::println);
        journal = Math.max(journal, paths.beside("-wal").toFile().length());
        if (follower != null) {
            follower.close();
        }
        return told(millis, journal, recovered);
    }

    private synchronized boolean told(long millis, long journal, int recovered) throws Exception {
        Verification found = Verifier.verify(paths, Scope.all());
        String rows = Samples.row(paths, "SELECT count(*) FROM messages");
        appends.sort();
        writes.sort();
        long added = appends.part(99) - writes.part(99);
        boolean isGood =
                failed.get() == 0
                        && rows.equals(Long.toString((long) gates * messages))
                        && journal < MAX_JOURNAL_BYTES
                        && found.evidenceCount() == 0
                        && added <= MAX_ADDED_NANOS;
        OUT.printf(
                "%d gates of %d messages in %.0f s: errors %d, rows %s, of them after the gates'"
                    + " end %d, longest journal %d MiB with a follower open, chain breaks %d; an"
                    + " append takes p50 %.3f ms, p99 %.3f ms, a bare write of the same bytes p50"
                    + " %.3f ms, p99 %.3f ms: p99 added by the audit %.3f ms, goal 0.1%s%n",
                gates,
                messages,
                millis / 1e3,
                failed.get(),
                rows,
                recovered,
                journal >> 20,
                found.evidenceCount(),
                appends.part(50) / 1e6,
                appends.part(99) / 1e6,
                writes.part(50) / 1e6,
                writes.part(99) / 1e6,
                added / 1e6,
                isGood ? "" : ": NOT HELD");
        return isGood;
    }

    private void read(Process gate) {
        try (var out = gate.inputReader(StandardCharsets.US_ASCII)) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith("refused")) {
                    failed.incrementAndGet();
                } else if (line.startsWith("took ")) {
                    int blank = line.indexOf(' ', 5);
                    took(
                            Long.parseLong(line.substring(5, blank)),
                            Long.parseLong(line.substring(blank + 1)));
                }
            }
            if (gate.waitFor() != 0) {
                failed.incrementAndGet();
            }
        } catch (IOException e) {
            failed.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void took(long append, long write) {
        appends.add(append);
        writes.add(write);
    }
}
