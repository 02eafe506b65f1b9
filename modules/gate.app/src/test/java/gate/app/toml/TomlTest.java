package gate.app.toml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Cases of the kinds that the toml-test suite has, written for this reader.
@SuppressWarnings("StringConcatToTextBlock") // line breaks are what is tested
class TomlTest {

    record Case(String toml, String tree) {}

    static List<Case> documents() {
        return List.of(
                new Case("", "{}"),
                new Case("# only a comment", "{}"),
                new Case("a = 1\r\nb = 2 # two\n", "{a=1, b=2}"),
                new Case("a.b.c = 1\na.b.d = 2\na.e = 3", "{a={b={c=1, d=2}, e=3}}"),
                new Case(
                        "\"a.b\" = 1\n'c d' = 2\n\"\" = 3\n3.14 = 4",
                        "{=3, 3={14=4}, a.b=1, c d=2}"),
                new Case("[a]\nb = 1\n[a.c]\nd = 2", "{a={b=1, c={d=2}}}"),
                new Case("[a.b.c]\nd = 1\n[a]\ne = 2", "{a={b={c={d=1}}, e=2}}"),
                new Case("[ a . 'b' ]\nc = 1", "{a={b={c=1}}}"),
                new Case("[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 3", "{a=[{b=1}, {b=2, c={d=3}}]}"),
                new Case("[[a.b]]\n[[a.b.c]]\nd = 1", "{a={b=[{c=[{d=1}]}]}}"),
                new Case("[f]\na.c = 1\n[f.a.t]\ns = 2", "{f={a={c=1, t={s=2}}}}"),
                new Case("a = {b = 1, c.d = 2, e = {}}", "{a={b=1, c={d=2}, e={}}}"),
                new Case("a = [1, 2,\n # three\n 3,\n]", "{a=[1, 2, 3]}"),
                new Case("a = [[1], ['x'], [{b = 1}]]", "{a=[[1], [x], [{b=1}]]}"),
                new Case("a = \"\\t\\u00e9\\U0001F600\\\"\\\\\"", "{a=\t\u00e9\ud83d\ude00\"\\}"),
                new Case("a = 'C:\\x'", "{a=C:\\x}"),
                new Case("a = \"\"\"\nx\ny\\\n   z\"\"\"", "{a=x\nyz}"),
                new Case("a = \"\"\"a \"quote\"\"\"\"\"", "{a=a \"quote\"\"}"),
                new Case("a = '''\n\\d'''", "{a=\\d}"),
                new Case(
                        "a = +1_000\nb = -17\nc = 0xFF\nd = 0o17\ne = 0b11\nf = 0",
                        "{a=1000, b=-17, c=255, d=15, e=3, f=0}"),
                new Case(
                        "a = 1.5\nb = -2e3\nc = 6.6E-2\nd = inf\ne = nan",
                        "{a=1.5, b=-2000.0, c=0.066, d=Infinity, e=NaN}"),
                new Case("a = true\nb = false", "{a=true, b=false}"),
                new Case(
                        "a = 2026-12-31\n"
                                + "b = 07:32:00\n"
                                + "c = 2026-12-31 07:32:00\n"
                                + "d = 2026-12-31T07:32:00.5Z",
                        "{a=2026-12-31, b=07:32, c=2026-12-31T07:32, d=2026-12-31T07:32:00.500Z}"),
                new Case("\ufeffa = 1", "{a=1}"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void readsWhatTheSpecificationSays(Case document) throws TomlException {
        assertEquals(document.tree, tree(Toml.read(document.toml)).toString());
    }

    record Mistake(String toml, int line, int column) {}

    static List<Mistake> mistakes() {
        return List.of(
                new Mistake("a", 1, 2),
                new Mistake("= 1", 1, 1),
                new Mistake("a = ", 1, 5),
                new Mistake("a = 1 b = 2", 1, 7),
                new Mistake("a = 1\na = 2", 2, 1),
                new Mistake("a = 1\na.b = 2", 2, 1),
                new Mistake("[a]\n[a]", 2, 2),
                new Mistake("a = 1\n[a]", 2, 2),
                new Mistake("[a]\nb.c = 1\n[a.b]", 3, 4),
                new Mistake("[a.b.c]\n[a]\nb.d = 1", 3, 1),
                new Mistake("a = {b = 1}\n[a.c]", 2, 2),
                new Mistake("a = {b = 1}\na.c = 2", 2, 1),
                new Mistake("a = {b.c = 1, b = 2}", 1, 15),
                new Mistake("a = {b = 1,}", 1, 12),
                new Mistake("a = {b = 1\n}", 1, 11),
                new Mistake("a = [1]\n[[a]]", 2, 3),
                new Mistake("[[a]]\n[a]", 2, 2),
                new Mistake("[a", 1, 3),
                new Mistake("[[a]", 1, 5),
                new Mistake("[]", 1, 2),
                new Mistake("a = [1 2]", 1, 8),
                new Mistake("a = [1", 1, 7),
                new Mistake("a = \"x", 1, 7),
                new Mistake("a = \"x\ny\"", 1, 7),
                new Mistake("a = \"\\x\"", 1, 6),
                new Mistake("a = \"\\ud800\"", 1, 6),
                new Mistake("a = \"\\u12\"", 1, 6),
                new Mistake("a = \"\"\"x", 1, 9),
                new Mistake("a = 'x\u0001'", 1, 7),
                new Mistake("# x\u0001", 1, 4),
                new Mistake("a = 1\rb = 2", 1, 6),
                new Mistake("a = 01", 1, 5),
                new Mistake("a = 1_", 1, 5),
                new Mistake("a = 1__0", 1, 5),
                new Mistake("a = 1.", 1, 5),
                new Mistake("a = .5", 1, 5),
                new Mistake("a = 0x", 1, 5),
                new Mistake("a = +0x1", 1, 5),
                new Mistake("a = 9223372036854775808", 1, 5),
                new Mistake("a = yes", 1, 5),
                new Mistake("a = 2026-13-01", 1, 5),
                new Mistake("a = 2026-12-31T07:32", 1, 5),
                new Mistake("a = " + "[".repeat(40), 1, 37),
                new Mistake("a b = 1", 1, 3),
                new Mistake("\"\"\"a\"\"\" = 1", 1, 1));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysWhereItGoesWrong(Mistake mistake) {
        TomlException e =
                assertThrows(TomlException.class, () -> Toml.read(mistake.toml), mistake.toml);

        assertEquals(
                mistake.line + ":" + mistake.column, e.line() + ":" + e.column(), e.getMessage());
    }

    @Test
    void keysAndValuesKnowTheirPlaces() throws TomlException {
        TomlTable.Entry entry = Toml.read("\n[a]\n  key = 'x'").entries().getFirst();
        TomlTable.Entry key = ((TomlTable) entry.value().value()).entries().getFirst();

        assertEquals(
                "3:3 3:9",
                key.line()
                        + ":"
                        + key.column()
                        + " "
                        + key.value().line()
                        + ":"
                        + key.value().column());
    }

    private static Object tree(Object value) {
        return switch (value) {
            case TomlTable table -> {
                Map<String, Object> tree = new TreeMap<>();
                for (TomlTable.Entry entry : table.entries()) {
                    tree.put(entry.key(), tree(entry.value().value()));
                }
                yield tree;
            }
            case List<?> list ->
                    list.stream().map(each -> tree(((TomlValue) each).value())).toList();
            default -> value;
        };
    }
}
