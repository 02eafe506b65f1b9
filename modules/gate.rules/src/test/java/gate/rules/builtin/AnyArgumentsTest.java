package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.protocol.Envelope;
import gate.rules.Judge;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.Traffic;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/// Arguments of any shape: lists without words, objects in lists, nothing where something belongs.
/// A rule that fails refuses the call, so none may.
class AnyArgumentsTest {

    private static final int CALLS = 6_000;

    private static final String[] TOOLS = {
        "kubectl_patch",
        "git_push",
        "docker_run",
        "bash",
        "psql_query",
        "npm",
        "execute_sql",
        "run_python",
        "get_file_contents",
        "write_file",
        "run_container",
        "add_observations",
        "share_file"
    };

    private static final String[] NAMES = {
        "args",
        "command",
        "path",
        "sql",
        "code",
        "argv",
        "options",
        "owner",
        "repo",
        "files",
        "patch",
        "volumes",
        "privileged",
        "content",
        "type",
        "project_id"
    };

    private static final String[] VALUES = {
        "",
        " ",
        "rm",
        "-rf",
        "/",
        "..",
        "/a//b/../c",
        "=/",
        "SELECT 1",
        "DROP TABLE tmp_",
        "drop table .",
        "LIKE '%' ||",
        "DELETE FROM t WHERE a LIKE '%' ||",
        "for d in (",
        "for",
        "$",
        "\\\"",
        "owner/name",
        "CLAUDE.md",
        "anyone",
        "#318",
        "{\\n}"
    };

    @Test
    void noRuleFails() {
        List<Rule> rules = Judge.installedRules();
        var random = new Random(11);
        int lists = 0;
        for (int i = 0; i < CALLS; i++) {
            String arguments = object(random, 0);
            lists += arguments.contains("[{") ? 1 : 0;
            Envelope call = Traffic.plain().call(TOOLS[random.nextInt(TOOLS.length)], arguments);
            for (Rule rule : rules) {
                Memory memory = Memory.ofProcess();
                assertDoesNotThrow(() -> rule.judge(call, memory, _ -> {}), arguments);
            }
        }
        assertTrue(lists > CALLS / 20, "objects in lists: " + lists);
    }

    private static String object(Random random, int depth) {
        var json = new StringBuilder("{");
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            // Names differ, for the reader refuses a member that stands twice.
            String name =
                    NAMES[(random.nextInt(NAMES.length / members) * members + i) % NAMES.length];
            json.append(i == 0 ? "" : ",").append('"').append(name).append("\":");
            json.append(value(random, depth + 1));
        }
        return json.append('}').toString();
    }

    private static String list(Random random, int depth) {
        var json = new StringBuilder("[");
        int items = random.nextInt(4);
        for (int i = 0; i < items; i++) {
            json.append(i == 0 ? "" : ",").append(value(random, depth + 1));
        }
        return json.append(']').toString();
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return List.of("0", "-1.5", "true", "null").get(random.nextInt(4));
        }
        if (kind < 3 && depth < 4) {
            return object(random, depth);
        }
        if (kind < 5 && depth < 4) {
            return list(random, depth);
        }
        return '"' + VALUES[random.nextInt(VALUES.length)] + '"';
    }
}
