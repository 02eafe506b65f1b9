package gate.app;

import gate.audit.AuditLookup;
import gate.audit.AuditReader;
import gate.audit.AuditRow;
import gate.audit.RowCondition;
import gate.protocol.MessageReader;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `mcpgate replay`: judges recorded traffic anew and prints each verdict that would change.
///
/// Sessions are judged from their first message, whatever is asked for, so that what rules remember
/// is there; the filter says what is reported. Owned by one thread.
final class Replay {

    private static final String NAME = "replay";
    private static final int PAGE_ROWS = 500;

    /// Sessions whose memory is kept at once. One that was silent for so many others begins anew.
    private static final int MAX_SESSIONS = 4_096;

    private final ReplayOptions options;
    private final AuditReader reader;
    private final AuditLookup lookup;
    private final ReplayReport report;
    private final MessageReader messages = new MessageReader();
    private final Rulebooks books;
    private final Map<Rejudge.Why, Long> open = new EnumMap<>(Rejudge.Why.class);

    private final Map<String, Rejudge> sessions =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Rejudge> eldest) {
                    return size() > MAX_SESSIONS;
                }
            };

    private long judged;
    private long changed;
    private long redacted;

    private Replay(
            ReplayOptions options, Rulebooks books, AuditReader reader, ReplayReport report) {
        this.books = books;
        this.options = options;
        this.reader = reader;
        this.report = report;
        lookup = new AuditLookup(reader);
    }

    /// Runs the command to its end.
    ///
    /// @param args what stands after `replay`
    /// @return the exit code: 0 if all verdicts stay, 1 if one would change, 3 if the log cannot be
    ///   read
    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        ReplayOptions options = ReplayOptions.parse(args, clock);
        return Exit.of(
                NAME,
                err,
                () -> {
                    if (options.help()) {
                        return Exit.help(out, ReplayOptions.HELP);
                    }
                    Rulebooks books;
                    try {
                        PolicyPlaces places = PolicyPlaces.of(env, options.policy());
                        books = new Rulebooks(places.withoutProjects());
                    } catch (PolicyException e) {
                        return PolicyCommand.refuse(NAME, e, err);
                    }
                    try (AuditReader reader = LogFile.open(NAME, env, err)) {
                        if (reader == null) {
                            return Exit.OK;
                        }
                        var report = new ReplayReport(new Screen(out), options.json());
                        return new Replay(options, books, reader, report).run(err);
                    }
                });
    }

    private int run(PrintStream err) throws IOException {
        long at = 0;
        long newest = reader.newest();
        while (at < newest) {
            List<AuditRow> page =
                    reader.after(at, PAGE_ROWS, RowCondition.session(options.filter().session()));
            for (AuditRow row : page) {
                take(row);
            }
            at = page.isEmpty() ? newest : page.getLast().id();
        }
        report.finish();
        Exit.say(err, NAME, summary());
        return changed == 0 ? Exit.OK : Exit.NO;
    }

    private void take(AuditRow row) throws IOException {
        Rejudge session = sessions.get(row.sessionId());
        if (session == null) {
            session =
                    Rejudge.of(Rejudge.session(lookup, row), messages, books.of(row.serverName()));
            sessions.put(row.sessionId(), session);
        }
        Rejudge.Outcome outcome = session.next(row, LogFile.body(reader, row));
        if (!options.filter().wants(row)) {
            return;
        }
        switch (outcome) {
            case Rejudge.Outcome.Same(_) -> judged++;
            case Rejudge.Outcome.Changed(Judgement now, boolean isRedacted) -> {
                judged++;
                changed++;
                redacted += isRedacted ? 1 : 0;
                report.changed(row, now, isRedacted);
            }
            case Rejudge.Outcome.Open(Rejudge.Why why) -> open.merge(why, 1L, Long::sum);
        }
    }

    private String summary() {
        var text = new StringBuilder();
        text.append(Shown.counted(judged, "message"));
        text.append(" judged anew, ").append(changed);
        text.append(changed == 1 ? " verdict would change" : " verdicts would change");
        if (redacted > 0) {
            text.append(", ").append(redacted).append(" of them of a message without its secrets");
        }
        String before = "; not judged: ";
        for (Map.Entry<Rejudge.Why, Long> each : open.entrySet()) {
            text.append(before).append(each.getValue());
            text.append(" (").append(each.getKey().text()).append(')');
            before = ", ";
        }
        return text.toString();
    }
}
