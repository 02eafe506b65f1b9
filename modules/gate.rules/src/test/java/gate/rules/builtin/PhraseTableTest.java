package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Keeps the table of phrases the same as their list. Its `main` writes the table anew, into the
/// folder that it is given: `modules/gate.rules/src/main/resources/gate/rules/builtin`.
class PhraseTableTest {

    @Test
    void theTableIsMadeFromTheList() throws IOException {
        byte[] table;
        try (InputStream in = PhraseTable.class.getResourceAsStream(PhraseTable.FILE)) {
            table = in == null ? new byte[0] : in.readAllBytes();
        }

        assertArrayEquals(PhraseList.compile().write(), table, "run PhraseTableTest.main");
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        byte[] table = PhraseList.compile().write();

        assertArrayEquals(table, Phrases.read(table).write());
    }

    @Test
    void anotherFileIsRejected() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Phrases.read(new byte[16]));

        assertEquals("no table of phrases", thrown.getMessage());
    }

    public static void main(String[] args) throws IOException {
        Files.write(Path.of(args[0]).resolve(PhraseTable.FILE), PhraseList.compile().write());
    }
}
