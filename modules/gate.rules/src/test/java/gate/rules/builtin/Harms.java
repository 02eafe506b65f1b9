package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

/// Why texts are destructive, or what they give away, each in the role that a test gives it; null
/// for harmless ones.
final class Harms {

    private Harms() {}

    static @Nullable String ofCommand(String text) {
        Shell shell = shell(text);
        ArgumentJudge.command(shell, text);
        return shell.harm.reason();
    }

    static @Nullable String theftBy(String text) {
        Shell shell = shell(text);
        ArgumentJudge.command(shell, text);
        return shell.harm.theft();
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
