package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;

import java.util.List;
import java.util.function.Consumer;

/// Finds commands, queries and code among the arguments of a call that destroy what they reach.
///
/// Only arguments that a tool runs are read, and they are read as a shell, a database or an
/// interpreter would: see `docs/rules/destructive_shell_command.md`.
public final class DestructiveShellCommand implements Rule {

    private static final String ID = "destructive_shell_command";

    private static final Setting.Flag STRICT =
            new Setting.Flag(
                    "strict",
                    false,
                    "refuse every recursive deletion, also of build output and temporary files");

    private final boolean strict;

    /// For the service loader.
    public DestructiveShellCommand() {
        this(false);
    }

    private DestructiveShellCommand(boolean strict) {
        this.strict = strict;
    }

    @Override
    public List<Setting> settings() {
        return List.of(STRICT);
    }

    @Override
    public Rule with(Settings settings) {
        return new DestructiveShellCommand(settings.flag(STRICT));
    }

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
        CommandReading reading = CommandReading.of(envelope, memory, strict);
        CommandReading.Found found = reading == null ? null : reading.destruction();
        if (found != null) {
            findings.accept(new Finding(ID, Severity.HIGH, found.span(), found.reason()));
        }
    }
}
