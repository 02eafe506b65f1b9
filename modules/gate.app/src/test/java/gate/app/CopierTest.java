package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

class CopierTest {

    @TempDir Path directory;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void aShortTextGoesToTheClipboard() throws IOException {
        String told = new Copier(sent::write, true, directory).copy(SafeText.line("a\u001b[2J"));

        assertEquals("copied 7 bytes, if the terminal allows it", told);
        assertEquals("\u001b]52;c;YeKQm1sySg==\u0007", sent.toString(StandardCharsets.US_ASCII));
        assertEquals(List.of(), files());
    }

    @Test
    void aLongTextGoesIntoAFileOfItsOwner() throws IOException {
        String text = "x".repeat(Copier.CLIPBOARD_BYTES + 1);

        String told = new Copier(sent::write, true, directory).copy(SafeText.line(text));

        Path file = files().getFirst();
        assertEquals("too long for a clipboard: 56,245 bytes are in " + file, told);
        assertEquals(text, Files.readString(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(0, sent.size());
    }

    @Test
    void aTerminalWithoutAClipboardGetsAFileToo() throws IOException {
        String told = new Copier(sent::write, false, directory).copy(SafeText.line("abc"));

        assertEquals("this terminal has no clipboard: 3 bytes are in " + files().getFirst(), told);
        assertEquals(0, sent.size());
    }

    @Test
    void whatCannotBeWrittenIsSaidSo() {
        String told =
                new Copier(sent::write, false, directory.resolve("none"))
                        .copy(SafeText.line("abc"));

        assertTrue(told.startsWith("not copied: no such file: "), told);
    }

    @ParameterizedTest
    @CsvSource({"xterm-256color,true", "tmux,true", "linux,false", "vt100,false", "cons25,false"})
    void someTerminalsAreKnownToHaveNone(String term, boolean hasOne) {
        assertEquals(hasOne, Copier.hasClipboard(term));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
