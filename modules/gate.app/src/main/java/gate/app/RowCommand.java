package gate.app;

import gate.audit.AuditLookup;
import gate.audit.AuditReader;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `mcpgate show` and `mcpgate explain`: find one row, and print it.
final class RowCommand {

    /// The longest message that is printed as text.
    private static final int MAX_SHOWN_BYTES = 1 << 20;

    private static final int PIECE_BYTES = 1 << 20;

    private RowCommand() {}

    /// Prints a row.
    static int show(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Stdout stdout)
            throws UsageException {
        RowOptions options = RowOptions.show(args);
        if (options.help()) {
            return Exit.of("show", err, () -> Exit.help(out, RowOptions.SHOW_HELP));
        }
        if (options.raw() && stdout.isTerminal() && !options.force()) {
            throw new UsageException(
                    "show: --raw would let the message give orders to this terminal; send it to a"
                            + " file or a pipe, or add --force");
        }
        return onRow(
                "show",
                options,
                env,
                err,
                (reader, row) -> {
                    var screen = new Screen(out);
                    if (options.raw()) {
                        raw(reader, row, screen);
                    } else {
                        sheet(env, stdout, screen).show(explained(reader, row));
                    }
                    screen.flush();
                });
    }

    /// Explains a row.
    static int explain(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Stdout stdout)
            throws UsageException {
        RowOptions options = RowOptions.explain(args);
        if (options.help()) {
            return Exit.of("explain", err, () -> Exit.help(out, RowOptions.EXPLAIN_HELP));
        }
        return onRow(
                "explain",
                options,
                env,
                err,
                (reader, row) -> {
                    var screen = new Screen(out);
                    sheet(env, stdout, screen).explain(Explanation.of(reader, row));
                    screen.flush();
                });
    }

    /// What is done with the row.
    private interface Use {
        void take(AuditReader reader, AuditRow row) throws IOException;
    }

    private static int onRow(
            String command, RowOptions options, Map<String, String> env, PrintStream err, Use use)
            throws UsageException {
        return Exit.of(
                command,
                err,
                () -> {
                    try (AuditReader reader = LogFile.open(command, env, err)) {
                        if (reader == null) {
                            return Exit.NO;
                        }
                        AuditRow row = row(command, reader, options, err);
                        if (row == null) {
                            return Exit.NO;
                        }
                        use.take(reader, row);
                        return Exit.OK;
                    }
                });
    }

    /// The row that is asked for; null, and said so, where there is none.
    static @Nullable AuditRow row(
            String command, AuditReader reader, RowOptions options, PrintStream err)
            throws IOException {
        Optional<AuditRow> row = find(new AuditLookup(reader), options);
        if (row.isEmpty()) {
            Exit.say(err, command, missing(reader, options));
        }
        return row.orElse(null);
    }

    private static Optional<AuditRow> find(AuditLookup log, RowOptions options) throws IOException {
        return switch (options.id()) {
            case RowOptions.Id.Row(long id) -> log.row(id);
            case RowOptions.Id.Event(String session, long seq) -> log.event(session, seq);
            case null -> Optional.empty();
        };
    }

    private static String missing(AuditReader reader, RowOptions options) throws IOException {
        return switch (options.id()) {
            case RowOptions.Id.Row(long id) ->
                    "there is no row " + id + "; the newest is " + reader.newest();
            case RowOptions.Id.Event(String session, long seq) ->
                    "no session that begins with \"" + session + "\" has an event " + seq;
            case null -> "which row?";
        };
    }

    private static void raw(AuditReader reader, AuditRow row, Screen screen) throws IOException {
        if (row.isWhole()) {
            screen.write(LogFile.body(reader, row));
            return;
        }
        for (long at = 0; at < row.keptBytes(); ) {
            byte[] piece = reader.message(row.id(), at, PIECE_BYTES);
            if (piece.length == 0) {
                throw new IOException("row " + row.id() + " was removed while it was read");
            }
            screen.write(piece);
            at += piece.length;
        }
    }

    /// A long message is not looked into: its findings are listed without the text around them.
    private static Explanation explained(AuditReader reader, AuditRow row) throws IOException {
        return row.keptBytes() > MAX_SHOWN_BYTES
                ? Explanation.of(row, new byte[0], null)
                : Explanation.of(reader, row);
    }

    private static RowSheet sheet(Map<String, String> env, Stdout stdout, Screen screen) {
        boolean colored = TailOptions.Color.AUTO.isOn(env, stdout.isTerminal());
        return new RowSheet(screen, stdout, colored, Clock.system(ZoneId.systemDefault()));
    }
}
