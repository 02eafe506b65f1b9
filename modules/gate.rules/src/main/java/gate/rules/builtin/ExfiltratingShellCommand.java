package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;

import java.util.function.Consumer;

/// Finds commands and code among the arguments of a call that give away what is private, or hand
/// the machine to somebody else.
///
/// See `docs/rules/exfiltrating_shell_command.md`.
public final class ExfiltratingShellCommand implements Rule {

    private static final String ID = "exfiltrating_shell_command";

    /// For the service loader.
    public ExfiltratingShellCommand() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        CommandReading reading = CommandReading.of(envelope, memory, false);
        CommandReading.Found found = reading == null ? null : reading.theft();
        if (found != null) {
            findings.accept(new Finding(ID, Severity.HIGH, found.span(), found.reason()));
        }
    }
}
