package gate.audit;

import gate.audit.Verifier.Scope;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Many gates at once on one log, while somebody follows it. Not a test:
///
///     ./mvnw -q test-compile && bench/audit.sh GatesBench
final class GatesBench {

    private static final PrintStream OUT =
            new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private static final long MAX_JOURNAL_BYTES = 64L << 20;

    /// The promise is a tenth of a millisecond, and is printed for people to see: gates that
    /// outnumber the processors wait for one, too, which is not the log's doing.
    private static final long MAX_APPEND_NANOS = 50_000_000;

    private GatesBench() {}

    /// Runs it.
    ///
    /// @param args how many gates, and messages of each; 16 of 10,000 if none
    public static void main(String[] args) throws Exception {
        int gates = args.length > 0 ? Integer.parseInt(args[0]) : 16;
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        var paths = AuditPaths.of(Files.createTempDirectory("gates").resolve("audit.db"));
        var failed = new AtomicInteger();
        var slowest = new AtomicLong();
        List<Thread> readers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < gates; i++) {
            String id = "0000000000" + (10 + i);
            Process gate = Child.start(paths, id, messages, 0);
            readers.add(Thread.ofPlatform().start(() -> read(gate, failed, slowest)));
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
        double seconds = (System.nanoTime() - start) / 1e9;
        int recovered = AuditLog.recover(paths, OUT::println);
        Verification found = Verifier.verify(paths, Scope.all());
        OUT.println(
                gates
                        + " gates of "
                        + messages
                        + " messages in "
                        + Math.round(seconds)
                        + " s: failed "
                        + failed
                        + ", rows "
                        + Samples.row(paths, "SELECT count(*) FROM messages")
                        + ", of them after the gates' end "
                        + recovered
                        + ", longest journal "
                        + (journal >> 20)
                        + " MiB, evidence of change "
                        + found.evidenceCount()
                        + ", p99 of an append in the slowest gate "
                        + slowest.get() / 1_000
                        + " us");
        if (follower != null) {
            follower.close();
        }
        boolean isGood =
                failed.get() == 0
                        && journal < MAX_JOURNAL_BYTES
                        && found.evidenceCount() == 0
                        && slowest.get() < MAX_APPEND_NANOS;
        System.exit(isGood ? 0 : 1);
    }

    private static void read(Process gate, AtomicInteger failed, AtomicLong slowest) {
        try (var out = gate.inputReader(StandardCharsets.US_ASCII)) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith("refused")) {
                    failed.incrementAndGet();
                } else if (line.startsWith("p99 ")) {
                    slowest.accumulateAndGet(Long.parseLong(line.substring(4)), Math::max);
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
}
