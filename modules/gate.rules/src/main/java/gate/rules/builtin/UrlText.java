package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// The parts of a URL that say where it leads, as lenient readers take them.
///
/// @param scheme in lower case
/// @param host without user and port; brackets of IPv6 stay; empty if there is none
/// @param rest path, query and fragment
record UrlText(String scheme, String host, String rest) {

    /// Reads a text that is a URL as a whole, or null.
    static @Nullable UrlText of(String text) {
        int colon = 0;
        while (colon < text.length() && colon < 16 && isOfScheme(text.charAt(colon))) {
            colon++;
        }
        if (colon < 1 || colon >= text.length() || text.charAt(colon) != ':') {
            return null;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        int from = colon + 1;
        while (from < text.length() && isSlash(text.charAt(from))) {
            from++;
        }
        if (from == colon + 1) {
            return new UrlText(scheme, "", text.substring(from));
        }
        int to = from;
        while (to < text.length() && !isEnd(text.charAt(to))) {
            to++;
        }
        int at = text.lastIndexOf('@', to - 1);
        int hostFrom = at >= from ? at + 1 : from;
        int hostTo = to;
        int port = text.lastIndexOf(':', to - 1);
        if (port >= hostFrom && text.indexOf(']', port) < 0) {
            hostTo = port;
        }
        return new UrlText(scheme, text.substring(hostFrom, hostTo), text.substring(to));
    }

    private static boolean isOfScheme(char c) {
        return Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private static boolean isEnd(char c) {
        return isSlash(c) || c == '?' || c == '#' || c <= ' ';
    }
}
