package gate.app;

import gate.protocol.Direction;

import java.nio.ByteBuffer;

/// What the gate says on stderr, where clients keep their logs: a line each, and not without end.
///
/// Any thread may complain.
final class Complaints {

    /// Lines of each kind that are printed; the audit log has the rest.
    static final int MAX_LINES = 100;

    private static final int MAX_NOISE_BYTES = 400;

    private int said;
    private int noises;

    /// Prints a line that starts with `mcpgate: `.
    synchronized void say(String line) {
        if (++said <= MAX_LINES) {
            System.err.println(SafeText.line("mcpgate: " + line));
        } else if (said == MAX_LINES + 1) {
            System.err.println("mcpgate: more of this is in the audit log only");
        }
    }

    /// Shows what a peer printed between its messages.
    synchronized void noise(Direction direction, ByteBuffer content) {
        if (++noises > MAX_LINES) {
            if (noises == MAX_LINES + 1) {
                System.err.println(
                        "mcpgate: more output that is no message is in the audit log only");
            }
            return;
        }
        var shown = new StringBuilder("mcpgate: not forwarded, no JSON, from the ");
        shown.append(direction == Direction.UPSTREAM ? "client: " : "server: ");
        for (int i = 0; i < Math.min(MAX_NOISE_BYTES, content.remaining()); i++) {
            int unit = content.get(content.position() + i);
            shown.append(unit >= ' ' && unit < 0x7f ? (char) unit : unit == '\t' ? ' ' : '?');
        }
        System.err.println(shown);
    }
}
