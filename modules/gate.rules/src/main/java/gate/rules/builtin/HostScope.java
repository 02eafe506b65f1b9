package gate.rules.builtin;

import gate.rules.Scope;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Whether the hosts that an argument names are among those of a policy.
final class HostScope {

    private static final int MAX_CHARS = 8_192;
    private static final int SHOWN_CHARS = 100;

    private HostScope() {}

    /// Why an argument is outside, or null.
    static @Nullable String why(CallArguments arguments, int node, Scope scope) {
        ArgumentRole role = arguments.role(node);
        String text = arguments.json().string(node);
        if (role == ArgumentRole.COMMAND || role == ArgumentRole.CODE) {
            return inside(text, scope);
        }
        ArgumentUse use = ArgumentUse.of(arguments.name(node));
        if (use == ArgumentUse.TEXT || use == ArgumentUse.PATTERN) {
            return null;
        }
        String stripped = text.strip();
        UrlText url = UrlText.of(stripped);
        if (url == null && use != ArgumentUse.URL) {
            return null;
        }
        if (text.length() > MAX_CHARS) {
            return "an address that is longer than any host reads";
        }
        if (url != null && !isNetwork(url, arguments.tool())) {
            return null;
        }
        String host = url == null || url.host().isEmpty() ? bare(stripped) : url.host();
        return allowed(host, scope);
    }

    /// Every `scheme://host` in a command or code.
    private static @Nullable String inside(String text, Scope scope) {
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
            int end = at + 3;
            while (end < text.length() && isOfHost(text.charAt(end))) {
                end++;
            }
            UrlText url = UrlText.of("x" + text.substring(at, end));
            String why = url == null ? null : allowed(url.host(), scope);
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    private static boolean isOfHost(char c) {
        return c > ' ' && c != '"' && c != '\'' && c != '/' && c != ')' && c != '>' && c != ',';
    }

    private static boolean isNetwork(UrlText url, String tool) {
        return switch (url.scheme()) {
            case "http", "https", "ws", "wss", "ftp", "ftps" -> true;
            case "file", "data", "mailto", "urn", "tel" -> false;
            default -> !url.host().isEmpty() && !tool.equals("read_resource");
        };
    }

    /// The host of an address without a scheme: `example.com:8080/path`.
    private static String bare(String text) {
        int from = text.lastIndexOf("//") == 0 ? 2 : 0;
        UrlText url = UrlText.of("x://" + text.substring(from));
        return url == null ? text : url.host();
    }

    private static @Nullable String allowed(String source, Scope scope) {
        String host = HostName.of(source);
        if (scope.allows(host) && !HostName.isDisguised(source, host)) {
            return null;
        }
        String shown = host.length() <= SHOWN_CHARS ? host : host.substring(0, SHOWN_CHARS) + "…";
        return "the host "
                + shown.toLowerCase(Locale.ROOT)
                + " is none of those that the policy lets be named";
    }
}
