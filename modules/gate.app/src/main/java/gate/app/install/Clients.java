package gate.app.install;

import gate.app.install.Place.Scope;
import gate.app.install.Surroundings.Os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The clients that the gate knows, and where they keep their servers.
///
/// Sources: the clients' documentation and what they wrote here, 2026. To add one: a method here,
/// its line in [#NAMES], a row in `docs/INSTALL.md`; `ClientsTest` finds what is forgotten.
public final class Clients {

    /// What they are called on the command line.
    public static final List<String> NAMES =
            List.of(
                    "claude-code",
                    "claude-desktop",
                    "cursor",
                    "vscode",
                    "windsurf",
                    "codex",
                    "gemini",
                    "zed",
                    "cline",
                    "roo",
                    "goose",
                    "opencode",
                    "amp",
                    "copilot",
                    "kiro",
                    "junie");

    private static final List<List<String>> MCP_SERVERS = List.of(List.of("mcpServers"));

    private static final List<String> EDITORS =
            List.of("Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf");

    private final Surroundings here;
    private final Path home;
    private final Path project;
    private final List<Place> places = new ArrayList<>();

    private Clients(Surroundings here) {
        this.here = here;
        home = here.home();
        project = here.directory();
    }

    /// Every file in which a client may look, whether it exists or not.
    public static List<Place> places(Surroundings here) {
        var clients = new Clients(here);
        clients.claude();
        clients.editors();
        clients.terminals();
        clients.extensions();
        clients.others();
        return List.copyOf(clients.places);
    }

    private void claude() {
        Path config = here.named("CLAUDE_CONFIG_DIR", home);
        json("claude-code", "Claude Code", config.resolve(".claude.json"))
                .in(List.of("mcpServers"), List.of("projects", "*", "mcpServers"));
        json("claude-code", "Claude Code", project.resolve(".mcp.json")).shared();
        Path managed =
                switch (here.os()) {
                    case LINUX -> Path.of("/etc/claude-code");
                    case MACOS -> Path.of("/Library/Application Support/ClaudeCode");
                    case WINDOWS -> Path.of("C:\\Program Files\\ClaudeCode");
                };
        json("claude-code", "Claude Code", managed.resolve("managed-mcp.json")).managed();
        json(
                "claude-desktop",
                "Claude Desktop",
                here.settings().resolve("Claude").resolve("claude_desktop_config.json"));
    }

    private void editors() {
        json("cursor", "Cursor", home.resolve(".cursor/mcp.json"));
        json("cursor", "Cursor", project.resolve(".cursor/mcp.json")).shared();
        for (String editor : List.of("Code", "Code - Insiders", "VSCodium")) {
            Path user = here.settings().resolve(editor).resolve("User");
            List<Path> folders = new ArrayList<>(List.of(user));
            folders.addAll(below(user.resolve("profiles")));
            for (Path folder : folders) {
                json("vscode", "VS Code", folder.resolve("mcp.json")).in(List.of("servers"));
            }
            json("vscode", "VS Code", user.resolve("settings.json")).in(List.of("mcp", "servers"));
            json("amp", "Amp", user.resolve("settings.json")).in(List.of("amp.mcpServers"));
        }
        json("vscode", "VS Code", project.resolve(".vscode/mcp.json"))
                .in(List.of("servers"))
                .shared();
        json("windsurf", "Windsurf", home.resolve(".codeium/windsurf/mcp_config.json"));
        zed(here.dotConfig().resolve("zed/settings.json"));
        if (here.os() != Os.LINUX) {
            zed(here.settings().resolve("Zed").resolve("settings.json"));
        }
        json("zed", "Zed", project.resolve(".zed/settings.json"))
                .in(List.of("context_servers"))
                .shared();
        json("kiro", "Kiro", home.resolve(".kiro/settings/mcp.json"));
        json("kiro", "Kiro", project.resolve(".kiro/settings/mcp.json")).shared();
        json("junie", "Junie", home.resolve(".junie/mcp/mcp.json"));
        json("junie", "Junie", project.resolve(".junie/mcp/mcp.json")).shared();
    }

    private void zed(Path file) {
        json("zed", "Zed", file).in(List.of("context_servers"));
    }

