package gate.rules.builtin;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Commands that run another command: `sudo`, `xargs`, `ssh host`, `docker exec`.
///
/// For each the options that take a value are known, so that the command within begins where the
/// wrapper says.
final class Wrappers {

    /// Answers that the command is no wrapper.
    static final String NO_WRAPPER = "\0no wrapper";

    private Wrappers() {}

    /// Runs what a wrapper runs.
    ///
    /// @return what that prints, if known; [#NO_WRAPPER] if the command is none
    static @Nullable String run(
            Shell shell,
            Commands commands,
            List<String> argv,
            String name,
            @Nullable String input) {
        String options = plainOptions(name);
        if (name.equals("flock") && argv.contains("-c")) {
            within(shell, argv);
            return null;
        }
        if (options != null) {
            int from = Argv.skip(argv, 1, options) + operands(name);
            return rest(commands, argv, from, input);
        }
        switch (name) {
            case "env" -> {
                return env(shell, commands, argv, input);
            }
            case "xargs" -> {
                return Xargs.xargs(commands, argv, input);
            }
            case "parallel" -> Xargs.parallel(shell, commands, argv, input);
            case "ssh", "mosh", "rsh", "autossh", "dbclient", "plink" -> {
                valued(shell, argv, "-o", "ProxyCommand=");
                valued(shell, argv, "-o", "LocalCommand=");
                int from =
                        Argv.skip(argv, 1, "-p -l -i -o -F -J -L -R -D -E -b -c -m -O -Q -S -w -W");
                return script(shell, argv, from + 1, input);
            }
            case "docker", "podman", "nerdctl" -> {
                return Containers.container(shell, commands, argv, input);
            }
            case "docker-compose", "podman-compose" -> Containers.compose(commands, argv, 1, input);
            case "kubectl", "oc", "k", "k3s", "microk8s", "minikube", "crictl" -> {
                Containers.cluster(commands, argv, input);
                return NO_WRAPPER;
            }
            case "vim", "vi", "nvim", "ex", "view", "gdb", "lldb", "expect", "ftp", "emacs" -> {
                escapes(shell, argv);
                return null;
            }
            case "java" -> {
                return jar(commands, argv, input);
            }
            case "start-stop-daemon" -> daemon(commands, argv);
            case "m4" -> macros(shell, input);
            case "lxc", "incus", "multipass", "vagrant", "adb", "wsl", "aws-vault", "op" -> {
                afterMarker(commands, argv, input);
                within(shell, argv);
                return NO_WRAPPER;
            }
            case "doppler", "infisical", "chamber", "fly", "flyctl", "heroku", "gcloud", "az" -> {
                afterMarker(commands, argv, input);
                within(shell, argv);
                return NO_WRAPPER;
            }
            case "su", "script", "runuser", "tmux", "screen", "sg", "newgrp" -> {
                within(shell, argv);
                return null;
            }
            case "knife" -> {
                within(shell, argv);
                return NO_WRAPPER;
            }
            case "salt", "salt-ssh", "pssh", "parallel-ssh", "pdsh", "clush", "dsh" -> {
                within(shell, argv);
                return null;
            }
            case "ansible", "ansible-console" -> {
                ansible(shell, argv);
                return null;
            }
            case "forfiles" -> {
                String line = Argv.joined(argv, 1).toLowerCase(java.util.Locale.ROOT);
                if (line.contains("/s") && (line.contains("del ") || line.contains("rd "))) {
                    shell.harm.found("deletes every file that it meets");
                }
                return null;
            }
            case "watch", "concurrently", "cmdwatch", "entr", "nodemon", "npx", "bunx", "pnpx" -> {
                int from = Argv.skip(argv, 1, "-n --interval -p --package -x --exec -w -e");
                within(shell, argv);
                return script(shell, argv, from, input);
            }
            case "powershell", "pwsh", "cmd" -> WindowsCommands.launched(shell, argv, name, input);
            case "npm", "yarn", "pnpm", "bun", "uv", "poetry", "pipenv", "bundle", "conda" -> {
                int verb = Argv.skip(argv, 1, "--prefix -C --cwd --directory -w --workspace");
                boolean isRun =
                        verb < argv.size()
                                && (argv.get(verb).equals("exec")
                                        || argv.get(verb).equals("run")
                                        || argv.get(verb).equals("x")
                                        || argv.get(verb).equals("dlx"));
                for (String word : argv) {
                    int sign = word.startsWith("scripts.") ? word.indexOf('=') : -1;
                    if (sign > 0) {
                        shell.run(word.substring(sign + 1), null);
                    }
                }
                if (isRun) {
                    within(shell, argv);
                    return rest(commands, argv, Argv.skip(argv, verb + 1, "-n -p --with"), input);
                }
                return NO_WRAPPER;
            }
            case "rsync" -> {
                valued(shell, argv, "-e", "");
                return NO_WRAPPER;
            }
            case "zip" -> {
                valued(shell, argv, "-TT", "");
                return NO_WRAPPER;
            }
            case "ed" -> {
                boolean isAll = input != null && (input.contains(",$d") || input.contains("%d"));
                if (isAll) {
                    shell.harm.found("empties a file");
                }
                for (String line : input == null ? List.<String>of() : input.lines().toList()) {
                    if (line.startsWith("!")) {
                        shell.run(line.substring(1), null);
                    }
                }
                return null;
            }
            default -> {
                return NO_WRAPPER;
            }
        }
        return null;
    }

