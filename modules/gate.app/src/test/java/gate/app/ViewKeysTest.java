package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.audit.Decision;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

class ViewKeysTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneOffset.UTC);

    @TempDir Path directory;
    private ScreenDriver driver;
    private ViewState state;

    @BeforeEach
    void open() throws SQLException, IOException {
        SceneFixture.fill(directory.resolve("audit.db"));
        driver = new ScreenDriver(directory.resolve("audit.db"), 80, 24, CLOCK, Glyphs.UNICODE);
        state = driver.state;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void movingUpEndsFollowingAndReachingTheEndBeginsItAgain() throws Exception {
        driver.press("k");
        assertFalse(state.follow);
        long id = id();

        more();
        assertEquals(id, id(), "the cursor stays at its row");

        driver.press("G");
        assertTrue(state.follow);
        assertEquals(92, id());
    }

    @Test
    void pausedMeansPaused() throws Exception {
        driver.press(" ");
        more();
        assertEquals(89, state.size());
        assertEquals(3, state.fresh());

        driver.press("/tool:later<ENTER>");
        assertEquals(0, state.size(), "also under a filter");

        driver.press("/<^u><ENTER> ");
        assertEquals(92, state.size());
        assertTrue(state.follow);
    }

    @Test
    void theFilterIsSwitchedOffAndOnWithTheSameRowUnderTheCursor() throws Exception {
        driver.press("/decision:block<ENTER>k");
        long id = id();

        driver.press("f");
        assertEquals(id, id());
        assertEquals(89, state.size());

        driver.press("f");
        assertEquals(id, id());
        assertEquals(2, state.size());
    }

    @Test
    void matchesAreJumpedToWithTheFilterOff() throws Exception {
        driver.press("/decision:block<ENTER>fgn");
        assertEquals(81, id());
        driver.press("n");
        assertEquals(84, id());
        driver.press("N");
        assertEquals(81, id());
        driver.press("N");
        assertEquals("no earlier match", state.note);
    }

    @Test
    void marksAreKeptAndListed() throws Exception {
        driver.press("gmmM");
        assertEquals(2, state.size());
        driver.press("0");
        assertEquals(89, state.size());
        assertEquals(2, state.marks.size());
    }

    @Test
    void termsComeFromTheRowUnderTheCursor() throws Exception {
        driver.press("Bt");
        assertEquals("tool:fetch", state.filter.applied());
        driver.press("S");
        assertEquals("tool:fetch session:" + SceneFixture.WEB, state.filter.applied());
        driver.press("S");
        assertEquals("tool:fetch", state.filter.applied());
    }

    @Test
    void aWrongFilterKeepsWhatWasInForceAndEscapeBringsItBack() throws Exception {
        driver.press("/decision:warn<ENTER>");
        int warned = state.size();
        driver.press("/ (x");
        assertEquals(warned, state.size());
        assertEquals("this ( is never closed", state.filter.error());
        driver.press("<ENTER>");
        assertTrue(state.filter.isEditing());
        driver.press("<ESCAPE>");
        assertEquals("decision:warn", state.filter.applied());
        assertEquals(warned, state.size());
    }

    @Test
    void decisionsAreHiddenAndShown() throws Exception {
        driver.press("1");
        assertEquals(5, state.size());
        driver.press("3");
        assertEquals(3, state.size());
        driver.press("13");
        assertEquals(89, state.size());
        assertEquals(84, state.all.count(Decision.ALLOW));
    }

    @Test
    void onlyTheMenuCopiesAndOnlySafeText() throws Exception {
        driver.press("Br");
        assertEquals("", driver.copied.toString());
        driver.press("yr");
        assertTrue(driver.copied.toString().startsWith("{\"jsonrpc\":\"2.0\",\"id\":8"));
        driver.press("yc");
        assertEquals("mcpgate tail --json --id 83", driver.copied.toString());
        driver.press("byp");
        assertEquals("/result/content/0/text", driver.copied.toString());
    }

    @Test
    void someKeysAreForOthersToCarryOut() throws Exception {
        assertEquals(ViewKeys.Then.QUIT, driver.press("q"));
        assertEquals(ViewKeys.Then.QUIT, driver.press("/<^c>"));
        driver.press("<ESCAPE>");
        assertEquals(ViewKeys.Then.SUSPEND, driver.press("<^z>"));
        assertEquals(ViewKeys.Then.REDRAW, driver.press("<^l>"));
        assertEquals(ViewKeys.Then.PAGE, driver.press("o"));
        assertEquals(ViewKeys.Then.NOTHING, driver.press("?q"), "help is closed by any key");
    }

    private long id() {
        return Objects.requireNonNull(state.current()).row().id();
    }

    private void more() throws SQLException, IOException {
        SceneFixture.fillMore(directory.resolve("audit.db"));
        driver.catchUp();
    }
}
