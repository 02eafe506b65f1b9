package gate.app;

import gate.app.install.Plan;
import gate.app.install.Server;
import gate.app.install.Surroundings;

import java.io.PrintStream;

/// What `install` and `uninstall` tell: the servers of each file, the change as a diff, and how it
/// went.
final class InstallReport {

    private static final int COMMAND_CHARS = 60;
    private static final int LINE_CHARS = 160;

    private final PrintStream out;
    private final Surroundings here;
    private final boolean isTerminal;

    InstallReport(PrintStream out, Surroundings here, boolean isTerminal) {
        this.out = out;
        this.here = here;
        this.isTerminal = isTerminal;
    }

    void file(Plan plan, boolean isInstall) {
        var place = plan.file().place();
        line(place.title() + "  " + ClientFiles.shown(place.file(), here));
        if (!plan.file().file().equals(place.file())) {
            line("  (a link to " + ClientFiles.shown(plan.file().file(), here) + ")");
        }
        for (Server server : plan.file().servers()) {
            boolean isPlanned = plan.servers().contains(server);
            line("  " + server(server) + "  " + fate(server, isPlanned, isInstall));
        }
        if (plan.file().servers().isEmpty()) {
            line("  no servers");
        }
        if (!plan.isEmpty()) {
            diff(plan.diff());
        }
        out.println();
    }

    /// `github npx -y @modelcontextprotocol/server-github`, cut short.
    static String server(Server server) {
        String scope = server.scope().isEmpty() ? "" : " (" + server.scope() + ")";
        return server.name() + scope + "  " + cut(server.command(), COMMAND_CHARS);
    }

    private static String fate(Server server, boolean isPlanned, boolean isInstall) {
        if (isPlanned) {
            return isInstall ? "<- gets the gate" : "<- is without the gate then";
        }
        return state(server);
    }

    /// What is so with a server, in words.
    static String state(Server server) {
        return switch (server.state()) {
            case WRAPPED ->
                    "behind the gate" + (server.note().isEmpty() ? "" : "; " + server.note());
            case PLAIN -> "not behind the gate";
            case REMOTE -> "not covered: it is reached over the network";
            case OTHER -> "not covered: " + server.note();
        };
    }

    /// As it is for programs; on a terminal without what would disturb it.
    private void diff(String diff) {
        if (!isTerminal) {
            out.print(diff);
            return;
        }
        for (String text : diff.split("\n", -1)) {
            if (!text.isEmpty()) {
                String plain = text.replace("\r", "").replace("\t", "    ");
                Style style =
                        switch (plain.charAt(0)) {
                            case '+' -> Style.GREEN;
                            case '-' -> Style.RED;
                            default -> Style.PLAIN;
                        };
                String safe = SafeText.line(cut(plain, LINE_CHARS)).toString();
                boolean isColoured = System.getenv("NO_COLOR") == null && style != Style.PLAIN;
                out.println(isColoured ? style.on() + safe + Style.OFF : safe);
            }
        }
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
    }

    void nothing(boolean isInstall, boolean isNoFile) {
        if (isNoFile) {
            out.println("No configuration file of a client is here: nothing to do.");
            out.println("mcpgate status --all lists where they would be.");
        } else {
            out.println(
                    isInstall
                            ? "Nothing to do: no server is left that the gate could stand before."
                            : "Nothing to do: no server is behind the gate.");
        }
    }

    void dryRun() {
        out.println("Nothing was changed (--dry-run).");
    }

    void ask(boolean isInstall, int servers, int files) {
        out.print(
                (isInstall ? "Put the gate before " : "Take the gate out before ")
                        + Shown.counted(servers, "server")
                        + " in "
                        + Shown.counted(files, "file")
                        + "? [y/N] ");
        out.flush();
    }

    void untouched() {
        out.println("Nothing was changed.");
    }

    void written(Plan plan) {
        line("written: " + ClientFiles.shown(plan.file().file(), here));
    }

    void done(boolean isInstall) {
        out.println(
                isInstall
                        ? "Clients that are running see it when they start anew. Watch: mcpgate"
                                + " tail -f"
                        : "Clients that are running see it when they start anew.");
    }

    /// A line that may quote names from files.
    private void line(String text) {
        out.println(SafeText.line(text));
    }
}
