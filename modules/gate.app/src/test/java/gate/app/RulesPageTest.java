package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.rules.Judge;
import gate.rules.Rule;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The reference of the rules is written from the rules. `make golden` writes it anew.
class RulesPageTest {

    private static final boolean WRITES = Boolean.getBoolean("golden.write");

    /// Where tests run is the module's folder.
    private static final Path FOLDER = Path.of("../../docs/rules");

    private static final Path PAGE = FOLDER.resolve("README.md");
    private static final String BEGIN =
            "<!-- written from the rules by RulesPageTest: make golden -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void theTableIsWrittenFromTheRules() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, "the marks are gone");
        if (WRITES) {
            page = page.substring(0, begin) + table() + page.substring(end);
            Files.writeString(PAGE, page);
            end = page.indexOf(END);
        }

        assertEquals(table(), page.substring(begin, end));
    }

    private static String table() {
        var table = new StringBuilder("| rule | in short | by default |\n| --- | --- | --- |\n");
        for (Rule rule : Judge.installedRules()) {
            String id = rule.id();
            table.append("| [`" + id + "`](" + id + ".md) | ");
            table.append(RuleNotes.looksFor(id)).append(" | ");
            table.append(
                    switch (rule.severity()) {
                        case HIGH -> "refuses";
                        case LOW -> "warns";
                    });
            table.append(" |\n");
        }
        return table.toString();
    }

    @Test
    void eachRuleIsKnownToExplainAndHasItsPage() throws IOException {
        List<String> pages = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER, "*_*.md")) {
            for (Path file : files) {
                pages.add(file.getFileName().toString());
            }
        }
        for (Rule rule : Judge.installedRules()) {
            assertFalse(RuleNotes.looksFor(rule.id()).contains("has no rule of that"), rule.id());
            assertTrue(pages.remove(rule.id() + ".md"), rule.id());
            List<String> lines = Files.readAllLines(FOLDER.resolve(rule.id() + ".md"));
            assertEquals("# " + rule.id(), lines.get(0));
        }

        assertEquals(List.of(), pages, "pages of rules that are not there");
    }
}
