package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Changes a log in random ways, one at a time: each must be found.
///
/// [#main] does so ten thousand times (docs/AUDIT.md has the command).
class TamperTest {

    @TempDir Path home;

    @Test
    void everyChangeIsFound() throws Exception {
        var tampering = new Tampering(home);

        for (int seed = 0; seed < 60; seed++) {
            tampering.round(seed);
        }

        assertEquals(List.of(), tampering.missed);
    }

    /// The long form.
    ///
    /// @param args how many changes; 10,000 if none is said
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        var out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Path home = Files.createTempDirectory("tamper");
        var tampering = new Tampering(home);
        for (int seed = 0; seed < rounds; seed++) {
            tampering.round(seed);
        }
        tampering.done.forEach((how, count) -> out.println(count + " " + how));
        out.println(rounds + " changes, found " + (rounds - tampering.missed.size()));
        tampering.missed.forEach(out::println);
    }
}
