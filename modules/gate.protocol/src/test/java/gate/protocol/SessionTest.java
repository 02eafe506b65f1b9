package gate.protocol;

import static gate.protocol.Direction.DOWNSTREAM;
import static gate.protocol.Direction.UPSTREAM;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

class SessionTest {

    private Session session = new Session("0123456789ab", "demo", List.of("demo", "x"));
    private final MessageReader reader = new MessageReader();

    @ParameterizedTest
    @EnumSource(Direction.class)
    void anAnswerFindsItsRequestBothWays(Direction way) {
        pass(way, request("1", "tools/call", "{\"name\":\"echo\",\"arguments\":{}}"));

        var envelope = pass(way.opposite(), result("1", "{}"));

        Exchange answered = requireNonNull(envelope.answered());
        assertEquals(way, answered.direction());
        assertEquals(new RpcId("1", false), answered.id());
        assertEquals("tools/call", envelope.method());
        assertEquals("echo", envelope.toolName());
        assertEquals(way.opposite(), envelope.direction());
    }

    @Test
    void anErrorAnswersLikeAResult() {
        pass(UPSTREAM, request("1", "ping", "{}"));

        var envelope = pass(DOWNSTREAM, failure("\"id\":1,"));

        assertEquals("ping", envelope.method());
        assertNull(envelope.toolName());
        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, failure("\"id\":1,")));
    }

    @Test
    void anErrorWithoutIdAnswersNothingAndPasses() {
        pass(UPSTREAM, request("1", "ping", "{}"));

        var envelope = pass(DOWNSTREAM, failure(""));

        assertNull(envelope.answered());
        assertNull(envelope.method());
        assertEquals("ping", pass(DOWNSTREAM, result("1", "{}")).method());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\"", "\"0x1\"", "\" 1 \"", "\"\"", "-1"})
    void anAnswerToNothingIsRefused(String id) {
        pass(UPSTREAM, request("7", "ping", "{}"));

        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, result(id, "{}")));
        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, failure("\"id\":" + id + ",")));
        assertEquals(Fault.UNASKED, refuse(UPSTREAM, result("7", "{}")), "its own request");
    }

    @Test
    void aSecondAnswerIsRefused() {
        pass(UPSTREAM, request("1", "ping", "{}"));
        pass(DOWNSTREAM, result("1", "{}"));

        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, result("1", "{}")));
    }

    @Test
    void aNumberAndAStringAreTwoIds() {
        pass(UPSTREAM, request("1", "ping", "{}"));

        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, result("\"1\"", "{}")));
        pass(UPSTREAM, request("\"1\"", "tools/list", "{}"));

        assertEquals("tools/list", pass(DOWNSTREAM, result("\"1\"", "{}")).method());
        assertEquals("ping", pass(DOWNSTREAM, result("1", "{}")).method());
    }

    @Test
    void aRefusedAnswerGivesUpTheRequestThatItSeemsToMean() {
        pass(UPSTREAM, request("1", "ping", "{}"));
        pass(UPSTREAM, request("2", "ping", "{}"));
        pass(UPSTREAM, request("\"2\"", "tools/list", "{}"));

        assertEquals("1", abandoned("1"));
        assertEquals("nobody", abandoned("1"), "once");
        assertEquals("\"2\"", abandoned("2"));
        assertEquals("nobody", abandoned("3"));
    }

    private String abandoned(String text) {
        Exchange exchange = session.abandon(new RpcId(text, true), DOWNSTREAM);
        return exchange == null ? "nobody" : exchange.id().toString();
    }

    @Test
    void anIdIsTheSameHoweverItIsEscaped() {
        pass(UPSTREAM, request("\"a\"", "ping", "{}"));

        assertEquals(Fault.ID_IN_FLIGHT, refuse(UPSTREAM, request("\"\\u0061\"", "ping", "{}")));
        assertEquals("ping", pass(DOWNSTREAM, result("\"\\u0061\"", "{}")).method());
    }

    @Test
    void anIdInFlightIsNotTakenTwice() {
        pass(UPSTREAM, request("1", "ping", "{}"));

        assertEquals(Fault.ID_IN_FLIGHT, refuse(UPSTREAM, request("1", "tools/list", "{}")));
        pass(DOWNSTREAM, request("1", "roots/list", "{}"));
        assertEquals("ping", pass(DOWNSTREAM, result("1", "{}")).method());
        pass(UPSTREAM, request("1", "tools/list", "{}"));
        assertEquals("roots/list", pass(UPSTREAM, result("1", "{\"roots\":[]}")).method());
    }

    @Test
    void aRequestThatWasNotForwardedIsNotInFlight() {
        assertInstanceOf(
                Admission.Admitted.class, admit(UPSTREAM, request("1", "tools/call", "{}")));

        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, result("1", "{}")));
        pass(UPSTREAM, request("1", "ping", "{}"));
    }

    @Test
    void aLateAnswerToACancelledRequestPassesOnce() {
        pass(UPSTREAM, request("1", "tools/call", "{\"name\":\"slow\"}"));
        pass(UPSTREAM, cancelled("1"));

        assertEquals("slow", pass(DOWNSTREAM, result("1", "{}")).toolName());
        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, result("1", "{}")));
    }

    @Test
    void aCancelledIdMayBeUsedAgain() {
        pass(UPSTREAM, request("\"a\\nb\"", "ping", "{}"));
        pass(UPSTREAM, cancelled("\"a\\nb\""));

        pass(UPSTREAM, request("\"a\\nb\"", "tools/list", "{}"));

        assertEquals("tools/list", pass(DOWNSTREAM, result("\"a\\nb\"", "{}")).method());
        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, result("\"a\\nb\"", "{}")));
    }

    @Test
    void onlyTheSenderCancelsItsRequest() {
        pass(UPSTREAM, request("1", "ping", "{}"));

        pass(DOWNSTREAM, cancelled("1"));
        pass(UPSTREAM, cancelled("\"1\""));
        pass(UPSTREAM, cancelled("1.0"));
        pass(UPSTREAM, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");

        assertEquals(Fault.ID_IN_FLIGHT, refuse(UPSTREAM, request("1", "ping", "{}")));
    }

    @Test
    void aServerMayEndAListenByCancellingIt() {
        pass(UPSTREAM, request("1", "subscriptions/listen", "{}"));

        pass(DOWNSTREAM, cancelled("1"));

        assertEquals(List.of(), session.abandonAll(UPSTREAM));
    }

    @Test
    void anUnreadableAnswerTakesItsRequestOutOfFlight() {
        pass(UPSTREAM, request("1", "ping", "{}"));
        var one = new RpcId("1", false);

        assertNull(session.abandon(one, UPSTREAM));
        assertNull(session.abandon(new RpcId("2", true), DOWNSTREAM));
        Exchange abandoned = requireNonNull(session.abandon(one, DOWNSTREAM));

        assertEquals("ping", abandoned.method());
        assertNull(session.abandon(one, DOWNSTREAM));
        pass(UPSTREAM, request("1", "ping", "{}"));
    }

    @Test
    void whoeverWaitsIsKnownInOrderWhenAPeerIsGone() {
        pass(UPSTREAM, request("3", "ping", "{}"));
        pass(UPSTREAM, request("1", "tools/list", "{}"));
        pass(UPSTREAM, request("2", "ping", "{}"));
        pass(UPSTREAM, request("\"1\"", "prompts/list", "{}"));
        pass(DOWNSTREAM, request("9", "roots/list", "{}"));
        pass(DOWNSTREAM, result("3", "{}"));
        pass(UPSTREAM, cancelled("2"));

        List<String> waiting = new ArrayList<>();
        session.abandonAll(UPSTREAM).forEach(exchange -> waiting.add(exchange.method()));

        assertEquals(List.of("tools/list", "prompts/list"), waiting);
        assertEquals(List.of(), session.abandonAll(UPSTREAM));
        assertEquals(1, session.abandonAll(DOWNSTREAM).size());
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void requestsInFlightAreLimited(Direction way) {
        fill(way, Session.MAX_IN_FLIGHT);

        assertEquals(Fault.TOO_MANY_IN_FLIGHT, refuse(way, request("\"new\"", "ping", "{}")));
        assertEquals(Fault.ID_IN_FLIGHT, refuse(way, request("0", "ping", "{}")));
        pass(way.opposite(), request("\"new\"", "ping", "{}"));
        pass(way.opposite(), result("0", "{}"));
        pass(way, request("\"new\"", "ping", "{}"));
        assertEquals(Session.MAX_IN_FLIGHT, session.abandonAll(way).size());
    }

    @Test
    void anExcerptAdmitsWhatItCannotKnow() {
        session = Session.excerpt("", "demo", List.of());
        fill(UPSTREAM, Session.MAX_IN_FLIGHT);

        assertNull(pass(DOWNSTREAM, result("\"unseen\"", "{}")).answered());
        assertEquals(Fault.ID_IN_FLIGHT, refuse(UPSTREAM, request("0", "ping", "{}")));
        pass(UPSTREAM, request("\"new\"", "ping", "{}"));
        assertNull(pass(DOWNSTREAM, result("0", "{}")).answered(), "the oldest gave way");
        assertEquals(Session.MAX_IN_FLIGHT, session.abandonAll(UPSTREAM).size());
    }

    @Test
    void cancelledRequestsGiveWayToNewOnes() {
        fill(UPSTREAM, Session.MAX_IN_FLIGHT);
        for (int id = 100; id < 103; id++) {
            pass(UPSTREAM, cancelled(Integer.toString(id)));
        }

        pass(UPSTREAM, request("\"new\"", "ping", "{}"));

        assertEquals(Fault.UNASKED, refuse(DOWNSTREAM, result("100", "{}")), "the eldest gave way");
        pass(DOWNSTREAM, result("101", "{}"));
        pass(DOWNSTREAM, result("\"new\"", "{}"));
    }

    /// Ten times more than there is room for: nothing but the limit remains, and none of it waits.
    @Test
    void cancelledRequestsAreLimitedToo() {
        for (int id = 0; id < 10 * Session.MAX_IN_FLIGHT; id++) {
            pass(UPSTREAM, request(Integer.toString(id), "ping", "{}"));
            pass(UPSTREAM, cancelled(Integer.toString(id)));
        }

        int late = 0;
        for (int id = 0; id < 10 * Session.MAX_IN_FLIGHT; id++) {
            String answer = result(Integer.toString(id), "{}");
            late += admit(DOWNSTREAM, answer) instanceof Admission.Admitted ? 1 : 0;
        }
        assertTrue(late <= Session.MAX_IN_FLIGHT, () -> "kept too many");
        assertTrue(late > Session.MAX_IN_FLIGHT / 2, () -> "kept too few");
        assertEquals(List.of(), session.abandonAll(UPSTREAM));
    }

    /// All these ids have one hash: a table that searched them one by one would take minutes.
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void idsOfOneHashAreNotSlow() {
        for (int id = 0; id < Session.MAX_IN_FLIGHT; id++) {
            pass(UPSTREAM, request('"' + colliding(id) + '"', "ping", "{}"));
        }
        for (int id = 0; id < Session.MAX_IN_FLIGHT; id++) {
            pass(DOWNSTREAM, result('"' + colliding(id) + '"', "{}"));
        }

        assertEquals(colliding(1).hashCode(), colliding(2).hashCode());
    }

    @Test
    void initializeSaysWhoTheTwoAre() {
        assertEquals("", session.revision());
        assertEquals("", session.serverInfoName());
        assertEquals("", session.clientInfoName());

        initialize("2025-06-18");

        assertEquals("2025-06-18", session.revision());
        assertEquals("demo-server", session.serverInfoName());
        assertEquals("demo-client", session.clientInfoName());
        assertEquals("1.2", session.clientInfoVersion());
        assertEquals("0123456789ab", session.id());
        assertEquals("demo", session.name());
        assertEquals(List.of("demo", "x"), session.command());
    }

    @Test
    void factsAreShortWhateverAPeerSends() {
        String huge = "x".repeat(100_000);
        pass(
                UPSTREAM,
                request(
                        "1",
                        "initialize",
                        "{\"clientInfo\":{\"name\":\"" + huge + "\",\"version\":7}}"));
        pass(
                DOWNSTREAM,
                result("1", "{\"serverInfo\":\"none\",\"protocolVersion\":\"" + huge + "\"}"));

        assertEquals(256, session.clientInfoName().length());
        assertEquals("", session.clientInfoVersion());
        assertEquals(256, session.revision().length());
        assertEquals("", session.serverInfoName());
    }

    @Test
    void aProbeMayComeBeforeInitialize() {
        pass(UPSTREAM, request("\"server-discover-probe-1\"", "server/discover", "{}"));
        pass(
                DOWNSTREAM,
                "{\"jsonrpc\":\"2.0\",\"id\":\"server-discover-probe-1\","
                        + "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}");

        initialize("2025-11-25");

        assertEquals("2025-11-25", session.revision());
        assertEquals("demo-server", session.serverInfoName());
    }

    @Test
    void bothErasMeetOnOnePipe() {
        pass(UPSTREAM, request("\"probe\"", "server/discover", "{}"));
        pass(
                DOWNSTREAM,
                result(
                        "\"probe\"",
                        "{\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"modern\"}}}"));
        assertEquals("modern", session.serverInfoName());
        assertEquals("", session.revision(), "the era is decided request by request");

        initialize("2025-11-25");

        assertEquals("demo-server", session.serverInfoName());
        assertEquals("2025-11-25", session.revision());
    }

    /// A client that knows its server needs no probe: revision 2026-07-28 names both in `_meta`.
    @Test
    void theFirstModernResultSaysWhoTheServerIs() {
        pass(
                UPSTREAM,
                request(
                        "1",
                        "tools/list",
                        "{\"_meta\":{\"io.modelcontextprotocol/clientInfo\":{\"name\":\"c\",\"version\":\"3\"}}}"));
        pass(
                DOWNSTREAM,
                result(
                        "1",
                        "{\"tools\":[{\"name\":\"t\"}],\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"modern\"}}}"));

        assertEquals("modern", session.serverInfoName());
        assertEquals("c", session.clientInfoName());
        assertEquals("3", session.clientInfoVersion());
        assertTrue(session.hasTool("t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-06-18", "2025-11-25", "2026-07-28", ""})
    void onlyOneRevisionAllowsBatches(String revision) {
        assertFalse(session.allowsBatches(), "before initialize");
        initialize(revision);
        assertFalse(session.allowsBatches());

        initialize("2025-03-26");
        assertTrue(session.allowsBatches());
    }

    @Test
    void toolsAreRememberedPageByPage() {
        list("[{\"name\":\"a\"},{\"name\":\"b\"},{\"title\":\"none\"},7,{\"name\":7}]");
        list("[{\"name\":\"c\"},{\"name\":\"a\"}]");
        list("{}");

        assertTrue(session.hasTool("a"));
        assertTrue(session.hasTool("c"));
        assertFalse(session.hasTool("d"));
        assertEquals(2, session.countTools(Set.of("b", "c", "d")));
    }

    @Test
    void toolsRememberedAreLimited() {
        var tools = new StringBuilder("[");
        for (int i = 0; i <= Session.MAX_TOOLS; i++) {
            tools.append(i == 0 ? "" : ",").append("{\"name\":\"t").append(i).append("\"}");
        }
        list(tools.append(']').toString());

        assertTrue(session.hasTool("t" + (Session.MAX_TOOLS - 1)));
        assertFalse(session.hasTool("t" + Session.MAX_TOOLS));
    }

    @Test
    void aNotificationNamesItsMethodButNoTool() {
        var envelope =
                pass(
                        DOWNSTREAM,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"name\":\"x\"}}");

        assertEquals("notifications/message", envelope.method());
        assertNull(envelope.toolName());
        assertEquals(42, envelope.epochNanos());
    }

    private void initialize(String revision) {
        pass(
                UPSTREAM,
                request(
                        "0",
                        "initialize",
                        "{\"clientInfo\":{\"name\":\"demo-client\",\"version\":\"1.2\"}}"));
        pass(
                DOWNSTREAM,
                result(
                        "0",
                        "{\"serverInfo\":{\"name\":\"demo-server\"},\"protocolVersion\":\""
                                + revision
                                + "\"}"));
    }

    private void list(String tools) {
        pass(UPSTREAM, request("1", "tools/list", "{}"));
        pass(DOWNSTREAM, result("1", "{\"tools\":" + tools + "}"));
    }

    private void fill(Direction way, int count) {
        for (int id = 0; id < count; id++) {
            pass(way, request(Integer.toString(id), "ping", "{}"));
        }
    }

    private Admission admit(Direction way, String line) {
        return session.admit(Wire.message(reader, line), way, 42);
    }

    private Envelope pass(Direction way, String line) {
        return switch (admit(way, line)) {
            case Admission.Admitted(var envelope) -> {
                session.forwarded(envelope);
                yield envelope;
            }
            case Admission.Rejected(var fault) ->
                    throw new AssertionError(fault.id() + ": " + line);
        };
    }

    private Fault refuse(Direction way, String line) {
        return assertInstanceOf(Admission.Rejected.class, admit(way, line)).fault();
    }

    /// Fifteen times `Aa` or `BB`, which have one hash.
    private static String colliding(int number) {
        var text = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static String request(String id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\""
                + method
                + "\",\"params\":"
                + params
                + "}";
    }

    private static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static String failure(String id) {
        return "{\"jsonrpc\":\"2.0\"," + id + "\"error\":{\"code\":-32603,\"message\":\"no\"}}";
    }

    private static String cancelled(String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                + id
                + "}}";
    }
}
