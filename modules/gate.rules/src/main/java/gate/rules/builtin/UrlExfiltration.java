package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.function.Consumer;

/// Finds URLs that carry data away when somebody only looks at them: images with a place for data
/// in what a server sends, and text in disguise in what a client sends.
///
/// Badges, signed links and tracking are everywhere, so little counts: see
/// `docs/rules/url_exfiltration.md`.
public final class UrlExfiltration implements Rule {

    private static final String ID = "url_exfiltration";

    /// URLs of one text that are looked at.
    private static final int MAX_URLS = 1_000;

    /// For the service loader.
    public UrlExfiltration() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        CallArguments arguments = CallArguments.of(envelope, memory);
        if (arguments != null) {
            for (int node = arguments.next(Json.NONE);
                    node != Json.NONE;
                    node = arguments.next(node)) {
                if (leaves(arguments, node)) {
                    judge(arguments.json(), node, false, findings);
                }
            }
        } else if (envelope.direction() == Direction.DOWNSTREAM) {
            Json json = envelope.json();
            int node = envelope.message().node();
            int last = json.last(node);
            for (; node < last; node++) {
                if (json.isString(node) && mayCarry(json, node)) {
                    judge(json, node, true, findings);
                }
            }
        }
    }

    private static boolean leaves(CallArguments arguments, int node) {
        if (!mayCarry(arguments.json(), node)) {
            return false;
        }
        ArgumentRole role = arguments.role(node);
        boolean isRun = role == ArgumentRole.COMMAND || role == ArgumentRole.CODE;
        return !isRun && !WritingTools.writesFiles(arguments.tool());
    }

    /// Whether a URL stands in a text that has a place for data in its query, or a long row.
    private static boolean mayCarry(Json json, int node) {
        int to = json.end(node) - 1;
        byte[] bytes = json.bytes();
        int at = nextColon(bytes, json.start(node) + 1, to);
        int read = 0; // up to here there is no place and no long row
        while (at < to) {
            int slash = at + 1;
            while (slash < to && slash < at + 5 && isSlash(bytes[slash])) {
                slash++;
            }
            if (slash - at > 2) {
                int from = Math.max(slash, read - LinkText.MIN_HIDDEN);
                read = readLink(bytes, from, Math.min(to, slash + LinkText.MAX_LINK));
                if (read < 0) {
                    return true;
                }
            }
            at = nextColon(bytes, at + 1, to);
        }
        return false;
    }

    private static int nextColon(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != ':') {
            at++;
        }
        return at;
    }

    /// Where a URL ends, or -1 if it has a place for data or a long row before.
    private static int readLink(byte[] bytes, int from, int to) {
        int row = 0;
        int at = from;
        for (; at < to && bytes[at] > ' ' && bytes[at] != ')'; at++) {
            int b = bytes[at];
            row = SecretFormat.Body.NAME.holds((char) b) ? row + 1 : 0;
            if (row >= LinkText.MIN_HIDDEN || (b == '=' && at + 1 < to && isPlace(bytes[at + 1]))) {
                return -1;
            }
        }
        return at;
    }

    private static boolean isPlace(int b) {
        return b == '{' || b == '<' || b == '[' || b == '$' || b == '%' || (b >= 'A' && b <= 'Z');
    }

    private static boolean isSlash(int b) {
        return b == '/' || b == '\\';
    }

    private static void judge(Json json, int node, boolean isSent, Consumer<Finding> findings) {
        String text = json.string(node);
        int at = text.indexOf("://");
        for (int count = 0; at >= 0 && count < MAX_URLS; count++) {
            int to = LinkText.end(text, at);
            int from = LinkText.start(text, at);
            boolean hasPlace = isSent && LinkText.hasPlaceForData(text, at, to);
            boolean hasWords = !hasPlace && LinkText.hasHiddenText(text, at, to);
            boolean isImage = isSent && (hasPlace || hasWords) && LinkText.isImage(text, from);
            if (isImage && hasPlace) {
                report(
                        json,
                        node,
                        from,
                        to,
                        Severity.HIGH,
                        "an image that carries data away",
                        findings);
            } else if (hasWords && (isImage || !isSent)) {
                report(json, node, from, to, Severity.LOW, "a URL with text in disguise", findings);
            }
            at = text.indexOf("://", to);
        }
    }

    private static void report(
            Json json,
            int node,
            int from,
            int to,
            Severity severity,
            String reason,
            Consumer<Finding> findings) {
        findings.accept(new Finding(ID, severity, new Span(json.pointer(node), from, to), reason));
    }
}
