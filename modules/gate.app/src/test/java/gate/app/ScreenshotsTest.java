package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// The pictures in the README: what the screen sends to a terminal, drawn as SVG. `make golden`
/// draws them anew.
class ScreenshotsTest {

    private static final boolean WRITE = Boolean.getBoolean("golden.write");
    private static final Path FILES = Path.of("../../docs/screens");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T18:10:00Z"), ZoneOffset.UTC);

    @TempDir Path directory;

    record Shot(String name, String keys, int width, int height) {}

    static List<Shot> shots() {
        return List.of(
                new Shot("watch", "BB", 100, 24),
                new Shot("explain", "BBeR", 100, 28),
                new Shot("filter", "/decision:block,warn -tool:fe", 100, 16));
    }

    @ParameterizedTest
    @MethodSource("shots")
    void thePictureIsWhatTheScreenShows(Shot shot) throws SQLException, IOException {
        Path database = directory.resolve("audit.db");
        SceneFixture.fill(database);
        Frame frame;
        try (var driver =
                new ScreenDriver(database, shot.width, shot.height, CLOCK, Glyphs.UNICODE)) {
            driver.press(shot.keys);
            driver.beat();
            frame = driver.frame();
        }

        String svg = Svg.of(frame, shot.width, shot.height);
        Path file = FILES.resolve(shot.name + ".svg");
        if (WRITE) {
            Files.writeString(file, svg);
        }

        assertTrue(Files.exists(file), () -> "`make golden` writes " + file);
        assertEquals(Files.readString(file), svg);
    }

    /// Reads what goes to a terminal: text, the colours of [Style], and columns that are said anew.
    private static final class Svg {

        private static final int CELL = 9;
        private static final int LINE = 19;
        private static final int EDGE = 12;

        private final StringBuilder svg = new StringBuilder();
        private String style = "";
        private int column;

        static String of(Frame frame, int width, int height) {
            var drawing = new Svg();
            int wide = width * CELL + 2 * EDGE;
            int high = height * LINE + 2 * EDGE;
            drawing.svg.append(
                    """
                    <svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="%d" height="%d" viewBox="0 0 %d %d">
                    <style>text{font:15px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d0d4da;white-space:pre}
                    .g{fill:#7ec97e}.y{fill:#e8c266;font-weight:bold}.r{fill:#f0756b;font-weight:bold}.b{font-weight:bold;fill:#fff}.d{fill:#868d98}</style>
                    <rect width="100%%" height="100%%" rx="8" fill="#14171c"/>
                    """
                            .formatted(wide, high, wide, high));
            for (int i = 0; i < frame.lines().size(); i++) {
                drawing.line(frame.lines().get(i).ansi(true), EDGE + (i + 1) * LINE - 5);
            }
            return drawing.svg.append("</svg>\n").toString();
        }

        private void line(String ansi, int y) {
            column = 0;
            style = "";
            for (int at = 0; at < ansi.length(); ) {
                int escape = ansi.indexOf('\u001b', at);
                int end = escape < 0 ? ansi.length() : escape;
                text(ansi.substring(at, end), y);
                at = end;
                if (escape >= 0) {
                    int last = escape + 2;
                    while (!Character.isLetter(ansi.charAt(last))) {
                        last++;
                    }
                    sequence(ansi.substring(escape, last + 1));
                    at = last + 1;
                }
            }
        }

        private void sequence(String sequence) {
            switch (sequence.charAt(sequence.length() - 1)) {
                case 'm' ->
                        style =
                                switch (sequence) {
                                    case "\u001b[32m" -> "g";
                                    case "\u001b[1;33m" -> "y";
                                    case "\u001b[1;31m" -> "r";
                                    case "\u001b[1m" -> "b";
                                    case "\u001b[2m" -> "d";
                                    default -> "";
                                };
                case 'G' ->
                        column = Integer.parseInt(sequence.substring(2, sequence.length() - 1)) - 1;
                default -> {}
            }
        }

        private void text(String text, int y) {
            int cells = SafeText.line(text).cells();
            if (!text.isBlank()) {
                int x = EDGE + column * CELL;
                String kind = style.isEmpty() ? "" : " class=\"" + style + '"';
                svg.append(
                        "<text x=\"%d\" y=\"%d\" textLength=\"%d\"%s>"
                                .formatted(x, y, cells * CELL, kind));
                svg.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
                svg.append("</text>\n");
            }
            column += cells;
        }
    }
}
