package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.audit.AuditPaths;
import gate.audit.AuditRecord;
import gate.audit.SecretDigest;
import gate.protocol.Direction;
import gate.protocol.FrameReader;
import gate.protocol.MessageReader;
import gate.protocol.Session;
import gate.rules.Finding;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Rulebook;
import gate.rules.Settings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What of a message is in its row, with the real rules and pumps, and a log that keeps lists.
class AtRestTest {

    // In two pieces, so that nobody takes this file for a leak.
    private static final String GITHUB = "ghp_" + "x7Kd92mQpLz4Rt8vWn3Yb6Hc1Jf5Ge0SaUiO";
    private static final String AWS = "AKIA" + "Q3ZT7YHW2XK5PLMN";

    /// A row as the ledger got it; its bytes are a copy.
    private static final class Row {
        private final AuditRecord record;
        private final byte[] bytes;

        Row(AuditRecord record, byte[] bytes) {
            this.record = record;
            this.bytes = bytes;
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        String done() {
            return AtRest.done(record.sha256());
        }
    }

    @TempDir Path home;

    private final List<Row> rows = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>(Judge.installedRules());
    private final Session session = new Session("0123456789ab", "srv", List.of("srv"));
    private final Memory memory = Memory.ofProcess();
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final Outlet client = new Outlet(toClient);
    private final Outlet server = new Outlet(toServer);
    private Policy.AtRest mode = Policy.AtRest.SECRETS;
    private AtRest atRest = new AtRest(null, (_, _, _) -> "");

    @BeforeEach
    void keepsByThePolicy() {
        atRest = atRest("audit.db");
    }

    @Test
    void whatHoldsNoSecretIsKeptByteForByte() throws IOException {
        String line = "{ \"jsonrpc\":\"2.0\",\"id\":1.0e0,\"method\":\"m\" }";
        String call = call(1, "{\"body\":\"no \\u0073ecret « here, id 123456789012345678\"}");

        up(call + line + "\n");

        assertEquals(call.strip(), rows.get(0).text());
        assertEquals(line, rows.get(1).text());
        assertNull(rows.get(0).record.sha256());
        assertNull(rows.get(1).record.sha256());
    }

    @Test
    void aSecretIsMarkedInTheRowAndReachesTheServer() throws IOException {
        String call = call(1, "{\"token\":\"" + GITHUB + "\",\"n\":1.0}");

        up(call);

        assertEquals(call, toServer.toString(StandardCharsets.UTF_8));
        String mark = mark(rows.get(0).text());
        assertTrue(mark.startsWith("«github-token:") && mark.length() == 31, mark);
        assertEquals(call.strip().replace(GITHUB, mark), rows.get(0).text());
        assertEquals(call.strip().length(), rows.get(0).record.sizeBytes());
        assertEquals("secrets:", rows.get(0).done());
    }

    @Test
    void theSameSecretHasTheSameMarkWhereverItStands() throws IOException {
        up(call(1, "{\"token\":\"" + GITHUB + "\"}"));
        up(call(2, "{\"token\":\"x \\u0067hp_" + GITHUB.substring(4) + "\\n\"}"));
        down(answer(2, "key: " + GITHUB));
        up("{\"broken\": \"" + GITHUB + "\n");
        String first = mark(rows.get(0).text());
        var others = atRest("other.db");

        for (Row row : rows) {
            assertEquals(first, mark(row.text()), row.text());
        }
        assertTrue(others.text(GITHUB).startsWith("«github-token:"));
        assertNotEquals(first, others.text(GITHUB), "with another user's key");
    }

    @Test
    void whatIsRefusedIsMarkedToo() throws IOException {
        up(call(1, "{\"body\":\"é " + GITHUB + " and " + AWS + "!\"}"));

        assertEquals("", toServer.toString(StandardCharsets.UTF_8));
        Row row = rows.get(0);
        assertEquals("secret_in_arguments", row.record.reason());
        assertClean(row);
        // What was found points at the marks.
        String body = body(row);
        List<String> found = new ArrayList<>();
        for (Finding finding : row.record.findings()) {
            found.add(body.substring(finding.span().start(), finding.span().end()));
        }
        assertTrue(found.get(0).startsWith("«github-token:"), found.get(0));
        assertTrue(found.get(1).startsWith("«aws-access-key:"), found.get(1));
        assertTrue(body.startsWith("é «") && body.contains("» and «") && body.endsWith("»!"), body);
    }

