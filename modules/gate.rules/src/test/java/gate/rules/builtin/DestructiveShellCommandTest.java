package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Settings;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class DestructiveShellCommandTest implements RuleContract {

    private final Rule rule = new DestructiveShellCommand();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "destructive_shell_command";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                runs("the brief", "rm -rf /"),
                runs("the brief", "mkfs.ext4 /dev/sda1"),
                runs("the brief", "git push --force origin main"),
                runs("the brief", "git reset --hard HEAD~3"),
                runs("the brief", ":(){ :|:& };:"),
                runs("the brief", "dd if=/dev/zero of=/dev/sda"),
                runs("the brief", "chmod -R 777 /"),
                queries("the brief", "DROP TABLE users"),
                queries("the brief", "DROP DATABASE app"),
                queries("the brief", "TRUNCATE TABLE users"),
                queries("the brief", "DELETE FROM users"));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                runs("a search", "grep -rn 'rm -rf /' docs"),
                runs("a commit message", "git commit -m 'Drop rm -rf / from the script'"),
                runs("build output", "rm -rf node_modules dist"),
                runs("the careful form", "git push --force-with-lease"),
                queries("one row", "DELETE FROM users WHERE id = 5"),
                queries("a string", "SELECT 'DROP TABLE users'"),
                Conversation.of(
                        "an argument that nothing runs",
                        Traffic.plain().call("echo", "{\"text\":\"rm -rf /\"}")),
                Conversation.of(
                        "lists without words, for a tool that is named after a command",
                        Traffic.plain()
                                .call(
                                        "kubectl_patch",
                                        "{\"args\":[],\"patch\":{\"containers\":[{\"name\":\"c\"}]}}")));
    }

    private static Conversation runs(String source, String command) {
        return Conversation.of(
                source, Traffic.plain().call("run_command", "{\"command\":\"" + command + "\"}"));
    }

    private static Conversation queries(String source, String query) {
        return Conversation.of(
                source, Traffic.plain().call("execute_sql", "{\"query\":\"" + query + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "find build -name '*.o' -delete",
                "rimraf dist",
                "npx rimraf node_modules",
                "python3 -c \"import shutil; shutil.rmtree('dist')\"",
                "node -e \"fs.rmSync('dist', {recursive: true})\"",
                "rm -rf node_modules"
            })
    void aStrictPolicySparesNoTree(String command) {
        Rule strict = rule.with(new Settings(Map.of("strict", true), Map.of(), Map.of()));
        Envelope call = call("run_command", Map.of("command", command));

        assertEquals(0, findings(rule, call).size(), "by default");
        assertEquals(1, findings(strict, call).size(), "strict");
    }

    @Test
    void jsonInAStringIsReadAsTheArgumentsThatItHolds() {
        for (String arguments :
                List.of(
                        "{\"command\":\"{\\\"cmd\\\":\\\"rm -rf ~\\\"}\"}",
                        "{\"input\":\"{\\\"command\\\":\\\"rm -rf ~\\\"}\"}",
                        "{\"input\":\"{\\n  \\\"command\\\": \\\"rm -rf ~\\\"\\n}\"}",
                        "{\"command\":\"[\\\"rm\\\",\\\"-rf\\\",\\\"/\\\"]\"}",
                        "{\"params\":\"{\\\"sql\\\":\\\"DROP TABLE users\\\"}\"}")) {
            assertEquals(1, findings(rule, Traffic.plain().call("run", arguments)).size());
        }
        for (String arguments :
                List.of(
                        "{\"content\":\"{\\\"command\\\":\\\"rm -rf ~\\\"}\"}",
                        "{\"input\":\"{\\\"note\\\":\\\"rm -rf ~ is what it ran\\\"}\"}",
                        "{\"input\":\"{not json: rm -rf}\"}")) {
            assertEquals(0, findings(rule, Traffic.plain().call("run", arguments)).size());
        }
    }

    private static List<Finding> findings(Rule rule, Envelope message) {
        List<Finding> findings = new ArrayList<>();
        rule.judge(message, Memory.ofProcess(), findings::add);
        return findings;
    }

    private static Envelope call(String tool, Map<String, String> arguments) {
        var json = new StringBuilder();
        for (Map.Entry<String, String> entry : arguments.entrySet()) {
            json.append(json.isEmpty() ? "{\"" : ",\"").append(entry.getKey()).append("\":\"");
            json.append(entry.getValue().replace("\"", "\\\"")).append('"');
        }
        return Traffic.plain().call(tool, json.append('}').toString());
    }

    /// Each of many commands could go with the words beside them: that is work by the square.
    @Test
    void manyCommandsBesideManyWordsAreTooMuchWork() {
        var arguments = new StringBuilder("{\"args\":[\"a\"");
        for (int i = 0; i < 10_000; i++) {
            arguments.append(",\"aaaaaaaaaa\"");
        }
        arguments.append(']');
        for (int i = 0; i < 1_000; i++) {
            arguments.append(",\"c").append(i).append("_command\":\"ls\"");
        }
        List<Finding> findings = new ArrayList<>();

        rule().judge(
                        Traffic.plain().call("run_command", arguments.append('}').toString()),
                        Memory.ofProcess(),
                        findings::add);

        assertEquals(Harm.TOO_MUCH_WORK, findings.getFirst().reason());
    }
}
