package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;

/// Where in a message a server offers something.
final class Offered {

    private Offered() {}

    /// The list in an answer to `tools/list`, or [Json#NONE].
    static int tools(Envelope envelope) {
        if (envelope.direction() != Direction.DOWNSTREAM
                || !(envelope.message() instanceof Message.Result result)) {
            return Json.NONE;
        }
        String method = envelope.method();
        // Of lines without their requests only the shape tells.
        if (method != null && !method.equals("tools/list")) {
            return Json.NONE;
        }
        int tools = result.json().member(result.result(), "tools");
        return result.json().isArray(tools) ? tools : Json.NONE;
    }

    /// The instructions in an answer to `initialize` or `server/discover`, or [Json#NONE].
    static int instructions(Envelope envelope) {
        if (envelope.direction() != Direction.DOWNSTREAM
                || !(envelope.message() instanceof Message.Result result)) {
            return Json.NONE;
        }
        String method = envelope.method();
        if (method == null || !(method.equals("initialize") || method.equals("server/discover"))) {
            return Json.NONE;
        }
        int text = result.json().member(result.result(), "instructions");
        return result.json().isString(text) ? text : Json.NONE;
    }
}
