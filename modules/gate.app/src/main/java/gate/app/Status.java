package gate.app;

import com.fasterxml.jackson.jr.ob.JSON;

import gate.app.ClientFiles.Unreadable;
import gate.app.install.Clients;
import gate.app.install.ConfigFile;
import gate.app.install.Place;
import gate.app.install.Place.Scope;
import gate.app.install.Server;
import gate.app.install.Server.State;
import gate.app.install.Surroundings;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `mcpgate status`: which servers of which clients are behind the gate.
final class Status {

    static final String HELP =
            """
            Examples:
              mcpgate status                  the servers of your clients, and of the project here
              mcpgate status --json | jq '.files[].servers[] | select(.state == "plain")'

            mcpgate status [options]: which MCP servers are behind the gate.

                  --json      one JSON object
                  --all       also name the files that are not there
              -h, --help      this text

            Exit codes: 0 all servers that could be are behind the gate, 1 one is not, or a file cannot
            be read; 2 wrong options.
            """;

    private Status() {}

    /// Runs the command to its end.
    ///
    /// @param args what stands after `status`
    static int run(List<String> args, Map<String, String> env, OutputStream out, PrintStream err)
            throws UsageException {
        var words = new Words("status", args, List.of("--json", "--all", "--help"));
        boolean isJson = false;
        boolean isAll = false;
        boolean help = false;
        while (words.next()) {
            switch (words.isOption() ? words.word() : "") {
                case "--json" -> isJson = words.flag();
                case "--all" -> isAll = words.flag();
                case "-h", "--help" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        boolean json = isJson;
        boolean all = isAll;
        boolean helped = help;
        return Exit.of(
                "status",
                err,
                () -> {
                    if (helped) {
                        return Exit.help(out, HELP);
                    }
                    Surroundings here = Surroundings.of(env);
                    ClientFiles found =
                            ClientFiles.find(here, List.of(), EnumSet.allOf(Scope.class));
                    var printed = new PrintStream(out, false, StandardCharsets.UTF_8);
                    if (json) {
                        printed.println(json(found));
                    } else {
                        print(printed, found, here);
                        if (all) {
                            printAll(printed, here);
                        }
                    }
                    printed.flush();
                    return isCovered(found) ? Exit.OK : Exit.NO;
                });
    }

    /// Whether every server that could be is behind the gate.
    static boolean isCovered(ClientFiles found) {
        for (ConfigFile file : found.files()) {
            for (Server server : file.servers()) {
                boolean isOurs = file.place().scope() != Scope.MANAGED;
                boolean isOdd = server.state() == State.WRAPPED && !server.note().isEmpty();
                if (isOurs && (server.state() == State.PLAIN || isOdd)) {
                    return false;
                }
            }
        }
        return found.unreadable().isEmpty();
    }

    private static void print(PrintStream out, ClientFiles found, Surroundings here) {
        for (ConfigFile file : found.files()) {
            Place place = file.place();
            out.println(
                    SafeText.line(
                            place.title()
                                    + "  "
                                    + ClientFiles.shown(place.file(), here)
                                    + scope(place)));
            for (Server server : file.servers()) {
                out.println(
                        SafeText.line(
                                "  "
                                        + InstallReport.server(server)
                                        + "  "
                                        + InstallReport.state(server)));
            }
            if (file.servers().isEmpty()) {
                out.println("  no servers");
            }
        }
        for (Unreadable file : found.unreadable()) {
            out.println(
                    SafeText.line(
                            file.place().title()
                                    + "  "
                                    + ClientFiles.shown(file.place().file(), here)
                                    + "  cannot be read: "
                                    + file.why()));
        }
        if (found.files().isEmpty() && found.unreadable().isEmpty()) {
            out.println("No configuration file of a client is here.");
        }
    }

    private static String scope(Place place) {
        return switch (place.scope()) {
            case USER -> "";
            case PROJECT -> "  (the project's: mcpgate install --project)";
            case MANAGED -> "  (an administrator's: left alone)";
        };
    }

    private static void printAll(PrintStream out, Surroundings here) {
        out.println();
        out.println("Looked for:");
        for (Place place : Clients.places(here)) {
            out.println(
                    SafeText.line(
                            "  "
                                    + place.client()
                                    + "  "
                                    + ClientFiles.shown(place.file(), here)
                                    + scope(place)));
        }
    }

    private static String json(ClientFiles found) throws IOException {
        List<Object> files = new ArrayList<>();
        for (ConfigFile file : found.files()) {
            Map<String, Object> object = json(file.place());
            List<Object> servers = new ArrayList<>();
            for (Server server : file.servers()) {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("name", server.name());
                each.put("scope", server.scope());
                each.put("state", server.state().name().toLowerCase(Locale.ROOT));
                each.put("command", server.command());
                each.put("gate", server.gate());
                each.put("note", server.note());
                servers.add(each);
            }
            object.put("servers", servers);
            files.add(object);
        }
        for (Unreadable file : found.unreadable()) {
            Map<String, Object> object = json(file.place());
            object.put("error", file.why());
            files.add(object);
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("schema", 1);
        status.put("covered", isCovered(found));
        status.put("files", files);
        return JSON.std.asString(status);
    }

    private static Map<String, Object> json(Place place) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("client", place.client());
        object.put("file", place.file().toString());
        object.put("of", place.scope().name().toLowerCase(Locale.ROOT));
        return object;
    }
}
