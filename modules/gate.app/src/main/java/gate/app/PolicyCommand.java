package gate.app;

import gate.rules.Judge;
import gate.rules.Rule;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// `mcpgate policy lint|test|show|schema`: looks at policy files without a server. Owned by one
/// thread.
final class PolicyCommand {

    private static final String NAME = "policy";

    private final PolicyOptions options;
    private final PolicyPlaces places;
    private final List<Rule> installed = Judge.installedRules();
    private final Screen screen;
    private final Clock clock;

    private PolicyCommand(
            PolicyOptions options, Map<String, String> env, OutputStream out, Clock clock) {
        this.options = options;
        this.clock = clock;
        places = PolicyPlaces.of(env, options.policy());
        screen = new Screen(out);
    }

    /// Runs the command to its end.
    ///
    /// @param args what stands after `policy`
    /// @return the exit code: 0 if all is well, 1 if a file or a test is wrong
    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        PolicyOptions options = PolicyOptions.parse(args);
        return Exit.of(
                NAME,
                err,
                () ->
                        options.help()
                                ? Exit.help(out, PolicyOptions.HELP)
                                : new PolicyCommand(options, env, out, clock).run());
    }

    /// Says what is wrong with a policy that a command needs.
    ///
    /// @return the exit code
    static int refuse(String command, PolicyException e, PrintStream err) {
        Exit.say(err, command, e.getMessage());
        return Main.USAGE;
    }

    private int run() throws IOException {
        int code =
                switch (options.verb()) {
                    case "lint" -> lint();
                    case "test" -> test();
                    case "show" -> show();
                    default -> schema();
                };
        screen.flush();
        return code;
    }

    private List<PolicyFile> files() throws PolicyException {
        String file = options.file();
        if (file == null) {
            return places.read(installed);
        }
        try {
            return List.of(
                    PolicyReader.read(
                            Path.of(file), PolicyOptions.trust(file), installed, List.of()));
        } catch (InvalidPathException e) {
            throw new PolicyException(List.of(file + ": is no path"));
        }
    }

    private @Nullable List<PolicyFile> filesOrProblems() throws IOException {
        try {
            return files();
        } catch (PolicyException e) {
            for (String problem : e.problems()) {
                line(problem);
            }
            return null;
        }
    }

    private int lint() throws IOException {
        List<PolicyFile> files = filesOrProblems();
        if (files == null) {
            return Exit.NO;
        }
        if (files.isEmpty()) {
            line("there is no policy file; what is built in holds. Looked for:");
            for (String place : places.described()) {
                line("  " + place);
            }
            return Exit.OK;
        }
        String today = LocalDate.now(clock).toString();
        for (PolicyFile file : files) {
            for (PolicyFile.Case exception : file.exceptions()) {
                if (!exception.expires().isEmpty() && exception.expires().compareTo(today) < 0) {
                    line(
                            file.at(exception.line())
                                    + ": warning: the exception has expired on "
                                    + exception.expires());
                }
            }
            for (PolicyFile.CustomRule rule : file.customRules()) {
                if (rule.block().isEmpty()) {
                    line(
                            file.at(rule.line())
                                    + ": warning: the rule `"
                                    + rule.rule().id()
                                    + "` has no test of what it blocks");
                }
            }
            line(file.path() + ": ok");
        }
        return Exit.OK;
    }

    private int test() throws IOException {
        List<PolicyFile> files = filesOrProblems();
        if (files == null) {
            return Exit.NO;
        }
        int passed = 0;
        int failed = 0;
        for (PolicyFile file : files) {
            for (PolicyFile.CustomRule rule : file.customRules()) {
                for (String text : rule.block()) {
                    boolean isRight = rule.rule().finds(text);
                    passed += isRight ? 1 : 0;
                    failed += isRight ? 0 : fail(file, rule, "finds nothing in", text);
                }
                for (String text : rule.pass()) {
                    boolean isRight = !rule.rule().finds(text);
                    passed += isRight ? 1 : 0;
                    failed += isRight ? 0 : fail(file, rule, "finds something in", text);
                }
            }
        }
        line(passed + " passed, " + failed + " failed");
        return failed == 0 ? Exit.OK : Exit.NO;
    }

    private int fail(PolicyFile file, PolicyFile.CustomRule rule, String what, String text)
            throws IOException {
        line(file.at(rule.line()) + ": " + rule.rule().id() + ' ' + what + " \"" + text + '"');
        return 1;
    }

    private int show() throws IOException {
        List<PolicyFile> files = filesOrProblems();
        if (files == null) {
            return Exit.NO;
        }
        var sheet =
                new PolicySheet(
                        files,
                        options.server(),
                        installed,
                        new EffectivePolicy(files, options.server(), installed, false));
        if (options.json()) {
            line(sheet.json());
            return Exit.OK;
        }
        line(
                options.server().isEmpty()
                        ? "policy on a server that none of these names, the strictest of:"
                        : "policy on the server \"" + options.server() + "\", the strictest of:");
        line("  what is built in");
        if (options.file() == null) {
            for (String place : places.described()) {
                line("  " + place);
            }
        } else {
            line("  " + options.file());
        }
        for (String line : sheet.lines()) {
            line(line);
        }
        return Exit.OK;
    }

    private int schema() throws IOException {
        screen.write(PolicySchema.text(installed).getBytes(StandardCharsets.UTF_8));
        return Exit.OK;
    }

    private void line(String text) throws IOException {
        screen.write(SafeText.line(text).utf8());
        screen.write("\n".getBytes(StandardCharsets.US_ASCII));
    }
}
