package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Why texts are destructive, each in the role that a test gives it; null for harmless ones.
final class Harms {

    private Harms() {}

    static @Nullable String ofCommand(String text) {
        Shell shell = shell(text);
        ArgumentJudge.command(shell, text);
        return shell.harm.reason();
    }

    static @Nullable String ofQuery(String text) {
        Shell shell = shell(text);
        ArgumentJudge.query(shell, text);
        return shell.harm.reason();
    }

    static @Nullable String ofCode(String text) {
        Shell shell = shell(text);
        ArgumentJudge.code(shell, text);
        return shell.harm.reason();
    }

    static Shell shell(String text) {
        var harm = new Harm();
        harm.allow(text.length());
        return new Shell(harm);
    }
}
