package gate.app;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.app.CheckupSheet.Finding;
import gate.app.CheckupSheet.Level;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `mcpgate doctor`: whether everything is as it should be, and what mends what is not.
final class Doctor {

    static final String HELP =
            """
            Examples:
              mcpgate doctor                 look at everything
              mcpgate doctor --fix           and mend what can be mended without asking

            mcpgate doctor [options]: is everything as it should be?

            Looks at the run-time, the audit log (soundness, size, modes, file system, space), what killed
            gates left, the policy, the clients' files, servers without a gate, the clock and the
            terminal, and attacks a gate of its own. Each line is ok, warn or fail; below it stands the
            command that mends it.

                  --fix       mend modes, leftovers of killed gates and of killed installs
                  --json      one JSON object
              -h, --help      this text

            Exit codes: 0 nothing failed, 1 something did, 2 wrong options.
            """;

    private Doctor() {}

    /// Runs the command to its end.
    ///
    /// @param args what stands after `doctor`
    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        var words = new Words("doctor", args, List.of("--fix", "--json", "--help"));
        boolean isFixing = false;
        boolean isJson = false;
        boolean help = false;
        while (words.next()) {
            switch (words.isOption() ? words.word() : "") {
                case "--fix" -> isFixing = words.flag();
                case "--json" -> isJson = words.flag();
                case "-h", "--help" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        boolean fix = isFixing;
        boolean json = isJson;
        boolean helped = help;
        return Exit.of(
                "doctor",
                err,
                () -> {
                    if (helped) {
                        return Exit.help(out, HELP);
                    }
                    List<Finding> findings = new Checkup(env, fix, clock).look();
                    var printed = new PrintStream(out, false, StandardCharsets.UTF_8);
                    boolean isColoured =
                            Stdout.of(env).isTerminal()
                                    && env.getOrDefault("NO_COLOR", "").isEmpty();
                    if (json) {
                        printed.println(JSON.std.asString(json(findings)));
                    } else {
                        for (Finding finding : findings) {
                            print(printed, finding, isColoured);
                        }
                    }
                    printed.flush();
                    return isHealthy(findings) ? Exit.OK : Exit.NO;
                });
    }

    private static boolean isHealthy(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.level() == Level.FAIL) {
                return false;
            }
        }
        return true;
    }

    private static void print(PrintStream out, Finding finding, boolean isColoured) {
        String word = finding.level().name().toLowerCase(Locale.ROOT);
        Style style =
                switch (finding.level()) {
                    case OK -> Style.GREEN;
                    case WARN -> Style.YELLOW;
                    case FAIL -> Style.RED;
                };
        String pad = " ".repeat(6 - word.length());
        out.print(isColoured ? style.on() + word + Style.OFF + pad : word + pad);
        String name = finding.name();
        out.print(name + " ".repeat(Math.max(1, 13 - name.length())));
        out.println(SafeText.line(finding.text()));
        if (!finding.mend().isEmpty()) {
            out.println(SafeText.line("                   -> " + finding.mend()));
        }
    }

    private static Map<String, Object> json(List<Finding> findings) {
        List<Object> checks = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("name", finding.name());
            check.put("level", finding.level().name().toLowerCase(Locale.ROOT));
            check.put("text", finding.text());
            check.put("mend", finding.mend());
            checks.add(check);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", 1);
        all.put("healthy", isHealthy(findings));
        all.put("checks", checks);
        return all;
    }
}
