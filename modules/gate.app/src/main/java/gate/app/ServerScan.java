package gate.app;

import gate.audit.AuditPaths;
import gate.protocol.Direction;
import gate.protocol.Frame;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.protocol.MessageReader;
import gate.protocol.Reading;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rulebook;
import gate.rules.Severity;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `mcpgate scan`: starts a server, has it list all that it offers, judges that with every rule,
/// and prints a report. No tool is called, nothing is recorded or pinned. Owned by one thread,
/// which the server dies with.
final class ServerScan {

    private static final String NAME = "scan";

    /// Pages of one list that are asked for.
    private static final int MAX_PAGES = 200;

    private static final String[] LISTS = {
        "tools/list", "prompts/list", "resources/list", "resources/templates/list"
    };

    private final ScanReport report;
    private final DryRun run;
    private final MessageReader messages = new MessageReader();
    private final ServerTalk talk;
    private int ids;

    private ServerScan(ScanReport report, DryRun run, ServerTalk talk) {
        this.report = report;
        this.run = run;
        this.talk = talk;
    }

    /// Runs the command to its end.
    ///
    /// @param args what stands after `scan`
    /// @return the exit code, as [ScanOptions#HELP] has it
    static int run(List<String> args, Map<String, String> env, OutputStream out, PrintStream err)
            throws UsageException {
        ScanOptions options = ScanOptions.parse(args);
        return Exit.of(
                NAME,
                err,
                () -> {
                    if (options.help()) {
                        return Exit.help(out, ScanOptions.HELP);
                    }
                    Rulebook book;
                    try {
                        var books = new Rulebooks(PolicyPlaces.of(env, options.policy()));
                        book = books.of(options.server());
                    } catch (PolicyException e) {
                        return PolicyCommand.refuse(NAME, e, err);
                    }
                    return scan(options, book, env, out);
                });
    }

    private static int scan(
            ScanOptions options, Rulebook book, Map<String, String> env, OutputStream out)
            throws IOException {
        String program = options.command().get(0);
        if (ServerProcess.lookUp(program, env) != 0) {
            throw new IOException(program + ": no such command, or none that can be executed");
        }
        var identity =
                ServerIdentity.of(
                        options.server(), options.command(), System.getProperty("user.dir"));
        var pins =
                new ScanPins(
                        PinStore.peek(AuditPaths.fromEnvironment(env).pinsDirectory(), identity));
        var report = new ScanReport(pins);
        var run =
                DryRun.ofSession(
                        new MessageReader(),
                        DryRun.excerpt(options.server()),
                        book,
                        Memory.ofProcess(pins));
        ServerProcess server = ServerProcess.start(options.command(), env);
        List<ProcessHandle> started = List.of();
        var talk = new ServerTalk(server.process(), options.timeoutMillis());
        try {
            new ServerScan(report, run, talk).ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            started = server.process().descendants().toList();
            talk.close();
            end(server);
            // What a server leaves behind would outlive the scan.
            for (ProcessHandle left : started) {
                left.destroyForcibly();
            }
        }
        var screen = new Screen(out);
        screen.write(options.json() ? report.json() : report.text());
        screen.flush();
        Severity worst = report.worst();
        boolean fails =
                worst == Severity.HIGH
                        || (worst == Severity.LOW && options.failOn() == Severity.LOW);
        return fails ? Exit.NO : Exit.OK;
    }

    private static void end(ServerProcess server) {
        try {
            server.end();
        } catch (InterruptedException e) {
            server.kill();
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws IOException, InterruptedException {
        Message.Result hello =
                request(
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                                + "\"clientInfo\":{\"name\":\"mcpgate-scan\",\"version\":\"1\"}}");
        if (hello == null) {
            throw new IOException("the server does not answer to initialize");
        }
        report.server(hello.json(), hello.result());
        int capabilities = hello.json().member(hello.result(), "capabilities");
        boolean[] offers = new boolean[LISTS.length];
        boolean isAny = false;
        for (int i = 0; i < LISTS.length; i++) {
            String capability = LISTS[i].substring(0, LISTS[i].indexOf('/'));
            offers[i] = hello.json().member(capabilities, capability) != Json.NONE;
            isAny |= offers[i];
        }
        talk.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        for (int i = 0; i < LISTS.length; i++) {
            if (offers[i] || (i == 0 && !isAny)) {
                list(LISTS[i]);
            }
        }
    }

    private void list(String method) throws IOException, InterruptedException {
        Set<String> cursors = new HashSet<>();
        String params = "{}";
        for (int page = 0; page < MAX_PAGES; page++) {
            Message.Result answer = request(method, params);
            if (answer == null) {
                return;
            }
            report.listed(method, answer.json(), answer.result());
            String cursor = answer.json().memberString(answer.result(), "nextCursor");
            if (cursor == null || cursor.isEmpty()) {
                return;
            }
            if (!cursors.add(cursor)) {
                report.note(method + " has pages without end");
                return;
            }
            params = "{\"cursor\":" + SafeText.quoted(cursor) + "}";
        }
        report.note(method + " has more than " + MAX_PAGES + " pages; the rest was not looked at");
    }

    /// Asks, and judges all that comes until the answer is there.
    ///
    /// @return null where the answer is an error
    private Message.@org.jspecify.annotations.Nullable Result request(String method, String params)
            throws IOException, InterruptedException {
        String id = Integer.toString(ids++);
        String line =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\""
                        + method
                        + "\",\"params\":"
                        + params
                        + "}";
        run.judge(
                Frame.Line.of(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Direction.UPSTREAM);
        talk.send(line);
        while (true) {
            byte[] answer = talk.next();
            if (answer == null) {
                throw new IOException(
                        "the server " + talk.end() + " before it had answered to " + method);
            }
            Judgement judgement = run.judge(Frame.Line.of(answer), Direction.DOWNSTREAM);
            Reading reading = messages.read(answer, 0, answer.length);
            boolean isKeptBack = !judgement.isForwarded();
            for (Finding finding : judgement.findings()) { // one is why it is kept back
                isKeptBack &= finding.severity() != Severity.HIGH;
            }
            for (Finding finding : judgement.findings()) {
                Severity severity = isKeptBack ? Severity.HIGH : finding.severity();
                report.found(method, reading, finding, severity);
            }
            if (!(reading instanceof Reading.Single(Message message))) {
                continue;
            }
            switch (message) {
                case Message.Result result when result.id().toString().equals(id) -> {
                    return result;
                }
                case Message.Failure failure when String.valueOf(failure.id()).equals(id) -> {
                    report.note(method + " is answered with an error");
                    return null;
                }
                case Message.Request request -> refuse(request);
                default -> {}
            }
        }
    }

    /// Servers that wait for an answer would wait for ever.
    private void refuse(Message.Request request) {
        Json json = request.json();
        String id = json.source(json.member(request.node(), "id"));
        talk.send(
                request.method().equals("ping")
                        ? "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}"
                        : "{\"jsonrpc\":\"2.0\",\"id\":"
                                + id
                                + ",\"error\":{\"code\":-32601,\"message\":\"not here\"}}");
    }
}
