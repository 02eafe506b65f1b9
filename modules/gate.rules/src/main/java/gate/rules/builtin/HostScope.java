package gate.rules.builtin;

import gate.rules.Scope;

import org.jspecify.annotations.Nullable;

/// Whether the hosts that an argument names are among those of a policy.
final class HostScope {

    private static final int MAX_CHARS = 8_192;

    private HostScope() {}

    /// Why an argument is outside, or null.
    static @Nullable String why(CallArguments arguments, int node, Scope scope) {
        ArgumentRole role = arguments.role(node);
        String text = arguments.json().string(node);
        if (role == ArgumentRole.COMMAND || role == ArgumentRole.CODE) {
            return inside(text, "://", scope);
        }
        ArgumentUse use = ArgumentUse.of(arguments.name(node));
        if (use == ArgumentUse.TEXT || use == ArgumentUse.PATTERN) {
            return null;
        }
        String address = text.strip();
        UrlText url = UrlText.of(address);
        boolean isUrl = url != null && !isPort(url);
        if (!isUrl && (use != ArgumentUse.URL || !mayBeHost(address, arguments.name(node)))) {
            return null;
        }
        if (address.length() > MAX_CHARS || hasOdd(address)) {
            return "an address that programs read differently";
        }
        if (url == null || !isUrl) {
            return allowed(bare(address), scope);
        }
        return switch (url.scheme()) {
            case "http", "https", "ws", "wss", "ftp", "ftps" -> allowed(url.host(), scope);
            case "mailto", "urn", "tel" -> null;
            case "file" -> isHere(url.host()) ? null : allowed(url.host(), scope);
            default -> wrapped(url, address, arguments.tool(), scope);
        };
    }

    /// `view-source:http://…`, `jdbc:postgresql://…`, `data:text/html,<script src=//…>`; what a
    /// server calls its own resources is no host.
    private static @Nullable String wrapped(UrlText url, String address, String tool, Scope scope) {
        if (url.host().isEmpty()) {
            return inside(address, "//", scope);
        }
        return tool.equals("read_resource") ? null : allowed(url.host(), scope);
    }

    /// Whether a text without a scheme, where an address belongs, names a host: not a path, not a
    /// sentence, not the name that somebody gave a server.
    private static boolean mayBeHost(String address, String name) {
        if (address.startsWith("//")) {
            return true;
        }
        boolean isOther = address.startsWith("/") || address.indexOf(' ') >= 0 || address.isEmpty();
        boolean isMail = address.indexOf('@') >= 0 && RepositoryKey.letters(name).contains("mail");
        boolean isHost =
                address.indexOf('.') >= 0
                        || address.indexOf(':') >= 0
                        || RepositoryKey.letters(name).contains("host");
        return isHost && !isOther && !isMail;
    }

    /// Whether what looks like a scheme is a host, and a port stands behind it.
    private static boolean isPort(UrlText url) {
        String rest = url.rest();
        boolean isDigit = !rest.isEmpty() && rest.charAt(0) >= '0' && rest.charAt(0) <= '9';
        return url.host().isEmpty() && (url.scheme().indexOf('.') >= 0 || isDigit);
    }

    private static boolean isHere(String host) {
        return host.isEmpty() || host.equalsIgnoreCase("localhost");
    }

    /// A line break, a tab or a backslash: some drop them, and find another host.
    private static boolean hasOdd(String address) {
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c < ' ' || c == '\\') {
                return true;
            }
        }
        return false;
    }

    /// Every host behind such a mark in a text.
    private static @Nullable String inside(String text, String mark, Scope scope) {
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
            int from = at + mark.length();
            int end = from;
            while (end < text.length() && isOfHost(text.charAt(end))) {
                end++;
            }
            UrlText url = UrlText.of("x://" + text.substring(from, end));
            String why = url == null ? null : allowed(url.host(), scope);
            if (why == null && goesOn(text, end)) {
                why = "an address in a command that a shell may put together";
            }
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    private static boolean isOfHost(char c) {
        return c > ' ' && c != '"' && c != '\'' && c != '/' && c != ')' && c != '>' && c != ','
                && c != '\\' && c != '`' && c != '$' && c != '{';
    }

    /// Whether a host is put together from more than what was read: `a.com'.evil.com'`.
    private static boolean goesOn(String text, int end) {
        char c = end < text.length() ? text.charAt(end) : ' ';
        if (c == '"' || c == '\'') {
            char next = end + 1 < text.length() ? text.charAt(end + 1) : ' ';
            return Character.isLetterOrDigit(next) || ".@-_\"'$\\".indexOf(next) >= 0;
        }
        return c == '\\' || c == '`' || c == '$' || c == '{' || c == ',';
    }

    /// The host of an address without a scheme: `example.com:8080/path`.
    private static String bare(String text) {
        int from = text.startsWith("//") ? 2 : 0;
        UrlText url = UrlText.of("x://" + text.substring(from));
        return url == null ? text : url.host();
    }

    private static @Nullable String allowed(String source, Scope scope) {
        String host = HostName.of(source);
        if (isName(host) && scope.allows(host) && !HostName.isDisguised(source, host)) {
            return null;
        }
        return OutsideScope.none("host", host);
    }

    /// Whether it is written as hosts are, so that no pattern fits what is more than one.
    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '_' && c != ':') {
                return false;
            }
        }
        return true;
    }
}
