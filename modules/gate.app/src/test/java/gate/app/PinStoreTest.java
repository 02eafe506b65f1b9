package gate.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gate.rules.Offer;
import gate.rules.Pins;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

class PinStoreTest {

    private static final List<String> NPX = List.of("npx", "-y", "@acme/facts");

    @TempDir Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Complaints complaints = Complaints.unheard();

    @Test
    void anotherSessionKnowsWhatPassed() {
        Offer offer = offer("fact", "one\ttwo\n\\three \ud800 \ud83d\ude00");
        store("facts", NPX).pin(List.of(offer));

        assertEquals(List.of(offer), store("facts", NPX).known("fact"));
        assertEquals(
                List.of(offer),
                store("facts", List.of("/usr/bin/npx", "@acme/facts@2.0.1")).known("fact"));
        assertTrue(store("facts", List.of("npx", "@acme/other")).known("fact").isEmpty());
    }

    @Test
    void fourVersionsAreKeptNewestFirst() {
        for (int i = 0; i < 6; i++) {
            store("facts", NPX).pin(List.of(offer("fact", "v" + i)));
        }

        assertEquals(
                List.of(
                        offer("fact", "v5"),
                        offer("fact", "v4"),
                        offer("fact", "v3"),
                        offer("fact", "v2")),
                store("facts", NPX).known("fact"));
    }

    @Test
    void whatIsHeldBackIsStoppedInLaterSessionsUntilItPasses() {
        Pins first = store("facts", NPX);
        first.pin(List.of(offer("fact", "good")));
        first.hold(offer("fact", "bad"), "because", true);
        Pins second = store("facts", NPX);
        assertFalse(second.isHeld("fact"), "nothing was listed yet");
        second.known("fact");

        assertTrue(first.isHeld("fact"));
        assertTrue(second.isHeld("fact"));
        store("facts", NPX).pin(List.of(offer("fact", "bad")));

        assertFalse(first.isHeld("fact"), "the user accepts while a gate runs");
        assertFalse(second.isHeld("fact"));
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        store("facts", NPX).pin(List.of(offer("fact", "one")));

        assertEquals("rwx------", mode(home.resolve("pins")));
        try (var files = Files.list(home.resolve("pins"))) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", mode(file));
            }
        }
    }

    @Test
    void aDamagedFileIsKeptAsideAndSaidSo() throws Exception {
        store("facts", NPX).pin(List.of(offer("fact", "one")));
        Path file = file();
        String whole = Files.readString(file);
        for (String damaged :
                List.of(
                        "",
                        whole.substring(0, whole.length() - 5),
                        "x\n" + whole,
                        whole + "\u0000")) {
            Files.writeString(file, damaged);
            said.reset();

            boolean isKnown = !store("facts", NPX).known("fact").isEmpty();

            if (isKnown) {
                assertEquals(whole + "\u0000", damaged, "what comes after the end does not count");
            } else {
                assertTrue(said().contains("damaged"));
                assertFalse(Files.exists(file));
                Files.writeString(file, whole);
            }
        }
        try (var files = Files.list(home.resolve("pins"))) {
            assertEquals(3, files.filter(f -> f.toString().contains(".damaged-")).count());
        }
    }

    @Test
    void whereNothingCanBeWrittenTheSessionStillRemembers() throws Exception {
        Files.writeString(home.resolve("pins"), "in the way");
        Pins pins = store("facts", NPX);

        pins.pin(List.of(offer("fact", "one")));

        assertEquals(List.of(offer("fact", "one")), pins.known("fact"));
        assertTrue(said().contains("not remembered"));
    }

    @Test
    void gatesThatWriteAtOnceLoseNothing() throws Exception {
        List<Thread> gates = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "tool" + i;
            Pins pins = store("facts", NPX);
            pins.known(name);
            gates.add(new Thread(() -> pins.pin(List.of(offer(name, "one")))));
        }
        gates.forEach(Thread::start);
        for (Thread gate : gates) {
            gate.join();
        }

        Pins after = store("facts", NPX);
        for (int i = 0; i < 8; i++) {
            assertEquals(1, after.known("tool" + i).size(), "tool" + i);
        }
    }

    @Test
    void noMoreThanSoMuchIsRemembered() {
        Pins pins = store("facts", NPX);
        List<Offer> many = new ArrayList<>();
        for (int i = 0; i < Pins.MAX_OFFERS + 9; i++) {
            many.add(offer("tool" + i, "one"));
        }
        pins.pin(many);
        pins.pin(List.of(offer("tool0", "x".repeat(PinnedServer.MAX_CHARS + 1))));

        assertEquals(Pins.MAX_OFFERS, store("facts", NPX).known("tool0").size() + countKnown());
    }

    private int countKnown() {
        Pins pins = store("facts", NPX);
        int known = 0;
        for (int i = 1; i < Pins.MAX_OFFERS + 9; i++) {
            known += pins.known("tool" + i).size();
        }
        return known;
    }

    @Test
    void theToolsOfOtherServersAreKnownByName() {
        store("whatsapp", List.of("uvx", "whatsapp")).pin(List.of(offer("send_message", "x")));
        Pins pins = store("facts", NPX);

        assertTrue(pins.isOfAnother("send_message"));
        assertFalse(pins.isOfAnother("fact"));
    }

    @Test
    void aServerOfTheSameNameThatIsStartedOtherwiseIsSaidOnce() {
        store("facts", NPX).pin(List.of(offer("fact", "one")));
        Pins other = store("facts", List.of("npx", "@evil/facts-2"));

        assertEquals("npx @acme/facts", other.otherCommand());
        assertEquals("", other.otherCommand());
        assertEquals("", store("facts-3", List.of("npx", "@evil/facts-3")).otherCommand());
    }

    private Path file() throws IOException {
        try (var files = Files.list(home.resolve("pins"))) {
            return files.filter(f -> !f.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private PinStore store(String name, List<String> command) {
        complaints = new Complaints(new PrintStream(said, true, StandardCharsets.UTF_8));
        return new PinStore(
                home.resolve("pins"), ServerIdentity.of(name, command, "/work"), complaints);
    }

    /// What the store that was made last has complained of.
    private String said() throws InterruptedException {
        complaints.finish(5_000);
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Offer offer(String name, String description) {
        var parts = new TreeMap<String, String>();
        parts.put("description", '"' + description);
        return new Offer(name, parts);
    }
}
