package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.function.Consumer;

/// Finds options of programs where a name, a path or an address belongs: `--output=/home/u/.bashrc`
/// as a branch.
///
/// A server that hands such an argument to a program lets the caller choose what the program does:
/// see `docs/rules/option_injection.md`.
public final class OptionInjection implements Rule {

    private static final String ID = "option_injection";

    /// For the service loader.
    public OptionInjection() {}

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
        CallArguments arguments = CallArguments.of(envelope, memory);
        if (arguments == null) {
            return;
        }
        Json json = arguments.json();
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            int from = json.start(node) + 1;
            boolean isDashed = json.end(node) - from > 2 && json.bytes()[from] == '-';
            if (isDashed && isNamed(arguments, node) && isOption(json.string(node))) {
                int length = json.string(node).length();
                findings.accept(
                        new Finding(
                                ID,
                                Severity.HIGH,
                                new Span(json.pointer(node), 0, length),
                                "an option where a name, a path or an address belongs"));
            }
        }
    }

    /// Whether the argument names something, and is not the words of a command.
    private static boolean isNamed(CallArguments arguments, int node) {
        return arguments.role(node) != ArgumentRole.COMMAND && arguments.isNaming(node);
    }

    private static boolean isOption(String text) {
        int dashes = text.startsWith("--") ? 2 : 1;
        if (text.length() <= dashes || text.indexOf('\n') >= 0) {
            return false;
        }
        char first = text.charAt(dashes);
        boolean isLetter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
        return isLetter && !isHarmless(text) && (dashes == 2 || isShort(text));
    }

    /// `-oProxyCommand=x`, `-f`: one letter, or a value behind it that no name has.
    private static boolean isShort(String text) {
        return text.length() == 2 || text.indexOf('=') > 0 || text.indexOf('/') > 0;
    }

    /// What agents pass to Git tools in good faith, and what writes and runs nothing.
    private static boolean isHarmless(String text) {
        return switch (text) {
            case "--cached", "--staged", "--stat", "--name-only", "--name-status", "--oneline" ->
                    true;
            case "--all", "--help", "--version", "--", "--numstat", "--shortstat", "--summary" ->
                    true;
            default -> false;
        };
    }
}
