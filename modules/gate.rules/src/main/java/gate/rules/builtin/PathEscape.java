package gate.rules.builtin;

import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// Finds paths that climb out of where they start, to a place that no project has, or in a
/// disguise.
///
/// A neighbour (`../lib/x.ts`) is ordinary: see `docs/rules/path_escape.md`.
public final class PathEscape implements Rule {

    private static final String ID = "path_escape";

    /// Levels from which a system's directory is meant, and not a project's of the same name.
    private static final int FAR = 3;

    /// For the service loader.
    public PathEscape() {}

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
        List<String> command = envelope.session().command();
        boolean hasRoots = AllowedRoots.areIn(command);
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            String text = arguments.path(node);
            if (hasRoots && text != null && AllowedRoots.isBeside(command, text)) {
                Span span = new Span(arguments.json().pointer(node), 0, text.length());
                findings.accept(new Finding(ID, AllowedRoots.severity(command), span, BESIDE));
                continue;
            }
            String reason = text == null || !mayClimb(text) ? null : reason(PathText.of(text));
            if (reason != null && text != null) {
                Span span = new Span(arguments.json().pointer(node), 0, text.length());
                findings.accept(new Finding(ID, Severity.HIGH, span, reason));
            }
        }
    }

    private static final String BESIDE =
            "a path beside a directory that the server was started with, of the same beginning";

    private static boolean mayClimb(String text) {
        return text.contains("..")
                || text.indexOf('%') >= 0
                || text.indexOf(0) >= 0
                || hasWide(text);
    }

    /// Dots that only look like dots are folded to dots by some systems.
    private static boolean hasWide(String text) {
        return text.indexOf('\uff0e') >= 0
                || text.indexOf('\u2024') >= 0
                || text.indexOf('\u2025') >= 0;
    }

    private static @Nullable String reason(PathText path) {
        if (path.hasNul()) {
            return "a path with a NUL in it";
        }
        if (path.isDisguised()) {
            return "a path that climbs in a disguise";
        }
        if (!path.climbs()) {
            return null;
        }
        if (path.isAbsolute() && isOfSystem(path.part(0))) {
            return "a path that climbs into a directory of the system";
        }
        boolean isFar = path.levels() >= FAR && isOfSystem(path.part(0));
        if (isFar || (path.levels() > 0 && isTarget(path.part(0), path.part(1)))) {
            return "a path that climbs out of its directory into one of the system";
        }
        return null;
    }

    private static boolean isOfSystem(String part) {
        return switch (part) {
            case "etc", "proc", "sys", "dev", "root", "boot", "bin", "sbin", "windows" -> true;
            default -> false;
        };
    }

    private static boolean isTarget(String one, String two) {
        return switch (one) {
            case "etc" ->
                    switch (two) {
                        case "passwd", "shadow", "hosts", "ssh", "sudoers", "group" -> true;
                        case "crontab", "environment", "profile", "kubernetes" -> true;
                        default -> false;
                    };
            case "proc" -> two.equals("self") || two.equals("1");
            case "windows" -> two.equals("win.ini") || two.equals("system32");
            default -> false;
        };
    }
}
