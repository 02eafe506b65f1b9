package gate.app;

import gate.audit.AuditLog;
import gate.audit.AuditPaths;
import gate.audit.AuditSession;
import gate.audit.Retention;
import gate.audit.SecretDigest;
import gate.protocol.Direction;
import gate.protocol.Exchange;
import gate.protocol.FrameReader;
import gate.protocol.MessageReader;
import gate.protocol.Session;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Rule;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mcpgate run`: the gate at work between one client and one server.
///
/// `main` starts the server and waits for it; `gate-up` and `gate-down` pump; `gate-audit` belongs
/// to the audit log. Whatever ends first (client, server, a signal, a broken pipe), the server is
/// ended after it, everybody who waits gets an answer, and the exit code is the server's.
final class Run {

    /// How long the server's last output may take once it has exited: some process that it left
    /// behind may hold its stdout.
    private static final long RELAY_MILLIS = 250;

    /// How long a client that has closed its end may take nothing of what is left for it.
    private static final long UNREAD_MILLIS = 5_000;

    /// How long the log may take to close after a signal, before the process leaves all the same:
    /// what is in the spool is not lost.
    private static final long GUARD_MILLIS = 250;

    /// How long after the end began the log is closed at the latest: clients lose patience after
    /// two seconds, and what is in the spool is not lost.
    private static final long CLOSED_MILLIS = 1_450;

    /// How long the log may take in any case.
    private static final long MIN_CLOSE_MILLIS = 150;

    /// How long the last lines on stderr may take.
    private static final long FAREWELL_MILLIS = 150;

    private final RunOptions options;
    private final Map<String, String> environment;

    /// By a stream of its own: what holds up a complaint must not hold up `System.err`.
    private final Complaints complaints =
            new Complaints(
                    new PrintStream(
                            new FileOutputStream(FileDescriptor.err),
                            true,
                            StandardCharsets.UTF_8));

    private final Session session;
    private final AuditPaths paths;
    private final Retention retention;
    private final Outlet client;
    private final Outlet server = new Outlet();
    private final Memory memory;

    private final Object rulesLock = new Object();
    private List<Rule> rules = List.of();

    private final Object auditLock = new Object();
    private @Nullable AuditLog audit;

    /// Set by `gate-down`, read by `main`.
    private volatile @Nullable Pump downPump;

    /// Set by a signal, read by `main`: nobody who takes nothing is waited for.
    private volatile boolean isSignalled;

    /// Set by `gate-up`, read by `main`: the client has closed its end.
    private volatile boolean isClientDone;

    /// Guarded by this object, like [#isEnding]; null until the server has been started.
    private @Nullable ServerProcess process;

    private boolean isEnding;

    /// On the clock of [System#nanoTime]; means something only once it is ending.
    private long endingNanos;

    private final LivePolicy policy;
    private final AtRest atRest;
    private int maxMessageBytes;

    private Run(
            RunOptions options, Map<String, String> environment, Outlet client, AuditPaths paths) {
        this.options = options;
        this.environment = environment;
        this.client = client;
        this.paths = paths;
        retention = Retention.fromEnvironment(environment);
        session = new Session(newSessionId(), options.server(), options.command());
        List<String> known = new ArrayList<>(options.command());
        known.add(options.server());
        known.add(System.getProperty("user.dir"));
        memory =
                new ClientMemory(
                        paths.memoryDirectory(),
                        known,
                        new PinStore(
                                paths.pinsDirectory(),
                                ServerIdentity.of(
                                        options.server(),
                                        options.command(),
                                        System.getProperty("user.dir")),
                                complaints),
                        complaints);
        policy =
                new LivePolicy(
                        PolicyPlaces.of(environment, options.policy()),
                        options.server(),
                        options.isMonitoring(),
                        new OwnRules());
        atRest = new AtRest(policy, new OwnDigests());
    }

    /// Runs the gate until its server has ended.
    ///
    /// @return the exit code
    static int run(RunOptions options, Map<String, String> environment) {
        String program = options.command().get(0);
        int unusable = ServerProcess.lookUp(program, environment);
        if (unusable != 0) {
            System.err.println(
                    SafeText.line(
                            "mcpgate: "
                                    + program
                                    + (unusable == ServerProcess.NOT_FOUND
                                            ? ": no such command; is it installed, and on PATH?"
                                            : ": cannot be executed")));
            return unusable;
        }
        try {
            AuditPaths paths = AuditPaths.fromEnvironment(environment);
            return new Run(options, environment, new Outlet(ProtocolOut.open()), paths).run();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(SafeText.line("mcpgate: " + e.getMessage()));
            return Main.OUR_FAILURE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Main.OUR_FAILURE;
        }
    }

    /// While `main` starts the server, `gate-up` opens the audit log and `gate-down` loads the
    /// rules: each takes milliseconds, and the first message needs all three.
    private int run() throws IOException, InterruptedException {
        maxMessageBytes = FrameReader.MAX_MESSAGE_BYTES;
        EffectivePolicy effective = policy.open();
        if (effective != null) {
            maxMessageBytes = effective.maxMessageBytes().value();
        }
        if (options.maxMessageBytes() > 0) {
            maxMessageBytes = options.maxMessageBytes();
        }
        start("gate-up", this::pumpUp);
        Thread down = start("gate-down", this::pumpDown);
        ServerProcess started = ServerProcess.start(options.command(), environment);
        server.open(started.process().getOutputStream());
        announce(started);
        Signals.on("TERM", () -> endBySignal(started));
        Signals.on("HUP", () -> endBySignal(started));
        Signals.on("INT", () -> interrupt(started));
        AuditLog log;
        try {
            log = audit();
        } catch (IOException e) {
            started.kill();
            throw e;
        }
        log.startDraining();
        policy.listen(new PolicyNews(log));
        Watchdog watchdog = Watchdog.start(started.process());
        memory.known(""); // looks into its file, so that the first call need not
        int exitCode = started.waitFor();
        if (relayRest(down)) {
            answerAll(exitCode);
        }
        if (watchdog != null) {
            watchdog.dismiss(down.isAlive());
        }
        log.close(exitCode, closeMillis());
        started.killRest();
        Optional<String> head = log.head();
        if (head.isPresent()) {
            complaints.last("audit head " + head.get());
        }
        complaints.finish(FAREWELL_MILLIS);
        return exitCode;
    }

    /// The job of `gate-up`.
    private void pumpUp() {
        try {
            AuditLog log = audit();
            pump(Direction.UPSTREAM, new FileInputStream(FileDescriptor.in), log);
        } catch (IOException e) {
            complaints.say(String.valueOf(e.getMessage())); // main fails by it too, and ends all
        }
    }

    /// The job of `gate-down`.
    private void pumpDown() {
        try {
            new Rehearsal(rules()).play();
            InputStream out = awaitServer().process().getInputStream();
            pump(Direction.DOWNSTREAM, out, audit());
        } catch (IOException e) {
            return; // gate-up says it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Forwards one way. When one way is closed, the session is over.
    private void pump(Direction direction, InputStream in, AuditLog log) {
        boolean isUp = direction == Direction.UPSTREAM;
        var pump =
                new Pump(
                        direction,
                        new MessageReader(),
                        session,
                        new Judge(policy, memory),
                        new Recorder(direction, session.id(), log, complaints, atRest),
                        isUp ? client : server,
                        isUp ? server : client,
                        complaints);
        if (!isUp) {
            downPump = pump;
        }
        try {
            pump.run(new FrameReader(in, maxMessageBytes));
        } catch (IOException e) {
            if (!isEnding()) {
                complaints.say("a peer is gone (" + e.getMessage() + "), ending");
            }
        } catch (OutOfMemoryError e) {
            complaints.say("out of memory, ending");
        }
        isClientDone |= isUp;
        end();
    }

    /// Opened by whoever needs it first, once.
    ///
    /// @throws IOException if the spool cannot be written: then nothing is forwarded
    private AuditLog audit() throws IOException {
        synchronized (auditLock) {
            AuditLog open = audit;
            if (open == null) {
                var recorded =
                        new AuditSession(
                                session.id(),
                                Recorder.epochNanos(),
                                atRest.text(options.server()),
                                command(),
                                ProcessHandle.current().pid());
                open = AuditLog.open(paths, recorded, complaints::say, retention);
                audit = open;
            }
            return open;
        }
    }

    /// The words that start the server, as the log has them.
    private List<String> command() {
        List<String> words = new ArrayList<>(options.command());
        for (int i = 1; i < words.size(); i++) {
            words.set(i, atRest.text(words.get(i)));
        }
        return words;
    }

    /// Loaded by whoever needs them first, once.
    private List<Rule> rules() {
        synchronized (rulesLock) {
            if (rules.isEmpty()) {
                rules = Judge.installedRules();
            }
            return rules;
        }
    }

    /// The rules of this gate. A class, for a lambda takes milliseconds at start-up.
    private final class OwnRules implements LivePolicy.Installed {

        @Override
        public List<Rule> rules() {
            return Run.this.rules();
        }
    }

    /// Digests by the user's own key, which is read when the first secret comes. A class, for a
    /// lambda takes milliseconds at start-up.
    private final class OwnDigests implements SecretMarks.Digests {

        private final SecretDigest digest;

        OwnDigests() {
            digest = new SecretDigest(paths, new Complaining());
        }

        @Override
        public String of(byte[] bytes, int from, int to) {
            return digest.of(bytes, from, to);
        }
    }

    private final class Complaining implements java.util.function.Consumer<String> {

        @Override
        public void accept(String what) {
            complaints.say(what);
        }
    }

    /// Tells that the policy has changed while the session runs, or should have.
    private final class PolicyNews implements LivePolicy.Listener {

        private final Recorder recorder;

        PolicyNews(AuditLog log) {
            recorder = new Recorder(Direction.UPSTREAM, session.id(), log, complaints, atRest);
        }

        @Override
        public void changed(boolean isRejected, String what) {
            complaints.say(what);
            recorder.policy(isRejected, what);
        }
    }

    /// Whoever wanted to end the server before it was there had to wait for it.
    private synchronized void announce(ServerProcess started) {
        process = started;
        notifyAll();
    }

    /// How long the end of the session may wait for the database.
    private synchronized long closeMillis() {
        if (!isEnding) {
            return CLOSED_MILLIS;
        }
        long sinceMillis = (System.nanoTime() - endingNanos) / 1_000_000;
        return Math.max(MIN_CLOSE_MILLIS, CLOSED_MILLIS - sinceMillis);
    }

    private synchronized boolean isEnding() {
        return isEnding;
    }

    /// Ends the server: closes its stdin, gives it its time, then forces it. Any thread may ask;
    /// the first one does the work.
    private void end() {
        end(false);
    }

    /// @param signalled whether the server has had its SIGTERM: then it gets its time only once
    private void end(boolean signalled) {
        try {
            ServerProcess ending = claimEnd();
            if (ending != null) {
                announceEnd();
                start("gate-close", this::closeServer);
                if (signalled) {
                    ending.endSignalled();
                } else {
                    ending.end();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announceEnd() {
        synchronized (auditLock) {
            if (audit != null) {
                audit.ending();
            }
        }
    }

    private synchronized ServerProcess awaitServer() throws InterruptedException {
        while (process == null) {
            wait();
        }
        return process;
    }

    /// Waits until the server is there, and returns null to all but the first who ask.
    private synchronized @Nullable ServerProcess claimEnd() throws InterruptedException {
        ServerProcess ending = awaitServer();
        if (isEnding) {
            return null;
        }
        isEnding = true;
        endingNanos = System.nanoTime();
        return ending;
    }

    /// On a thread of its own: it waits for a write to a server that does not read.
    private void closeServer() {
        try {
            server.close();
        } catch (IOException e) {
            // The server has closed its stdin before.
        }
    }

    /// Passes the signal on, and does not wait for a client that does not read.
    private void endBySignal(ServerProcess started) {
        isSignalled = true;
        start("gate-guard", () -> haltAfterAll(started));
        started.terminate();
        end(true);
    }

    /// The first SIGINT lets the server finish; the second does not.
    private void interrupt(ServerProcess started) {
        if (isEnding()) {
            started.kill();
        } else {
            end();
        }
    }

    private void haltAfterAll(ServerProcess started) {
        try {
            Thread.sleep(ServerProcess.SIGNALLED_MILLIS + RELAY_MILLIS + GUARD_MILLIS);
            Runtime.getRuntime().halt(started.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the server's last output to be forwarded, but not for a process that it left
    /// behind and that holds its stdout open, nor without end for a client that has left.
    ///
    /// @return whether the client still reads
    private boolean relayRest(Thread down) throws InterruptedException {
        long taken = client.takenBytes();
        long unreadMillis = 0;
        while (true) {
            down.join(RELAY_MILLIS);
            if (!down.isAlive() || isDownWaiting()) {
                return true;
            }
            unreadMillis += RELAY_MILLIS;
            if (taken != client.takenBytes()) {
                taken = client.takenBytes();
                unreadMillis = 0;
            }
            long patience =
                    isSignalled ? RELAY_MILLIS : isClientDone ? UNREAD_MILLIS : Long.MAX_VALUE;
            if (unreadMillis >= patience) {
                return false;
            }
        }
    }

    private boolean isDownWaiting() {
        Pump pump = downPump;
        return pump != null && pump.isWaiting();
    }

    /// Tells the client what will never come, so that it does not wait for it.
    private void answerAll(int exitCode) {
        String how = ServerProcess.describe(exitCode);
        try {
            for (Exchange exchange : session.abandonAll(Direction.UPSTREAM)) {
                client.write(Refusals.serverGone(exchange.id(), how));
            }
        } catch (IOException e) {
            // The client is gone: nobody waits.
        }
    }

    private static Thread start(String name, Runnable job) {
        var thread = new Thread(job, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /// Unique by time and process; not a secret.
    private static String newSessionId() {
        long mixed = System.currentTimeMillis() * 0x9e3779b97f4a7c15L;
        mixed ^= ProcessHandle.current().pid() * 0xbf58476d1ce4e5b9L;
        mixed ^= System.nanoTime() * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        String hex = Long.toHexString(mixed | 1L << 63);
        return hex.substring(hex.length() - 12);
    }
}
