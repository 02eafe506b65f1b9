package gate.app;

import gate.audit.AuditReader;
import gate.audit.AuditRow;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `mcpgate export`: writes the log out for other programs, in the order of its rows.
final class Export {

    private static final String NAME = "export";
    private static final int PAGE_ROWS = 500;

    private Export() {}

    /// Runs the command to its end.
    ///
    /// @param args what stands after `export`
    static int run(
            List<String> args,
            Map<String, String> env,
            OutputStream out,
            PrintStream err,
            Clock clock)
            throws UsageException {
        ExportOptions options = ExportOptions.parse(args, clock);
        return Exit.of(
                NAME,
                err,
                () -> {
                    ExportOptions.Format format = options.format();
                    if (format == null || options.help()) {
                        return Exit.help(out, ExportOptions.HELP);
                    }
                    try (AuditReader reader = LogFile.open(NAME, env, err);
                            OutputStream file = file(options.output())) {
                        write(
                                reader,
                                options,
                                printer(format, new Screen(file == null ? out : file)));
                    }
                    return Exit.OK;
                });
    }

    private static RowPrinter printer(ExportOptions.Format format, Screen screen)
            throws IOException {
        return switch (format) {
            case JSONL -> new JsonRows(screen);
            case CSV -> new CsvRows(screen);
            case CEF -> new CefRows(screen);
        };
    }

    private static void write(
            @Nullable AuditReader reader, ExportOptions options, RowPrinter printer)
            throws IOException {
        RowFilter filter = options.filter();
        long at = 0;
        long newest = reader == null ? 0 : reader.newest();
        while (reader != null && at < newest) {
            List<AuditRow> page = reader.after(at, PAGE_ROWS, filter.session());
            List<AuditRow> wanted = new ArrayList<>(page.size());
            for (AuditRow row : page) {
                if (row.id() <= newest && filter.wants(row)) {
                    wanted.add(row);
                }
            }
            printer.print(wanted, reader::message);
            at = page.isEmpty() ? newest : page.getLast().id();
        }
        printer.print(List.of(), (_, _, _) -> new byte[0]);
    }

    /// A file that did not exist, which only its owner can read: the log holds secrets.
    private static @Nullable OutputStream file(@Nullable String name) throws IOException {
        if (name == null) {
            return null;
        }
        try {
            FileAttribute<?> mode =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"));
            return Channels.newOutputStream(
                    Files.newByteChannel(
                            Path.of(name),
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            mode));
        } catch (InvalidPathException e) {
            throw new IOException(name + " is no file name", e);
        } catch (IOException e) {
            throw new IOException("cannot make " + name + ": " + Exit.why(e), e);
        }
    }
}
