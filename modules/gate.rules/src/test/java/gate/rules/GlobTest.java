package gate.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class GlobTest {

    @Test
    void starsStandForAnythingAndQuestionMarksForOne() {
        assertTrue(Glob.fits("delete_*", "delete_file"));
        assertTrue(Glob.fits("*_file", "delete_file"));
        assertTrue(Glob.fits("*e*_f*", "delete_file"));
        assertTrue(Glob.fits("a?c", "abc"));
        assertTrue(Glob.fits("*", ""));
        assertTrue(Glob.fits("", ""));
        assertFalse(Glob.fits("delete_*", "undelete_x"));
        assertFalse(Glob.fits("a?c", "ac"));
        assertFalse(Glob.fits("a*b", "abc"));
        assertFalse(Glob.fits("", "a"));
        assertFalse(Glob.fits("Delete", "delete"));
    }

    @Test
    void manyStarsDoNotExplode() {
        String pattern = "a*".repeat(30) + "b";
        assertTimeoutPreemptively(
                Duration.ofSeconds(2), () -> assertFalse(Glob.fits(pattern, "a".repeat(100_000))));
    }
}
