package gate.rules;

import gate.protocol.Envelope;
import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One narrow case in which a finding is allowed: an `[[exceptions]]` of a policy.
///
/// @param ruleId whose findings
/// @param tool a glob for the tool that is called or answers; null for any message
/// @param pointer a glob for the JSON pointer of the finding; null for any
/// @param text the whole text that the finding stands in; null for any
/// @param found the characters that were found; null for any
/// @param sha256 of the whole text in UTF-8, in lower hex; null for any
/// @param endEpochNanos from when on it does not hold any more
public record Waiver(
        String ruleId,
        @Nullable String tool,
        @Nullable String pointer,
        @Nullable String text,
        @Nullable String found,
        @Nullable String sha256,
        long endEpochNanos) {

    /// Shorter names of plain characters hold no order and nothing hidden.
    private static final int MIN_NAME_CHARS = 16;

    /// Whether this finding is let pass.
    public boolean covers(Finding finding, Envelope envelope) {
        if (!finding.ruleId().equals(ruleId) || envelope.epochNanos() >= endEpochNanos) {
            return false;
        }
        String called = envelope.toolName();
        if (tool != null && (called == null || !Glob.fits(tool, called))) {
            return false;
        }
        if (pointer != null && !Glob.fits(pointer, finding.span().pointer())) {
            return false;
        }
        return (text == null && found == null && sha256 == null) || coversText(finding, envelope);
    }

    private boolean coversText(Finding finding, Envelope envelope) {
        Json json = envelope.json();
        int node = json.find(finding.span().pointer());
        if (!json.isString(node)) {
            return false;
        }
        String whole = json.string(node);
        int start = finding.span().start();
        int end = finding.span().end();
        if (end > whole.length() || mayStandInName(json.nameOf(node), end)) {
            return false;
        }
        return (text == null || text.equals(whole))
                && (found == null || found.equals(whole.substring(start, end)))
                && (sha256 == null || sha256.equals(sha256(whole)));
    }

    /// Whether a finding may stand in the name of the member instead of its value, which has the
    /// same pointer: names that hold more than a name are that long, or not of plain characters.
    private static boolean mayStandInName(@Nullable String name, int end) {
        if (name == null || end > name.length()) {
            return false;
        }
        boolean isPlain = name.length() < MIN_NAME_CHARS;
        for (int at = 0; at < name.length() && isPlain; at++) {
            isPlain = name.charAt(at) > ' ' && name.charAt(at) < 0x7f;
        }
        return !isPlain;
    }

    /// The hash that [#sha256] is compared with.
    public static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
