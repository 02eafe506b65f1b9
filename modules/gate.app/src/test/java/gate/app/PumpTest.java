package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.audit.AuditLog;
import gate.audit.AuditPaths;
import gate.audit.AuditSession;
import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.FrameReader;
import gate.protocol.MessageReader;
import gate.protocol.Session;
import gate.rules.Finding;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Policy;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

class PumpTest {

    private static final String INITIALIZE =
            "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'REV'}}\n";
    private static final String INITIALIZED =
            "{'jsonrpc':'2.0','id':0,'result':{'protocolVersion':'REV'}}\n";

    /// Refuses what holds the word EVIL, and fails at BUG.
    private static final class TestRule implements Rule {

        @Override
        public String id() {
            return "test_rule";
        }

        @Override
        public Severity severity() {
            return Severity.HIGH;
        }

        @Override
        public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
            String text = envelope.json().source(envelope.message().node());
            if (text.contains("BUG")) {
                throw new IllegalStateException("BUG");
            }
            if (text.contains("EVIL")) {
                findings.accept(new Finding(id(), severity(), new Span("", 0, 0), "evil"));
            }
        }
    }

    @TempDir Path home;

    private final Session session = new Session("0123456789ab", "srv", List.of("srv"));
    private final Memory memory = Memory.ofProcess();
    private final Complaints complaints = new Complaints(System.err);
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final Outlet client = new Outlet(toClient);
    private final Outlet server = new Outlet(toServer);
    private AuditLog audit;

    @BeforeEach
    void openTheLog() throws IOException {
        var recorded = new AuditSession("0123456789ab", 1, "srv", List.of("srv"), 1);
        audit = AuditLog.open(AuditPaths.of(home.resolve("audit.db")), recorded, _ -> {});
    }

    @AfterEach
    void closeTheLog() {
        audit.close();
    }

    @Test
    void whatIsAllowedPassesByteForByte() throws IOException {
        String lines =
                json("{ 'id' : 1 ,'method':'x','jsonrpc':'2.0' }\r\n")
                        + json("{'jsonrpc':'2.0','method':'n','params':{'a':1.0,'b':'\\u00e9é'}}\n")
                        + json("{'jsonrpc':'2.0','method':'last'}");

        up(lines);

        assertEquals(lines, sentToServer());
        assertEquals("", sentToClient());
    }

    @Test
    void blankLinesAreDropped() throws IOException {
        up("\n  \n\r\n" + json("{'jsonrpc':'2.0','method':'n'}\n") + "\t\n");

        assertEquals(json("{'jsonrpc':'2.0','method':'n'}\n"), sentToServer());
    }

    @Test
    void anAnswerWithTheOtherTypeOfIdIsWithheldAndWhoWaitsIsTold() throws IOException {
        up(json("{'jsonrpc':'2.0','id':1,'method':'ping'}\n"));
        up(json("{'jsonrpc':'2.0','id':'2','method':'ping'}\n"));

        down(json("{'jsonrpc':'2.0','id':'1','result':{}}\n"));
        down(json("{'jsonrpc':'2.0','id':2,'result':{}}\n"));
        down(json("{'jsonrpc':'2.0','id':3,'result':{}}\n"));

        List<String> answers = sentToClient().lines().toList();
        assertEquals(2, answers.size(), "nobody waits for 3");
        assertTrue(answers.get(0).contains("\"id\":1,"), answers.get(0));
        assertTrue(answers.get(0).contains("mcpgate blocked: unasked"), answers.get(0));
        assertTrue(answers.get(1).contains("\"id\":\"2\","), answers.get(1));
    }

    @Test
    void aRefusedRequestIsAnsweredToWhoAsked() throws IOException {
        up(json("{'jsonrpc':'2.0','id':'a','method':'tools/call','params':{'name':'EVIL'}}\n"));

        assertEquals("", sentToServer());
        String answer = sentToClient();
        assertTrue(answer.contains("\"id\":\"a\""), answer);
        assertTrue(answer.contains("\"code\":-32000"), answer);
        assertTrue(answer.contains("mcpgate blocked: test_rule"), answer);
        assertTrue(answer.contains("0123456789ab/1"), answer);
    }

    @Test
    void aRefusedNotificationVanishes() throws IOException {
        up(json("{'jsonrpc':'2.0','method':'EVIL'}\n"));

        assertEquals("", sentToServer() + sentToClient());
    }

    @Test
    void aRefusedResultIsReplacedByAnError() throws IOException {
        up(json("{'jsonrpc':'2.0','id':1,'method':'x'}\n"));

        down(json("{'jsonrpc':'2.0','id':1,'result':{'text':'EVIL'}}\n"));

        assertTrue(sentToClient().contains("mcpgate blocked: test_rule"), sentToClient());
        assertEquals(1, lines(sentToClient()));
    }

    @Test
    void whoLosesTheAnswerOfAToolLearnsThatItHasRun() throws IOException {
        up(json("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'EVIL'}}\n"));
        assertFalse(sentToClient().contains("taken effect"), sentToClient());

        up(json("{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'x'}}\n"));
        down(json("{'jsonrpc':'2.0','id':2,'result':{'text':'EVIL'}}\n"));

        assertTrue(
                sentToClient()
                        .contains(
                                "mcpgate blocked: test_rule in the answer; the call had reached the"
                                        + " server and may have taken effect. Do not try"),
                sentToClient());
    }

    @Test
    void aRefusedRequestOfTheServerIsAnsweredToTheServer() throws IOException {
        down(
                json(
                        "{'jsonrpc':'2.0','id':5,'method':'sampling/createMessage','params':{'x':'EVIL'}}\n"));

        assertEquals("", sentToClient());
        assertTrue(sentToServer().contains("\"id\":5"), sentToServer());
    }

    @Test
    void anAnswerToNothingReachesNobody() throws IOException {
        down(json("{'jsonrpc':'2.0','id':1,'result':{}}\n"));

        assertEquals("", sentToServer() + sentToClient());
    }

    @Test
    void onlyTheFirstAnswerCounts() throws IOException {
        up(json("{'jsonrpc':'2.0','id':1,'method':'x'}\n"));

        down(json("{'jsonrpc':'2.0','id':1,'result':{'a':1}}\n"));
        down(json("{'jsonrpc':'2.0','id':1,'result':{'a':2}}\n"));

        assertEquals(json("{'jsonrpc':'2.0','id':1,'result':{'a':1}}\n"), sentToClient());
    }

    @Test
    void aRuleThatFailsRefuses() throws IOException {
        up(json("{'jsonrpc':'2.0','id':1,'method':'BUG'}\n"));

        assertEquals("", sentToServer());
        assertTrue(sentToClient().contains("mcpgate blocked: rule_failed"), sentToClient());
    }

    @Test
    void aMalformedRequestIsAnsweredByItsId() throws IOException {
        up(json("{'jsonrpc':'2.0','id':7,'method':'a','method':'b'}\n"));

        assertEquals("", sentToServer());
        assertTrue(sentToClient().contains("\"id\":7"), sentToClient());
        assertTrue(sentToClient().contains("duplicate_member"), sentToClient());
    }

    @Test
    void aMalformedRequestWithoutACleanIdIsAnsweredToNobody() throws IOException {
        up(json("{'jsonrpc':'2.0','id':1.5,'method':'a'}\n"));
        up(json("{'jsonrpc':'2.0','id':1,'id':2,'method':'a'}\n"));

        assertEquals("", sentToServer() + sentToClient());
    }

    @Test
    void aMalformedAnswerIsReplacedForWhoWaits() throws IOException {
        up(json("{'jsonrpc':'2.0','id':1,'method':'x'}\n"));

        down(
                json(
                        "{'jsonrpc':'2.0','id':1,'result':{'a':'\r"
                                + "{}\r"
                                + "'}}\n"
                                + "{'jsonrpc':'2.0','id':1,'result':{}}\n"));

        assertTrue(sentToClient().contains("mcpgate blocked: bare_cr"), sentToClient());
        assertEquals(1, lines(sentToClient()), "the late answer is an answer to nothing");
    }

    @Test
    void aBannerOfTheServerIsNotForwarded() throws IOException {
        down("Server running on stdio\n" + json("{'jsonrpc':'2.0','method':'n'}\n"));

        assertEquals(json("{'jsonrpc':'2.0','method':'n'}\n"), sentToClient());
    }

    @Test
    void anOversizedRequestIsAnsweredByItsId() throws IOException {
        String request = json("{'jsonrpc':'2.0','id':3,'method':'" + "x".repeat(3000) + "'}\n");

        pump(Direction.UPSTREAM).run(frames(request, 1024));

        assertEquals("", sentToServer());
        assertTrue(sentToClient().contains("mcpgate blocked: oversized"), sentToClient());
    }

    @Test
    void aBatchPassesOnlyInTheRevisionThatHasBatches() throws IOException {
        String batch =
                json("[{'jsonrpc':'2.0','id':1,'method':'x'},{'jsonrpc':'2.0','method':'n'}]\n");

        agreeOn("2025-06-18");
        up(batch);
        String refused = sentToServer();
        agreeOn("2025-03-26");
        up(batch);

        assertEquals("", refused);
        assertEquals(batch, sentToServer());
    }

    @Test
    void oneRefusalRefusesTheBatch() throws IOException {
        agreeOn("2025-03-26");

        up(
                json(
                        "[{'jsonrpc':'2.0','id':1,'method':'x'},{'jsonrpc':'2.0','id':2,'method':'EVIL'}]\n"));
        up(json("{'jsonrpc':'2.0','id':1,'method':'again'}\n"));

        assertEquals(json("{'jsonrpc':'2.0','id':1,'method':'again'}\n"), sentToServer());
        String answer = sentToClient();
        assertTrue(answer.startsWith("[{") && answer.endsWith("}]\n"), answer);
        assertTrue(answer.contains("\"id\":1") && answer.contains("\"id\":2"), answer);
    }

    @Test
    void anIdMayStandInABatchOnce() throws IOException {
        agreeOn("2025-03-26");

        up(json("[{'jsonrpc':'2.0','id':1,'method':'x'},{'jsonrpc':'2.0','id':1,'method':'y'}]\n"));

        assertEquals("", sentToServer());
        assertEquals("", sentToClient());
    }

    @Test
    void whatCannotBeRecordedIsNotForwarded() throws IOException {
        audit.close();

        up(json("{'jsonrpc':'2.0','id':1,'method':'x'}\n"));

        assertEquals("", sentToServer());
        assertTrue(sentToClient().contains("mcpgate blocked: audit_unavailable"), sentToClient());
    }

    private void agreeOn(String revision) throws IOException {
        up(json(INITIALIZE.replace("REV", revision)));
        down(json(INITIALIZED.replace("REV", revision)));
        toClient.reset();
        toServer.reset();
    }

    private void up(String lines) throws IOException {
        pump(Direction.UPSTREAM).run(frames(lines, FrameReader.MAX_MESSAGE_BYTES));
    }

    private void down(String lines) throws IOException {
        pump(Direction.DOWNSTREAM).run(frames(lines, FrameReader.MAX_MESSAGE_BYTES));
    }

    private static FrameReader frames(String lines, int maxMessageBytes) {
        var in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        return new FrameReader(in, maxMessageBytes);
    }

    private Pump pump(Direction direction) {
        boolean isUp = direction == Direction.UPSTREAM;
        return new Pump(
                direction,
                new MessageReader(),
                session,
                new Judge(List.of(new TestRule()), Policy.BUILT_IN, memory),
                new Recorder(direction, session.id(), audit, complaints, AtRest.asItCame()),
                isUp ? client : server,
                isUp ? server : client,
                complaints);
    }

    private String sentToClient() {
        return toClient.toString(StandardCharsets.UTF_8);
    }

    private String sentToServer() {
        return toServer.toString(StandardCharsets.UTF_8);
    }

    private static long lines(String text) {
        return text.chars().filter(unit -> unit == '\n').count();
    }

    /// Lines written with single quotes, to be readable here.
    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
