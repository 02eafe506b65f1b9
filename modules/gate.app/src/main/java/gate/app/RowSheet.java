package gate.app;

import gate.audit.AuditRow;
import gate.protocol.Json;
import gate.rules.Finding;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// One row for people: a sheet of its own. Owned by one thread.
final class RowSheet {

    private static final int NAME_CELLS = 16;

    /// How wide a sheet is where nobody knows.
    private static final int COLUMNS = 100;

    private static final int MIN_COLUMNS = 40;

    private final Screen screen;
    private final int columns;
    private final boolean colored;
    private final Clock clock;

    /// @param clock tells the zone of the times
    RowSheet(Screen screen, Stdout stdout, boolean colored, Clock clock) {
        this.screen = screen;
        this.colored = colored;
        this.clock = clock;
        columns = stdout.columns() > 0 ? Math.max(stdout.columns(), MIN_COLUMNS) : COLUMNS;
    }

    /// All fields of the row, and its message with what was found marked.
    void show(Explanation explanation) throws IOException {
        AuditRow row = explanation.row();
        field("id", Long.toString(row.id()));
        field("session_id", row.sessionId());
        field("seq", Long.toString(row.seq()));
        field("time", time(row.epochNanos()));
        field("timestamp_ns", Long.toString(row.epochNanos()));
        field("direction", row.direction());
        field("kind", row.kind());
        field("rpc_id", row.rpcId());
        field("method", row.method());
        field("tool_name", row.toolName());
        field("decision", SafeText.name(row.decision()), style(row.decision()));
        field("decision_reason", row.reason());
        field("server_name", row.serverName());
        field("size_bytes", Long.toString(row.sizeBytes()));
        field("judge_ns", Long.toString(row.judgeNanos()));
        field("sha256", row.sha256());
        String note = AtRest.note(row.sha256());
        if (!note.isEmpty()) {
            field("redacted", note);
        }
        List<Place> places = explanation.places();
        if (places.isEmpty() && row.findings() != null) {
            field("findings", row.findings());
        }
        for (Place place : places) {
            field("finding", where(place.finding()), Style.PLAIN);
            field("", SafeText.line(place.finding().reason()), Style.PLAIN);
        }
        if (row.keptBytes() == 0) {
            field("message", row.sizeBytes() == 0 ? "" : "(not kept)");
            return;
        }
        blank();
        Json json = explanation.json();
        if (json != null) {
            new PrettyMessage(json, places, screen, columns, colored).print();
        } else {
            unread(explanation);
        }
    }

    /// What decided, where, why, and what to do.
    void explain(Explanation explanation) throws IOException {
        AuditRow row = explanation.row();
        line(new Line(colored).field(SafeText.line(headline(row)), style(row.decision())));
        field("message", label(row), Style.PLAIN);
        field("session", SafeText.name(row.sessionId() + ", " + row.serverName()), Style.PLAIN);
        field("time", time(row.epochNanos()));
        String note = AtRest.note(row.sha256());
        if (!note.isEmpty()) {
            field("redacted", note);
        }
        if (explanation.places().isEmpty()) {
            field("found", "nothing");
        }
        for (Place place : explanation.places()) {
            field("found", where(place.finding()), Style.PLAIN);
            field("", SafeText.line(place.finding().reason()), Style.PLAIN);
            quote(place);
        }
        if (!explanation.looksFor().isEmpty()) {
            paragraph("the rule", explanation.looksFor());
            paragraph("to do", explanation.remedy());
        }
        pair(row, explanation.pair());
        field("all of it", "mcpgate show " + row.id());
    }

    /// What became of a message, in a sentence.
    static String headline(AuditRow row) {
        String what = "#" + row.id() + " ";
        String by = row.reason() == null ? "" : ": " + row.reason();
        boolean isUnread = row.kind().equals("fault") || row.kind().equals("noise");
        return switch (row.decision()) {
            case "allow" -> what + "was forwarded";
            case "warn" ->
                    what + (isUnread ? "was not forwarded" : "was forwarded, with a warning") + by;
            case "block" -> what + "was refused" + by;
            default -> what + row.decision() + by;
        };
    }