    /// An option's value that is a command.
    private static void valued(Shell shell, List<String> argv, String option, String prefix) {
        for (int i = 2; i < argv.size(); i++) {
            String word = argv.get(i);
            if (argv.get(i - 1).equals(option) && word.startsWith(prefix)) {
                shell.run(word.substring(prefix.length()), null);
            }
        }
    }

    /// The options with a value of wrappers that just run the rest of the line, or null.
    private static @Nullable String plainOptions(String name) {
        return switch (name) {
            case "sudo", "sudoedit" ->
                    "-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --chdir";
            case "doas", "pkexec" -> "-u -C --user";
            case "nohup", "setsid", "fakeroot", "unbuffer", "eatmydata", "dbus-run-session" -> "";
            case "busybox", "toybox", "rlwrap", "catchsegv", "xvfb-run", "caffeinate" -> "-t -w -s";
            case "nice", "renice" -> "-n --adjustment";
            case "ionice" -> "-c -n --class --classdata";
            case "timeout", "gtimeout" -> "-s -k --signal --kill-after";
            case "time", "gtime" -> "-f -o --format --output";
            case "stdbuf" -> "-i -o -e --input --output --error";
            case "chrt", "taskset", "numactl", "cgexec", "prlimit" -> "-g -T -P -D -N -m";
            case "strace", "ltrace", "perf" -> "-e -o -p -s -u -E -P";
            case "exec" -> "-a";
            case "unshare", "nsenter", "bwrap", "firejail", "proot" -> "-t -S -G --target -r -b -w";
            case "chroot" -> "--userspec --groups";
            case "gosu", "su-exec", "setpriv", "capsh", "setarch", "linux64" -> "--reuid --regid";
            case "systemd-run" -> "-p -u -H -M --property --unit --uid --gid --slice --setenv -E";
            case "flock" -> "-w -E --timeout";
            case "direnv" -> "";
            case "torsocks", "torify", "proxychains", "proxychains4", "tsocks" -> "-f";
            case "dotenv", "dotenvx", "envdir", "chpst" -> "-f -e -u";
            default -> null;
        };
    }

    /// Operands of such a wrapper that stand before the command.
    private static int operands(String name) {
        return switch (name) {
            case "timeout", "gtimeout", "chroot", "gosu", "su-exec", "flock", "chrt" -> 1;
            case "taskset", "setarch", "envdir", "cgexec" -> 1;
            case "direnv" -> 2;
            default -> 0;
        };
    }

    static @Nullable String rest(
            Commands commands, List<String> argv, int from, @Nullable String input) {
        int at = from;
        while (at < argv.size() && ShellWords.assignment(argv.get(at)) > 0) {
            at++;
        }
        if (at >= argv.size()) {
            return null;
        }
        return commands.run(argv.subList(at, argv.size()), input);
    }

    private static @Nullable String script(
            Shell shell, List<String> argv, int from, @Nullable String input) {
        String script = Argv.joined(argv, from);
        return script.isEmpty() && input != null
                ? shell.run(input, null)
                : shell.run(script, input);
    }

    private static @Nullable String env(
            Shell shell, Commands commands, List<String> argv, @Nullable String input) {
        Map<String, @Nullable String> befores = new HashMap<>(0);
        int at = 1;
        while (at < argv.size()) {
            String word = argv.get(at);
            if (word.equals("-S") || word.equals("--split-string")) {
                return script(shell, argv, at + 1, input);
            }
            if (word.startsWith("-S") || word.startsWith("--split-string=")) {
                return shell.run(word.substring(word.startsWith("-S") ? 2 : 15), input);
            }
            if (word.length() > 1 && word.charAt(0) == '-') {
                if (word.equals("-C") || word.equals("--chdir")) {
                    commands.directory.move(argv.subList(at, Math.min(argv.size(), at + 2)));
                }
                at += Words.isAmong("-u -C --unset --chdir", word) ? 2 : 1;
                continue;
            }
            int body = word.startsWith("BASH_FUNC_") ? word.indexOf('{') : -1;
            if (body > 0) { // a function that the shell finds in its environment
                shell.run(
                        word.substring(body + 1, Math.max(body + 1, word.lastIndexOf('}'))), null);
                at++;
                continue;
            }
            int equals = ShellWords.assignment(word);
            if (equals <= 0) {
                break;
            }
            String variable = word.substring(0, equals);
            if (!befores.containsKey(variable)) {
                befores.put(variable, shell.variable(variable));
            }
            shell.set(variable, word.substring(equals + 1));
            at++;
        }
        String output = rest(commands, argv, at, input);
        befores.forEach(shell::reset);
        return output;
    }

