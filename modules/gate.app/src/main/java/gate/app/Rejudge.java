package gate.app;

import gate.audit.AuditLookup;
import gate.audit.AuditReader;
import gate.audit.AuditRow;
import gate.audit.AuditSession;
import gate.audit.RowCondition;
import gate.protocol.Direction;
import gate.protocol.Fault;
import gate.protocol.Frame;
import gate.protocol.MessageReader;
import gate.protocol.Session;
import gate.rules.Finding;
import gate.rules.Judge;
import gate.rules.Rule;
import gate.rules.Rulebook;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// Judges the messages of one recorded session anew, with the rules of this build, in the order in
/// which they were recorded: what rules remember carries over.
///
/// What the log does not hold cannot be judged: see [Why]. Nothing is printed or recorded. Owned by
/// one thread.
final class Rejudge {

    private static final int PAGE_ROWS = 500;

    /// What came of a row.
    sealed interface Outcome {

        /// The verdict is what it was.
        record Same(Judgement now) implements Outcome {}

        /// The verdict would be another: another decision, or by another rule.
        ///
        /// @param isRedacted whether secrets were taken out of what was judged: see [Recalled]
        record Changed(Judgement now, boolean isRedacted) implements Outcome {}

        /// There is no telling.
        record Open(Why why) implements Outcome {}
    }

    /// Why a row cannot be judged anew.
    enum Why {
        NOT_KEPT("the log does not hold the message as it came"),
        REDACTED("the log has a digest of what it said: audit.redact"),
        PLACE("what decided was not the message but what went on around it"),
        BATCH("refused only for the batch that it was in"),
        FOREIGN("no gate writes such a row");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /// In words for people.
        String text() {
            return text;
        }
    }

    private final DryRun run;

    private Rejudge(DryRun run) {
        this.run = run;
    }

    /// For the rows of one session, from its first on.
    ///
    /// @param messages may serve other sessions of this thread as well
    static Rejudge of(AuditSession session, MessageReader messages, Rulebook book) {
        var excerpt = Session.excerpt(session.id(), session.serverName(), session.serverCommand());
        return new Rejudge(DryRun.ofSession(messages, excerpt, book));
    }

    /// Is asked before each row that is judged.
    interface Watch {

        /// False to give up.
        boolean goesOn(AuditRow row);
    }

    /// Judges one row of the log anew, after those of its session that came before it: the longer
    /// the session, the longer this takes. Null where it was given up.
    ///
    /// @param places where the policy is that counts now
    static @Nullable Outcome row(AuditReader reader, AuditRow row, PolicyPlaces places, Watch watch)
            throws IOException {
        var lookup = new AuditLookup(reader);
        AuditSession session = session(lookup, row);
        List<Rule> installed = Judge.installedRules();
        List<PolicyFile> files = places.read(installed);
        var effective = new EffectivePolicy(files, session.serverName(), installed, false);
        Rejudge rejudge = of(session, new MessageReader(), effective.rulebook());
        long at = lookup.first(row.sessionId()) - 1;
        while (at < row.id() - 1) {
            List<AuditRow> page =
                    reader.after(at, PAGE_ROWS, RowCondition.session(row.sessionId()));
            for (AuditRow before : page) {
                if (before.id() < row.id() && before.sessionId().equals(row.sessionId())) {
                    if (!watch.goesOn(before)) {
                        return null;
                    }
                    rejudge.next(before, LogFile.body(reader, before));
                }
            }
            at = page.isEmpty() ? row.id() : page.getLast().id();
        }
        return watch.goesOn(row) ? rejudge.next(row, LogFile.body(reader, row)) : null;
    }

    /// What the log knows of the session of a row, be it only what the row says.
    static AuditSession session(AuditLookup lookup, AuditRow row) throws IOException {
        return lookup.session(row.sessionId())
                .orElseGet(
                        () -> new AuditSession(row.sessionId(), 0, row.serverName(), List.of(), 0));
    }

    /// Judges the next row of the session.
    ///
    /// @param message all that the log holds of the line
    Outcome next(AuditRow row, byte[] message) {
        Direction direction = direction(row.direction());
        Why why = direction == null ? Why.FOREIGN : open(row, message);
        if (direction == null || why != null) {
            return new Outcome.Open(why == null ? Why.FOREIGN : why);
        }
        boolean isRedacted = AtRest.done(row.sha256()).equals(AtRest.SECRETS);
        Frame.Line line = Frame.Line.of(message);
        Judgement now =
                isRedacted
                        ? run.judge(line, direction, StoredFindings.of(row))
                        : run.judge(line, direction);
        boolean isSame =
                now.decision().label().equals(row.decision())
                        && java.util.Objects.equals(now.rule(), row.reason());
        return isSame ? new Outcome.Same(now) : new Outcome.Changed(now, isRedacted);
    }

    private static @Nullable Why open(AuditRow row, byte[] message) {
        boolean isKnown =
                switch (row.decision()) {
                    case "allow", "warn", "block" -> true;
                    default -> false;
                };
        if (!isKnown) {
            return Why.FOREIGN;
        }
        String done = AtRest.done(row.sha256());
        if (!done.isEmpty() && !done.equals(AtRest.SECRETS)) {
            return Why.REDACTED;
        }
        boolean isWhole = row.sha256() == null && row.sizeBytes() == message.length;
        if (message.length == 0 || (!isWhole && done.isEmpty())) {
            return Why.NOT_KEPT;
        }
        String reason = row.reason();
        if (reason != null && isOfPlace(reason)) {
            return Why.PLACE;
        }
        return reason != null && row.decision().equals("block") && !isFoundIn(row, reason)
                ? Why.BATCH
                : null;
    }

    /// Whether it takes more than the message to see what was wrong.
    private static boolean isOfPlace(String reason) {
        return reason.equals(Refusals.AUDIT_UNAVAILABLE)
                || reason.equals(Fault.UNASKED.id())
                || reason.equals(Fault.ID_IN_FLIGHT.id())
                || reason.equals(Fault.TOO_MANY_IN_FLIGHT.id())
                || reason.equals(Fault.BATCH_NOT_ALLOWED.id())
                || reason.equals(Fault.OVERSIZED.id());
    }

    private static boolean isFoundIn(AuditRow row, String rule) {
        for (Finding finding : StoredFindings.of(row)) {
            if (finding.ruleId().equals(rule)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Direction direction(String label) {
        for (Direction direction : Direction.values()) {
            if (direction.label().equals(label)) {
                return direction;
            }
        }
        return null;
    }
}
