package gate.app;

import gate.app.ClientFiles.Unreadable;
import gate.app.install.ConfigFile;
import gate.app.install.Place.Scope;
import gate.app.install.SafeWrite;
import gate.app.install.Server;
import gate.app.install.Server.State;
import gate.app.install.Surroundings;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.AuditRow;
import gate.audit.LogHealth;
import gate.audit.RowCondition;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What `doctor` looks at, one thing after the other. Owned by one thread.
final class Checkup {

    /// How a thing is.
    enum Level {
        OK,
        WARN,
        FAIL
    }

    /// What was found.
    ///
    /// @param mend the command that mends it; empty if there is none, or nothing to mend
    record Finding(String name, Level level, String text, String mend) {}

    private static final long WAL_WARN_BYTES = 256L << 20;
    private static final long FREE_WARN_BYTES = 512L << 20;
    private static final long FREE_FAIL_BYTES = 16L << 20;
    private static final List<String> NETWORKS =
            List.of("nfs", "cifs", "smb", "afs", "9p", "fuse.sshfs", "glusterfs", "ceph", "lustre");

    private final Map<String, String> env;
    private final Surroundings here;
    private final boolean isFixing;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable String gate;

    /// @param isFixing whether to mend what can be mended without asking
    Checkup(Map<String, String> env, boolean isFixing, Clock clock) {
        this.env = env;
        this.isFixing = isFixing;
        this.clock = clock;
        here = Surroundings.of(env);
    }

    /// Looks at everything.
    List<Finding> look() {
        runtime();
        log();
        policy();
        selfTest();
        clients();
        terminal();
        return List.copyOf(findings);
    }

    private void runtime() {
        try {
            gate = ClientFiles.gate();
        } catch (IOException e) {
            warn("runtime", String.valueOf(e.getMessage()), "");
        }
        Path archive = Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
        String version = Help.version() + " on Java " + Runtime.version().feature();
        if (Files.isRegularFile(archive)) {
            ok("runtime", "mcpgate " + version + ", " + gate);
        } else {
            warn(
                    "runtime",
                    "mcpgate " + version + ", without its archive of classes: it starts slowly",
                    "unpack the tarball again");
        }
    }

    private void log() {
        AuditPaths paths;
        LogHealth health;
        try {
            paths = AuditPaths.fromEnvironment(env);
            health = LogHealth.of(paths);
        } catch (IOException | IllegalArgumentException e) {
            fail("database", String.valueOf(e.getMessage()), "");
            return;
        }
        if (!health.isThere()) {
            ok("database", "none yet: the first run makes " + paths.database());
            return;
        }
        database(paths, health);
        modes(health);
        space(health);
        spool(health);
        clock(paths);
    }

    private void database(AuditPaths paths, LogHealth health) {
        String shown = ClientFiles.shown(paths.database(), here);
        if (!health.quickCheck().equals("ok")) {
            fail(
                    "database",
                    shown + ": " + health.quickCheck(),
                    "mv " + shown + " " + shown + ".broken");
        } else if (health.walBytes() > WAL_WARN_BYTES) {
            warn(
                    "database",
                    shown + " is sound, but its write-ahead log has " + mega(health.walBytes()),
                    "end programs that keep the log open");
        } else {
            ok(
                    "database",
                    shown
                            + " is sound, "
                            + mega(health.bytes())
                            + ", write-ahead log "
                            + mega(health.walBytes())
                            + ", gates at work: "
                            + health.living());
        }
    }

    private void modes(LogHealth health) {
        if (health.open().isEmpty()) {
            ok("modes", "the log is yours alone");
            return;
        }
        for (Path path : health.open()) {
            String mend = "chmod go-rwx " + ClientFiles.shown(path, here);
            try {
                if (isFixing) {
                    boolean isFolder = Files.isDirectory(path);
                    Files.setPosixFilePermissions(
                            path,
                            PosixFilePermissions.fromString(isFolder ? "rwx------" : "rw-------"));
                    ok("modes", "mended: " + mend);
                    continue;
                }
            } catch (IOException e) {
                mend += " (as its owner)";
            }
            fail("modes", "others may use " + ClientFiles.shown(path, here), mend);
        }
    }

    private void space(LogHealth health) {
        String type = health.fileSystem().toLowerCase(Locale.ROOT);
        for (String network : NETWORKS) {
            if (type.startsWith(network)) {
                warn(
                        "file system",
                        "the log lies on " + type + ", whose locks do not reach other machines",
                        "export MCPGATE_DB_PATH=/a/local/folder/audit.db");
                return;
            }
        }
        String text = type + ", " + mega(health.freeBytes()) + " free";
        if (health.freeBytes() < FREE_FAIL_BYTES) {
            fail("file system", text, "mcpgate purge --before 30d");
        } else if (health.freeBytes() < FREE_WARN_BYTES) {
            warn("file system", text, "mcpgate purge --before 30d");
        } else {
            ok("file system", text);
        }
    }

