package gate.app;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// The command line.
///
/// Exit codes that are ours: 0, 1 where a question was answered with no, 2 for a command line that
/// makes no sense, 125 where the gate itself failed. `run` otherwise exits as its server did.
final class Main {

    static final int USAGE = 2;
    static final int OUR_FAILURE = 125;

    private Main() {}

    public static void main(String[] args) {
        int code;
        try {
            code = dispatch(List.of(args));
        } catch (UsageException e) {
            System.err.println(SafeText.line("mcpgate: " + e.getMessage()));
            code = USAGE;
        }
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private static int dispatch(List<String> args) throws UsageException {
        if (args.isEmpty()) {
            System.err.print(Help.overview());
            return USAGE;
        }
        String command = args.get(0);
        List<String> rest = args.subList(1, args.size());
        Map<String, String> environment = System.getenv();
        return switch (command) {
            case "run" ->
                    isHelp(rest) ? print(Help.run()) : Run.run(RunOptions.parse(rest), environment);
            case "tail" ->
                    Tail.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err);
            case "verify" ->
                    Verify.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "check" ->
                    Check.run(
                            rest,
                            environment,
                            new FileInputStream(FileDescriptor.in),
                            new FileOutputStream(FileDescriptor.out),
                            System.err);
            case "show" ->
                    RowCommand.show(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Stdout.of(environment));
            case "explain" ->
                    RowCommand.explain(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Stdout.of(environment));
            case "allow" ->
                    AllowCommand.run(
                            rest,
                            environment,
                            new FileInputStream(FileDescriptor.in),
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "replay" ->
                    Replay.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "policy" ->
                    PolicyCommand.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "purge" ->
                    Purge.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "scan" ->
                    ServerScan.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err);
            case "pins" ->
                    PinsCommand.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err);
            case "export" ->
                    Export.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "install", "uninstall" ->
                    Install.run(
                            command,
                            rest,
                            environment,
                            new FileInputStream(FileDescriptor.in),
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "status" ->
                    Status.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err);
            case "doctor" ->
                    Doctor.run(
                            rest,
                            environment,
                            new FileOutputStream(FileDescriptor.out),
                            System.err,
                            Clock.system(ZoneId.systemDefault()));
            case "completion" ->
                    Completion.run(rest, new FileOutputStream(FileDescriptor.out), System.err);
            case "demo-server" -> isHelp(rest) ? print(Help.demoServer()) : DemoServer.serve();
            case "version", "--version", "-V" -> print("mcpgate " + Help.version() + "\n");
            case "help", "--help", "-h" -> help(rest);
            default ->
                    throw new UsageException(
                            "no command \""
                                    + command
                                    + "\"; the commands are run, install, uninstall, status,"
                                    + " doctor, tail, show, explain, allow, check, replay, policy,"
                                    + " export, scan, pins, verify, purge, demo-server, completion,"
                                    + " version and help");
        };
    }

    private static int help(List<String> topic) throws UsageException {
        return switch (topic.isEmpty() ? "" : topic.get(0)) {
            case "", "help", "--help", "-h" -> print(Help.overview());
            case "run" -> print(Help.run());
            case "demo-server" -> print(Help.demoServer());
            case String command -> dispatch(List.of(command, "--help"));
        };
    }

    /// Whether help is asked for, rather than by the server's own arguments.
    private static boolean isHelp(List<String> args) {
        return !args.isEmpty() && (args.get(0).equals("--help") || args.get(0).equals("-h"));
    }

    private static int print(String text) {
        try (PrintStream out = stdout()) {
            out.print(text);
        }
        return 0;
    }

    private static PrintStream stdout() {
        return new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }
}
