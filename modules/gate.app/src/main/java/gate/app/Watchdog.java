package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/// Outlives a gate that is killed, by a moment: ends what its server has started.
///
/// The kernel kills the server itself when the gate dies (see [ServerProcess#start]), but not the
/// server's children, and with `npx` the server that talks to us is a grandchild. They are known by
/// what they inherited: the pipes to the gate. So a shell waits on a pipe of its own; if that ends
/// without a farewell, it kills whoever holds the others. Linux only: elsewhere servers see their
/// stdin end, and most stop.
final class Watchdog {

    /// Looks at all processes at once, for a program started for each takes seconds where there are
    /// hundreds; and looks again, for one may have been starting another.
    private static final String SCRIPT =
            """
            trap '' HUP INT TERM
            read -r _ && exit 0
            for pass in 1 2 3 4 5; do
              holders=$(ls -l /proc/[0-9]*/fd/[01] | while read -r end; do
                case $end in
                  *" -> $1" | *" -> $2") end=${end#*/proc/}; echo "${end%%/*}" ;;
                esac
              done)
              [ -n "$holders" ] || exit 0
              kill -KILL $holders
            done
            """;

    private final OutputStream leash;

    private Watchdog(OutputStream leash) {
        this.leash = leash;
    }

    /// Starts watching, or returns null where that is not possible.
    ///
    /// @param server the process that holds the pipes
    static @Nullable Watchdog start(Process server) {
        Path descriptors = Path.of("/proc", Long.toString(server.pid()), "fd");
        try {
            String stdin = Files.readSymbolicLink(descriptors.resolve("0")).toString();
            String stdout = Files.readSymbolicLink(descriptors.resolve("1")).toString();
            if (!stdin.startsWith("pipe:") || !stdout.startsWith("pipe:")) {
                return null;
            }
            var builder = new ProcessBuilder("/bin/sh", "-c", SCRIPT, "mcpgate", stdin, stdout);
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/bin:/bin");
            builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
            return new Watchdog(builder.start().getOutputStream());
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /// Sends it home: the gate ends in its own way.
    void dismiss() {
        try (leash) {
            leash.write('\n');
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
