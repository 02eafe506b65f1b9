package gate.app;

import gate.app.Scout.News;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.RowCondition;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// `mcpgate tail --follow` on a terminal: the screen.
///
/// The thread that runs this owns the state and draws it. What is typed and what is found in the
/// log comes through one queue from the threads `gate-view-keys` and `gate-view-scan`. Whatever
/// ends the process, except SIGKILL, gives the terminal back as it was.
final class Interactive implements ViewState.Host, Copier.Wire {

    private sealed interface Event {
        record Typed(int point) implements Event {}

        record Found(News news) implements Event {}

        record Advised(Advisor.Advice advice) implements Event {}

        record Resized() implements Event {}

        record Continued() implements Event {}

        record HungUp() implements Event {}
    }

    private static final int QUEUE = 1024;
    private static final long FRAME_NANOS = 10_000_000;
    private static final long ESCAPE_MILLIS = 40;

    /// How long the first frame waits for the first rows.
    private static final long FIRST_MILLIS = 150;

    private final BlockingQueue<Event> events;
    private final AuditPaths paths;
    private final TerminalModes terminal;
    private final OutputStream out;
    private final Scout scout;
    private final Advisor advisor;
    private final TerminalKeys typing;
    private final ViewState state;
    private final ViewKeys keys;
    private final KeyDecoder decoder = new KeyDecoder();
    private final Painter painter;
    private final RowCache cache = new RowCache();

    /// Under `this`: the shutdown hook looks too.
    private boolean entered;

    private boolean dirty = true;
    private boolean ended;
    private long drawnAt;

    private Interactive(
            Inbox inbox,
            AuditPaths paths,
            Scout scout,
            TerminalModes terminal,
            boolean colored,
            Clock clock,
            Glyphs glyphs,
            Map<String, String> env) {
        events = inbox.events;
        this.paths = paths;
        this.scout = scout;
        this.terminal = terminal;
        out = new FileOutputStream(FileDescriptor.out);
        painter = new Painter(colored, glyphs.equals(Glyphs.ASCII));
        state = new ViewState(terminal.columns(), terminal.rows(), clock, glyphs, cache, this);
        keys = new ViewKeys(state, Copier.of(this, env));
        advisor =
                new Advisor(paths.database(), PolicyPlaces.of(env, null).withoutProjects(), inbox);
        typing = new TerminalKeys(new FileInputStream(FileDescriptor.in), inbox);
    }

    /// Until the user leaves.
    ///
    /// @param expression the filter to begin with
    static void run(
            AuditPaths paths,
            String expression,
            boolean colored,
            boolean ascii,
            Map<String, String> env,
            Clock clock)
            throws IOException, InterruptedException {
        var inbox = new Inbox(new ArrayBlockingQueue<>(QUEUE));
        var scout = new Scout(paths, clock, inbox);
        var scouting = new Thread(scout, "gate-view-scan");
        scouting.setDaemon(true);
        scouting.start();
        try {
            TerminalModes terminal = TerminalModes.enter();
            Glyphs glyphs = Glyphs.of(env, ascii);
            new Interactive(inbox, paths, scout, terminal, colored, clock, glyphs, env)
                    .show(expression);
        } finally {
            scouting.interrupt();
        }
    }

    private void show(String expression) throws IOException, InterruptedException {
        var hook = new Thread(new Restoring(), "gate-view-restore");
        Runtime.getRuntime().addShutdownHook(hook);
        var typist = new Thread(typing, "gate-view-keys");
        typist.setDaemon(true);
        try {
            Signals.on("WINCH", new Offering(new Event.Resized()));
            Signals.on("CONT", new Offering(new Event.Continued()));
            if (!expression.isEmpty()) {
                state.filter.set(expression);
                state.refilter();
            }
            entered = true;
            write(Painter.ENTER);
            typist.start();
            first();
            while (!ended) {
                draw();
                next();
            }
        } finally {
            leave();
            typist.interrupt();
            advisor.end();
            cache.open(null);
        }
    }

    /// Waits a moment for the first rows, so that the first frame is the right one.
    private void first() throws IOException, InterruptedException {
        long end = System.nanoTime() + FIRST_MILLIS * 1_000_000;
        while (state.allPercent == 0 && !ended) {
            long left = end - System.nanoTime();
            Event event = left <= 0 ? null : events.poll(left, TimeUnit.NANOSECONDS);
            if (event == null) {
                return;
            }
            take(event);
        }
    }

    /// Takes what happened, all of it, and no longer than until the next frame is due.
    private void next() throws IOException, InterruptedException {
        Event event;
        if (dirty) {
            long due = drawnAt + FRAME_NANOS - System.nanoTime();
            event = due <= 0 ? events.poll() : events.poll(due, TimeUnit.NANOSECONDS);
        } else if (decoder.isInside()) {
            event = events.poll(ESCAPE_MILLIS, TimeUnit.MILLISECONDS);
            if (event == null) {
                press(decoder.end());
            }
        } else {
            event = events.take();
        }
        while (event != null && !ended) {
            boolean typed = event instanceof Event.Typed;
            take(event);
            if (typed && dirty) {
                drawnAt = 0; // what a key did is shown at once
            }
            event = events.poll();
        }
    }

