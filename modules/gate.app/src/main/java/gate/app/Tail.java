package gate.app;

import gate.audit.AuditLog;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.AuditReader.Heading;
import gate.audit.AuditRow;
import gate.audit.RowCondition;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `mcpgate tail`: prints the log, and follows it.
///
/// It asks SQLite every few milliseconds whether anybody committed, which takes some microseconds,
/// and holds no transaction while it waits or writes. Owned by one thread; interrupting it ends it.
final class Tail {

    private static final int PAGE_ROWS = 500;
    private static final long POLL_MILLIS = 15;

    /// How often a follower looks whether another file took the log's place.
    private static final int POLLS_PER_LOOK = 16;

    /// How often it brings in what gates left that were killed meanwhile: every two seconds.
    private static final int POLLS_PER_RECOVERY = 128;

    private static final long RETRY_MILLIS = 100;

    /// How many times in a row reading may fail while following: five seconds.
    private static final int RETRIES = 50;

    private static final int MAX_COMPLAINTS = 100;
    private static final long MAX_AROUND = 1_000_000;

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final AuditPaths paths;
    private final Path path;
    private final TailOptions options;
    private final RowPrinter printer;
    private final PrintStream err;

    /// What was said already: each is said once.
    private final Set<String> complaints = new HashSet<>();

    private final FilterKeys keys;

    private @Nullable AuditReader reader;
    private RowCondition session = RowCondition.ALL;

    /// What the wanted rows meet, session and options together.
    private RowCondition condition = RowCondition.ALL;

    private boolean isBlocked;
    private boolean begun;
    private boolean all;

    /// The id of the last row that was read, also of those that belong to other sessions.
    private long position;

    private long newestNanos = Long.MIN_VALUE;

    private Tail(
            AuditPaths paths,
            TailOptions options,
            RowPrinter printer,
            PrintStream err,
            FilterKeys keys)
            throws TailOptions.Wrong {
        this.paths = paths;
        this.keys = keys;
        path = paths.database();
        this.options = options;
        this.printer = printer;
        this.err = err;
        all = options.limit() == TailOptions.ALL;
        boolean isKnown = !options.session().equals(TailOptions.LAST);
        session = isKnown ? RowCondition.session(options.session()) : RowCondition.ALL;
        condition = session.and(options.condition(keys));
    }

    /// Runs the command to its end.
    ///
    /// @param args what stands after `tail`
    /// @param out takes the rows and nothing else
    /// @param err takes what there is to say about them
    /// @return the exit code: 0, 1 where the log or the session cannot be read, 2 for wrong options
    static int run(List<String> args, Map<String, String> env, OutputStream out, PrintStream err) {
        return run(args, env, out, err, null, Clock.system(ZoneId.systemDefault()));
    }

