package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class SecretInResultTest implements RuleContract {

    private final Rule rule = new SecretInResult();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "secret_in_result";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                returns("a file of settings", "TOKEN=" + SecretsTest.GITHUB + "\\nDEBUG=1"),
                returns("behind an escape", "\\n" + SecretsTest.AWS),
                returns("escaped", SecretsTest.GITHUB.replace("_", "\\u005f")),
                returns("a URL", "postgres://app:s3cr3tPa55word@db.internal/x"),
                returns(
                        "an answer of a server",
                        "Authorization: Bearer " + "h7Gf3Kd9sLqP2mZx8VbN"));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                returns(
                        "documentation",
                        "export GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
                returns("a lock file", "sha512-HJKD4S/jEKK6cw+FjcyBDJFbtvxR6s39S+yUVxWqa4sK5Hsn=="),
                returns("a commit", "4b794e451193ce9c0734c4ab60b629d770e6c854"),
                Conversation.of(
                        "what the client sends",
                        Traffic.plain().call("x", "{\"a\":\"" + SecretsTest.AWS + "\"}")));
    }

    private static Conversation returns(String source, String text) {
        return Conversation.of(source, Traffic.plain().returned(text));
    }
}
