package gate.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Whatever the gate accepts, Jackson at its strictest reads as the same tree.
class OracleTest {

    private static final int ROUNDS = 30_000;

    private final Oracle oracle = new Oracle();
    private final JsonScanner scanner = new JsonScanner();
    private final RandomJson random = new RandomJson(20_260_728);

    @Test
    void everyCleanTextIsReadAsJacksonReadsIt() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = random.text();

            assertNull(scanner.scan(text, 0, text.length), () -> shown(text));
            oracle.assertSame(text, scanner.json());
        }
    }

    @Test
    void noDamagePassesThatJacksonReadsDifferently() throws IOException {
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] text = random.damaged(random.text());
            if (scanner.scan(text, 0, text.length) == null) {
                oracle.assertSame(text, scanner.json());
                accepted++;
            } else {
                refused++;
            }
        }

        assertTrue(accepted > 3_000, "accepted only " + accepted);
        assertTrue(refused > 15_000, "refused only " + refused);
    }

    /// What stands around a text in its array must not matter.
    @Test
    void aTextIsReadAloneWhereverItStands() {
        for (int round = 0; round < 5_000; round++) {
            byte[] text = random.damaged(random.text());
            var inside = new byte[text.length + 2];
            System.arraycopy(text, 0, inside, 1, text.length);
            inside[0] = '"';
            inside[text.length + 1] = '}';

            Fault alone = scanner.scan(text, 0, text.length);
            int offset = scanner.offset();
            Fault within = scanner.scan(inside, 1, text.length + 1);

            assertEquals(alone, within, () -> shown(text));
            assertEquals(offset, scanner.offset() - 1, () -> shown(text));
        }
    }

    private static String shown(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
