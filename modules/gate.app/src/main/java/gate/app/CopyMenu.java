package gate.app;

import gate.app.PrettyJson.Para;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What can be copied of a message: always text that a terminal only shows.
final class CopyMenu {

    /// How much of a message is read for it: the viewer's heap is small.
    static final int BYTES = 1 << 20;

    static final List<String> ENTRIES =
            List.of(
                    "y pretty JSON    r raw line",
                    "p JSON pointer   i id",
                    "c command that shows it");

    private CopyMenu() {}

    /// The text for a key of the menu, or nothing for any other key.
    static @Nullable SafeText text(char key, AuditRow row, RowCache cache) {
        return switch (key) {
            case 'y' -> pretty(row, cache);
            case 'r' -> SafeText.json(ByteBuffer.wrap(cache.message(row, BYTES)));
            case 'p' -> {
                var findings = FoundText.of(row);
                yield findings.isEmpty()
                        ? SafeText.line("/")
                        : SafeText.line(findings.getFirst().pointer());
            }
            case 'i' -> SafeText.line(Long.toString(row.id()));
            case 'c' -> SafeText.line("mcpgate tail --json --id " + row.id());
            default -> null;
        };
    }

    private static SafeText pretty(AuditRow row, RowCache cache) {
        var lines = new ArrayList<SafeText>();
        for (Para para : PrettyJson.lines(cache.message(row, BYTES), List.of())) {
            lines.add(SafeText.line(" ".repeat(para.indent())).plus(para.text()));
        }
        return SafeText.lines(lines);
    }
}
