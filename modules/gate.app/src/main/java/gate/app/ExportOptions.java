package gate.app;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// What the words after `mcpgate export` ask for.
///
/// @param format null only where help is asked for
/// @param output the file to make; null for standard output
record ExportOptions(
        @Nullable Format format, RowFilter filter, @Nullable String output, boolean help) {

    /// What a row is written as.
    enum Format {
        JSONL,
        CSV,
        CEF
    }

    static final String HELP =
            """
            Examples:
              mcpgate export --format jsonl --output audit.jsonl
              mcpgate export --format csv --since 2026-11-01 --until 2026-12-01 > november.csv
              mcpgate export --format cef --since 1h --decision warn,block | logger -t mcpgate

            mcpgate export --format FORMAT [options]: write the log out for other programs.

                  --format FORMAT   jsonl: the objects of `mcpgate tail --json`, a line each
                                    csv: RFC 4180, with a header; nothing in it starts a formula
                                    cef: Common Event Format, a line each, for a SIEM
                  --output FILE     into a new file that only you can read
            """
                    + RowFilter.HELP
                    + """
                      -h, --help            this text

                    The log is ~/.mcpgate/audit.db, or what MCPGATE_DB_PATH names.
                    Exit codes: 0 written, 2 wrong options, 3 the log cannot be read or the file not
                    be written.
                    """;

    /// @throws UsageException if the words make no sense
    static ExportOptions parse(List<String> args, Clock clock) throws UsageException {
        List<String> names = new ArrayList<>(RowFilter.OPTIONS);
        names.addAll(List.of("--format", "--output", "--help"));
        var words = new Words("export", args, names);
        RowFilter filter = RowFilter.ALL;
        Format format = null;
        String output = null;
        boolean help = false;
        while (words.next()) {
            if (!words.isOption()) {
                throw words.unknown();
            }
            RowFilter narrower = filter.with(words, clock);
            if (narrower != null) {
                filter = narrower;
                continue;
            }
            switch (words.word()) {
                case "--format" -> format = format(words);
                case "--output" -> output = words.value();
                case "-h", "--help" -> help = words.flag();
                default -> throw words.unknown();
            }
        }
        if (format == null && !help) {
            throw words.wrong("--format is missing: jsonl, csv or cef");
        }
        return new ExportOptions(format, filter, output, help);
    }

    private static Format format(Words words) throws UsageException {
        String format = words.value();
        return switch (format) {
            case "jsonl" -> Format.JSONL;
            case "csv" -> Format.CSV;
            case "cef" -> Format.CEF;
            default ->
                    throw words.wrong(
                            "--format takes jsonl, csv or cef, and got \"" + format + '"');
        };
    }
}
