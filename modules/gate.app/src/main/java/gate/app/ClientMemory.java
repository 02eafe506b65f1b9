package gate.app;

import gate.rules.Memory;
import gate.rules.Pins;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the rules know of the sessions that one client process had with one server.
///
/// A client may start its server anew, say after an error; what the first session has pinned must
/// hold in the next. So the facts lie in a small file, named after the client's process (the gate's
/// parent: its id and when it started) and the server: its name, command and folder. The file of a
/// client that has ended is deleted when another one is written.
///
/// For any thread.
final class ClientMemory implements Memory {

    static final int MAX_FACT_CHARS = 1_024;

    private static final int MAX_FILE_BYTES = 1 << 20;

    private final Path directory;
    private final List<String> server;
    private final Pins pins;
    private final Complaints complaints;
    private final Map<String, String> facts = new TreeMap<>();
    private @Nullable Path file;
    private boolean isLoaded;

    /// @param server what tells it from the client's other servers
    /// @param pins what the server offered before
    ClientMemory(Path directory, List<String> server, Pins pins, Complaints complaints) {
        this.directory = directory;
        this.server = List.copyOf(server);
        this.pins = pins;
        this.complaints = complaints;
    }

    @Override
    public Pins pins() {
        return pins;
    }

    /// Looks into the file once, for what earlier sessions of this client have learnt.
    @Override
    public synchronized @Nullable String known(String name) {
        if (!isLoaded) {
            load();
        }
        return facts.get(name);
    }

    @Override
    public synchronized @Nullable String recall(String name) {
        String fact = facts.get(name);
        if (fact != null) {
            return fact;
        }
        // Another gate of the same client may have learnt it meanwhile.
        load();
        return facts.get(name);
    }

    @Override
    public synchronized void remember(String name, String fact) {
        if (fact.equals(facts.get(name))) {
            return;
        }
        load();
        if (facts.size() >= MAX_FACTS && !facts.containsKey(name)) {
            return;
        }
        facts.put(name, fact);
        try {
            save();
        } catch (IOException e) {
            complaints.say("what this session has pinned will not outlive it: " + e.getMessage());
        }
    }

    /// Takes over what the file says of things that are not known here.
    private void load() {
        isLoaded = true;
        try {
            Path path = file();
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(path) > MAX_FILE_BYTES) {
                return;
            }
            for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && facts.size() < MAX_FACTS) {
                    facts.putIfAbsent(
                            plain(line.substring(0, tab)), plain(line.substring(tab + 1)));
                }
            }
        } catch (IOException e) {
            complaints.say(
                    "cannot read what this client's sessions have pinned: " + e.getMessage());
        }
    }

    private void save() throws IOException {
        Path path = file();
        createDirectory();
        var text = new StringBuilder();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            if (fact.getKey().length() + fact.getValue().length() <= MAX_FACT_CHARS) {
                text.append(escaped(fact.getKey())).append('\t');
                text.append(escaped(fact.getValue())).append('\n');
            }
        }
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path fresh = Files.createTempFile(directory, ".new-", "", mode);
        Files.writeString(fresh, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        forgetTheDead();
    }

    private void createDirectory() throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            var mode =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectory(directory, mode);
        }
    }

    private void forgetTheDead() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*-*-*")) {
            for (Path other : all) {
                String[] parts = other.getFileName().toString().split("-", 3);
                if (parts.length == 3 && !parts[0].isEmpty() && isDead(parts[0], parts[1])) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    private static boolean isDead(String pid, String started) {
        try {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
            return process.isEmpty() || !started(process.get()).equals(started);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Path file() {
        Path known = file;
        if (known == null) {
            ProcessHandle self = ProcessHandle.current();
            ProcessHandle client = self.parent().orElse(self);
            known = directory.resolve(client.pid() + "-" + started(client) + "-" + digest(server));
            file = known;
        }
        return known;
    }

    private static String started(ProcessHandle process) {
        return Long.toString(process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    }

    private static String digest(List<String> words) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String word : words) {
                digest.update(word.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String escaped) {
        var text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '\\' && i + 1 < escaped.length()) {
                char next = escaped.charAt(++i);
                c = next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next;
            }
            text.append(c);
        }
        return text.toString();
    }
}
