package gate.app;

import gate.rules.Finding;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Judgements for programs, with the names that the log has for them.
final class JsonFindings {

    private JsonFindings() {}

    /// `{"line":1,"decision":"block","rule":…,"forwarded":false,"findings":[…],"judge_ns":1200}`
    /// and a line feed.
    static byte[] line(long line, Judgement judgement) {
        var json = new StringBuilder(96).append("{\"line\":").append(line).append(',');
        judgement(json, judgement);
        json.append(",\"judge_ns\":").append(judgement.judgeNanos());
        return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The members of a judgement.
    static void judgement(StringBuilder json, Judgement judgement) {
        json.append("\"decision\":\"").append(judgement.decision().label());
        json.append("\",\"rule\":").append(SafeText.quoted(judgement.rule()));
        json.append(",\"forwarded\":").append(judgement.isForwarded());
        json.append(",\"findings\":");
        findings(json, judgement.findings());
    }

    /// An array of findings.
    static void findings(StringBuilder json, List<Finding> findings) {
        json.append('[');
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            json.append(i == 0 ? "{\"rule\":" : ",{\"rule\":");
            json.append(SafeText.quoted(finding.ruleId()));
            json.append(",\"pointer\":").append(SafeText.quoted(finding.span().pointer()));
            json.append(",\"start\":").append(finding.span().start());
            json.append(",\"end\":").append(finding.span().end());
            json.append(",\"severity\":\"");
            json.append(finding.severity().name().toLowerCase(Locale.ROOT));
            json.append("\",\"reason\":").append(SafeText.quoted(finding.reason()));
            json.append('}');
        }
        json.append(']');
    }
}
