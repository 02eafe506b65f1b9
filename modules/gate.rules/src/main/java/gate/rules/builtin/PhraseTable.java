package gate.rules.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The curated phrases as a table that was made when they were written: to make it from the words
/// of [PhraseList] takes milliseconds of every start. `PhraseTableTest` keeps the two the same.
final class PhraseTable {

    static final String FILE = "phrases.bin";

    static final Phrases PHRASES = load();

    private PhraseTable() {}

    private static Phrases load() {
        try (InputStream in = PhraseTable.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the table of phrases is missing: " + FILE);
            }
            return Phrases.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }
}
