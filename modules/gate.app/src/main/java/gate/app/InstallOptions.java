package gate.app;

import gate.app.install.Clients;
import gate.rules.Glob;

import java.util.ArrayList;
import java.util.List;

/// What `mcpgate install` and `uninstall` were told.
///
/// @param clients whose files; all if empty
/// @param globs which servers, by name; all if empty
record InstallOptions(
        List<String> clients,
        List<String> globs,
        boolean isProject,
        boolean isDryRun,
        boolean isYes,
        boolean help) {

    static final String INSTALL_HELP =
            """
            Examples:
              mcpgate install                      before every server of every client, after asking
              mcpgate install --dry-run            only show what would change
              mcpgate install cursor claude-code --yes
              mcpgate install --server 'git*'      only servers with such names

            mcpgate install [CLIENT...] [options]: put the gate before the MCP servers of your clients.

            Changes the clients' configuration files, and in them only the lines that it shows; comments,
            order and layout stay. `mcpgate uninstall` brings back every byte. Servers that are
            reached over the network are listed and not covered.

                  --server GLOB   only these servers; may be given several times
                  --project       the project's files in this folder, which others may share, instead
                  --dry-run       change nothing
                  --yes           do not ask
              -h, --help          this text

            Clients: %s.
            A copy of each file is kept in ~/.mcpgate/backups.
            Exit codes: 0 done or nothing to do, 1 a file could not be changed, 2 wrong options, or
            nobody to ask and no --yes.
            """
                    .formatted(clientNames());

    static final String UNINSTALL_HELP =
            """
            Examples:
              mcpgate uninstall                    take the gate out everywhere, after asking
              mcpgate uninstall cursor --dry-run   only show what would change

            mcpgate uninstall [CLIENT...] [options]: take the gate out of the configuration of your clients.

            What install did is undone byte for byte, and nothing else is touched; it needs no backup for
            that. The audit log stays.

                  --server GLOB   only these servers; may be given several times
                  --dry-run       change nothing
                  --yes           do not ask
              -h, --help          this text

            Clients: %s.
            Exit codes: 0 done or nothing to do, 1 a file could not be changed, 2 wrong options, or
            nobody to ask and no --yes.
            """
                    .formatted(clientNames());

    InstallOptions {
        clients = List.copyOf(clients);
        globs = List.copyOf(globs);
    }

    private static String clientNames() {
        var names = new StringBuilder();
        int column = 9;
        for (String name : Clients.NAMES) {
            if (!names.isEmpty()) {
                names.append(column + name.length() > 88 ? ",\n" : ", ");
                column = column + name.length() > 88 ? 0 : column + 2;
            }
            names.append(name);
            column += name.length();
        }
        return names.toString();
    }

    /// @throws UsageException if the words make no sense
    static InstallOptions parse(String command, List<String> args) throws UsageException {
        boolean isInstall = command.equals("install");
        List<String> options = new ArrayList<>(List.of("--server", "--dry-run", "--yes", "--help"));
        if (isInstall) {
            options.add("--project");
        }
        var words = new Words(command, args, options);
        List<String> clients = new ArrayList<>();
        List<String> globs = new ArrayList<>();
        boolean isProject = false;
        boolean isDryRun = false;
        boolean isYes = false;
        boolean help = false;
        while (words.next()) {
            if (!words.isOption()) {
                clients.add(client(words));
                continue;
            }
            switch (words.word()) {
                case "--server" -> globs.add(words.value());
                case "--dry-run" -> isDryRun = words.flag();
                case "--yes", "-y" -> isYes = words.flag();
                case "-h", "--help" -> help = words.flag();
                case "--project" -> {
                    if (!isInstall) {
                        throw words.unknown();
                    }
                    isProject = words.flag();
                }
                default -> throw words.unknown();
            }
        }
        return new InstallOptions(clients, globs, isProject, isDryRun, isYes, help);
    }

    private static String client(Words words) throws UsageException {
        if (!Clients.NAMES.contains(words.word())) {
            throw words.wrong(
                    "no client \""
                            + words.word()
                            + "\"; the clients are "
                            + String.join(", ", Clients.NAMES));
        }
        return words.word();
    }

    /// Whether a server with this name is meant.
    boolean wants(String server) {
        if (globs.isEmpty()) {
            return true;
        }
        for (String glob : globs) {
            if (Glob.fits(glob, server)) {
                return true;
            }
        }
        return false;
    }
}
