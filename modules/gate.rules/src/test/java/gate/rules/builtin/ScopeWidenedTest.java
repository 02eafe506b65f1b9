package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Scope;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ScopeWidenedTest implements RuleContract {

    @Override
    public Rule rule() {
        return new ScopeWidened();
    }

    @Override
    public String id() {
        return "scope_widened";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                calls(
                        "Cato, Living off AI, June 2025: from a public desk to a private project",
                        "{\"issueKey\":\"DESK-12\"}",
                        "{\"issueKey\":\"DESK-13\"}",
                        "{\"projectKey\":\"SEC\"}"),
                calls("another issue", "{\"issue_key\":\"A-1\"}", "{\"issue_key\":\"B-1\"}"),
                calls("another tenant", "{\"cloudId\":\"one\"}", "{\"cloudId\":\"two\"}"),
                calls(
                        "another workspace",
                        "{\"workspace_gid\":\"1\"}",
                        "{\"workspace_gid\":\"2\"}"),
                calls("another number", "{\"org_id\":1}", "{\"org_id\":2}"),
                calls(
                        "another schema",
                        "{\"sql\":\"select * from crm.notes\"}",
                        "{\"sql\":\"select * from notes\"}",
                        "{\"sql\":\"select * from x join vault.secrets on true\"}"));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                calls(
                        "the twin: other issues of one project",
                        "{\"projectKey\":\"DESK\"}",
                        "{\"issueKey\":\"DESK-12\"}",
                        "{\"issueKey\":\"DESK-7\",\"comment\":\"see SEC-1\"}"),
                calls("no key of an issue", "{\"issueKey\":\"10023\"}", "{\"issueKey\":\"10024\"}"),
                calls(
                        "the schemas of every database",
                        "{\"sql\":\"select * from crm.notes\"}",
                        "{\"sql\":\"select * from information_schema.tables\"}",
                        "{\"sql\":\"select c.a from crm.c where c.note = 'from vault.secrets'\"}"),
                calls(
                        "data are in several schemas",
                        "{\"sql\":\"select * from crm.notes\"}",
                        "{\"sql\":\"select * from billing.invoices\"}",
                        "{\"sql\":\"insert into ops.log values (1)\"}"),
                calls("files and tables", "{\"path\":\"/a\"}", "{\"path\":\"/b\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "projectKey, DESK, 0",
        "projectKey, SEC, 1",
        "issueKey, DESK-7, 0",
        "issueKey, SEC-7, 1",
        "issueKey, 10023, 1",
        "jql, project = DESK AND text ~ 'order', 0",
        "jql, project = DESK, 0",
        "jql, text ~ word, 1",
        "jql, project = SEC, 1",
        "jql, project = DESK OR project = SEC, 1",
        "jql, project = DESK\tor\tkey = SEC-1, 1",
        "jql, project = DESK || key = SEC-1, 1",
        "jql, project=DESK, 0",
        "jql, project = DESK AND status != Done, 0",
        "jql, project = SEC AND text ~ 'x', 1",
        "jql, project = DESK AND text ~ 'login or signup', 0",
        "jqlQuery, project = SEC, 1",
        "query, project = SEC, 1",
        "query, how to sign up, 0",
        "projectId, SEC, 1",
        "project_keys, SEC, 1",
        "spaceKey, SEC, 1",
        "TenantId, SEC, 1",
        "comment, see SEC-1, 0",
    })
    void aPolicySaysWhatMayBeNamed(String name, String value, int found) {
        Scope scope = Scope.OPEN.and(List.of("DESK"), true);
        Rule rule =
                new ScopeWidened().with(new Settings(Map.of(), Map.of(), Map.of("tenants", scope)));
        String argument = "{\"" + name + "\":\"" + value.replace("\t", "\\t") + "\"}";
        String list = argument.replace(":\"", ":[\"").replace("\"}", "\"]}");
        for (String arguments : List.of(argument, "{\"x\":[" + argument + "]}", list)) {
            List<Finding> findings = new ArrayList<>();
            rule.judge(Traffic.plain().call("get", arguments), Memory.ofProcess(), findings::add);
            assertEquals(found, findings.size(), arguments);
            for (Finding finding : findings) {
                assertEquals(Severity.HIGH, finding.severity());
            }
        }
    }

    @Test
    void whatAUserChoseIsNotLearnt() {
        assertEquals(0, second(true));
        assertEquals(1, second(false));
    }

    private static int second(boolean isChosen) {
        Scope scope = Scope.OPEN.and(List.of("*"), isChosen);
        Rule rule =
                new ScopeWidened().with(new Settings(Map.of(), Map.of(), Map.of("tenants", scope)));
        Memory memory = Memory.ofProcess();
        List<Finding> findings = new ArrayList<>();
        for (String project : List.of("DESK", "SEC")) {
            String arguments = "{\"projectKey\":\"" + project + "\"}";
            rule.judge(Traffic.plain().call("get", arguments), memory, findings::add);
        }
        return findings.size();
    }

    private static Conversation calls(String source, String... arguments) {
        Traffic traffic = Traffic.plain();
        var calls = new gate.protocol.Envelope[arguments.length];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = traffic.call("get", arguments[i]);
        }
        return Conversation.of(source, calls);
    }
}
