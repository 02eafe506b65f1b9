package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Outlives a gate that is killed, by a moment: ends what its server has started.
///
/// The kernel kills the server itself when the gate dies (see [ServerProcess#start]), but not the
/// server's children, and with `npx` the server that talks to us is a grandchild. They are known by
/// what they inherited: the pipes to the gate. So a shell waits on a pipe of its own; if that ends
/// without a farewell, it kills whoever holds the others. If somebody still held them when the gate
/// left in its own way, as a server does that has gone into the background, the farewell says so,
/// and they get a second and a SIGTERM first. Linux only: elsewhere servers see their stdin end,
/// and most stop.
final class Watchdog {

    /// Looks at all processes at once, for a program started for each takes seconds where there are
    /// hundreds; and looks again, for one may have been starting another.
    private static final String SCRIPT =
            """
            trap '' HUP INT TERM
            signal=KILL
            if read -r farewell; then
              [ "$farewell" = held ] || exit 0
              signal=TERM
              sleep 1
            fi
            for pass in 1 2 3 4 5; do
              holders=$(ls -l /proc/[0-9]*/fd/[01] | while read -r end; do
                case $end in
                  *" -> $1" | *" -> $2") end=${end#*/proc/}; echo "${end%%/*}" ;;
                esac
              done)
              [ -n "$holders" ] || exit 0
              kill -$signal $holders
              if [ $signal = TERM ]; then
                signal=KILL
                sleep 0.3
              fi
            done
            """;

    private static final byte[] HELD = "held\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOBODY = "nobody\n".getBytes(StandardCharsets.US_ASCII);

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
    ///
    /// @param isHeld whether somebody may still hold the server's pipes
    void dismiss(boolean isHeld) {
        try (leash) {
            leash.write(isHeld ? HELD : NOBODY);
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
