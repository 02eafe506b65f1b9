package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/// Attacks a gate of its own: a real `run` before the bundled server, with a log that is thrown
/// away.
final class SelfTest {

    private static final long PATIENCE_SECONDS = 20;

    private static final String TALK =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"doctor","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"harmless"}}}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"inject_test","arguments":{}}}
            """;

    private SelfTest() {}

    /// Plays the attack.
    ///
    /// @param gate the path of the gate
    /// @return what went wrong; empty if the attack was stopped and the rest was not
    static String play(String gate) throws IOException {
        Path folder = Files.createTempDirectory("mcpgate-doctor");
        try {
            var builder = new ProcessBuilder(gate, "run", "--", gate, "demo-server");
            builder.environment().put("MCPGATE_DB_PATH", folder.resolve("audit.db").toString());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            Process process = builder.start();
            try {
                return converse(process);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            delete(folder);
        }
    }

    private static String converse(Process process) throws IOException {
        var replies = new StringBuilder();
        var reader = new Thread(() -> read(process.getInputStream(), replies), "doctor-replies");
        reader.setDaemon(true);
        reader.start();
        OutputStream in = process.getOutputStream();
        in.write(TALK.getBytes(StandardCharsets.UTF_8));
        in.flush();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (lines(replies) < 3 && reader.isAlive() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            in.close();
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            reader.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        String said;
        synchronized (replies) {
            said = replies.toString();
        }
        if (!said.contains("harmless")) {
            return "a harmless call was not answered";
        }
        return said.contains("mcpgate blocked: injection_phrase_detected")
                ? ""
                : "an injected order was not blocked";
    }

    private static int lines(StringBuilder replies) {
        synchronized (replies) {
            return (int) replies.chars().filter(c -> c == '\n').count();
        }
    }

    private static void read(InputStream in, StringBuilder replies) {
        byte[] chunk = new byte[8192];
        try (in) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                synchronized (replies) {
                    replies.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            return; // the gate is gone; what it said is judged
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<Path>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException e) throws IOException {
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
