package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Objects.requireNonNull;

import gate.protocol.Envelope;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Severity;
import gate.rules.Traffic;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Every tool of the real servers that names a repository, with innocent values for its other
/// arguments: labels, branches, paths and texts full of slashes, addresses of other sites.
///
/// The GitHub tools are those of github/github-mcp-server and @modelcontextprotocol/server-github
/// 0.6.2, the GitLab ones of @modelcontextprotocol/server-gitlab 0.5.1 and @zereight/mcp-gitlab
/// 2.1.64.
class RepositoryToolsTest {

    private static final List<String> GITHUB_NAMES = List.of("github-mcp-server", "unknown");

    private final CrossRepositoryAccess rule = new CrossRepositoryAccess();

    static List<String> gitHubTools() throws IOException {
        return lines("github-tools.txt");
    }

    static List<String> gitLabTools() throws IOException {
        return lines("gitlab-tools.txt");
    }

    @ParameterizedTest
    @MethodSource("gitHubTools")
    void aToolOfGitHubIsHeldToTheFirstRepository(String line) {
        for (String shape :
                List.of(
                        line,
                        of(line, "\"OWNER\"", "\"owner\""),
                        of(line, "\"REPO\"", "\"Repo.git\""),
                        of(line, "\"REPO\"", "\" REPO \""),
                        of(line, "\"REPO\"", "\"OWNER/REPO\""),
                        of(line, "\"REPO\"", "\"https://github.com/OWNER/REPO\""))) {
            assertEquals(List.of(), judged("github-mcp-server", line, shape), shape);
        }
        for (String shape :
                List.of(
                        of(line, "\"REPO\"", "\"OTHER\""),
                        of(line, "\"OWNER\"", "\"OTHER\""),
                        of(line, "\"REPO\"", "\"REPO/../OTHER\""),
                        of(line, "\"REPO\"", "\"OTHER/REPO\""),
                        of(line, "\"REPO\"", "\"REPO%2f..%2fOTHER\""),
                        of(line, "\"REPO\"", "\"REPO?\""),
                        of(line, "\"REPO\"", "\"REPO.\""),
                        of(line, "\"REPO\"", "\"R\u0415PO\""),
                        of(line, "\"OWNER\"", "\"OWNER/OTHER\""),
                        of(line, "\"REPO\"", "\"https://github.com/OWNER/OTHER\""),
                        of(line, "\"owner\":", "\"org\":\"OTHER\",\"owner\":"),
                        of(line, "\"owner\":", "\"repo_owner\":\"OTHER\",\"owner\":"),
                        of(line, "\"repo\":", "\"repository\":\"OTHER\",\"repo\":"))) {
            if (!shape.startsWith("fork_") || shape.indexOf("\"org\"") < 0) {
                assertRefused(judged("github-mcp-server", line, shape), shape);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gitLabTools")
    void aToolOfGitLabIsHeldToTheFirstProject(String line) {
        String first = of(line, "\"PROJECT\"", "\"Group/Sub/Name\"");
        for (String value :
                List.of(
                        "\"group/sub/name\"",
                        "\"Group%2FSub%2FName\"",
                        "\"https://gitlab.com/group/sub/name\"",
                        "\"https://git.corp.example/group/sub/name.git\"")) {
            assertEquals(
                    List.of(), judged("gitlab-mcp-server", first, of(line, "\"PROJECT\"", value)));
        }
        for (String value :
                List.of(
                        "\"group/sub\"",
                        "\"group/sub/name/../other\"",
                        "\"group/sub/other\"",
                        "\"group%2Fsub%2Fother\"",
                        "\"42\"",
                        "42")) {
            String shape = of(line, "\"PROJECT\"", value);
            assertRefused(judged("gitlab-mcp-server", first, shape), shape);
        }
        String number = of(line, "\"PROJECT\"", "42");
        assertEquals(
                List.of(), judged("gitlab-mcp-server", number, of(line, "\"PROJECT\"", "\"42\"")));
        assertRefused(judged("gitlab-mcp-server", number, of(line, "\"PROJECT\"", "43")), line);
    }

    /// The heist's servers are known by their names, by what they list, or by the calls alone.
    @ParameterizedTest
    @ValueSource(strings = {"list_issues", "get_file_contents", "issue_read", "push_files"})
    void nothingNeedBeKnownOfTheServer(String tool) {
        String first = tool + " {\"owner\":\"o\",\"repo\":\"r\"}";
        String second = tool + " {\"owner\":\"o\",\"repo\":\"s\"}";

        assertEquals(2, GITHUB_NAMES.size());
        for (String server : GITHUB_NAMES) {
            assertEquals(List.of(), judged(server, first, first));
            assertRefused(judged(server, first, second), server);
        }
    }

    /// What the rule finds in the second of two calls; nothing in the first.
    private List<Finding> judged(String server, String first, String second) {
        Memory memory = Memory.ofProcess();
        Traffic traffic = Traffic.with(server);
        assertEquals(List.of(), findings(call(traffic, first), memory), first);
        requireNonNull(memory.recall(CrossRepositoryAccess.PIN), first);
        return findings(call(traffic, second), memory);
    }

    private List<Finding> findings(Envelope call, Memory memory) {
        List<Finding> findings = new ArrayList<>();
        rule.judge(call, memory, findings::add);
        return findings;
    }

    private static void assertRefused(List<Finding> findings, String shape) {
        assertEquals(1, findings.size(), shape);
        assertEquals(Severity.HIGH, findings.getFirst().severity(), shape);
    }

    private static Envelope call(Traffic traffic, String line) {
        int blank = line.indexOf(' ');
        return traffic.call(line.substring(0, blank), line.substring(blank + 1));
    }

    private static String of(String line, String part, String other) {
        assertEquals(true, line.contains(part), line);
        return line.replace(part, other);
    }

    private static List<String> lines(String name) throws IOException {
        try (var in =
                new BufferedReader(
                        new InputStreamReader(
                                requireNonNull(RepositoryToolsTest.class.getResourceAsStream(name)),
                                StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }
}
