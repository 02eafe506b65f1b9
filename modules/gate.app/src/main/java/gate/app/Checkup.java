package gate.app;

import gate.app.CheckupSheet.Finding;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `doctor` looks at, one thing after the other. Owned by one thread.
final class Checkup {

    private final CheckupSheet sheet = new CheckupSheet();
    private final Map<String, String> env;
    private final boolean isFixing;
    private final Clock clock;
    private @Nullable String gate;

    /// @param isFixing whether to mend what can be mended without asking
    Checkup(Map<String, String> env, boolean isFixing, Clock clock) {
        this.env = env;
        this.isFixing = isFixing;
        this.clock = clock;
    }

    /// Looks at everything.
    List<Finding> look() {
        runtime();
        new LogCheckup(sheet, env, gate, isFixing, clock).look();
        policy();
        selfTest();
        new ClientCheckup(sheet, env, isFixing).look();
        terminal();
        return sheet.findings();
    }

    private void runtime() {
        try {
            gate = ClientFiles.gate();
        } catch (IOException e) {
            sheet.warn("runtime", String.valueOf(e.getMessage()), "");
        }
        Path archive = Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
        String version = Help.version() + " on Java " + Runtime.version().feature();
        if (Files.isRegularFile(archive)) {
            sheet.ok("runtime", "mcpgate " + version + ", " + gate);
        } else {
            sheet.warn(
                    "runtime",
                    "mcpgate " + version + ", without its archive of classes: it starts slowly",
                    "install it again: sh install.sh TARBALL");
        }
    }

    private void policy() {
        var said = new ByteArrayOutputStream();
        var complaints = new ByteArrayOutputStream();
        try (var err = new PrintStream(complaints, false, StandardCharsets.UTF_8)) {
            int code = PolicyCommand.run(List.of("lint"), env, said, err, clock);
            err.flush();
            if (code == 0) {
                sheet.ok("policy", "policy lint finds nothing wrong");
            } else {
                String text = (said.toString(StandardCharsets.UTF_8) + complaints).strip();
                sheet.fail(
                        "policy",
                        text.lines().findFirst().orElse("it is wrong"),
                        "mcpgate policy lint");
            }
        } catch (UsageException e) {
            sheet.fail("policy", String.valueOf(e.getMessage()), "mcpgate policy lint");
        }
    }

    private void selfTest() {
        String path = gate;
        if (path == null) {
            return;
        }
        try {
            String wrong = SelfTest.play(path);
            if (wrong.isEmpty()) {
                sheet.ok("self-test", "an attack on a gate of its own was blocked");
            } else {
                sheet.fail("self-test", wrong, "install it again: sh install.sh TARBALL");
            }
        } catch (IOException e) {
            sheet.fail("self-test", String.valueOf(e.getMessage()), "");
        }
    }

    private void terminal() {
        String term = env.getOrDefault("TERM", "");
        String locale =
                env.getOrDefault(
                        "LC_ALL", env.getOrDefault("LC_CTYPE", env.getOrDefault("LANG", "")));
        if (!Stdout.of(env).isTerminal()) {
            sheet.ok("terminal", "none here");
        } else if (term.isEmpty() || term.equals("dumb")) {
            sheet.warn(
                    "terminal",
                    "TERM is \"" + term + "\": tail -f prints lines",
                    "export TERM=xterm-256color");
        } else if (!locale.toLowerCase(Locale.ROOT).contains("utf")) {
            sheet.warn("terminal", "the locale is not UTF-8", "mcpgate tail -f --ascii");
        } else {
            sheet.ok("terminal", term + ", " + locale);
        }
    }
}
