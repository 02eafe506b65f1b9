package gate.app;

import gate.audit.AuditPaths;
import gate.rules.Offer;
import gate.rules.OfferDiff;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `mcpgate pins`: what is remembered of servers, what of it changed, and the user's yes to it.
///
/// All that it prints of a server goes through [SafeText]. Owned by one thread.
final class PinsCommand {

    private static final String NAME = "pins";

    private final PinsOptions options;
    private final Path directory;
    private final Screen screen;
    private final PrintStream err;
    private int waiting;
    private int accepted;

    private PinsCommand(PinsOptions options, Path directory, OutputStream out, PrintStream err) {
        this.options = options;
        this.directory = directory;
        this.err = err;
        screen = new Screen(out);
    }

    /// Runs the command to its end.
    ///
    /// @param args what stands after `pins`
    /// @return the exit code, as [PinsOptions#HELP] has it
    static int run(List<String> args, Map<String, String> env, OutputStream out, PrintStream err)
            throws UsageException {
        PinsOptions options = PinsOptions.parse(args);
        return Exit.of(
                NAME,
                err,
                () -> {
                    if (options.help()) {
                        return Exit.help(out, PinsOptions.HELP);
                    }
                    try {
                        Path pins = AuditPaths.fromEnvironment(env).pinsDirectory();
                        return new PinsCommand(options, pins, out, err).run();
                    } catch (IllegalArgumentException e) {
                        throw new IOException(e.getMessage(), e);
                    }
                });
    }

    private int run() throws IOException {
        Map<String, Path> files = files();
        int shown = 0;
        for (Path file : files.values()) {
            PinnedServer server;
            try {
                server = PinStore.load(file);
            } catch (PinFile.Damaged e) {
                Exit.say(err, NAME, file + " is damaged: " + e.getMessage());
                continue;
            }
            if (options.server() == null || options.server().equals(server.name)) {
                shown++;
                take(server);
            }
        }
        screen.flush();
        if (shown == 0) {
            Exit.say(
                    err,
                    NAME,
                    options.server() == null
                            ? "nothing is remembered yet in " + directory
                            : "nothing is remembered of a server \"" + options.server() + '"');
        }
        if (options.what().equals("accept")) {
            String judged = accepted > 0 ? "; what it says is still judged by the other rules" : "";
            Exit.say(err, NAME, Shown.counted(accepted, "change") + " accepted" + judged);
            return accepted > 0 && waiting == 0 ? Exit.OK : Exit.NO;
        }
        return waiting == 0 ? Exit.OK : Exit.NO;
    }