    private void spool(LogHealth health) {
        if (health.dead() == 0) {
            ok("spool", "nothing left of gates that were killed");
            return;
        }
        String text = "gates that were killed left messages of " + health.dead() + " sessions";
        String mend = "mcpgate run -- true";
        String path = gate;
        if (isFixing && path != null) {
            try {
                Process run = new ProcessBuilder(path, "run", "--", "true").inheritIO().start();
                run.getOutputStream().close();
                if (run.waitFor() == 0) {
                    ok("spool", "mended: " + mend);
                    return;
                }
            } catch (IOException e) {
                text += " (" + e.getMessage() + ")";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        warn("spool", text + "; the next run moves them into the log", mend);
    }

    private void clock(AuditPaths paths) {
        long now = clock.millis();
        try {
            Optional<AuditReader> opened = AuditReader.open(paths.database());
            if (opened.isEmpty()) {
                return;
            }
            try (AuditReader reader = opened.get()) {
                List<AuditRow> last = reader.after(reader.newest() - 1, 1, RowCondition.ALL);
                boolean isAhead =
                        !last.isEmpty() && last.get(0).epochNanos() / 1_000_000 > now + 60_000;
                if (isAhead) {
                    warn("clock", "the log's last row is of a later time than now", "date");
                } else {
                    ok("clock", "not behind the log");
                }
            }
        } catch (IOException e) {
            fail("clock", String.valueOf(e.getMessage()), "");
        }
    }

    private void policy() {
        var said = new ByteArrayOutputStream();
        var complaints = new ByteArrayOutputStream();
        try (var err = new PrintStream(complaints, false, StandardCharsets.UTF_8)) {
            int code = PolicyCommand.run(List.of("lint"), env, said, err, clock);
            err.flush();
            if (code == 0) {
                ok("policy", "policy lint finds nothing wrong");
            } else {
                String text = (said.toString(StandardCharsets.UTF_8) + complaints).strip();
                fail(
                        "policy",
                        text.lines().findFirst().orElse("it is wrong"),
                        "mcpgate policy lint");
            }
        } catch (UsageException e) {
            fail("policy", String.valueOf(e.getMessage()), "mcpgate policy lint");
        }
    }

    private void selfTest() {
        String path = gate;
        if (path == null) {
            return;
        }
        try {
            String wrong = SelfTest.play(path);
            if (wrong.isEmpty()) {
                ok("self-test", "an attack on a gate of its own was blocked");
            } else {
                fail("self-test", wrong, "packaging/smoke.sh, or unpack the tarball again");
            }
        } catch (IOException e) {
            fail("self-test", String.valueOf(e.getMessage()), "");
        }
    }

    private void clients() {
        ClientFiles found = ClientFiles.find(here, List.of(), EnumSet.of(Scope.USER));
        List<List<String>> servers = new ArrayList<>();
        int wrapped = 0;
        for (ConfigFile file : found.files()) {
            String shown = ClientFiles.shown(file.place().file(), here);
            leftover(SafeWrite.temporary(file.file()));
            for (Server server : file.servers()) {
                String name = server.name() + " in " + shown;
                String only = file.place().client() + " --server '" + server.name() + "'";
                String stands = server.gate();
                if (server.isTwice()) {
                    warn(
                            "clients",
                            "the gate stands twice before " + name,
                            "mcpgate uninstall " + only);
                } else if (stands != null && ClientFiles.isGone(stands)) {
                    fail(
                            "clients",
                            name + " starts a gate that is gone",
                            "mcpgate install " + only);
                } else if (server.state() == State.WRAPPED) {
                    wrapped++;
                    servers.add(List.of(server.command().split(" ", -1)));
                } else if (server.state() == State.PLAIN) {
                    warn("clients", name + " is not behind the gate", "mcpgate install " + only);
                }
            }
        }
        for (Unreadable file : found.unreadable()) {
            warn(
                    "clients",
                    ClientFiles.shown(file.place().file(), here) + " cannot be read: " + file.why(),
                    "");
        }
        ok("clients", wrapped + " servers are behind the gate");
        orphans(servers);
    }

    private void leftover(Path temporary) {
        if (!Files.exists(temporary)) {
            return;
        }
        String mend = "rm " + ClientFiles.shown(temporary, here);
        if (isFixing) {
            try {
                Files.deleteIfExists(temporary);
                ok("clients", "mended: " + mend);
                return;
            } catch (IOException e) {
                mend += " (" + e.getMessage() + ")";
            }
        }
        warn("clients", "an install that was killed left a file", mend);
    }

    /// Servers of wrapped entries whose parent is gone.
    private void orphans(List<List<String>> servers) {
        boolean isClean = true;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
            Optional<String[]> arguments = process.info().arguments();
            if (parent > 1 || arguments.isEmpty()) {
                continue;
            }
            String line = " " + String.join(" ", Arrays.asList(arguments.get())) + " ";
            for (List<String> server : servers) {
                String rest = String.join(" ", server.subList(1, server.size()));
                if (!rest.isEmpty() && line.contains(" " + rest + " ")) {
                    warn(
                            "orphans",
                            "a server has outlived its gate: " + String.join(" ", server),
                            "kill " + process.pid());
                    isClean = false;
                    break;
                }
            }
        }
        if (isClean) {
            ok("orphans", "no server has outlived its gate");
        }
    }

    private void terminal() {
        String term = env.getOrDefault("TERM", "");
        String locale =
                env.getOrDefault(
                        "LC_ALL", env.getOrDefault("LC_CTYPE", env.getOrDefault("LANG", "")));
        if (!Stdout.of(env).isTerminal()) {
            ok("terminal", "none here");
        } else if (term.isEmpty() || term.equals("dumb")) {
            warn(
                    "terminal",
                    "TERM is \"" + term + "\": tail -f prints lines",
                    "export TERM=xterm-256color");
        } else if (!locale.toLowerCase(Locale.ROOT).contains("utf")) {
            warn("terminal", "the locale is not UTF-8", "mcpgate tail -f --ascii");
        } else {
            ok("terminal", term + ", " + locale);
        }
    }

    private static String mega(long bytes) {
        return bytes < 1_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }

    private void ok(String name, String text) {
        findings.add(new Finding(name, Level.OK, text, ""));
    }

    private void warn(String name, String text, String mend) {
        findings.add(new Finding(name, Level.WARN, text, mend));
    }

    private void fail(String name, String text, String mend) {
        findings.add(new Finding(name, Level.FAIL, text, mend));
    }
}
