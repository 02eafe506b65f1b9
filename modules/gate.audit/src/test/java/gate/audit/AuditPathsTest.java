package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class AuditPathsTest {

    private static final Path SET = Path.of("/data/x.db");

    @Test
    void theVariableNamesTheDatabase() throws IOException {
        var paths =
                AuditPaths.fromEnvironment(Map.of("MCPGATE_DB_PATH", "/data/x.db", "HOME", "/h"));

        assertEquals(SET, paths.database());
        assertEquals(Path.of("/data/x.db-spool"), paths.spoolDirectory());
        assertEquals(Path.of("/data/x.db-memory"), paths.memoryDirectory());
    }

    @Test
    void elseItIsInTheHomeDirectory() throws IOException {
        for (var env : List.of(Map.of("HOME", "/h"), Map.of("HOME", "/h", "MCPGATE_DB_PATH", ""))) {
            assertEquals(
                    Path.of("/h/.mcpgate/audit.db"), AuditPaths.fromEnvironment(env).database());
        }
    }

    @Test
    void withoutHomeItIsWhereTheSystemSays() throws IOException {
        assertEquals(
                Path.of(System.getProperty("user.home"), ".mcpgate", "audit.db").toAbsolutePath(),
                AuditPaths.fromEnvironment(Map.of()).database());
    }

    @Test
    void withoutAnyHomeItSaysWhatToSet() {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", "?");
        try {
            var thrown =
                    assertThrows(IOException.class, () -> AuditPaths.fromEnvironment(Map.of()));

            assertEquals(
                    "no place for the audit log: neither HOME nor MCPGATE_DB_PATH is set;"
                            + " set one of them",
                    thrown.getMessage());
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void aRelativePathIsMadeAbsolute() {
        assertEquals(
                Path.of("x.db").toAbsolutePath(), AuditPaths.of(Path.of("y/../x.db")).database());
    }

    @Test
    void aPathThatNoUrlCanNameIsRejected() {
        var thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AuditPaths.of(Path.of("/data/what?.db")));

        assertEquals(
                "/data/what?.db: a database path must not hold a question mark",
                thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> AuditPaths.of(Path.of("/")));
    }
}