    @Test
    void otherFindingsMoveAlong() throws IOException {
        up(call(1, "{\"command\":\"X=" + GITHUB + " rm -rf / ; " + AWS + "\"}"));

        Row row = rows.get(0);
        assertEquals("destructive_shell_command", row.record.reason());
        boolean isThere = false;
        for (Finding finding : row.record.findings()) {
            if (finding.ruleId().equals("destructive_shell_command")) {
                String text = argument(row, "command");
                String found = text.substring(finding.span().start(), finding.span().end());
                assertTrue(found.contains("rm -rf /"), found);
                isThere = true;
            }
        }
        assertTrue(isThere);
    }

    static List<String> spellings() {
        String coded =
                Base64.getEncoder()
                        .encodeToString(("token " + GITHUB).getBytes(StandardCharsets.US_ASCII));
        return List.of(
                "{\"a\":[{\"b\":\"" + GITHUB + "\"}]}",
                "{\"a\":\"{\\\"key\\\":\\\"" + GITHUB + "\\\"}\"}",
                "{\"a\":\"line\\n" + GITHUB + "\\n\"}",
                "{\"a\":\"\\u0067\\u0068p_" + GITHUB.substring(4) + "\"}",
                "{\"a\":\"%67hp_" + GITHUB.substring(4) + "\"}",
                "{\"a\":\"" + coded + "\"}",
                "{\"" + GITHUB + "\":{\"b\":\"" + AWS + "\"}}",
                "{\"😀 " + GITHUB + "\":1,\"x\":\"😀" + AWS + "\"}",
                "{\"a\":\"https://user:" + "hunter2secretword" + "@example.com/x " + AWS + "\"}");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void everySpellingIsFound(String arguments) throws IOException {
        up(call(1, arguments));
        down(answer(1, "x").replace("\"x\"", "\"x\",\"structuredContent\":" + arguments));

        for (Row row : rows) {
            assertClean(row);
            assertEquals("secrets:", row.done());
            assertTrue(row.text().contains("«"), row.text());
            JSON.std.anyFrom(row.bytes);
            for (Finding finding : row.record.findings()) {
                assertClean(finding.span().pointer() + finding.reason());
            }
        }
    }

    @Test
    void namesThatTheRowTellsApartAreMarkedToo() throws IOException {
        String request =
                "{\"jsonrpc\":\"2.0\",\"id\":\""
                        + AWS
                        + "\",\"method\":\"tools/call\",\"params\":{\"name\":\""
                        + GITHUB
                        + "\",\"arguments\":{}}}\n";

        up(request);
        down("{\"jsonrpc\":\"2.0\",\"id\":\"" + AWS + "\",\"result\":{}}\n");

        for (Row row : rows) {
            assertClean(row);
            assertTrue(String.valueOf(row.record.toolName()).startsWith("«github-token:"));
            assertTrue(String.valueOf(row.record.rpcId()).startsWith("\"«aws-access-key:"));
        }
    }

    @Test
    void everyMessageOfABatchIsLookedAt() throws IOException {
        String revision = "{\"protocolVersion\":\"2025-03-26\"}";
        up(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                        + revision
                        + "}\n");
        down("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":" + revision + "}\n");
        rows.clear();
        String clean = call(1, "{\"a\":\"nothing\"}").strip();

        up("[" + clean + "," + call(2, "{\"token\":\"" + AWS + "\"}").strip() + "]\n");

        assertEquals(clean, rows.get(0).text());
        assertEquals("", rows.get(0).done());
        assertClean(rows.get(1));
        assertEquals("secrets:", rows.get(1).done());
        assertTrue(rows.get(1).text().startsWith("{") && rows.get(1).text().endsWith("}"));
    }

    /// What only a setting lets a rule take for a secret is marked where it found it.
    @Test
    void whatTheRulesAreToldToTakeForASecretIsMarked() throws IOException {
        rules.replaceAll(
                rule -> rule.with(new Settings(Map.of("keywords", true), Map.of(), Map.of())));

        up(call(1, "{\"body\":\"é password = Tr0ub4dor-and-3 and " + AWS + "\"}"));
        down(
                "{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"a\":\"password ="
                        + " Tr0ub4dor-and-3\"}}\n");

        for (Row row : rows) {
            assertFalse(row.text().contains("Tr0ub4dor"), row.text());
            assertClean(row);
        }
    }

    static List<String> unreadable() {
        return List.of(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"a\":\"" + GITHUB,
                "{\"a\":\"" + AWS + "\"} trailing",
                "{\"a\":1,\"a\":\"\\u0067hp_" + GITHUB.substring(4) + "\"}",
                "{\"a\":\"x\\n" + GITHUB + "\",}",
                "Starting with key " + GITHUB + " and " + AWS,
                "C:\\temp\\" + AWS,
                "[" + AWS + ", " + GITHUB + "]");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void aLineThatIsNoMessageIsMarkedAsText(String line) throws IOException {
        down(line + "\n");

        assertClean(rows.get(0));
        assertEquals("secrets:", rows.get(0).done());
        assertEquals(line.length(), rows.get(0).record.sizeBytes());
    }

    @Test
    void aLineInUtf16IsNoHidingPlace() throws IOException {
        byte[] line = ("{\"a\":\"" + GITHUB + "\"}").getBytes(StandardCharsets.UTF_16LE);

        pump(Direction.DOWNSTREAM).run(frames(line));

        String kept = new String(rows.get(0).bytes, StandardCharsets.ISO_8859_1).replace("\0", "");
        assertFalse(kept.contains(GITHUB.substring(4, 20)), kept);
    }

    @Test
    void whereReadingStoppedMovesAlong() throws IOException {
        down("{\"a\":\"" + GITHUB + "\"} trailing\n");

        Row row = rows.get(0);
        int at = row.record.findings().get(0).span().start();
        String rest = new String(row.bytes, at, row.bytes.length - at, StandardCharsets.UTF_8);
        assertEquals("trailing", rest);
    }

    @Test
    void anAnswerThatNobodyAskedForIsMarked() throws IOException {
        down(answer(99, GITHUB));

        assertEquals("unasked", rows.get(0).record.reason());
        assertClean(rows.get(0));
    }

    /// The windows that a long line is read in overlap: nothing is lost between them.
    @Test
    void aLongLineHidesNothingBetweenTwoWindows() throws IOException {
        var random = new Random(20_260_728);
        for (int round = 0; round < 16; round++) {
            int before = KeptLine.WINDOW_BYTES - KeptLine.OVERLAP_BYTES - 80 + random.nextInt(160);
            before += round % 2 == 0 ? KeptLine.OVERLAP_BYTES : 0;
            String line = "{" + "- ".repeat(before / 2) + (before % 2 == 0 ? "" : " ") + GITHUB;
            rows.clear();

            down(line + " \\u0041\n");

            assertClean(rows.get(0));
        }
    }

    @Test
    void manySecretsInOneMessageTakeNoLongTime() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("é AKIA").append(letters(i, 16)).append(' ');
        }
        long started = System.nanoTime();

        up(call(1, "{\"token\":\"" + text + "\"}"));

        assertClean(rows.get(0));
        long millis = (System.nanoTime() - started) / 1_000_000;
        assertTrue(millis < 30_000, millis + " ms; quadratic work takes minutes");
    }

