package gate.rules.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Reads what lies beside the classes of the rules: tables and weights that were made before.
final class PackagedFile {

    private PackagedFile() {}

    /// Makes something of the bytes of a file.
    interface Reader<T> {

        T read(InputStream file) throws IOException;
    }

    static <T> T read(String name, Reader<T> reader) {
        try (InputStream in = PackagedFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("a file of the rules is missing: " + name);
            }
            return reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
