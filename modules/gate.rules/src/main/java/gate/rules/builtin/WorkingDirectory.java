package gate.rules.builtin;

import java.util.List;

/// Where a command runs, as far as that matters: what is relative to `/`, to a home, or to a
/// directory above the working tree is no build output.
final class WorkingDirectory {

    private String directory = "";
    private int depth;

    /// Follows `cd`.
    void move(List<String> argv) {
        String to = argv.getLast();
        boolean isHome = argv.size() == 1 || to.equals("~") || to.equals("$HOME");
        if (isHome) {
            directory = "~/";
        } else if (to.equals("/") || FileCommands.isSystemTop(to)) {
            directory = to.endsWith("/") ? to : to.concat("/");
        } else if (to.startsWith("/") || to.startsWith("-") || to.startsWith("$")) {
            directory = "";
            depth = 0;
        } else if (directory.isEmpty() || directory.equals("../")) {
            step(to);
            directory = depth < 0 ? "../" : "";
        }
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

    /// A path from where the command runs, if that is known to be no working tree.
    String located(String path) {
        boolean isRelative = !path.isEmpty() && "/~$%-".indexOf(path.charAt(0)) < 0;
        return isRelative && !directory.isEmpty() ? directory.concat(path) : path;
    }
}
