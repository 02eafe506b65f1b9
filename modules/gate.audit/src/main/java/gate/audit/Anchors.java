package gate.audit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/// Reads the lines by which gates told their clients how far the chain was: `mcpgate: audit head
/// <session> <entry> <hash>`, each anywhere in a line of a client's log.
public final class Anchors {

    /// More than that is no client's log.
    static final int MAX_ANCHORS = 1_000_000;

    private static final String MARK = "mcpgate: audit head ";
    private static final int MAX_LINE_BYTES = 65_536;
    private static final int MAX_ENTRY_DIGITS = 18;
    private static final int HASH_DIGITS = 32;

    /// One such line.
    ///
    /// @param entry where on the chain
    /// @param hash how the hash of that entry begins, in hex
    public record Anchor(String session, long entry, String hash) {}

    private Anchors() {}

    /// Those of a file, in its order; longer lines are read up to 64 KiB.
    ///
    /// @throws IOException if it cannot be read, or holds more than a million
    public static List<Anchor> read(Path file) throws IOException {
        List<Anchor> anchors = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            var line = new byte[MAX_LINE_BYTES];
            int length = 0;
            int next;
            do {
                next = in.read();
                if (next == '\n' || next < 0) {
                    add(anchors, new String(line, 0, length, StandardCharsets.ISO_8859_1));
                    length = 0;
                } else if (length < MAX_LINE_BYTES) {
                    line[length++] = (byte) next;
                }
                if (anchors.size() > MAX_ANCHORS) {
                    throw new IOException("more than " + MAX_ANCHORS + " heads; split it");
                }
            } while (next >= 0);
        }
        return anchors;
    }

    private static void add(List<Anchor> anchors, String line) {
        int at = line.indexOf(MARK);
        while (at >= 0) {
            int from = at + MARK.length();
            at = line.indexOf(MARK, from);
            var words = new StringTokenizer(line.substring(from, at < 0 ? line.length() : at), " ");
            if (words.countTokens() < 3) {
                continue;
            }
            String session = words.nextToken();
            String entry = words.nextToken();
            String hash = digits(words.nextToken());
            if (isEntry(entry) && hash.length() == HASH_DIGITS) {
                anchors.add(new Anchor(session, Long.parseLong(entry), hash));
            }
        }
    }

    private static boolean isEntry(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return !word.isEmpty() && word.length() <= MAX_ENTRY_DIGITS;
    }

    /// The hex digits that a word begins with: a client's log may put a quote or an escape after
    /// it.
    private static String digits(String word) {
        int end = 0;
        while (end < Math.min(word.length(), HASH_DIGITS)
                && Character.digit(word.charAt(end), 16) >= 0) {
            end++;
        }
        return word.substring(0, end);
    }
}
