package gate.app.install;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

class SafeWriteTest {

    private static final String BEFORE = "{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}";

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("mcp.json");
        Files.writeString(file, BEFORE);
    }

    private Plan plan(String client, Path at) throws IOException {
        var place =
                new Place(
                        client,
                        "X",
                        at,
                        Format.JSON,
                        List.of(List.of("mcpServers")),
                        Place.Scope.USER);
        return ConfigFile.read(place).wrap("/bin/mcpgate", _ -> true, _ -> false);
    }

    @Test
    void modeStaysAndNothingIsLeftBeside() throws IOException {
        var mode = PosixFilePermissions.fromString("rw-r-----");
        Files.setPosixFilePermissions(file, mode);

        Plan plan = plan("x", file);
        SafeWrite.apply(plan);

        assertArrayEquals(plan.after(), Files.readAllBytes(file));
        assertEquals(mode, Files.getPosixFilePermissions(file));
        try (var all = Files.list(folder)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), Path.of("mcp.json"));

        Plan plan = plan("x", link);
        SafeWrite.apply(plan);

        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(plan.after(), Files.readAllBytes(file));
    }

    @Test
    void aFileThatChangedMeanwhileIsLeftAlone() throws IOException {
        Plan plan = plan("x", file);
        Files.writeString(file, "{}");

        assertThrows(IOException.class, () -> SafeWrite.apply(plan));

        assertEquals("{}", Files.readString(file));
        assertFalse(Files.exists(SafeWrite.temporary(file)));
    }

    @Test
    void aFileWithTwoNamesIsLeftAlone() throws IOException {
        Files.createLink(folder.resolve("other.json"), file);

        Plan plan = plan("x", file);

        assertThrows(IOException.class, () -> SafeWrite.apply(plan));
        assertEquals(BEFORE, Files.readString(file));
    }

    @Test
    void whatAKilledInstallLeftIsNoHindrance() throws IOException {
        Files.writeString(SafeWrite.temporary(file), "half");

        SafeWrite.apply(plan("x", file));

        assertFalse(Files.exists(SafeWrite.temporary(file)));
    }

    @Test
    void theLockOfClaudeCodeIsRespected() throws IOException {
        Plan plan = plan("claude-code", file);
        Path lock = Files.createDirectory(folder.resolve("mcp.json.lock"));

        assertThrows(IOException.class, () -> SafeWrite.apply(plan));
        assertTrue(Files.exists(lock));
        assertEquals(BEFORE, Files.readString(file));

        Files.delete(lock);
        SafeWrite.apply(plan);
        assertFalse(Files.exists(lock));
    }

    @Test
    void theLockOfAClaudeCodeThatWasKilledIsTaken() throws IOException {
        Plan plan = plan("claude-code", file);
        Path lock = Files.createDirectory(folder.resolve("mcp.json.lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(11)));

        SafeWrite.apply(plan);

        assertArrayEquals(plan.after(), Files.readAllBytes(file));
        assertFalse(Files.exists(lock));
    }

    @Test
    void tenBackupsAreKeptAndGoWhenTheySayNothing() throws IOException {
        Path folderOfBackups = folder.resolve("backups");
        var backups = new Backups(folderOfBackups);
        for (int i = 0; i < 12; i++) {
            backups.keep(
                    file, ("v" + i).getBytes(StandardCharsets.UTF_8), Instant.ofEpochMilli(i / 2));
        }

        assertEquals(10, backups.of(file).size());
        assertEquals("v11", Files.readString(backups.of(file).getLast()));

        for (int i = 0; i < 12; i++) {
            backups.dropLike(file, ("v" + i).getBytes(StandardCharsets.UTF_8));
        }
        assertFalse(Files.exists(folderOfBackups));
    }
}
