package gate.app;

import static gate.app.LogFixture.noise;
import static gate.app.LogFixture.request;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.LogFixture.Row;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

class ExportTest {

    private static final String SESSION = "7f3a90b1c2d3";
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneOffset.UTC);
    private static final int MESSAGE = 17;
    private static final int ENCODING = 18;

    @TempDir Path directory;

    /// What a run of the command left behind.
    record Outcome(int code, String out, String err) {}

    @Test
    void jsonLinesAreThoseOfTail() throws SQLException, UsageException {
        try (var log = log()) {
            log.add(request(SESSION, "1", "ls", "{\"s\":\"\u202e\"}")).add(noise(SESSION, "hello"));
        }
        var tail = new ByteArrayOutputStream();
        Tail.run(
                List.of("--all", "--json"),
                env(),
                tail,
                new PrintStream(new ByteArrayOutputStream()),
                new Stdout(false, 0),
                CLOCK);

        assertEquals(tail.toString(StandardCharsets.UTF_8), export("jsonl").out);
    }

    @Test
    void csvHasAHeaderAndAFieldForEachColumn() throws SQLException, UsageException {
        byte[] binary = {(byte) 0xff, 0, '\n'};
        try (var log = log()) {
            log.add(request(SESSION, "\"a\"", "ls", "{\"s\":\"x,\\\"y\\\"\\u001b\u202e\"}"));
            log.add(noise(SESSION, binary)).add(row("fault", null, null));
        }

        Outcome outcome = export("csv");

        assertTrue(outcome.out.endsWith("\r\n"));
        List<List<String>> records = parsed(outcome.out);
        assertEquals(4, records.size());
        assertEquals("id", records.get(0).get(0));
        assertEquals("message", records.get(0).get(MESSAGE));
        for (List<String> fields : records) {
            assertEquals(ENCODING + 1, fields.size(), fields::toString);
        }
        List<String> first = records.get(1);
        assertEquals(
                List.of("1", SESSION, "1", "2026-11-23T18:02:21.006000000Z"), first.subList(0, 4));
        assertEquals("\"a\"", first.get(7));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"ls\","
                    + "\"arguments\":{\"s\":\"x,\\\"y\\\"\\u001b\\u202e\"}}}",
                first.get(MESSAGE));
        assertEquals("json", first.get(ENCODING));
        assertArrayEquals(binary, Base64.getDecoder().decode(records.get(2).get(MESSAGE)));
        assertEquals("base64", records.get(2).get(ENCODING));
        assertEquals("", records.get(3).get(MESSAGE) + records.get(3).get(ENCODING));
    }

    static List<String> formulas() {
        return List.of(
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                " =1",
                "\u00a0=1",
                "＝1",
                "＋1",
                "－1",
                "＠x",
                "=a,\"b\"");
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void noFieldStartsAFormula(String formula) throws SQLException, UsageException {
        byte[] plus = {(byte) 0xfb, (byte) 0xff};
        try (var log = log()) {
            log.add(
                    new Row(
                            SESSION, formula, true, formula, formula, formula, formula, "allow",
                            formula, plus));
            log.sql("UPDATE messages SET sha256 = method, findings = method, direction = method");
        }

        List<String> fields = parsed(export("csv").out).get(1);

        for (int column : List.of(5, 6, 7, 8, 9, 11, 12, 13, 16)) {
            assertEquals("'" + formula, fields.get(column));
        }
        assertEquals("'+/8=", fields.get(MESSAGE));
    }

    @Test
    void aMessageTooLongForACellIsLeftOut() throws SQLException, UsageException {
        String long_ = "x".repeat(CsvRows.MAX_MESSAGE_BYTES + 1);
        try (var log = log()) {
            log.add(noise(SESSION, long_)).add(noise(SESSION, long_.substring(1)));
        }

        List<List<String>> records = parsed(export("csv").out);

        assertEquals("omitted", records.get(1).get(ENCODING));
        assertEquals("", records.get(1).get(MESSAGE));
        assertEquals("base64", records.get(2).get(ENCODING));
    }

    @Test
    void cefHasOneEventALine() throws SQLException, UsageException {
        try (var log = log()) {
            log.add(request(SESSION, "1", "ls", "{\"a\":\"b=c\"}"));
            log.add(
                    new Row(
                            SESSION,
                            "a|b\\c",
                            false,
                            "result",
                            "1",
                            "tools/call",
                            "x|y\\z",
                            "block",
                            "r=1|2",
                            "{\"result\":{\"k\":\"l\\n\"}}"));
            log.add(row("fault", null, "line"));
        }

        List<String> lines = export("cef").out.lines().toList();

        assertEquals(
                "CEF:0|mcpgate|mcpgate|"
                        + Help.version()
                        + "|allow|tools/call ls|1|rt=1795456941006 externalId=1 act=allow"
                        + " cat=request deviceDirection=1 cs1Label=session cs1=7f3a90b1c2d3"
                        + " cs2Label=server cs2=fs cs3Label=method cs3=tools/call cs4Label=tool"
                        + " cs4=ls cs6Label=rpcId cs6=1 cn1Label=seq cn1=1 cn2Label=sizeBytes"
                        + " cn2=93 cn3Label=judgeNanos cn3=21000 msg={\"a\":\"b\\=c\"}",
                lines.get(0));
        assertTrue(
                lines.get(1)
                        .startsWith(
                                "CEF:0|mcpgate|mcpgate|"
                                        + Help.version()
                                        + "|r=1\\|2|tools/call x\\|y\\\\z|8|rt=1795456941046"),
                lines.get(1));
        assertTrue(lines.get(1).contains(" reason=r\\=1|2 deviceDirection=0 "), lines.get(1));
        assertTrue(lines.get(1).contains(" cs2=a|b\\\\c "), lines.get(1));
        assertTrue(lines.get(1).endsWith(" msg={\"k\":\"l\\\\n\"}"), lines.get(1));
        assertTrue(lines.get(2).contains("|x|fault|5|"), lines.get(2));
    }

    @Test
    void cefFieldsKeepToTheirLengths() throws SQLException, UsageException {
        String many = "=😀".repeat(5_000);
        try (var log = log()) {
            log.add(new Row(SESSION, many, true, "noise", many, many, many, "block", many, many));
        }

        String line = export("cef").out;

        assertEquals(1, line.lines().count());
        int server = line.indexOf("cs2=") + 4;
        String shown = line.substring(server, line.indexOf(" cs3Label")).replace("\\=", "=");
        assertTrue(shown.length() <= 4_000 && shown.endsWith("😀"), () -> "" + shown.length());
    }

    /// Fills every column with what terminals obey: none of it may come out, in any format.
    @Test
    void nothingReachesATerminalRaw() throws SQLException, UsageException {
        String evil = "\u001b[2m\u001b]52;c;agk=\u0007\u009b1m\u202e\u200b\n\r\u0008x|=y";
        try (var log = log()) {
            log.add(new Row(evil, evil, true, evil, evil, evil, evil, evil, evil, evil));
            log.sql("UPDATE messages SET findings = method, sha256 = method, direction = method");
        }

        for (String format : List.of("jsonl", "csv", "cef")) {
            String out = export(format).out;
            assertEquals(format.equals("csv") ? 2 : 1, out.lines().count());
            for (int at = 0; at < out.length(); at++) {
                char c = out.charAt(at);
                assertTrue(
                        c == '\n' || c == '\r' || SafeText.isVisible(c),
                        () -> Integer.toHexString(c));
            }
        }
    }

    @Test
    void theFilterSaysWhatIsWritten() throws SQLException, UsageException {
        try (var log = log()) {
            for (int i = 0; i < 1_201; i++) {
                log.add(request(i % 2 == 0 ? SESSION : "91bc90b1c2d3", "1", "t" + i, "{}"));
            }
            log.sql("UPDATE messages SET decision = 'block' WHERE id % 600 = 1");
        }

        assertEquals(1_201, export("cef").out.lines().count());
        assertEquals(601, export("cef", "--session", "7F3").out.lines().count());
        assertEquals(3, export("cef", "--decision", "block,warn").out.lines().count());
        assertEquals(2, export("cef", "--until=2026-11-23T18:02:21.050").out.lines().count());
        assertEquals("", export("jsonl", "--since", "now").out);
    }

    @Test
    void aFileIsMadeForItsOwnerAndNeverOverwritten()
            throws IOException, SQLException, UsageException {
        try (var log = log()) {
            log.add(noise(SESSION, "hello"));
        }
        Path file = directory.resolve("out.csv");

        Outcome outcome = export("csv", "--output", file.toString());

        assertEquals(new Outcome(0, "", ""), outcome);
        assertEquals(2, parsed(Files.readString(file)).size());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Outcome again = export("cef", "--output", file.toString());
        assertEquals(3, again.code);
        assertTrue(again.err.contains("exists already"), again.err);
        assertTrue(Files.readString(file).startsWith("id,"));
        assertEquals(3, export("cef", "--output", "/no/such/dir/x").code);
        assertEquals(3, export("cef", "--output", "a\0b").code);
    }

    @Test
    void aMissingOrBrokenLogIsSaid() throws IOException, UsageException {
        Outcome missing = export("csv");
        assertEquals(0, missing.code);
        assertEquals(1, parsed(missing.out).size());
        assertTrue(missing.err.contains("there is no log at "), missing.err);
        Files.writeString(directory.resolve("audit.db"), "garbage\n".repeat(1_000));
        Outcome garbage = export("jsonl");
        assertEquals(3, garbage.code);
        assertFalse(garbage.err.isEmpty());
    }

    static List<List<String>> nonsense() {
        return List.of(
                List.of(),
                List.of("--format"),
                List.of("--format", "xml"),
                List.of("csv"),
                List.of("--format", "csv", "x"),
                List.of("--format", "csv", "--output"),
                List.of("--format", "csv", "--all"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsToldWithANextStep(List<String> args) {
        var thrown = assertThrows(UsageException.class, () -> ExportOptions.parse(args, CLOCK));

        assertTrue(String.valueOf(thrown.getMessage()).startsWith("export: "));
    }

    @Test
    void helpBeginsWithExamples() throws UsageException {
        assertTrue(export("csv", "--help").out.startsWith("Examples:\n  mcpgate export "));
    }

    private static Row row(String kind, @Nullable String method, @Nullable String message) {
        return new Row(SESSION, "fs", false, kind, null, method, null, "warn", "x", message);
    }

    /// Reads CSV by the letter of RFC 4180.
    private static List<List<String>> parsed(String csv) {
        List<List<String>> records = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < csv.length(); at++) {
            char c = csv.charAt(at);
            if (quoted && c == '"' && at + 1 < csv.length() && csv.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\r' && c != '\n')) {
                field.append(c);
            } else if (c == ',' || c == '\r') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                records.add(fields);
                fields = new ArrayList<>();
            }
        }
        assertEquals("", field.toString());
        return records;
    }

    private Outcome export(String format, String... more) throws UsageException {
        List<String> args = new ArrayList<>(List.of("--format", format));
        args.addAll(List.of(more));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Export.run(args, env(), out, new PrintStream(err), CLOCK);
        return new Outcome(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Map<String, String> env() {
        return Map.of("MCPGATE_DB_PATH", directory.resolve("audit.db").toString());
    }

    private LogFixture log() throws SQLException {
        return new LogFixture(directory.resolve("audit.db"));
    }
}
