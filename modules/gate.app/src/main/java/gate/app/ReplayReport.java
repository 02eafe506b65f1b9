package gate.app;

import gate.audit.AuditRow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints the verdicts that would change: for programs one by one, for people by what changes, with
/// samples. Owned by one thread.
final class ReplayReport {

    /// Rows that are shown of each kind of change.
    static final int SAMPLES = 5;

    private static final int MAX_GROUPS = 1_000;
    private static final int SUMMARY_CELLS = 80;
    private static final SafeText WITHOUT = SafeText.line("  (judged without its secrets)");

    private final Screen screen;
    private final boolean json;

    /// By what changes: `block injection_phrase_detected → allow`.
    private final Map<String, Group> groups = new TreeMap<>();

    /// Rows that change alike.
    private static final class Group {
        private final List<SafeText> samples = new ArrayList<>();
        private long count;
    }

    ReplayReport(Screen screen, boolean json) {
        this.screen = screen;
        this.json = json;
    }

    /// @param isRedacted whether secrets were taken out of the message that was judged anew
    void changed(AuditRow row, Judgement now, boolean isRedacted) throws IOException {
        if (json) {
            print(row, now, isRedacted);
            return;
        }
        String was = label(row.decision(), row.reason());
        String change = was + " → " + label(now.decision().label(), now.rule());
        if (groups.size() >= MAX_GROUPS && !groups.containsKey(change)) {
            change = "other changes";
        }
        Group group = groups.computeIfAbsent(change, _ -> new Group());
        group.count++;
        if (group.samples.size() < SAMPLES) {
            SafeText sample = sample(row);
            group.samples.add(isRedacted ? sample.plus(WITHOUT) : sample);
        }
    }

    /// Prints what was gathered.
    void finish() throws IOException {
        for (Map.Entry<String, Group> each : groups.entrySet()) {
            Group group = each.getValue();
            line(SafeText.line(each.getKey() + ": " + group.count));
            for (SafeText sample : group.samples) {
                line(sample);
            }
            if (group.count > group.samples.size()) {
                line(SafeText.line("  … and " + (group.count - group.samples.size()) + " more"));
            }
        }
        screen.flush();
    }

    private static String label(String decision, @org.jspecify.annotations.Nullable String rule) {
        return rule == null ? decision : decision + " " + rule;
    }

    private static SafeText sample(AuditRow row) {
        SafeText text =
                SafeText.line("  #" + row.id() + "  ")
                        .plus(SafeText.name(row.sessionId()))
                        .plus(SafeText.line("  "))
                        .plus(SafeText.name(row.serverName()))
                        .plus(
                                SafeText.line(
                                        row.direction().equals("server_to_client")
                                                ? "  ←  "
                                                : "  →  "))
                        .plus(SafeText.name(row.kind()));
        if (row.toolName() != null || row.method() != null) {
            String what = row.toolName() != null ? row.toolName() : row.method();
            text = text.plus(SafeText.line(" ")).plus(SafeText.name(what));
        }
        SafeText summary = Summary.of(row).clip(SUMMARY_CELLS);
        return summary.isEmpty() ? text : text.plus(SafeText.line("  ")).plus(summary);
    }

    private void print(AuditRow row, Judgement now, boolean isRedacted) throws IOException {
        var json = new StringBuilder(256);
        json.append("{\"id\":").append(row.id());
        json.append(",\"session_id\":").append(SafeText.quoted(row.sessionId()));
        json.append(",\"seq\":").append(row.seq());
        json.append(",\"timestamp_ns\":").append(row.epochNanos());
        json.append(",\"server_name\":").append(SafeText.quoted(row.serverName()));
        json.append(",\"direction\":").append(SafeText.quoted(row.direction()));
        json.append(",\"kind\":").append(SafeText.quoted(row.kind()));
        json.append(",\"method\":").append(SafeText.quoted(row.method()));
        json.append(",\"tool_name\":").append(SafeText.quoted(row.toolName()));
        json.append(",\"was\":{\"decision\":").append(SafeText.quoted(row.decision()));
        json.append(",\"rule\":").append(SafeText.quoted(row.reason()));
        json.append("},\"now\":{");
        JsonFindings.judgement(json, now);
        json.append("},\"redacted\":").append(isRedacted).append("}\n");
        screen.write(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void line(SafeText text) throws IOException {
        screen.write(text.utf8());
        screen.write("\n".getBytes(StandardCharsets.US_ASCII));
    }
}
