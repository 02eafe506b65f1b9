package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.function.Consumer;

/// Finds calls that read the user's keys, or write what agents, shells and systems obey.
///
/// Only arguments that are paths count, never texts that mention one: see
/// `docs/rules/protected_path.md`.
public final class ProtectedPath implements Rule {

    private static final String ID = "protected_path";

    /// For the service loader.
    public ProtectedPath() {}

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
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            String text = arguments.path(node);
            String reason = text == null ? null : reason(arguments, node, PathText.of(text));
            if (reason != null && text != null) {
                Span span = new Span(arguments.json().pointer(node), 0, text.length());
                findings.accept(new Finding(ID, Severity.HIGH, span, reason));
            }
        }
    }

    private static @Nullable String reason(CallArguments arguments, int node, PathText path) {
        return switch (ProtectedPaths.of(path)) {
            case CREDENTIAL -> "a file of keys or tokens";
            case CONFIGURATION -> {
                if (ProtectedPaths.isOfGate(path) && WritingTools.removes(arguments.tool())) {
                    yield "removes what the gate goes by";
                }
                yield writes(arguments, node)
                        ? "writes what an agent, a shell or the system obeys"
                        : null;
            }
            case SETTINGS ->
                    writes(arguments, node) && loosens(arguments)
                            ? "writes a setting that lets an agent or an editor act unasked"
                            : null;
            case NONE -> null;
        };
    }

    private static boolean writes(CallArguments arguments, int node) {
        if (arguments.hasBeside(node, "command")
                && "view".equals(arguments.beside(node, "command"))) {
            return false;
        }
        if (WritingTools.writes(arguments.tool())) {
            return true;
        }
        return !WritingTools.reads(arguments.tool())
                && arguments.hasBeside(
                        node,
                        "content",
                        "contents",
                        "text",
                        "data",
                        "file_text",
                        "new_string",
                        "new_str",
                        "edits",
                        "patch");
    }

    /// Whether what is written switches the asking off.
    private static boolean loosens(CallArguments arguments) {
        Json json = arguments.json();
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            String text = json.string(node).toLowerCase(Locale.ROOT);
            if (text.contains("autoapprove")
                    || text.contains("folderopen")
                    || text.contains("workspace.trust")
                    || text.contains("task.allowautomatictasks")) {
                return true;
            }
        }
        return false;
    }
}
