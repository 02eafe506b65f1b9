package gate.app.install;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.app.install.Server.State;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// 200 files of each format: in, in again, out.
class ReversibleTest {

    private static final String GATE = "/opt/größe \"x\"/bin/mcpgate";
    private static final int FILES = 200;

    /// Names may come twice: clients write such files, and the last one holds.
    private static final JSON STRICT = JSON.std.without(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

    /// What clients write: JSON has two kinds.
    enum Kind {
        JSON(Format.JSON),
        JSON_WITH_COMMENTS(Format.JSON),
        TOML(Format.TOML),
        YAML(Format.YAML);

        private final Format format;

        Kind(Format format) {
            this.format = format;
        }
    }

    static Place place(Format format) {
        List<List<String>> tables =
                switch (format) {
                    case JSON ->
                            List.of(List.of("mcpServers"), List.of("projects", "*", "mcpServers"));
                    case TOML -> List.of(List.of("mcp_servers"));
                    case YAML -> List.of(List.of("extensions"));
                };
        return new Place("x", "X", Path.of("/x"), format, tables, Place.Scope.USER);
    }

    static ConfigFile read(Format format, byte[] bytes) throws IOException {
        return ConfigFile.of(place(format), Path.of("/x"), bytes);
    }

    @ParameterizedTest
    @EnumSource
    void whatGoesInComesOutByteForByte(Kind kind) throws IOException {
        Format format = kind.format;
        int wrapped = 0;
        for (int seed = 0; seed < FILES; seed++) {
            var generator = new ConfigGenerator(seed, format, kind == Kind.JSON_WITH_COMMENTS);
            byte[] before = generator.next();
            String shown = "seed " + seed + ":\n" + new String(before, StandardCharsets.UTF_8);
            ConfigFile file;
            try {
                file = read(format, before);
            } catch (IOException e) {
                throw new AssertionError(e.getMessage() + " in " + shown, e);
            }

            Plan in = file.wrap(GATE, _ -> true, _ -> false);
            assertEquals(List.of(), in.refused(), shown);
            assertEquals(generator.servers(), in.servers().size(), shown);
            ConfigFile inside = read(format, in.after());
            for (Server server : inside.servers()) {
                assertTrue(server.state() != State.PLAIN, shown);
            }

            if (kind == Kind.JSON) {
                assertDoesNotThrow(() -> STRICT.anyFrom(in.after()), shown); // strict
            }

            assertTrue(inside.wrap(GATE, _ -> true, _ -> false).isEmpty(), shown);

            Plan out = inside.unwrap(_ -> true);
            assertArrayEquals(before, out.after(), shown);
            assertTrue(out.isReversible(), shown);
            wrapped += in.servers().size();
        }
        assertTrue(wrapped > FILES, "only " + wrapped + " servers in all");
    }
}
