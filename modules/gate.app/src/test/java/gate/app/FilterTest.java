package gate.app;

import static gate.app.LogFixture.noise;
import static gate.app.LogFixture.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gate.app.LogFixture.Row;
import gate.audit.AuditReader;
import gate.audit.AuditRow;
import gate.audit.RowCondition;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilterTest {

    private static final String FS = "7f3a90b1c2d3";
    private static final String SH = "91bc90b1c2d3";

    /// One minute after the first row.
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T18:03:21Z"), ZoneOffset.UTC);

    private static final FilterKeys KEYS = new FilterKeys(CLOCK, SH, List.of(1L, 6L));

    @TempDir static Path directory;

    private AuditReader reader;

    @BeforeAll
    void fill() throws SQLException, IOException {
        Path database = directory.resolve("audit.db");
        try (var log = new LogFixture(database)) {
            log.session(FS, "fs").session(SH, "sh");
            log.sql("UPDATE sessions SET client_name = 'claude-code 2.4' WHERE server_name = 'fs'");
            log.add(request(FS, "1", "read_file", "{\"path\":\"src/Main.java\"}")); // 1
            log.add(
                    new Row(
                            FS,
                            "fs",
                            false,
                            "result",
                            "1",
                            "tools/call",
                            "read_file",
                            "allow",
                            null,
                            "{\"result\":\"Grüße und MAIN\"}")); // 2, 40 ms after
            log.add(request(SH, "1", "run", "{\"cmd\":\"rm -rf /\"}")); // 3
            log.add(
                    new Row(
                            SH,
                            "sh",
                            false,
                            "error",
                            "1",
                            "tools/call",
                            "run",
                            "block",
                            "destructive_shell_command",
                            "{}")); // 4
            log.add(noise(SH, "hello (world) | x".getBytes(StandardCharsets.UTF_8))); // 5
            log.add(new Row(SH, "sh", false, "fault", null, null, null, "block", "big", null)); // 6
            log.sql("UPDATE messages SET server_name = 'sh' WHERE session_id = '" + SH + "'");
            log.sql("UPDATE messages SET findings = '[{\"rule\":\"hidden_text\"}]' WHERE id = 2");
            log.sql("UPDATE messages SET findings = 'no json' WHERE id = 5");
        }
        reader = AuditReader.open(database).orElseThrow();
    }

    @AfterAll
    void close() {
        reader.close();
    }

    record Found(String expression, List<Integer> ids) {
        static Found of(String expression, Integer... ids) {
            return new Found(expression, List.of(ids));
        }
    }

    static List<Found> found() {
        return List.of(
                Found.of("", 1, 2, 3, 4, 5, 6),
                Found.of("  ", 1, 2, 3, 4, 5, 6),
                Found.of("decision:block", 4, 6),
                Found.of("d:BLOCK,warn", 4, 5, 6),
                Found.of("-decision:allow", 4, 5, 6),
                Found.of("!decision:allow", 4, 5, 6),
                Found.of("--decision:allow", 1, 2, 3),
                Found.of("tool:read_file", 1, 2),
                Found.of("tool:READ_file"),
                Found.of("t:r*", 1, 2, 3, 4),
                Found.of("tool:r?n", 3, 4),
                Found.of("-tool:r*", 5, 6),
                Found.of("tool:read_file,run dir:out", 1, 3),
                Found.of("dir:in", 2, 4, 5, 6),
                Found.of("rule:hidden*", 2),
                Found.of("rule:destructive_shell_command", 4),
                Found.of("-rule:*", 1, 3),
                Found.of("session:7f3", 1, 2),
                Found.of("s:7F3A90B1C2D3", 1, 2),
                Found.of("session:*c2d3", 1, 2, 3, 4, 5, 6),
                Found.of("session:last", 3, 4, 5, 6),
                Found.of("-session:last", 1, 2),
                Found.of("server:sh kind:request", 3),
                Found.of("client:claude*", 1, 2),
                Found.of("-client:claude*", 3, 4, 5, 6),
                Found.of("method:tools/*", 1, 2, 3, 4),
                Found.of("is:error", 4),
                Found.of("is:answer", 2, 4),
                Found.of("is:marked", 1, 6),
                Found.of("is:noise", 5),
                Found.of("has:finding", 2, 5),
                Found.of("has:reason", 4, 5, 6),
                Found.of("-has:body", 6),
                Found.of("/rm +-(rf|fr)/", 3),
                Found.of("/^READ_file$/"),
                Found.of("/^read_file$/", 1, 2),
                Found.of("-/[a-z]/ | /big$/", 6),
                Found.of("(/src\\/main/)", 1),
                Found.of("/nowhere"),
                Found.of("/Main", 1),
                Found.of("id:3", 3),
                Found.of("id:2..4", 2, 3, 4),
                Found.of("id:>=5", 5, 6),
                Found.of("id:>5", 6),
                Found.of("id:<2", 1),
                Found.of("id:<=2", 1, 2),
                Found.of("size:>1m", 6),
                Found.of("size:2b", 4),
                Found.of("size:1..20", 4, 5),
                Found.of("took:>10ms", 2, 4),
                Found.of("took:>40ms"),
                Found.of("took:40ms..1s", 2, 4),
                Found.of("age:<59.77s", 5, 6),
                Found.of("age:1m", 1, 2, 3, 4, 5, 6),
                Found.of("age:>59.77s", 1, 2, 3, 4),
                Found.of("age:59.79s..59.84s", 3, 4),
                Found.of("since:59.77s", 5, 6),
                Found.of("since:today", 1, 2, 3, 4, 5, 6),
                Found.of("since:now"),
                Found.of("until:18:02:21.15", 1, 2),
                Found.of("since:2026-11-23T18:02:21.15", 3, 4, 5, 6),
                Found.of("since:2026-11-23T20:02:21.15+02:00", 3, 4, 5, 6),
                Found.of("since:\"2026-11-23 18:02:21.15\"", 3, 4, 5, 6),
                Found.of("since:2026-11-23", 1, 2, 3, 4, 5, 6),
                Found.of("main", 1, 2),
                Found.of("MAIN", 2),
                Found.of("Main", 1),
                Found.of("Grüße", 2),
                Found.of("\"rm -rf\"", 3),
                Found.of("body:read_file", 1),
                Found.of("read_file", 1, 2),
                Found.of("big", 6),
                Found.of("hello \"(world)\"", 5),
                Found.of("\"\\\"path\\\"\"", 1),
                Found.of("/Main", 1),
                Found.of("main | big", 1, 2, 6),
                Found.of("(main|big) dir:in", 2, 6),
                Found.of("main|big dir:in", 1, 2, 6),
                Found.of("-(main|big)", 3, 4, 5),
                Found.of("~t run ~d block", 4),
                Found.of("~m tools/call ~s 91bc ~r destr*", 4),
                Found.of("~b \"rm -rf\"", 3),
                Found.of("Main:java"));
    }

    @ParameterizedTest
    @MethodSource("found")
    void anExpressionFindsItsRows(Found found) throws Exception {
        RowCondition condition = Filter.parse(found.expression, KEYS);

        var ids = new ArrayList<Integer>();
        for (AuditRow row : reader.after(0, 100, condition)) {
            ids.add((int) row.id());
        }
        assertEquals(found.ids, ids);
        assertEquals(ids.size(), reader.count(condition).all());
        assertEquals(ids.size(), reader.ids(condition, 0, 100).size());
    }

    record Rejected(String expression, int at, String message) {}

    static List<Rejected> rejected() {
        return List.of(
                new Rejected(
                        "decision:blok",
                        9,
                        "decision: \"blok\" is none of allow, warn, block; did you mean block?"),
                new Rejected("a /b(/", 4, "this ( is never closed"),
                new Rejected(
                        "kind:x",
                        5,
                        "kind: \"x\" is none of request, notification, result, error, fault,"
                                + " noise"),
                new Rejected(
                        "decison:block",
                        0,
                        "no key \"decison\"; did you mean decision:?; quote a text that has a"
                                + " colon"),
                new Rejected(
                        "a http://x",
                        2,
                        "no key \"http\"; the keys are age body client decision dir has id is kind"
                            + " method rule server session since size tool took until; quote a text"
                            + " that has a colon"),
                new Rejected("tool:", 5, "tool: needs a value, such as tool:read_*"),
                new Rejected("tool:a,", 7, "tool: needs a value, such as tool:read_*"),
                new Rejected("a \"b", 2, "this quote is never closed"),
                new Rejected("a \"\"", 2, "there is nothing between these quotes"),
                new Rejected("(a", 0, "this ( is never closed"),
                new Rejected("a)", 1, "this ) closes nothing; put it in quotes to look for it"),
                new Rejected(
                        "a |", 3, "something to look for is missing here: a text, or key:value"),
                new Rejected(
                        "| a", 0, "something to look for is missing here: a text, or key:value"),
                new Rejected(
                        "()", 1, "something to look for is missing here: a text, or key:value"),
                new Rejected(
                        "a -", 3, "something to look for is missing here: a text, or key:value"),
                new Rejected(
                        "- a", 1, "something to look for is missing here: a text, or key:value"),
                new Rejected(
                        "~x a", 0, "after ~ comes one of d m t r s b; quote it to look for it"),
                new Rejected("~", 0, "after ~ comes one of d m t r s b; quote it to look for it"),
                new Rejected("size:big", 5, "size: \"big\" is no size: size:>10k, size:1m..2m"),
                new Rejected("size:>", 5, "size: \"\" is no size: size:>10k, size:1m..2m"),
                new Rejected("id:9..1", 3, "id: the range \"9..1\" ends before it begins"),
                new Rejected("id:x", 3, "id: \"x\" is no number: id:18231, id:>100, id:100..200"),
                new Rejected("took:2s", 5, "took: needs <, > or a range: took:>2s"),
                new Rejected("took:>2", 5, "took: \"2\" is no duration: took:>2s, took:100ms..1s"),
                new Rejected("age:x", 4, "age: \"x\" is no duration: age:<10m, age:1h..2h"),
                new Rejected(
                        "since:soon",
                        6,
                        "since: \"soon\" is no time: 10m (ago), today, yesterday, 18:30,"
                                + " 2026-11-23, 2026-11-23T18:30"),
                new Rejected(
                        "since:25:00",
                        6,
                        "since: \"25:00\" is no time: 10m (ago), today, yesterday, 18:30,"
                                + " 2026-11-23, 2026-11-23T18:30"),
                new Rejected("tool:*********", 5, "tool: takes 8 stars at most"),
                new Rejected("body:" + "x".repeat(257), 5, "body: takes 256 characters at most"),
                new Rejected("x".repeat(4097), 4096, "a filter has 4096 characters at most"),
                new Rejected("(".repeat(33) + "a", 32, "brackets nest 32 deep at most"),
                new Rejected("a ".repeat(65), 128, "a filter has 64 terms at most"),
                new Rejected("tool:a" + ",b".repeat(64), 133, "a filter has 64 terms at most"));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void aWrongExpressionSaysWhereAndWhat(Rejected rejected) {
        var wrong = assertThrows(Filter.Wrong.class, () -> Filter.parse(rejected.expression, KEYS));

        assertEquals(rejected.message, wrong.getMessage());
        assertEquals(rejected.at, wrong.at());
    }

    @Test
    void theLastSessionNeedsASession() {
        var none = new FilterKeys(CLOCK, "", List.of());

        var wrong = assertThrows(Filter.Wrong.class, () -> Filter.parse("session:last", none));

        assertEquals("there is no session yet", wrong.getMessage());
    }

    /// Whatever is typed is found or rejected; the limits are reached along the way.
    @Test
    void noExpressionBreaksTheParserOrTheDatabase() throws IOException {
        String[] pieces = {
            "(",
            ")",
            "|",
            "-",
            "\"",
            "\\",
            " ",
            ":",
            ",",
            "~t",
            "tool:",
            "a",
            "'",
            ";",
            "--",
            "*",
            "[",
            "]",
            "?",
            "size:>",
            "id:",
            "1",
            "..",
            "\0",
            "\u202e",
            "%",
            "rule:",
            "body:",
            "is:marked",
            "since:"
        };
        var random = new java.util.Random(7);
        int valid = 0;
        for (int round = 0; round < 20_000; round++) {
            var expression = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                expression.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                RowCondition condition = Filter.parse(expression.toString(), KEYS);
                if (round % 16 == 0) {
                    reader.ids(condition, 0, 100);
                    valid++;
                }
            } catch (Filter.Wrong e) {
                assertEquals(
                        true, e.at() >= 0 && e.at() <= expression.length(), expression::toString);
            }
        }
        assertEquals(true, valid > 50, "only " + valid + " were valid");
    }

    @Test
    void aRowAndItsPairFindEachOther() throws IOException {
        AuditRow request = reader.row(1).orElseThrow();
        AuditRow answer = reader.row(4).orElseThrow();

        assertEquals(2, reader.pairOf(request));
        assertEquals(3, reader.pairOf(answer));
        assertEquals(0, reader.pairOf(reader.row(5).orElseThrow()));
        assertEquals(false, reader.row(7).isPresent());
    }
}
