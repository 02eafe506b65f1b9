package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class RunOptionsTest {

    record Named(List<String> command, String name) {}

    static List<Named> names() {
        return List.of(
                new Named(
                        List.of("npx", "-y", "@modelcontextprotocol/server-github"),
                        "server-github"),
                new Named(List.of("npx", "-y", "@scope/pkg@1.2.3", "--flag"), "pkg"),
                new Named(List.of("/opt/tools/weather"), "weather"),
                new Named(List.of("python3", "-m", "mcp_server_git"), "mcp_server_git"),
                new Named(List.of("node", "/srv/index.js", "x"), "index"),
                new Named(
                        List.of("docker", "run", "-i", "--rm", "ghcr.io/github/github-mcp-server"),
                        "github-mcp-server"),
                new Named(List.of("uvx"), "uvx"),
                new Named(List.of("env", "A=b", "tool x"), "tool_x"),
                new Named(List.of("/"), "server"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aServerIsCalledAfterItsCommand(Named named) throws UsageException {
        assertEquals(named.name, RunOptions.parse(named.command).server());
    }

    @Test
    void whatFollowsTheDashesBelongsToTheServer() throws UsageException {
        var options =
                RunOptions.parse(List.of("--server", "x", "--", "srv", "--server", "y", "--"));

        assertEquals("x", options.server());
        assertEquals(List.of("srv", "--server", "y", "--"), options.command());
    }

    @Test
    void theDashesMayBeLeftOut() throws UsageException {
        assertEquals(List.of("srv", "-x"), RunOptions.parse(List.of("srv", "-x")).command());
    }

    record Size(String text, int bytes) {}

    static List<Size> sizes() {
        return List.of(
                new Size("1K", 1 << 10),
                new Size("1024", 1 << 10),
                new Size("64m", 64 << 20),
                new Size("512M", 512 << 20));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void aSizeIsBytesOrKOrM(Size size) throws UsageException {
        assertEquals(
                size.bytes,
                RunOptions.parse(List.of("--max-message=" + size.text, "srv")).maxMessageBytes());
    }

    static List<List<String>> nonsense() {
        return List.of(
                List.of(),
                List.of("--"),
                List.of("--", ""),
                List.of("--server"),
                List.of("--server", "", "srv"),
                List.of("--server", "a b", "srv"),
                List.of("--server", "a\u001b[m", "srv"),
                List.of("--server", "n".repeat(65), "srv"),
                List.of("--max-message", "1023", "srv"),
                List.of("--max-message", "513M", "srv"),
                List.of("--max-message", "999999999999999999999", "srv"),
                List.of("--max-message", "9007199254740993K", "srv"),
                List.of("--max-message", "-1", "srv"),
                List.of("--max-message", "M", "srv"),
                List.of("--verbose", "srv"),
                List.of("-x", "srv"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsToldWithANextStep(List<String> args) {
        var thrown = assertThrows(UsageException.class, () -> RunOptions.parse(args));

        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.startsWith("run: "), message);
        assertTrue(
                message.contains("see: ")
                        || message.contains("needs")
                        || message.contains("as in"));
    }
}