    private void take(Event event) throws IOException, InterruptedException {
        switch (event) {
            case Event.Typed typed -> press(decoder.take(typed.point()));
            case Event.Found found -> {
                if (found.news() instanceof News.Opened) {
                    cache.open(AuditReader.open(paths.database()).orElse(null));
                }
                state.take(found.news());
                dirty = true;
            }
            case Event.Advised advised -> {
                state.take(advised.advice());
                dirty = true;
            }
            case Event.Resized() -> resize();
            case Event.Continued() -> {
                enter();
                resize();
            }
            case Event.HungUp() -> ended = true;
        }
    }

    private void press(List<Key> pressed) throws IOException, InterruptedException {
        for (Key key : pressed) {
            dirty = true;
            switch (keys.press(key)) {
                case NOTHING -> {}
                case QUIT -> ended = true;
                case REDRAW -> resize();
                case SUSPEND -> suspend();
                case PAGE -> page();
            }
        }
    }

    private void resize() throws IOException, InterruptedException {
        terminal.measure();
        state.width = terminal.columns();
        state.height = terminal.rows();
        painter.forget();
        dirty = true;
    }

    private void draw() throws IOException {
        if (!dirty || System.nanoTime() - drawnAt < FRAME_NANOS) {
            return;
        }
        String trouble = cache.takeTrouble();
        if (!trouble.isEmpty()) {
            state.note = trouble;
        }
        send(painter.paint(ViewFrame.of(state)));
        drawnAt = System.nanoTime();
        dirty = false;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write(bytes);
            out.flush();
        }
    }

    @Override
    public void want(int number, RowCondition rows) {
        scout.want(number, rows);
    }

    @Override
    public void wantSessions() {
        scout.wantSessions();
    }

    @Override
    public void wantExplanation(long id) {
        advisor.explain(id);
    }

    @Override
    public void wantJudgement(long id) {
        advisor.judge(id);
    }

    /// Stops this process until its shell lets it go on. The virtual machine raises only signals
    /// that it handles itself, so a shell does it.
    private void suspend() throws IOException, InterruptedException {
        typing.pause();
        leave();
        String kill = "kill -TSTP " + ProcessHandle.current().pid();
        new ProcessBuilder("sh", "-c", kill).start().waitFor();
        enter();
        typing.resume();
        resize();
    }

    /// Shows the message under the cursor in the pager, which gets text and no escapes.
    private void page() throws IOException, InterruptedException {
        RowCache.Held held = state.current();
        if (held == null) {
            return;
        }
        var text = new ArrayList<SafeText>();
        for (Strip line : new DetailPane().lines(state, held, Math.max(20, state.width))) {
            text.add(SafeText.line(line.text()));
        }
        String pager = System.getenv("PAGER");
        var builder =
                new ProcessBuilder("sh", "-c", pager == null || pager.isEmpty() ? "less" : pager);
        builder.environment().put("LESSSECURE", "1");
        builder.environment().put("LESS", "");
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        typing.pause();
        leave();
        try {
            Process process = builder.start();
            try (OutputStream to = process.getOutputStream()) {
                to.write(SafeText.lines(text).utf8());
            } catch (IOException e) {
                // It was left before it had read all.
            }
            process.waitFor();
        } finally {
            enter();
            typing.resume();
            resize();
        }
    }

    private synchronized void enter() throws IOException, InterruptedException {
        terminal.again();
        if (!entered) {
            entered = true;
            write(Painter.ENTER);
        }
        painter.forget();
    }

    private synchronized void leave() {
        if (entered) {
            entered = false;
            write(Painter.LEAVE);
            try {
                terminal.restore();
            } catch (IOException | InterruptedException e) {
                // Nothing is left to try: `reset` does it by hand.
            }
        }
    }

    private void write(String sequence) {
        try {
            send(sequence.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            ended = true;
        }
    }

    // Named classes rather than lambdas: a start spins no code for them.

    /// What the other threads tell. They wait while it is full.
    private record Inbox(BlockingQueue<Event> events)
            implements Scout.Listener, Advisor.Listener, TerminalKeys.Listener {

        @Override
        public void take(News news) throws InterruptedException {
            events.put(new Event.Found(news));
        }

        @Override
        public void take(Advisor.Advice advice) throws InterruptedException {
            events.put(new Event.Advised(advice));
        }

        @Override
        public void typed(int point) throws InterruptedException {
            events.put(new Event.Typed(point));
        }

        @Override
        public void hungUp() throws InterruptedException {
            events.put(new Event.HungUp());
        }
    }

    /// What a signal does. It never waits.
    private final class Offering implements Runnable {

        private final Event event;

        Offering(Event event) {
            this.event = event;
        }

        @Override
        public void run() {
            if (!events.offer(event)) {
                // The queue is full of events, each of which leads to a frame of the right size.
                dirty = true;
            }
        }
    }

    private final class Restoring implements Runnable {

        @Override
        public void run() {
            leave();
        }
    }
}