    /// What a message is, and which way it went.
    static SafeText label(AuditRow row) {
        String way =
                row.direction().equals("server_to_client") ? "server → client" : "client → server";
        SafeText label = SafeText.name(row.kind());
        if (row.method() != null) {
            label = label.plus(SafeText.line(" ")).plus(SafeText.name(row.method()));
        }
        if (row.toolName() != null) {
            label = label.plus(SafeText.line(" ")).plus(SafeText.name(row.toolName()));
        }
        return label.plus(SafeText.line(", " + way));
    }

    /// Which rule found something, and where.
    static SafeText where(Finding finding) {
        String pointer = finding.span().pointer();
        int start = finding.span().start();
        int end = finding.span().end();
        String where;
        if (pointer.isEmpty()) {
            where = end > start ? "bytes " + start + " to " + end : "at byte " + start;
        } else {
            where = pointer + (end > start ? ", characters " + start + " to " + end : "");
        }
        return SafeText.line(finding.ruleId() + " (" + severity(finding) + ") " + where);
    }

    private static String severity(Finding finding) {
        return switch (finding.severity()) {
            case LOW -> "low";
            case HIGH -> "high";
        };
    }

    private void quote(Place place) throws IOException {
        SafeText around = place.before().plus(place.found()).plus(place.after());
        if (around.isEmpty()) {
            return;
        }
        field("", around, Style.PLAIN);
        int marks = Math.max(1, place.found().cells());
        int before = NAME_CELLS + Line.GAP.length() + place.before().cells();
        SafeText mark = SafeText.line(" ".repeat(before) + "▔".repeat(marks));
        line(new Line(colored).field(mark, Style.RED));
    }

    private void pair(AuditRow row, @Nullable AuditRow pair) throws IOException {
        if (pair == null) {
            return;
        }
        long millis = Math.abs(pair.epochNanos() - row.epochNanos()) / 1_000_000;
        field(
                row.kind().equals("request") ? "answer" : "request",
                SafeText.line("#" + pair.id() + " ")
                        .plus(SafeText.name(pair.decision()))
                        .plus(SafeText.line(", " + millis + " ms ")),
                Style.PLAIN);
    }

    /// A line that is no message: as it is, broken where the sheet ends.
    private void unread(Explanation explanation) throws IOException {
        AuditRow row = explanation.row();
        if (!row.isWhole()) {
            line(new Line(false).field(SafeText.line(row.head()).plus(SafeText.line("…"))));
            line(
                    new Line(false)
                            .field(
                                    SafeText.line(
                                            row.keptBytes()
                                                    + " bytes in all: mcpgate show "
                                                    + row.id()
                                                    + " --raw")));
            return;
        }
        ByteBuffer head = row.head();
        line(new Line(false).field(SafeText.line(head)));
    }

    private void paragraph(String name, String text) throws IOException {
        String label = name;
        for (String line : Shown.paragraph(text, columns - NAME_CELLS - Line.GAP.length())) {
            field(label, line);
            label = "";
        }
    }

    private void field(String name, @Nullable String value) throws IOException {
        if (value == null) {
            field(name, SafeText.line("-"), Style.PLAIN);
        } else {
            field(name, SafeText.line(value), Style.PLAIN);
        }
    }

    private void field(String name, SafeText value, Style style) throws IOException {
        line(new Line(colored).field(SafeText.line(name).padded(NAME_CELLS)).field(value, style));
    }

    private void line(Line line) throws IOException {
        screen.write(line.finish());
    }

    private void blank() throws IOException {
        line(new Line(false));
    }

    private static Style style(String decision) {
        return switch (decision) {
            case "allow" -> Style.GREEN;
            case "warn" -> Style.YELLOW;
            case "block" -> Style.RED;
            default -> Style.PLAIN;
        };
    }

    private String time(long epochNanos) {
        Instant instant =
                Instant.ofEpochSecond(
                        Math.floorDiv(epochNanos, 1_000_000_000L),
                        Math.floorMod(epochNanos, 1_000_000_000L));
        return instant.truncatedTo(ChronoUnit.MILLIS)
                .atZone(clock.getZone())
                .toOffsetDateTime()
                .toString();
    }
}
