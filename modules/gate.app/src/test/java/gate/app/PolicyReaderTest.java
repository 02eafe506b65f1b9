package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gate.rules.Judge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

@SuppressWarnings("StringConcatToTextBlock") // lines that are counted
class PolicyReaderTest {

    record Mistake(String toml, String problem) {}

    static List<Mistake> mistakes() {
        return List.of(
                new Mistake(
                        "montor = true", "p:1:1: unknown key `montor`; did you mean `monitor`?"),
                new Mistake(
                        "[rules.destructive_shell_command]\nacton = 'warn'",
                        "p:2:1: unknown key `acton`; did you mean `action`?"),
                new Mistake(
                        "[rules.destructive_shel_command]\naction = 'warn'",
                        "p:1:8: unknown rule `destructive_shel_command`; did you mean"
                                + " `destructive_shell_command`?"),
                new Mistake(
                        "[rules.ambiguous_message]\naction = 'blok'",
                        "p:2:10: `action` takes \"allow\", \"warn\", \"redact\" or \"block\", not"
                                + " \"blok\"; did you mean `block`?"),
                new Mistake(
                        "[rules.ambiguous_message]\naction = 1", "p:2:10: `action` takes a text"),
                new Mistake(
                        "[rules.ambiguous_message]\nstrict = true", "p:2:1: unknown key `strict`"),
                new Mistake(
                        "[rules.destructive_shell_command]\nstrict = 'yes'",
                        "p:2:10: `strict` takes true or false"),
                new Mistake(
                        "[rules.outside_scope]\ntables = 'users'",
                        "p:2:10: `tables` takes a list of texts"),
                new Mistake(
                        "[rules.outside_scope]\ntabels = ['users']",
                        "p:2:1: unknown key `tabels`; did you mean `tables`?"),
                new Mistake("monitor = 'on'", "p:1:11: `monitor` takes true or false"),
                new Mistake(
                        "max_message = '1T'",
                        "p:1:15: `max_message` takes 1K to 512M, as in \"64M\""),
                new Mistake("rules = 1", "p:1:9: `rules` takes a table"),
                new Mistake(
                        "rules.ambiguous_message = 'warn'",
                        "p:1:7: a rule takes a table: [rules.ambiguous_message] with action = …"),
                new Mistake("tools.deny = [1]", "p:1:15: `deny` takes texts, and none is empty"),
                new Mistake("tools.deny = 'x'", "p:1:14: `deny` takes a list of texts"),
                new Mistake(
                        "[[exceptions]]\nrule = 'ambiguous_message'\ntool = 'x'",
                        "p:1:1: `reason` is missing"),
                new Mistake(
                        "[[exceptions]]\nrule = 'ambiguous_message'\nreason = 'r'",
                        "p:1:1: an exception names a server, tool, pointer, text, found or sha256;"
                                + " to allow all findings of the rule, set its action"),
                new Mistake(
                        "[[exceptions]]\n"
                                + "rule = 'ambiguous_message'\n"
                                + "reason = 'r'\n"
                                + "tool = 't'\n"
                                + "expires = '2026-01-01'",
                        "p:5:11: `expires` takes a date, as in 2026-12-31"),
                new Mistake(
                        "[[exceptions]]\nrule = 'x'\nreason = 'r'\ntool = 't'",
                        "p:2:8: unknown rule `x`"),
                new Mistake(
                        "[[exceptions]]\nrule = 'ambiguous_message'\nreason = 'r'\nsha256 = 'ab'",
                        "p:4:10: a SHA-256 is 64 hex digits"),
                new Mistake(
                        "[[custom_rules]]\nid = 'x'\nreason = 'r'",
                        "p:1:1: a rule needs `literals` or `patterns`"),
                new Mistake(
                        "[[custom_rules]]\nid = 'X'\nreason = 'r'\nliterals = ['a']",
                        "p:2:6: an id is 1 to 64 small letters, digits and `_`, a letter first"),
                new Mistake(
                        "[[custom_rules]]\n"
                                + "id = 'ambiguous_message'\n"
                                + "reason = 'r'\n"
                                + "literals = ['a']",
                        "p:2:6: there is a rule `ambiguous_message` already"),
                new Mistake(
                        "[[custom_rules]]\nid = 'x'\nreason = 'r'\npatterns = ['(a']",
                        "p:4:12: \"(a\": `)` is missing, at character 3"),
                new Mistake("a = 1\na = 2", "p:2:1: `a` is defined already, in line 1"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsPlaceAndAHint(Mistake mistake) {
        PolicyException e =
                assertThrows(
                        PolicyException.class, () -> read(mistake.toml, PolicyFile.Trust.USER));

        assertEquals(List.of(mistake.problem), e.problems());
    }

    static List<Mistake> loosenings() {
        return List.of(
                new Mistake("monitor = true", "monitor"),
                new Mistake("on_rule_error = 'warn'", "on_rule_error"),
                new Mistake("refusal = 'auto'", "refusal"),
                new Mistake("audit.on_failure = 'allow'", "on_failure"),
                new Mistake("servers.x.monitor = true", "monitor"),
                new Mistake("exceptions = []", "exceptions"));
    }

    @ParameterizedTest
    @MethodSource("loosenings")
    void aProjectsFileCannotHaveWhatLoosens(Mistake mistake) {
        PolicyException e =
                assertThrows(
                        PolicyException.class, () -> read(mistake.toml, PolicyFile.Trust.PROJECT));

        String problem = e.problems().getFirst();
        assertEquals(
                "a project's file may only tighten, so it cannot have `" + mistake.problem + '`',
                problem.substring(problem.indexOf(": ") + 2));
    }

    private static PolicyFile read(String toml, PolicyFile.Trust trust) throws PolicyException {
        return PolicyReader.read(toml, "p", trust, Judge.installedRules());
    }
}
