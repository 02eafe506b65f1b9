package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.app.CheckupSheet.Finding;
import gate.app.CheckupSheet.Level;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Each line of `doctor`, well and ill, with what mends it.
class DoctorTest {

    /// Stands for a gate whose `run` answers the self-test as a sound one does.
    private static final String SOUND =
            """
            #!/bin/sh
            echo '{"jsonrpc":"2.0","id":0,"result":{}}'
            echo '{"jsonrpc":"2.0","id":1,"result":"harmless"}'
            echo '{"jsonrpc":"2.0","id":2,"error":"mcpgate blocked: injection_phrase_detected"}'
            cat >/dev/null
            """;

    /// Later than what [LogFixture] writes.
    private static final Clock NOW =
            Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

    @TempDir Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> env = new HashMap<>();
    private Path gate;
    private Path log;

    @BeforeEach
    void prepare() throws Exception {
        env.put("HOME", home.toString());
        gate = home.resolve("bin/mcpgate");
        Files.createDirectories(gate.getParent());
        gate(SOUND);
        System.setProperty("mcpgate.self", gate.toString());
        System.setProperty(Stdout.TTY_PROPERTY, "false");
        log = home.resolve(".mcpgate/audit.db");
    }

    @AfterEach
    void forget() {
        System.clearProperty("mcpgate.self");
        System.clearProperty(Stdout.TTY_PROPERTY);
    }

    @Test
    void onAnEmptyHomeNothingFails() {
        List<Finding> findings = look();

        for (Finding finding : findings) {
            assertTrue(finding.level() != Level.FAIL, finding.toString());
        }
        assertEquals(
                List.of(
                        "runtime",
                        "database",
                        "policy",
                        "self-test",
                        "clients",
                        "orphans",
                        "terminal"),
                findings.stream().map(Finding::name).toList());
        assertFalse(Files.exists(log), "looking makes no log");
    }

    @Test
    void aSoundLogHasAllItsLines() throws Exception {
        makeLog();

        for (String name : List.of("database", "modes", "file system", "spool", "clock")) {
            assertEquals(Level.OK, only(name).level(), only(name).toString());
        }
        assertTrue(only("database").text().startsWith("~/.mcpgate/audit.db is sound, "));
        assertTrue(only("database").text().endsWith("gates at work: 0"));
        assertTrue(only("file system").text().endsWith(" free"));
    }

    @Test
    void aDamagedLogFails() throws Exception {
        makeLog();
        Files.writeString(log, "no database, but more than sixteen bytes of something else");

        expect("database", Level.FAIL, "mv ~/.mcpgate/audit.db ~/.mcpgate/audit.db.broken");
    }

