package gate.app;

import static gate.app.LogFixture.noise;
import static gate.app.LogFixture.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.LogFixture.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

class TailTest {

    private static final Stdout PIPE = new Stdout(false, 0);
    private static final Clock SAME_DAY =
            Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneOffset.ofHours(1));

    @TempDir Path directory;

    /// What a run of the command left behind.
    record Outcome(int code, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    @Test
    void everyKindOfRowHasItsLine() throws SQLException {
        try (var log = log()) {
            addOneOfEachKind(log);
        }

        Outcome outcome = tail();

        assertEquals("", outcome.err);
        assertEquals(0, outcome.code);
        assertEquals(
                """
                2026-11-23T19:02:21.006+01:00  7f3a  fs  →  ALLOW  initialize  66B  {"protocolVersion":"2025-11-25"}
                2026-11-23T19:02:21.046+01:00  7f3a  fs  ←  ALLOW  ↳ initialize 40ms  35B  {"tools":[]}
                2026-11-23T19:02:21.086+01:00  7f3a  fs  →  ALLOW  notifications/initialized  54B
                2026-11-23T19:02:21.126+01:00  7f3a  fs  →  ALLOW  tools/call read_file  113B  {"path":"src/Main.java"}
                2026-11-23T19:02:21.166+01:00  7f3a  fs  ←  ALLOW  ↳ read_file error 40ms  48B  {"code":-32601}
                2026-11-23T19:02:21.206+01:00  7f3a  fs  →  BLOCK  tools/call run  reason: destructive_shell_command  29B  {"cmd":"rm -rf /"}
                2026-11-23T19:02:21.246+01:00  7f3a  fs  ←  WARN  fault  reason: duplicate_name  15B  {"id":1,"id":2}
                2026-11-23T19:02:21.286+01:00  7f3a  fs  ←  WARN  noise  reason: noise  13B  ␛]0;owned␇‹9B›hi
                2026-11-23T19:02:21.326+01:00  7f3a  fs  ←  BLOCK  fault  reason: line_too_long  128M  (not kept)
                """,
                outcome.out);
    }

    private static void addOneOfEachKind(LogFixture log) throws SQLException {
        String s = "7f3a90b1c2d3";
        String initialize =
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"params\":{\"protocolVersion\":\"2025-11-25\"}}";
        log.add(
                new Row(
                        s,
                        "fs",
                        true,
                        "request",
                        "0",
                        "initialize",
                        null,
                        "allow",
                        null,
                        initialize));
        log.add(
                new Row(
                        s,
                        "fs",
                        false,
                        "result",
                        "0",
                        "initialize",
                        null,
                        "allow",
                        null,
                        "{\"jsonrpc\":2,\"result\":{\"tools\":[]}}"));
        log.add(
                new Row(
                        s,
                        "fs",
                        true,
                        "notification",
                        null,
                        "notifications/initialized",
                        null,
                        "allow",
                        null,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
        log.add(request(s, "1", "read_file", "{\"path\":\"src/Main.java\"}"));
        log.add(
                new Row(
                        s,
                        "fs",
                        false,
                        "error",
                        "1",
                        "tools/call",
                        "read_file",
                        "allow",
                        null,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601}}"));
        log.add(
                new Row(
                        s,
                        "fs",
                        true,
                        "request",
                        "2",
                        "tools/call",
                        "run",
                        "block",
                        "destructive_shell_command",
                        "{\"params\":{\"cmd\":\"rm -rf /\"}}"));
        log.add(
                new Row(
                        s,
                        "fs",
                        false,
                        "fault",
                        null,
                        null,
                        null,
                        "warn",
                        "duplicate_name",
                        "{\"id\":1,\"id\":2}"));
        log.add(noise(s, "\u001b]0;owned\u0007\u009bhi".getBytes(StandardCharsets.ISO_8859_1)));
        log.add(new Row(s, "fs", false, "fault", null, null, null, "block", "line_too_long", null));
    }

    @Test
    void onATerminalColumnsLineUpAndLinesFit() throws SQLException {
        try (var log = log()) {
            log.add(
                    request(
                            "7f3a90b1c2d3",
                            "1",
                            "read_file",
                            "{\"path\":\"" + "x".repeat(200) + "\"}"));
            log.add(request("7f3a90b1c2d3", "2", "ls", "{}"));
            log.add(noise("91bc90b1c2d3", "Listening on port 80" + "!".repeat(200)));
        }

        Outcome wide = run(new Stdout(true, 100), Map.of("NO_COLOR", "1"));
        Outcome narrow = run(new Stdout(true, 64), Map.of("TERM", "dumb"));
        Outcome unknown = run(new Stdout(true, 0), Map.of("CLICOLOR", "0"));

        assertEquals(
                """
                19:02:21.006  7f3a  fs  →  ALLOW  tools/call read_file   300B  {"path":"xxxxxxxxxxxxxxxxxxxxxxxxxxx…
                19:02:21.046  7f3a  fs  →  ALLOW  tools/call ls           84B  {}
                19:02:21.086  91bc  fs  ←  WARN   noise  reason: noise  220B  Listening on port 80!!!!!!!!!!!!!!!!!…
                """,
                wide.out);
        assertEquals(
                """
                19:02:21  7f3a  fs  →  ALLOW  read_file   300B  {"path":"xxxxxx…
                19:02:21  7f3a  fs  →  ALLOW  ls           84B  {}
                19:02:21  91bc  fs  ←  WARN   noise  reason: noise  220B
                """,
                narrow.out);
        assertTrue(unknown.lines().getFirst().endsWith("x…"), unknown.out);
        assertEquals(63 + 160, unknown.lines().getFirst().length());
    }

    @Test
    void rowsOfOtherDaysCarryTheirDate() throws SQLException {
        try (var log = log()) {
            log.add(request("7f3a90b1c2d3", "1", "ls", "{}"));
        }
        Clock later = Clock.fixed(Instant.parse("2026-11-24T20:00:00Z"), ZoneId.of("Asia/Tokyo"));

        Outcome outcome = run(new Stdout(true, 100), Map.of(), later);

        assertTrue(outcome.out.startsWith("2026-11-24 03:02:21.006  7f3a"), outcome.out);
    }

    @Test
    void onlyDecisionAndReasonAreColored() throws SQLException {
        try (var log = log()) {
            log.add(request("7f3a90b1c2d3", "1", "ls", "{}"));
            log.add(
                    new Row(
                            "7f3a90b1c2d3",
                            "fs",
                            true,
                            "request",
                            "2",
                            "tools/call",
                            "rm",
                            "block",
                            "destructive_shell_command",
                            "{}"));
            log.add(noise("7f3a90b1c2d3", "hello"));
        }

        List<String> lines = tail("--color", "always").lines();

        assertEquals(
                "2026-11-23T19:02:21.006+01:00  7f3a  fs  →  \u001b[32mALLOW\u001b[0m"
                        + "  tools/call ls  84B  {}",
                lines.get(0));
        assertEquals(
                "2026-11-23T19:02:21.046+01:00  7f3a  fs  →  \u001b[1;31mBLOCK\u001b[0m  tools/call"
                        + " rm  \u001b[1;31mreason: destructive_shell_command\u001b[0m  2B",
                lines.get(1));
        assertEquals(
                "2026-11-23T19:02:21.086+01:00  7f3a  fs  ←  \u001b[1;33mWARN\u001b[0m"
                        + "  noise  \u001b[1;33mreason: noise\u001b[0m  5B  hello",
                lines.get(2));
    }

    /// Fills every column with what terminals obey: none of it may come out, in any format.
    @Test
    void noColumnReachesTheTerminalRaw() throws SQLException {
        String evil = "\u001b[2m\u001b]52;c;agk=\u0007\u009b1m\u202e\u200b\n\u0008x  block  y";
        try (var log = log()) {
            log.add(new Row(evil, evil, true, evil, evil, evil, evil, evil, evil, evil));
            log.sql("UPDATE messages SET findings = method, sha256 = method, direction = method");
            for (String kind :
                    List.of("request", "notification", "result", "error", "fault", "noise")) {
                log.add(new Row(evil, evil, true, kind, evil, evil, evil, "block", evil, evil));
            }
        }

        for (String[] options :
                List.of(
                        new String[] {},
                        new String[] {"--json"},
                        new String[] {"--session", evil})) {
            Outcome outcome =
                    run(new Stdout(true, 300), Map.of("NO_COLOR", "1"), SAME_DAY, options);
            assertEquals(0, outcome.code);
            assertEquals(7, outcome.lines().size(), outcome.out);
            for (int at = 0; at < outcome.out.length(); at++) {
                char c = outcome.out.charAt(at);
                assertTrue(c == '\n' || SafeText.isVisible(c), () -> Integer.toHexString(c));
            }
        }
        Outcome unknown = tail("--session", evil + "z");
        assertEquals(1, unknown.code);
        assertFalse(unknown.err.contains("\u001b"), unknown.err);
    }

    @Test
    void jsonHasStableNamesAndTheMessageAsItIs() throws SQLException {
        try (var log = log()) {
            log.add(
                    request(
                            "7f3a90b1c2d3",
                            "\"a\"",
                            "ls",
                            "{\"n\":1e400,\"s\":\"\u202e\\u001b\"}"));
            log.sql(
                    "UPDATE messages SET findings = '[{\"rule\":\"x\"}]', decision_reason ="
                            + " 'r\"q'");
        }

        assertEquals(
                """
                {"schema":1,"id":1,"session_id":"7f3a90b1c2d3","seq":1,\
                "time":"2026-11-23T18:02:21.006000000Z","timestamp_ns":1795456941006000000,\
                "direction":"client_to_server","kind":"request","rpc_id":"a","method":"tools/call","tool_name":"ls",\
                "decision":"allow","decision_reason":"r\\"q","server_name":"fs",\
                "findings":[{"rule":"x"}],"size_bytes":111,"judge_ns":21000,"sha256":null,\
                "message":{"jsonrpc":"2.0","id":"a","method":"tools/call",\
                "params":{"name":"ls","arguments":{"n":1e400,"s":"\\u202e\\u001b"}}}}
                """,
                tail("--json").out);
    }

    @Test
    void jsonHoldsWhatIsNoJsonInBase64() throws SQLException {
        byte[] noise = {'{', (byte) 0xff, 0x1b, '}'};
        try (var log = log()) {
            log.add(noise("7f3a90b1c2d3", noise));
            log.add(noise("7f3a90b1c2d3", "{\"a\":1}{}"));
            log.add(noise("7f3a90b1c2d3", "[".repeat(300) + "]".repeat(300)));
            log.add(
                    new Row(
                            "7f3a90b1c2d3",
                            "fs",
                            true,
                            "fault",
                            null,
                            null,
                            null,
                            "warn",
                            "x",
                            null));
        }

        List<String> lines = tail("--json").lines();

        String base64 = Base64.getEncoder().encodeToString(noise);
        assertTrue(
                lines.get(0).endsWith("\"message\":\"" + base64 + "\",\"encoding\":\"base64\"}"),
                lines.get(0));
        assertTrue(lines.get(1).endsWith("\"encoding\":\"base64\"}"), lines.get(1));
        assertTrue(lines.get(2).endsWith("\"encoding\":\"base64\"}"), lines.get(2));
        assertTrue(lines.get(3).endsWith("\"message\":null}"), lines.get(3));
    }

    @Test
    void longMessagesComeWholeInJsonAndCutForPeople() throws SQLException {
        String text = "ü世\u202e😀".repeat(700_000);
        String message = "{\"result\":\"" + text + "\"}";
        byte[] noise = new byte[7_000_001];
        new java.util.Random(3).nextBytes(noise);
        try (var log = log()) {
            log.add(
                    new Row(
                            "7f3a90b1c2d3",
                            "fs",
                            false,
                            "result",
                            "1",
                            null,
                            null,
                            "allow",
                            null,
                            message));
            log.add(noise("7f3a90b1c2d3", noise));
            log.add(noise("7f3a90b1c2d3", "é".repeat(3000)));
        }

        List<String> json = tail("--json").lines();
        List<String> lines = tail().lines();

        String embedded = "\"message\":" + message.replace("\u202e", "\\u202e") + "}";
        assertTrue(json.get(0).endsWith(embedded), "the long message came out changed");
        assertTrue(
                json.get(1)
                        .endsWith(
                                "\"message\":\""
                                        + Base64.getEncoder().encodeToString(noise)
                                        + "\",\"encoding\":\"base64\"}"));
        assertTrue(lines.get(0).endsWith("…"), lines.get(0));
        assertTrue(lines.get(0).length() < 16_000);
        assertTrue(lines.get(2).endsWith("éé…"), "cut inside a character");
    }

    @Test
    void theLastHundredRowsAreShownUnlessAskedOtherwise() throws SQLException {
        try (var log = log()) {
            log.sql("BEGIN");
            for (int i = 1; i <= 1203; i++) {
                log.add(request("7f3a90b1c2d3", "" + i, "t" + i, "{}"));
            }
            log.sql("COMMIT");
        }

        assertEquals(tools(1104, 1203), tools(tail()));
        assertEquals(tools(1203, 1203), tools(tail("-n", "1")));
        assertEquals(tools(1202, 1203), tools(tail("--limit=2")));
        assertEquals(tools(1199, 1203), tools(tail("-n5")));
        assertEquals(tools(1, 1203), tools(tail("-n", "5000")));
        assertEquals(tools(1, 1203), tools(tail("--all")));
        assertEquals(List.of(), tools(tail("-n", "0")));
    }

    @Test
    void aSessionIsFoundByHowItsIdBegins() throws SQLException {
        try (var log = log()) {
            log.session("7f3a90b1c2d3", "fs")
                    .session("7f3b00000000", "sh")
                    .session("c00400000000", "web");
            for (int i = 0; i < 3; i++) {
                log.add(request("7f3a90b1c2d3", "1", "a" + i, "{}"));
                log.add(request("7f3b00000000", "1", "b" + i, "{}"));
                log.add(request("c00400000000", "1", "c" + i, "{}"));
            }
        }

        assertEquals(List.of("a0", "a1", "a2"), tools(tail("--session", "7f3a90b1c2d3")));
        assertEquals(List.of("a1", "a2"), tools(tail("--session", "7F3A", "-n", "2")));
        assertEquals(List.of("b1", "a2", "b2"), tools(tail("--session=7f3", "-n", "3")));
        assertEquals(List.of("c0", "c1", "c2"), tools(tail("--session", "last")));
        Outcome unknown = tail("--session", "dead");
        assertEquals(1, unknown.code);
        assertEquals("", unknown.out);
        assertTrue(
                unknown.err.startsWith(
                        "mcpgate tail: no session begins with \"dead\"; the latest: c00400000000"
                                + " (web), 7f3b00000000 (sh), 7f3a90b1c2d3 (fs)\n"),
                unknown.err);
    }

    @Test
    void idsGrowWhereTwoSessionsBeginAlike() throws SQLException {
        try (var log = log()) {
            log.add(request("7f3a90b1c2d3", "1", "a", "{}"));
            log.add(request("7f3a91000000", "1", "b", "{}"));
        }

        List<String> lines = tail().lines();

        assertTrue(lines.get(0).contains("  7f3a90  "), lines.get(0));
        assertTrue(lines.get(1).contains("  7f3a91  "), lines.get(1));
    }

    @Test
    void withoutALogItSaysHowOneBegins() throws SQLException, IOException {
        Outcome missing = tail();
        assertEquals(0, missing.code);
        assertEquals("", missing.out);
        assertEquals(
                "mcpgate tail: there is no log at "
                        + database()
                        + " yet; `mcpgate run -- SERVER` begins one\n",
                missing.err);
        assertFalse(Files.exists(database()), "looking creates nothing");

        Files.createFile(database());
        assertEquals(missing, tail());
    }

    @Test
    void whatIsNoLogOfOursIsNamed() throws SQLException, IOException {
        Files.writeString(database(), "not a database at all, ".repeat(500));
        Outcome garbage = tail();
        assertEquals(1, garbage.code);
        assertTrue(garbage.err.contains("cannot read " + database()), garbage.err);

        Files.delete(database());
        try (var log = log()) {
            log.sql("PRAGMA user_version = 7");
        }
        Outcome newer = tail();
        assertEquals(1, newer.code);
        assertTrue(newer.err.contains("has schema 7, and this mcpgate reads schema 1"), newer.err);
    }

    record Usage(List<String> args, String message) {}

    static List<Usage> usages() {
        return List.of(
                new Usage(List.of("--frob"), "unknown option --frob"),
                new Usage(List.of("--folow"), "unknown option --folow; did you mean --follow?"),
                new Usage(List.of("7f3a"), "unexpected \"7f3a\": tail takes options only"),
                new Usage(List.of("-n"), "-n needs a value: -n 20"),
                new Usage(
                        List.of("-n", "x"), "-n takes a number of messages, and got \"x\": -n 20"),
                new Usage(
                        List.of("--limit=-1"),
                        "--limit takes a number of messages, and got \"-1\": --limit 20"),
                new Usage(List.of("--session"), "--session needs a value: --session 7f3a"),
                new Usage(List.of("--session", ""), "--session takes the beginning of an id"),
                new Usage(List.of("--color", "red"), "--color takes auto, always or never"),
                new Usage(List.of("--all=3"), "--all takes no value, and got \"3\""),
                new Usage(List.of("--x\u001b[2J"), "unknown option --x␛[2J"));
    }

    @ParameterizedTest
    @MethodSource("usages")
    void aWrongOptionIsNamedWithWhatToDo(Usage usage) {
        Outcome outcome = tail(usage.args.toArray(String[]::new));

        assertEquals(2, outcome.code);
        assertEquals("", outcome.out);
        assertTrue(outcome.err.startsWith("mcpgate tail: " + usage.message), outcome.err);
        assertTrue(outcome.err.endsWith("`mcpgate tail --help` lists the options\n"), outcome.err);
    }

    @Test
    void helpBeginsWithExamples() {
        Outcome outcome = tail("--help");

        assertEquals(0, outcome.code);
        assertTrue(outcome.out.startsWith("Examples:\n  mcpgate tail "), outcome.out);
    }

    /// The other end of the pipe as `head` leaves it.
    private static final class ClosedPipe extends OutputStream {
        private final String message;

        ClosedPipe(String message) {
            this.message = message;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(message);
        }
    }

    @Test
    void aClosedPipeIsNoErrorButAFullDiskIs() throws SQLException {
        try (var log = log()) {
            log.add(request("7f3a90b1c2d3", "1", "a", "{}"));
        }

        assertEquals(new Outcome(0, "", ""), runInto(new ClosedPipe("Broken pipe")));
        assertEquals(
                new Outcome(0, "", ""), runInto(new PrintStream(new ClosedPipe("Broken pipe"))));
        assertEquals(
                new Outcome(
                        1,
                        "",
                        "mcpgate tail: cannot write to standard output: No space left on device\n"),
                runInto(new ClosedPipe("No space left on device")));
    }

    private Outcome runInto(OutputStream out) {
        var err = new ByteArrayOutputStream();
        int code =
                Tail.run(
                        List.of(),
                        environment(Map.of()),
                        out,
                        new PrintStream(err),
                        PIPE,
                        SAME_DAY);
        return new Outcome(code, "", err.toString(StandardCharsets.UTF_8));
    }

    record Colors(List<String> args, Map<String, String> env, boolean isTerminal, boolean on) {}

    static List<Colors> colors() {
        return List.of(
                new Colors(List.of(), Map.of(), true, true),
                new Colors(List.of(), Map.of(), false, false),
                new Colors(List.of(), Map.of("NO_COLOR", "1"), true, false),
                new Colors(List.of(), Map.of("NO_COLOR", ""), true, true),
                new Colors(List.of(), Map.of("CLICOLOR", "0"), true, false),
                new Colors(List.of(), Map.of("TERM", "dumb"), true, false),
                new Colors(List.of(), Map.of("CLICOLOR_FORCE", "1", "CLICOLOR", "0"), false, true),
                new Colors(List.of(), Map.of("CLICOLOR_FORCE", "1", "TERM", "dumb"), false, true),
                new Colors(List.of(), Map.of("CLICOLOR_FORCE", "0"), false, false),
                new Colors(List.of(), Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true, false),
                new Colors(List.of("--color=always"), Map.of("NO_COLOR", "1"), false, true),
                new Colors(List.of("--color", "never"), Map.of("CLICOLOR_FORCE", "1"), true, false),
                new Colors(List.of("--color", "auto"), Map.of(), true, true));
    }

    @ParameterizedTest
    @MethodSource("colors")
    void colorsFollowWhoAskedFirst(Colors colors) throws SQLException {
        try (var log = log()) {
            log.add(request("7f3a90b1c2d3", "1", "a", "{}"));
        }

        Outcome outcome =
                run(
                        new Stdout(colors.isTerminal, 100),
                        colors.env,
                        SAME_DAY,
                        colors.args.toArray(String[]::new));

        assertEquals(colors.on, outcome.out.contains("\u001b["), outcome.out);
    }

    private static List<String> tools(Outcome outcome) {
        assertEquals("", outcome.err);
        var tools = new ArrayList<String>();
        for (String line : outcome.lines()) {
            int at = line.indexOf("tools/call ") + "tools/call ".length();
            tools.add(line.substring(at, line.indexOf("  ", at)));
        }
        return tools;
    }

    private static List<String> tools(int first, int last) {
        var tools = new ArrayList<String>();
        for (int i = first; i <= last; i++) {
            tools.add("t" + i);
        }
        return tools;
    }

    private Outcome tail(String... args) {
        return run(PIPE, Map.of(), SAME_DAY, args);
    }

    private Outcome run(Stdout stdout, Map<String, String> env) {
        return run(stdout, env, SAME_DAY);
    }

    private Outcome run(Stdout stdout, Map<String, String> env, Clock clock, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code =
                Tail.run(List.of(args), environment(env), out, new PrintStream(err), stdout, clock);
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Map<String, String> environment(Map<String, String> more) {
        var env = new java.util.HashMap<>(more);
        env.put("MCPGATE_DB_PATH", database().toString());
        return env;
    }

    private Path database() {
        return directory.resolve("audit.db");
    }

    private LogFixture log() throws SQLException {
        return new LogFixture(database());
    }
}
