package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Pins;
import gate.rules.Rule;
import gate.rules.Traffic;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class ProjectNumbersTest {

    private final Rule rule = new CrossRepositoryAccess();
    private final Memory memory = Memory.ofProcess();
    private final Traffic gitlab = Traffic.with("gitlab-mcp-server");

    /// What GitLab's REST API answers: `project_id` in its records, `id` in a project.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get_merge_request   | shop/web | {'iid':1042,'project_id':318,'title':'x'}",
                "get_merge_request   | shop/web | {'iid':'1042','project_id':'318'}",
                "get_merge_request   | shop/web | {\\n  'project_id': '318',\\r\\n  'x': 1\\n}",
                "list_merge_requests | Shop/Web | [{'project_id':318},{'project_id':318}]",
                "list_issues         | shop%2Fweb | [{'project_id':318}]",
                "get_project         | shop/web | {'id':318,'path_with_namespace':'Shop/web'}",
                "get_project         | 318      | {'id':318,'path_with_namespace':'shop/web'}"
            })
    void aNumberAndAPathOfOneProjectAreOne(String tool, String project, String told) {
        assertEquals(0, call(tool, project));
        answer(told);

        assertEquals(0, call("list_pipelines", "318"));
        assertEquals(0, call("list_pipelines", "shop/web"));
        assertEquals(1, call("list_pipelines", "319"));
        assertEquals(1, call("list_pipelines", "shop/api"));
    }

    /// What users of GitLab write may say anything, and is believed nowhere.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get_file_contents   | shop/web | {'project_id':318,'title':'x'}",
                "get_job_log         | shop/web | {'id':318,'path_with_namespace':'shop/web'}",
                "get_merge_request_pipelines | shop/web | [{'project_id':318}]",
                "list_issue_notes    | shop/web | [{'project_id':318}]",
                "get_issue           | shop/web | {'description':'{\\'project_id\\':318}'}",
                "get_issue           | shop/web | {'project':{'project_id':318}}",
                "list_issues         | shop/web | [{'project_id':318},{'project_id':319}]",
                "list_issues         | shop/web | [{'project_id':318},{'title':'x'}]",
                "get_merge_request   | shop/web | {'source_project_id':318,'id':318}",
                "get_merge_request   | shop/web | {'project_id':'318 '}",
                "get_merge_request   | shop/web | {'project_id':318,'project_id':319}",
                "get_merge_request   | shop/web | See 'project_id': 318",
                "get_project         | shop/web | {'id':318,'path_with_namespace':'evil/web'}",
                "get_project         | shop/web | {'id':318}"
            })
    void whatProvesNothingTeachesNothing(String tool, String project, String told) {
        assertEquals(0, call(tool, project));
        answer(told);

        assertEquals(1, call("list_pipelines", "318"));
    }

    /// What is remembered is written to a file: a call whose answer can tell no more is not noted.
    @Test
    void whatIsKnownIsNotAskedAgain() {
        call("get_merge_request", "shop/web");
        answer("{'project_id':318}");
        call("get_issue", "shop/web");
        call("get_project", "318");
        assertEquals("", memory.known("repository.asked"));
    }

    /// The first fact that is asked for has a file read: no rule does that before a tool is called.
    @Test
    void nothingIsRecalledBeforeACall() {
        List<String> recalled = new ArrayList<>();
        var asked =
                new Memory() {

                    @Override
                    public @Nullable String recall(String name) {
                        recalled.add(name);
                        return null;
                    }

                    @Override
                    public void remember(String name, String fact) {
                        recalled.add(name);
                    }

                    @Override
                    public Pins pins() {
                        return memory.pins();
                    }
                };
        String hello =
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"gitlab-mcp-server\",\"version\":\"1\"}}";
        String tools = "{\"tools\":[{\"name\":\"get_project\",\"inputSchema\":{}}]}";
        for (Rule each : Judge.installedRules()) {
            each.judge(gitlab.answer("initialize", "{}", hello), asked, _ -> {});
            each.judge(gitlab.answer("tools/list", "{}", tools), asked, _ -> {});
        }

        assertEquals(List.of(), recalled);
    }

    /// An answer counts for the call that it answers, and for that alone.
    @Test
    void theAnswerToAnotherCallTeachesNothing() {
        assertEquals(0, call("get_merge_request", "shop/web"));
        assertEquals(0, call("get_file_contents", "shop/web"));
        answer("{'project_id':318}");

        assertEquals(1, call("list_pipelines", "318"));
    }

    private int call(String tool, String project) {
        return judge(gitlab.call(tool, "{\"project_id\":\"" + project + "\"}")).size();
    }

    private void answer(String text) {
        String inner = text.replace("\\'", "\\\\\\\"").replace("'", "\\\"");
        judge(gitlab.answerLast("{\"content\":[{\"type\":\"text\",\"text\":\"" + inner + "\"}]}"));
    }

    private List<Finding> judge(Envelope envelope) {
        List<Finding> found = new ArrayList<>();
        rule.judge(envelope, memory, found::add);
        return found;
    }
}
