package gate.app;

import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Rows for a SIEM: ArcSight Common Event Format, version 0, an event a line in UTF-8.
///
/// In the header `|` and `\` are escaped, in the extension `=` and `\`; nothing else of the log can
/// end a field, for [SafeText] draws line breaks. Owned by one thread.
final class CefRows implements RowPrinter {

    /// The format's limits for `msg` and for custom strings.
    private static final int MSG_CHARS = 1_023;

    private static final int CUSTOM_CHARS = 4_000;
    private static final int NAME_CHARS = 512;

    private static final int LOW = 1;
    private static final int MEDIUM = 5;
    private static final int HIGH = 8;

    private final Screen screen;
    private final StringBuilder line = new StringBuilder(1_024);

    CefRows(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void print(List<AuditRow> page, Bodies bodies) throws IOException {
        for (AuditRow row : page) {
            print(row);
        }
        screen.flush();
    }

    private void print(AuditRow row) throws IOException {
        line.setLength(0);
        line.append("CEF:0|mcpgate|mcpgate|");
        header(Help.version());
        header(row.reason() == null ? row.decision() : row.reason());
        header(name(row));
        line.append(severity(row.decision()));
        line.append("|rt=").append(row.epochNanos() / 1_000_000);
        line.append(" externalId=").append(row.id());
        field("act", row.decision(), NAME_CHARS);
        field("cat", row.kind(), NAME_CHARS);
        field("reason", row.reason(), NAME_CHARS);
        line.append(" deviceDirection=").append(row.direction().equals("server_to_client") ? 0 : 1);
        custom(1, "session", row.sessionId());
        custom(2, "server", row.serverName());
        custom(3, "method", row.method());
        custom(4, "tool", row.toolName());
        custom(5, "findings", row.findings());
        custom(6, "rpcId", row.rpcId());
        line.append(" cn1Label=seq cn1=").append(row.seq());
        line.append(" cn2Label=sizeBytes cn2=").append(row.sizeBytes());
        line.append(" cn3Label=judgeNanos cn3=").append(row.judgeNanos());
        field("fileHash", row.sha256(), NAME_CHARS);
        field("msg", Summary.of(row).toString(), MSG_CHARS);
        screen.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /// What happened, in words: `tools/call read_file`.
    private static String name(AuditRow row) {
        String what = row.method() == null ? row.kind() : row.method();
        return row.toolName() == null ? what : what + " " + row.toolName();
    }

    private static int severity(String decision) {
        return switch (decision) {
            case "allow" -> LOW;
            case "block" -> HIGH;
            default -> MEDIUM;
        };
    }

    private void header(String value) {
        String safe = cut(SafeText.line(value).toString(), NAME_CHARS);
        line.append(safe.replace("\\", "\\\\").replace("|", "\\|")).append('|');
    }

    private void custom(int number, String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            line.append(" cs").append(number).append("Label=").append(label);
            field("cs" + number, value, CUSTOM_CHARS);
        }
    }

    private void field(String key, @Nullable String value, int limit) {
        if (value != null && !value.isEmpty()) {
            String safe = cut(SafeText.line(value).toString(), limit);
            line.append(' ').append(key).append('=');
            line.append(safe.replace("\\", "\\\\").replace("=", "\\="));
        }
    }

    /// Cut before escaping, so that no escape is torn.
    private static String cut(String text, int limit) {
        return text.substring(0, Place.boundary(text, limit));
    }
}