    /// `start-stop-daemon --start --exec PROGRAM -- ARGUMENTS`.
    private static void daemon(Commands commands, List<String> argv) {
        List<String> command = new ArrayList<>();
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            if (word.equals("--")) {
                command.addAll(argv.subList(i + 1, argv.size()));
                break;
            }
            boolean isProgram = Words.isAmong("--exec -x --startas -a", argv.get(i - 1));
            int sign =
                    word.startsWith("--exec=") || word.startsWith("--startas=")
                            ? word.indexOf('=')
                            : 0;
            if (isProgram || sign > 0) {
                command = new ArrayList<>(List.of(word.substring(sign > 0 ? sign + 1 : 0)));
            }
        }
        if (!command.isEmpty()) {
            commands.run(command, null);
        }
    }

    /// `syscmd(rm -rf ~)` of m4.
    private static void macros(Shell shell, @Nullable String input) {
        String text = input == null ? "" : input;
        int at = text.indexOf("syscmd(");
        int end = at < 0 ? -1 : text.indexOf(')', at);
        while (end > 0 && !shell.harm.isFound()) {
            String line = text.substring(at + 7, end);
            shell.run(line.replace("`", "").replace("'", ""), null);
            at = text.indexOf("syscmd(", end);
            end = at < 0 ? -1 : text.indexOf(')', at);
        }
    }

    /// `ansible all -m shell -a 'rm -rf /'`, `-m file -a 'path=/srv state=absent'`.
    private static void ansible(Shell shell, List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String before = argv.get(i - 1);
            if (!before.equals("-a") && !before.equals("--args")) {
                continue;
            }
            String arguments = argv.get(i);
            shell.run(arguments, null);
            int path = arguments.indexOf("path=");
            if (arguments.contains("state=absent") && path >= 0) {
                int end = arguments.indexOf(' ', path);
                String file = arguments.substring(path + 5, end < 0 ? arguments.length() : end);
                shell.harm.found(FileTargets.tree(file));
            }
        }
    }

    /// `vim -c ':!rm -rf /'`, `gdb -ex 'shell rm -rf /'`.
    private static void escapes(Shell shell, List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            int mark = word.indexOf('!');
            if (mark >= 0 && mark < 4) {
                shell.run(word.substring(mark + 1), null);
            } else if (word.startsWith("shell ") || word.startsWith("spawn ")) {
                shell.run(word.substring(6), null);
            } else if (isEditorsDeletion(word)) {
                shell.harm.found("deletes a directory by the language of an editor");
            }
        }
    }

    /// `delete($HOME, "rf")` of Vim, `(delete-directory "~" t)` of Emacs.
    private static boolean isEditorsDeletion(String word) {
        boolean isTree =
                (word.contains("(delete-directory") && word.contains(" t)"))
                        || (word.contains("delete(") && word.contains("rf"));
        return isTree && (word.contains("HOME") || word.indexOf('~') >= 0 || word.contains("\"/"));
    }

    /// `java -jar jenkins-cli.jar -s URL command` is what the archive is named after.
    private static @Nullable String jar(
            Commands commands, List<String> argv, @Nullable String input) {
        int at = argv.indexOf("-jar") + 1;
        if (at == 0 || at >= argv.size() || !argv.get(at).endsWith(".jar")) {
            return null;
        }
        List<String> command = new ArrayList<>(argv.subList(at, argv.size()));
        String archive = command.getFirst();
        command.set(0, archive.substring(0, archive.length() - 4));
        return commands.run(command, input);
    }

    /// What stands behind `--` is a command.
    static void afterMarker(Commands commands, List<String> argv, @Nullable String input) {
        int marker = argv.indexOf("--");
        if (marker > 0) {
            rest(commands, argv, marker + 1, input);
        } else if (argv.size() > 3 && (argv.get(1).equals("exec") || argv.get(1).equals("shell"))) {
            for (int i = 2; i < argv.size() - 1; i++) {
                if (Commands.isNamed(argv.get(i))) {
                    rest(commands, argv, i, input);
                    return;
                }
            }
        }
    }

    /// Operands that are scripts: those behind `-c` or `--command`, and whatever has blanks in it.
    private static void within(Shell shell, List<String> argv) {
        for (int i = 1; i < argv.size(); i++) {
            String word = argv.get(i);
            boolean isNamed =
                    i > 1 && Words.isAmong("-c -C --command -x --exec shell run", argv.get(i - 1));
            if (word.startsWith("--command=")) {
                shell.run(word.substring(10), null);
            } else if (isNamed || word.indexOf(' ') > 0) {
                shell.run(word, null);
            }
        }
    }
}
