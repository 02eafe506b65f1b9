package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

class ArgumentRoleTest {

    private static final String CODE = "/params/arguments/code";
    private static final String SCRIPT = "/params/arguments/script";

    /// @param found the pointer of the argument that is found, or empty
    record Case(String tool, String arguments, String found) {}

    static List<Case> cases() {
        return List.of(
                new Case("run_command", "{'command':'rm -rf /'}", "/params/arguments/command"),
                new Case("bash", "{'cmd':'rm -rf /'}", "/params/arguments/cmd"),
                new Case(
                        "x",
                        "{'a':{'b':[{'script':'rm -rf /'}]}}",
                        "/params/arguments/a/b/0/script"),
                new Case("x", "{'argv':['rm','-rf','/']}", "/params/arguments/argv"),
                new Case("x", "{'command':['bash','-lc','rm -rf /']}", "/params/arguments/command"),
                new Case("x", "{'commands':['ls','rm -rf /']}", "/params/arguments/commands/1"),
                new Case("x", "{'command':'rm','args':['-rf','/']}", "/params/arguments/command"),
                new Case("x", "{'command':'rm','args':'-rf /'}", "/params/arguments/command"),
                new Case("git", "{'args':['push','--force']}", "/params/arguments/args"),
                new Case("kubectl", "{'command':'delete ns prod'}", "/params/arguments/command"),
                new Case("runShellCommand", "{'input':'rm -rf /'}", "/params/arguments/input"),
                new Case("terminal_send", "{'text':'rm -rf /'}", "/params/arguments/text"),
                new Case(
                        "execute_python",
                        "{'code':'os.system(\\\"rm -rf /\\\")'}",
                        "/params/arguments/code"),
                new Case("run_code", "{'code':'x; rm -rf /'}", "/params/arguments/code"),
                new Case("run_code", "{'code':'x\\n//bin/rm -rf ~'}", CODE),
                new Case("run_code", "{'code':'\\\"\\\"\\\"$(rm -rf ~)\\\"\\\"\\\"'}", CODE),
                new Case("bash", "{'code':'x && rm -rf ~','language':'js'}", CODE),
                new Case(
                        "run_script_on_node",
                        "{'script':'x\\ndd if=/dev/zero of=/dev/sda'}",
                        SCRIPT),
                new Case("sandbox_run", "{'script':'dd','args':['of=/dev/sda']}", SCRIPT),
                new Case("execute_python", "{'code':'x = 1\\n!cd x \\\\\\n; rm -rf ~'}", CODE),
                new Case("execute_python", "{'code':'x = 1\\ny = !rm -rf ~'}", CODE),
                new Case("run_code", "{'code':'rm -rf ~ #','language':'bash'}", CODE),
                new Case("run_code", "{'code':'x; rm -rf /','language':'python'}", ""),
                new Case("run_javascript", "{'code':'/** @type {a | undefined} */'}", ""),
                new Case("browser_evaluate", "{'function':'() => a > b || c < a'}", ""),
                new Case("puppeteer_evaluate", "{'script':'if (a <= 3 && a >= 0) b()'}", ""),
                new Case("execute_python", "{'code':'if h <= 23 and h >= 0: pass'}", ""),
                new Case("execute_python", "{'code':'rm -rf /'}", CODE),
                new Case("execute_python", "{'code':'x = 1\\n!rm -rf ~'}", CODE),
                new Case("execute_python", "{'code':'x = 1\\nrm -rf ~'}", CODE),
                new Case("execute_python", "{'code':'%%bash\\ncd /\\nrm -rf home'}", CODE),
                new Case("run_javascript", "{'script':'fs.rmSync(`/`,{recursive:1})'}", SCRIPT),
                new Case("execute_sql", "{'query':'DROP TABLE x'}", "/params/arguments/query"),
                new Case("x", "{'sql':'DROP TABLE x'}", "/params/arguments/sql"),
                new Case("x", "{'c':'rm -rf /'}", "/params/arguments/c"),
                new Case("x", "{'c':'sudo rm -rf ~'}", "/params/arguments/c"),
                new Case("x", "{'a':['rm','-rf','/']}", "/params/arguments/a"),
                new Case("echo", "{'text':'rm -rf /'}", ""),
                new Case("write_file", "{'path':'x.sh','content':'rm -rf /'}", ""),
                new Case("create_issue", "{'title':'rm -rf /','body':'rm -rf /'}", ""),
                new Case("edit", "{'old_str':'rm -rf /','new_str':'DROP TABLE x'}", ""),
                new Case("search_code", "{'pattern':'rm -rf /','query':'DROP TABLE x'}", ""),
                new Case("git_commit", "{'message':'rm -rf /'}", ""),
                new Case("bash", "{'command':'ls','description':'rm -rf /'}", ""),
                new Case("x", "{'c':'rm -rf / is what the user must not run.'}", ""),
                new Case("x", "{'c':'Delete the rows, and drop a line to Bob'}", ""),
                new Case("x", "{'tags':['rm','sql']}", ""));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesTellWhatAToolDoesWithAnArgument(Case example) {
        List<Finding> findings =
                judge("tools/call", example.tool, example.arguments.replace('\'', '"'));

        assertEquals(example.found, findings.isEmpty() ? "" : findings.getFirst().span().pointer());
    }

    @Test
    void answersToQuestionsOfAToolAreArgumentsToo() {
        String params =
                """
                {"name":"bash","inputResponses":{"q":{"content":{"command":"rm -rf /"}}}}\
                """;
        List<Finding> findings = new ArrayList<>();
        new DestructiveShellCommand()
                .judge(
                        Traffic.plain().request("tools/call", params),
                        Memory.ofProcess(),
                        findings::add);

        assertEquals(
                "/params/inputResponses/q/content/command", findings.getFirst().span().pointer());
    }

    @Test
    void otherMethodsHaveNoCommands() {
        assertEquals(List.of(), judge("prompts/get", "bash", "{\"command\":\"rm -rf /\"}"));
    }

    private static List<Finding> judge(String method, String tool, String arguments) {
        List<Finding> findings = new ArrayList<>();
        new DestructiveShellCommand()
                .judge(
                        Traffic.plain()
                                .request(
                                        method,
                                        "{\"name\":\""
                                                + tool
                                                + "\",\"arguments\":"
                                                + arguments
                                                + "}"),
                        Memory.ofProcess(),
                        findings::add);
        return findings;
    }
}
