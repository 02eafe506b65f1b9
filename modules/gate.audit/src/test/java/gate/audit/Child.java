package gate.audit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A gate reduced to its audit log, in a process of its own that a test may kill.
///
/// It appends messages of several sizes and prints the number of each as soon as it is
/// acknowledged, or why it was refused.
final class Child {

    /// Says that bare writes are to be timed as well; see [GatesBench].
    private static final String TIMED = "timed";

    /// How long the file of bare writes gets before it begins anew: as a segment of the spool.
    private static final long FLOOR_BYTES = 16 << 20;

    private Child() {}

    /// Appends, and ends well unless it is killed.
    ///
    /// @param args database, session id, how many messages, size of each or 0 for several, and
    ///   perhaps `timed`
    public static void main(String[] args) throws IOException, InterruptedException {
        var paths = AuditPaths.of(Path.of(args[0]));
        int messages = Integer.parseInt(args[2]);
        int size = Integer.parseInt(args[3]);
        boolean isTimed = args.length > 4 && args[4].equals(TIMED);
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
        AuditLog log = AuditLog.open(paths, Samples.session(args[1]), System.err::println);
        log.startDraining();
        var nanos = new long[isTimed ? messages : 0];
        var floor = new long[isTimed ? messages : 0];
        Path plain = isTimed ? Files.createTempFile(paths.database().getParent(), "f", "") : null;
        try (var file = plain == null ? null : new RandomAccessFile(plain.toFile(), "rw")) {
            for (int i = 1; i <= messages; i++) {
                byte[] line = new byte[size > 0 ? size : (i % 50 == 0 ? 200_000 : 100 + i % 1_000)];
                Arrays.fill(line, (byte) 'x');
                if (file != null && i % 2 == 0) {
                    floor[i - 1] = write(file, line);
                }
                long start = System.nanoTime();
                String answer = append(log, line);
                if (file != null) {
                    nanos[i - 1] = System.nanoTime() - start;
                    floor[i - 1] = i % 2 == 0 ? floor[i - 1] : write(file, line);
                }
                out.print(answer + "\n");
                out.flush();
            }
        }
        for (int i = 0; i < nanos.length; i++) {
            out.print("took " + nanos[i] + ' ' + floor[i] + "\n");
        }
        out.flush();
        log.close(0);
    }

    private static long write(RandomAccessFile file, byte[] line) throws IOException {
        if (file.getFilePointer() > FLOOR_BYTES) {
            file.setLength(0);
            file.seek(0);
        }
        long start = System.nanoTime();
        file.write(line);
        return System.nanoTime() - start;
    }

    /// What a gate would do with the message is printed: its number, or why it was refused.
    private static String append(AuditLog log, byte[] line) throws InterruptedException {
        try {
            return Long.toString(log.append(Samples.message(line)));
        } catch (IOException e) {
            Thread.sleep(5);
            return "refused: " + e.getMessage();
        }
    }

    static Process start(
            AuditPaths paths, String sessionId, int messages, int size, String... flags)
            throws IOException {
        return start(paths, sessionId, messages, Integer.toString(size), List.of(), flags);
    }

    /// One that says of each message how long its append took, and a bare write of its bytes: `took
    /// 9000 4000`, in nanoseconds, after the last.
    static Process startTimed(AuditPaths paths, String sessionId, int messages) throws IOException {
        return start(paths, sessionId, messages, "0", List.of(TIMED));
    }

    private static Process start(
            AuditPaths paths,
            String sessionId,
            int messages,
            String size,
            List<String> more,
            String... flags)
            throws IOException {
        Path classes =
                Path.of(Child.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        String path =
                classes.resolveSibling("test-classes")
                        + ":"
                        + classes.resolveSibling("classes")
                        + ":"
                        + System.getProperty("jdk.module.path")
                        + ":"
                        + System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(flags));
        command.addAll(
                List.of(
                        "-cp",
                        path,
                        Child.class.getName(),
                        paths.database().toString(),
                        sessionId,
                        Integer.toString(messages),
                        size));
        command.addAll(more);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
