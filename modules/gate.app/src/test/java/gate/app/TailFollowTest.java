package gate.app;

import static gate.app.LogFixture.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class TailFollowTest {

    private static final long PATIENCE_MILLIS = 20_000;
    private static final String S = "7f3a90b1c2d3";

    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Thread tail = new Thread(() -> {});
    private volatile int code = -1;

    @AfterEach
    void end() throws InterruptedException {
        tail.interrupt();
        tail.join(PATIENCE_MILLIS);
    }

    @Test
    void newRowsComeSoonAfterTheirCommit() throws Exception {
        var millis = new double[40];
        try (var log = log()) {
            log.add(request(S, "1", "first", "{}"));
            follow("--follow");
            awaitTools("first");
            for (int i = 0; i < millis.length; i++) {
                log.add(request(S, "1", "t" + i, "{}"));
                long committed = System.nanoTime();
                while (!text(out).contains("t" + i + "  ")) {
                    Thread.sleep(0, 200_000);
                    assertTrue(System.nanoTime() - committed < 2_000_000_000L, "not within 2 s");
                }
                millis[i] = (System.nanoTime() - committed) / 1e6;
            }
        }

        Arrays.sort(millis);
        System.out.printf(
                "tail --follow, commit to output: p50 %.1f ms, worst of %d %.1f ms%n",
                millis[millis.length / 2], millis.length, millis[millis.length - 1]);
    }

    @Test
    void ofABurstNoneIsMissedAndTheOrderIsThatOfTheIds() throws Exception {
        int rows = 20_000;
        try (var log = log()) {
            follow("-f", "--json", "--all"); // it may begin after the writer
            for (int i = 0; i < rows; i += 100) {
                log.sql("BEGIN IMMEDIATE");
                for (int j = 0; j < 100; j++) {
                    log.add(request(S, "1", "t", "{}"));
                }
                log.sql("COMMIT");
            }
            await(() -> text(out).contains("\"id\":" + rows + ","), "the last row");
        }

        List<String> lines = text(out).lines().toList();
        assertEquals(rows, lines.size());
        for (int i = 0; i < rows; i++) {
            String start = "{\"schema\":1,\"id\":" + (i + 1) + ",";
            assertTrue(lines.get(i).startsWith(start), lines.get(i));
        }
    }

    @Test
    void itWaitsForALogThatHasNotBegun() throws Exception {
        follow("-f");
        await(() -> text(err).contains("waiting for the log"), "the note that it waits");

        try (var log = log()) {
            log.add(request(S, "1", "first", "{}"));
            awaitTools("first");
        }
    }

    @Test
    void itWaitsForASessionAndShowsAllOfIt() throws Exception {
        try (var log = log()) {
            log.add(request("c00400000000", "1", "other", "{}"));
            follow("-f", "--session", "7f3a");
            await(() -> text(err).contains("waiting for a session \"7f3a\""), "the note");

            log.sql("BEGIN");
            for (int i = 0; i < 300; i++) {
                log.add(request(S, "1", "t" + i, "{}"));
                log.add(request("c00400000000", "1", "other", "{}"));
            }
            log.sql("COMMIT");

            var wanted = new String[300];
            Arrays.setAll(wanted, i -> "t" + i);
            awaitTools(wanted);
        }
    }

    @Test
    void aNewFileInTheLogsPlaceIsFollowedAndTheOldOneReadToItsEnd() throws Exception {
        var old = log();
        old.add(request(S, "1", "old1", "{}"));
        follow("-f");
        awaitTools("old1");

        Files.move(database(), directory.resolve("aside.db"));
        for (String suffix : List.of("-wal", "-shm")) {
            Files.move(
                    directory.resolve("audit.db" + suffix), directory.resolve("aside.db" + suffix));
        }
        old.add(request(S, "2", "old2", "{}"));
        try (var log = log()) {
            log.add(request(S, "1", "new1", "{}"));
            awaitTools("old1", "old2", "new1");
            log.add(request(S, "2", "new2", "{}"));
            awaitTools("old1", "old2", "new1", "new2");
        }
        old.close();
    }

    @Test
    void rowsAfterAPurgeAreNotTakenForOldOnes() throws Exception {
        try (var log = log()) {
            log.add(request(S, "1", "a", "{}")).add(request(S, "2", "b", "{}"));
            follow("-f");
            awaitTools("a", "b");

            log.sql("DELETE FROM messages");
            Thread.sleep(200);
            log.add(request(S, "3", "c", "{}"));

            awaitTools("a", "b", "c");
        }
    }

    @Test
    void whileItFollowsTheWriteAheadLogCanBeEmptied() throws Exception {
        try (var log = log()) {
            log.add(request(S, "1", "a", "{}"));
            follow("-f");
            awaitTools("a");

            log.sql("PRAGMA wal_checkpoint(TRUNCATE)");

            assertEquals(0, Files.size(directory.resolve("audit.db-wal")));
        }
    }

    @Test
    void beingInterruptedEndsIt() throws Exception {
        try (var log = log()) {
            log.add(request(S, "1", "a", "{}"));
            follow("-f");
            awaitTools("a");
        }

        end();

        assertEquals(0, code);
        assertEquals("", text(err));
    }

    private void follow(String... args) {
        Map<String, String> env = Map.of("MCPGATE_DB_PATH", database().toString());
        tail =
                new Thread(
                        () ->
                                code =
                                        Tail.run(
                                                List.of(args),
                                                env,
                                                out,
                                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                                new Stdout(false, 0),
                                                Clock.systemUTC()),
                        "tail");
        tail.start();
    }

    private void awaitTools(String... tools) throws InterruptedException {
        await(() -> tools().size() >= tools.length, tools.length + " rows: " + tools());
        assertEquals(List.of(tools), tools());
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, String what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, () -> "no " + what + "; " + text(err));
            Thread.sleep(5);
        }
    }

    private List<String> tools() {
        var tools = new ArrayList<String>();
        for (String line : text(out).lines().toList()) {
            int at = line.indexOf("tools/call ") + "tools/call ".length();
            tools.add(line.substring(at, line.indexOf("  ", at)));
        }
        return tools;
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private Path database() {
        return directory.resolve("audit.db");
    }

    private LogFixture log() throws SQLException {
        return new LogFixture(database());
    }
}
