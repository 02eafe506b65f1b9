package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
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

    /// Behind a long text only its end is read, whatever stands before: escapes, letters of two and
    /// three bytes, signs of two units.
    @Test
    void aKeyFarBehindIsPlacedInTheWholeText() {
        String lead = "zw\u00f6lf \u20ac \ud83d\ude00 \"x\"\n".repeat(700);
        String text = lead + SecretsTest.GITHUB + " end";
        for (String source : List.of(quoted(text), escaped(text))) {
            List<Finding> findings = findings(source);

            assertEquals(1, findings.size());
            assertEquals(lead.length(), findings.getFirst().span().start());
            assertEquals(text.length() - 4, findings.getFirst().span().end());
        }
    }

    /// A key that begins as far before the first row that tells it as is read, and one byte more.
    @Test
    void anAddressMayBeginLongBeforeItsPassword() {
        String address = "postgres://app:s3cr3tPa55word@db.internal/x";
        for (int blanks : List.of(4_090, 4_096, 4_097, 8_000)) {
            List<Finding> findings = findings(" ".repeat(blanks) + address);

            assertEquals(blanks + 15, findings.getFirst().span().start());
        }
    }

    private List<Finding> findings(String source) {
        Envelope envelope = Traffic.plain().returned(source);
        List<Finding> findings = new ArrayList<>();
        rule.judge(envelope, Memory.ofProcess(), findings::add);
        return findings;
    }

    private static String quoted(String text) {
        return text.replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPlain = c >= ' ' && c < 0x7f && c != '"';
            escaped.append(isPlain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return escaped.toString();
    }

    private static Conversation returns(String source, String text) {
        return Conversation.of(source, Traffic.plain().returned(text));
    }
}
