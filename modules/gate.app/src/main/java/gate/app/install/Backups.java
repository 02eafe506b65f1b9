package gate.app.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Copies of configuration files as they were, in a folder that only its owner may enter.
///
/// `<digest of the path>-<time>-<name>`; the last ten of each file are kept. One that is like the
/// file again says nothing any more, and goes.
public final class Backups {

    private static final int KEPT = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path folder;

    public Backups(Path folder) {
        this.folder = folder;
    }

    /// Keeps the bytes that a file has.
    ///
    /// @return where
    public Path keep(Path file, byte[] bytes, Instant now) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path copy = folder.resolve(prefix(file) + TIME.format(now) + "-" + file.getFileName());
        var mode = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(copy, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException e) {
            return keep(file, bytes, now.plusMillis(1));
        }
        Files.write(copy, bytes);
        List<Path> all = of(file);
        for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
            Files.deleteIfExists(old);
        }
        return copy;
    }

    /// Removes the copies that are like the file, and the folder when nothing is left in it.
    public void dropLike(Path file, byte[] bytes) throws IOException {
        for (Path copy : of(file)) {
            if (Files.size(copy) == bytes.length
                    && Arrays.equals(Files.readAllBytes(copy), bytes)) {
                Files.delete(copy);
            }
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            if (left.iterator().hasNext()) {
                return;
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.delete(folder);
    }

    /// The copies of a file, the oldest first.
    List<Path> of(Path file) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder)) {
            String prefix = prefix(file);
            for (Path copy : copies) {
                if (String.valueOf(copy.getFileName()).startsWith(prefix)) {
                    found.add(copy);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    private static String prefix(Path file) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(file.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6) + "-";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
