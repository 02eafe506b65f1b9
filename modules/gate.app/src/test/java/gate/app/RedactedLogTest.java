package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.audit.AuditLog;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.AuditSession;
import gate.audit.RowCondition;
import gate.audit.SecretDigest;
import gate.protocol.Direction;
import gate.protocol.FrameReader;
import gate.protocol.MessageReader;
import gate.protocol.Session;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Policy;
import gate.rules.Rulebook;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the commands make of a log out of which secrets were taken.
class RedactedLogTest {

    private static final String TOKEN = "ghp_" + "x7Kd92mQpLz4Rt8vWn3Yb6Hc1Jf5Ge0SaUiO";

    private static final Stdout PIPE = new Stdout(false, 0);

    @TempDir Path home;

    /// What a run of a command left behind.
    private record Outcome(int code, String out, String err) {}

    @Test
    void nothingOfASecretIsInAnyFile() throws Exception {
        record(Policy.AtRest.SECRETS);

        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(TOKEN.substring(4, 24)), file.toString());
            }
        }
    }

    @Test
    void theChainHolds() throws Exception {
        record(Policy.AtRest.SECRETS);

        Outcome verified = run("verify");

        assertEquals(0, verified.code, verified.out + verified.err);
    }

    @Test
    void replayFindsWhatWasFoundThen() throws Exception {
        record(Policy.AtRest.SECRETS);

        Outcome outcome = run("replay");

        assertEquals("", outcome.out);
        assertEquals(
                "mcpgate replay: 5 messages judged anew, 0 verdicts would change\n", outcome.err);
    }

    @Test
    void replaySaysWhichChangesRestOnMessagesWithoutTheirSecrets() throws Exception {
        record(Policy.AtRest.SECRETS);
        policy("rules.secret_in_arguments.action = \"allow\"\n");

        Outcome people = run("replay");
        Outcome programs = run("replay", "--json");

        assertEquals(1, people.code);
        assertTrue(people.out.startsWith("block secret_in_arguments → allow: 1\n"), people.out);
        assertTrue(people.out.endsWith("  (judged without its secrets)\n"), people.out);
        assertTrue(people.err.contains(", 1 of them of a message without its secrets"), people.err);
        assertTrue(programs.out.endsWith(",\"redacted\":true}\n"), programs.out);
    }

    @Test
    void whatIsCutOutOfMessagesByThePolicyStaysSo() throws Exception {
        policy("rules.secret_in_arguments.action = \"redact\"\n");
        record(Policy.AtRest.SECRETS);

        Outcome outcome = run("replay", "--json");

        // The log was made without this policy: the one that was refused would be cut now.
        assertEquals(1, outcome.out.lines().count(), outcome.out);
        assertTrue(outcome.out.contains("\"rule\":\"redacted:secret_in_arguments\""), outcome.out);
    }

    @Test
    void whatIsNotKeptIsNotJudged() throws Exception {
        record(Policy.AtRest.ALL);

        Outcome outcome = run("replay");

        assertEquals(0, outcome.code, outcome.out);
        assertTrue(
                outcome.err.contains("5 (the log has a digest of what it said: audit.redact)"),
                outcome.err);
    }

    @Test
    void showAndExplainPointAtTheMark() throws Exception {
        record(Policy.AtRest.SECRETS);

        String explained = run("explain", "1").out;
        String shown = run("show", "1").out;

        assertTrue(explained.contains("redacted          a mark with a digest"), explained);
        int mark = explained.indexOf('«');
        int marks = explained.indexOf('▔');
        assertEquals(column(explained, mark), column(explained, marks), explained);
        assertTrue(shown.contains("«github-token:"), shown);
    }

    @Test
    void exportsSayIt() throws Exception {
        record(Policy.AtRest.SECRETS);

        for (String format : List.of("jsonl", "csv", "cef")) {
            String exported = run("export", "--format", format).out;
            assertTrue(exported.contains("secrets:"), exported);
            assertFalse(exported.contains(TOKEN.substring(4, 24)), exported);
        }
    }

    private static int column(String text, int at) {
        return at - text.lastIndexOf('\n', at);
    }

    private void policy(String text) throws IOException {
        Files.writeString(home.resolve("policy.toml"), text);
    }

    private Outcome run(String command, String... args) throws UsageException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var to = new PrintStream(err, true, StandardCharsets.UTF_8);
        Map<String, String> env =
                Map.of(
                        "MCPGATE_DB_PATH",
                        home.resolve("audit.db").toString(),
                        "HOME",
                        home.toString());
        List<String> words = new ArrayList<>(List.of(args));
        Clock clock = Clock.systemUTC();
        if (command.equals("replay") && Files.exists(home.resolve("policy.toml"))) {
            words.add("--policy=" + home.resolve("policy.toml"));
        }
        int code =
                switch (command) {
                    case "replay" -> Replay.run(words, env, out, to, clock);
                    case "verify" -> Verify.run(words, env, out, to, clock);
                    case "export" -> Export.run(words, env, out, to, clock);
                    case "show" -> RowCommand.show(words, env, out, to, PIPE);
                    default -> RowCommand.explain(words, env, out, to, PIPE);
                };
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// A session: a refused call, an allowed one, its answer with a key, one without, noise.
    private void record(Policy.AtRest mode) throws IOException, InterruptedException {
        AuditPaths paths = AuditPaths.of(home.resolve("audit.db"));
        var recorded = new AuditSession("0123456789ab", 1, "srv", List.of("srv"), 1);
        var session = new Session("0123456789ab", "srv", List.of("srv"));
        var digest = new SecretDigest(paths, _ -> {});
        var policy = new Policy(List.of(), false, false, Policy.Refusal.ERROR, mode);
        var atRest = new AtRest(() -> new Rulebook(List.of(), policy), digest::of);
        try (AuditLog log = AuditLog.open(paths, recorded, _ -> {})) {
            pump(Direction.UPSTREAM, session, log, atRest)
                    .run(
                            frames(
                                    call(1, "post", "{\"body\":\"é key: " + TOKEN + "\"}")
                                            + call(2, "login", "{\"token\":\"" + TOKEN + "\"}")));
            pump(Direction.DOWNSTREAM, session, log, atRest)
                    .run(
                            frames(
                                    "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"content\":\""
                                            + TOKEN
                                            + "\"}}\n{\"jsonrpc\":\"2.0\",\"method\":\"n\","
                                            + "\"params\":{\"a\":1}}\nstarting with "
                                            + TOKEN
                                            + "\n"));
        }
        // Under load the end of a session may come before the database has all of it.
        for (int i = 0; i < 200 && rows(paths) < 5; i++) {
            AuditLog.recover(paths, _ -> {});
            Thread.sleep(50);
        }
    }

    private static int rows(AuditPaths paths) throws IOException {
        AuditReader reader = AuditReader.open(paths.database()).orElse(null);
        try (reader) {
            return reader == null ? 0 : reader.after(0, 100, RowCondition.ALL).size();
        }
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":"
                + arguments
                + "}}\n";
    }

    private static FrameReader frames(String lines) {
        var in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        return new FrameReader(in, FrameReader.MAX_MESSAGE_BYTES);
    }

    private static Pump pump(Direction direction, Session session, AuditLog log, AtRest atRest) {
        return new Pump(
                direction,
                new MessageReader(),
                session,
                new Judge(Judge.installedRules(), Policy.BUILT_IN, Memory.ofProcess()),
                new Recorder(direction, session.id(), log, Complaints.unheard(), atRest),
                new Outlet(OutputStream.nullOutputStream()),
                new Outlet(OutputStream.nullOutputStream()),
                Complaints.unheard());
    }
}
