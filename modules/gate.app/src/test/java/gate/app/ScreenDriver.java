package gate.app;

import gate.app.Advisor.Advice;
import gate.app.Scout.Known;
import gate.app.Scout.News;
import gate.audit.AuditReader;
import gate.audit.RowCondition;
import gate.audit.RowIds;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Plays the screen without threads and without a terminal: each key is pressed, all searches end,
/// and then a frame is drawn.
final class ScreenDriver implements ViewState.Host, AutoCloseable {

    private static final PolicyPlaces POLICY =
            PolicyPlaces.of(new File("/nowhere/policy.toml"), Map.of(), null, null);

    private final RowCache cache = new RowCache();
    private final AuditReader reader;
    private final KeyDecoder decoder = new KeyDecoder();
    private final ViewKeys keys;
    private Scan all = new Scan(0, RowCondition.ALL);
    private Scan wanted = all;
    private boolean sessionsWanted;

    final ViewState state;
    SafeText copied = SafeText.EMPTY;

    ScreenDriver(Path database, int width, int height, Clock clock, Glyphs glyphs)
            throws IOException {
        reader = AuditReader.open(database).orElseThrow();
        cache.open(AuditReader.open(database).orElseThrow());
        state = new ViewState(width, height, clock, glyphs, cache, this);
        keys =
                new ViewKeys(
                        state,
                        text -> {
                            copied = text;
                            return "copied " + text.utf8().length + " bytes";
                        });
        state.take(new News.Opened());
        settle();
    }

    /// Presses keys: `jj/block<Enter>`.
    ViewKeys.Then press(String script) throws IOException {
        ViewKeys.Then last = ViewKeys.Then.NOTHING;
        for (int at = 0; at < script.length(); ) {
            int end = script.charAt(at) == '<' ? script.indexOf('>', at) : -1;
            List<Key> pressed = new ArrayList<>();
            if (end > at + 1) {
                String name = script.substring(at + 1, end);
                pressed.add(
                        name.startsWith("^")
                                ? Key.ctrl(name.charAt(1))
                                : Key.of(Key.Name.valueOf(name)));
                at = end + 1;
            } else {
                int point = script.codePointAt(at);
                pressed.addAll(decoder.take(point));
                at += Character.charCount(point);
            }
            for (Key key : pressed) {
                last = keys.press(key);
                settle();
            }
        }
        return last;
    }

    Frame frame() {
        return ViewFrame.of(state);
    }

    /// Rows that were written meanwhile come in.
    void catchUp() throws IOException {
        long newest = reader.newest();
        state.take(new News.Newer(0, all.newer(reader, newest)));
        if (wanted != all) {
            state.take(new News.Newer(wanted.number(), wanted.newer(reader, newest)));
        }
    }

    /// The screen learns how busy the gates are.
    void beat() throws IOException {
        var traffic = new Traffic(reader, state.clock);
        state.take(new News.Beat(traffic.count(reader.newest())));
    }

    private void settle() throws IOException {
        for (Scan scan : List.of(all, wanted)) {
            while (!scan.isDone()) {
                RowIds found = scan.older(reader);
                state.take(new News.Older(scan.number(), found, scan.percent(), scan.isDone()));
            }
        }
        if (sessionsWanted) {
            sessionsWanted = false;
            var known = new ArrayList<Known>();
            for (AuditReader.Heading heading : reader.sessions(AuditReader.ALL, 100)) {
                known.add(new Known(heading, reader.count(RowCondition.session(heading.id()))));
            }
            state.take(new News.Sessions(known));
        }
    }

    @Override
    public void want(int number, RowCondition rows) {
        wanted = rows.isAll() ? all : new Scan(number, rows);
    }

    @Override
    public void wantSessions() {
        sessionsWanted = true;
    }

    @Override
    public void wantExplanation(long id) {
        advised(() ->
                new Advice.Explained(Advisor.explanation(reader, reader.row(id).orElseThrow())));
    }

    @Override
    public void wantJudgement(long id) {
        advised(() ->
                new Advice.Judged(
                        id,
                        Objects.requireNonNull(
                                Rejudge.row(
                                        reader, reader.row(id).orElseThrow(), POLICY, _ -> true))));
    }

    private interface Question {
        Advice answer() throws IOException;
    }

    private void advised(Question question) {
        try {
            state.take(question.answer());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        reader.close();
        cache.open(null);
    }
}
