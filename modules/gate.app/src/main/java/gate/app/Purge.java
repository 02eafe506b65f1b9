package gate.app;

import gate.audit.AuditPaths;
import gate.audit.Eraser;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `mcpgate purge`: erases the bodies of messages, and leaves a mark on the chain that says so.
final class Purge {

    static final String HELP =
            """
            Examples:
              mcpgate purge --before 30d            how many messages are older than 30 days
              mcpgate purge --before 30d --yes      erase their bodies
              mcpgate purge --session 7f3a --yes    those of the sessions whose ids begin so
              mcpgate purge --id 1234 --yes         that of one row

            mcpgate purge: erase what messages said; who called what, when, and what became of it
            stays. The chain notes the erasure, and verify finds the log intact.

                  --before TIME   messages that came before: 30d, today, 2026-11-23T18:00
                  --session ID    messages of these sessions
                  --id N          the message of this row
                  --yes           erase; without it nothing is changed
              -h, --help          this text

            At least one condition is needed; where there are several, all must hold. What gates at
            work keep in the spool goes when they end.
            Exit codes: 0 done, 2 wrong options, 3 the log cannot be changed.
            """;

    private static final List<String> NAMES =
            List.of("--before", "--session", "--id", "--yes", "--help");

    private static final int OK = 0;
    private static final int FAILED = 3;

    private Purge() {}

    /// Runs the command to its end.
    ///
    /// @param args what stands after `purge`
    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        var words = new Words("purge", args, NAMES);
        long before = Long.MAX_VALUE;
        String session = "";
        long row = 0;
        boolean isSure = false;
        boolean help = false;
        while (words.next()) {
            switch (words.isOption() ? words.word() : "") {
                case "--before" -> before = When.nanos(words, clock);
                case "--session" -> session = words.value().toLowerCase(Locale.ROOT);
                case "--id" -> row = row(words);
                case "--yes" -> isSure = words.flag();
                case "-h", "--help" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        var printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        if (help) {
            printed.print(HELP);
            printed.flush();
            return OK;
        }
        if (before == Long.MAX_VALUE && session.isBlank() && row == 0) {
            throw words.wrong("whose? say --before, --session or --id");
        }
        try {
            long count =
                    Eraser.erase(
                            AuditPaths.fromEnvironment(env),
                            new Eraser.Which(before, session, row),
                            !isSure);
            printed.print(
                    isSure
                            ? "erased the bodies of " + count + " messages\n"
                            : "would erase the bodies of " + count + " messages; --yes does it\n");
            printed.flush();
            return OK;
        } catch (IOException | IllegalArgumentException e) {
            err.println("mcpgate purge: " + SafeText.line(String.valueOf(e.getMessage())));
            return FAILED;
        }
    }

    private static long row(Words words) throws UsageException {
        String value = words.value();
        try {
            long row = Long.parseLong(value);
            if (row > 0) {
                return row;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw words.wrong("--id takes the number of a row, and got \"" + value + '"');
    }
}