    private Map<String, Path> files() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
                for (Path file : all) {
                    String name = file.getFileName().toString();
                    if (!name.startsWith(".")
                            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        files.put(name, file);
                    }
                }
            }
        }
        return files;
    }

    private void take(PinnedServer server) throws IOException {
        for (String name : server.waiting()) {
            waiting += isWanted(name) ? 1 : 0;
        }
        switch (options.what()) {
            case "list" -> list(server);
            case "diff" -> diff(server);
            default -> accept(server);
        }
    }

    private boolean isWanted(String offer) {
        return options.tool() == null || options.tool().equals(offer);
    }

    private void list(PinnedServer server) throws IOException {
        if (!options.json()) {
            print(server.name + "  (" + String.join(" ", server.command) + ")");
        }
        for (Map.Entry<String, PinnedServer.Pinned> each : server.offers.entrySet()) {
            if (!isWanted(each.getKey())) {
                continue;
            }
            PinnedServer.Pinned pinned = each.getValue();
            if (options.json()) {
                json(server, each.getKey(), pinned, null);
            } else {
                String changed =
                        pinned.changedMillis == 0 ? "" : ", changed " + when(pinned.changedMillis);
                String held = pinned.held == null ? "" : ", WAITS: " + pinned.why;
                String first =
                        pinned.firstMillis == 0
                                ? "never passed"
                                : "since " + when(pinned.firstMillis);
                print("  " + label(each.getKey()) + "  " + first + changed + held);
            }
        }
    }

    private void diff(PinnedServer server) throws IOException {
        for (Map.Entry<String, PinnedServer.Pinned> each : server.offers.entrySet()) {
            PinnedServer.Pinned pinned = each.getValue();
            List<Offer> versions = pinned.versions;
            Offer held = pinned.held;
            Offer before =
                    held != null
                            ? versions.isEmpty()
                                    ? new Offer(each.getKey(), new TreeMap<>())
                                    : versions.get(0)
                            : versions.size() > 1 ? versions.get(1) : null;
            if (!isWanted(each.getKey()) || before == null) {
                continue;
            }
            OfferDiff diff = OfferDiff.of(before, held != null ? held : versions.get(0));
            if (options.json()) {
                json(server, each.getKey(), pinned, diff);
                continue;
            }
            print(
                    server.name
                            + ": "
                            + label(each.getKey())
                            + (held != null
                                    ? "  WAITS since " + when(pinned.heldMillis) + ": " + pinned.why
                                    : "  changed " + when(pinned.changedMillis)));
            for (OfferDiff.Change change : diff.changes()) {
                if (!change.text().isEmpty()) {
                    print((change.widens() ? "  + " : "    ") + change.text());
                }
                for (String line : change.added().lines().toList()) {
                    if (!line.isBlank()) {
                        print("      says: " + line);
                    }
                }
            }
        }
    }

    private void accept(PinnedServer server) throws IOException {
        int before = accepted;
        var identity = new ServerIdentity(server.name, false, server.command);
        var store = new PinStore(directory, identity, Complaints.unheard());
        boolean isDone =
                server.waiting().isEmpty()
                        || store.update(fresh -> {
                            for (String name : fresh.waiting()) {
                                accept(fresh, name);
                            }
                        });
        if (!isDone) {
            accepted = before;
            throw new IOException("cannot write to " + directory);
        }
    }

    private void accept(PinnedServer server, String name) {
        PinnedServer.Pinned pinned = server.offers.get(name);
        Offer held = pinned == null ? null : pinned.held;
        if (held != null && isWanted(name) && server.pin(held, System.currentTimeMillis())) {
            accepted++;
            waiting--;
        }
    }

    private void json(
            PinnedServer server, String offer, PinnedServer.Pinned pinned, @Nullable OfferDiff diff)
            throws IOException {
        var json = new StringBuilder(128);
        json.append("{\"server\":").append(SafeText.quoted(server.name));
        json.append(",\"offer\":").append(SafeText.quoted(label(offer)));
        json.append(",\"first\":").append(quotedTime(pinned.firstMillis));
        json.append(",\"changed\":").append(quotedTime(pinned.changedMillis));
        json.append(",\"waits\":").append(pinned.held != null);
        json.append(",\"why\":").append(SafeText.quoted(pinned.held == null ? null : pinned.why));
        if (diff != null) {
            json.append(",\"changes\":[");
            String comma = "";
            for (OfferDiff.Change change : diff.changes()) {
                json.append(comma).append("{\"path\":").append(SafeText.quoted(change.path()));
                json.append(",\"what\":").append(SafeText.quoted(change.text()));
                json.append(",\"says\":").append(SafeText.quoted(change.added()));
                json.append(",\"widens\":").append(change.widens()).append('}');
                comma = ",";
            }
            json.append(']');
        }
        screen.write(
                json.append("}\n").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String quotedTime(long millis) {
        return millis == 0 ? "null" : '"' + when(millis) + '"';
    }

    private static String when(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String label(String offer) {
        return offer.equals(Offer.INSTRUCTIONS) ? "(instructions)" : offer;
    }

    private void print(String line) throws IOException {
        screen.write(SafeText.line(line).utf8());
        screen.write(new byte[] {'\n'});
    }
}