    private void terminals() {
        Path codex = here.named("CODEX_HOME", home.resolve(".codex"));
        toml("codex", "Codex", codex.resolve("config.toml"));
        toml("codex", "Codex", project.resolve(".codex/config.toml")).shared();
        json("gemini", "Gemini CLI", home.resolve(".gemini/settings.json"));
        json("gemini", "Gemini CLI", project.resolve(".gemini/settings.json")).shared();
        Path managed =
                switch (here.os()) {
                    case LINUX -> Path.of("/etc/gemini-cli");
                    case MACOS -> Path.of("/Library/Application Support/GeminiCli");
                    case WINDOWS -> Path.of("C:\\ProgramData\\gemini-cli");
                };
        json("gemini", "Gemini CLI", managed.resolve("settings.json")).managed();
        Path opencode = here.dotConfig().resolve("opencode");
        for (Path folder : List.of(opencode, project, project.resolve(".opencode"))) {
            for (String name : List.of("opencode.json", "opencode.jsonc")) {
                var added =
                        json("opencode", "opencode", folder.resolve(name))
                                .in(List.of("mcp"), List.of("mcp", "servers"));
                if (!folder.equals(opencode)) {
                    added.shared();
                }
            }
        }
        json("copilot", "Copilot CLI", home.resolve(".copilot/mcp-config.json"));
        json("copilot", "Copilot CLI", project.resolve(".github/mcp.json")).shared();
        Path amp =
                here.os() == Os.WINDOWS
                        ? here.named("USERPROFILE", home).resolve(".config")
                        : here.dotConfig();
        json("amp", "Amp", amp.resolve("amp/settings.json")).in(List.of("amp.mcpServers"));
        json("amp", "Amp", project.resolve(".amp/settings.json"))
                .in(List.of("amp.mcpServers"))
                .shared();
    }

    private void extensions() {
        for (String editor : EDITORS) {
            Path storage = here.settings().resolve(editor).resolve("User/globalStorage");
            json(
                    "cline",
                    "Cline",
                    storage.resolve("saoudrizwan.claude-dev/settings/cline_mcp_settings.json"));
            json(
                    "roo",
                    "Roo Code",
                    storage.resolve("rooveterinaryinc.roo-cline/settings/mcp_settings.json"));
        }
        json(
                "cline",
                "Cline",
                here.named("CLINE_DIR", home.resolve(".cline"))
                        .resolve("data/settings/cline_mcp_settings.json"));
        json("roo", "Roo Code", project.resolve(".roo/mcp.json")).shared();
    }

    private void others() {
        Path goose =
                here.os() == Os.WINDOWS
                        ? here.settings().resolve("Block/goose/config")
                        : here.dotConfig().resolve("goose");
        places.add(
                new Place(
                        "goose",
                        "Goose",
                        goose.resolve("config.yaml"),
                        Format.YAML,
                        List.of(List.of("extensions")),
                        Scope.USER));
    }

    private static List<Path> below(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                found.add(child);
            }
        } catch (IOException e) {
            return List.of(); // no profiles
        }
        found.sort(null);
        return found;
    }

    private Added json(String client, String title, Path file) {
        return add(new Place(client, title, file, Format.JSON, MCP_SERVERS, Scope.USER));
    }

    private Added toml(String client, String title, Path file) {
        List<List<String>> tables = List.of(List.of("mcp_servers"));
        return add(new Place(client, title, file, Format.TOML, tables, Scope.USER));
    }

    private Added add(Place place) {
        places.add(place);
        return new Added(places.size() - 1);
    }

    /// The place just added, to be told more of.
    private final class Added {

        private final int at;

        Added(int at) {
            this.at = at;
        }

        @SafeVarargs
        @SuppressWarnings("varargs")
        final Added in(List<String>... tables) {
            Place place = places.get(at);
            set(place, List.of(tables), place.scope());
            return this;
        }

        void shared() {
            Place place = places.get(at);
            set(place, place.tables(), Scope.PROJECT);
        }

        void managed() {
            Place place = places.get(at);
            set(place, place.tables(), Scope.MANAGED);
        }

        private void set(Place place, List<List<String>> tables, Scope scope) {
            places.set(
                    at,
                    new Place(
                            place.client(),
                            place.title(),
                            place.file(),
                            place.format(),
                            tables,
                            scope));
        }
    }
}
