package gate.app;

import gate.protocol.Admission;
import gate.protocol.Envelope;
import gate.protocol.Fault;
import gate.protocol.Frame;
import gate.protocol.Message;
import gate.protocol.RpcId;
import gate.rules.Ruling;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One batch (MCP 2025-03-26 only): all of it is forwarded, or nothing.
///
/// First every element finds its place, then every element is judged, then all are recorded, a row
/// to an element, and only then does anything happen.
final class BatchTurn {

    /// An element: with an envelope and a ruling, or with the fault that it is rejected for.
    private record Element(
            Message message,
            @Nullable Envelope envelope,
            @Nullable Ruling ruling,
            @Nullable Fault fault) {}

    private final Pump pump;
    private final List<Message> messages;
    private final long now;
    private final List<Element> elements = new ArrayList<>();
    private final List<Envelope> envelopes = new ArrayList<>();
    private @Nullable String refusedBy;

    BatchTurn(Pump pump, List<Message> messages, long now) {
        this.pump = pump;
        this.messages = messages;
        this.now = now;
    }

    void take(Frame.Line line) throws IOException {
        boolean allowed = pump.session().allowsBatches();
        for (Message message : messages) {
            add(message, allowed ? pump.admit(message, now) : rejected(Fault.BATCH_NOT_ALLOWED));
        }
        String event = record();
        if (refusedBy == null) {
            pump.judge().keep();
            pump.forward(line, envelopes);
            return;
        }
        pump.judge().drop();
        answer(refusedBy, event);
    }

    private static Admission rejected(Fault fault) {
        return new Admission.Rejected(fault);
    }

    private void add(Message message, Admission admission) {
        switch (admission) {
            case Admission.Admitted(Envelope envelope) -> {
                Ruling ruling = pump.judge().judge(envelope);
                envelopes.add(envelope);
                elements.add(new Element(message, envelope, ruling, null));
                if (refusedBy == null) {
                    refusedBy = Pump.refusal(ruling);
                }
            }
            case Admission.Rejected(Fault fault) -> {
                elements.add(new Element(message, null, null, fault));
                refusedBy = fault.id();
            }
        }
    }

    /// Records every element, with the refusal of the whole where it has none of its own.
    private String record() {
        String event = "";
        boolean complete = true;
        for (Element element : elements) {
            ByteBuffer source = source(element.message);
            String own;
            if (element.fault != null) {
                own = pump.recorder().rejected(element.fault, element.message, now, source);
            } else if (element.envelope != null && element.ruling != null) {
                String ownRefusal = Pump.refusal(element.ruling);
                own =
                        pump.recorder()
                                .judged(
                                        element.envelope,
                                        element.ruling,
                                        ownRefusal == null ? refusedBy : ownRefusal,
                                        source);
            } else {
                throw new IllegalStateException("an element is admitted or rejected");
            }
            complete &= !own.isEmpty();
            event = event.isEmpty() ? own : event;
        }
        if (!complete && refusedBy == null && !pump.mayForward("")) {
            refusedBy = Refusals.AUDIT_UNAVAILABLE;
        }
        return event;
    }

    /// Requests are answered in one array, as they were asked; answers are replaced one by one.
    private void answer(String reason, String event) throws IOException {
        List<RpcId> requests = new ArrayList<>();
        for (Element element : elements) {
            if (element.message instanceof Message.Request request) {
                requests.add(request.id());
            } else if (element.envelope != null) {
                pump.refuse(element.message, method(element), reason, event);
            } else {
                pump.replace(element.message, reason, event);
            }
        }
        if (!requests.isEmpty()) {
            pump.sender().write(Refusals.errors(requests, reason, event, pump.session()));
        }
    }

    private static @Nullable String method(Element element) {
        return element.envelope == null ? null : element.envelope.method();
    }

    /// The element as it stands in the line.
    private static ByteBuffer source(Message message) {
        int start = message.json().start(message.node());
        int end = message.json().end(message.node());
        return ByteBuffer.wrap(message.json().bytes(), start, end - start);
    }
}
