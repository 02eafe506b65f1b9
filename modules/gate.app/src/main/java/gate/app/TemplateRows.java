package gate.app;

import gate.audit.AuditRow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/// Rows as a [Template] has them, a line each. Owned by one thread.
final class TemplateRows implements RowPrinter {

    private final Screen screen;
    private final Template template;
    private final Clock clock;

    /// @param clock tells the zone of the times
    TemplateRows(Screen screen, Template template, Clock clock) {
        this.screen = screen;
        this.template = template;
        this.clock = clock;
    }

    @Override
    public void print(List<AuditRow> page, Bodies bodies) throws IOException {
        for (AuditRow row : page) {
            String line = template.line(row, clock) + '\n';
            screen.write(line.getBytes(StandardCharsets.UTF_8));
        }
        screen.flush();
    }
}
