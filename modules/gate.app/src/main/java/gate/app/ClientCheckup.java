package gate.app;

import gate.app.ClientFiles.Unreadable;
import gate.app.install.ConfigFile;
import gate.app.install.Place.Scope;
import gate.app.install.SafeWrite;
import gate.app.install.Server;
import gate.app.install.Server.State;
import gate.app.install.Surroundings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `doctor` looks at of the clients: their files, and servers that nobody needs any more.
/// Owned by one thread.
final class ClientCheckup {

    /// Who adopts processes whose parent has ended, when it is not process 1.
    private static final List<String> ADOPTERS =
            List.of("systemd", "init", "launchd", "tini", "dumb-init", "docker-init", "catatonit");

    private final CheckupSheet sheet;
    private final Surroundings here;
    private final boolean isFixing;

    /// @param isFixing whether to mend what can be mended without asking
    ClientCheckup(CheckupSheet sheet, Map<String, String> env, boolean isFixing) {
        this.sheet = sheet;
        this.isFixing = isFixing;
        here = Surroundings.of(env);
    }

    /// Looks at them.
    void look() {
        ClientFiles found = ClientFiles.find(here, List.of(), EnumSet.of(Scope.USER));
        List<List<String>> servers = new ArrayList<>();
        int wrapped = 0;
        for (ConfigFile file : found.files()) {
            String shown = ClientFiles.shown(file.place().file(), here);
            leftover(SafeWrite.temporary(file.file()));
            for (Server server : file.servers()) {
                String name = server.name() + " in " + shown;
                String only = file.place().client() + " --server '" + server.name() + "'";
                String stands = server.gate();
                if (server.isTwice()) {
                    sheet.warn(
                            "clients",
                            "the gate stands twice before " + name,
                            "mcpgate uninstall " + only);
                } else if (stands != null && ClientFiles.isGone(stands)) {
                    sheet.fail(
                            "clients",
                            name + " starts a gate that is gone",
                            "mcpgate install " + only);
                } else if (server.state() == State.WRAPPED) {
                    wrapped++;
                    servers.add(List.of(server.command().split(" ", -1)));
                } else if (server.state() == State.PLAIN) {
                    sheet.warn(
                            "clients", name + " is not behind the gate", "mcpgate install " + only);
                }
            }
        }
        for (Unreadable file : found.unreadable()) {
            sheet.warn(
                    "clients",
                    ClientFiles.shown(file.place().file(), here) + " cannot be read: " + file.why(),
                    "");
        }
        sheet.ok("clients", wrapped + " servers are behind the gate");
        orphans(servers);
    }

    private void leftover(Path temporary) {
        if (!Files.exists(temporary)) {
            return;
        }
        String mend = "rm " + ClientFiles.shown(temporary, here);
        if (isFixing) {
            try {
                Files.deleteIfExists(temporary);
                sheet.ok("clients", "mended: " + mend);
                return;
            } catch (IOException e) {
                mend += " (" + e.getMessage() + ")";
            }
        }
        sheet.warn("clients", "an install that was killed left a file", mend);
    }

    /// Processes of ours that run the server of a wrapped entry, and whose parent is gone.
    private void orphans(List<List<String>> servers) {
        Optional<String> user = ProcessHandle.current().info().user();
        boolean isClean = true;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Optional<String[]> arguments = process.info().arguments();
            if (arguments.isEmpty() || !process.info().user().equals(user) || !isAlone(process)) {
                continue;
            }
            String line = " " + String.join(" ", List.of(arguments.get())) + " ";
            List<String> server = find(servers, line);
            if (!server.isEmpty()) {
                boolean isGate = line.contains(" gate.app/gate.app.Main run ");
                sheet.warn(
                        "orphans",
                        (isGate
                                        ? "a gate has outlived its client: "
                                        : "a server has outlived its gate: ")
                                + String.join(" ", server),
                        "kill " + process.pid());
                isClean = false;
            }
        }
        if (isClean) {
            sheet.ok("orphans", "no server has outlived its gate");
        }
    }

    /// Whether whoever started it has ended.
    static boolean isAlone(ProcessHandle process) {
        Optional<ProcessHandle> parent = process.parent();
        if (parent.isEmpty() || parent.get().pid() <= 1) {
            return true;
        }
        String command = parent.get().info().command().orElse("");
        return ADOPTERS.contains(command.substring(command.lastIndexOf('/') + 1));
    }

    /// @param line the arguments of a process, between blanks
    /// @return the server that has them; empty if none has
    private static List<String> find(List<List<String>> servers, String line) {
        for (List<String> server : servers) {
            String rest = String.join(" ", server.subList(1, server.size()));
            if (!rest.isEmpty() && line.contains(" " + rest + " ")) {
                return server;
            }
        }
        return List.of();
    }
}
