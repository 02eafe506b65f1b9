package gate.app;

import gate.app.ClientFiles.Unreadable;
import gate.app.install.Backups;
import gate.app.install.ConfigFile;
import gate.app.install.Place.Scope;
import gate.app.install.Plan;
import gate.app.install.SafeWrite;
import gate.app.install.Server;
import gate.app.install.Surroundings;
import gate.audit.AuditPaths;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// `mcpgate install` and `mcpgate uninstall`: put the gate before the servers in clients'
/// configuration files, and take it out.
final class Install {

    private final boolean isInstall;
    private final InstallOptions options;
    private final Surroundings here;
    private final InstallReport report;
    private final PrintStream err;
    private final Backups backups;
    private final Clock clock;
    private boolean isFailed;

    private Install(
            boolean isInstall,
            InstallOptions options,
            Map<String, String> env,
            PrintStream out,
            PrintStream err,
            Clock clock)
            throws IOException {
        this.isInstall = isInstall;
        this.options = options;
        this.err = err;
        this.clock = clock;
        here = Surroundings.of(env);
        report = new InstallReport(out, here, Stdout.of(env).isTerminal());
        backups = new Backups(backupFolder(env));
    }

    /// Beside the audit log.
    static Path backupFolder(Map<String, String> env) throws IOException {
        return AuditPaths.fromEnvironment(env).database().resolveSibling("backups");
    }

    /// Runs the command to its end.
    ///
    /// @param command `install` or `uninstall`
    /// @param args what stands after it
    /// @param in where the answer is read from
    static int run(
            String command,
            List<String> args,
            Map<String, String> env,
            InputStream in,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        boolean isInstall = command.equals("install");
        InstallOptions options = InstallOptions.parse(command, args);
        return Exit.of(
                command,
                err,
                () -> {
                    if (options.help()) {
                        return Exit.help(
                                out,
                                isInstall
                                        ? InstallOptions.INSTALL_HELP
                                        : InstallOptions.UNINSTALL_HELP);
                    }
                    var printed = new PrintStream(out, true, StandardCharsets.UTF_8);
                    return new Install(isInstall, options, env, printed, err, clock).run(in);
                });
    }

    private int run(InputStream in) throws IOException {
        EnumSet<Scope> scopes =
                !isInstall
                        ? EnumSet.of(Scope.USER, Scope.PROJECT)
                        : EnumSet.of(options.isProject() ? Scope.PROJECT : Scope.USER);
        ClientFiles found = ClientFiles.find(here, options.clients(), scopes);
        for (Unreadable file : found.unreadable()) {
            fail(file.place().file(), file.why());
        }
        List<Plan> plans = plans(found);
        int servers = 0;
        for (Plan plan : plans) {
            servers += plan.servers().size();
        }
        if (plans.isEmpty()) {
            report.nothing(isInstall, found.files().isEmpty());
            return isFailed ? Exit.NO : Exit.OK;
        }
        if (options.isDryRun()) {
            report.dryRun();
            return isFailed ? Exit.NO : Exit.OK;
        }
        if (!options.isYes()) {
            if (!Stdout.isAsking()) {
                String command = isInstall ? "install" : "uninstall";
                Exit.say(
                        err,
                        command,
                        "nobody to ask here: to change these files, run: mcpgate "
                                + command
                                + " --yes");
                return Main.USAGE;
            }
            report.ask(isInstall, servers, plans.size());
            if (!Stdout.isAgreed(in)) {
                report.untouched();
                return Exit.OK;
            }
        }
        for (Plan plan : plans) {
            apply(plan);
        }
        report.done(isInstall);
        return isFailed ? Exit.NO : Exit.OK;
    }

    private List<Plan> plans(ClientFiles found) throws IOException {
        List<Plan> plans = new ArrayList<>();
        String gate = isInstall ? ClientFiles.gate() : "";
        for (ConfigFile file : found.files()) {
            Plan plan =
                    isInstall
                            ? file.wrap(gate, options::wants, ClientFiles::isGone)
                            : file.unwrap(options::wants);
            report.file(plan, isInstall);
            for (Server server : plan.refused()) {
                fail(
                        file.place().file(),
                        "the entry \"" + server.name() + "\" is written oddly: edit it by hand");
            }
            if (!plan.isEmpty()) {
                plans.add(plan);
            }
        }
        return plans;
    }

    private void apply(Plan plan) {
        Path file = plan.file().file();
        try {
            if (isInstall || !plan.isReversible()) {
                backups.keep(file, plan.before(), clock.instant());
            }
            SafeWrite.apply(plan);
            report.written(plan);
            if (!isInstall) {
                backups.dropLike(file, plan.after());
            }
        } catch (IOException e) {
            fail(file, Exit.why(e));
        }
    }

    private void fail(Path file, String why) {
        isFailed = true;
        Exit.say(
                err,
                isInstall ? "install" : "uninstall",
                ClientFiles.shown(file, here) + ": " + why + "; it is left as it was");
    }
}
