package gate.app;

import gate.audit.Kind;
import gate.protocol.Admission;
import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Exchange;
import gate.protocol.Fault;
import gate.protocol.Frame;
import gate.protocol.FrameReader;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.protocol.RpcId;
import gate.protocol.Session;
import gate.protocol.Sniff;
import gate.rules.Cut;
import gate.rules.Judge;
import gate.rules.Ruling;
import gate.rules.ToolLists;
import gate.rules.Verdict;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Takes the messages of one direction, one after the other, from reading to forwarding: reads,
/// judges, records, and only then acts.
///
/// Owned by one thread, `gate-up` or `gate-down`. What it shares with the other (session, audit
/// log, outlets) is made for that.
final class Pump {

    private final Direction direction;
    private final MessageReader messages;
    private final Session session;
    private final Judge judge;
    private final Recorder recorder;
    private final Outlet sender;
    private final Outlet receiver;
    private final Complaints complaints;

    /// Read by `main`, which wants to know whether anything is still on its way.
    private volatile boolean isWaiting;

    /// @param messages reads the lines of this direction
    /// @param sender the peer that the messages come from, to answer it
    /// @param receiver the peer that they go to
    Pump(
            Direction direction,
            MessageReader messages,
            Session session,
            Judge judge,
            Recorder recorder,
            Outlet sender,
            Outlet receiver,
            Complaints complaints) {
        this.direction = direction;
        this.messages = messages;
        this.session = session;
        this.judge = judge;
        this.recorder = recorder;
        this.sender = sender;
        this.receiver = receiver;
        this.complaints = complaints;
    }

    /// Takes messages until the stream ends.
    ///
    /// @throws IOException if a peer is gone
    void run(FrameReader frames) throws IOException {
        while (true) {
            isWaiting = true;
            Frame frame = frames.next();
            isWaiting = false;
            if (!take(frame)) {
                return;
            }
            letGo(frames);
        }
    }

    /// Takes one frame.
    ///
    /// @return whether another may follow
    boolean take(Frame frame) throws IOException {
        return switch (frame) {
            case Frame.Line line -> {
                if (!line.isBlank()) {
                    take(line);
                }
                yield true;
            }
            case Frame.Oversized oversized -> {
                answer(Fault.OVERSIZED, recorder.oversized(oversized), oversized.sniff());
                yield true;
            }
            case Frame.End() -> false;
        };
    }

    /// After a line of megabytes, gives its memory back: the collector by itself would let the heap
    /// grow by each of them before it looks.
    private void letGo(FrameReader frames) {
        if (frames.release()) {
            messages.forget();
            System.gc();
            recorder.letGo();
        }
    }

    /// Whether it waits for its sender: nothing that was read is unfinished. For any thread.
    boolean isWaiting() {
        return isWaiting;
    }

    private void take(Frame.Line line) throws IOException {
        long now = Recorder.epochNanos();
        switch (messages.read(line)) {
            case Reading.Single(Message message) -> take(line, message, now);
            case Reading.Batch(List<Message> elements) ->
                    new BatchTurn(this, elements, now).take(line);
            case Reading.Malformed(Fault fault, int offset, Sniff sniff) ->
                    answer(
                            fault,
                            recorder.unread(Kind.FAULT, fault, offset, now, content(line)),
                            sniff);
            case Reading.Noise() -> {
                recorder.unread(Kind.NOISE, Fault.NOT_JSON, 0, now, content(line));
                complaints.noise(direction, content(line));
            }
        }
    }

    private void take(Frame.Line line, Message message, long now) throws IOException {
        switch (admit(message, now)) {
            case Admission.Admitted(Envelope envelope) -> {
                Ruling ruling = judge.judge(envelope);
                Frame.Line sent = line;
                if (ruling.verdict() instanceof Verdict.Mask mask) {
                    Frame.Line redacted = Redaction.of(line, envelope, mask.cuts(), judge);
                    ruling = redacted == null ? ruling : ruling.redacted();
                    sent = redacted == null ? line : redacted;
                }
                String refusedBy = refusal(ruling);
                if (refusedBy == null && isToolList(envelope)) {
                    Frame.Line less = withoutHidden(sent);
                    refusedBy = less == null ? ToolLists.HIDDEN : null;
                    sent = less == null ? sent : less;
                }
                String event = recorder.judged(envelope, ruling, refusedBy, content(line));
                if (refusedBy == null && mayForward(event)) {
                    judge.keep();
                    forward(sent, List.of(envelope));
                } else {
                    judge.drop();
                    refuse(
                            message,
                            envelope.method(),
                            refusedBy == null ? Refusals.AUDIT_UNAVAILABLE : refusedBy,
                            event);
                }
            }
            case Admission.Rejected(Fault fault) -> {
                String event = recorder.rejected(fault, message, now, content(line));
                complaints.say(Refusals.complaint(direction, fault));
                if (message instanceof Message.Request request) {
                    refuse(message, request.method(), fault.id(), event);
                } else {
                    replace(message, fault.id(), event);
                }
            }
        }
    }

