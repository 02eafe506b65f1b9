package gate.app;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The MCP server as a process: starting it, and ending it with everything that it started.
final class ServerProcess {

    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    /// How long a server may take to end by itself once its stdin is closed. With [#KILL_MILLIS] it
    /// stays below the two seconds after which the official SDK clients kill.
    static final long TERM_MILLIS = 1_000;

    /// How long it may take after a SIGTERM that the gate itself got.
    static final long SIGNALLED_MILLIS = 1_000;

    /// How long it may take after the gate's own SIGTERM.
    static final long KILL_MILLIS = 250;

    private static final String SAVED = "MCPGATE_SAVED_";

    private final Process process;

    /// All that have had a SIGTERM, for once their parent is gone nothing tells whose they are.
    /// Guarded by itself; signals and both pumps may end a server.
    private final List<ProcessHandle> terminated = new ArrayList<>();

    private ServerProcess(Process process) {
        this.process = process;
    }

    /// Says with which exit code a shell would fail to start this program, or 0 if it would not.
    static int lookUp(String program, Map<String, String> environment) {
        if (program.indexOf('/') >= 0) {
            return lookAt(new File(program));
        }
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        int found = NOT_FOUND;
        int from = 0;
        while (from <= path.length()) {
            int colon = path.indexOf(':', from);
            int to = colon < 0 ? path.length() : colon;
            String folder = from == to ? "." : path.substring(from, to);
            int here = lookAt(new File(folder, program));
            if (here == 0) {
                return 0;
            }
            found = Math.min(found, here);
            from = to + 1;
        }
        return found;
    }

    private static int lookAt(File file) {
        if (!file.exists()) {
            return NOT_FOUND;
        }
        return file.isFile() && file.canExecute() ? 0 : NOT_EXECUTABLE;
    }

    /// Starts the server. It inherits stderr, folder, process group and environment.
    ///
    /// On Linux the kernel kills it when the calling thread ends, however that comes about: so the
    /// caller is `main`, which then waits for it.
    static ServerProcess start(List<String> command, Map<String, String> environment)
            throws IOException {
        List<String> words = new ArrayList<>(command.size() + 4);
        String setpriv = parentDeathWrapper();
        if (setpriv != null) {
            words.add(setpriv);
            words.add("--pdeathsig");
            words.add("KILL");
            words.add("--");
        }
        words.addAll(command);
        var builder = new ProcessBuilder(words);
        builder.redirectError(Redirect.INHERIT);
        restore(builder, environment);
        return new ServerProcess(builder.start());
    }

    /// The launcher keeps the variables that would reconfigure our own JVM under other names: the
    /// server gets them back.
    private static void restore(ProcessBuilder builder, Map<String, String> environment) {
        for (String name : environment.keySet()) {
            if (name.startsWith(SAVED)) {
                Map<String, String> childs = builder.environment();
                childs.put(name.substring(SAVED.length()), environment.get(name));
                childs.remove(name);
            }
        }
    }

    private static @Nullable String parentDeathWrapper() {
        for (String file : List.of("/usr/bin/setpriv", "/bin/setpriv")) {
            if (new File(file).canExecute()) {
                return file;
            }
        }
        return null;
    }

    Process process() {
        return process;
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /// Gives the server, whose stdin was closed, its time; then ends it and all that it started.
    void end() throws InterruptedException {
        if (process.waitFor(TERM_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
        }
        terminate();
        if (!process.waitFor(KILL_MILLIS, TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /// Gives the server, which has had its SIGTERM, its time; then kills it.
    void endSignalled() throws InterruptedException {
        if (!process.waitFor(SIGNALLED_MILLIS, TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /// SIGTERM to the server and all that it started.
    void terminate() {
        List<ProcessHandle> all = tree();
        synchronized (terminated) {
            terminated.addAll(all);
        }
        for (ProcessHandle one : all) {
            one.destroy();
        }
        process.destroy();
    }

    /// SIGKILL to the server and all that it started.
    void kill() {
        for (ProcessHandle one : tree()) {
            one.destroyForcibly();
        }
        process.destroyForcibly();
        killRest();
    }

    /// SIGKILL to whoever has had a SIGTERM and lives on, though the server itself may have ended.
    void killRest() {
        synchronized (terminated) {
            for (ProcessHandle one : terminated) {
                if (one.isAlive()) {
                    one.descendants().forEach(ProcessHandle::destroyForcibly);
                    one.destroyForcibly();
                }
            }
        }
    }

    private List<ProcessHandle> tree() {
        return process.descendants().toList();
    }

    /// What an exit code means, to complete "the server …".
    static String describe(int exitCode) {
        return exitCode > 128
                ? "was ended by signal " + (exitCode - 128)
                : "exited with code " + exitCode;
    }
}
