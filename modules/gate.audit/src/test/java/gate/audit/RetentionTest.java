package gate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.audit.Verifier.Scope;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class RetentionTest {

    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final long ANY_AGE = Retention.UNLIMITED;
    private static final long ANY_SIZE = Retention.UNLIMITED;

    record Setting(Map<String, String> env, Retention means) {}

    static List<Setting> settings() {
        return List.of(
                new Setting(Map.of(), Retention.DEFAULT),
                new Setting(
                        Map.of("MCPGATE_KEEP_AGE", "12h"),
                        new Retention(12 * HOUR_NANOS, 4L << 30)),
                new Setting(
                        Map.of("MCPGATE_KEEP_AGE", "2W", "MCPGATE_KEEP_SIZE", "none"),
                        new Retention(14 * 24 * HOUR_NANOS, ANY_SIZE)),
                new Setting(
                        Map.of("MCPGATE_KEEP_SIZE", "500M"), new Retention(ANY_AGE, 500L << 20)),
                new Setting(
                        Map.of("MCPGATE_KEEP_SIZE", "2g", "MCPGATE_KEEP_AGE", "NONE"),
                        new Retention(ANY_AGE, 2L << 30)));
    }

    @TempDir Path home;

    private AuditPaths paths;

    @BeforeEach
    void setUp() {
        paths = AuditPaths.of(home.resolve("audit.db"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theEnvironmentSaysWhatIsKept(Setting setting) {
        assertEquals(setting.means, Retention.fromEnvironment(setting.env));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "90", "d", "-1d", "90x", "1M", "99999999999999999w", "∞"})
    void anAgeThatMakesNoSenseIsNamed(String age) {
        Map<String, String> env = Map.of("MCPGATE_KEEP_AGE", age);

        var thrown =
                assertThrows(IllegalArgumentException.class, () -> Retention.fromEnvironment(env));

        assertTrue(String.valueOf(thrown.getMessage()).contains('"' + age + '"'));
    }

    @Test
    void whatIsTooMuchLosesItsOldestBodiesAndStillVerifies() throws Exception {
        record(400, 16_000, 1);

        prune(new Retention(ANY_AGE, 3L << 20));

        long left = number("SELECT count(message_json) FROM messages");
        assertTrue(left > 100 && left < 220, left + " bodies of 16 KB in 3 MiB");
        assertEquals(400, number("SELECT count(*) FROM messages"));
        assertEquals(400 - left, number("SELECT max(id) FROM messages WHERE message_json IS NULL"));
        Verification found = Verifier.verify(paths, Scope.all());
        assertEquals(List.of(), found.evidence());
        assertEquals(400 - left, found.erased());
    }

    @Test
    void whatIsTooOldGoesAndWhatIsYoungerStays() throws Exception {
        record(300, 10, 1);
        record(20, 10, Clock.epochNanos());

        prune(new Retention(HOUR_NANOS, ANY_SIZE));

        assertEquals(20, number("SELECT count(message_json) FROM messages"));
        assertEquals(300, number("SELECT max(id) FROM messages WHERE message_json IS NULL"));
        assertEquals(List.of(), Verifier.verify(paths, Scope.all()).evidence());
    }

    @Test
    void rowsAloneAreNeverTooMuch() throws Exception {
        record(6_000, 2, 1);

        prune(new Retention(ANY_AGE, 1L << 20));

        assertEquals(6_000, number("SELECT count(*) FROM messages"));
        assertEquals(0, number("SELECT count(message_json) FROM messages"));
    }

    @Test
    void aGateAtWorkDoesSoByItself() throws Exception {
        record(300, 10, 1);
        var limits = new AuditLimits(16L << 20, 4L << 30, 60_000);

        try (AuditLog log =
                AuditLog.open(
                        paths,
                        Samples.session(),
                        complaint -> {},
                        limits,
                        new Retention(HOUR_NANOS, ANY_SIZE))) {
            log.startDraining();
            for (int i = 0; i < 300 && kept() > 0; i++) {
                Thread.sleep(50);
            }
        }

        assertEquals(0, kept());
    }

    private long kept() throws Exception {
        return number("SELECT count(message_json) FROM messages WHERE timestamp_ns < 1000000");
    }

    private void prune(Retention retention) throws Exception {
        var pruner = new Pruner(retention);
        int steps = 0;
        try (Database database = Database.open(paths, 5_000)) {
            while (pruner.step(database)) {
                steps++;
                assertTrue(steps < 1_000, "it never ends");
            }
            database.seal();
        }
        assertTrue(steps > 1, "in one step");
    }

    private void record(int messages, int bytes, long epochNanos) throws IOException {
        var limits = new AuditLimits(16L << 20, 4L << 30, 60_000);
        try (AuditLog log = AuditLog.open(paths, Samples.session(), complaint -> {}, limits)) {
            for (int i = 0; i < messages; i++) {
                log.append(Samples.message("x".repeat(bytes), epochNanos));
            }
        }
    }

    private long number(String query) throws Exception {
        return Long.parseLong(Samples.row(paths, query));
    }
}
