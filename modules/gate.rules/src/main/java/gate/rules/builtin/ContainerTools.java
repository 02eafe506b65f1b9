package gate.rules.builtin;

import gate.protocol.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Calls of tools that start a container: `run_container {"privileged":true,"volumes":{…}}`.
///
/// What they give the container of the machine is put together to the command line that does the
/// same; the command within is an argument as any other.
final class ContainerTools {

    private ContainerTools() {}

    /// The command line that a call stands for, or null if the tool starts no container.
    ///
    /// @param arguments the object of arguments, or [Json#NONE]
    static @Nullable List<String> command(String tool, Json json, int arguments) {
        if (!json.isObject(arguments) || !startsContainer(tool)) {
            return null;
        }
        List<String> argv = new ArrayList<>(List.of("docker", "run"));
        int last = json.last(arguments);
        for (int node = arguments; node < last; node++) {
            if (json.isObject(node)) {
                addMembers(json, node, argv);
            }
        }
        argv.add("image");
        return argv;
    }

    private static void addMembers(Json json, int object, List<String> argv) {
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            switch (RepositoryKey.letters(json.string(at))) {
                case "privileged" -> {
                    if (isTrue(json, at + 1) && !argv.contains("--privileged")) {
                        argv.add("--privileged");
                    }
                }
                case "volumes", "volume", "binds", "mounts", "volumemounts" ->
                        addVolumes(json, at + 1, argv);
                default -> {}
            }
        }
    }

    private static boolean startsContainer(String tool) {
        boolean isContainer = false;
        boolean isStart = false;
        for (String word : Words.of(tool)) {
            isContainer |= word.equals("container") || word.equals("docker");
            isStart |= word.equals("run") || word.equals("create") || word.equals("recreate");
        }
        return isContainer && isStart;
    }

    /// `["/:/host:ro"]`, `{"/":{"bind":"/host","mode":"ro"}}`, `[{"source":"/","target":"/host"}]`.
    private static void addVolumes(Json json, int volumes, List<String> argv) {
        if (json.isString(volumes)) {
            for (String volume : json.string(volumes).split(",", -1)) {
                add(volume, argv);
            }
            return;
        }
        boolean isMap = json.isObject(volumes);
        boolean isList = isMap || json.isArray(volumes);
        for (int at = isList ? json.first(volumes) : Json.NONE;
                at != Json.NONE;
                at = json.next(at)) {
            if (isMap) {
                addNamed(json, at, argv);
            } else if (json.isString(at)) {
                add(json.string(at), argv);
            } else if (json.isObject(at)) {
                addObject(json, at, argv);
            }
        }
    }

    private static void addNamed(Json json, int name, List<String> argv) {
        int given = name + 1;
        String mode = json.isObject(given) ? json.memberString(given, "mode") : null;
        add(json.string(name) + ":/in" + (mode == null ? "" : ":" + mode), argv);
        if (json.isString(given)) {
            // Some map from the machine to the container, some the other way.
            add(json.string(given) + ":/in", argv);
        }
    }

    private static void addObject(Json json, int object, List<String> argv) {
        String source = "";
        boolean isRead = false;
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            switch (RepositoryKey.letters(json.string(at))) {
                case "source", "src", "hostpath" -> {
                    source = json.isString(at + 1) ? json.string(at + 1) : source;
                }
                case "readonly" -> isRead = isTrue(json, at + 1);
                default -> {}
            }
        }
        add(source + ":/in" + (isRead ? ":ro" : ""), argv);
    }

    /// Keeps the first volume that is all of the machine: others are as they are everywhere.
    private static void add(String volume, List<String> argv) {
        if (!argv.contains("-v") && Footholds.isWholeMachine(volume)) {
            argv.add("-v");
            argv.add(volume);
        }
    }

    private static boolean isTrue(Json json, int value) {
        return json.isString(value)
                ? json.textEquals(value, "true")
                : json.source(value).equals("true");
    }
}
