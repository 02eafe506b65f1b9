package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

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
                        "{\"workspace_gid\":\"2\"}"));
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
                calls("files and tables", "{\"path\":\"/a\"}", "{\"path\":\"/b\"}"));
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
