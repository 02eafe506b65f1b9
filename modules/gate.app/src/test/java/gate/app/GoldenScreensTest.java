package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// What the screen shows after some keys, in four sizes, as files that a person can look at. The
/// bytes of each frame go through a terminal in memory, whose screen must be the frame's text.
///
/// `make golden` writes the files anew; the difference is the review.
class GoldenScreensTest {

    private static final boolean WRITE = Boolean.getBoolean("golden.write");
    private static final Path FILES = Path.of("src/test/resources/golden");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneOffset.UTC);

    @TempDir static Path directory;

    record Scene(String name, String keys, int width, int height) {

        String file() {
            return name + '-' + width + 'x' + height + ".txt";
        }
    }

    static List<Scene> scenes() {
        String[][] scripts = {
            {"follow", ""},
            {"top", "g"},
            {"up-twice", "kk"},
            {"page-up", "<PAGE_UP>"},
            {"paused", " "},
            {"block", "B"},
            {"block-detail", "B<ENTER>"},
            {"block-raw", "BBp<TAB>"},
            {"block-hex", "BBpp<TAB>"},
            {"shell", "BB"},
            {"shell-detail", "BB<ENTER><DOWN><DOWN>"},
            {"warn", "W"},
            {"warn-noise", "WWW"},
            {"pair", "Br"},
            {"no-pair", "Wr"},
            {"no-block", "b"},
            {"sideways", "kll"},
            {"filter-typing", "/decision:block"},
            {"filter-kept", "/decision:block<ENTER>"},
            {"filter-wrong", "/decision:blo"},
            {"filter-text", "/main1 dir:out<ENTER>"},
            {"filter-empty", "/nowhere<ENTER>"},
            {"filter-off", "/decision:block<ENTER>f"},
            {"filter-complete", "/de<TAB>b<TAB>"},
            {"filter-candidates", "/si<TAB><^u>se<TAB>"},
            {"filter-escape", "/d:warn<ENTER>/<^u>x<ESCAPE>"},
            {"filter-history", "/d:warn<ENTER>/<^u>is:noise<ENTER>/<UP>"},
            {"hide-allow", "1"},
            {"hide-two", "12"},
            {"show-all", "120"},
            {"marks", "kkkmmM"},
            {"this-session", "BS"},
            {"this-tool", "Bt"},
            {"without-tool", "gx"},
            {"sessions", "s"},
            {"sessions-typed", "sshe"},
            {"sessions-chosen", "s<DOWN><ENTER>"},
            {"copy-menu", "By"},
            {"copied", "Byi"},
            {"help", "?"},
            {"explain", "BBe"},
            {"explain-answer", "Be"},
            {"explain-scrolled", "Bejjj"},
            {"explain-judged", "BBeR"},
            {"explain-allowed", "kkke"},
            {"judged-anew", "BBR"},
            {"judged-detail", "BR<ENTER>"},
            {"columns", "c"},
            {"columns-chosen", "cirjvw<ESCAPE>B"},
            {"columns-as-usual", "cmn0<ESCAPE>"},
            {"fold", "BB<ENTER>GkkkZz"},
            {"fold-outward", "BB<ENTER>Gkkkkkkzzz"},
            {"unfold", "BB<ENTER>GkkkzZ"},
            {"fold-nothing", "kz"},
            {"traffic", ""},
            {"traffic-paused", " "},
            {"list-only", "_"},
            {"detail-only", "B++"},
            {"long-name", "k"},
            {"not-kept", "WWW<DOWN>kkk<ENTER>"},
        };
        var scenes = new ArrayList<Scene>();
        for (int[] size : new int[][] {{80, 24}, {120, 40}, {40, 12}, {200, 60}}) {
            for (String[] script : scripts) {
                scenes.add(new Scene(script[0], script[1], size[0], size[1]));
            }
        }
        for (int[] size : new int[][] {{30, 5}, {29, 5}, {60, 10}, {59, 9}, {100, 10}, {99, 11}}) {
            scenes.add(new Scene("sizes", "B", size[0], size[1]));
            scenes.add(new Scene("sizes-help", "?", size[0], size[1]));
        }
        scenes.add(new Scene("ascii", "B", 80, 24));
        scenes.add(new Scene("ascii-wide", "BB", 120, 40));
        scenes.add(new Scene("later", "kk", 80, 24));
        scenes.add(new Scene("later-paused", " ", 80, 24));
        return scenes;
    }

    @BeforeAll
    static void fill() throws SQLException, IOException {
        SceneFixture.fill(directory.resolve("audit.db"));
        Files.createDirectories(FILES);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theScreenIsTheOneInTheFile(Scene scene) throws IOException, SQLException {
        Path database = directory.resolve("audit.db");
        if (scene.name.startsWith("later")) {
            database = directory.resolve(scene.name + ".db");
            SceneFixture.fill(database);
        }
        boolean isBusy = scene.name.startsWith("traffic");
        Clock clock = isBusy ? Clock.offset(CLOCK, Duration.ofMinutes(-110)) : CLOCK;
        Glyphs glyphs = scene.name.startsWith("ascii") ? Glyphs.ASCII : Glyphs.UNICODE;
        Frame frame;
        Frame before;
        try (var driver = new ScreenDriver(database, scene.width, scene.height, clock, glyphs)) {
            before = driver.frame();
            driver.press(scene.keys);
            if (isBusy) {
                driver.beat();
            }
            if (scene.name.startsWith("later")) {
                SceneFixture.fillMore(database);
                driver.catchUp();
            }
            frame = driver.frame();
        }

        boolean ascii = glyphs.equals(Glyphs.ASCII);
        String text = ascii ? Painter.ascii(frame.text()) : frame.text();
        String shown = shown(before, frame, scene, ascii);
        assertEquals(text.replace("\u200d", ""), shown, "the terminal shows the frame");
        Path file = FILES.resolve(scene.file());
        if (WRITE) {
            Files.writeString(file, text);
        }
        assertTrue(Files.exists(file), () -> "`make golden` writes " + file);
        assertEquals(Files.readString(file), text);
    }

    /// What a terminal without joined emoji shows that got the first frame whole and the second as
    /// a difference.
    private static String shown(Frame before, Frame frame, Scene scene, boolean ascii) {
        var terminal = new ScreenTerminal(scene.width, scene.height);
        var painter = new Painter(true, ascii);
        terminal.write(Painter.ENTER);
        terminal.write(new String(painter.paint(before), StandardCharsets.UTF_8));
        terminal.write(new String(painter.paint(frame), StandardCharsets.UTF_8));
        var cells = new long[scene.width * scene.height];
        terminal.dump(cells, 0, 0, scene.height, scene.width, null);
        var text = new StringBuilder();
        for (int row = 0; row < scene.height; row++) {
            var line = new StringBuilder();
            for (int column = 0; column < scene.width; column++) {
                int point = ScreenTerminal.cellCodePoint(cells[row * scene.width + column]);
                if (point > 0) {
                    line.appendCodePoint(point);
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
