package gate.app;

import gate.app.install.Clients;
import gate.app.install.ConfigFile;
import gate.app.install.Place;
import gate.app.install.Surroundings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The configuration files of clients that are there, and where this gate lies.
///
/// @param files those that could be read
/// @param unreadable those that could not, with the reason
record ClientFiles(List<ConfigFile> files, List<Unreadable> unreadable) {

    /// What the launcher was called as.
    private static final String SELF_PROPERTY = "mcpgate.self";

    /// A file that is there and cannot be read.
    record Unreadable(Place place, String why) {}

    /// Looks for them.
    ///
    /// @param clients whose; everybody's if empty
    static ClientFiles find(Surroundings here, List<String> clients, Set<Place.Scope> scopes) {
        List<ConfigFile> files = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (Place place : Clients.places(here)) {
            boolean isWanted = clients.isEmpty() || clients.contains(place.client());
            if (!isWanted || !scopes.contains(place.scope())) {
                continue;
            }
            try {
                ConfigFile file = ConfigFile.read(place);
                if (seen.add(List.of(file.file(), place.tables()))) {
                    files.add(file);
                }
            } catch (IOException e) {
                if (!(e instanceof NoSuchFileException)) { // most clients are not there
                    unreadable.add(new Unreadable(place, Exit.why(e)));
                }
            }
        }
        return new ClientFiles(List.copyOf(files), List.copyOf(unreadable));
    }

    /// How people write a path: `~/.cursor/mcp.json`.
    static String shown(Path file, Surroundings here) {
        return file.startsWith(here.home()) && !file.equals(here.home())
                ? "~/" + here.home().relativize(file)
                : file.toString();
    }

    /// The path by which clients shall start the gate: as it was called, links not followed, so
    /// that it stays the same when a new version takes the place of this one.
    ///
    /// @throws IOException if there is no such program
    static String gate() throws IOException {
        String self = System.getProperty(SELF_PROPERTY, "");
        Path path =
                self.isEmpty()
                        ? Path.of(System.getProperty("java.home")).resolve("../../bin/mcpgate")
                        : Path.of(self);
        path = path.toAbsolutePath().normalize();
        if (!Files.isExecutable(path)) {
            throw new IOException("cannot tell where mcpgate lies: not at " + path);
        }
        return path.toString();
    }

    /// Whether a gate that a file names by its full path is no longer there.
    static boolean isGone(String gate) {
        return gate.startsWith("/") && !Files.isExecutable(Path.of(gate));
    }
}
