package gate.app;

import gate.audit.Anchors;
import gate.audit.Verifier.Scope;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the words after `mcpgate verify` ask for.
record VerifyOptions(Scope scope, boolean json, boolean help) {

    static final String HELP =
            """
            Examples:
              mcpgate verify                       the whole log
              mcpgate verify --since today         what a checkpoint of yesterday does not vouch for
              mcpgate verify --session 7f3a        what concerns the sessions whose ids begin so
              mcpgate verify --anchor client.log   and compare with what a client's log says

            mcpgate verify [options]: find out whether anybody changed the audit log.

                  --since TIME    from the last checkpoint before: 2h, today, 2026-11-23T18:00
                  --session ID    tell of these sessions only
                  --anchor FILE   a log with the lines `mcpgate: audit head ...`, which must lie on
                                  the chain; may be given several times
                  --json          one JSON object
              -h, --help          this text

            The log is ~/.mcpgate/audit.db, or what MCPGATE_DB_PATH names. Whoever can write all of
            ~/.mcpgate can cut its end off, or make it anew; only an anchor shows that.
            Exit codes: 0 intact, 1 evidence of change, 2 wrong options, 3 cannot be read,
            or has no such session.
            """;

    private static final List<String> NAMES =
            List.of("--since", "--session", "--anchor", "--json", "--help");

    /// Reads the options, and the files that they name.
    ///
    /// @throws UsageException if they make no sense, or a file holds no heads
    static VerifyOptions parse(List<String> args, Clock clock) throws UsageException {
        var words = new Words("verify", args, NAMES);
        long since = Long.MIN_VALUE;
        String session = "";
        List<Anchors.Anchor> anchors = List.of();
        boolean json = false;
        boolean help = false;
        while (words.next()) {
            switch (words.isOption() ? words.word() : "") {
                case "--since" -> since = When.nanos(words, clock);
                case "--session" -> session = session(words);
                case "--anchor" -> anchors = and(anchors, words);
                case "--json" -> json = words.flag();
                case "-h", "--help" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        return new VerifyOptions(new Scope(since, session, anchors), json, help);
    }

    private static String session(Words words) throws UsageException {
        String value = words.value();
        if (value.isBlank()) {
            throw words.wrong("--session takes the beginning of an id");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static List<Anchors.Anchor> and(List<Anchors.Anchor> before, Words words)
            throws UsageException {
        String file = words.value();
        try {
            List<Anchors.Anchor> found = Anchors.read(Path.of(file));
            if (found.isEmpty()) {
                throw words.wrong("no line `mcpgate: audit head ...` in " + file);
            }
            List<Anchors.Anchor> all = new ArrayList<>(before);
            all.addAll(found);
            return all;
        } catch (IOException | InvalidPathException e) {
            throw words.wrong("cannot read " + file + ": " + e.getMessage());
        }
    }
}
