package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class ServerIdentityTest {

    record Pair(String one, String other, boolean isSame) {}

    static List<Pair> pairs() {
        return List.of(
                new Pair("npx -y @acme/s", "npx @acme/s@1.2.3", true),
                new Pair("npx -y @acme/s", "/usr/local/bin/npx --yes @acme/s@latest", true),
                new Pair("npx -y @acme/s", "npx -y @acme/t", false),
                new Pair("npx -y @acme/s /a", "npx -y @acme/s /b", false),
                new Pair("uvx mcp-server-git==1.0", "uvx mcp-server-git", true),
                new Pair("uvx mcp-server-git --repository /a", "uvx mcp-server-git", false),
                new Pair(
                        "docker run -i --rm ghcr.io/acme/s:1.0",
                        "docker run -i --rm ghcr.io/acme/s:2.0",
                        true),
                new Pair("docker run -i ghcr.io/acme/s", "docker run -i ghcr.io/acme/t", false),
                new Pair("docker run -v /a:/b x/y", "docker run -v /a:/c x/y", false),
                new Pair("/opt/server --x", "/opt/server --x", true));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void versionsDoNotCount(Pair pair) {
        String one = identity(pair.one, "/home/a").file();
        String other = identity(pair.other, "/home/b").file();

        assertEquals(pair.isSame, one.equals(other));
    }

    record Relative(String command, boolean isOfFolder) {}

    static List<Relative> relatives() {
        return List.of(
                new Relative("node index.js", true),
                new Relative("node /srv/index.js", false),
                new Relative("./server", true),
                new Relative("npx -y @acme/s", false));
    }

    @ParameterizedTest
    @MethodSource("relatives")
    void theFolderCountsWhereTheCommandIsRelativeToIt(Relative relative) {
        boolean isSame =
                identity(relative.command, "/a")
                        .file()
                        .equals(identity(relative.command, "/b").file());

        assertEquals(relative.isOfFolder, !isSame);
    }

    private static ServerIdentity identity(String command, String folder) {
        return ServerIdentity.of("s", List.of(command.split(" ")), folder);
    }
}
