package gate.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// Races to create the log's files against somebody who plants links there, and looks at the modes
/// of all that came about. Not a test:
///
///     ./mvnw -q test-compile && (umask 000; bench/audit.sh RaceBench 1000)
final class RaceBench {

    private static final PrintStream OUT =
            new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private RaceBench() {}

    /// Runs it, and ends with 1 if a race was lost or a file is open to others.
    ///
    /// @param args how many races; 1,000 if none
    public static void main(String[] args) throws Exception {
        int races = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        Path home = Files.createTempDirectory("races");
        Path targets = Files.createDirectory(home.resolve("targets"));
        Path place = home.resolve("place");
        var paths = AuditPaths.of(place.resolve("audit.db"));
        OwnFiles.createDirectories(place);
        int won = 0;
        int loose = 0;
        int refused = 0;
        int planted;
        try (var planter = new LinkPlanter(paths, targets)) {
            for (int race = 0; race < races; race++) {
                try (AuditLog log = AuditLog.open(paths, Samples.session(), _ -> {})) {
                    log.append(Samples.message("{}"));
                } catch (IOException e) {
                    refused++; // the spool is a link just now
                }
                loose += loose(place);
                for (Path file : List.of(paths.database(), paths.beside("-wal"))) {
                    Files.deleteIfExists(file);
                }
                try (Stream<Path> followed = Files.list(targets)) {
                    won += followed.count() > 0 ? 1 : 0;
                }
            }
            planted = planter.planted();
        }
        OUT.println(
                "races: "
                        + races
                        + " creations against "
                        + planted
                        + " planted links: won by them "
                        + won
                        + ", refused "
                        + refused
                        + "; files open to others under umask "
                        + umask()
                        + ": "
                        + loose);
        System.exit(won + loose > 0 ? 1 : 0);
    }

    private static int loose(Path place) throws IOException {
        int count = 0;
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.toList()) {
                try {
                    // In one look, for the planter may put a link in its place between two.
                    PosixFileAttributes seen =
                            Files.readAttributes(
                                    file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    String modes = PosixFilePermissions.toString(seen.permissions());
                    boolean isOurs = !seen.isSymbolicLink() && !file.equals(place);
                    count += isOurs && !modes.endsWith("------") ? 1 : 0;
                } catch (IOException e) {
                    // The planter has just taken it away.
                }
            }
        } catch (java.io.UncheckedIOException e) {
            return count; // the same, while walking
        }
        return count;
    }

    private static String umask() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Umask:")) {
                return line.substring(6).trim();
            }
        }
        return "unknown";
    }
}
