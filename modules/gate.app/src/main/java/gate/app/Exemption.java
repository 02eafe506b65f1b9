package gate.app;

import gate.audit.AuditRow;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Ruling;
import gate.rules.Waiver;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;

/// The `[[exceptions]]` that let pass what a rule found in one message, and nothing else: by
/// server, tool, place, and the text itself.
///
/// Texts are written down as a hash where they may be secrets or are long.
final class Exemption {

    /// Exceptions that are written for one row.
    private static final int MAX_PLACES = 16;

    /// Longest text that is written into a policy, in characters.
    private static final int MAX_TEXT = 200;

    private Exemption() {}

    /// The rule that decided about a row, if an exception of a policy can allow its findings.
    static @Nullable String rule(AuditRow row) {
        String reason = row.reason();
        if (reason == null || row.decision().equals("allow")) {
            return null;
        }
        String rule = Ruling.ruleOf(reason);
        for (Finding finding : StoredFindings.of(row)) {
            if (finding.ruleId().equals(rule)) {
                return rule;
            }
        }
        return null;
    }

    /// What to write into a policy, in TOML.
    ///
    /// @param json the message, null where the log has not kept it
    /// @param reason why, for who reads the policy
    /// @param lastDay on which it holds
    static String text(
            AuditRow row, String rule, @Nullable Json json, String reason, LocalDate lastDay) {
        Set<String> all = new LinkedHashSet<>();
        for (Finding finding : StoredFindings.of(row)) {
            if (finding.ruleId().equals(rule) && all.size() < MAX_PLACES) {
                all.add(one(row, finding, json, reason, lastDay));
            }
        }
        return String.join("", all);
    }

    private static String one(
            AuditRow row, Finding finding, @Nullable Json json, String reason, LocalDate lastDay) {
        var text = new StringBuilder("\n[[exceptions]]\n");
        put(text, "rule", finding.ruleId());
        put(text, "reason", reason);
        text.append("expires = ").append(lastDay).append('\n');
        put(text, "server", row.serverName());
        if (row.toolName() != null) {
            put(text, "tool", row.toolName());
        }
        if (!finding.span().pointer().isEmpty()) {
            put(text, "pointer", finding.span().pointer());
        }
        int node = json == null ? Json.NONE : json.find(finding.span().pointer());
        if (json != null && json.isString(node)) {
            String whole = json.string(node);
            boolean isOpen = whole.length() <= MAX_TEXT && !mayBeSecret(finding.ruleId());
            put(text, isOpen ? "text" : "sha256", isOpen ? whole : Waiver.sha256(whole));
        }
        return text.toString();
    }

    private static boolean mayBeSecret(String rule) {
        return rule.startsWith("secret_") || rule.equals("private_to_public");
    }

    private static void put(StringBuilder text, String key, String value) {
        text.append(key).append(" = ").append(quoted(value)).append('\n');
    }

    /// A basic string of TOML in plain ASCII: what it says came from a peer.
    static String quoted(String value) {
        var text = new StringBuilder(value.length() + 2).append('"');
        for (int at = 0; at < value.length(); ) {
            int point = value.codePointAt(at);
            at += Character.charCount(point);
            if (point == '"' || point == '\\') {
                text.append('\\').append((char) point);
            } else if (point >= ' ' && point < 0x7f) {
                text.append((char) point);
            } else {
                String hex = Integer.toHexString(point);
                boolean isLong = point > 0xffff;
                text.append(isLong ? "\\U" : "\\u");
                text.append("0".repeat((isLong ? 8 : 4) - hex.length())).append(hex);
            }
        }
        return text.append('"').toString();
    }
}
