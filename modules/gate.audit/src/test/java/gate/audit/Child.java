package gate.audit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A gate reduced to its audit log, in a process of its own that a test may kill.
///
/// It appends messages of several sizes and prints the number of each as soon as it is
/// acknowledged, or why it was refused.
final class Child {

    /// So many appends are timed.
    private static final int MOST_TIMES = 100_000;

    private Child() {}

    /// Appends, and ends well unless it is killed.
    ///
    /// @param args database, session id, how many messages, size of each or 0 for several
    public static void main(String[] args) throws IOException, InterruptedException {
        var paths = AuditPaths.of(Path.of(args[0]));
        int messages = Integer.parseInt(args[2]);
        int size = Integer.parseInt(args[3]);
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
        AuditLog log = AuditLog.open(paths, Samples.session(args[1]), System.err::println);
        log.startDraining();
        var nanos = new long[Math.min(messages, MOST_TIMES)];
        for (int i = 1; i <= messages; i++) {
            byte[] line = new byte[size > 0 ? size : (i % 50 == 0 ? 200_000 : 100 + i % 1_000)];
            Arrays.fill(line, (byte) 'x');
            long start = System.nanoTime();
            String answer = append(log, line);
            if (i <= nanos.length) {
                nanos[i - 1] = System.nanoTime() - start;
            }
            out.print(answer + "\n");
            out.flush();
        }
        Arrays.sort(nanos);
        out.print("p99 " + nanos[Math.max(0, nanos.length * 99 / 100 - 1)] + "\n");
        out.flush();
        log.close(0);
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
                        Integer.toString(size)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
