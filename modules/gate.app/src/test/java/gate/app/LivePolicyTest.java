package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.rules.Judge;
import gate.rules.Policy;
import gate.rules.Rulebook;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class LivePolicyTest {

    @TempDir Path home;
    private final List<String> news = new ArrayList<>();

    @Test
    void withoutAFileThereIsNothingToRead() throws IOException {
        LivePolicy policy = policy(null);

        assertNull(policy.open());
        assertSame(Policy.BUILT_IN, policy.current().policy());
    }

    @Test
    void aFileThatIsWrittenHoldsWithoutARestart() throws Exception {
        LivePolicy policy = policy(null);
        policy.open();
        policy.listen((isRejected, what) -> news.add(isRejected + " " + what));
        assertEquals(0, policy.current().policy().layers().size());

        write("refusal = 'auto'\n");
        Rulebook fresh = await(policy, Policy.Refusal.AUTO);
        assertEquals(1, fresh.policy().layers().size());
        assertEquals(List.of("false the policy was read anew"), news);

        write("refusal = 'oto'\n");
        Thread.sleep(1_200);
        assertSame(fresh, policy.current());
        Thread.sleep(1_200);
        assertSame(fresh, policy.current());
        assertEquals(2, news.size(), "told once");
        assertTrue(
                news.getLast()
                        .startsWith("true the policy was not read anew, the old one holds: "));
        assertTrue(news.getLast().contains("policy.toml:1:11: `refusal` takes"), news.getLast());

        Files.delete(home.resolve(".mcpgate/policy.toml"));
        await(policy, Policy.Refusal.ERROR);
    }

    @Test
    void aWrongFileStopsTheStart() throws IOException {
        write("[rules\n");

        PolicyException e = assertThrows(PolicyException.class, () -> policy(null).open());
        assertEquals(
                home.resolve(".mcpgate/policy.toml")
                        + ":1:7: expected `]`, not the end of the line",
                e.getMessage());
    }

    @Test
    void aNamedFileMustBeThere() {
        PolicyException e =
                assertThrows(PolicyException.class, () -> policy(home + "/none.toml").open());
        assertTrue(String.valueOf(e.getMessage()).contains("no such file"), e.getMessage());
    }

    @Test
    void aNamedFileStandsForTheUsers() throws IOException {
        write("[[[");
        Path named = Files.writeString(home.resolve("other.toml"), "refusal = 'tool-result'");

        LivePolicy policy = policy(named.toString());

        assertNotNull(policy.open());
        assertEquals(Policy.Refusal.TOOL_RESULT, policy.current().policy().refusal());
    }

    @Test
    void projectsFilesAreFoundUpToTheRoot() throws IOException {
        Path folder = Files.createDirectories(home.resolve("a/b/c"));
        Files.writeString(home.resolve("a/.mcpgate.toml"), "tools.deny = ['x']");
        Files.writeString(folder.resolve(".mcpgate.toml"), "tools.deny = ['y']");
        PolicyPlaces places =
                PolicyPlaces.of(home.resolve("none").toFile(), Map.of(), null, folder.toFile());

        List<PolicyFile> files = places.read(Judge.installedRules());

        assertEquals(2, files.size());
        assertEquals(home.resolve("a/.mcpgate.toml").toString(), files.getFirst().path());
        assertEquals(PolicyFile.Trust.PROJECT, files.getLast().trust());
    }

    private LivePolicy policy(@Nullable String named) {
        PolicyPlaces places =
                PolicyPlaces.of(
                        home.resolve("system.toml").toFile(),
                        Map.of("HOME", home.toString()),
                        named,
                        null);
        return new LivePolicy(places, "s", false, Judge::installedRules);
    }

    private void write(String toml) throws IOException {
        Path file = home.resolve(".mcpgate/policy.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, toml);
    }

    private static Rulebook await(LivePolicy policy, Policy.Refusal refusal)
            throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            if (policy.current().policy().refusal() == refusal) {
                return policy.current();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the new policy does not hold after 5 s");
    }
}
