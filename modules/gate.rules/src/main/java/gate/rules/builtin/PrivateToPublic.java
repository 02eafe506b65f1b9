package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Exchange;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.Locale;
import java.util.function.Consumer;

/// Follows credentials from where they were read to where they would leave, in one session.
///
/// A table or file of credentials is read; what came back is remembered as hashes; a later call
/// that carries one of them, word for word, to where others can read it is refused. See
/// `docs/rules/private_to_public.md`.
public final class PrivateToPublic implements Rule {

    private static final String ID = "private_to_public";

    /// Ids of the calls whose answers are to be remembered, a blank after each.
    private static final String ASKED = "flow.asked";

    /// That something was read which strangers write.
    private static final String STRANGERS = "flow.strangers";

    /// What was read, [#SLOTS] facts.
    private static final String TAKEN = "flow.taken.";

    private static final int SLOTS = 8;
    private static final int MAX_ASKED_CHARS = 400;
    private static final int MAX_ID_CHARS = 64;

    /// For the service loader.
    public PrivateToPublic() {}

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
        if (envelope.direction() == Direction.DOWNSTREAM) {
            Exchange answered = envelope.answered();
            if (answered != null
                    && answered.toolName() != null
                    && envelope.message() instanceof Message.Result result) {
                take(answered, result, memory);
            }
        } else if (envelope.message() instanceof Message.Request request
                && request.method().equals("tools/call")) {
            Json json = request.json();
            int arguments = json.member(request.params(), "arguments");
            String tool = json.memberString(request.params(), "name");
            if (json.isObject(arguments) && tool != null) {
                judgeCall(request, json, arguments, tool, memory, findings);
            }
        }
    }

    /// Remembers what came back of a call that asked for credentials.
    private static void take(Exchange answered, Message.Result result, Memory memory) {
        String asked = memory.known(ASKED);
        if (asked == null) {
            return;
        }
        String id = answered.id().toString() + ' ';
        if (!(' ' + asked).contains(' ' + id)) {
            return;
        }
        memory.remember(ASKED, (' ' + asked).replace(' ' + id, " ").strip() + ' ');
        String tokens = Fingerprints.of(result.json(), result.result());
        if (tokens.isEmpty()) {
            return;
        }
        int slot = 0;
        while (slot < SLOTS - 1 && memory.known(TAKEN + slot) != null) {
            slot++;
        }
        memory.remember(TAKEN + slot, tokens);
    }

    private static void judgeCall(
            Message.Request request,
            Json json,
            int arguments,
            String tool,
            Memory memory,
            Consumer<Finding> findings) {
        int role = ArgumentRole.toolOf(tool);
        boolean isDoor = isDoor(tool);
        for (int at = json.first(arguments); at != Json.NONE; at = json.next(at)) {
            int value = at + 1;
            if (!json.isString(value)) {
                continue;
            }
            String name = json.string(at);
            if (ArgumentRole.of(role, name) == ArgumentRole.QUERY) {
                var tables = new SqlTables(json.string(value));
                isDoor |= tables.writesElsewhere();
                if (tables.readsCredentials()) {
                    if (memory.known(STRANGERS) != null) {
                        findings.accept(
                                finding(
                                        json,
                                        value,
                                        Severity.LOW,
                                        "reads credentials in a session that has read what"
                                                + " strangers write"));
                    }
                    ask(request, memory);
                } else if (tables.readsStrangers() && memory.known(STRANGERS) == null) {
                    memory.remember(STRANGERS, tool);
                }
            } else if (isFile(name)
                    && Addresses.isSensitive(json.string(value).toLowerCase(Locale.ROOT))) {
                ask(request, memory);
            } else if (ArgumentRole.of(role, name) == ArgumentRole.CODE
                    && readsStorage(json.string(value))) {
                ask(request, memory);
            }
        }
        if (isDoor && memory.known(TAKEN + 0) != null) {
            judgeLeaving(json, arguments, memory, findings);
        }
    }

    private static void judgeLeaving(
            Json json, int arguments, Memory memory, Consumer<Finding> findings) {
        for (int slot = 0; slot < SLOTS; slot++) {
            String taken = memory.known(TAKEN + slot);
            if (taken == null) {
                return;
            }
            int found = Fingerprints.find(json, arguments, taken);
            if (found != Json.NONE) {
                findings.accept(
                        finding(
                                json,
                                found,
                                Severity.HIGH,
                                "carries, word for word, what this session read from a store of"
                                        + " credentials"));
                return;
            }
        }
    }

    private static void ask(Message.Request request, Memory memory) {
        String id = request.id().toString();
        String asked = memory.known(ASKED);
        String before = asked == null || asked.length() > MAX_ASKED_CHARS ? "" : asked;
        if (id.length() <= MAX_ID_CHARS && id.indexOf(' ') < 0) {
            memory.remember(ASKED, before + id + ' ');
        }
    }

    /// Whether a script asks a browser for all that proves who is logged in (MITRE ATT&CK T1539),
    /// as such scripts are mostly written.
    private static boolean readsStorage(String script) {
        return script.contains("document.cookie")
                || script.contains("stringify(localStorage")
                || script.contains("stringify(sessionStorage");
    }

    private static boolean isFile(String argument) {
        return switch (argument) {
            case "path", "file", "file_path", "filePath", "filename", "uri", "paths" -> true;
            default -> false;
        };
    }

    /// Whether a tool brings its arguments to where others read them.
    private static boolean isDoor(String tool) {
        for (String word : Words.of(tool)) {
            if (isPublic(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPublic(String word) {
        return switch (word) {
            case "send", "post", "reply", "publish", "comment", "tweet", "share", "email", "mail" ->
                    true;
            case "issue", "gist", "pull", "message", "note", "paste", "fetch", "http", "upload" ->
                    true;
            case "request", "navigate", "webhook", "notify", "ticket", "push" -> true;
            default -> false;
        };
    }

    private static Finding finding(Json json, int node, Severity severity, String reason) {
        Span span = new Span(json.pointer(node), 0, json.string(node).length());
        return new Finding(ID, severity, span, reason);
    }
}
