package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gate.protocol.Session;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Traffic;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "npx server-filesystem /private/tmp/allow_dir | /private/tmp/allow_dir_keys/a |"
                        + " HIGH",
                "npx server-filesystem /srv/notes/ | /srv/notes2 | HIGH",
                "npx server-filesystem C:\\notes | C:\\notes-old\\a | HIGH",
                "./my-server --root /srv/notes | /srv/notes.bak/a | LOW",
                "npx server-filesystem /srv/notes | /srv/notes/a | -",
                "npx server-filesystem /srv/notes | /srv/notes | -",
                "npx server-filesystem /srv/notes | /srv/other/a | -",
                "npx server-filesystem /srv/notes /srv/notes2 | /srv/notes2/a | -",
                "npx server-filesystem /srv/notes | notes2/a | -",
                "python3 /srv/app/server.py | /srv/app/server.py.bak | -",
                "./my-server --log /tmp/log | /tmp/logs/a | -"
            })
    void whatLiesBesideADirectoryOfTheServerIsTold(
            String command, String path, @Nullable String severity) {
        var session = new Session("0123456789ab", "fs", List.of(command.split(" ", -1)));
        List<Finding> findings = new ArrayList<>();

        rule().judge(
                        new Traffic(session)
                                .call(
                                        "read_file",
                                        "{\"path\":\"" + path.replace("\\", "\\\\") + "\"}"),
                        Memory.ofProcess(),
                        findings::add);

        assertEquals(severity, findings.isEmpty() ? null : findings.getFirst().severity().name());
    }

    private static Conversation calls(String source, String tool, String arguments) {
        return Conversation.of(source, Traffic.plain().call(tool, arguments));
    }
}
