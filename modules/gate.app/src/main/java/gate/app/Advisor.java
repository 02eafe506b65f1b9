package gate.app;

import gate.app.Rejudge.Outcome;
import gate.audit.AuditLookup;
import gate.audit.AuditReader;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/// Explains messages to the screen and judges them anew, on a thread of its own: either may read a
/// whole session.
///
/// What was asked for last counts; what was asked for before is given up. The thread begins with
/// the first question. The questions stand under `this`, the rest belongs to the thread.
final class Advisor implements Runnable {

    /// What there is to say about a row.
    sealed interface Advice {

        record Explained(Explanation explanation) implements Advice {}

        /// It is being judged anew, after those before it in its session.
        record Judging(long id, int percent) implements Advice {}

        record Judged(long id, Outcome outcome) implements Advice {}

        record Failed(long id, String message) implements Advice {}
    }

    /// Takes the advice; may block.
    interface Listener {
        void take(Advice advice) throws InterruptedException;
    }

    /// What is asked about a row.
    ///
    /// @param anew whether it is to be judged anew, rather than explained
    private record Question(long id, boolean anew) {}

    /// The longest message that is read for this: the viewer's heap is small.
    static final int MESSAGE_BYTES = 4 << 20;

    /// How often progress is told, in rows.
    private static final int ROWS_PER_WORD = 1_000;

    private final Path database;
    private final PolicyPlaces policy;
    private final Listener listener;
    private @Nullable Question asked;
    private @Nullable Thread thread;

    /// @param policy where the policy is by which messages are judged anew
    Advisor(Path database, PolicyPlaces policy, Listener listener) {
        this.database = database;
        this.policy = policy;
        this.listener = listener;
    }

    /// Asks why the gate decided so about a row.
    void explain(long id) {
        ask(new Question(id, false));
    }

    /// Asks what the gate would decide about a row now.
    void judge(long id) {
        ask(new Question(id, true));
    }

    private synchronized void ask(Question question) {
        asked = question;
        if (thread == null) {
            thread = new Thread(this, "gate-view-advice");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    /// Ends the thread, if there is one.
    synchronized void end() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                Question question = next();
                try (AuditReader reader = AuditReader.open(database).orElse(null)) {
                    answer(question, reader);
                } catch (IOException e) {
                    say(question, String.valueOf(e.getMessage()));
                }
            }
        } catch (InterruptedException e) {
            // The screen is closed.
        }
    }

    private synchronized Question next() throws InterruptedException {
        while (asked == null) {
            wait();
        }
        Question question = asked;
        asked = null;
        return question;
    }

    private synchronized boolean isGivenUp() {
        return asked != null;
    }

    private void answer(Question question, @Nullable AuditReader reader)
            throws IOException, InterruptedException {
        AuditRow row =
                reader == null ? null : new AuditLookup(reader).row(question.id).orElse(null);
        if (reader == null || row == null) {
            say(question, "it was removed from the log");
        } else if (!question.anew) {
            listener.take(new Advice.Explained(explanation(reader, row)));
        } else {
            judge(reader, row);
        }
    }

    /// What is too long is explained by what the row says of it.
    static Explanation explanation(AuditReader reader, AuditRow row) throws IOException {
        return row.keptBytes() <= MESSAGE_BYTES
                ? Explanation.of(reader, row)
                : Explanation.of(row, new byte[0], new AuditLookup(reader).pair(row).orElse(null));
    }

    private void judge(AuditReader reader, AuditRow row) throws IOException, InterruptedException {
        var watch = new Watch(row);
        Outcome outcome = Rejudge.row(reader, row, policy, watch);
        if (outcome != null) {
            listener.take(new Advice.Judged(row.id(), outcome));
        } else if (watch.isTooLong) {
            listener.take(
                    new Advice.Failed(
                            row.id(),
                            "its session has a message too long for the viewer: mcpgate replay"
                                    + " --session "
                                    + row.sessionId()
                                    + " judges it"));
        }
    }

    private void say(Question question, String message) throws InterruptedException {
        listener.take(new Advice.Failed(question.id, message));
    }

    /// Looks at each row before it is judged.
    private final class Watch implements Rejudge.Watch {

        private final AuditRow last;
        private long first = -1;
        private long rows;
        private boolean isTooLong;

        Watch(AuditRow last) {
            this.last = last;
        }

        @Override
        public boolean goesOn(AuditRow row) {
            first = first < 0 ? row.id() : first;
            isTooLong = row.keptBytes() > MESSAGE_BYTES;
            if (isTooLong || isGivenUp() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (++rows % ROWS_PER_WORD == 0) {
                long percent = 100 * (row.id() - first) / Math.max(1, last.id() - first);
                try {
                    listener.take(new Advice.Judging(last.id(), (int) percent));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }
}
