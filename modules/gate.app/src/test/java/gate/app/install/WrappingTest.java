package gate.app.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.install.Server.State;
import gate.rules.Glob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class WrappingTest {

    private static final String GATE = "/bin/mcpgate";

    record Case(Format format, String before, String after) {}

    static List<Case> cases() {
        return List.of(
                new Case(
                        Format.JSON,
                        "{\"mcpServers\":{\"a\":{\"command\":\"npx\",\"args\":[\"-y\"]}}}",
                        "{\"mcpServers\":{\"a\":{\"command\":\"/bin/mcpgate\",\"args\":[\"run\","
                                + " \"--server\", \"a\", \"--\", \"npx\", \"-y\"]}}}"),
                new Case(
                        Format.JSON,
                        "{\"mcpServers\": {\"a b\": {\"command\": \"x\", \"args\": [ ] } } }",
                        "{\"mcpServers\": {\"a b\": {\"command\": \"/bin/mcpgate\", \"args\":"
                                + " [\"run\", \"--server\", \"a_b\", \"--\", \"x\" ] } } }"),
                new Case(
                        Format.JSON,
                        "{\"mcpServers\": {\"a\": {\n\t\"command\": \"x\" // why\n} } }",
                        "{\"mcpServers\": {\"a\": {\n"
                            + "\t\"command\": \"/bin/mcpgate\",\n"
                            + "\t\"args\": [\"run\", \"--server\", \"a\", \"--no-args\", \"--\","
                            + " \"x\"] // why\n"
                            + "} } }"),
                new Case(
                        Format.JSON,
                        "{\"mcpServers\":{\"a\":{\"command\":[\"npx\",\"-y\"]}}}",
                        "{\"mcpServers\":{\"a\":{\"command\":[\"/bin/mcpgate\", \"run\","
                                + " \"--server\", \"a\", \"--\", \"npx\",\"-y\"]}}}"),
                new Case(
                        Format.TOML,
                        "[mcp_servers.a]\r\n  command = 'x' # why\r\n",
                        "[mcp_servers.a]\r\n  args = [\"run\", \"--server\", \"a\", \"--no-args\","
                                + " \"--\", 'x']\r\n  command = \"/bin/mcpgate\" # why\r\n"),
                new Case(
                        Format.YAML,
                        "extensions:\n  a:\n    cmd: x\n    args:\n    - y\n",
                        """
                        extensions:
                          a:
                            cmd: "/bin/mcpgate"
                            args:
                            - "run"
                            - "--server"
                            - "a"
                            - "--"
                            - x
                            - y
                        """));
    }

    private static ConfigFile read(Format format, String text) throws IOException {
        return ReversibleTest.read(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Plan wrap(ConfigFile file) {
        return file.wrap(GATE, _ -> true, _ -> false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theGateGoesInAndOut(Case each) throws IOException {
        byte[] after = wrap(read(each.format, each.before)).after();

        assertEquals(each.after, text(after));
        Plan out = ReversibleTest.read(each.format, after).unwrap(_ -> true);
        assertEquals(each.before, text(out.after()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\": \"x\", \"command\": \"y\"}",
                "{\"command\": \"x\", \"args\": null}",
                "{\"command\": \"x\", \"args\": [1]}",
                "{\"command\": []}",
                "{\"command\": \"\"}",
                "{\"command\": 1}",
                "[]",
                "{\"url\": \"https://example.com\"}",
                "{}"
            })
    void anUnclearEntryIsLeftAlone(String entry) throws IOException {
        ConfigFile file = read(Format.JSON, "{\"mcpServers\": {\"a\": " + entry + "}}");

        assertTrue(wrap(file).isEmpty());
        assertTrue(file.servers().get(0).state().compareTo(State.REMOTE) >= 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"a\" 1}", "{\"a\": \"\\q\"}", "{} {}", "{\"a\": /*", "{'a': 1}"})
    void brokenJsonIsNotRead(String text) {
        assertThrows(IOException.class, () -> read(Format.JSON, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a = ", "[a", "a = 1 2", "[a]\n[a]", "a = \"\n\"", "a = \"\"\"x"})
    void brokenTomlIsNotRead(String text) {
        assertThrows(IOException.class, () -> read(Format.TOML, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x 1",
                "a: *x",
                "a: !t 1",
                "? a: b",
                "<<: b",
                "\ta: 1",
                "a: 1\n---\nb: 2",
                "a: {b"
            })
    void yamlThatIsNotUnderstoodIsNotChanged(String text) {
        assertThrows(IOException.class, () -> read(Format.YAML, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void nestingEndsAt128(String open) {
        String deep = open.repeat(200_000);

        var thrown = assertThrows(IOException.class, () -> read(Format.JSON, deep));

        assertEquals("line 1: nested too deeply", thrown.getMessage());
    }

    @Test
    void aGateBeforeAGateIsTold() throws IOException {
        ConfigFile file =
                read(
                        Format.JSON,
                        "{\"mcpServers\":{\"a\":{\"command\":\"/bin/mcpgate\",\"args\":[\"run\",\"--\","
                            + "\"mcpgate\",\"run\",\"--\",\"x\"]}}}");

        assertTrue(file.servers().get(0).isTwice());
        String once = text(file.unwrap(_ -> true).after());
        assertEquals(
                "{\"mcpServers\":{\"a\":{\"command\":\"mcpgate\",\"args\":[\"run\",\"--\",\"x\"]}}}",
                once);
    }

    @Test
    void aGateThatIsGoneGivesItsPlace() throws IOException {
        String old =
                "{\"mcpServers\":{\"a\":{\"command\":\"/old/mcpgate\",\"args\":[\"run\",\"--\",\"x\"]}}}";

        assertTrue(wrap(read(Format.JSON, old)).isEmpty());
        Plan plan = read(Format.JSON, old).wrap(GATE, _ -> true, "/old/mcpgate"::equals);

        assertEquals(old.replace("/old/", "/bin/"), text(plan.after()));
    }

    @Test
    void whatItsClientHasRewrittenComesOutAsWell() throws IOException {
        String rewritten =
                """
                extensions:
                  a:
                    args:
                    - run
                    - --server
                    - a
                    - --no-args
                    - --
                    - x
                    cmd: /bin/mcpgate
                    type: stdio
                """;

        Plan plan = read(Format.YAML, rewritten).unwrap(_ -> true);

        assertEquals("extensions:\n  a:\n    cmd: x\n    type: stdio\n", text(plan.after()));
        assertFalse(plan.isReversible());
    }

    @Test
    void onlyWantedServersAreTouched() throws IOException {
        ConfigFile file =
                read(
                        Format.JSON,
                        "{\"mcpServers\":{\"git\":{\"command\":\"x\"},\"db\":{\"command\":\"y\"}}}");

        Plan plan = file.wrap(GATE, name -> Glob.fits("g?t*", name), _ -> false);

        assertEquals(1, plan.servers().size());
        assertEquals("git", plan.servers().get(0).name());
    }

    @Test
    void theChangeIsShownAsPatchReadsIt() throws IOException {
        ConfigFile file = read(Format.TOML, "[mcp_servers.a]\ncommand = 'x'\nargs = [\n  'y',\n]");

        assertEquals(
                """
                --- /x
                +++ /x
                @@ -1,5 +1,6 @@
                 [mcp_servers.a]
                -command = 'x'
                +command = "/bin/mcpgate"
                 args = [
                +  "run", "--server", "a", "--", 'x',
                   'y',
                 ]
                \\ No newline at end of file
                """,
                wrap(file).diff());
    }
}