    @ParameterizedTest
    @EnumSource(Policy.AtRest.class)
    void thePolicySaysHowMuchIsKept(Policy.AtRest wanted) throws IOException {
        mode = wanted;

        up(call(1, "{\"path\":\"/home/me\",\"token\":\"" + AWS + "\"}"));
        down(answer(1, "the content"));
        up("no json: " + AWS + "\n");

        String call = rows.get(0).text();
        String answer = rows.get(1).text();
        String noise = rows.get(2).text();
        boolean keepsAll = wanted == Policy.AtRest.NONE;
        boolean keepsArguments = keepsAll || wanted == Policy.AtRest.SECRETS;
        assertEquals(keepsAll, call.contains(AWS));
        assertEquals(keepsArguments, call.contains("/home/me"), call);
        assertEquals(wanted != Policy.AtRest.ALL, call.contains("\"login\""), call);
        assertEquals(wanted != Policy.AtRest.ALL, answer.contains("the content"), answer);
        assertEquals(keepsAll, noise.contains(AWS), noise);
        assertEquals(keepsArguments, noise.contains("no json"), noise);
        assertEquals("login", rows.get(0).record.toolName());
        JSON.std.anyFrom(rows.get(0).bytes);
        JSON.std.anyFrom(rows.get(1).bytes);
    }

    @Test
    void ofWhatIsCutNoReasonTells() throws IOException {
        mode = Policy.AtRest.ARGS;

        up(call(1, "{\"command\":\"rm -rf / --no-preserve-root\"}"));

        Finding finding = rows.get(0).record.findings().get(0);
        assertEquals("destructive_shell_command", rows.get(0).record.reason());
        assertEquals("/params/arguments", finding.span().pointer());
        assertEquals(KeptMessage.NOT_KEPT, finding.reason());
        assertEquals("args:", rows.get(0).done());
    }

    @Test
    void whatAClientAnswersIsAnArgumentToo() throws IOException {
        mode = Policy.AtRest.ARGS;
        down("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"elicitation/create\"}\n");

        up("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"content\":{\"pin\":\"0815\"}}}\n");

        assertFalse(rows.get(1).text().contains("0815"), rows.get(1).text());
        assertTrue(rows.get(1).text().contains("\"id\":5"), rows.get(1).text());
    }

