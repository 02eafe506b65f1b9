package gate.app;

import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Rows for spreadsheets: CSV (RFC 4180) in UTF-8, with a header line.
///
/// A field that a spreadsheet would take for a formula gets an apostrophe before it: one that
/// begins, after blanks, with `=`, `+`, `-`, `@` or their full-width forms. Nothing that a terminal
/// would obey is written. Owned by one thread.
final class CsvRows implements RowPrinter {

    /// A message that is longer is not written: no spreadsheet takes such a cell.
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final String HEADER =
            "id,session_id,seq,time,timestamp_ns,direction,kind,rpc_id,method,tool_name,decision,"
                    + "decision_reason,server_name,findings,size_bytes,judge_ns,sha256,message,"
                    + "encoding\r\n";

    private final Screen screen;
    private final StringBuilder line = new StringBuilder(1_024);
    private boolean hasHeader;

    CsvRows(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void print(List<AuditRow> page, Bodies bodies) throws IOException {
        if (!hasHeader) {
            hasHeader = true;
            screen.write(HEADER.getBytes(StandardCharsets.US_ASCII));
        }
        for (AuditRow row : page) {
            print(row, bodies);
        }
        screen.flush();
    }

    private void print(AuditRow row, Bodies bodies) throws IOException {
        line.setLength(0);
        number(row.id());
        text(row.sessionId());
        number(row.seq());
        field(JsonRows.time(row.epochNanos()));
        number(row.epochNanos());
        text(row.direction());
        text(row.kind());
        text(row.rpcId());
        text(row.method());
        text(row.toolName());
        text(row.decision());
        text(row.reason());
        text(row.serverName());
        text(row.findings());
        number(row.sizeBytes());
        number(row.judgeNanos());
        text(row.sha256());
        message(row, bodies);
        screen.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private void message(AuditRow row, Bodies bodies) throws IOException {
        if (row.keptBytes() > MAX_MESSAGE_BYTES) {
            field("");
            line.append("omitted");
            return;
        }
        var message = new byte[row.head().remaining()];
        if (row.isWhole()) {
            row.head().duplicate().get(message);
        } else {
            message = bodies.piece(row.id(), 0, (int) row.keptBytes());
        }
        if (JsonShape.isJson(message)) {
            text(SafeText.json(ByteBuffer.wrap(message)).toString());
            line.append("json");
        } else if (message.length > 0) {
            text(Base64.getEncoder().encodeToString(message));
            line.append("base64");
        } else {
            field("");
        }
    }

    private void number(long value) {
        line.append(value).append(',');
    }

    private void text(@Nullable String value) {
        if (value == null) {
            line.append(',');
            return;
        }
        String safe = SafeText.line(value).toString();
        field(isFormula(safe) ? "'" + safe : safe);
    }

    /// Whether a spreadsheet would compute it.
    private static boolean isFormula(String text) {
        for (int i = 0; i < text.length(); i++) {
            char first = text.charAt(i);
            if (!Character.isSpaceChar(first)) {
                return "=+-@＝＋－＠".indexOf(first) >= 0;
            }
        }
        return false;
    }

    /// Quotes a field where it has to be (RFC 4180, section 2).
    private void field(String value) {
        boolean isPlain =
                value.indexOf(',') < 0
                        && value.indexOf('"') < 0
                        && value.indexOf('\n') < 0
                        && value.indexOf('\r') < 0
                        && !value.startsWith(" ")
                        && !value.endsWith(" ");
        if (isPlain) {
            line.append(value);
        } else {
            line.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
        line.append(',');
    }
}
