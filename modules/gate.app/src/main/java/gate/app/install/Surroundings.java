package gate.app.install;

import java.nio.file.Path;
import java.util.Map;

/// What decides where clients keep their files.
///
/// @param env the environment; `HOME`, `XDG_CONFIG_HOME`, `APPDATA` and what clients call their own
/// @param directory the project that one stands in
public record Surroundings(Os os, Path home, Map<String, String> env, Path directory) {

    /// An operating system, as far as paths differ.
    public enum Os {
        LINUX,
        MACOS,
        WINDOWS
    }

    public Surroundings {
        env = Map.copyOf(env);
    }

    /// Those of this process.
    public static Surroundings of(Map<String, String> env) {
        String name = System.getProperty("os.name", "");
        Os os =
                name.startsWith("Windows")
                        ? Os.WINDOWS
                        : name.startsWith("Mac") ? Os.MACOS : Os.LINUX;
        String home = env.getOrDefault("HOME", "");
        return new Surroundings(
                os,
                Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home),
                env,
                Path.of("").toAbsolutePath());
    }

    /// What the variable names, or else this.
    Path named(String variable, Path otherwise) {
        String value = env.getOrDefault(variable, "");
        return value.isEmpty() ? otherwise : home.resolve(value);
    }

    /// Where programs keep their settings: `~/.config` and its like.
    Path settings() {
        return switch (os) {
            case LINUX -> named("XDG_CONFIG_HOME", home.resolve(".config"));
            case MACOS -> home.resolve("Library").resolve("Application Support");
            case WINDOWS -> named("APPDATA", home.resolve("AppData").resolve("Roaming"));
        };
    }

    /// `~/.config`, where some programs keep them everywhere.
    Path dotConfig() {
        return os == Os.LINUX ? settings() : home.resolve(".config");
    }
}
