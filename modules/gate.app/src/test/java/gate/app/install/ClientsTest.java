package gate.app.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.install.Place.Scope;
import gate.app.install.Surroundings.Os;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ClientsTest {

    /// Where tests run is the module's folder.
    private static final Path PAGE = Path.of("../../docs/INSTALL.md");

    private static List<Place> places(Os os) {
        return Clients.places(new Surroundings(os, Path.of("/home/u"), Map.of(), Path.of("/p")));
    }

    @ParameterizedTest
    @EnumSource
    void everyClientThatIsNamedHasAFileOfItsUserAndNoOtherHas(Os os) {
        List<String> missing = new ArrayList<>(Clients.NAMES);
        for (Place place : places(os)) {
            assertTrue(Clients.NAMES.contains(place.client()), place.client());
            if (place.scope() == Scope.USER) {
                missing.remove(place.client());
            }
        }

        assertEquals(List.of(), missing);
    }

    @Test
    void eachHasItsRowInTheDocumentation() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            String[] cells = line.split(" \\| ", -1);
            if (line.startsWith("| ") && cells.length == 3 && cells[1].startsWith("`")) {
                rows.add(cells[1].replace("`", ""));
            }
        }

        assertEquals(Clients.NAMES, rows);
        assertEquals(16, rows.size());
    }

    record Known(Os os, String client, String file) {}

    /// Some that differ from system to system, from the clients' documentation.
    static List<Known> known() {
        return List.of(
                new Known(Os.LINUX, "claude-code", "/home/u/.claude.json"),
                new Known(
                        Os.LINUX,
                        "claude-desktop",
                        "/home/u/.config/Claude/claude_desktop_config.json"),
                new Known(
                        Os.MACOS,
                        "claude-desktop",
                        "/home/u/Library/Application Support/Claude/claude_desktop_config.json"),
                new Known(
                        Os.MACOS,
                        "vscode",
                        "/home/u/Library/Application Support/Code/User/mcp.json"),
                new Known(Os.MACOS, "zed", "/home/u/.config/zed/settings.json"),
                new Known(Os.LINUX, "goose", "/home/u/.config/goose/config.yaml"),
                new Known(Os.LINUX, "codex", "/home/u/.codex/config.toml"),
                new Known(
                        Os.LINUX,
                        "cline",
                        "/home/u/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/"
                                + "cline_mcp_settings.json"),
                new Known(
                        Os.MACOS,
                        "roo",
                        "/home/u/Library/Application Support/Code/User/globalStorage/"
                                + "rooveterinaryinc.roo-cline/settings/mcp_settings.json"),
                new Known(Os.LINUX, "copilot", "/home/u/.copilot/mcp-config.json"),
                new Known(Os.MACOS, "amp", "/home/u/.config/amp/settings.json"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void itsFileIsWhereTheClientLooks(Known known) {
        boolean isFound = false;
        for (Place place : places(known.os)) {
            isFound |=
                    place.client().equals(known.client)
                            && place.scope() == Scope.USER
                            && place.file().equals(Path.of(known.file));
        }

        assertTrue(isFound);
    }

    @Test
    void whatClientsCallTheirFoldersIsFollowed() {
        Map<String, String> env =
                Map.of(
                        "CODEX_HOME",
                        "/c",
                        "CLAUDE_CONFIG_DIR",
                        "/d",
                        "XDG_CONFIG_HOME",
                        "/x",
                        "CLINE_DIR",
                        "/e");
        List<Path> files = new ArrayList<>();
        for (Place place :
                Clients.places(
                        new Surroundings(Os.LINUX, Path.of("/home/u"), env, Path.of("/p")))) {
            files.add(place.file());
        }

        for (String file :
                List.of(
                        "/c/config.toml",
                        "/d/.claude.json",
                        "/x/goose/config.yaml",
                        "/e/data/settings/cline_mcp_settings.json")) {
            assertTrue(files.contains(Path.of(file)), file);
        }
    }

    /// Byte for byte, though somebody asks for it.
    @Test
    void anAdministratorsFileIsNeverChanged() throws IOException {
        List<Place> managed = new ArrayList<>();
        for (Place place : places(Os.LINUX)) {
            if (place.scope() == Scope.MANAGED) {
                managed.add(place);
            }
        }
        assertEquals(
                List.of("claude-code", "gemini"), managed.stream().map(Place::client).toList());

        for (Place place : managed) {
            byte[] plain =
                    "{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}".getBytes(StandardCharsets.UTF_8);
            byte[] wrapped =
                    "{\"mcpServers\":{\"a\":{\"command\":\"/bin/mcpgate\",\"args\":[\"run\",\"--\",\"x\"]}}}"
                            .getBytes(StandardCharsets.UTF_8);
            var one = ConfigFile.of(place, place.file(), plain);
            var other = ConfigFile.of(place, place.file(), wrapped);

            assertTrue(one.wrap("/bin/mcpgate", _ -> true, _ -> false).isEmpty());
            assertTrue(other.unwrap(_ -> true).isEmpty());
        }
    }
}
