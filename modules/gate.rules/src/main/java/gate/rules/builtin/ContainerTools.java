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

    /// Volumes that one call names, at most.
    private static final int MAX_VOLUMES = 64;

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
                    if (json.source(at + 1).equals("true")) {
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
            add(json.string(volumes), argv);
            return;
        }
        boolean isMap = json.isObject(volumes);
        boolean isList = isMap || json.isArray(volumes);
        for (int at = isList ? json.first(volumes) : Json.NONE;
                at != Json.NONE;
                at = json.next(at)) {
            if (isMap) {
                int given = at + 1;
                boolean isObject = json.isObject(given);
                String mode = isObject ? json.memberString(given, "mode") : null;
                add(json.string(at) + ":/in" + (mode == null ? "" : ":" + mode), argv);
            } else if (json.isString(at)) {
                add(json.string(at), argv);
            } else if (json.isObject(at)) {
                String source = first(json, at, "source", "Source", "host_path", "src");
                boolean isRead = "true".equals(sourceOf(json, at, "read_only"));
                add(source + ":/in" + (isRead ? ":ro" : ""), argv);
            }
        }
    }

    private static void add(String volume, List<String> argv) {
        if (argv.size() < 2 * MAX_VOLUMES) {
            argv.add("-v");
            argv.add(volume);
        }
    }

    private static String first(Json json, int object, String... names) {
        for (String name : names) {
            String value = json.memberString(object, name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    private static String sourceOf(Json json, int object, String name) {
        int value = json.member(object, name);
        return value == Json.NONE ? "" : json.source(value);
    }
}