    @Test
    void aLogThatOthersMayReadFailsAndIsMended() throws Exception {
        makeLog();
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));

        expect("modes", Level.FAIL, "chmod go-rwx ~/.mcpgate/audit.db");

        List<String> mended = new ArrayList<>();
        for (Finding finding : look(true)) {
            mended.add(finding.text());
        }
        assertTrue(mended.contains("mended: chmod go-rwx ~/.mcpgate/audit.db"), mended.toString());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
        assertEquals("the log is yours alone", only("modes").text());
    }

    @Test
    void whatKilledGatesLeftIsToldAndFetched() throws Exception {
        makeLog();
        Path segment = home.resolve(".mcpgate/audit.db-spool/0123456789ab-000001.spool");
        Files.createFile(segment);

        expect("spool", Level.WARN, "mcpgate run -- true");

        gate("#!/bin/sh\n[ \"$1 $3\" = 'run true' ] && rm '" + segment + "'\n");
        assertEquals("mended: mcpgate run -- true", only("spool", look(true)).text());
    }

    @Test
    void aLogFromTheFutureIsToldOfTheClock() throws Exception {
        makeLog();

        List<Finding> findings =
                new Checkup(env, false, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).look();

        assertEquals(Level.WARN, only("clock", findings).level());
        assertEquals("date", only("clock", findings).mend());
    }

    @Test
    void aWrongPolicyFails() throws Exception {
        Files.createDirectories(log.getParent());
        Files.writeString(home.resolve(".mcpgate/policy.toml"), "[rules.no_such_rule\n");

        expect("policy", Level.FAIL, "mcpgate policy lint");
    }

    @Test
    void aGateThatStopsNothingFails() throws Exception {
        gate(SOUND.replace("mcpgate blocked: ", ""));
        assertEquals("an injected order was not blocked", only("self-test").text());

        gate(SOUND.replace("harmless", ""));
        assertEquals("a harmless call was not answered", only("self-test").text());

        gate("#!/no/such/interpreter\n");
        assertEquals(Level.FAIL, only("self-test").level());
    }

    @Test
    void clientsAreToldOneByOne() throws Exception {
        String sound = entry("a", gate + "\", \"args\": [\"run\", \"--\", \"x");
        client(sound);
        assertEquals("1 servers are behind the gate", only("clients").text());

        client(entry("a b", "x"));
        expect("clients", Level.WARN, "mcpgate install cursor --server 'a b'");

        client(
                entry(
                        "a",
                        gate
                                + "\", \"args\": [\"run\", \"--\", \"mcpgate\", \"run\", \"--\","
                                + " \"x"));
        expect("clients", Level.WARN, "mcpgate uninstall cursor --server 'a'");

        client(entry("a", "/gone/mcpgate\", \"args\": [\"run\", \"--\", \"x"));
        expect("clients", Level.FAIL, "mcpgate install cursor --server 'a'");

        client("{");
        assertTrue(first("clients").text().startsWith("~/.cursor/mcp.json cannot be read: line 1"));
    }

    @Test
    void whatAKilledInstallLeftIsToldAndRemoved() throws Exception {
        client(entry("a", "x"));
        Path half = home.resolve(".cursor/.mcp.json.mcpgate-tmp");
        Files.writeString(half, "{");

        expect("clients", Level.WARN, "rm ~/.cursor/.mcp.json.mcpgate-tmp");

        look(true);
        assertFalse(Files.exists(half));
    }

    @Test
    void aServerThatOutlivedItsGateIsTold() throws Exception {
        String mark = "mark-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        client(entry("a", gate + "\", \"args\": [\"run\", \"--\", \"sleeper\", \"" + mark));
        assertEquals(Level.OK, only("orphans").level());

        // A shell that waits for its input, and whose parent ends at once. What adopts it is
        // process 1, or
        // one that is known to adopt; elsewhere nothing can be told, and nothing is claimed here.
        Path pipe = home.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process parent =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "/bin/sh -c 'read line <\"$0\"' \"$0\" "
                                        + mark
                                        + " >/dev/null 2>&1 & echo $!",
                                pipe.toString())
                        .start();
        String pid = new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        try {
            assertTrue(parent.waitFor(10, TimeUnit.SECONDS));
            assumeTrue(ClientCheckup.isAlone(orphan), "adopted by a program that we do not know");
            expect("orphans", Level.WARN, "kill " + orphan.pid());
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void theTerminalIsTold() {
        System.setProperty(Stdout.TTY_PROPERTY, "true");
        expect("terminal", Level.WARN, "export TERM=xterm-256color");

        env.put("TERM", "xterm");
        env.put("LANG", "C");
        expect("terminal", Level.WARN, "mcpgate tail -f --ascii");

        env.put("LANG", "de_DE.UTF-8");
        assertEquals("xterm, de_DE.UTF-8", only("terminal").text());
    }

    @Test
    void aGateThatIsNotFoundIsTold() {
        System.setProperty("mcpgate.self", "/no/such/mcpgate");

        assertEquals(Level.WARN, first("runtime").level());
        assertTrue(first("runtime").text().contains("cannot tell where mcpgate lies"));
    }

    @Test
    void eachLineHasItsMendBelow() throws Exception {
        client(entry("a", "x"));

        int code = doctor();

        assertEquals(0, code, "a warning is no failure");
        assertTrue(
                printed()
                        .contains(
                                """
                                warn  clients      a in ~/.cursor/mcp.json is not behind the gate
                                                   -> mcpgate install cursor --server 'a'
                                """),
                printed());
        assertTrue(printed().contains("ok    self-test    an attack on a gate"), printed());
    }

    @Test
    void programsReadItAsJson() throws Exception {
        client(entry("a", "/gone/mcpgate\", \"args\": [\"run\", \"--\", \"x"));

        assertEquals(1, doctor("--json"));

        Map<String, Object> all = JSON.std.mapFrom(printed());
        assertEquals(false, all.get("healthy"));
        assertEquals(1, all.get("schema"));
        for (String check :
                List.of(
                        "{\"name\":\"self-test\",\"level\":\"ok\",",
                        "{\"name\":\"clients\",\"level\":\"fail\",\"text\":\"a in"
                            + " ~/.cursor/mcp.json starts a gate that is gone\",\"mend\":\"mcpgate"
                            + " install cursor --server 'a'\"}")) {
            assertTrue(printed().contains(check), printed());
        }
    }

    private void makeLog() throws Exception {
        var mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectory(log.getParent(), PosixFilePermissions.asFileAttribute(mode));
        Files.createDirectory(
                home.resolve(".mcpgate/audit.db-spool"),
                PosixFilePermissions.asFileAttribute(mode));
        try (var fixture = new LogFixture(log)) {
            fixture.session("0123456789ab", "fs")
                    .add(LogFixture.request("0123456789ab", "1", "echo", "{}"));
        }
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
    }

    private void gate(String script) throws IOException {
        Files.writeString(gate, script);
        assertTrue(gate.toFile().setExecutable(true));
    }

    private void client(String content) throws IOException {
        Files.createDirectories(home.resolve(".cursor"));
        Files.writeString(home.resolve(".cursor/mcp.json"), content);
    }

    /// @param command also the arguments, between the quotes that it opens and closes
    private static String entry(String name, String command) {
        boolean hasArguments = command.contains("[");
        return "{\"mcpServers\": {\""
                + name
                + "\": {\"command\": \""
                + command
                + (hasArguments ? "\"]}}}" : "\"}}}");
    }

    private List<Finding> look() {
        return look(false);
    }

    private List<Finding> look(boolean isFixing) {
        return new Checkup(env, isFixing, NOW).look();
    }

    private void expect(String name, Level level, String mend) {
        Finding finding = first(name);
        assertEquals(level, finding.level(), finding.toString());
        assertEquals(mend, finding.mend());
    }

    private Finding only(String name) {
        return only(name, look());
    }

    private static Finding only(String name, List<Finding> findings) {
        List<Finding> found = findings.stream().filter(f -> f.name().equals(name)).toList();
        assertEquals(1, found.size(), findings.toString());
        return found.get(0);
    }

    private Finding first(String name) {
        return look().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }

    private int doctor(String... args) throws UsageException {
        return Doctor.run(
                List.of(args), env, out, new PrintStream(out, true, StandardCharsets.UTF_8), NOW);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
