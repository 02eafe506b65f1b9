package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Memory;
import gate.rules.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the commands, queries and code among the arguments of a call would do.
///
/// They are read once for the rules that ask: what destroys, and what gives away. Owned by one
/// thread, for one message.
final class CommandReading {

    /// Longest value of an argument of no known role that may be nothing but a command.
    private static final int MAX_PLAIN_CHARS = 400;

    /// Words of one command.
    private static final int MAX_WORDS = 4_096;

    private static final Memory.Reading<CommandReading> LENIENT = new OfMessage(false);
    private static final Memory.Reading<CommandReading> STRICT = new OfMessage(true);

    private final Json json;
    private final int params;
    private final String toolName;
    private final int tool;
    private final Harm harm;
    private final Map<Integer, List<String>> restsOf = new HashMap<>();
    private @Nullable Found destruction;
    private @Nullable Found theft;

    /// Something found, and where.
    record Found(Span span, String reason) {}

    private record OfMessage(boolean isStrict) implements Memory.Reading<CommandReading> {

        @Override
        public @Nullable CommandReading of(Envelope envelope) {
            if (envelope.direction() != Direction.UPSTREAM
                    || !(envelope.message() instanceof Message.Request request)
                    || !request.method().equals("tools/call")) {
                return null;
            }
            Json json = request.json();
            String tool = json.memberString(request.params(), "name");
            String name = tool == null ? "" : tool;
            var reading = new CommandReading(json, request.params(), name, new Harm(isStrict));
            reading.judge();
            return reading;
        }
    }

    private CommandReading(Json json, int params, String toolName, Harm harm) {
        this.json = json;
        this.params = params;
        this.toolName = toolName;
        this.tool = ArgumentRole.toolOf(toolName);
        this.harm = harm;
    }

    /// The reading of a `tools/call`, or null for any other message.
    ///
    /// @param isStrict whether every deletion of a tree counts
    static @Nullable CommandReading of(Envelope envelope, Memory memory, boolean isStrict) {
        return memory.shared(envelope, isStrict ? STRICT : LENIENT);
    }

    /// What destroys data, or cannot be read to its end; null if nothing does.
    @Nullable Found destruction() {
        return destruction;
    }

    /// What gives something private away, or null.
    ///
    /// Reading ends at a destruction; what comes after it is read now, for a policy may let
    /// destruction pass.
    @Nullable Found theft() {
        if (theft != null || destruction == null) {
            return theft;
        }
        if (harm.isAtLimit()) {
            return destruction;
        }
        var second = new CommandReading(json, params, toolName, Harm.ofTheft());
        second.judge();
        theft = second.harm.isAtLimit() ? second.destruction : second.theft;
        return theft;
    }

    private void judge() {
        int arguments = json.member(params, "arguments");
        named(arguments);
        judge(arguments);
        judge(json.member(params, "inputResponses"));
    }

    private void judge(int arguments) {
        if (arguments == Json.NONE) {
            return;
        }
        int last = json.last(arguments);
        for (int node = arguments; node < last && destruction == null; node++) {
            if (json.isString(node)) {
                string(node);
            } else if (json.isArray(node)) {
                array(node);
            }
        }
    }

    /// A tool that is a command of Git, or starts a container.
    private void named(int arguments) {
        List<String> words = GitTools.command(toolName, json, arguments);
        if (words == null) {
            words = ContainerTools.command(toolName, json, arguments);
        }
        if (words != null) {
            ArgumentJudge.argv(shell(words.size() * 16), words);
            report(arguments);
        }
    }

    /// JSON in a string, where a server may take the arguments from.
    private void nested(int node, ArgumentRole role) {
        if (harm.isFound() || !NestedJson.mayBe(json, node)) {
            return;
        }
        harm.allow(json.end(node) - json.start(node));
        Json inner = NestedJson.of(json.string(node), role == ArgumentRole.COMMAND);
        if (inner == null || !harm.enter()) {
            return;
        }
        new CommandReading(inner, params, toolName, harm).judge(NestedJson.arguments(inner));
        harm.leave();
    }

    private ArgumentRole role(int node) {
        int at = node;
        String name = json.nameOf(at);
        while (name == null) {
            at = json.parent(at);
            if (at == Json.NONE || at == Json.ROOT) {
                return ArgumentRole.UNKNOWN;
            }
            name = json.nameOf(at);
        }
        return ArgumentRole.of(tool, name);
    }

    private void string(int node) {
        ArgumentRole role = role(node);
        if (role == ArgumentRole.DATA) {
            return;
        }
        if (role == ArgumentRole.UNKNOWN && (tool & ArgumentRole.SHELLS) == 0) {
            if (json.end(node) - json.start(node) <= MAX_PLAIN_CHARS) {
                plain(node);
            }
            nested(node, role);
            report(node);
            return;
        }
        String text = json.string(node);
        Shell shell = shell(text.length());
        switch (role) {
            case CODE -> code(shell, node, text);
            case QUERY -> ArgumentJudge.query(shell, text);
            case COMMAND -> command(shell, node, text);
            default -> ArgumentJudge.command(shell, text);
        }
        nested(node, role);
        report(node);
    }

    private void code(Shell shell, int node, String text) {
        ArgumentJudge.code(shell, text);
        if (harm.isFound()) {
            return;
        }
        ArgumentJudge.command(shell, shellPart(node, text));
    }

