package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.rules.Judge;
import gate.rules.Rule;
import gate.rules.Setting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

@SuppressWarnings("StringConcatToTextBlock")
class PolicyCommandTest {

    /// Writes the published schema anew: `-Dgolden.write=true`.
    private static final boolean WRITES = Boolean.getBoolean("golden.write");

    private static final Path ROOT = Path.of("../..");

    @TempDir Path home;

    record Outcome(int code, String out) {}

    @Test
    void thePublishedSchemaIsTheOneThatIsPrinted() throws Exception {
        Path published = ROOT.resolve("docs/policy.schema.json");
        String printed = run("schema").out;
        if (WRITES) {
            Files.writeString(published, printed);
        }
        assertEquals(
                Files.readString(published),
                printed,
                "write it anew: make golden, or mcpgate policy schema > docs/policy.schema.json");
    }

    @Test
    void theReferenceNamesEveryKey() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/POLICY.md"));
        for (PolicyKeys.Section section : PolicyKeys.ALL) {
            assertTrue(reference.contains(section.header()), section.header());
            for (PolicyKeys.Key key : section.keys()) {
                assertTrue(reference.contains("| `" + key.name() + "` |"), key.name());
                for (String choice : key.choices()) {
                    assertTrue(reference.contains("`" + choice + "`"), choice);
                }
            }
        }
        for (Rule rule : Judge.installedRules()) {
            for (Setting setting : rule.settings()) {
                assertTrue(
                        reference.contains("`" + rule.id() + "` | `" + setting.name() + "`"),
                        rule.id() + ' ' + setting.name());
            }
        }
    }

    @Test
    void theExampleIsSound() throws Exception {
        String example = ROOT.resolve("packaging/policy.example.toml").toString();

        assertEquals(new Outcome(0, example + ": ok\n"), run("lint", example));
        assertEquals(new Outcome(0, "4 passed, 0 failed\n"), run("test", example));
    }

    @Test
    void lintTellsAllThatIsWrong() throws Exception {
        Path file = Files.writeString(home.resolve("p.toml"), "montor = true\nrefusal = 'no'\n");

        Outcome outcome = run("lint", file.toString());

        assertEquals(1, outcome.code);
        assertTrue(outcome.out.contains("p.toml:1:1: unknown key `montor`"), outcome.out);
        assertTrue(outcome.out.contains("p.toml:2:11: `refusal` takes"), outcome.out);
    }

    @Test
    void lintWarnsOfWhatHasExpired() throws Exception {
        Path file =
                Files.writeString(
                        home.resolve("p.toml"),
                        """
                        [[exceptions]]
                        rule = 'ambiguous_message'
                        tool = 't'
                        reason = 'r'
                        expires = 2026-01-01
                        """);

        Outcome outcome = run("lint", file.toString());

        assertEquals(0, outcome.code);
        assertTrue(
                outcome.out.contains("p.toml:1: warning: the exception has expired on 2026-01-01"),
                outcome.out);
    }

    @Test
    void testsThatFailAreNamed() throws Exception {
        Path file =
                Files.writeString(
                        home.resolve("p.toml"),
                        """
                        [[custom_rules]]
                        id = 'x'
                        reason = 'r'
                        literals = ['abc']
                        tests.block = ['abc', 'ab']
                        tests.pass = ['xabcx', 'a']
                        """);

        Outcome outcome = run("test", file.toString());

        assertEquals(1, outcome.code);
        assertTrue(outcome.out.contains("x finds nothing in \"ab\""), outcome.out);
        assertTrue(outcome.out.contains("x finds something in \"xabcx\""), outcome.out);
        assertTrue(outcome.out.endsWith("2 passed, 2 failed\n"), outcome.out);
    }

    @Test
    void showSaysWhereEachValueComesFrom() throws Exception {
        Path file = home.resolve(".mcpgate/policy.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                refusal = 'auto'
                [servers."git*".rules.ambiguous_message]
                action = 'block'
                """);

        String out = run("show", "--server", "github", "--json").out;

        assertTrue(
                out.contains(
                        "{\"name\":\"refusal\",\"value\":\"auto\",\"origin\":\"" + file + ":1\"}"),
                out);
        assertTrue(
                out.contains(
                        "{\"name\":\"rules.ambiguous_message.action\",\"value\":\"block\",\"origin\":\""
                                + file
                                + ":3\"}"),
                out);
        assertTrue(
                out.contains("{\"name\":\"monitor\",\"value\":\"false\",\"origin\":\"built in\"}"),
                out);
        String other = run("show", "--server", "other").out;
        assertTrue(other.startsWith("policy on the server \"other\", "), other);
        assertTrue(other.contains("rules.ambiguous_message.action"), other);
        String unnamed = run("show").out;
        assertTrue(unnamed.startsWith("policy on a server that none of these names, "), unnamed);
    }

    @Test
    void aMisspeltVerbIsToldApart() {
        UsageException e = assertThrows(UsageException.class, () -> run("lnit"));
        assertTrue(String.valueOf(e.getMessage()).contains("did you mean `lint`?"), e.getMessage());
    }

    private Outcome run(String... args) throws UsageException {
        var out = new ByteArrayOutputStream();
        int code =
                PolicyCommand.run(
                        List.of(args),
                        Map.of("HOME", home.toString()),
                        out,
                        new PrintStream(OutputStream.nullOutputStream()),
                        Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8));
    }
}
