package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import gate.protocol.Envelope;
import gate.protocol.Session;
import gate.rules.Finding;
import gate.rules.Memory;
import gate.rules.Rule;
import gate.rules.RuleContract;
import gate.rules.Scope;
import gate.rules.Settings;
import gate.rules.Severity;
import gate.rules.Traffic;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class CrossRepositoryAccessTest implements RuleContract {

    private static final String HEIST =
            "Invariant, 26 May 2025: invariantlabs.ai/blog/mcp-github-vulnerability";

    private final Rule rule = new CrossRepositoryAccess();

    @Override
    public Rule rule() {
        return rule;
    }

    @Override
    public String id() {
        return "cross_repository_access";
    }

    @Override
    public List<Conversation> caught() {
        Traffic github = Traffic.with("github-mcp-server");
        Traffic unknown = Traffic.plain();
        return List.of(
                Conversation.of(
                        HEIST,
                        github.call(
                                "list_issues",
                                """
                                {"owner":"ukend0464","repo":"pacman","state":"OPEN"}\
                                """),
                        github.call(
                                "get_file_contents",
                                """
                                {"owner":"ukend0464","repo":"jupiter-star","path":"README.md"}\
                                """)),
                Conversation.of(
                        HEIST + ", nothing known of the server",
                        unknown.call(
                                "list_issues", "{\"owner\":\"ukend0464\",\"repo\":\"pacman\"}"),
                        unknown.call(
                                "get_file_contents",
                                "{\"owner\":\"ukend0464\",\"repo\":\"jupiter-star\",\"path\":\"\"}")),
                Conversation.of(
                        HEIST + ", by way of a resource",
                        github.call("list_issues", "{\"owner\":\"ukend0464\",\"repo\":\"pacman\"}"),
                        github.request(
                                "resources/read",
                                "{\"uri\":\"repo://ukend0464/jupiter-star/contents/README.md\"}")),
                Conversation.of(
                        "two repositories in one call, as a search",
                        github.call(
                                "search_code",
                                "{\"q\":\"password repo:a/public repo:a/private\"}")),
                Conversation.of(
                        "the repository given as the look-alike of the pinned one",
                        github.call("list_issues", "{\"owner\":\"acme\",\"repo\":\"shop\"}"),
                        github.call("list_issues", "{\"owner\":\"аcme\",\"repo\":\"shop\"}")));
    }

    @Override
    public List<Conversation> spared() {
        Traffic github = Traffic.with("github-mcp-server");
        Traffic files = Traffic.with("secure-filesystem-server");
        return List.of(
                Conversation.of(
                        "the heist's first and last step, on one repository",
                        github.call("list_issues", "{\"owner\":\"ukend0464\",\"repo\":\"pacman\"}"),
                        github.call(
                                "get_file_contents",
                                "{\"owner\":\"ukend0464\",\"repo\":\"pacman\",\"path\":\"src/a.c\"}"),
                        github.call(
                                "create_pull_request",
                                """
                                {"owner":"Ukend0464","repo":"Pacman.git","base":"main",\
                                "head":"fix/about-the-author","title":"Add a/b",\
                                "body":"See https://github.com/other/repository and x/y."}\
                                """)),
                Conversation.of(
                        "paths, branches, labels and files with slashes",
                        github.call(
                                "push_files",
                                """
                                {"owner":"acme","repo":"shop","branch":"feature/x","message":"a/b",\
                                "files":[{"path":"docs/a.md","content":"repo:other/repo"}]}\
                                """),
                        github.call(
                                "list_issues",
                                """
                                {"owner":"acme","repo":"shop","labels":["kind/bug","area/api"]}\
                                """)),
                Conversation.of(
                        "another server's arguments of the same names",
                        files.call(
                                "read_file", "{\"path\":\"/home/me/project/a\",\"repo\":\"x/y\"}"),
                        files.call(
                                "read_file",
                                "{\"path\":\"/home/me/project/b\",\"repo\":\"y/z\"}")));
    }

    /// A spelling of a repository in the arguments of a call.
    record Spelling(String tool, String arguments, @Nullable String pin) {}

    /// Shapes of github/github-mcp-server, @modelcontextprotocol/server-github and hosted ones.
    @Test
    void everyShapeOfGitHubNamesItsRepository() {
        var spellings =
                List.of(
                        new Spelling("x", "{\"owner\":\"O\",\"repo\":\"R\"}", "o/r"),
                        new Spelling("x", "{\"repo\":\"R\",\"owner\":\"O\"}", "o/r"),
                        new Spelling("x", "{\"org\":\"o\",\"repo\":\"r\"}", "o/r"),
                        new Spelling("x", "{\"organization\":\"o\",\"repo_name\":\"r\"}", "o/r"),
                        new Spelling("x", "{\"username\":\"o\",\"repository\":\"r\"}", "o/r"),
                        new Spelling("x", "{\"repo\":\"o/r\"}", "o/r"),
                        new Spelling("x", "{\"repository\":\" /o/r/ \"}", "o/r"),
                        new Spelling("x", "{\"full_name\":\"o/r.git\"}", "o/r"),
                        new Spelling("x", "{\"repository_full_name\":\"o/r\"}", "o/r"),
                        new Spelling("x", "{\"repositoryFullName\":\"o/r\"}", "o/r"),
                        new Spelling("x", "{\"repo_url\":\"https://github.com/o/r\"}", "o/r"),
                        new Spelling("x", "{\"url\":\"https://github.com/o/r/pull/3?x#y\"}", "o/r"),
                        new Spelling("x", "{\"url\":\"https://api.github.com/repos/o/r\"}", "o/r"),
                        new Spelling("x", "{\"clone\":\"git@github.com:o/r.git\"}", "o/r"),
                        new Spelling("x", "{\"clone\":\"ssh://git@github.com/o/r.git\"}", "o/r"),
                        new Spelling(
                                "x",
                                "{\"u\":\"https://raw.githubusercontent.com/o/r/main/a.md\"}",
                                "o/r"),
                        new Spelling("search_code", "{\"q\":\"x repo:O/R is:open\"}", "o/r"),
                        new Spelling("search_code", "{\"query\":\"repo:\\\"o/r\\\" x\"}", "o/r"),
                        new Spelling("search_code", "{\"query\":\"(repo:o/r)\"}", "o/r"),
                        new Spelling("x", "{\"repos\":[\"o/r\"]}", "o/r"),
                        new Spelling("x", "{\"pr\":{\"owner\":\"o\",\"repo\":\"r\"}}", "o/r"),
                        new Spelling(
                                "x",
                                "{\"repository\":{\"owner\":{\"login\":\"o\"},\"name\":\"r\"}}",
                                "o/r"),
                        new Spelling("x", "{\"repositories\":[{\"full_name\":\"o/r\"}]}", "o/r"),
                        new Spelling("x", "{\"head_repo\":\"o/r\"}", "o/r"),
                        new Spelling("x", "{\"repository_id\":17}", "#17"),
                        new Spelling("search_code", "{\"q\":\"x -repo:o/r\"}", null),
                        new Spelling("search_code", "{\"q\":\"x NOT repo:o/r\"}", null),
                        new Spelling("search_code", "{\"q\":\"x org:o\"}", null),
                        new Spelling("x", "{\"owner\":\"o\",\"project_number\":3}", null),
                        new Spelling("x", "{\"path\":\"a/b\",\"ref\":\"heads/x\"}", null),
                        new Spelling("x", "{\"head\":\"other:branch\"}", null),
                        new Spelling("x", "{\"url\":\"https://gist.github.com/o/12\"}", null),
                        new Spelling("x", "{\"body\":\"https://github.com/o/r\"}", null));
        for (Spelling spelling : spellings) {
            assertEquals(spelling.pin, pin("github-mcp-server", spelling), spelling.arguments);
        }
    }

    /// Shapes of @modelcontextprotocol/server-gitlab, @zereight/mcp-gitlab and GitLab's own server.
    @Test
    void everyShapeOfGitLabNamesItsProject() {
        var spellings =
                List.of(
                        new Spelling("x", "{\"project_id\":\"Group/Sub/Name\"}", "group/sub/name"),
                        new Spelling("x", "{\"project_id\":\"group%2Fname\"}", "group/name"),
                        new Spelling("x", "{\"project_id\":42}", "#42"),
                        new Spelling("x", "{\"project_id\":\"42\"}", "#42"),
                        new Spelling("x", "{\"namespace\":\"g\",\"project\":\"n\"}", "g/n"),
                        new Spelling("x", "{\"projectPath\":\"g/n\"}", "g/n"),
                        new Spelling(
                                "x", "{\"url\":\"https://gitlab.com/g/s/n/-/issues/1\"}", "g/s/n"),
                        new Spelling(
                                "x",
                                "{\"url\":\"https://git.corp.example/g/n/-/merge_requests/1\"}",
                                "g/n"),
                        new Spelling("x", "{\"url\":\"https://gitlab.com/g/n/issues/1\"}", "g/n"),
                        new Spelling(
                                "x",
                                "{\"url\":\"https://gitlab.com/api/v4/projects/g%2Fn/issues\"}",
                                "g/n"),
                        new Spelling("x", "{\"group_id\":\"g\"}", null),
                        new Spelling("x", "{\"search\":\"a/b\"}", null));
        for (Spelling spelling : spellings) {
            assertEquals(spelling.pin, pin("gitlab-mcp-server", spelling), spelling.arguments);
        }
    }

    @Test
    void aServerIsRecognisedByWhatItIsCalledStartedWithOrOffers() {
        assertEquals(RepositoryHost.GITHUB, host("github", "node", "x.js"));
        assertEquals(
                RepositoryHost.GITHUB,
                host("s", "npx", "-y", "@modelcontextprotocol/server-github"));
        assertEquals(
                RepositoryHost.GITHUB,
                host("s", "docker", "run", "-i", "ghcr.io/github/github-mcp-server"));
        assertEquals(
                RepositoryHost.GITHUB, host("s", "docker", "run", "-e", "GITHUB_TOKEN", "image"));
        assertEquals(RepositoryHost.GITLAB, host("s", "npx", "@zereight/mcp-gitlab@1.0"));
        assertEquals(RepositoryHost.GITHUB, host("s", "node", "/opt/github-mcp/dist/index.js"));
        assertNull(host("s", "uvx", "--from", "git+https://github.com/me/files-mcp", "files"));
        assertNull(host("s", "node", "/home/me/github/files/index.js", "/home/me/github"));
        assertNull(host("s", "go", "run", "github.com/me/mcp-filesystem-server"));
        assertNull(host("git", "mcp-server-git", "--repository", "."));
        assertNull(host("git", "mcp-server-git", "--repository", "/home/me/github-mirror"));
        assertNull(host("fs", "npx", "server-filesystem", "~/my-gitlab", "./github-pages"));
    }

    @Test
    void listedToolsMakeAServerRecognised() {
        Traffic traffic = Traffic.with("proxy");
        traffic.answer(
                "tools/list",
                "{}",
                """
                {"tools":[{"name":"issue_read"},{"name":"push_files"},{"name":"fork_repository"}]}\
                """);

        assertEquals(RepositoryHost.GITHUB, RepositoryHost.of(traffic.call("x", "{}").session()));
    }

    @Test
    void aShortNameIsComparedToThePinsLastPart() {
        assertEquals(List.of(), after("o/r", "x", "{\"repo\":\"r\"}"));
        assertEquals(1, after("o/r", "x", "{\"repo\":\"s\"}").size());
        assertEquals(1, after("#12", "x", "{\"repo\":\"12\"}").size());
    }

    @Test
    void anIdAndAPathAreNotTakenForOne() {
        assertEquals(1, after("#42", "x", "{\"repository_full_name\":\"o/r\"}").size());
    }

    @Test
    void aSearchOfAllOfAnOwnerLeavesTheRepository() {
        assertEquals(1, after("o/r", "search_code", "{\"q\":\"password user:o\"}").size());
        assertEquals(List.of(), after("o/r", "search_repositories", "{\"query\":\"user:o\"}"));
    }

    /// What would reach every repository is shown, not refused: most such searches are for public
    /// code.
    @Test
    void aSearchWithoutARepositoryIsShown() {
        List<Finding> findings = after("o/r", "search_issues", "{\"query\":\"salary\"}");

        assertEquals(List.of(Severity.LOW), findings.stream().map(Finding::severity).toList());
        assertEquals(List.of(), after("o/r", "search_issues", "{\"query\":\"x repo:o/r\"}"));
        findings = after("o/r", "search_code", "{\"q\":\"repo:o/r OR token\"}");
        assertEquals(List.of(Severity.LOW), findings.stream().map(Finding::severity).toList());
        assertEquals(List.of(), after("o/r", "search_repositories", "{\"query\":\"x\"}"));
        assertEquals(List.of(), after("o/r", "search_orgs", "{\"query\":\"org:x\"}"));
        assertNull(pin("github-mcp-server", new Spelling("search_code", "{\"q\":\"x\"}", null)));
    }

    /// The archived server-github puts what it is given into an address, and `fetch` folds `..`
    /// away: what is read then is another repository.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"owner\":\"o\",\"repo\":\"r\",\"path\":\"../../../p/q/contents/key\"}",
                "{\"owner\":\"o\",\"repo\":\"r\",\"path\":\"a/..%2f..\"}",
                "{\"owner\":\"o\",\"repo\":\"r\",\"path\":\"%2e%2E/x\"}",
                "{\"owner\":\"o\",\"repo\":\"r\",\"path\":\"..\\\\x\"}",
                "{\"owner\":\"o\",\"repo\":\"r\",\"path\":\".\\t./x\"}",
                "{\"owner\":\"o\",\"repo\":\"r\",\"path\":\"..?ref=x\"}",
                "{\"owner\":\"o\",\"repo\":\"r\",\"branch\":\"../../x\"}",
                "{\"owner\":\"o\",\"repo\":\"r\",\"sha\":\"main/../../x\"}"
            })
    void aPathThatLeadsOutOfTheRepositoryIsRefused(String arguments) {
        assertEquals(1, after("o/r", "get_file_contents", arguments).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"repo\":\"o/r\",\"path\":\"docs/..hidden/a..b/...\"}",
                "{\"repo\":\"o/r\",\"base\":\"main...feature/x\",\"sha\":\"a..b\"}",
                "{\"repo\":\"o/r\",\"body\":\"run ../build.sh\",\"files\":[{\"path\":\"../x\"}]}",
                "{\"repo\":\"o/r\",\"local_path\":\"../downloads\"}",
                "{\"repo\":\"o/r\",\"inputs\":{\"working-directory\":\"../x\"}}"
            })
    void aPathThatStaysPasses(String arguments) {
        assertEquals(List.of(), after("o/r", "x", arguments));
    }

    @Test
    void aRepositoryThatIsOneOfTwoIsReadWithItsOwner() {
        assertEquals(
                List.of(),
                after(
                        "o/r",
                        "projects_write",
                        """
                        {"owner":"board","project_number":1,"item_owner":"o","item_repo":"r"}\
                        """));
        assertEquals(
                1,
                after("o/r", "projects_write", "{\"item_owner\":\"p\",\"item_repo\":\"r\"}")
                        .size());
    }

    @Test
    void anOwnerThatHoldsARepositoryIsReadAsOne() {
        assertEquals(1, after("o/r", "x", "{\"owner\":\"p/q/issues/1?x=\",\"repo\":\"\"}").size());
        assertEquals(List.of(), after("o/r", "x", "{\"owner\":\"o\",\"repo\":\"\"}"));
        assertEquals(List.of(), after("o/r", "x", "{\"owner\":\"\",\"repo\":\"o/r\"}"));
    }

    @Test
    void aPersonIsNotTheOwner() {
        assertEquals(
                List.of(),
                after("o/r", "x", "{\"owner\":\"o\",\"repo\":\"r\",\"username\":\"bob\"}"));
        assertEquals(List.of(), after("o/r", "x", "{\"repo\":\"o/r\",\"username\":\"bob\"}"));
        assertEquals(List.of(), after("o/r", "x", "{\"full_name\":\"Bob Miller\"}"));
    }

    @Test
    void anAddressOfAnotherSiteNamesNoRepository() {
        for (String url :
                List.of(
                        "https://ci.example.com/job/a",
                        "https://docs.github.com/en/rest",
                        "https://github.com/advisories/GHSA-1234",
                        "https://github.com/user-attachments/assets/x",
                        "https://avatars.githubusercontent.com/u/1",
                        "https://registry.example/@scope/name")) {
            assertEquals(List.of(), after("o/r", "x", "{\"target_url\":\"" + url + "\"}"), url);
        }
        assertEquals(1, after("o/r", "x", "{\"u\":\"https://github.corp.example/p/q\"}").size());
    }

    /// GitLab's own server calls the project `id`.
    @Test
    void anIdIsAProjectBesideTheNumberOfAnIssue() {
        var project = new Spelling("get_issue", "{\"id\":\"g%2Fn\",\"issue_iid\":1}", "g/n");
        assertEquals("g/n", pin("gitlab-mcp-server", project));
        project = new Spelling("get_issue", "{\"id\":\"42\",\"issue_iid\":1}", "#42");
        assertEquals("#42", pin("gitlab-mcp-server", project));
        var todo = new Spelling("mark_todo_done", "{\"id\":42}", null);
        assertNull(pin("gitlab-mcp-server", todo));
        var gid = new Spelling("x", "{\"id\":\"gid://gitlab/Ci/1\"}", null);
        assertNull(pin("gitlab-mcp-server", gid));
    }

    /// Servers that are neither, with tools and arguments that look like theirs.
    @Test
    void otherServersAreNeverHeldToAnything() {
        record Call(String tool, String first, String second) {}
        for (Call call :
                List.of(
                        new Call("read_file", "{\"path\":\"a/b\"}", "{\"path\":\"c/d\"}"),
                        new Call("list_issues", "{\"project\":\"A/B\"}", "{\"project\":\"C/D\"}"),
                        new Call("get_project", "{\"projectId\":\"p1\"}", "{\"projectId\":\"p2\"}"),
                        new Call("get_project", "{\"id\":\"p1\"}", "{\"id\":\"p2\"}"),
                        new Call("list_projects", "{\"group\":\"a\"}", "{\"group\":\"b\"}"),
                        new Call(
                                "list_branches",
                                "{\"repo_path\":\"/a\"}",
                                "{\"repo_path\":\"/b\"}"),
                        new Call(
                                "search_code",
                                "{\"query\":\"repo:^a$\"}",
                                "{\"query\":\"repo:b\"}"),
                        new Call(
                                "read_wiki",
                                "{\"repoName\":\"facebook/react\"}",
                                "{\"repoName\":\"vuejs/core\"}"),
                        new Call(
                                "fetch_documentation",
                                "{\"owner\":\"a\",\"repo\":\"b\"}",
                                "{\"owner\":\"a\",\"repo\":\"c\"}"),
                        new Call("info", "{\"package\":\"@a/b\"}", "{\"package\":\"@c/d\"}"),
                        new Call("pull", "{\"image\":\"a/b\"}", "{\"image\":\"c/d\"}"))) {
            Memory memory = Memory.ofProcess();
            Traffic traffic = Traffic.with("some-server");
            traffic.answer(
                    "tools/list",
                    "{}",
                    """
                    {"tools":[{"name":"list_issues"},{"name":"get_issue"},{"name":"update_issue"},\
                    {"name":"list_projects"},{"name":"get_project"},{"name":"create_issue"}]}\
                    """);
            assertEquals(
                    List.of(), findings(traffic.call(call.tool, call.first), memory), call.tool);
            assertEquals(
                    List.of(), findings(traffic.call(call.tool, call.second), memory), call.tool);
        }
        Memory memory = Memory.ofProcess();
        Traffic files = Traffic.with("some-server");
        for (String uri : List.of("repo://a/b", "repo://c/d")) {
            Envelope read = files.request("resources/read", "{\"uri\":\"" + uri + "\"}");
            assertEquals(List.of(), findings(read, memory));
        }
    }

    @Test
    void aCompletionPinsNothingAndLeavesNothing() {
        Traffic github = Traffic.with("github-mcp-server");
        Memory memory = Memory.ofProcess();
        String params =
                """
                {"ref":{"type":"ref/resource","uri":"repo://{owner}/{repo}/contents{/path*}"},\
                "argument":{"name":"path","value":"s"},\
                "context":{"arguments":{"owner":"o","repo":"%s"}}}\
                """;

        assertEquals(
                List.of(),
                findings(github.request("completion/complete", params.formatted("s")), memory));
        assertNull(memory.recall(CrossRepositoryAccess.PIN));
        findings(github.call("x", "{\"repo\":\"o/r\"}"), memory);
        assertEquals(
                List.of(),
                findings(github.request("completion/complete", params.formatted("r")), memory));
        assertEquals(
                1,
                findings(github.request("completion/complete", params.formatted("s")), memory)
                        .size());
    }

    /// Members that differ in signs only are read as one name; looking at all their neighbours for
    /// each of them would take minutes.
    @Test
    void manySpellingsOfOneNameAreNotSlow() {
        var arguments = new StringBuilder("{\"x\":{\"item_owner\":7");
        for (int i = 0; i < 40_000; i++) {
            arguments.append(",\"item").append("-_".repeat(8).substring(0, 1 + i % 15));
            for (int bit = 0; bit < 16; bit++) {
                arguments.append((i >> bit & 1) == 0 ? '-' : '_');
            }
            arguments.append("repo\":null");
        }

        assertEquals(List.of(), after("o/r", "x", arguments.append("}}").toString()));
    }

    @Test
    void aPathInTheNameIsNotTheNameBeforeIt() {
        assertEquals(1, after("o/r", "x", "{\"owner\":\"o\",\"repo\":\"r/../../p/q\"}").size());
    }

    @Test
    void theReasonNamesBothRepositories() {
        assertEquals(
                "the session works on o/r, the call names o/s",
                after("o/r", "x", "{\"owner\":\"o\",\"repo\":\"s\"}").getFirst().reason());
    }

    @Test
    void aNameTooLongToBeOneIsRefusedAndNotRemembered() {
        Memory memory = Memory.ofProcess();
        Envelope call =
                Traffic.with("github-mcp-server")
                        .call("x", "{\"repo\":\"o/" + "r".repeat(300) + "\"}");

        assertEquals(1, findings(call, memory).size());
        assertNull(memory.recall(CrossRepositoryAccess.PIN));
    }

    private List<Finding> after(String pin, String tool, String arguments) {
        Memory memory = Memory.ofProcess();
        memory.remember(CrossRepositoryAccess.PIN, pin);
        return findings(Traffic.with("github-mcp-server").call(tool, arguments), memory);
    }

    private @Nullable String pin(String server, Spelling spelling) {
        Memory memory = Memory.ofProcess();
        Envelope call = Traffic.with(server).call(spelling.tool, spelling.arguments);
        assertEquals(List.of(), findings(call, memory), spelling.arguments);
        return memory.recall(CrossRepositoryAccess.PIN);
    }

    private List<Finding> findings(Envelope call, Memory memory) {
        List<Finding> findings = new ArrayList<>();
        rule.judge(call, memory, findings::add);
        return findings;
    }

    @ParameterizedTest
    @CsvSource({
        "list_issues, owner, acme, site, 0",
        "list_issues, owner, ACME, Docs-api, 0",
        "list_issues, owner, acme, other, 1",
        "list_issues, owner, evil, site, 1",
        "list_issues, org, acme, site, 0",
    })
    void aPolicySaysWhichRepositoriesMayBeNamed(
            String tool, String key, String owner, String name, int found) {
        String arguments = "{\"" + key + "\":\"" + owner + "\",\"repo\":\"" + name + "\"}";
        assertEquals(found, held(true, tool, arguments).size(), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search_code true x repo:acme/site",
                "search_code true repo:acme/site \\\"two words\\\"",
                "search_code false password",
                "search_code false password org:acme",
                "search_code false repo:acme/site or x",
                "search_code false repo:acme/site\\nOR\\nx",
                "search_code false (repo:acme/site) OR(x)",
                "search_code false not repo:acme/site x",
                "search_code false NOT  repo:acme/site x",
                "search_code false - repo:acme/site x",
                "search_code false \\\"repo:acme/site\\\" x",
                "search_code false x-repo:acme/site",
                "searchCode false password",
                "github_search_code false password",
            })
    void aSearchMustBeHeldToWhatAPolicyNames(String line) {
        String[] words = line.split(" ", 3);
        String arguments = "{\"q\":\"" + words[2] + "\"}";
        boolean isHeld = held(true, words[0], arguments).isEmpty();
        assertEquals(words[1], String.valueOf(isHeld), line);
    }

    @Test
    void onlyWhoMayLoosenTakesTheFirstRepositorysPlace() {
        String one = "{\"owner\":\"acme\",\"repo\":\"site\"}";
        String other = "{\"owner\":\"acme\",\"repo\":\"docs-api\"}";
        assertEquals(0, held(true, "list_issues", one, other).size());
        assertEquals(1, held(false, "list_issues", one, other).size());
    }

    private static List<Finding> held(boolean isChosen, String tool, String... calls) {
        Scope scope = Scope.OPEN.and(List.of("acme/site", "Acme/docs-*"), isChosen);
        Rule held =
                new CrossRepositoryAccess()
                        .with(new Settings(Map.of(), Map.of(), Map.of("repositories", scope)));
        Traffic github = Traffic.with("github-mcp-server");
        Memory memory = Memory.ofProcess();
        List<Finding> findings = new ArrayList<>();
        for (String arguments : calls) {
            held.judge(github.call(tool, arguments), memory, findings::add);
        }
        return findings;
    }

    @Test
    void aRepositoryBehindManyThatAreAllowedIsSeen() {
        Traffic github = Traffic.with("github-mcp-server");
        String same = "\"acme/site\",".repeat(200);
        String many = "{\"repositories\":[" + same + "\"acme/secret\"]}";
        List<Finding> findings = new ArrayList<>();
        rule.judge(github.call("get_overview", many), Memory.ofProcess(), findings::add);
        assertEquals(1, findings.size());
    }

    @Test
    void moreRepositoriesThanAreReadAreRefused() {
        Traffic github = Traffic.with("github-mcp-server");
        var names = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            names.append("\"acme/docs-").append(i).append("\",");
        }
        Rule held =
                rule.with(
                        new Settings(
                                Map.of(),
                                Map.of(),
                                Map.of("repositories", Scope.OPEN.and(List.of("acme/*"), true))));
        String many = "{\"repositories\":[" + names + "\"other/secret\"]}";
        List<Finding> findings = new ArrayList<>();
        held.judge(github.call("get_overview", many), Memory.ofProcess(), findings::add);
        assertEquals(1, findings.size());
    }

    private static @Nullable RepositoryHost host(String name, String... command) {
        return RepositoryHost.of(new Session("0123456789ab", name, List.of(command)));
    }
}
