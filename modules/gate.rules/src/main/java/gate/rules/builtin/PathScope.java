package gate.rules.builtin;

import gate.protocol.Json;
import gate.rules.Scope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Whether the paths that an argument names are below those of a policy.
final class PathScope {

    private static final String OUTSIDE =
            "a path that is not below one that the policy lets be named";

    private PathScope() {}

    /// The paths of each file.
    static List<List<PathText>> read(Scope scope) {
        List<List<PathText>> all = new ArrayList<>();
        for (List<String> list : scope.lists()) {
            List<PathText> paths = new ArrayList<>();
            for (String path : list) {
                paths.add(PathText.of(path));
            }
            all.add(List.copyOf(paths));
        }
        return List.copyOf(all);
    }

    /// Why an argument is outside, or null.
    static @Nullable String why(CallArguments arguments, int node, List<List<PathText>> lists) {
        Json json = arguments.json();
        ArgumentUse use = ArgumentUse.of(arguments.name(node));
        boolean isNamed = use == ArgumentUse.PATH;
        boolean isTooLong = json.end(node) - json.start(node) > PathText.MAX_CHARS;
        if (isNamed && (isTooLong || !PathText.isPath(json.string(node)))) {
            return isTooLong || json.string(node).indexOf('\n') >= 0 ? OUTSIDE : null;
        }
        String text = arguments.path(node);
        if (text == null) {
            return null;
        }
        boolean isFile = text.startsWith("file:");
        if (!isFile && use == ArgumentUse.URL) {
            return null;
        }
        PathText path = PathText.of(text);
        boolean isFixed = path.isAbsolute() || path.isHome() || path.climbs();
        if (!isNamed && !isFixed) {
            return null; // `owner/name`, a type of a medium
        }
        if (path.hasNul() || path.isDisguised() || !path.isWhole()) {
            return OUTSIDE;
        }
        for (List<PathText> list : lists) {
            boolean isInside = false;
            for (PathText directory : list) {
                isInside |= path.isIn(directory);
            }
            if (!isInside) {
                return OUTSIDE;
            }
        }
        return null;
    }
}
