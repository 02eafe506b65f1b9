package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.protocol.Direction;
import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                "PIN",
                "API key",
                "openai_api_key",
                "personal access token",
                "token",
                "clientSecret",
                "verification code",
                "two-factor code",
                "Card number",
                "CVV",
                "seed phrase",
                "Social security number",
                "Password (at least 8 characters)",
            })
    void asksForASecret(String name) {
        assertTrue(ElicitedSecret.isSecret(name), name);
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
            })
    void asksForSomethingElse(String name) {
        assertFalse(ElicitedSecret.isSecret(name), name);
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
