package gate.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;

/// Where copied text goes: to the clipboard of the terminal (OSC 52), and into a file that only its
/// owner can read where it is too long for that or the terminal has none. Owned by the thread of
/// the screen.
final class Copier implements ViewKeys.Clipboard {

    /// What terminals take at least (tmux has the least: 74,994 characters of base64).
    static final int CLIPBOARD_BYTES = 56_244;

    /// Sends bytes to the terminal.
    interface Wire {
        void send(byte[] bytes) throws IOException;
    }

    private final Wire wire;
    private final boolean hasClipboard;
    private final Path directory;

    /// @param directory where files are made
    Copier(Wire wire, boolean hasClipboard, Path directory) {
        this.wire = wire;
        this.hasClipboard = hasClipboard;
        this.directory = directory;
    }

    /// For the terminal of this environment.
    static Copier of(Wire wire, Map<String, String> env) {
        return new Copier(
                wire,
                hasClipboard(env.getOrDefault("TERM", "")),
                Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /// The console of Linux and the BSDs, and terminals of old, have no clipboard. Others may have
    /// one: they do not say.
    static boolean hasClipboard(String term) {
        return !term.startsWith("linux")
                && !term.startsWith("vt")
                && !term.startsWith("cons")
                && !term.startsWith("wsvt");
    }

    @Override
    public String copy(SafeText text) {
        byte[] bytes = text.utf8();
        String length = Shown.number(bytes.length) + " bytes";
        try {
            if (!hasClipboard) {
                return "this terminal has no clipboard: " + length + " are in " + file(bytes);
            }
            if (bytes.length > CLIPBOARD_BYTES) {
                return "too long for a clipboard: " + length + " are in " + file(bytes);
            }
            String base64 = Base64.getEncoder().encodeToString(bytes);
            wire.send(("\u001b]52;c;" + base64 + '\u0007').getBytes(StandardCharsets.US_ASCII));
            return "copied " + length + ", if the terminal allows it";
        } catch (IOException e) {
            return "not copied: " + Exit.why(e);
        }
    }

    private Path file(byte[] bytes) throws IOException {
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path file = Files.createTempFile(directory, "mcpgate-", ".txt", mode);
        Files.write(file, bytes);
        return file;
    }
}
