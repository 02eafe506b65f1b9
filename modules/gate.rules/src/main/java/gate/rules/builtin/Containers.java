package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Commands that run another in a container: of Docker, its compose files, Kubernetes.
final class Containers {

    private static final String CONTAINER_OPTIONS =
            "-e --env -u --user -w --workdir -v --volume --mount -p --publish --name --network"
                    + " --net -h --hostname --env-file -l --label --entrypoint --cpus -m --memory"
                    + " --restart --link --add-host --cap-add --cap-drop --device --dns --gpus"
                    + " --ipc --pid --platform --security-opt --shm-size --tmpfs --ulimit --userns"
                    + " --volumes-from --pull --log-driver --log-opt --group-add --expose -a";

    /// Stands for the id of a container that the same line made: `c=$(docker run -d postgres)`. No
    /// text can hold it.
    static final String NEW = "\ufdee";

    private Containers() {}

    /// `docker exec [options] container command`, `docker run [options] image command`.
    ///
    /// @return what it prints, if known
    static @Nullable String container(
            Shell shell, Commands commands, List<String> argv, @Nullable String input) {
        int verb = Argv.skip(argv, 1, "-H --host -c --context --config -l --log-level");
        if (verb >= argv.size()) {
            return null;
        }
        if (argv.get(verb).equals("container")) {
            verb++;
        }
        String name = verb < argv.size() ? argv.get(verb) : "";
        if (name.equals("compose")) {
            compose(commands, argv, verb + 1, input);
        } else if (name.equals("exec") || name.equals("run") || name.equals("create")) {
            int from = Argv.skip(argv, verb + 1, CONTAINER_OPTIONS);
            boolean isApart = name.equals("run") && isApart(argv);
            if (from + 1 < argv.size() && !isApart) {
                Wrappers.rest(commands, argv, from + 1, input);
            }
            int entry = argv.indexOf("--entrypoint");
            if (entry > 0 && entry + 1 < argv.size() && from < argv.size() && !isApart) {
                List<String> command = new ArrayList<>(argv.subList(from, argv.size()));
                command.set(0, argv.get(entry + 1));
                commands.run(command, input);
            }
        }
        String why = OpsCommands.judge(argv, "docker");
        if (why != null) {
            shell.harm.found(why);
        }
        return name.equals("create") || (name.equals("run") && isDetached(argv, verb)) ? NEW : null;
    }

    /// Whether an option before the image tells that only the id is printed.
    private static boolean isDetached(List<String> argv, int run) {
        int image = Math.min(argv.size(), Argv.skip(argv, run + 1, CONTAINER_OPTIONS));
        boolean isDetached = false;
        for (int i = run + 1; i < image; i++) {
            isDetached |= argv.get(i).equals("-d") || argv.get(i).equals("--detach");
        }
        return isDetached;
    }

    /// Whether a container is thrown away and has nothing of this machine.
    private static boolean isApart(List<String> argv) {
        if (!argv.contains("--rm")) {
            return false;
        }
        for (String word : argv) {
            boolean isShort = word.length() > 1 && word.charAt(0) == '-' && word.charAt(1) != '-';
            if ((isShort && word.indexOf('v') > 0)
                    || word.startsWith("--volume")
                    || word.startsWith("--mount")
                    || word.startsWith("--device")
                    || word.startsWith("--pid")
                    || word.equals("--privileged")) {
                return false;
            }
        }
        return true;
    }

    static void compose(Commands commands, List<String> argv, int from, @Nullable String input) {
        int verb = Argv.skip(argv, from, "-f --file -p --project-name --profile --env-file");
        if (verb < argv.size() && (argv.get(verb).equals("exec") || argv.get(verb).equals("run"))) {
            int service =
                    Argv.skip(argv, verb + 1, "-e --env -u --user -w --workdir --index -v -p");
            if (service + 1 < argv.size()) {
                Wrappers.rest(commands, argv, service + 1, input);
            }
        }
        String why = OpsCommands.compose(argv, verb);
        if (why != null) {
            commands.found(why);
        }
    }

    /// `kubectl exec pod -- command`; older ones take the command without the marker.
    static void cluster(Commands commands, List<String> argv, @Nullable String input) {
        int verb = argv.indexOf("exec");
        boolean isApart = argv.contains("run") && argv.contains("--rm");
        if (isApart) {
            return;
        }
        if (argv.contains("--")) {
            Wrappers.afterMarker(commands, argv, input);
        } else if (verb > 0) {
            int pod = Argv.skip(argv, verb + 1, "-n -c --namespace --container --context --pod -f");
            if (pod < argv.size()) {
                Wrappers.rest(
                        commands,
                        argv,
                        Argv.skip(argv, pod + 1, "-n -c --namespace --container"),
                        input);
            }
        }
    }
}
