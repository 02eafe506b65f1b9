package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.app.LogFixture.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

/// Random keys on a hostile log, in any size: every frame fits, and sends nothing but its own
/// sequences and harmless text.
class ViewFuzzTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneOffset.UTC);
    private static final String EVIL =
            "\u001b[2J\u001b]52;c;agk=\u0007\u009b1m\u202e\u200b\n"
                    + "\u0008x 世\u0301\u0302\u0303 👨\u200d👩 שלום";
    private static final List<String> KEYS =
            List.of(
                    "j",
                    "k",
                    "g",
                    "G",
                    "h",
                    "l",
                    "F",
                    " ",
                    "f",
                    "n",
                    "N",
                    "b",
                    "B",
                    "w",
                    "W",
                    "r",
                    "s",
                    "S",
                    "t",
                    "x",
                    "1",
                    "2",
                    "3",
                    "0",
                    "m",
                    "M",
                    "p",
                    "y",
                    "?",
                    "+",
                    "_",
                    "/",
                    "a",
                    ":",
                    "(",
                    "\"",
                    "d:block",
                    "<ENTER>",
                    "<ESCAPE>",
                    "<TAB>",
                    "<UP>",
                    "<DOWN>",
                    "<PAGE_UP>",
                    "<PAGE_DOWN>",
                    "<HOME>",
                    "<END>",
                    "<LEFT>",
                    "<RIGHT>",
                    "<BACKSPACE>",
                    "<DELETE>",
                    "<^u>",
                    "<^d>",
                    "<^w>",
                    "<^k>",
                    "世",
                    "\u001b[99~");

    @TempDir Path directory;

    @Test
    void everyFrameFitsAndIsHarmless() throws Exception {
        Path database = directory.resolve("audit.db");
        SceneFixture.fill(database);
        try (var log = new LogFixture(database)) {
            String[] kinds = {"request", "notification", "result", "error", "fault", "noise"};
            for (String kind : kinds) {
                log.add(new Row(EVIL, EVIL, true, kind, EVIL, EVIL, EVIL, "block", EVIL, EVIL));
                byte[] raw = EVIL.getBytes(StandardCharsets.ISO_8859_1);
                log.add(new Row(EVIL, EVIL, false, kind, EVIL, EVIL, EVIL, EVIL, EVIL, raw));
                String json = "{\"a\":{\"b\":[\"" + EVIL + "\"," + "[".repeat(200) + "\"x";
                log.add(new Row(EVIL, EVIL, false, kind, "1", EVIL, EVIL, "warn", EVIL, json));
            }
            log.sql(
                    "UPDATE messages SET findings ="
                        + " '[{\"rule\":\"\u001b[2J\",\"pointer\":\"/a/b/0\",\"start\":0,\"end\":9,\"reason\":\"\u202e\"},"
                        + " 7, {\"start\":1e99}]' WHERE id % 2");
            log.sql(
                    "INSERT INTO sessions VALUES('"
                            + EVIL
                            + "', 1, 2, '"
                            + EVIL
                            + "', '[]', 1, NULL, '"
                            + EVIL
                            + "')");
        }
        var random = new Random(11);
        for (int round = 0; round < 24; round++) {
            int width = 1 + random.nextInt(round % 3 == 0 ? 220 : 90);
            int height = 1 + random.nextInt(50);
            var painter = new Painter(round % 2 == 0, false);
            try (var driver = new ScreenDriver(database, width, height, CLOCK, Glyphs.UNICODE)) {
                for (int i = 0; i < 60; i++) {
                    driver.press(KEYS.get(random.nextInt(KEYS.size())));
                    if (i % 7 == 0) {
                        driver.state.width = 1 + random.nextInt(150);
                        driver.state.height = 1 + random.nextInt(50);
                    }
                    Frame frame = driver.frame();
                    assertEquals(driver.state.height, frame.lines().size());
                    for (Strip line : frame.lines()) {
                        assertTrue(SafeText.line(line.text()).cells() >= 0);
                        assertTrue(line.cells() <= driver.state.width, line::text);
                    }
                    assertHarmless(new String(painter.paint(frame), StandardCharsets.UTF_8));
                    assertHarmless(driver.copied.toString().replace("\n", ""));
                }
            }
        }
    }

    /// Takes the sequences of the painter out; nothing that a terminal obeys or hides may be left.
    private static void assertHarmless(String sent) {
        String text = sent.replaceAll("\u001b\\[(\\?(2026|25)[hl]|[0-9;]*[HGKJm])", "");
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            boolean joins = point == 0x200d || point == 0xfe0f;
            assertTrue(joins || SafeText.isVisible(point), () -> Integer.toHexString(point));
            at += Character.charCount(point);
        }
    }
}
