package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gate.rules.Judge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class FileTrustTest {

    @TempDir Path folder;

    @Test
    void aPolicyThatAnybodyMayWriteIsRefused() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.toml"), "monitor = true\n");
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-r--rw-"));

        var thrown =
                assertThrows(
                        PolicyException.class,
                        () ->
                                PolicyPlaces.of(Map.of(), policy.toString())
                                        .withoutProjects()
                                        .read(Judge.installedRules()));

        assertEquals(
                policy
                        + ": anybody may write it, so it is no policy; mend it with: chmod o-w "
                        + policy,
                thrown.getMessage());
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-rw-r--"));
        assertNull(FileTrust.refusal(policy));
    }

    @Test
    void aPolicyOfAnotherUserIsRefused() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.toml"), "");
        boolean mayGive = true;
        try {
            Files.setAttribute(policy, "unix:uid", 12_345);
        } catch (FileSystemException e) {
            mayGive = false; // only root may
        }
        assumeTrue(mayGive);

        String why = FileTrust.refusal(policy);

        assertTrue(why != null && why.startsWith("it belongs to user 12345, not to you"), why);
    }
}
