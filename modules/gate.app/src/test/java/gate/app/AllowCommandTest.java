package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.LogFixture.Row;
import gate.rules.Judge;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

class AllowCommandTest {

    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run","arguments":\
            {"command":"rm -rf \\"ü\\""}}}\
            """;

    @TempDir Path home;
    private Path policy;

    record Outcome(int code, String out, String err) {}

    @BeforeEach
    void aRefusedCall() throws SQLException {
        policy = home.resolve(".mcpgate/policy.toml");
        try (var log = new LogFixture(home.resolve("audit.db"))) {
            log.add(call("block", "destructive_shell_command"));
            log.add(call("block", "duplicate_member"));
            log.add(call("allow", null));
            log.sql(
                    """
                    UPDATE messages SET findings = '[{"rule":"destructive_shell_command",\
                    "severity":"high","pointer":"/params/arguments/command","start":0,"end":10,\
                    "reason":"deletes"}]' WHERE id = 1
                    """);
        }
    }

    @Test
    void theExceptionIsNarrowAndTheRestOfTheFileStays() throws Exception {
        Files.createDirectories(policy.getParent());
        String before = "# mine\n[rules.secret_in_result]\naction = \"allow\"";
        Files.writeString(policy, before);
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-r-----"));

        Outcome outcome = allow("1", "--yes", "--days", "7", "--reason", "a \"test\"");

        assertEquals("", outcome.err);
        assertEquals(0, outcome.code);
        String added =
                """

                [[exceptions]]
                rule = "destructive_shell_command"
                reason = "a \\"test\\""
                expires = 2026-11-30
                server = "fs"
                tool = "run"
                pointer = "/params/arguments/command"
                text = "rm -rf \\"\\u00fc\\""
                """;
        assertEquals(before + "\n" + added, Files.readString(policy));
        assertTrue(outcome.out.contains("+text = \"rm -rf \\\"\\u00fc\\\"\"\n"), outcome.out);
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(policy)));
        PolicyFile read =
                PolicyReader.read(policy, PolicyFile.Trust.USER, Judge.installedRules(), List.of());
        assertEquals(1, read.exceptions().size());
    }

    @Test
    void aPolicyIsMadeWhereThereIsNoneForNobodyElseToRead() throws Exception {
        assertEquals(0, allow("7f3a/1", "--yes").code);

        assertTrue(Files.readString(policy).contains("reason = \"mcpgate allow 1, 2026-11-23\""));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(policy)));
    }

    @Test
    void nothingIsWrittenUnlessSomebodySaysSo() throws Exception {
        assertEquals(0, allow("1", "--dry-run").code);
        assertEquals(Main.USAGE, allow("1").code, "there is nobody to ask");
        assertFalse(Files.exists(policy));
    }

    @Test
    void whatNoExceptionCanAllowIsSaidSo() throws Exception {
        assertEquals(1, allow("2", "--yes").code);
        assertTrue(allow("2", "--yes").err.contains("no exception lets row 2 pass"));
        assertTrue(allow("3", "--yes").err.contains("row 3 was forwarded"));
        assertEquals(1, allow("99", "--yes").code);
        assertFalse(Files.exists(policy));
    }

    @Test
    void aPolicyThatIsBrokenIsLeftAsItIs() throws Exception {
        Files.createDirectories(policy.getParent());
        Files.writeString(policy, "monitor = 'perhaps'\n");

        Outcome outcome = allow("1", "--yes");

        assertTrue(outcome.code != 0 && outcome.err.contains("policy.toml:1:11"), outcome.err);
        assertEquals("monitor = 'perhaps'\n", Files.readString(policy));
    }

    @Test
    void whatIsEditedWhileItAsksIsNotLost() throws Exception {
        Files.createDirectories(policy.getParent());
        Files.writeString(policy, "");
        var answer =
                new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public synchronized int read(byte[] bytes, int from, int length) {
                        try {
                            Files.writeString(policy, "monitor = true\n");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return super.read(bytes, from, length);
                    }
                };
        System.setProperty(Stdout.STDIN_PROPERTY, "true");
        try {
            Outcome outcome = allow(answer, "1");

            assertEquals(3, outcome.code, outcome.err);
            assertTrue(outcome.err.contains("policy.toml: it has changed meanwhile"), outcome.err);
        } finally {
            System.clearProperty(Stdout.STDIN_PROPERTY);
        }
        assertEquals("monitor = true\n", Files.readString(policy));
    }

    @Test
    void daysHaveALimit() {
        assertThrows(UsageException.class, () -> allow("1", "--days", "0"));
        assertThrows(UsageException.class, () -> allow("1", "--days", "3651"));
    }

    private static Row call(String decision, @org.jspecify.annotations.Nullable String reason) {
        return new Row(
                "7f3a90b1c2d3",
                "fs",
                true,
                "request",
                "1",
                "tools/call",
                "run",
                decision,
                reason,
                CALL);
    }

    private Outcome allow(String... args) throws UsageException {
        return allow(new ByteArrayInputStream(new byte[0]), args);
    }

    private Outcome allow(InputStream in, String... args) throws UsageException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Map<String, String> env =
                Map.of(
                        "HOME", home.toString(),
                        "MCPGATE_DB_PATH", home.resolve("audit.db").toString());
        int code = AllowCommand.run(List.of(args), env, in, out, new PrintStream(err), NOON);
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