    /// @param known what standard output is; null to find out
    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            @Nullable Stdout known,
            Clock clock) {
        try {
            TailOptions options = TailOptions.parse(args);
            var screen = new Screen(out);
            if (options.help()) {
                screen.write(TailHelp.TEXT.getBytes(StandardCharsets.UTF_8));
                screen.flush();
                return OK;
            }
            Clock zoned = options.has(TailOptions.UTC) ? clock.withZone(ZoneOffset.UTC) : clock;
            var keys = new FilterKeys(zoned, "", List.of());
            boolean isScreen =
                    options.isInteractive()
                            && Stdout.isScreen(env)
                            && (known == null ? Stdout.isOnTerminal() : known.isTerminal());
            if (isScreen) {
                // Before anything else is made: it asks for its size itself.
                options.condition(keys);
                Interactive.run(
                        paths(env),
                        options.expression(),
                        options.color().isOn(env, true),
                        options.has(TailOptions.ASCII),
                        env,
                        zoned);
                return OK;
            }
            Stdout stdout = known == null ? Stdout.of(env) : known;
            RowPrinter printer = printer(options, screen, stdout, env, zoned);
            var tail = new Tail(paths(env), options, printer, err, keys);
            return options.has(TailOptions.COUNT) ? tail.count(screen) : tail.run();
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
        } catch (IOException e) {
            say(err, String.valueOf(e.getMessage()));
            return FAILED;
        } catch (InterruptedException e) {
            return OK;
        }
    }

    private static RowPrinter printer(
            TailOptions options,
            Screen screen,
            Stdout stdout,
            Map<String, String> env,
            Clock clock) {
        boolean bodies = !options.has(TailOptions.NO_BODY);
        Template template = options.template();
        if (template != null) {
            return new TemplateRows(screen, template, clock);
        }
        boolean isFull = options.has(TailOptions.JSONL_FULL);
        if (isFull || options.has(TailOptions.JSON)) {
            return new JsonRows(screen, bodies, isFull);
        }
        boolean colored = options.color().isOn(env, stdout.isTerminal());
        return new TextRows(screen, stdout, colored, bodies, clock);
    }

    private static AuditPaths paths(Map<String, String> env) throws IOException {
        try {
            return AuditPaths.fromEnvironment(env);
        } catch (IllegalArgumentException e) {
            throw new IOException(AuditPaths.VARIABLE + " names no database: " + e.getMessage(), e);
        }
    }

    private int run() throws IOException, InterruptedException {
        try {
            recover();
            open();
            if (options.follow()) {
                follow();
                return FAILED;
            }
            if (reader == null) {
                say(err, "there is no log at " + path + " yet; `mcpgate run -- SERVER` begins one");
                return OK;
            }
            if (!begin(reader)) {
                sayUnknownSession(reader);
                return FAILED;
            }
            if (options.around() > 0) {
                return around(reader);
            }
            long printed = printAll(reader, reader.newest());
            if (printed == 0 && isOneRow()) {
                say(err, "there is no such message; the newest is " + reader.newest());
                return FAILED;
            }
            return isBlocked ? FAILED : OK;
        } finally {
            close();
        }
    }

    /// How many rows there are.
    private int count(Screen screen) throws IOException {
        try {
            recover();
            open();
            long all = 0;
            if (reader != null) {
                if (!begin(reader)) {
                    sayUnknownSession(reader);
                    return FAILED;
                }
                all = reader.count(condition).all();
            }
            screen.write((all + "\n").getBytes(StandardCharsets.US_ASCII));
            screen.flush();
            return OK;
        } finally {
            close();
        }
    }

    /// Prints a row with those before and after it.
    private int around(AuditReader file) throws IOException {
        long id = options.around();
        if (file.row(id).isEmpty()) {
            say(err, "there is no message " + id + "; the newest is " + file.newest());
            return FAILED;
        }
        long each = Math.min(options.limit(), MAX_AROUND);
        RowCondition before =
                condition.and(RowCondition.between(RowCondition.Quantity.ID, 0, id - 1));
        position = each == 0 ? id - 1 : file.startOfLast(each, before);
        printAll(file, id);
        print(file, file.after(id, (int) each, condition));
        return OK;
    }

    /// Follows until a message was blocked and that is what is waited for, else for ever.
    private void follow() throws IOException, InterruptedException {
        if (reader == null) {
            say(err, "waiting for the log at " + path + "; `mcpgate run -- SERVER` begins one");
        } else if (!begin(reader)) {
            say(err, "waiting for a session \"" + options.session() + '"');
        }
        // Whatever comes after a wait is new, however much of it comes at once.
        all |= !begun;
        int failures = 0;
        while (!isBlocked) {
            try {
                if (reader == null) {
                    Thread.sleep(RETRY_MILLIS);
                    recover();
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
        for (int polls = 0; !replaced && !isBlocked; polls++) {
            replaced = polls % POLLS_PER_LOOK == 0 && file.isReplaced();
            if (polls % POLLS_PER_RECOVERY == 0) {
                recover();
            }
            if ((file.isChanged() || replaced) && (begun || begin(file))) {
                printAll(file, Long.MAX_VALUE);
            }
            Thread.sleep(replaced || isBlocked ? 0 : POLL_MILLIS);
        }
    }

    /// Finds the first row to print; false while there is no such session.
    private boolean begin(AuditReader file) throws IOException {
        if (options.session().equals(TailOptions.LAST)) {
            List<Heading> last = file.sessions(AuditReader.ALL, 1);
            if (last.isEmpty()) {
                return false;
            }
            session = RowCondition.session(last.getFirst().id());
            condition = session.and(terms());
        } else if (!options.session().isEmpty() && !file.hasSession(options.session())) {
            return false;
        }
        begun = true;
        if (!all) {
            long limit = options.limit();
            position = limit == 0 ? file.newest() : file.startOfLast(limit, condition);
        }
        return true;
    }

    /// Prints all rows after the last one that was printed, up to this id; returns how many.
    private long printAll(AuditReader file, long until) throws IOException {
        long printed = 0;
        while (!isBlocked) {
            long newest = file.newest();
            if (newest < position) {
                // The newest rows were removed and their ids may be given away again.
                position = newestNanos == Long.MIN_VALUE ? 0 : file.newestUntil(newestNanos);
            }
            List<AuditRow> page = file.after(position, PAGE_ROWS, condition);
            List<AuditRow> wanted = page;
            while (!wanted.isEmpty() && wanted.getLast().id() > until) {
                wanted = wanted.subList(0, wanted.size() - 1);
            }
            if (!wanted.isEmpty()) {
                print(file, wanted);
                printed += wanted.size();
                position = wanted.getLast().id();
                newestNanos = Math.max(newestNanos, wanted.getLast().epochNanos());
            }
            if (wanted.size() < PAGE_ROWS) {
                position = Math.max(position, Math.min(newest, until));
                break;
            }
        }
        return printed;
    }

    /// Up to the first blocked one, where that ends the command.
    private void print(AuditReader file, List<AuditRow> rows) throws IOException {
        int end = rows.size();
        if (options.has(TailOptions.EXIT_ON_BLOCK)) {
            for (int i = 0; i < rows.size() && !isBlocked; i++) {
                isBlocked = rows.get(i).decision().equals("block");
                end = isBlocked ? i + 1 : end;
            }
        }
        printer.print(rows.subList(0, end), file::message);
    }

    private RowCondition terms() {
        try {
            return options.condition(keys);
        } catch (TailOptions.Wrong e) {
            throw new IllegalStateException("the options were right before", e);
        }
    }

    private boolean isOneRow() {
        return options.terms().stream().anyMatch(term -> term.option().equals("--id"));
    }

    /// Brings what killed gates left in their spools into the database, so that nothing that was
    /// recorded goes unseen. That it cannot be done is no reason to show nothing.
    private void recover() {
        try {
            AuditLog.recover(paths, this::complain);
        } catch (IOException e) {
            complain("some messages of a killed gate are missing here: " + e.getMessage());
        }
    }

    private void complain(String complaint) {
        if (complaints.size() < MAX_COMPLAINTS && complaints.add(complaint)) {
            say(err, complaint);
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
}
