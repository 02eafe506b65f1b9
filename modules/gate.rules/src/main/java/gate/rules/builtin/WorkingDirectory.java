package gate.rules.builtin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where a command runs, as far as that matters: what is relative to `/`, to a home, or to a
/// directory above the working tree is no build output.
final class WorkingDirectory {

    private static final int MAX_LINKS = 64;

    private final Map<String, String> links = new HashMap<>();
    private String directory = "";
    private int depth;
    private boolean isTemporary;

    /// Follows `cd`.
    void move(List<String> argv) {
        String to = argv.getLast();
        boolean isHome = argv.size() == 1 || to.equals("~") || to.equals("$HOME");
        if (isHome) {
            directory = "~/";
        } else if (to.equals("/") || FileCommands.isSystemTop(to)) {
            directory = to.endsWith("/") ? to : to.concat("/");
        } else if (to.startsWith("/") && FileTargets.tree(to) == null) {
            directory = to.endsWith("/") ? to : to.concat("/");
            isTemporary = true;
            return;
        } else if (isTemporary && !to.startsWith("/") && !to.startsWith("-")) {
            directory = to.contains("..") ? "/" : directory;
            isTemporary = !to.contains("..");
            return;
        } else if (to.startsWith("/") || to.startsWith("-") || to.startsWith("$")) {
            directory = "";
            depth = 0;
        } else if (directory.isEmpty() || directory.equals("../")) {
            step(to);
            directory = depth < 0 ? "../" : "";
        }
        isTemporary = false;
    }

    /// The directory, if that is known to be no working tree; else nothing.
    String name() {
        return directory;
    }

    /// Whether it is an entry of a directory for temporary files.
    boolean isTemporary() {
        return isTemporary;
    }

    /// Counts how far below the working tree a relative path leads.
    private void step(String path) {
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            boolean isUp = end - from == 2 && path.startsWith("..", from);
            boolean isHere = end == from || (end - from == 1 && path.charAt(from) == '.');
            depth += isUp ? -1 : isHere ? 0 : 1;
            from = end + 1;
        }
    }

    /// A link: what is below it is below its target. One that leads to where all may be deleted
    /// makes nothing better, for it may not be made, or be made elsewhere.
    void link(String name, String target) {
        if (links.size() < MAX_LINKS && FileTargets.tree(target) != null) {
            links.put(plain(name), target);
        }
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    /// A path from where the command runs, if that is known to be no working tree.
    String located(String path) {
        for (Map.Entry<String, String> link : links.entrySet()) {
            String plain = plain(path);
            int end = link.getKey().length();
            if (plain.startsWith(link.getKey()) && plain.startsWith("/", end)) {
                String below = plain.substring(end + 1);
                String target = link.getValue();
                return target.endsWith("/") ? target.concat(below) : target + "/" + below;
            }
        }
        boolean isRelative = !path.isEmpty() && "/~$%-".indexOf(path.charAt(0)) < 0;
        return isRelative && !directory.isEmpty() ? directory.concat(path) : path;
    }
}