    private static boolean isToolList(Envelope envelope) {
        return envelope.direction() == Direction.DOWNSTREAM
                && envelope.message() instanceof Message.Result
                && "tools/list".equals(envelope.method());
    }

    /// What clients see of a list of tools; null where that cannot be told.
    private Frame.@Nullable Line withoutHidden(Frame.Line line) {
        ToolLists lists = judge.policy().isMonitoring() ? null : judge.toolLists();
        return lists == null ? line : HiddenTools.without(line, lists);
    }

    Admission admit(Message message, long now) {
        return session.admit(message, direction, now);
    }

    /// Whether what is to be forwarded may be: it is recorded, or the policy does not insist.
    ///
    /// @param event its name in the log, empty if it has none
    boolean mayForward(String event) {
        if (event.isEmpty() && judge.policy().forwardsUnrecorded()) {
            recorder.forwardedUnrecorded();
            return true;
        }
        return !event.isEmpty();
    }

    /// Takes note of what the line says, then sends it on.
    void forward(Frame.Line line, List<Envelope> envelopes) throws IOException {
        for (Envelope envelope : envelopes) {
            session.forwarded(envelope);
            if (envelope.message() instanceof Message.Request request
                    && request.method().equals("initialize")) {
                recorder.clientNamed(session.clientInfoName());
            }
        }
        receiver.write(line.bytes(), line.start(), line.end());
    }

    /// Answers whoever waits: the sender of a request, the receiver of an answer, else nobody.
    ///
    /// @param method what was called, as far as that is known
    void refuse(Message message, @Nullable String method, String refusedBy, String event)
            throws IOException {
        var form = Refusals.form(judge.policy().refusal(), method, session);
        switch (message) {
            case Message.Request request ->
                    sender.write(Refusals.error(request.id(), refusedBy, event, session, form));
            case Message.Notification _ -> {}
            case Message.Result result ->
                    receiver.write(
                            Refusals.answer(result.id(), method, refusedBy, event, session, form));
            case Message.Failure failure -> {
                RpcId id = failure.id();
                if (id != null) {
                    receiver.write(Refusals.answer(id, method, refusedBy, event, session, form));
                }
            }
        }
    }

    /// Answers whoever waits for an answer that had no place, as far as its id tells.
    void replace(Message message, String refusedBy, String event) throws IOException {
        RpcId id =
                switch (message) {
                    case Message.Result result -> result.id();
                    case Message.Failure failure -> failure.id();
                    case Message.Request _, Message.Notification _ -> null;
                };
        Exchange meant = id == null ? null : session.abandon(id, direction);
        if (meant != null) {
            var form = Refusals.form(judge.policy().refusal(), meant.method(), session);
            receiver.write(
                    Refusals.answer(meant.id(), meant.method(), refusedBy, event, session, form));
        }
    }

    /// Answers whoever waits for what could not be read, as far as its id tells.
    private void answer(Fault fault, String event, Sniff sniff) throws IOException {
        complaints.say(Refusals.complaint(direction, fault));
        RpcId id = sniff.id();
        if (id == null) {
            return;
        }
        Exchange answered = sniff.hasMethod() ? null : session.abandon(id, direction);
        if (answered != null) {
            var form = Refusals.form(judge.policy().refusal(), answered.method(), session);
            receiver.write(
                    Refusals.answer(
                            answered.id(), answered.method(), fault.id(), event, session, form));
        } else if (sniff.hasMethod() || direction == Direction.UPSTREAM) {
            var form = Refusals.form(judge.policy().refusal(), null, session);
            sender.write(Refusals.error(id, fault.id(), event, session, form));
        }
    }

    /// The rule that a ruling refuses by, or null.
    static @Nullable String refusal(Ruling ruling) {
        return switch (ruling.verdict()) {
            case Verdict.Forward() -> null;
            case Verdict.Mask(List<Cut> cuts) ->
                    ruling.isRedacted() ? null : cuts.getFirst().ruleId();
            case Verdict.Refuse(String ruleId) -> ruleId;
        };
    }

    Direction direction() {
        return direction;
    }

    Session session() {
        return session;
    }

    Judge judge() {
        return judge;
    }

    Recorder recorder() {
        return recorder;
    }

    Outlet sender() {
        return sender;
    }

    private static ByteBuffer content(Frame.Line line) {
        return ByteBuffer.wrap(line.bytes(), line.start(), line.contentEnd() - line.start());
    }
}
