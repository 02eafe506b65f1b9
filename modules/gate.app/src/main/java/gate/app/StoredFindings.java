package gate.app;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.audit.AuditRow;
import gate.rules.Finding;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The findings of a row, read back. What is no finding there is left out: anybody who can write
/// the file may have put it there.
final class StoredFindings {

    private StoredFindings() {}

    static List<Finding> of(AuditRow row) {
        String json = row.findings();
        List<Finding> findings = new ArrayList<>();
        try {
            for (Object each : JSON.std.listFrom(json == null ? "[]" : json)) {
                Finding finding = each instanceof Map<?, ?> members ? finding(members) : null;
                if (finding != null) {
                    findings.add(finding);
                }
            }
        } catch (IOException | RuntimeException e) {
            return List.of(); // cut off at the limit of the reader, or no JSON at all
        }
        return findings;
    }

    private static @Nullable Finding finding(Map<?, ?> members) {
        int start = number(members.get("start"));
        int end = number(members.get("end"));
        if (!(members.get("rule") instanceof String rule) || start < 0 || end < start) {
            return null;
        }
        return new Finding(
                rule,
                "high".equals(members.get("severity")) ? Severity.HIGH : Severity.LOW,
                new Span(text(members.get("pointer")), start, end),
                text(members.get("reason")));
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