    /// What of some code a shell may read: all, unless the call says that it is no shell's.
    private String shellPart(int node, String text) {
        boolean isPlain = PlainCommand.begins(text) && PlainCommand.isOnly(text);
        boolean isOfShell = (tool & ArgumentRole.SHELLS) != 0;
        if (!isPlain && !isOfShell && CodeLanguage.isTold(toolName, json, node)) {
            return CodeLanguage.shellLines(text);
        }
        // What documents Python is no command, unless a shell would run a part of it.
        boolean isInert = text.indexOf('`') < 0 && !text.contains("$(");
        return isInert ? ScriptComments.without(text, false) : text;
    }

    private void command(Shell shell, int node, String text) {
        boolean isCode = (tool & ArgumentRole.CODES) != 0;
        boolean isScript = isCode && (tool & ArgumentRole.SHELLS) == 0 && isScript(node);
        if (isScript) {
            code(shell, node, text);
        } else {
            ArgumentJudge.command(shell, text);
        }
        if (!harm.isFound()) {
            withArguments(shell, node, text);
        }
        if (!harm.isFound()) {
            ofTool(shell, text);
        }
        if (!harm.isFound() && isCode && !isScript) {
            ArgumentJudge.code(shell, text);
        }
    }

    /// `{"script":"…"}` of a tool that runs code.
    private boolean isScript(int node) {
        return json.isObject(json.parent(node)) && "script".equals(json.nameOf(node));
    }

    /// `{"command":"rm","args":["-rf","/"]}`.
    ///
    /// Work is allowed for the words once, however many commands of the object may take them.
    private void withArguments(Shell shell, int node, String command) {
        int object = json.parent(node);
        if (!json.isObject(object)) {
            return;
        }
        List<String> rests = restsOf.get(object);
        if (rests == null) {
            rests = rests(object);
            restsOf.put(object, rests);
        }
        for (int i = 0; i < rests.size() && !harm.isFound(); i++) {
            String rest = rests.get(i);
            harm.spend(rest.length());
            ArgumentJudge.command(shell, command.concat(" ").concat(rest));
        }
    }

    /// What stands in an object beside a command, as the rest of its line.
    private List<String> rests(int object) {
        List<String> rests = new ArrayList<>(2);
        for (int at = json.first(object); at != Json.NONE; at = json.next(at)) {
            int value = at + 1;
            boolean isArgs =
                    json.textEquals(at, "args")
                            || json.textEquals(at, "arguments")
                            || json.textEquals(at, "argv")
                            || json.textEquals(at, "params")
                            || json.textEquals(at, "flags")
                            || json.textEquals(at, "options");
            if (isArgs && (json.isString(value) || json.isArray(value))) {
                String rest =
                        json.isString(value) ? json.string(value) : Argv.quoted(words(value), 0);
                harm.allow(rest.length());
                rests.add(rest);
            }
        }
        return rests;
    }

    /// A tool that is named after a command may take the rest of its line.
    private void ofTool(Shell shell, String text) {
        String command = Tools.command(toolName);
        if (command != null) {
            ArgumentJudge.command(shell, command.concat(" ").concat(text));
        }
    }

    private void array(int node) {
        ArgumentRole role = role(node);
        boolean isUnknown = role == ArgumentRole.UNKNOWN;
        if (role != ArgumentRole.COMMAND && !isUnknown) {
            return;
        }
        List<String> words = words(node);
        if (words.isEmpty() || (words.size() < 2 && Tools.command(toolName) == null)) {
            return;
        }
        int chars = 0;
        for (String word : words) {
            chars += word.length() + 1;
        }
        if (isUnknown && (tool & ArgumentRole.SHELLS) == 0) {
            boolean isPlain = chars <= MAX_PLAIN_CHARS && PlainCommand.begins(words.getFirst());
            if (!isPlain) {
                return;
            }
        }
        Shell shell = shell(chars);
        ArgumentJudge.argv(shell, words);
        String command = Tools.command(toolName);
        if (!harm.isFound() && command != null) {
            words.addFirst(command);
            ArgumentJudge.argv(shell, words);
        }
        report(node);
    }

    private List<String> words(int array) {
        List<String> words = new ArrayList<>();
        if (json.isArray(array)) {
            for (int at = json.first(array); at != Json.NONE; at = json.next(at)) {
                if (json.isString(at) && words.size() < MAX_WORDS) {
                    words.add(json.string(at));
                }
            }
        }
        return words;
    }

    /// A value of which nobody says what it is: it counts if it is a command and nothing else.
    private void plain(int node) {
        if (!PlainCommand.mayBegin(json.bytes(), json.start(node) + 1, json.end(node) - 1)) {
            return;
        }
        String text = json.string(node);
        if (PlainCommand.begins(text) && PlainCommand.isOnly(text)) {
            Shell shell = shell(text.length());
            ArgumentJudge.command(shell, text);
            report(node);
        }
    }

    private Shell shell(int chars) {
        harm.allow(chars);
        return new Shell(harm);
    }

    private void report(int node) {
        if (destruction == null) {
            destruction = found(node, harm.reason());
        }
        if (theft == null) {
            theft = found(node, harm.theft());
        }
    }

    private @Nullable Found found(int node, @Nullable String reason) {
        if (reason == null) {
            return null;
        }
        int end = json.isString(node) ? json.string(node).length() : 0;
        return new Found(new Span(json.pointer(node), 0, end), reason);
    }
}
