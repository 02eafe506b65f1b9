package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Holds `docs/GRAMMAR.md` to the faults that there are: users look them up by the name that the
/// audit log and the error message gave them.
class GrammarDocTest {

    private static final Path GRAMMAR = Path.of("..", "..", "docs", "GRAMMAR.md");

    @Test
    void everyFaultHasItsRowAndEveryRowItsFault() throws IOException {
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(GRAMMAR)) {
            if (line.startsWith("| `")) {
                documented.add(line.substring(3, line.indexOf('`', 3)));
            }
        }

        assertEquals(Arrays.stream(Fault.values()).map(Fault::id).toList(), documented);
    }

    @Test
    void theLimitsThatItNamesAreTheGatesOwn() throws IOException {
        String text = Files.readString(GRAMMAR);

        for (String limit :
                List.of(
                        format("More than %,d levels", JsonScanner.MAX_DEPTH),
                        format("More than %,d members", JsonScanner.MAX_MEMBERS),
                        format("More than %,d values", JsonScanner.MAX_VALUES),
                        format("name over %,d KiB", JsonScanner.MAX_NAME_BYTES >> 10),
                        format("over %,d bytes", MessageReader.MAX_METHOD_BYTES),
                        format("More than %,d messages", MessageReader.MAX_BATCH),
                        format("More than %,d requests", Session.MAX_IN_FLIGHT))) {
            assertEquals(1, occurrences(text, limit), limit);
        }
    }

    private static String format(String limit, int value) {
        return String.format(Locale.ROOT, limit, value);
    }

    private static int occurrences(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }
}
