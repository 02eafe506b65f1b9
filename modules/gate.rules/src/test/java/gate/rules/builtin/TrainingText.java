package gate.rules.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/// A text as the model reads it: the numbers of its words.
///
/// @param kind of the record
/// @param family its source, where it has none
/// @param source where it is from
/// @param cluster that near-duplicates share
/// @param bytes the source of a JSON string, without quotes
/// @param hasPhrase whether the list of phrases finds something in it
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TrainingText(
        String kind,
        String family,
        String source,
        String cluster,
        byte[] bytes,
        int[] words,
        byte[] marks,
        boolean hasPhrase) {

    /// Into how many parts the texts are divided.
    static final int FOLDS = 5;

    /// Whether it is one of those that were written for training, one by one.
    boolean isWritten() {
        return kind.startsWith("written");
    }

    /// The part that it is in: texts from one source are all in the same.
    int fold() {
        String from = source.indexOf(':') < 0 ? source : source.substring(0, source.indexOf(':'));
        boolean isManyPackages = from.equals("npm") || from.equals("self") || from.contains("tldr");
        var crc = new CRC32();
        String key = isManyPackages ? cluster : from;
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        // The sources of most attacks are in different parts.
        return (int) (crc.getValue() % FOLDS);
    }

    /// The words of a text, which is the source of a JSON string without quotes.
    static TrainingText of(String kind, String family, String source, String cluster, byte[] text) {
        var reader = new TextWords();
        reader.over(text, 0, text.length);
        var words = new int[16];
        var marks = new byte[16];
        int count = 0;
        while (reader.next()) {
            if (count == words.length) {
                words = Arrays.copyOf(words, count * 2);
                marks = Arrays.copyOf(marks, count * 2);
            }
            words[count] = reader.word;
            marks[count++] = (byte) reader.of(reader.start, reader.end);
        }
        boolean hasPhrase = new PhraseScan(PhraseTable.PHRASES).scan(text, 0, text.length) >= 0;
        return new TrainingText(
                kind,
                family.isEmpty() ? source : family,
                source,
                cluster,
                text,
                Arrays.copyOf(words, count),
                Arrays.copyOf(marks, count),
                hasPhrase);
    }

    /// The texts of a label in resources of ours; those of one style are one source.
    static List<TrainingText> written(List<String> resources, String label, String kind)
            throws IOException {
        List<TrainingText> texts = new ArrayList<>();
        for (String resource : resources) {
            for (String line : lines(resource)) {
                String[] parts = line.split("\t", 3);
                if (parts.length == 3 && parts[0].equals(label)) {
                    byte[] text = parts[2].replace("\"", "\\\"").getBytes(StandardCharsets.UTF_8);
                    String cluster = "written-" + texts.size();
                    texts.add(of(kind, parts[1], parts[1] + ":written", cluster, text));
                }
            }
        }
        return texts;
    }

    private static String[] lines(String resource) throws IOException {
        try (InputStream in = TrainingText.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
        }
    }

    /// Every record of a corpus.
    static List<TrainingText> load(Path corpora, String file) throws IOException {
        List<TrainingText> texts = new ArrayList<>();
        for (Corpus.Sample sample : Corpus.samples(corpora, file)) {
            String source = sample.text();
            texts.add(
                    of(
                            sample.kind(),
                            sample.family(),
                            sample.source(),
                            // A disguised attack is named after what it disguises.
                            sample.cluster().substring(sample.cluster().indexOf('|') + 1),
                            source.substring(1, source.length() - 1)
                                    .getBytes(StandardCharsets.UTF_8)));
        }
        return texts;
    }
}
