package gate.app;

import static gate.app.LogFixture.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.Advisor.Advice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class AdvisorTest {

    private static final String S = "7f3a90b1c2d3";

    @TempDir Path directory;
    private final BlockingQueue<Advice> told = new LinkedBlockingQueue<>();
    private Advisor advisor = new Advisor(Path.of(""), policy(Path.of("")), told::put);

    @BeforeEach
    void open() {
        advisor = new Advisor(directory.resolve("audit.db"), policy(directory), told::put);
    }

    @AfterEach
    void end() {
        advisor.end();
    }

    @Test
    void aRowIsExplainedAndJudgedAnew() throws Exception {
        try (var log = log()) {
            log.add(request(S, "1", "run", "{\"cmd\":\"rm -rf /\"}"));
        }

        advisor.explain(1);
        var explained = assertInstanceOf(Advice.Explained.class, next());
        assertEquals(1, explained.explanation().row().id());

        advisor.judge(1);
        var judged = assertInstanceOf(Advice.Judged.class, next());
        var changed = assertInstanceOf(Rejudge.Outcome.Changed.class, judged.outcome());
        assertEquals("destructive_shell_command", changed.now().rule());
    }

    @Test
    void whatIsGoneIsSaidSo() throws Exception {
        advisor.explain(1);
        assertEquals(new Advice.Failed(1, "it was removed from the log"), next());
        try (var log = log()) {
            log.add(request(S, "1", "a", "{}"));
        }

        advisor.judge(2);

        assertEquals(new Advice.Failed(2, "it was removed from the log"), next());
    }

    @Test
    void aLongSessionTellsHowFarItIsAndAnotherQuestionEndsIt() throws Exception {
        int rows = 30_000;
        try (var log = log()) {
            log.sql("BEGIN");
            for (int i = 1; i <= rows; i++) {
                log.add(request(S, "" + i, "read", "{}"));
            }
            log.sql("COMMIT");
        }

        advisor.judge(rows);
        var judging = assertInstanceOf(Advice.Judging.class, next());
        assertTrue(judging.percent() < 20, judging.toString());
        advisor.explain(1);

        Advice advice = next();
        while (advice instanceof Advice.Judging) {
            advice = next();
        }
        assertInstanceOf(Advice.Explained.class, advice, "the judging was given up");
    }

    @Test
    void aMessageThatIsTooLongForTheViewerIsNotRead() throws Exception {
        try (var log = log()) {
            log.add(request(S, "1", "a", "{\"x\":\"" + "y".repeat(Advisor.MESSAGE_BYTES) + "\"}"));
        }

        advisor.judge(1);
        var failed = assertInstanceOf(Advice.Failed.class, next());
        assertEquals(
                "its session has a message too long for the viewer: mcpgate replay --session "
                        + S
                        + " judges it",
                failed.message());

        advisor.explain(1);
        assertInstanceOf(Advice.Explained.class, next());
    }

    @Test
    void thePolicyOfNowCounts() throws Exception {
        try (var log = log()) {
            log.add(request(S, "1", "run", "{\"cmd\":\"rm -rf /\"}"));
        }
        Path file = Files.createDirectory(directory.resolve(".mcpgate")).resolve("policy.toml");
        Files.writeString(file, "[rules.destructive_shell_command]\naction = \"allow\"\n");

        advisor.judge(1);
        var judged = assertInstanceOf(Advice.Judged.class, next());
        assertInstanceOf(Rejudge.Outcome.Same.class, judged.outcome());

        Files.writeString(file, "no policy");
        advisor.judge(1);
        assertInstanceOf(Advice.Failed.class, next());
    }

    /// That of a user who lives there.
    private static PolicyPlaces policy(Path home) {
        return PolicyPlaces.of(
                new File("/nowhere/policy.toml"), Map.of("HOME", home.toString()), null, null);
    }

    private Advice next() throws InterruptedException {
        return Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS), "no advice");
    }

    private LogFixture log() throws SQLException {
        return new LogFixture(directory.resolve("audit.db"));
    }
}
