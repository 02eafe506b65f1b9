package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Severity;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class ElicitedSecretTest implements RuleContract {

    private static final String SPECIFICATION =
            "MCP 2025-06-18, client/elicitation: servers must not ask for sensitive information";

    @Override
    public Rule rule() {
        return new ElicitedSecret();
    }

    @Override
    public String id() {
        return "elicited_secret";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                form(SPECIFICATION, "\"account\":{\"type\":\"string\"},\"password\":{}"),
                form(SPECIFICATION + ", by the title", "\"a\":{\"title\":\"One-time code\"}"),
                Conversation.of(
                        SPECIFICATION + ", in a result that asks for input",
                        Traffic.plain()
                                .answer(
                                        "tools/call",
                                        "{\"name\":\"book\"}",
                                        "{\"resultType\":\"input_required\",\"inputRequests\":{\"a\":"
                                            + "{\"method\":\"elicitation/create\",\"params\":"
                                                + params("\"apiKey\":{\"type\":\"string\"}")
                                                + "}}}")));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                form(
                        "a form without a secret",
                        "\"branch\":{\"type\":\"string\",\"title\":\"Branch\"},"
                                + "\"secretName\":{\"type\":\"string\"},"
                                + "\"pin\":{\"type\":\"boolean\"},"
                                + "\"token\":{\"enum\":[\"a\",\"b\"]}"),
                Conversation.of(
                        "credentials on a page of the server's own",
                        line(
                                "{\"mode\":\"url\",\"elicitationId\":\"1\",\"message\":\"Password\","
                                    + "\"url\":\"https://example.com/sign-in\"}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "newPassword",
                "db_password",
                "Your passphrase",
                "card PIN",
                "API key",
                "openai_api_key",
                "personal access token",
                "clientSecret",
                "verification code",
                "two-factor code",
                "Credit card number",
                "CVV",
                "(Password)",
                "password1",
                "Password confirmation",
                "Your password here",
                "dbpassword",
                "recovery codes",
                "one-time code",
                "seed phrase",
                "Social security number",
                "Password (at least 8 characters)",
            })
    void asksForASecret(String name) {
        assertEquals(ElicitedSecret.Kind.SECRET, ElicitedSecret.kind(name), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "username",
                "password policy",
                "passwordHint",
                "api_key_id",
                "secret_name",
                "token budget",
                "page token",
                "next-page-token",
                "postal code",
                "zip code",
                "order number",
                "phone number",
                "primary key",
                "issue key",
                "sort_key",
                "country code",
                "phrase",
                "Start time code",
                "startTimeCode",
                "Library card number",
                "Public SSH key",
                "KMS encryption key",
                "Erlang/OTP",
                "Tables without password",
                "Search phrase",
                "GPIO pin",
            })
    void asksForSomethingElse(String name) {
        assertEquals(ElicitedSecret.Kind.OTHER, ElicitedSecret.kind(name), name);
    }

    /// What may be one is shown, unless it is a number or chosen.
    @ParameterizedTest
    @CsvSource({
        "'\"token\":{\"type\":\"string\"}', 1",
        "'\"pin\":{\"type\":\"string\"}', 1",
        "'\"n\":{\"title\":\"Card number\"}', 1",
        "'\"pin\":{\"type\":\"integer\"}', 0",
        "'\"token\":{\"oneOf\":[{\"const\":\"a\"}]}', 0",
        "'\"password\":{\"format\":\"date\"}', 0",
    })
    void showsWhatMayBeASecret(String field, int count) {
        List<Finding> findings = new ArrayList<>();
        rule().judge(line(params(field)), Memory.ofProcess(), findings::add);
        assertEquals(count, findings.size());
        for (Finding finding : findings) {
            assertEquals(Severity.LOW, finding.severity());
        }
    }

    @Test
    void aListWithoutChoicesIsNone() {
        List<Finding> findings = new ArrayList<>();
        rule().judge(line(params("\"password\":{\"enum\":[]}")), Memory.ofProcess(), findings::add);
        assertEquals(Severity.HIGH, findings.getFirst().severity());
    }

    @Test
    void refusesAFormThatIsTooLongToRead() {
        var fields = new StringBuilder();
        for (int i = 0; i < 257; i++) {
            fields.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":{}");
        }
        List<Finding> findings = new ArrayList<>();
        rule().judge(line(params(fields.toString())), Memory.ofProcess(), findings::add);
        assertEquals(1, findings.size());
    }

    private static Conversation form(String source, String fields) {
        return Conversation.of(source, line(params(fields)));
    }

    private static Envelope line(String params) {
        return Traffic.plain()
                .line(
                        Direction.DOWNSTREAM,
                        "{\"jsonrpc\":\"2.0\",\"id\":\"e\",\"method\":\"elicitation/create\",\"params\":"
                                + params
                                + "}");
    }

    private static String params(String fields) {
        return "{\"message\":\"Please\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{"
                + fields
                + "}}}";
    }
}
