package gate.app;

import gate.audit.AuditReader;
import gate.audit.AuditReader.Heading;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mcpgate tail`: prints the log, and follows it.
///
/// It asks SQLite every few milliseconds whether anybody committed, which takes some microseconds,
/// and holds no transaction while it waits or writes. Owned by one thread; interrupting it ends it.
final class Tail {

    private static final int PAGE_ROWS = 500;
    private static final long POLL_MILLIS = 15;

    /// How often a follower looks whether another file took the log's place.
    private static final int POLLS_PER_LOOK = 16;

    private static final long RETRY_MILLIS = 100;

    /// How many times in a row reading may fail while following: five seconds.
    private static final int RETRIES = 50;

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Path path;
    private final TailOptions options;
    private final RowPrinter printer;
    private final PrintStream err;

    private @Nullable AuditReader reader;
    private String prefix;
    private boolean begun;
    private boolean all;

    /// The id of the last row that was read, also of those that belong to other sessions.
    private long position;

    private long newestNanos = Long.MIN_VALUE;

    private Tail(Path path, TailOptions options, RowPrinter printer, PrintStream err) {
        this.path = path;
        this.options = options;
        this.printer = printer;
        this.err = err;
        all = options.limit() == TailOptions.ALL;
        prefix = options.session().equals(TailOptions.LAST) ? AuditReader.ALL : options.session();
    }

    /// Runs the command to its end.
    ///
    /// @param args what stands after `tail`
    /// @param out takes the rows and nothing else
    /// @param err takes what there is to say about them
    /// @return the exit code: 0, 1 where the log or the session cannot be read, 2 for wrong options
    static int run(List<String> args, Map<String, String> env, OutputStream out, PrintStream err) {
        return run(args, env, out, err, Stdout.of(env), Clock.system(ZoneId.systemDefault()));
    }

    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Stdout stdout,
            Clock clock) {
        try {
            TailOptions options = TailOptions.parse(args);
            var screen = new Screen(out);
            if (options.help()) {
                screen.write(TailOptions.HELP.getBytes(StandardCharsets.UTF_8));
                screen.flush();
                return OK;
            }
            boolean colored = options.color().isOn(env, stdout.isTerminal());
            RowPrinter printer =
                    options.json()
                            ? new JsonRows(screen)
                            : new TextRows(screen, stdout, colored, clock);
            return new Tail(path(env), options, printer, err).run();
        } catch (TailOptions.Wrong e) {
            say(err, e.getMessage());
            say(err, "`mcpgate tail --help` lists the options");
            return USAGE;
        } catch (Screen.Gone e) {
            if (e.isPipe()) {
                return OK;
            }
            say(err, "cannot write to standard output: " + e.getMessage());
            return FAILED;
        } catch (InvalidPathException e) {
            say(err, "MCPGATE_DB_PATH is no path: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            say(err, String.valueOf(e.getMessage()));
            return FAILED;
        } catch (InterruptedException e) {
            return OK;
        }
    }

    private int run() throws IOException, InterruptedException {
        try {
            open();
            if (options.follow()) {
                follow();
                return OK;
            }
            if (reader == null) {
                say(err, "there is no log at " + path + " yet; `mcpgate run -- SERVER` begins one");
                return OK;
            }
            if (!begin(reader)) {
                sayUnknownSession(reader);
                return FAILED;
            }
            printAll(reader, reader.newest());
            return OK;
        } finally {
            close();
        }
    }

    private void follow() throws IOException, InterruptedException {
        if (reader == null) {
            say(err, "waiting for the log at " + path + "; `mcpgate run -- SERVER` begins one");
        } else if (!begin(reader)) {
            say(err, "waiting for a session \"" + options.session() + '"');
        }
        // Whatever comes after a wait is new, however much of it comes at once.
        all |= !begun;
        int failures = 0;
        while (true) {
            try {
                if (reader == null) {
                    Thread.sleep(RETRY_MILLIS);
                    open();
                } else {
                    followFile(reader);
                    close();
                    position = 0;
                    newestNanos = Long.MIN_VALUE;
                }
                failures = 0;
            } catch (Screen.Gone e) {
                throw e;
            } catch (IOException e) {
                // A database that is being moved or made anew cannot be read for a moment.
                if (++failures > RETRIES) {
                    throw e;
                }
                Thread.sleep(RETRY_MILLIS);
                if (reader != null && reader.isReplaced()) {
                    position = 0;
                }
                close();
            }
        }
    }

    /// Follows one file, until another stands in its place and this one is read to its end.
    private void followFile(AuditReader file) throws IOException, InterruptedException {
        boolean replaced = false;
        for (int polls = 0; !replaced; polls++) {
            replaced = polls % POLLS_PER_LOOK == 0 && file.isReplaced();
            if ((file.isChanged() || replaced) && (begun || begin(file))) {
                printAll(file, Long.MAX_VALUE);
            }
            Thread.sleep(replaced ? 0 : POLL_MILLIS);
        }
    }

    /// Finds the first row to print; false while there is no such session.
    private boolean begin(AuditReader file) throws IOException {
        if (options.session().equals(TailOptions.LAST)) {
            List<Heading> last = file.sessions(AuditReader.ALL, 1);
            if (last.isEmpty()) {
                return false;
            }
            prefix = last.getFirst().id();
        } else if (!prefix.isEmpty() && !file.hasSession(prefix)) {
            return false;
        }
        begun = true;
        if (!all) {
            long limit = options.limit();
            position = limit == 0 ? file.newest() : file.startOfLast(limit, prefix);
        }
        return true;
    }

    /// Prints all rows after the last one that was printed, up to this id.
    private void printAll(AuditReader file, long until) throws IOException {
        while (true) {
            long newest = file.newest();
            if (newest < position) {
                // The newest rows were removed and their ids may be given away again.
                position = newestNanos == Long.MIN_VALUE ? 0 : file.newestUntil(newestNanos);
            }
            List<AuditRow> page = file.after(position, PAGE_ROWS, prefix);
            List<AuditRow> wanted = page;
            while (!wanted.isEmpty() && wanted.getLast().id() > until) {
                wanted = wanted.subList(0, wanted.size() - 1);
            }
            if (!wanted.isEmpty()) {
                printer.print(wanted, file::message);
                position = wanted.getLast().id();
                newestNanos = Math.max(newestNanos, wanted.getLast().epochNanos());
            }
            if (wanted.size() < PAGE_ROWS) {
                position = Math.max(position, Math.min(newest, until));
                return;
            }
        }
    }

    private void open() throws IOException {
        Optional<AuditReader> opened = AuditReader.open(path);
        reader = opened.orElse(null);
    }

    private void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void sayUnknownSession(AuditReader file) throws IOException {
        List<Heading> latest = file.sessions(AuditReader.ALL, 3);
        if (latest.isEmpty()) {
            say(err, "there is no session in " + path + " yet");
            return;
        }
        var known = new StringBuilder();
        for (Heading heading : latest) {
            known.append(known.isEmpty() ? "" : ", ")
                    .append(heading.id())
                    .append(" (")
                    .append(heading.serverName())
                    .append(')');
        }
        say(err, "no session begins with \"" + options.session() + "\"; the latest: " + known);
        say(
                err,
                "all sessions: sqlite3 "
                        + path
                        + " 'select session_id, server_name, started_at_ns from sessions'");
    }

    /// Errors quote names from the log and from the command line: they too are made safe.
    private static void say(PrintStream err, @Nullable String message) {
        byte[] line = SafeText.line("mcpgate tail: " + message).utf8();
        err.write(line, 0, line.length);
        err.write('\n');
        err.flush();
    }

    private static Path path(Map<String, String> env) {
        String named = env.getOrDefault("MCPGATE_DB_PATH", "");
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        String home = env.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            home = System.getProperty("user.home", "");
        }
        return Path.of(home, ".mcpgate", "audit.db").toAbsolutePath();
    }
}
