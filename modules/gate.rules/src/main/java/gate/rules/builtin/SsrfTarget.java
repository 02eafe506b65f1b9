package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Finds URLs that make a server fetch what only the machine itself may see, and URLs of logins
/// that are none.
///
/// The host `localhost` is everybody's every day: see `docs/rules/ssrf_target.md`.
public final class SsrfTarget implements Rule {

    private static final String ID = "ssrf_target";
    private static final int MAX_CHARS = 8_192;

    /// For the service loader.
    public SsrfTarget() {}

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
            called(arguments, findings);
        } else if (envelope.direction() == Direction.DOWNSTREAM) {
            offered(envelope, findings);
        }
    }

    private static void called(CallArguments arguments, Consumer<Finding> findings) {
        Json json = arguments.json();
        for (int node = arguments.next(Json.NONE); node != Json.NONE; node = arguments.next(node)) {
            if (json.end(node) - json.start(node) > MAX_CHARS) {
                continue;
            }
            boolean isRun = arguments.role(node) == ArgumentRole.COMMAND;
            ArgumentUse use = ArgumentUse.of(arguments.name(node));
            if (isRun || use == ArgumentUse.TEXT || use == ArgumentUse.PATTERN) {
                continue;
            }
            String text = json.string(node).strip();
            String reason = reason(text, use);
            if (reason != null) {
                report(json, node, reason, findings);
            }
        }
    }

    private static @Nullable String reason(String text, ArgumentUse use) {
        UrlText url = UrlText.of(text);
        if (url == null) {
            boolean isHost = use == ArgumentUse.URL && HostName.isMetadata(HostName.of(text));
            return isHost ? "the address of a cloud's metadata" : null;
        }
        return switch (url.scheme()) {
            case "gopher", "dict", "php", "phar", "expect", "netdoc", "jar", "ogg" ->
                    "a URL by which fetching speaks to other services or files";
            case "file" ->
                    ProtectedPaths.of(PathText.of(text)) == ProtectedPaths.CREDENTIAL
                                    || text.contains("/etc/passwd")
                            ? "the URL of a file of keys or accounts"
                            : null;
            default -> host(url.host());
        };
    }

    private static @Nullable String host(String source) {
        String host = HostName.of(source);
        if (HostName.isMetadata(host)) {
            return "the address of a cloud's metadata";
        }
        return HostName.isDisguised(source, host)
                ? "an address of this machine or its network, written so that nobody sees it"
                : null;
    }

    /// Where a login is offered: `authorization_endpoint` and its kin (RFC 8414), and the URL of an
    /// elicitation. CVE-2025-6514 ran commands from the former.
    private static void offered(Envelope envelope, Consumer<Finding> findings) {
        Json json = envelope.json();
        int node = envelope.message().node();
        int last = json.last(node);
        boolean isElicitation = "elicitation/create".equals(envelope.method());
        for (; node + 1 < last; node++) {
            if (json.isString(node + 1) && LoginText.mayHold(json, node + 1)) {
                told(json, node + 1, findings);
            }
            if (json.kind(node) != Json.Kind.NAME || !json.isString(node + 1)) {
                continue;
            }
            boolean isLogin =
                    endsWith(json, node, "_endpoint")
                            || endsWith(json, node, "_uri")
                            || (isElicitation && json.textEquals(node, "url"));
            if (isLogin && json.end(node + 1) - json.start(node + 1) < MAX_CHARS) {
                String reason = login(json.string(node + 1));
                if (reason != null) {
                    report(json, node + 1, reason, findings);
                }
            }
        }
    }

    /// The same within a text: the metadata as a tool hands it on.
    private static void told(Json json, int node, Consumer<Finding> findings) {
        String text = json.string(node);
        int at = LoginText.next(text, 0);
        while (at >= 0) {
            int end = LoginText.end(text, at);
            String reason = login(text.substring(at, end));
            if (reason != null) {
                Span span = new Span(json.pointer(node), at, end);
                findings.accept(new Finding(ID, Severity.HIGH, span, reason));
            }
            at = LoginText.next(text, end);
        }
    }

    private static @Nullable String login(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            return null;
        }
        boolean isWeb = text.startsWith("https:") || text.startsWith("http:");
        boolean isApp = !isWeb && text.startsWith("://", colon);
        boolean isHarm =
                text.contains("$(")
                        || text.indexOf('`') >= 0
                        || text.startsWith("file:")
                        || text.startsWith("javascript:")
                        || text.startsWith("data:text/html");
        return isHarm || (!isWeb && !isApp && text.indexOf(' ') > colon)
                ? "the URL of a login that is no page"
                : null;
    }

    private static boolean endsWith(Json json, int node, String ending) {
        int to = json.end(node) - 1;
        int from = to - ending.length();
        if (from <= json.start(node)) {
            return false;
        }
        for (int i = 0; i < ending.length(); i++) {
            if (json.bytes()[from + i] != ending.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void report(Json json, int node, String reason, Consumer<Finding> findings) {
        Span span = new Span(json.pointer(node), 0, json.string(node).length());
        findings.accept(new Finding(ID, Severity.HIGH, span, reason));
    }
}
