package gate.rules.builtin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class StraightPathTest {

    @ParameterizedTest
    @CsvSource({
        "/tmp/../dev/sda, /dev/sda",
        "/dev//sda, /dev/sda",
        "//etc//passwd, /etc/passwd",
        "/dev/./sda, /dev/sda",
        "/../../etc, /etc",
        "/tmp/.., /",
        "/etc/., /etc",
        "/a/b/../../c/, /c/",
        "of=/tmp/../dev/sda, of=/dev/sda",
        "--file=/x//y, --file=/x/y",
        "~/x/../.ssh/config, ~/.ssh/config",
        "$HOME/a/../.bashrc, $HOME/.bashrc",
        "~/../other/x, ~/../other/x",
        "a/../.git/config, .git/config",
        "../../a/../b, ../../b",
        "./../x, ./../x",
    })
    void takesDetoursOut(String word, String straight) {
        assertEquals(straight, StraightPath.of(word));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/home/u/.ssh",
                "https://a.example.com//b/../c",
                "//c",
                "s/_//g",
                "s/../x/",
                "s/./&&/",
                "s/a//;s/b//",
                "//./PhysicalDrive0",
                "./x",
                "main...topic",
                "/a /../b",
                "-rf",
                "",
                "/",
                "..",
                "a=b",
            })
    void leavesTheRest(String word) {
        assertSame(word, StraightPath.of(word));
    }

    @Test
    void leavesWordsWithoutDetoursAlone() {
        List<String> words = List.of("rm", "-rf", "/tmp/x");
        assertSame(words, StraightPath.of(words));
    }
}
