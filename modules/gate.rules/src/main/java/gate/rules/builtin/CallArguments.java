package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Memory;

import org.jspecify.annotations.Nullable;

/// The arguments that a client hands to a tool, or the URI of the resource that it reads, with the
/// names that they go by.
///
/// Owned by one thread, and valid as long as the message.
final class CallArguments {

    private final Json json;
    private final String tool;
    private final int params;
    private final int first;
    private final int last;

    /// What [ArgumentRole#toolOf] says of the tool, or -1 while nobody has asked.
    private int does = -1;

    private CallArguments(Json json, String tool, int params, int first, int last) {
        this.json = json;
        this.tool = tool;
        this.params = params;
        this.first = first;
        this.last = last;
    }

    /// The arguments of a `tools/call`, a `resources/read` or a `resources/subscribe`, or null for
    /// any other message. Worked out once for all rules that ask.
    static @Nullable CallArguments of(Envelope envelope, Memory memory) {
        return memory.shared(envelope, OF_MESSAGE);
    }

    private static final Memory.Reading<CallArguments> OF_MESSAGE = new OfMessage();

    private static final class OfMessage implements Memory.Reading<CallArguments> {

        @Override
        public @Nullable CallArguments of(Envelope envelope) {
            return CallArguments.of(envelope);
        }
    }

    /// The same for one who is no rule.
    static @Nullable CallArguments of(Envelope envelope) {
        if (envelope.direction() != Direction.UPSTREAM
                || !(envelope.message() instanceof Message.Request request)) {
            return null;
        }
        Json json = request.json();
        boolean isResource =
                request.method().equals("resources/read")
                        || request.method().equals("resources/subscribe");
        if (isResource && request.params() != Json.NONE) {
            int params = request.params();
            return new CallArguments(json, "read_resource", params, params, json.last(params));
        }
        if (!request.method().equals("tools/call")) {
            return null;
        }
        int arguments = json.member(request.params(), "arguments");
        int responses = json.member(request.params(), "inputResponses");
        if (arguments == Json.NONE && responses == Json.NONE) {
            return null;
        }
        String tool = json.memberString(request.params(), "name");
        int first = arguments == Json.NONE ? responses : arguments;
        int last = json.last(Math.max(arguments, responses));
        if (responses != Json.NONE) {
            first = Math.min(first, responses);
        }
        return new CallArguments(json, tool == null ? "" : tool, request.params(), first, last);
    }

    Json json() {
        return json;
    }

    /// The name of the tool; empty if there is none.
    String tool() {
        return tool;
    }

    /// The next string after a node, or [Json#NONE]; begin with [Json#NONE].
    int next(int node) {
        int at = node == Json.NONE ? first : node + 1;
        while (at < last && !json.isString(at)) {
            at++;
        }
        return at < last ? at : Json.NONE;
    }

    /// Whether a node is one of those that [#next] goes through.
    boolean covers(int node) {
        return holds(node) && json.isString(node);
    }

    /// Whether a node is the arguments, or within them.
    boolean holds(int node) {
        return node >= first && node < last;
    }

    /// The name that a value goes by: that of the member it is, or of the list that it stands in.
    String name(int node) {
        int at = node;
        while (at != Json.NONE && at != params) {
            String name = json.nameOf(at);
            if (name != null) {
                return name;
            }
            at = json.parent(at);
        }
        return "";
    }

    /// What becomes of a value, by the tool and the name that it goes by.
    ArgumentRole role(int node) {
        if (does < 0) {
            does = ArgumentRole.toolOf(tool);
        }
        return ArgumentRole.of(does, name(node));
    }

    /// Whether a value names a file, an address or a thing, by the name that it goes by.
    boolean isNaming(int node) {
        return switch (ArgumentUse.of(name(node))) {
            case PATH, URL, IDENTIFIER -> true;
            case CREDENTIAL, TEXT, PATTERN, UNKNOWN -> false;
        };
    }

    /// Whether a member with one of these names stands beside a value.
    boolean hasBeside(int node, String... names) {
        int object = json.parent(node);
        while (object != Json.NONE && !json.isObject(object)) {
            object = json.parent(object);
        }
        for (String name : names) {
            if (json.member(object, name) != Json.NONE) {
                return true;
            }
        }
        return false;
    }

    /// The string of a member beside a value, or null.
    @Nullable String beside(int node, String name) {
        return json.memberString(json.parent(node), name);
    }

    /// The value if it names a file: by the name that it goes by, or by its looks; else null.
    @Nullable String path(int node) {
        if (json.end(node) - json.start(node) > PathText.MAX_CHARS) {
            return null;
        }
        ArgumentUse use = ArgumentUse.of(name(node));
        boolean isOther =
                use == ArgumentUse.TEXT
                        || use == ArgumentUse.PATTERN
                        || use == ArgumentUse.CREDENTIAL
                        || role(node) == ArgumentRole.COMMAND;
        if (isOther) {
            return null;
        }
        String text = json.string(node);
        boolean isUrl = text.contains("://") && !text.startsWith("file:");
        boolean isPath =
                use == ArgumentUse.PATH ? PathText.isPath(text) : PathText.looksLikePath(text);
        return isPath && !isUrl ? text : null;
    }
}
