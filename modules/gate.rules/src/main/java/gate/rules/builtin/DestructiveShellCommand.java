package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Setting;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Finds commands, queries and code among the arguments of a call that destroy what they reach.
///
/// Only arguments that a tool runs are read, and they are read as a shell, a database or an
/// interpreter would: see `docs/rules/destructive_shell_command.md`.
public final class DestructiveShellCommand implements Rule {

    private static final String ID = "destructive_shell_command";

    /// Longest value of an argument of no known role that may be nothing but a command.
    private static final int MAX_PLAIN_CHARS = 400;

    /// Words of one command.
    private static final int MAX_WORDS = 4_096;

    private static final Setting.Flag STRICT =
            new Setting.Flag(
                    "strict",
                    false,
                    "refuse every recursive deletion, also of build output and temporary files");

    private final boolean strict;

    /// For the service loader.
    public DestructiveShellCommand() {
        this(false);
    }

    private DestructiveShellCommand(boolean strict) {
        this.strict = strict;
    }

    @Override
    public List<Setting> settings() {
        return List.of(STRICT);
    }

    @Override
    public Rule with(Settings settings) {
        return new DestructiveShellCommand(settings.flag(STRICT));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Severity severity() {
        return Severity.HIGH;
    }

    @Override
    public void judge(Envelope envelope, Memory memory, Consumer<Finding> findings) {
        if (envelope.direction() != Direction.UPSTREAM
                || !(envelope.message() instanceof Message.Request request)
                || !request.method().equals("tools/call")) {
            return;
        }
        Json json = request.json();
        String tool = json.memberString(request.params(), "name");
        Call call = new Call(json, tool == null ? "" : tool, new Harm(strict), findings);
        call.git(json.member(request.params(), "arguments"));
        call.judge(json.member(request.params(), "arguments"));
        call.judge(json.member(request.params(), "inputResponses"));
    }

    /// One call of a tool. Owned by one thread.
    private static final class Call {
        private final Json json;
        private final String toolName;
        private final int tool;
        private final Consumer<Finding> findings;
        private final Harm harm;
        private final Map<Integer, List<String>> restsOf = new HashMap<>();
        private boolean isFound;

        Call(Json json, String toolName, Harm harm, Consumer<Finding> findings) {
            this.harm = harm;
            this.json = json;
            this.toolName = toolName;
            this.tool = ArgumentRole.toolOf(toolName);
            this.findings = findings;
        }

        void judge(int arguments) {
            if (arguments == Json.NONE) {
                return;
            }
            int last = json.last(arguments);
            for (int node = arguments; node < last && !isFound; node++) {
                if (json.isString(node)) {
                    string(node);
                } else if (json.isArray(node)) {
                    array(node);
                }
            }
        }

        /// A tool that is a command of Git.
        void git(int arguments) {
            List<String> words = GitTools.command(toolName, json, arguments);
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
            new Call(inner, toolName, harm, _ -> {}).judge(NestedJson.arguments(inner));
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
                case CODE -> {
                    ArgumentJudge.code(shell, text);
                    if (!harm.isFound()) {
                        ArgumentJudge.command(shell, text);
                    }
                }
                case QUERY -> ArgumentJudge.query(shell, text);
                case COMMAND -> {
                    ArgumentJudge.command(shell, text);
                    if (!harm.isFound()) {
                        withArguments(shell, node, text);
                    }
                    if (!harm.isFound()) {
                        ofTool(shell, text);
                    }
                    if (!harm.isFound() && (tool & ArgumentRole.CODES) != 0) {
                        ArgumentJudge.code(shell, text);
                    }
                }
                default -> ArgumentJudge.command(shell, text);
            }
            nested(node, role);
            report(node);
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
                            json.isString(value)
                                    ? json.string(value)
                                    : Commands.quoted(words(value), 0);
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
            if (words.size() < 2 && Tools.command(toolName) == null) {
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
            String reason = harm.reason();
            if (reason != null && !isFound) {
                int end = json.isString(node) ? json.string(node).length() : 0;
                findings.accept(
                        new Finding(
                                ID, Severity.HIGH, new Span(json.pointer(node), 0, end), reason));
                isFound = true;
            }
        }
    }
}
