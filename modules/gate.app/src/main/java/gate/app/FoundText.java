package gate.app;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.audit.AuditRow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One thing that a rule found in a message, as the log tells it.
///
/// @param pointer where the text stands (RFC 6901)
/// @param start in UTF-16 units of that text
/// @param reason in words
record FoundText(String rule, String severity, String pointer, int start, int end, String reason) {

    private static final int MOST = 64;

    /// Those of a row; none where what the log has is no list of findings.
    static List<FoundText> of(AuditRow row) {
        String json = row.findings();
        if (json == null || json.isEmpty()) {
            return List.of();
        }
        try {
            var findings = new ArrayList<FoundText>();
            for (Object one : JSON.std.listFrom(json)) {
                if (one instanceof Map<?, ?> members && findings.size() < MOST) {
                    findings.add(
                            new FoundText(
                                    text(members, "rule"),
                                    text(members, "severity"),
                                    text(members, "pointer"),
                                    number(members, "start"),
                                    number(members, "end"),
                                    text(members, "reason")));
                }
            }
            return findings;
        } catch (IOException e) {
            return List.of();
        }
    }

    static List<PrettyJson.Spot> spots(List<FoundText> findings) {
        var spots = new ArrayList<PrettyJson.Spot>();
        for (FoundText finding : findings) {
            if (finding.end > finding.start) {
                spots.add(new PrettyJson.Spot(finding.pointer, finding.start, finding.end));
            }
        }
        return spots;
    }

    private static String text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    private static int number(Map<?, ?> members, String name) {
        return members.get(name) instanceof Number number ? Math.max(0, number.intValue()) : 0;
    }
}
