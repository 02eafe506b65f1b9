package gate.app;

import static gate.app.LogFixture.noise;
import static gate.app.LogFixture.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.LogFixture.Row;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class TailFlagsTest {

    private static final String FS = "7f3a90b1c2d3";
    private static final String SH = "91bc90b1c2d3";
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T18:03:21Z"), ZoneOffset.ofHours(1));

    @TempDir Path directory;

    @BeforeEach
    void fill() throws SQLException {
        try (var log = new LogFixture(directory.resolve("audit.db"))) {
            for (int i = 1; i <= 5; i++) {
                log.add(request(FS, "" + i, "read_" + i, "{\"n\":" + i + "}"));
            }
            String message = "{\"cmd\":\"rm -rf /\"}";
            log.add(
                    new Row(
                            SH,
                            "sh",
                            true,
                            "request",
                            "6",
                            "tools/call",
                            "run",
                            "block",
                            "destructive_shell_command",
                            message));
            log.add(noise(SH, "hello"));
            log.add(request(SH, "8", "write_8", "{}"));
        }
    }

    record Narrowed(List<String> args, List<Integer> ids) {}

    static List<Narrowed> narrowed() {
        return List.of(
                new Narrowed(List.of("--decision", "block,warn"), List.of(6, 7)),
                new Narrowed(List.of("--rule", "destr*"), List.of(6)),
                new Narrowed(List.of("--tool=read_*", "-n2"), List.of(4, 5)),
                new Narrowed(List.of("--method", "tools/call", "--server", "sh"), List.of(6)),
                new Narrowed(List.of("--dir", "in"), List.of(7)),
                new Narrowed(List.of("--grep", "rm -rf"), List.of(6)),
                new Narrowed(List.of("--grep", "\"n\":3"), List.of(3)),
                new Narrowed(List.of("--regex", "rm +-(rf|fr) /"), List.of(6)),
                new Narrowed(List.of("--regex", "^read_[2-4]$"), List.of(2, 3, 4)),
                new Narrowed(List.of("--filter", "-/read|write/ is:request"), List.of(6)),
                new Narrowed(List.of("--filter", "is:noise | tool:run"), List.of(6, 7)),
                new Narrowed(
                        List.of("--filter", "is:noise | tool:run", "--decision", "block"),
                        List.of(6)),
                new Narrowed(List.of("--since", "59.8s"), List.of(6, 7, 8)),
                new Narrowed(List.of("--until", "19:02:21.05"), List.of(1, 2)),
                new Narrowed(List.of("--id", "6"), List.of(6)),
                new Narrowed(List.of("--session", "last", "--all"), List.of(8)),
                new Narrowed(List.of("--around", "4", "-n", "1"), List.of(3, 4, 5)),
                new Narrowed(List.of("--around", "4"), List.of(1, 2, 3, 4, 5, 6, 7, 8)),
                new Narrowed(
                        List.of("--around", "6", "--tool", "read_*", "-n", "2"), List.of(4, 5)));
    }

    @ParameterizedTest
    @MethodSource("narrowed")
    void anOptionNarrowsDownTheRows(Narrowed narrowed) throws SQLException {
        try (var log = new LogFixture(directory.resolve("audit.db"))) {
            log.sql("UPDATE messages SET session_id = 'c00490b1c2d3' WHERE id = 8");
            log.sql(
                    "INSERT INTO sessions VALUES('c00490b1c2d3', 9, NULL, 'x', '[]', 1, NULL,"
                            + " NULL)");
        }
        var args = new ArrayList<>(narrowed.args);
        args.add("--json");

        Outcome outcome = tail(args.toArray(String[]::new));

        assertEquals("", outcome.err);
        assertEquals(0, outcome.code);
        var ids = new ArrayList<Integer>();
        for (String line : outcome.out.lines().toList()) {
            int at = line.indexOf("\"id\":") + 5;
            ids.add(Integer.parseInt(line.substring(at, line.indexOf(',', at))));
        }
        assertEquals(narrowed.ids, ids);
    }

    @Test
    void countPrintsANumberAndNothingElse() {
        assertEquals(new Outcome(0, "8\n", ""), tail("--count"));
        assertEquals(new Outcome(0, "5\n", ""), tail("--count", "--tool", "read_*"));
        assertEquals(new Outcome(0, "0\n", ""), tail("--count", "--grep", "nowhere"));
    }

    @Test
    void theFirstBlockEndsItWithOne() {
        Outcome blocked = tail("--exit-on-block", "--no-body");
        Outcome innocent = tail("--exit-on-block", "--session", "7f3a");

        assertEquals(1, blocked.code);
        assertEquals(6, blocked.out.lines().count());
        assertTrue(blocked.out.endsWith("reason: destructive_shell_command  18B\n"), blocked.out);
        assertEquals(0, innocent.code);
    }

    @Test
    void withoutBodiesNothingOfAMessageIsPrinted() {
        String json = tail("--no-body", "--json", "--id", "6").out;

        assertTrue(json.endsWith("\"message\":null,\"encoding\":\"omitted\"}\n"), json);
    }

    @Test
    void aTemplateMakesUpTheLine() throws SQLException {
        try (var log = new LogFixture(directory.resolve("audit.db"))) {
            log.sql("UPDATE messages SET tool_name = 'x' || char(27) || '[2J' WHERE id = 8");
        }

        Outcome outcome =
                tail("-n3", "--utc", "--template", "{time}\\t{decision} {{{tool}}} {rule}\u001b");

        assertEquals(
                """
                2026-11-23T18:02:21.206Z\tBLOCK {run} destructive_shell_command␛
                2026-11-23T18:02:21.246Z\tWARN {-} noise␛
                2026-11-23T18:02:21.286Z\tALLOW {x␛[2J} -␛
                """,
                outcome.out);
    }

    @Test
    void theFullFormHasTheBytesAsTheyCame() {
        String json = tail("--jsonl-full", "--id", "7").out;

        assertTrue(json.endsWith(",\"kept_bytes\":5,\"raw\":\"aGVsbG8=\"}\n"), json);
        assertFalse(tail("--jsonl-full", "--no-body", "--id", "7").out.contains("\"raw\""));
    }

    @Test
    void utcIsUtcWhereverOneLives() {
        assertTrue(tail("--id", "1").out.startsWith("2026-11-23T19:02:21.006+01:00  "));
        assertTrue(tail("--id", "1", "--utc").out.startsWith("2026-11-23T18:02:21.006Z  "));
    }

    @Test
    void aMessageThatIsNotThereIsSaidSo() {
        assertEquals(
                new Outcome(1, "", "mcpgate tail: there is no such message; the newest is 8\n"),
                tail("--id", "99"));
        assertEquals(
                new Outcome(1, "", "mcpgate tail: there is no message 99; the newest is 8\n"),
                tail("--around", "99"));
    }

    record Rejected(List<String> args, String message) {}

    static List<Rejected> rejected() {
        return List.of(
                new Rejected(
                        List.of("--decision", "blok"),
                        "--decision: decision: \"blok\" is none of allow, warn, block; did you mean"
                                + " block?"),
                new Rejected(
                        List.of("--filter", "a (b"),
                        "--filter, character 3: this ( is never closed"),
                new Rejected(List.of("--grep", ""), "--grep needs a value: --grep 'rm -rf'"),
                new Rejected(List.of("--tool", "a,,b"), "--tool needs a value: --tool 'read_*'"),
                new Rejected(
                        List.of("--around", "x"),
                        "--around takes the id of a message, and got \"x\": --around 18231"),
                new Rejected(
                        List.of("--regex", "(a)\\1"),
                        "--regex, character 4: \\1 is not known here: \\d \\w \\s \\D \\W \\S"
                                + " are"),
                new Rejected(
                        List.of("--template", "{tim}"),
                        "--template, character 2: no field \"tim\"; did you mean time?"),
                new Rejected(
                        List.of("--template", "{time"),
                        "--template, character 1: this { is never closed; {{ is a brace"),
                new Rejected(
                        List.of("--template", "time"),
                        "--template, character 1: no field is named, as in {time} {decision}"
                                + " {tool}"),
                new Rejected(
                        List.of("--json", "--template", "{id}"),
                        "of --json, --jsonl-full and --template only one can be"),
                new Rejected(
                        List.of("--count", "-f"),
                        "--count ends with a number, and --follow never ends: leave one out"),
                new Rejected(
                        List.of("--around", "3", "-f"),
                        "--around shows what lies around one message: leave out --follow and"
                                + " --count"));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void aWrongValueIsNamedWithWhatToDo(Rejected rejected) {
        Outcome outcome = tail(rejected.args.toArray(String[]::new));

        assertEquals(2, outcome.code);
        assertEquals(
                "mcpgate tail: "
                        + rejected.message
                        + "\nmcpgate tail: `mcpgate tail --help` lists the options\n",
                outcome.err);
    }

    /// What a run of the command left behind.
    record Outcome(int code, String out, String err) {}

    private Outcome tail(String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Map<String, String> env =
                Map.of("MCPGATE_DB_PATH", directory.resolve("audit.db").toString());
        int code =
                Tail.run(
                        List.of(args),
                        env,
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Stdout(false, 0),
                        CLOCK);
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
