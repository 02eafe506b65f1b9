package gate.app;

import gate.audit.AuditRecord;
import gate.protocol.Direction;
import gate.protocol.Frame;
import gate.protocol.MessageReader;
import gate.protocol.Session;
import gate.rules.Finding;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Pins;
import gate.rules.Rule;
import gate.rules.Rulebook;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// `mcpgate run` with nobody at either end: the same pumps read, admit and judge, but nothing is
/// forwarded, answered or recorded.
///
/// Either a session, whose lines are judged in order and what rules remember carries over, or lines
/// each on its own. An answer needs no request in either. Owned by one thread.
final class DryRun {

    private final MessageReader messages;
    private final Session session;
    private final Memory memory;
    private final Rulebook book;
    private final List<Rule> rules;
    private final boolean isSession;
    private final Outlet nobody = new Outlet(OutputStream.nullOutputStream());
    private final Complaints complaints = Complaints.unheard();
    private final Rows rows = new Rows();
    private final AtRest asItCame = AtRest.asItCame();
    private Pump up;
    private Pump down;

    private DryRun(
            MessageReader messages,
            Session session,
            Rulebook book,
            boolean isSession,
            Memory memory) {
        this.messages = messages;
        this.session = session;
        this.book = book;
        this.rules = isSession ? Recalled.among(book.rules()) : book.rules();
        this.isSession = isSession;
        this.memory = memory;
        up = pump(Direction.UPSTREAM, session);
        down = pump(Direction.DOWNSTREAM, session);
    }

    /// Lines of one session.
    ///
    /// @param messages may serve other dry runs of this thread as well
    /// @param session an excerpt, made for this
    static DryRun ofSession(MessageReader messages, Session session, Rulebook book) {
        return ofSession(messages, session, book, Memory.ofProcess());
    }

    /// Lines of one session that does not begin knowing nothing.
    static DryRun ofSession(MessageReader messages, Session session, Rulebook book, Memory memory) {
        return new DryRun(messages, session, book, true, memory);
    }

    /// Lines that have nothing to do with each other.
    ///
    /// @param server what the user calls the server that each is a line of
    static DryRun ofLines(MessageReader messages, String server, Rulebook book) {
        return new DryRun(messages, excerpt(server), book, false, new Forgetful());
    }

    /// A session for lines whose session is not known.
    static Session excerpt(String server) {
        return Session.excerpt("", server, List.of());
    }

    /// What the gate would do with a frame that goes this way.
    Judgement judge(Frame frame, Direction direction) {
        if (!isSession) {
            // Ids that are in flight, and all that a session learns, are of other conversations.
            Pump fresh = pump(direction, excerpt(session.name()));
            up = fresh;
            down = fresh;
        }
        rows.clear();
        try {
            (direction == Direction.UPSTREAM ? up : down).take(frame);
        } catch (IOException e) {
            throw new IllegalStateException("writing to nobody cannot fail", e);
        }
        return Judgement.of(rows.all);
    }

    /// The same, for a message of a session out of which secrets were taken.
    ///
    /// @param then what was found in it when they were there
    Judgement judge(Frame frame, Direction direction, List<Finding> then) {
        Recalled.remind(rules, then);
        try {
            return judge(frame, direction);
        } finally {
            Recalled.remind(rules, List.of());
        }
    }

    private Pump pump(Direction direction, Session of) {
        return new Pump(
                direction,
                messages,
                of,
                new Judge(rules, book.policy(), memory),
                new Recorder(direction, of.id(), rows, complaints, asItCame),
                nobody,
                nobody,
                complaints);
    }

    /// What would have been recorded of one frame.
    private static final class Rows implements Recorder.Ledger {

        private final List<AuditRecord> all = new ArrayList<>();

        @Override
        public long append(AuditRecord row) {
            all.add(row);
            return all.size();
        }

        @Override
        public void clientNamed(String name) {
            // Nobody asks.
        }

        @Override
        public void letGo() {}

        void clear() {
            all.clear();
        }
    }

    /// Learns nothing.
    private static final class Forgetful implements Memory {

        @Override
        public Pins pins() {
            return Pins.ofProcess();
        }

        @Override
        public @org.jspecify.annotations.Nullable String recall(String name) {
            return null;
        }

        @Override
        public void remember(String name, String fact) {
            // Each line stands for itself.
        }
    }
}