    /// Random trees with secrets here and there: what is kept is JSON of the same shape, without
    /// them, and all else is as it was.
    @Test
    void whateverTheMessageOnlySecretsChange() throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            var made = new StringBuilder();
            value(random, made, 0);
            String line = call(round, "{\"a\":" + made + "}");
            rows.clear();
            toServer.reset();
            toClient.reset();

            up(line);

            Row row = rows.get(0);
            assertClean(row);
            JSON.std.anyFrom(row.bytes);
            if (row.done().isEmpty()) {
                assertEquals(line.strip(), row.text());
            }
            String marked = line.strip().replace(GITHUB, "#").replace(AWS, "#");
            assertEquals(marked, unmarked(row.text()));
        }
    }

    private static void value(Random random, StringBuilder out, int depth) {
        int pick = random.nextInt(depth < 3 ? 6 : 4);
        String secret = random.nextBoolean() ? GITHUB : AWS;
        switch (pick) {
            case 0 -> out.append(random.nextInt(1_000));
            case 1 -> out.append("\"é 😀\\n\\u00e9 text\"");
            case 2 -> out.append("\"x\\n").append(secret).append(" 😀 ").append(secret).append('"');
            case 3 -> out.append('"').append(secret).append('"');
            case 4 -> {
                out.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    value(random, out, depth + 1);
                    out.append(i > 1 ? "," : "");
                }
                out.append(']');
            }
            default -> {
                out.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    String name = random.nextInt(4) == 0 ? secret : "name";
                    out.append('"').append(name).append(" k").append(i).append("\":");
                    value(random, out, depth + 1);
                    out.append(i > 1 ? "," : "");
                }
                out.append('}');
            }
        }
    }

    private static String unmarked(String text) {
        var out = new StringBuilder();
        int at = 0;
        for (int from = text.indexOf('«'); from >= 0; from = text.indexOf('«', at)) {
            out.append(text, at, from).append('#');
            at = text.indexOf('»', from) + 1;
        }
        return out.append(text.substring(at)).toString();
    }

    private static String letters(int seed, int count) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("ABCDEFGHJKLMNPQRSTUVWXYZ234567".charAt(random.nextInt(30)));
        }
        return text.toString();
    }

    private static void assertClean(Row row) {
        assertClean(new String(row.bytes, StandardCharsets.ISO_8859_1));
        assertClean(row.record.toString());
    }

    private static void assertClean(String text) {
        assertFalse(text.contains(GITHUB.substring(4, 30)), text);
        assertFalse(text.contains(AWS.substring(4)), text);
    }

    private static String mark(String text) {
        return text.substring(text.indexOf('«'), text.indexOf('»') + 1);
    }

    private static String body(Row row) throws IOException {
        return argument(row, "body");
    }

    private static String argument(Row row, String name) throws IOException {
        Object node = JSON.std.anyFrom(row.bytes);
        for (String step : List.of("params", "arguments", name)) {
            node = node instanceof Map<?, ?> members ? members.get(step) : null;
        }
        return node instanceof String text ? text : "";
    }

    private static String call(int id, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"login\",\"arguments\":"
                + arguments
                + "}}\n";
    }

    private static String answer(int id, String text) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"result\":{\"content\":\""
                + text
                + "\"}}\n";
    }

    private void up(String lines) throws IOException {
        pump(Direction.UPSTREAM).run(frames(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private void down(String lines) throws IOException {
        pump(Direction.DOWNSTREAM).run(frames(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private static FrameReader frames(byte[] lines) {
        return new FrameReader(new ByteArrayInputStream(lines), FrameReader.MAX_MESSAGE_BYTES);
    }

    private AtRest atRest(String name) {
        var digest = new SecretDigest(AuditPaths.of(home.resolve(name)), _ -> {});
        return new AtRest(
                () ->
                        new Rulebook(
                                List.of(),
                                new Policy(List.of(), false, false, Policy.Refusal.ERROR, mode)),
                digest::of);
    }

    private Pump pump(Direction direction) {
        boolean isUp = direction == Direction.UPSTREAM;
        var ledger =
                new Recorder.Ledger() {
                    @Override
                    public long append(AuditRecord row) {
                        byte[] bytes = new byte[row.message().remaining()];
                        row.message().duplicate().get(bytes);
                        rows.add(new Row(row, bytes));
                        return rows.size();
                    }

                    @Override
                    public void clientNamed(String name) {}

                    @Override
                    public void letGo() {}
                };
        return new Pump(
                direction,
                new MessageReader(),
                session,
                new Judge(rules, Policy.BUILT_IN, memory),
                new Recorder(direction, session.id(), ledger, Complaints.unheard(), atRest),
                isUp ? client : server,
                isUp ? server : client,
                Complaints.unheard());
    }
}
