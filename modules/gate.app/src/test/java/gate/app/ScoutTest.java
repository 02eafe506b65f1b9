package gate.app;

import static gate.app.LogFixture.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.Scout.News;
import gate.audit.AuditPaths;
import gate.audit.AuditReader;
import gate.audit.RowCondition;
import gate.audit.RowCondition.Text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

class ScoutTest {

    private static final long PATIENCE_SECONDS = 20;
    private static final String S = "7f3a90b1c2d3";

    @TempDir Path directory;

    private final BlockingQueue<News> news = new ArrayBlockingQueue<>(16);
    private final RowIndex all = new RowIndex();
    private final RowIndex matches = new RowIndex();
    private final List<News> seen = new ArrayList<>();
    private Thread thread = new Thread(() -> {});

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join(PATIENCE_SECONDS * 1000);
    }

    @Test
    void allRowsAreFoundNewestFirstAndThenWhatComes() throws Exception {
        int rows = 5_000;
        try (var log = log()) {
            log.sql("BEGIN");
            for (int i = 1; i <= rows; i++) {
                log.add(request(S, "" + i, i % 10 == 0 ? "tenth" : "other", "{}"));
            }
            log.sql("COMMIT");
            Scout scout = start();
            await(() -> all.size() == rows, "all rows");
            News first =
                    seen.stream()
                            .filter(one -> one instanceof News.Older)
                            .findFirst()
                            .orElseThrow();
            assertEquals(rows, ((News.Older) first).ids().id(0));

            scout.want(1, RowCondition.is(Text.TOOL, "tenth"));
            await(() -> matches.size() == rows / 10, "every tenth row");

            log.add(request(S, "x", "tenth", "{}"));
            log.add(request(S, "y", "other", "{}"));
            await(() -> all.size() == rows + 2 && matches.size() == rows / 10 + 1, "new rows");
            assertEquals(rows + 1, matches.id(matches.size() - 1));
            assertEquals(rows / 10 - 1, matches.find(rows - 1));
        }
    }

    @Test
    void aSearchEndsAfterSoManyRows() throws Exception {
        try (var log = log()) {
            log.sql("BEGIN");
            for (int i = 1; i <= 9_000; i++) {
                log.add(request(S, "" + i, "t", "{}"));
            }
            log.sql("COMMIT");
        }
        var scan = new Scan(0, RowCondition.ALL, 2_500);

        int found = 0;
        try (var reader = AuditReader.open(directory.resolve("audit.db")).orElseThrow()) {
            while (!scan.isDone()) {
                found += scan.older(reader).size();
            }
        }

        assertTrue(found >= 2_500 && found < 9_000, "found " + found);
        assertEquals(100, scan.percent());
    }

    @Test
    void itWaitsForALogAndStartsAnewWithAnotherOne() throws Exception {
        start();
        await(() -> seen.contains(new News.Waiting()), "the note that it waits");

        try (var log = log()) {
            log.add(request(S, "1", "a", "{}"));
            await(() -> all.size() == 1, "the first row");
        }
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(directory.resolve("audit.db" + suffix));
        }
        try (var log = log()) {
            log.add(request(S, "1", "b", "{}")).add(request(S, "2", "c", "{}"));
            await(() -> all.size() == 2, "the rows of the new file");
        }
    }

    @Test
    void afterAPurgeItStartsAnew() throws Exception {
        try (var log = log()) {
            log.add(request(S, "1", "a", "{}")).add(request(S, "2", "b", "{}"));
            start();
            await(() -> all.size() == 2, "two rows");

            log.sql("DELETE FROM messages WHERE id = 2");

            await(() -> all.size() == 1, "the row that is left");
        }
    }

    @Test
    void sessionsComeWithTheirCounts() throws Exception {
        try (var log = log()) {
            log.session(S, "fs").session("c00400000000", "web");
            log.add(request(S, "1", "a", "{}"));
            Scout scout = start();
            scout.wantSessions();

            await(
                    () ->
                            !seen.isEmpty()
                                    && seen.getLast() instanceof News.Sessions sessions
                                    && sessions.sessions().size() == 2
                                    && sessions.sessions().get(1).tally() != null,
                    "two sessions");
            var last = ((News.Sessions) seen.getLast()).sessions();
            assertEquals("web", last.get(0).heading().serverName());
            assertEquals(1, java.util.Objects.requireNonNull(last.get(1).tally()).all());
        }
    }

    private Scout start() {
        var scout =
                new Scout(
                        AuditPaths.of(directory.resolve("audit.db")), Clock.systemUTC(), news::put);
        thread = new Thread(scout, "gate-view-scan");
        thread.start();
        return scout;
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            News next = news.poll(100, TimeUnit.MILLISECONDS);
            if (next != null) {
                take(next);
            }
            assertTrue(System.nanoTime() < end, () -> "no " + what + ": " + all.size());
        }
    }

    private void take(News next) {
        seen.add(next);
        switch (next) {
            case News.Opened() -> {
                all.clear();
                matches.clear();
            }
            case News.Older older -> (older.number() == 0 ? all : matches).addOlder(older.ids());
            case News.Newer newer -> (newer.number() == 0 ? all : matches).addNewer(newer.ids());
            default -> {}
        }
    }

    private LogFixture log() throws SQLException {
        return new LogFixture(directory.resolve("audit.db"));
    }
}
