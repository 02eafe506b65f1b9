package gate.rules.builtin;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.protocol.Json;
import gate.protocol.Message;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Severity;
import gate.rules.Span;

import java.util.List;
import java.util.function.Consumer;

/// Refuses forms in which a server asks the user for a password, a key or a code.
///
/// MCP forbids it since elicitation exists (2025-06-18, client/elicitation): such an answer passes
/// through the client, its model perhaps, and every log. See `docs/rules/elicited_secret.md`.
public final class ElicitedSecret implements Rule {

    private static final String ID = "elicited_secret";

    /// Longer texts are no names of fields.
    private static final int MAX_NAME_CHARS = 80;

    private static final int MAX_FIELDS = 256;

    /// For the service loader.
    public ElicitedSecret() {}

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
        if (envelope.direction() != Direction.DOWNSTREAM) {
            return;
        }
        Json json = envelope.json();
        switch (envelope.message()) {
            case Message.Request request -> {
                if (request.method().equals("elicitation/create")) {
                    judgeForm(json, request.params(), findings);
                }
            }
            // From 2026-07-28 on a result may ask (server/input-required).
            case Message.Result result -> judgeRequests(json, result.result(), findings);
            case Message.Notification _, Message.Failure _ -> {}
        }
    }

    private static void judgeRequests(Json json, int result, Consumer<Finding> findings) {
        int requests = json.isObject(result) ? json.member(result, "inputRequests") : Json.NONE;
        if (requests == Json.NONE || !json.isObject(requests)) {
            return;
        }
        for (int at = json.first(requests); at != Json.NONE; at = json.next(at)) {
            int request = at + 1;
            if (json.isObject(request)
                    && "elicitation/create".equals(json.memberString(request, "method"))) {
                judgeForm(json, json.member(request, "params"), findings);
            }
        }
    }

    private static void judgeForm(Json json, int params, Consumer<Finding> findings) {
        int schema = json.isObject(params) ? json.member(params, "requestedSchema") : Json.NONE;
        int fields = schema == Json.NONE ? Json.NONE : json.member(schema, "properties");
        if (fields == Json.NONE || !json.isObject(fields)) {
            return;
        }
        int count = 0;
        for (int at = json.first(fields); at != Json.NONE; at = json.next(at)) {
            if (++count > MAX_FIELDS || asksSecret(json, at)) {
                String why =
                        "a form that asks for "
                                + OutsideScope.shown(json.string(at))
                                + ": MCP forbids servers to ask for secrets so";
                Span span = new Span(json.pointer(at + 1), 0, 0);
                findings.accept(new Finding(ID, Severity.HIGH, span, why));
                return;
            }
        }
    }

    /// Whether a field is for a secret that is typed in, by its name or its title.
    private static boolean asksSecret(Json json, int name) {
        int field = name + 1;
        if (!json.isObject(field) || json.member(field, "enum") != Json.NONE) {
            return false;
        }
        String type = json.memberString(field, "type");
        boolean isChosen = type != null && (type.equals("boolean") || type.equals("array"));
        String title = json.memberString(field, "title");
        return !isChosen && (isSecret(json.string(name)) || (title != null && isSecret(title)));
    }

    /// Whether words end in what is secret: `accountPassword`, `API key`, `one-time code`, and not
    /// `password policy`, `api_key_name`.
    static boolean isSecret(String name) {
        if (name.length() > MAX_NAME_CHARS) {
            return false;
        }
        int bracket = name.indexOf('(');
        List<String> words = ArgumentRole.words(bracket < 0 ? name : name.substring(0, bracket));
        int count = words.size();
        String last = count > 0 ? words.get(count - 1) : "";
        String before = count > 1 ? words.get(count - 2) : "";
        return switch (last) {
            case "password", "passwd", "passphrase", "passcode", "passwort", "otp", "totp" -> true;
            case "cvv", "cvc", "apikey", "mnemonic" -> true;
            case "secret" -> count == 1 || isOneOf(before, "client app api webhook signing shared");
            case "pin" -> count == 1 || isOneOf(before, "your card account security");
            case "key" -> isOneOf(before, "api secret private access encryption ssh signing");
            case "token" ->
                    count == 1
                            || isOneOf(
                                    before, "access api auth bearer refresh bot personal session");
            case "code" ->
                    isOneOf(before, "verification security authenticator auth login time otp")
                            || isOneOf(before, "2fa mfa sms backup recovery factor");
            case "codes" -> isOneOf(before, "backup recovery");
            case "phrase" -> isOneOf(before, "seed recovery pass");
            case "number" -> isOneOf(before, "card security");
            default -> false;
        };
    }

    private static boolean isOneOf(String word, String list) {
        return !word.isEmpty() && (" " + list + " ").contains(" " + word + " ");
    }
}
