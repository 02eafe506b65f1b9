package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class CompletionTest {

    @Test
    void everyCommandOfTheOverviewIsCompleted() {
        for (String line : Help.overview().lines().toList()) {
            boolean isCommand =
                    line.startsWith("  ") && line.length() > 16 && line.charAt(2) != ' ';
            if (isCommand && !line.startsWith("  mcpgate")) {
                String command = line.strip().split(" ", -1)[0];
                assertTrue(Completion.commands().containsKey(command), command);
            }
        }
    }

    @Test
    void optionsAreThoseThatTheHelpExplains() {
        assertEquals(
                List.of("--server", "--project", "--dry-run", "--yes", "--help"),
                Completion.options(InstallOptions.INSTALL_HELP));
        assertEquals(
                List.of(
                        "--server",
                        "--policy",
                        "--monitor",
                        "--max-message",
                        "--no-args",
                        "--help"),
                Completion.options(Help.run()));
        assertTrue(Completion.options(TailHelp.TEXT).containsAll(List.of("--follow", "--method")));
    }
}
