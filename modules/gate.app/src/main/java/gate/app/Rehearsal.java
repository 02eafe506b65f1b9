package gate.app;

import gate.protocol.Admission;
import gate.protocol.Direction;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.protocol.Session;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Policy;
import gate.rules.Rule;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads and judges a message of our own while the server starts.
///
/// What is made at first use, tables of phrases above all, is then there when the first real answer
/// comes. Nothing of it is recorded or forwarded, and nothing is remembered. Owned by one thread.
final class Rehearsal {

    private static final String LINE =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"the"
                    + " server is starting\"}}";

    private final Session session = new Session("", "", List.of());
    private final MessageReader reader = new MessageReader();
    private final Judge judge;

    Rehearsal(List<Rule> rules) {
        judge = new Judge(rules, Policy.BUILT_IN, Memory.ofProcess());
    }

    void play() {
        byte[] bytes = LINE.getBytes(StandardCharsets.US_ASCII);
        if (reader.read(bytes, 0, bytes.length) instanceof Reading.Single(Message message)
                && session.admit(message, Direction.DOWNSTREAM, 0)
                        instanceof Admission.Admitted admitted) {
            judge.judge(admitted.envelope());
            judge.drop();
        }
    }
}
