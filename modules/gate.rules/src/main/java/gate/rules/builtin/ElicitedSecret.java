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

import java.util.ArrayList;
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

    /// What is a secret whatever stands before it.
    private static final String ALWAYS =
            "password passwd passphrase passcode passwort pwd cvv cvc ssn mnemonic apikey apitoken"
                    + " accesstoken secretkey";

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
            Kind kind = ++count > MAX_FIELDS ? Kind.SECRET : kind(json, at);
            if (kind != Kind.OTHER) {
                String why =
                        "a form that asks for "
                                + OutsideScope.shown(json.string(at))
                                + ": MCP forbids servers to ask for secrets so";
                Severity severity = kind == Kind.SECRET ? Severity.HIGH : Severity.LOW;
                Span span = new Span(json.pointer(at + 1), 0, 0);
                findings.accept(new Finding(ID, severity, span, why));
                if (kind == Kind.SECRET) {
                    return;
                }
            }
        }
    }

    /// What a field is for.
    enum Kind {
        /// A secret that is typed in.
        SECRET,
        /// Perhaps one: `token`, `code`, or what a card has.
        PERHAPS,
        OTHER
    }

    /// What a field is for, by its name or its title.
    private static Kind kind(Json json, int name) {
        int field = name + 1;
        if (!json.isObject(field) || isChosen(json, field)) {
            return Kind.OTHER;
        }
        Kind kind = kind(json.string(name));
        String title = json.memberString(field, "title");
        Kind other = title == null ? Kind.OTHER : kind(title);
        Kind worst = kind.compareTo(other) < 0 ? kind : other;
        String type = json.memberString(field, "type");
        boolean isNumber = "integer".equals(type) || "number".equals(type);
        String format = json.memberString(field, "format");
        boolean isOther =
                "date".equals(format) || "date-time".equals(format) || "uri".equals(format);
        // A board has pins, and a model tokens, by their numbers.
        return isOther || (isNumber && worst == Kind.PERHAPS) ? Kind.OTHER : worst;
    }

    /// Whether a field is ticked, or chosen from what the server lists.
    private static boolean isChosen(Json json, int field) {
        String type = json.memberString(field, "type");
        int list = json.member(field, "enum");
        boolean isListed = list != Json.NONE && json.isArray(list) && json.first(list) != Json.NONE;
        return isListed
                || "boolean".equals(type)
                || json.member(field, "oneOf") != Json.NONE
                || json.member(field, "anyOf") != Json.NONE;
    }

    /// What words end in: `accountPassword`, `API key`, `one-time code` are secrets, `password
    /// policy` and `api_key_name` are none.
    static Kind kind(String name) {
        int bracket = name.indexOf('(', 1);
        String text = bracket < 0 ? name : name.substring(0, bracket);
        int from = Math.max(0, text.length() - MAX_NAME_CHARS);
        List<String> words = new ArrayList<>();
        for (String word : Words.of(text.substring(from))) {
            String plain = plain(word);
            if (!plain.isEmpty()
                    && !Words.isAmong("confirmation confirm again repeat here", plain)) {
                words.add(plain);
            }
        }
        int count = words.size();
        String last = count > 0 ? words.get(count - 1) : "";
        String before = count > 1 ? words.get(count - 2) : "";
        if (Words.isAmong("without no forgot public", before)) {
            return Kind.OTHER;
        }
        if (Words.isAmong(ALWAYS, last) || (count == 1 && last.endsWith("password"))) {
            return Kind.SECRET;
        }
        boolean isSecret =
                switch (last) {
                    case "otp", "totp" ->
                            count == 1 || Words.isAmong("sms mail login your", before);
                    case "secret" -> Words.isAmong("client app api webhook signing shared", before);
                    case "pin" -> Words.isAmong("your card account security", before);
                    case "key" -> Words.isAmong("api secret private access signing", before);
                    case "token" ->
                            Words.isAmong("access api auth bearer refresh bot personal", before);
                    case "code" -> isCode(before, count > 2 ? words.get(count - 3) : "");
                    case "phrase" -> Words.isAmong("seed recovery pass", before);
                    case "number" -> isCard(words);
                    default -> false;
                };
        if (isSecret) {
            return Kind.SECRET;
        }
        String whole = count == 1 ? last : count == 2 ? before + "-" + last : "";
        boolean isPerhaps =
                Words.isAmong("secret token pin pass card-number security-code ssh-key", whole);
        return isPerhaps ? Kind.PERHAPS : Kind.OTHER;
    }

    private static boolean isCode(String before, String first) {
        return Words.isAmong(
                        "verification authenticator auth login onetime otp 2fa mfa sms", before)
                || Words.isAmong("backup recovery factor", before)
                || (before.equals("time") && first.equals("one"));
    }

    private static boolean isCard(List<String> words) {
        boolean isOfMoney = words.contains("credit") || words.contains("debit");
        boolean isSocial = words.contains("social") && words.contains("security");
        return isSocial || ((isOfMoney || words.contains("payment")) && words.contains("card"));
    }

    /// A word without the number at its end, `password2`, and for one thing.
    private static String plain(String word) {
        int end = word.length();
        while (end > 0 && Character.isDigit(word.charAt(end - 1))) {
            end--;
        }
        String text = word.substring(0, end);
        return switch (text) {
            case "passwords" -> "password";
            case "codes" -> "code";
            default -> text;
        };
    }
}
