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
        "/tmp/../etc/c/, /etc/c/",
        "of=/tmp/../dev/sda, of=/dev/sda",
        "--file=/x//../usr, --file=/usr",
        "/srv/../home/u/.bashrc, /home/u/.bashrc",
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
                "//./PhysicalDrive0",
                "s/_//g",
                "s/../x/",
                "./x",
                "x/..",
                "../../etc",
                "main...topic",
                "/a /../etc",
                "/tmp/$UNSET/../home/u",
                "/var/tmp/*/../x",
                "/tmp/l/home/../etc",
                "host:/x/../etc",
                "~/x/../.ssh",
                "rm\t-rf\t~;x/../..",
                "DROP/**/TABLE/**//**/users",
                "I////wpybSAtcmYgL2hvbWUvdQo=",
                "-rf",
                "",
                "/",
                "..",
                "a=b",
            })
    void leavesTheRest(String word) {
        assertEquals(word, StraightPath.of(word));
    }

    @Test
    void leavesWordsWithoutDetoursAlone() {
        List<String> words = List.of("rm", "-rf", "/tmp/x");
        assertSame(words, StraightPath.of(words));
    }
}
