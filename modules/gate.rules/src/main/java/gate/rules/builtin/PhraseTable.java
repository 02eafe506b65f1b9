package gate.rules.builtin;

/// The curated phrases as a table that was made when they were written: to make it from the words
/// of [PhraseList] takes milliseconds of every start. `PhraseTableTest` keeps the two the same.
final class PhraseTable {

    static final String FILE = "phrases.bin";

    static final Phrases PHRASES =
            PackagedFile.read(FILE, file -> Phrases.read(file.readAllBytes()));

    private PhraseTable() {}
}
