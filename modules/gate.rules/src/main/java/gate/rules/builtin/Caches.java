package gate.rules.builtin;

import java.util.List;

/// Commands that print where a program keeps what it can fetch or make again: `go env GOCACHE`.
final class Caches {

    /// What moves such a place, if the same text sets it.
    private static final List<String> MOVING =
            List.of(
                    "HOME",
                    "XDG_CACHE_HOME",
                    "GOCACHE",
                    "GOMODCACHE",
                    "HOMEBREW_CACHE",
                    "PIP_CACHE_DIR",
                    "UV_CACHE_DIR",
                    "YARN_CACHE_FOLDER",
                    "PAR_GLOBAL_TEMP");

    private Caches() {}

    /// Whether a command prints the place of a cache, and nothing before it has moved that.
    static boolean prints(Shell shell, List<String> argv, String name) {
        String rest = String.join(" ", argv.subList(1, argv.size()));
        boolean isCache =
                switch (name) {
                    case "biber", "brew" -> rest.equals("--cache");
                    case "go" -> rest.equals("env GOCACHE") || rest.equals("env GOMODCACHE");
                    case "pip", "pip3", "uv", "yarn" -> rest.equals("cache dir");
                    default -> false;
                };
        return isCache && MOVING.stream().allMatch(moved -> shell.variable(moved) == null);
    }
}
