package gate.rules.builtin;

import gate.protocol.Json;
import gate.rules.Scope;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Whether the paths that an argument names are below those of a policy.
final class PathScope {

    private static final String OUTSIDE =
            "a path that is not below one that the policy lets be named";

    private PathScope() {}

    /// Why an argument is outside, or null.
    static @Nullable String why(CallArguments arguments, int node, Scope scope) {
        Json json = arguments.json();
        String name = arguments.name(node);
        ArgumentUse use = ArgumentUse.of(name);
        if (use == ArgumentUse.TEXT || use == ArgumentUse.CREDENTIAL) {
            return null;
        }
        boolean isNamed = use == ArgumentUse.PATH;
        if (json.end(node) - json.start(node) > PathText.MAX_CHARS) {
            return isNamed ? OUTSIDE : null;
        }
        String text = json.string(node);
        if (text.isEmpty()) {
            return null;
        }
        boolean isFile = text.regionMatches(true, 0, "file:", 0, 5);
        if (use == ArgumentUse.PATTERN) {
            return reaches(text) ? why(text.substring(0, wildcard(text)), scope) : null;
        }
        boolean isUri = use == ArgumentUse.URL && name.toLowerCase(Locale.ROOT).endsWith("uri");
        boolean isAddress = text.contains("://") && !text.contains("..");
        if (!isFile && (isAddress || (use == ArgumentUse.URL && !isUri))) {
            return null;
        }
        boolean isRun = arguments.role(node) == ArgumentRole.COMMAND;
        return isNamed || isFile || (isRooted(text) && !isRun && !isRoute(name))
                ? why(text, scope)
                : null;
    }

    /// Whether a text that nobody calls a path can be nothing else: not `owner/name`, not a type of
    /// a medium.
    private static boolean isRooted(String text) {
        boolean isDrive = text.length() > 2 && text.charAt(1) == ':' && text.charAt(2) == '\\';
        return (text.startsWith("/") && !text.startsWith("//"))
                || text.startsWith("~/")
                || text.startsWith("../")
                || text.contains("/../")
                || isDrive;
    }

    /// Whether an argument of this name has slashes of its own.
    private static boolean isRoute(String name) {
        return switch (RepositoryKey.letters(name)) {
            case "route", "xpath", "selector", "endpoint", "regex", "expression" -> true;
            default -> false;
        };
    }

    /// Whether a pattern is for files of another place.
    private static boolean reaches(String pattern) {
        boolean isFixed = pattern.startsWith("/") || pattern.startsWith("~/");
        return pattern.contains("../") || (isFixed && pattern.indexOf('*') > 0);
    }

    private static int wildcard(String pattern) {
        int at = 0;
        while (at < pattern.length() && "*?[{".indexOf(pattern.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static @Nullable String why(String text, Scope scope) {
        PathText path = PathText.of(text);
        PathText plain = PathText.plain(text);
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        boolean isDrive = text.length() > 2 && text.charAt(1) == ':' && text.charAt(2) != '\\';
        boolean isVariable = first == '$' || first == '%';
        boolean isOdd = path.hasNul() || path.isDisguised() || !path.isWhole();
        if (isOdd || isVariable || (isDrive && text.charAt(2) != '/') || text.indexOf('\n') >= 0) {
            return OUTSIDE;
        }
        boolean isInside =
                scope.isKept(each -> {
                    PathText directory = PathText.of(each);
                    return path.isIn(directory) && plain.isIn(directory);
                });
        return isInside ? null : OUTSIDE;
    }
}
