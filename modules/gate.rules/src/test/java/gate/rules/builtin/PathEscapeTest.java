package gate.rules.builtin;

import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import java.util.List;

class PathEscapeTest implements RuleContract {

    private final Rule rule = new PathEscape();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "path_escape";
    }

    @Override
    public List<Conversation> caught() {
        return List.of(
                calls("the classic", "read_file", "{\"path\":\"../../../../etc/passwd\"}"),
                calls("under a root", "read_file", "{\"path\":\"/srv/app/../../etc/passwd\"}"),
                calls("escaped", "read_file", "{\"path\":\"%2e%2e%2f%2e%2e%2fx\"}"),
                calls("escaped twice", "read_file", "{\"path\":\"a/%252e%252e/x\"}"),
                calls("Windows", "read_file", "{\"path\":\"..\\\\..\\\\Windows\\\\win.ini\"}"),
                calls("for filters that cut once", "read_file", "{\"path\":\"....//....//x\"}"),
                calls("wide dots", "read_file", "{\"path\":\"\uff0e\uff0e/\uff0e\uff0e/x\"}"),
                calls("cut by NUL", "read_file", "{\"path\":\"a.png%00.txt\"}"),
                calls(
                        "in a list",
                        "read_files",
                        "{\"paths\":[\"a\",\"../../../proc/self/maps\"]}"));
    }

    @Override
    public List<Conversation> spared() {
        return List.of(
                calls("a neighbour", "read_file", "{\"path\":\"../lib/x.ts\"}"),
                calls(
                        "a neighbour far away",
                        "read_file",
                        "{\"path\":\"../../../../packages/core/src/x.ts\"}"),
                calls(
                        "a project's directory of that name",
                        "read_file",
                        "{\"path\":\"../etc/app.conf\"}"),
                calls("back and forth", "read_file", "{\"path\":\"/home/u/a/../b/x.ts\"}"),
                calls(
                        "an import",
                        "write_file",
                        "{\"path\":\"a.ts\",\"content\":\"import '../../../../etc/passwd'\"}"),
                calls("an ellipsis", "read_file", "{\"path\":\"src/a...b.ts\"}"),
                calls("a range of commits", "git_diff", "{\"target\":\"main..feature/x\"}"),
                calls("a catch-all route", "read_file", "{\"path\":\"app/[...slug]/page.tsx\"}"),
                calls("an escaped blank", "read_file", "{\"path\":\"file:///home/u/a%20b/x.ts\"}"),
                calls("a package", "npm_view", "{\"package\":\"@types%2fnode\"}"));
    }

    private static Conversation calls(String source, String tool, String arguments) {
        return Conversation.of(source, Traffic.plain().call(tool, arguments));
    }
}
