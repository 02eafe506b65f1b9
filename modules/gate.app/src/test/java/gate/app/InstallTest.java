package gate.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// `install`, `status` and `uninstall` on an empty home.
class InstallTest {

    private static final String CURSOR =
            """
            {"mcpServers": {
              "git": {"command": "npx", "args": ["-y", "x"]},
              "far": {"url": "https://example.com/mcp"}
            }}
            """;
    private static final String CODEX = "[mcp_servers.db] # mine\ncommand = 'srv'\n";

    @TempDir Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path cursor;
    private Path codex;
    private Path gate;

    @BeforeEach
    void write() throws IOException {
        gate = Files.createFile(home.resolve("mcpgate"));
        assertTrue(gate.toFile().setExecutable(true));
        System.setProperty("mcpgate.self", gate.toString());
        System.setProperty(Stdout.TTY_PROPERTY, "false");
        System.setProperty(Stdout.STDIN_PROPERTY, "false");
        cursor = home.resolve(".cursor/mcp.json");
        codex = home.resolve(".codex/config.toml");
        Files.createDirectories(cursor.getParent());
        Files.createDirectories(codex.getParent());
        Files.writeString(cursor, CURSOR);
        Files.writeString(codex, CODEX);
    }

    @AfterEach
    void forget() {
        System.clearProperty("mcpgate.self");
        System.clearProperty(Stdout.TTY_PROPERTY);
        System.clearProperty(Stdout.STDIN_PROPERTY);
    }

    @Test
    void inAgainAndOut() throws Exception {
        assertEquals(1, status());
        assertEquals(0, install("", "install", "--yes"));
        String inside = Files.readString(cursor);
        assertTrue(
                inside.contains("\"" + gate + "\", \"args\": [\"run\", \"--server\", \"git\""),
                inside);
        assertTrue(Files.readString(codex).contains("command = \"" + gate + "\""));
        assertEquals(0, status());

        byte[] before = Files.readAllBytes(cursor);
        assertEquals(0, install("", "install", "--yes"));
        assertArrayEquals(before, Files.readAllBytes(cursor));

        assertEquals(0, install("", "uninstall", "--yes"));
        assertEquals(CURSOR, Files.readString(cursor));
        assertEquals(CODEX, Files.readString(codex));
    }

    @Test
    void whatIsReachedOverTheNetworkIsListedAsNotCovered() throws Exception {
        install("", "install", "--yes");

        assertTrue(
                printed()
                        .contains(
                                "far  https://example.com/mcp  not covered: it is reached over the"
                                        + " network"),
                printed());
        assertTrue(Files.readString(cursor).contains("{\"url\": \"https://example.com/mcp\"}"));
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        assertEquals(0, install("", "install", "--dry-run"));

        assertEquals(CURSOR, Files.readString(cursor));
        assertTrue(printed().contains("+++ " + cursor), printed());
        assertFalse(Files.exists(home.resolve(".mcpgate")));
    }

    @Test
    void nobodyToAskMeansNothingIsDone() throws Exception {
        assertEquals(2, install("", "install"));

        assertEquals(CURSOR, Files.readString(cursor));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("mcpgate install --yes"));
    }

    @Test
    void itAsksAndTakesNoForNo() throws Exception {
        System.setProperty(Stdout.STDIN_PROPERTY, "true");

        assertEquals(0, install("\n", "install"));
        assertEquals(CURSOR, Files.readString(cursor));
        assertTrue(printed().contains("Put the gate before 2 servers in 2 files? [y/N]"));

        assertEquals(0, install("y\n", "install"));
        assertFalse(CURSOR.equals(Files.readString(cursor)));
    }

    @Test
    void clientsAndServersAreChosen() throws Exception {
        assertEquals(0, install("", "install", "codex", "--yes"));
        assertEquals(CURSOR, Files.readString(cursor));
        assertEquals(0, install("", "install", "cursor", "--server", "no*", "--yes"));
        assertEquals(CURSOR, Files.readString(cursor));
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndTheOthersAreDone() throws Exception {
        Files.writeString(codex, "[mcp_servers.db\n");

        assertEquals(1, install("", "install", "--yes"));

        assertTrue(err.toString(StandardCharsets.UTF_8).contains("~/.codex/config.toml: line 1"));
        assertFalse(CURSOR.equals(Files.readString(cursor)));
    }

    private int install(String answers, String command, String... args) throws UsageException {
        return Install.run(
                command,
                List.of(args),
                env(),
                new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Clock.systemUTC());
    }

    private int status() throws UsageException {
        return Status.run(
                List.of(), env(), out, new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Map<String, String> env() {
        return Map.of("HOME", home.toString());
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
