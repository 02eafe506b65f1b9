package gate.app;

import gate.app.PolicyFile.Trust;
import gate.app.install.SafeWrite;
import gate.audit.AuditReader;
import gate.audit.AuditRow;
import gate.rules.Judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// `mcpgate allow`: writes an exception for what was found in one message to the end of the user's
/// policy. What is there already stays as it is, byte for byte. Owned by one thread.
final class AllowCommand {

    private static final String NAME = "allow";

    private final AllowOptions options;
    private final Path file;
    private final InputStream in;
    private final Screen screen;
    private final PrintStream err;
    private final Clock clock;

    private AllowCommand(
            AllowOptions options,
            Path file,
            InputStream in,
            Screen screen,
            PrintStream err,
            Clock clock) {
        this.options = options;
        this.file = file;
        this.in = in;
        this.screen = screen;
        this.err = err;
        this.clock = clock;
    }

    /// Runs the command to its end.
    ///
    /// @return the exit code, as [AllowOptions#HELP] has it
    static int run(
            List<String> args,
            Map<String, String> env,
            InputStream in,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        AllowOptions options = AllowOptions.parse(args);
        if (options.row().help()) {
            return Exit.of(NAME, err, () -> Exit.help(out, AllowOptions.HELP));
        }
        Path file = file(options, env);
        return Exit.of(
                NAME,
                err,
                () -> {
                    var command = new AllowCommand(options, file, in, new Screen(out), err, clock);
                    try (AuditReader reader = LogFile.open(NAME, env, err)) {
                        if (reader == null) {
                            return Exit.NO;
                        }
                        AuditRow row = RowCommand.row(NAME, reader, options.row(), err);
                        return row == null ? Exit.NO : command.allow(reader, row);
                    } catch (PolicyException e) {
                        return PolicyCommand.refuse(NAME, e, err);
                    }
                });
    }

    private static Path file(AllowOptions options, Map<String, String> env) throws UsageException {
        if (options.policy() != null) {
            return Path.of(options.policy());
        }
        String home = env.get("HOME");
        if (home == null || home.isEmpty()) {
            throw new UsageException("allow: HOME is not set; name the file with --policy");
        }
        return Path.of(home, ".mcpgate", "policy.toml");
    }

    private int allow(AuditReader reader, AuditRow row) throws IOException, PolicyException {
        String rule = Exemption.rule(row);
        if (rule == null) {
            Exit.say(err, NAME, nothing(row));
            return Exit.NO;
        }
        LocalDate today = LocalDate.now(clock);
        String reason = options.reason();
        String added =
                Exemption.text(
                        row,
                        rule,
                        Explanation.of(reader, row).json(),
                        reason == null ? "mcpgate allow " + row.id() + ", " + today : reason,
                        today.plusDays(options.days()));
        String before = Files.exists(file) ? text() : "";
        String after = before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + added;
        PolicyReader.read(after, file.toString(), Trust.USER, Judge.installedRules());
        show(added);
        if (options.isDryRun()) {
            return Exit.OK;
        }
        if (!options.isYes()) {
            if (!Stdout.isAsking()) {
                Exit.say(err, NAME, "nobody to ask here: to write it, add --yes");
                return Main.USAGE;
            }
            say("Add this? [y/N] ");
            if (!Stdout.isAgreed(in)) {
                say("Nothing was written.\n");
                return Exit.OK;
            }
        }
        write(before, after);
        say("Written. Gates that run read it within a second.\n");
        return Exit.OK;
    }

    private static String nothing(AuditRow row) {
        String reason = row.reason();
        return reason == null || row.decision().equals("allow")
                ? "row " + row.id() + " was forwarded: there is nothing to allow"
                : "no exception lets row "
                        + row.id()
                        + " pass ("
                        + reason
                        + "); see: mcpgate explain "
                        + row.id();
    }

    /// The lines to come, as `diff -u` marks them.
    private void show(String added) throws IOException {
        var shown = new StringBuilder("+++ ").append(file).append(" (at its end)\n");
        for (String line : added.lines().toList()) {
            shown.append('+').append(line).append('\n');
        }
        say(shown.toString());
    }

    private void say(String text) throws IOException {
        screen.write(text.getBytes(StandardCharsets.UTF_8));
        screen.flush();
    }

    private String text() throws IOException {
        return Files.readString(file);
    }

    /// Puts a whole file in the place of the other, so that no gate ever reads half of one, and
    /// none where it was edited meanwhile.
    private void write(String before, String after) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : made();
        try {
            SafeWrite.replace(
                    target,
                    before.getBytes(StandardCharsets.UTF_8),
                    after.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException(target + ": " + Exit.why(e), e);
        }
    }

    /// A new file without a word in it, which is a policy too.
    private Path made() throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.createFile(
                target,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
