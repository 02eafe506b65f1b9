package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.rules.Memory;
import gate.rules.Pins;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

class ClientMemoryTest {

    private static final List<String> SERVER = List.of("npx", "server-github");

    @TempDir Path home;

    @Test
    void aSecondSessionOfTheSameClientKnowsWhatTheFirstLearnt() {
        memory(SERVER).remember("repository", "acme/site\t\\n\nodd");

        assertEquals("acme/site\t\\n\nodd", memory(SERVER).recall("repository"));
    }

    @Test
    void sessionsThatRunAtOnceLearnFromEachOther() {
        Memory one = memory(SERVER);
        Memory two = memory(SERVER);
        assertNull(two.recall("repository"));

        one.remember("repository", "acme/site");

        assertEquals("acme/site", two.recall("repository"));
    }

    @Test
    void anotherServerKnowsNothingOfIt() {
        memory(SERVER).remember("repository", "acme/site");

        assertNull(memory(List.of("npx", "server-gitlab")).recall("repository"));
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        memory(SERVER).remember("repository", "acme/site");

        Path directory = home.resolve("memory");
        assertEquals("rwx------", mode(directory));
        try (var files = Files.list(directory)) {
            assertEquals(List.of("rw-------"), files.map(ClientMemoryTest::mode).toList());
        }
    }

    @Test
    void whatADeadClientPinnedIsForgotten() throws IOException {
        memory(SERVER).remember("repository", "acme/site");
        Path dead = Files.writeString(home.resolve("memory/4194305-1-aa"), "repository\tx/y\n");
        Path stranger = Files.writeString(home.resolve("memory/notes"), "mine");

        memory(SERVER).remember("more", "facts");

        assertFalse(Files.exists(dead));
        assertTrue(Files.exists(stranger));
    }

    @Test
    void aFullMemoryKeepsWhatItKnows() {
        Memory memory = memory(SERVER);
        for (int i = 0; i < Memory.MAX_FACTS; i++) {
            memory.remember("fact" + i, "x");
        }

        memory.remember("one more", "x");
        memory.remember("fact0", "y");

        assertNull(memory.recall("one more"));
        assertEquals("y", memory.recall("fact0"));
    }

    @Test
    void aPlaceThatCannotBeWrittenCostsOnlyTheNextSession() throws IOException {
        Files.writeString(home.resolve("memory"), "a file where the directory should be");
        Memory memory = memory(SERVER);

        memory.remember("repository", "acme/site");

        assertEquals("acme/site", memory.recall("repository"));
        assertNull(memory(SERVER).recall("repository"));
    }

    private Memory memory(List<String> server) {
        return new ClientMemory(
                home.resolve("memory"), server, Pins.ofProcess(), new Complaints(System.err));
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
