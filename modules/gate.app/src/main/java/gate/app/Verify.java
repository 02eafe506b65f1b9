package gate.app;

import gate.audit.AuditPaths;
import gate.audit.Verification;
import gate.audit.Verifier;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// `mcpgate verify`: tells whether anybody changed the audit log.
final class Verify {

    static final int INTACT = 0;
    static final int CHANGED = 1;
    static final int UNREADABLE = 3;

    private Verify() {}

    /// Runs the command to its end.
    ///
    /// @param args what stands after `verify`
    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        VerifyOptions options = VerifyOptions.parse(args, clock);
        var printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        if (options.help()) {
            printed.print(VerifyOptions.HELP);
            printed.flush();
            return INTACT;
        }
        Verification found;
        try {
            found = Verifier.verify(AuditPaths.fromEnvironment(env), options.scope());
        } catch (IOException | IllegalArgumentException e) {
            err.println("mcpgate verify: " + SafeText.line(String.valueOf(e.getMessage())));
            return UNREADABLE;
        }
        printed.print(options.json() ? VerifyReport.json(found) : VerifyReport.text(found));
        printed.flush();
        return found.isIntact() ? INTACT : CHANGED;
    }
}
