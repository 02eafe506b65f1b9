package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The gate in a process of its own, and what is left of it.
class KillTest {

    private static final int EIGHT = 8;
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @TempDir Path home;

    @RepeatedTest(6)
    void whatWasAcknowledgedSurvivesTheKill(RepetitionInfo info) throws Exception {
        var paths = AuditPaths.of(home.resolve("audit.db"));
        Process child = Child.start(paths, "00000000000a", Integer.MAX_VALUE, 0);
        long acknowledged = 0;
        try (var out = reader(child)) {
            // From before SQLite is loaded to long after.
            long kill = 100L * info.getCurrentRepetition() * info.getCurrentRepetition();
            String line;
            while ((line = out.readLine()) != null) {
                acknowledged = Long.parseLong(line);
                if (acknowledged == kill) {
                    child.toHandle()
                            .destroyForcibly(); // the process alone would close its output too
                }
            }
        }
        child.waitFor();

        AuditLog.recover(paths, complaint -> {});

        long last = Long.parseLong(Samples.row(paths, "SELECT max(seq) FROM messages"));
        assertTrue(last >= acknowledged, last + " rows of " + acknowledged);
        assertTrue(last <= acknowledged + 1, "none that was not written: " + last);
        assertEquals(
                last + "|" + last,
                Samples.row(
                        paths,
                        "SELECT count(*), sum(size_bytes = length(message_json)) FROM messages"));
        assertEquals(
                "1|null",
                Samples.row(paths, "SELECT ended_at_ns >= started_at_ns, exit_code FROM sessions"));
        assertEquals(List.of(), SpoolDirectory.prepare(paths).sessions());
    }

    @Test
    void eightGatesShareOneDatabase() throws Exception {
        var paths = AuditPaths.of(home.resolve("audit.db"));
        int messages = 2_000;
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < EIGHT; i++) {
            children.add(Child.start(paths, "00000000000" + i, messages, 0));
        }
        for (Process child : children) {
            try (var out = reader(child)) {
                while (out.readLine() != null) {}
            }
            assertEquals(0, child.waitFor());
        }
        AuditLog.recover(paths, complaint -> {});

        assertEquals(
                EIGHT * messages + "|" + EIGHT,
                Samples.row(paths, "SELECT count(*), count(DISTINCT session_id) FROM messages"));
        assertEquals(
                Integer.toString(EIGHT),
                Samples.row(paths, "SELECT count(*) FROM sessions WHERE ended_at_ns IS NOT NULL"));
        assertEquals("ok", Samples.row(paths, "PRAGMA integrity_check"));
    }

    /// A limit on file sizes cuts the write in two, as a full disk does.
    @Test
    void whatAFullDiskCutShortIsNoRow() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "needs prlimit of util-linux");
        var paths = AuditPaths.of(home.resolve("audit.db"));
        Process child = Child.start(paths, "00000000000a", Integer.MAX_VALUE, 999);
        long acknowledged = 0;
        int refused = 0;
        boolean full = false;
        try (var out = reader(child)) {
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith("refused")) {
                    assertTrue(full, line);
                    refused++;
                    if (refused == 3) {
                        limitFiles(child, "unlimited");
                    }
                    continue;
                }
                assertEquals(acknowledged + 1, Long.parseLong(line), "the refused do not count");
                acknowledged++;
                if (acknowledged == 200) {
                    full = true;
                    limitFiles(child, "1234567");
                }
                if (refused >= 3 && acknowledged % 500 == 0) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        child.waitFor();
        List<String> complaints = new ArrayList<>();
        AuditLog.recover(paths, complaints::add);

        assertTrue(refused >= 3, "the disk was never full");
        long last = Long.parseLong(Samples.row(paths, "SELECT max(seq) FROM messages"));
        assertTrue(last == acknowledged || last == acknowledged + 1, last + " " + acknowledged);
        assertEquals(
                last + "|" + 999 * last,
                Samples.row(paths, "SELECT count(*), sum(length(message_json)) FROM messages"));
        assertEquals(List.of(), complaints);
    }

    private static void limitFiles(Process of, String bytes) throws Exception {
        var limit =
                new ProcessBuilder(
                                PRLIMIT.toString(),
                                "--pid=" + of.pid(),
                                "--fsize=" + bytes + ":unlimited")
                        .inheritIO()
                        .start();
        assertEquals(0, limit.waitFor());
    }

    @Test
    void aHugeMessageNeedsNoHugeHeap() throws Exception {
        var paths = AuditPaths.of(home.resolve("audit.db"));
        int size = 70_000_000;
        Process child = Child.start(paths, "00000000000a", 2, size, "-Xmx256m");
        try (var out = reader(child)) {
            assertEquals("1", out.readLine());
            assertEquals("2", out.readLine());
        }
        assertEquals(0, child.waitFor());
        AuditLog.recover(paths, complaint -> {});

        assertEquals(
                "2|140000000|text",
                Samples.row(
                        paths,
                        "SELECT count(*), sum(length(message_json)), min(typeof(message_json)) FROM"
                                + " messages"));
    }

    private static BufferedReader reader(Process child) throws IOException {
        return new BufferedReader(
                new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII));
    }
}
