package gate.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/// Prints what recording costs, beside a bare loop of `write(2)` of the same bytes. Not a test:
///
///     ./mvnw -q test-compile && bench/audit.sh AuditBench
final class AuditBench {

    private static final int ROUNDS = 5;
    private static final int BATCH = 1_000;
    private static final PrintStream OUT =
            new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private AuditBench() {}

    /// Runs the whole of it.
    ///
    /// @param args how many messages per round, and their size in bytes; 100,000 of 1,024 if none
    public static void main(String[] args) throws Exception {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int size = args.length > 1 ? Integer.parseInt(args[1]) : 1_024;
        OUT.println(messages + " messages of " + size + " bytes, median ns each");
        for (int round = 1; round <= ROUNDS; round++) {
            Path home = Files.createTempDirectory("audit-bench");
            try {
                round(round, home, messages, size);
            } finally {
                delete(home);
            }
        }
    }

    private static void round(int round, Path home, int messages, int size) throws Exception {
        double write = bareWrites(home.resolve("bare"), messages, size);
        var paths = AuditPaths.of(home.resolve("audit.db"));
        AuditLog quiet = AuditLog.open(paths, Samples.session(), OUT::println);
        double append = appends(quiet, messages, size);
        long start = System.nanoTime();
        quiet.startDraining();
        Samples.await("drained", quiet::isIdle);
        double cpu = Samples.cpuNanos("gate-audit") / 1e3 / messages;
        double drainSeconds = (System.nanoTime() - start) / 1e9;
        quiet.close();

        AuditLog busy = AuditLog.open(paths, Samples.session(), OUT::println);
        busy.startDraining();
        start = System.nanoTime();
        double both = appends(busy, messages, size);
        Samples.await("drained", busy::isIdle);
        double bothSeconds = (System.nanoTime() - start) / 1e9;
        busy.close();

        OUT.println(
                "round "
                        + round
                        + ": write "
                        + Math.round(write)
                        + " | append "
                        + Math.round(append)
                        + " = "
                        + ratio(append, write)
                        + " x write | append while draining "
                        + Math.round(both)
                        + " = "
                        + ratio(both, write)
                        + " x | drained: µs of CPU a row "
                        + Math.round(cpu * 10) / 10.0
                        + ", rows/s "
                        + Math.round(messages / drainSeconds)
                        + ", while appending "
                        + Math.round(messages / bothSeconds));
    }

    private static double bareWrites(Path path, int messages, int size) throws IOException {
        byte[] bytes = line(size);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            var nanos = new double[messages / BATCH];
            for (int batch = 0; batch < nanos.length; batch++) {
                long start = System.nanoTime();
                for (int i = 0; i < BATCH; i++) {
                    file.write(bytes, 0, size);
                }
                nanos[batch] = (System.nanoTime() - start) / (double) BATCH;
            }
            return median(nanos);
        }
    }

    private static double appends(AuditLog log, int messages, int size) throws IOException {
        AuditRecord message = Samples.message(line(size));
        var nanos = new double[messages / BATCH];
        for (int batch = 0; batch < nanos.length; batch++) {
            long start = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                log.append(message);
            }
            nanos[batch] = (System.nanoTime() - start) / (double) BATCH;
        }
        return median(nanos);
    }

    private static byte[] line(int size) {
        var line = new byte[size];
        Arrays.fill(line, (byte) 'x');
        return line;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double ratio(double one, double other) {
        return Math.round(100 * one / other) / 100.0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
